-- When each pathway plan in force on a month's last day had been begun or last reviewed by that day.
-- A later file overwrites the review that an earlier one gave, so the file to believe is the latest whose
-- date is not after the day. A plan that a later file calls ended was still in force before.
-- needs: pathway_plans
CREATE TABLE silver.pathway_plan_date AS
WITH said AS (
    SELECT
        coalesce(m.new_id, d.child_id) AS child_id,
        d.plan_id,
        d.month_ends_on,
        greatest(d.started_on, d.reviewed_on) AS planned_on,
        coalesce(d.status_code, 'CURRENT') NOT IN ('DRAFT', 'ENDED') AS is_in_force
    FROM delivered.pathway_plans d
    LEFT JOIN silver.merged_child m ON m.old_id = d.child_id
),
-- Most files repeat what the file before said; only what is new is looked at for every month.
news AS (
    SELECT *
    FROM said
    QUALIFY (child_id, planned_on, is_in_force) IS DISTINCT FROM lag((child_id, planned_on, is_in_force)) OVER (
        PARTITION BY plan_id ORDER BY month_ends_on
    )
),
latest AS (
    SELECT e.as_at, n.child_id, n.planned_on, n.is_in_force
    FROM silver.month_end e
    JOIN news n ON n.planned_on <= e.as_at AND (n.is_in_force OR n.month_ends_on <= e.as_at)
    QUALIFY row_number() OVER (PARTITION BY e.as_at, n.plan_id ORDER BY n.month_ends_on DESC) = 1
)
SELECT as_at, child_id, planned_on FROM latest WHERE is_in_force;
