-- Care leavers as the list of each month gave them, with their age that day, the verdict on their homes and
-- when their pathway plan was last seen to.
-- A digit behind the letter of the accommodation is the statutory verdict; without one, the separate column tells.
-- needs: care_leavers persons pathway_plans
CREATE TABLE silver.care_leaver_at AS
WITH planned AS (
    SELECT as_at, child_id, max(planned_on) AS last_pathway_plan_on
    FROM silver.pathway_plan_date
    GROUP BY as_at, child_id
)
SELECT
    c.*,
    age_on(coalesce(c.born_on, p.born_on), c.as_at) AS age,
    CASE
        WHEN right(c.accommodation_code, 1) IN ('1', '2') THEN right(c.accommodation_code, 1)
        ELSE c.suitability_code
    END AS verdict_code,
    CASE WHEN c.pathway_plan_on <= c.as_at THEN c.pathway_plan_on END AS listed_plan_on,
    d.last_pathway_plan_on
FROM silver.care_leavers c
LEFT JOIN silver.persons p ON p.child_id = c.child_id
LEFT JOIN planned d ON d.as_at = c.as_at AND d.child_id = c.child_id;
