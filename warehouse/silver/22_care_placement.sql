-- Placements within periods of care, with when the one before began.
-- A placement lasts until the next one starts; the last one until the period of care ends.
-- needs: lac_episodes
CREATE TABLE silver.care_placement AS
WITH placed AS (
    SELECT
        child_id,
        care_period_number,
        placement_number,
        min(started_on) FILTER (NOT is_temporary_stay) AS started_on
    FROM silver.care_episode
    WHERE placement_number > 0
    GROUP BY child_id, care_period_number, placement_number
)
SELECT
    p.*,
    coalesce(lead(p.started_on) OVER in_period, c.ended_on) AS ended_on,
    lag(p.started_on) OVER in_period AS previous_started_on
FROM placed p
JOIN silver.care_period c USING (child_id, care_period_number)
WINDOW in_period AS (PARTITION BY p.child_id, p.care_period_number ORDER BY p.placement_number);
