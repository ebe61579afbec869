-- Changes of social worker: an allocation whose predecessor was another worker. A return is a change too.
-- Allocations to other roles, and those shorter than a day, do not count.
-- needs: sw_allocations
CREATE TABLE silver.worker_change AS
WITH held AS (
    SELECT *
    FROM silver.sw_allocations
    WHERE worker_role_code = 'SOCIAL_WORKER' AND (ended_on IS NULL OR ended_on > started_on)
),
ordered AS (
    SELECT
        child_id,
        started_on,
        worker_id,
        lag(worker_id) OVER (PARTITION BY child_id ORDER BY started_on, allocation_id) AS worker_before
    FROM held
)
SELECT child_id, started_on AS changed_on FROM ordered WHERE worker_before <> worker_id;
