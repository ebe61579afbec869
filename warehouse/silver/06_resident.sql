-- How many people of which ages and group lived in the area in a year; dimension and member are blank for all of them.
-- What was delivered before an estimate told a group is of all people.
-- needs: population
CREATE TABLE silver.resident AS
SELECT
    year,
    age_from,
    age_to,
    CASE WHEN dimension <> 'ALL' THEN lower(dimension) ELSE '' END AS dimension,
    CASE WHEN dimension <> 'ALL' THEN member ELSE '' END AS member,
    arg_max(people, last_delivered_on) AS people
FROM silver.population
GROUP BY ALL;
