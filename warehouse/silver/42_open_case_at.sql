-- Children with an open case on each month's last day, by what stands first: looked after, then a child protection
-- plan, then a child in need plan. Short breaks alone are no case of a looked after child.
-- needs: lac_episodes cp_plans cin_plans supervision sw_allocations
CREATE TABLE silver.open_case_at AS
WITH cared AS (
    SELECT as_at, child_id, team FROM silver.looked_after_at WHERE NOT is_short_breaks
),
known AS (
    SELECT as_at, child_id FROM cared
    UNION
    SELECT as_at, child_id FROM silver.child_protected_at
    UNION
    SELECT as_at, child_id FROM silver.child_in_need_plan_at
),
held AS (
    SELECT k.as_at, k.child_id, arg_max_null(a.team, (a.started_on, a.allocation_id)) AS team
    FROM known k
    JOIN silver.sw_allocations a
      ON a.child_id = k.child_id AND a.worker_role_code = 'SOCIAL_WORKER'
     AND a.started_on <= k.as_at AND (a.ended_on IS NULL OR a.ended_on > k.as_at)
    GROUP BY k.as_at, k.child_id
),
supervised AS (
    SELECT k.as_at, k.child_id, max(s.supervised_on) AS last_supervised_on
    FROM known k
    JOIN silver.supervision s
      ON s.child_id = k.child_id AND s.supervision_type_code = 'FORMAL' AND s.supervised_on <= k.as_at
    GROUP BY k.as_at, k.child_id
)
SELECT
    k.as_at,
    k.child_id,
    CASE WHEN c.child_id IS NOT NULL THEN 'LAC' WHEN p.child_id IS NOT NULL THEN 'CP' ELSE 'CIN' END AS case_status_code,
    p.started_on AS protected_since,
    coalesce(p.is_other_council_plan, false) AS is_other_council_plan,
    n.started_on AS in_need_since,
    coalesce(h.team, p.team, n.team) AS team,
    h.child_id IS NOT NULL AS has_social_worker,
    s.last_supervised_on
FROM known k
LEFT JOIN cared c ON c.as_at = k.as_at AND c.child_id = k.child_id
LEFT JOIN silver.child_protected_at p ON p.as_at = k.as_at AND p.child_id = k.child_id
LEFT JOIN silver.child_in_need_plan_at n ON n.as_at = k.as_at AND n.child_id = k.child_id
LEFT JOIN held h ON h.as_at = k.as_at AND h.child_id = k.child_id
LEFT JOIN supervised s ON s.as_at = k.as_at AND s.child_id = k.child_id;
