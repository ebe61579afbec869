-- Requests for an education, health and care plan still open on each month's last day, with the days since the request.
-- A request is over once a plan is issued, or refused or withdrawn; where nobody said on which day, it is over throughout.
-- needs: ehc
CREATE TABLE silver.ehc_open_at AS
SELECT m.as_at, e.request_id, e.child_id, e.team, e.has_exceptions, m.as_at - e.requested_on AS days_open
FROM silver.month_end m
JOIN silver.ehc e ON e.requested_on <= m.as_at
WHERE (e.plan_issued_on IS NULL OR e.plan_issued_on > m.as_at)
  AND NOT (
      coalesce(e.request_outcome_code IN ('N', 'W', 'H'), false)
      AND (e.request_decided_on IS NULL OR e.request_decided_on <= m.as_at)
  )
  AND NOT (
      coalesce(e.assessment_outcome_code IN ('N', 'W', 'H'), false)
      AND (e.assessment_decided_on IS NULL OR e.assessment_decided_on <= m.as_at)
  );
