-- Periods of care: from entering care to leaving it.
-- needs: lac_episodes
CREATE TABLE silver.care_period AS
SELECT
    child_id,
    care_period_number,
    min(started_on) AS started_on,
    CASE WHEN count(*) FILTER (effective_ended_on IS NULL) = 0 THEN max(effective_ended_on) END AS ended_on
FROM silver.care_episode
GROUP BY child_id, care_period_number;
