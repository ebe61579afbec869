-- Exclusions from school, and which is the first of its kind for the pupil in the school year, which starts in September.
-- needs: exclusions
CREATE TABLE silver.exclusion_in_year AS
SELECT
    *,
    row_number() OVER (
        PARTITION BY pupil_id, category_code, year(started_on) - CAST(month(started_on) < 9 AS INTEGER)
        ORDER BY started_on, exclusion_id
    ) = 1 AS is_first_of_its_kind
FROM silver.exclusions;
