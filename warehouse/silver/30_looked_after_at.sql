-- Children looked after on each month's last day, with what the indicators ask of them that day.
-- A child is looked after from the first day of a period of care up to the day before it ended.
-- needs: lac_episodes persons
CREATE TABLE silver.looked_after_at AS
WITH present AS (
    SELECT m.as_at, c.child_id, c.care_period_number, c.started_on AS looked_after_since
    FROM silver.month_end m
    JOIN silver.care_period c ON c.started_on <= m.as_at AND (c.ended_on IS NULL OR c.ended_on > m.as_at)
),
-- The episode in force on the day, and the kind and place of the placement: a temporary stay does not change it.
-- A blank is not filled from an earlier episode.
episode AS (
    SELECT p.as_at, p.child_id,
           arg_max_null(e.legal_status_code, e.started_on) AS legal_status_code,
           arg_max_null(e.need_code, e.started_on) AS need_code,
           arg_max_null(e.placement_code, e.started_on) FILTER (NOT e.is_temporary_stay) AS placement_code,
           arg_max_null(e.provider_code, e.started_on) FILTER (NOT e.is_temporary_stay) AS provider_code,
           arg_max_null(e.is_outside_boundary, e.started_on) FILTER (NOT e.is_temporary_stay) AS is_outside_boundary,
           arg_max_null(e.distance_miles, e.started_on) FILTER (NOT e.is_temporary_stay) AS distance_miles
    FROM present p
    JOIN silver.care_episode e
      ON e.child_id = p.child_id AND e.care_period_number = p.care_period_number AND e.started_on <= p.as_at
    GROUP BY p.as_at, p.child_id
),
placement AS (
    SELECT p.as_at, p.child_id,
           max(l.started_on) AS placement_started_on,
           arg_max(l.previous_started_on, l.started_on) AS previous_placement_started_on
    FROM present p
    JOIN silver.care_placement l
      ON l.child_id = p.child_id AND l.care_period_number = p.care_period_number AND l.started_on <= p.as_at
    GROUP BY p.as_at, p.child_id
),
-- Placements that the child was in at some time in the year to the day, in any period of care.
moved AS (
    SELECT p.as_at, p.child_id, count(*) AS placements_12m
    FROM present p
    JOIN silver.care_placement l
      ON l.child_id = p.child_id AND l.started_on <= p.as_at
     AND (l.ended_on IS NULL OR l.ended_on > p.as_at - INTERVAL 12 MONTH)
    GROUP BY p.as_at, p.child_id
),
worker AS (
    SELECT p.as_at, p.child_id, count(*) AS worker_changes_12m
    FROM present p
    JOIN silver.worker_change w
      ON w.child_id = p.child_id AND w.changed_on <= p.as_at AND w.changed_on > p.as_at - INTERVAL 12 MONTH
    GROUP BY p.as_at, p.child_id
),
-- Different social workers who held the child's case at some time in the year to the day.
met AS (
    SELECT p.as_at, p.child_id, count(DISTINCT a.worker_id) AS workers_12m
    FROM present p
    JOIN silver.sw_allocations a
      ON a.child_id = p.child_id AND a.worker_role_code = 'SOCIAL_WORKER' AND a.started_on <= p.as_at
     AND (a.ended_on IS NULL OR (a.ended_on > a.started_on AND a.ended_on > p.as_at - INTERVAL 12 MONTH))
    GROUP BY p.as_at, p.child_id
),
allocation AS (
    SELECT p.as_at, p.child_id, arg_max_null(a.team, (a.started_on, a.allocation_id)) AS team
    FROM present p
    JOIN silver.sw_allocations a
      ON a.child_id = p.child_id AND a.worker_role_code = 'SOCIAL_WORKER'
     AND a.started_on <= p.as_at AND (a.ended_on IS NULL OR a.ended_on > p.as_at)
    GROUP BY p.as_at, p.child_id
),
supervised AS (
    SELECT p.as_at, p.child_id, max(s.supervised_on) AS last_supervised_on
    FROM present p
    JOIN silver.supervision s
      ON s.child_id = p.child_id AND s.supervision_type_code = 'FORMAL' AND s.supervised_on <= p.as_at
    GROUP BY p.as_at, p.child_id
),
planned AS (
    SELECT p.as_at, p.child_id, max(d.planned_on) AS last_pathway_plan_on
    FROM present p
    JOIN silver.pathway_plan_date d ON d.as_at = p.as_at AND d.child_id = p.child_id
    GROUP BY p.as_at, p.child_id
)
SELECT
    p.*,
    e.legal_status_code,
    e.need_code,
    e.placement_code,
    e.provider_code,
    e.is_outside_boundary,
    e.distance_miles,
    coalesce(e.legal_status_code IN ('V3', 'V4'), false) AS is_short_breaks,
    b.born_on,
    age_on(b.born_on, p.as_at) AS age,
    l.placement_started_on,
    l.previous_placement_started_on,
    coalesce(moved.placements_12m, 0) AS placements_12m,
    coalesce(w.worker_changes_12m, 0) AS worker_changes_12m,
    coalesce(met.workers_12m, 0) AS workers_12m,
    a.team,
    a.child_id IS NOT NULL AS has_social_worker,
    s.last_supervised_on,
    d.last_pathway_plan_on
FROM present p
LEFT JOIN episode e USING (as_at, child_id)
LEFT JOIN placement l USING (as_at, child_id)
LEFT JOIN moved USING (as_at, child_id)
LEFT JOIN worker w USING (as_at, child_id)
LEFT JOIN met USING (as_at, child_id)
LEFT JOIN allocation a USING (as_at, child_id)
LEFT JOIN supervised s USING (as_at, child_id)
LEFT JOIN planned d USING (as_at, child_id)
LEFT JOIN silver.persons b ON b.child_id = p.child_id;
