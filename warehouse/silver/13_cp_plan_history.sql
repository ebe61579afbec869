-- Child protection plans, each with when a plan of the child before it last ended, and whether one of this council had.
-- Both what the row says and the council's own history count, as far as they lie before the plan's start:
-- an earlier plan that overlaps this one does not hide one that had ended.
-- needs: cp_plans
CREATE TABLE silver.cp_plan_history AS
WITH own AS (
    SELECT
        p.cp_plan_id,
        max(e.ended_on) AS ended_on,
        max(e.ended_on) FILTER (NOT coalesce(e.is_other_council_plan, false)) AS ours_ended_on
    FROM silver.cp_plans p
    JOIN silver.cp_plans e ON e.child_id = p.child_id AND e.ended_on <= p.started_on
     AND (e.started_on, e.cp_plan_id) < (p.started_on, p.cp_plan_id)
    GROUP BY p.cp_plan_id
)
SELECT
    p.*,
    greatest(
        own.ended_on,
        CASE WHEN p.previous_plan_ended_on <= p.started_on THEN p.previous_plan_ended_on END
    ) AS latest_previous_ended_on,
    (
        coalesce(p.previous_plans > 0, false)
        OR coalesce(p.previous_plan_ended_on <= p.started_on, false)
        OR own.ours_ended_on IS NOT NULL
    ) AS has_previous_plan
FROM silver.cp_plans p
LEFT JOIN own ON own.cp_plan_id = p.cp_plan_id;
