-- Conferences held, with the child's age that day; a child not yet born has none.
-- needs: cp_conferences persons
CREATE TABLE silver.conference_with_age AS
SELECT c.*, age_on(p.born_on, c.held_on) AS age
FROM silver.cp_conferences c
LEFT JOIN silver.persons p ON p.child_id = c.child_id;
