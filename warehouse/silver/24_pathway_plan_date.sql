-- Every day on which a pathway plan of a child was begun or reviewed.
-- Taken from all deliveries, because a later review overwrites the day of an earlier one.
-- needs: pathway_plans
CREATE TABLE silver.pathway_plan_date AS
SELECT DISTINCT coalesce(m.new_id, d.child_id) AS child_id, greatest(d.started_on, d.reviewed_on) AS planned_on
FROM delivered.pathway_plans d
LEFT JOIN silver.merged_child m ON m.old_id = d.child_id
WHERE coalesce(d.status_code, 'CURRENT') NOT IN ('DRAFT', 'ENDED');
