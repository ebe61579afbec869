-- Absences with their days, and how soon after the return an interview was offered and held.
-- Midnight is a time that nobody gave: where either end has none, days are counted, and three of them are 72 hours.
-- needs: missing_episodes
CREATE TABLE silver.missing_timed AS
WITH told AS (
    SELECT
        *,
        CAST(started_at AS DATE) AS started_on,
        CAST(ended_at AS DATE) AS returned_on,
        CAST(rhi_offered_at AS DATE) AS offered_on,
        CAST(rhi_completed_at AS DATE) AS completed_on,
        CAST(ended_at AS TIME) = TIME '00:00:00' AS has_no_return_time,
        CAST(rhi_offered_at AS TIME) = TIME '00:00:00' AS has_no_offer_time,
        CAST(rhi_completed_at AS TIME) = TIME '00:00:00' AS has_no_interview_time
    FROM silver.missing_episodes
)
SELECT
    *,
    rhi_offered_code = 'Y' OR (rhi_offered_code IS NULL AND rhi_offered_at IS NOT NULL) AS is_offered,
    CASE
        WHEN has_no_return_time OR has_no_offer_time THEN offered_on - returned_on BETWEEN 0 AND 3
        ELSE rhi_offered_at BETWEEN ended_at AND ended_at + INTERVAL 72 HOUR
    END AS is_offered_in_time,
    completed_on >= returned_on AS is_completed,
    CASE
        WHEN has_no_return_time OR has_no_interview_time THEN completed_on - returned_on BETWEEN 0 AND 3
        ELSE rhi_completed_at BETWEEN ended_at AND ended_at + INTERVAL 72 HOUR
    END AS is_completed_in_time,
    has_no_return_time OR coalesce(has_no_offer_time, false) AS is_counted_in_days
FROM told;
