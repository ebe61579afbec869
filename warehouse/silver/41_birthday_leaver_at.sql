-- Young people on each month's list of the position around their birthday, with the age that they reached in the
-- financial year up to that day: blank where the birthday is of another year or still to come.
-- needs: oc3 persons
CREATE TABLE silver.birthday_leaver_at AS
WITH dated AS (
    SELECT
        o.*,
        coalesce(o.born_on, p.born_on) AS known_born_on,
        make_date(year(o.as_at) - CAST(month(o.as_at) < 4 AS INTEGER), 3, 31) AS year_before_ended_on
    FROM silver.oc3 o
    LEFT JOIN silver.persons p ON p.child_id = o.child_id
)
SELECT
    *,
    CASE
        WHEN age_on(known_born_on, as_at) > age_on(known_born_on, year_before_ended_on)
        THEN age_on(known_born_on, as_at)
    END AS age_reached
FROM dated;
