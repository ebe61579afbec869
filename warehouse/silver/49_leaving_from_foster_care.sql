-- Periods of care that ended, with the settled placement that they ended in, and where the leaving care lists of the
-- three months after say that the young person lives; the latest of those lists is believed.
-- needs: lac_episodes persons care_leavers
CREATE TABLE silver.leaving_from_foster_care AS
WITH settled AS (
    SELECT child_id, care_period_number, arg_max_null(placement_code, started_on) AS last_placement_code
    FROM silver.care_episode
    WHERE NOT is_temporary_stay
    GROUP BY child_id, care_period_number
),
lived AS (
    SELECT a.child_id, a.care_period_number, arg_max_null(l.accommodation_code, l.as_at) AS accommodation_code
    FROM silver.care_period_about a
    JOIN silver.care_leavers l
      ON l.child_id = a.child_id AND l.as_at >= a.ended_on AND l.as_at <= a.ended_on + INTERVAL 3 MONTH
    GROUP BY a.child_id, a.care_period_number
)
SELECT a.*, s.last_placement_code, l.accommodation_code
FROM silver.care_period_about a
LEFT JOIN settled s ON s.child_id = a.child_id AND s.care_period_number = a.care_period_number
LEFT JOIN lived l ON l.child_id = a.child_id AND l.care_period_number = a.care_period_number
WHERE a.ended_on IS NOT NULL;
