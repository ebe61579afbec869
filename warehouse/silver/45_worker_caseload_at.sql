-- Social workers who hold a case on each month's last day, with how many children they hold it for.
-- A worker belongs to the team of the case that was taken last.
-- needs: sw_allocations
CREATE TABLE silver.worker_caseload_at AS
SELECT
    m.as_at,
    a.worker_id,
    count(DISTINCT a.child_id) AS children,
    arg_max_null(a.team, (a.started_on, a.allocation_id)) AS team
FROM silver.month_end m
JOIN silver.sw_allocations a
  ON a.worker_role_code = 'SOCIAL_WORKER' AND a.started_on <= m.as_at AND (a.ended_on IS NULL OR a.ended_on > m.as_at)
GROUP BY m.as_at, a.worker_id;
