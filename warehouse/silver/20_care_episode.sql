-- Episodes of care in order, grouped into periods of care and placements.
--
-- An open episode ends where the child's next one starts. A period of care goes on while each episode
-- starts on or before the day by which the earlier ones ended, or follows one that ended only because
-- another was to follow (X1), whatever the dates say. A placement goes on through a change of
-- legal status only (reason L), and through a temporary stay (T0 to T4) from which the child returns to
-- the same kind of placement, provider and setting; temporary stays are not placements themselves.
-- A distance of 999.9 miles says that it is not known; the others are rounded to a tenth, as returns do.
-- needs: lac_episodes
CREATE TABLE silver.care_episode AS
WITH closed AS (
    SELECT
        child_id,
        started_on,
        reason_started_code,
        reason_ended_code,
        legal_status_code,
        need_code,
        placement_code,
        provider_code,
        urn,
        is_outside_boundary,
        CASE WHEN distance_miles < 999 THEN round(distance_miles, 1) END AS distance_miles,
        coalesce(ended_on, lead(started_on) OVER child_episodes) AS effective_ended_on,
        coalesce(placement_code IN ('T0', 'T1', 'T2', 'T3', 'T4'), false) AS is_temporary_stay
    FROM silver.lac_episodes
    WINDOW child_episodes AS (PARTITION BY child_id ORDER BY started_on)
),
reached AS (
    SELECT
        *,
        max(coalesce(effective_ended_on, DATE '9999-12-31')) OVER (
            PARTITION BY child_id ORDER BY started_on ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS in_care_until,
        coalesce(lag(reason_ended_code) OVER (PARTITION BY child_id ORDER BY started_on) = 'X1', false) AS is_sequel
    FROM closed
),
periods AS (
    SELECT
        *,
        count(*) FILTER (in_care_until IS NULL OR (started_on > in_care_until AND NOT is_sequel)) OVER (
            PARTITION BY child_id ORDER BY started_on
        ) AS care_period_number
    FROM reached
),
-- The settled (not temporary) episode before this one in the same period of care.
settled AS (
    SELECT
        *,
        lag(is_temporary_stay) OVER in_period AS follows_temporary_stay,
        lag(CASE WHEN NOT is_temporary_stay THEN concat_ws('|', placement_code, provider_code, urn) END IGNORE NULLS)
            OVER in_period AS settled_before
    FROM periods
    WINDOW in_period AS (PARTITION BY child_id, care_period_number ORDER BY started_on)
),
judged AS (
    SELECT
        *,
        NOT is_temporary_stay AND NOT (
            settled_before IS NOT NULL
            AND (
                coalesce(reason_started_code = 'L', false)
                OR (follows_temporary_stay AND settled_before = concat_ws('|', placement_code, provider_code, urn))
            )
        ) AS starts_placement
    FROM settled
)
SELECT
    * EXCLUDE (in_care_until, is_sequel, follows_temporary_stay, settled_before),
    count(*) FILTER (starts_placement) OVER (
        PARTITION BY child_id, care_period_number ORDER BY started_on
    ) AS placement_number
FROM judged;
