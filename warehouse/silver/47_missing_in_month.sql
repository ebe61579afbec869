-- Children who were missing at some time of a month, once from care and once from home, and whether any of their
-- absences had lasted for more than 24 hours by their return or the month's end. Away without authorisation is not
-- missing. One who is missing over a month's end stands in both months. Months before the first delivery count too:
-- a quarter or a year is the mean of its months, whichever of them was delivered.
-- needs: missing_episodes
CREATE TABLE silver.missing_in_month AS
WITH months AS (
    SELECT DISTINCT last_day(day) AS as_at FROM silver.calendar WHERE day <= (SELECT max(as_at) FROM silver.month_end)
)
SELECT
    m.as_at,
    e.child_id,
    e.missing_from_code,
    bool_or(
        least(coalesce(e.ended_at, m.as_at + INTERVAL 1 DAY), m.as_at + INTERVAL 1 DAY) - INTERVAL 24 HOUR > e.started_at
    ) AS is_over_24_hours,
    arg_max_null(e.team, (e.started_at, e.missing_id)) AS team
FROM months m
JOIN silver.missing_episodes e
  ON e.started_at < m.as_at + INTERVAL 1 DAY
 AND (e.ended_at IS NULL OR e.ended_at >= date_trunc('month', m.as_at))
WHERE e.missing_type_code IS DISTINCT FROM 'A'
GROUP BY m.as_at, e.child_id, e.missing_from_code;
