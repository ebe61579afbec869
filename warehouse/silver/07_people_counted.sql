-- How many people there were of whom rates are made beside those of residents, by name and year.
-- needs: pupils_on_roll
CREATE TABLE silver.people_counted AS
SELECT 'pupils on roll' AS name, year, CAST(sum(pupils) AS BIGINT) AS people
FROM silver.pupils_on_roll
GROUP BY year;
