-- Child protection plans, each with when the child's plan before it ended.
-- The end of the plan before is what the row says or what the council's own history shows, whichever is later.
-- needs: cp_plans
CREATE TABLE silver.cp_plan_history AS
WITH ordered AS (
    SELECT
        p.*,
        max(ended_on) OVER (
            PARTITION BY child_id ORDER BY started_on, cp_plan_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS own_previous_ended_on
    FROM silver.cp_plans p
)
SELECT
    * EXCLUDE (own_previous_ended_on),
    CASE WHEN own_previous_ended_on <= started_on OR own_previous_ended_on IS NULL
         THEN greatest(own_previous_ended_on, previous_plan_ended_on)
         ELSE previous_plan_ended_on END AS latest_previous_ended_on
FROM ordered;
