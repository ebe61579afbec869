-- Children with a private fostering arrangement open on each month's last day, with their age that day and how many
-- days it has lasted or is meant to last, whichever is more: blank where nobody has set an end. Of several arrangements
-- of a child the earliest counts. A disability that is not recorded is none.
-- needs: private_fostering persons
CREATE TABLE silver.private_fostering_at AS
SELECT
    m.as_at,
    a.*,
    age_on(p.born_on, m.as_at) AS age,
    coalesce(p.disability_codes, 'NONE') NOT IN ('NONE', '') AS is_disabled,
    CASE
        WHEN a.expected_ended_on IS NOT NULL THEN greatest(a.expected_ended_on, m.as_at) - a.started_on
    END AS days_long
FROM silver.month_end m
JOIN silver.private_fostering a ON a.started_on <= m.as_at AND (a.ended_on IS NULL OR a.ended_on > m.as_at)
LEFT JOIN silver.persons p ON p.child_id = a.child_id
QUALIFY row_number() OVER (PARTITION BY m.as_at, a.child_id ORDER BY a.started_on, a.arrangement_id) = 1;
