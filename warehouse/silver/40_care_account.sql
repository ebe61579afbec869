-- Where every child known to the council stands with care on each month's last day: what explains a
-- looked after figure down to the last child. Counts only.
-- needs: lac_episodes persons
CREATE TABLE silver.care_account AS
WITH known AS (
    SELECT child_id FROM silver.persons
    UNION
    SELECT child_id FROM silver.lac_episodes
),
spans AS (
    SELECT child_id, min(started_on) AS first_started_on FROM silver.care_period GROUP BY child_id
),
standing AS (
    SELECT
        m.as_at,
        k.child_id,
        CASE
            WHEN s.child_id IS NULL THEN 'no episode of care'
            WHEN l.child_id IS NOT NULL THEN 'looked after'
            WHEN s.first_started_on > m.as_at THEN 'care began later'
            ELSE 'care had ended'
        END AS standing
    FROM silver.month_end m
    CROSS JOIN known k
    LEFT JOIN spans s ON s.child_id = k.child_id
    LEFT JOIN silver.looked_after_at l ON l.as_at = m.as_at AND l.child_id = k.child_id
)
SELECT as_at, standing, count(*) AS children FROM standing GROUP BY as_at, standing;
