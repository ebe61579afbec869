-- Children with an episode of early help open on each month's last day; of several open the earliest counts.
-- needs: early_help
CREATE TABLE silver.early_help_at AS
SELECT m.as_at, e.*
FROM silver.month_end m
JOIN silver.early_help e ON e.started_on <= m.as_at AND (e.ended_on IS NULL OR e.ended_on > m.as_at)
QUALIFY row_number() OVER (PARTITION BY m.as_at, e.child_id ORDER BY e.started_on, e.eh_episode_id) = 1;
