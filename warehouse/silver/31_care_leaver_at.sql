-- Care leavers as the list of each month gave them, with their age that day.
-- needs: care_leavers
CREATE TABLE silver.care_leaver_at AS
SELECT c.*, age_on(coalesce(c.born_on, p.born_on), c.as_at) AS age
FROM silver.care_leavers c
LEFT JOIN silver.persons p ON p.child_id = c.child_id;
