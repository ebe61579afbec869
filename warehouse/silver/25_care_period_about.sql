-- Periods of care with how they began and ended, how old the child was, and who held the case then.
-- The last episode to begin says how a period ended. An allocation that ended with the care still held the case.
-- needs: lac_episodes persons
CREATE TABLE silver.care_period_about AS
WITH told AS (
    SELECT
        child_id,
        care_period_number,
        arg_min_null(legal_status_code, started_on) AS began_under_code,
        arg_min_null(need_code, started_on) AS need_code,
        arg_max_null(legal_status_code, started_on) AS ended_under_code,
        arg_max_null(reason_ended_code, started_on) AS reason_ended_code
    FROM silver.care_episode
    GROUP BY child_id, care_period_number
),
held AS (
    SELECT
        c.child_id,
        c.care_period_number,
        arg_max_null(a.team, (a.started_on, a.allocation_id)) FILTER (
            a.started_on <= c.started_on AND (a.ended_on IS NULL OR a.ended_on > c.started_on)
        ) AS team_at_start,
        arg_max_null(a.team, (a.started_on, a.allocation_id)) FILTER (
            a.started_on <= c.ended_on AND (a.ended_on IS NULL OR a.ended_on >= c.ended_on)
        ) AS team_at_end
    FROM silver.care_period c
    JOIN silver.sw_allocations a ON a.child_id = c.child_id AND a.worker_role_code = 'SOCIAL_WORKER'
    GROUP BY c.child_id, c.care_period_number
)
SELECT
    c.child_id,
    c.care_period_number,
    c.started_on,
    c.ended_on,
    t.need_code,
    t.reason_ended_code,
    coalesce(t.began_under_code IN ('V3', 'V4'), false) AS began_as_short_breaks,
    coalesce(t.ended_under_code IN ('V3', 'V4'), false) AS ended_as_short_breaks,
    age_on(b.born_on, c.started_on) AS age_at_start,
    age_on(b.born_on, c.ended_on) AS age_at_end,
    h.team_at_start,
    h.team_at_end
FROM silver.care_period c
LEFT JOIN told t ON t.child_id = c.child_id AND t.care_period_number = c.care_period_number
LEFT JOIN held h ON h.child_id = c.child_id AND h.care_period_number = c.care_period_number
LEFT JOIN silver.persons b ON b.child_id = c.child_id;
