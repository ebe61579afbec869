-- Children looked after on each month's last day, with the last review, visit, health check and education plan of
-- this period of care by that day.
-- A health assessment is good for six months if the child is still under five when they are over, for twelve if not.
-- Education plans count from the start of the school term if it is over, of the one before while it still runs.
-- needs: lac_episodes persons lac_reviews visits lac_health peps school_terms
CREATE TABLE silver.cared_for_at AS
WITH reviewed AS (
    SELECT l.as_at, l.child_id,
           arg_max_null(r.participation_code, r.reviewed_on) AS participation_code,
           arg_max_null(r.is_under_four, r.reviewed_on) AS was_under_four,
           max(r.reviewed_on) AS last_reviewed_on,
           max(r.review_number) AS reviews
    FROM silver.looked_after_at l
    JOIN silver.review_timed r
      ON r.child_id = l.child_id AND r.care_period_number = l.care_period_number AND r.reviewed_on <= l.as_at
    GROUP BY l.as_at, l.child_id
),
visited AS (
    SELECT l.as_at, l.child_id,
           max(v.visited_on) FILTER (v.is_child_seen) AS last_seen_on,
           max(v.visited_on) FILTER (v.is_child_seen IS NULL) AS last_perhaps_seen_on
    FROM silver.looked_after_at l
    JOIN silver.visits v
      ON v.child_id = l.child_id AND v.plan_type_code = 'LAC'
     AND v.visited_on <= l.as_at AND v.visited_on >= l.looked_after_since
    GROUP BY l.as_at, l.child_id
),
checked AS (
    SELECT l.as_at, l.child_id,
           max(h.checked_on) FILTER (h.check_type_code IN ('INITIAL', 'REVIEW')) AS last_assessed_on,
           max(h.checked_on) FILTER (h.check_type_code = 'DENTAL') AS last_dental_on
    FROM silver.looked_after_at l
    JOIN silver.lac_health h
      ON h.child_id = l.child_id AND h.status_code = 'COMPLETED'
     AND h.checked_on <= l.as_at AND h.checked_on >= l.looked_after_since
    GROUP BY l.as_at, l.child_id
),
planned AS (
    SELECT l.as_at, l.child_id, max(p.held_on) AS last_pep_on
    FROM silver.looked_after_at l
    JOIN silver.peps p
      ON p.child_id = l.child_id AND p.status_code = 'COMPLETED'
     AND p.held_on <= l.as_at AND p.held_on >= l.looked_after_since
    GROUP BY l.as_at, l.child_id
),
terms AS (
    SELECT t.starts_on, t.ends_on, lag(t.starts_on) OVER (ORDER BY t.starts_on) AS previous_starts_on
    FROM silver.school_terms t
),
term AS (
    SELECT m.as_at,
           CASE
               WHEN arg_max(t.ends_on, t.starts_on) <= m.as_at THEN max(t.starts_on)
               ELSE arg_max_null(t.previous_starts_on, t.starts_on)
           END AS peps_count_from
    FROM silver.month_end m
    JOIN terms t ON t.starts_on <= m.as_at
    GROUP BY m.as_at
)
SELECT
    l.as_at,
    l.child_id,
    l.team,
    l.is_short_breaks,
    l.looked_after_since,
    l.age,
    age_on(l.born_on, make_date(year(l.as_at) - CAST(month(l.as_at) < 9 AS INTEGER), 8, 31)) AS age_at_school_year,
    today.working_day_number - begin.working_day_number AS working_days_in_care,
    r.participation_code,
    r.was_under_four,
    r.last_reviewed_on,
    CASE
        WHEN r.reviews IS NULL THEN today.working_day_number - begin.working_day_number > 20
        WHEN r.reviews = 1 THEN r.last_reviewed_on + INTERVAL 3 MONTH < l.as_at
        ELSE r.last_reviewed_on + INTERVAL 6 MONTH < l.as_at
    END AS is_review_overdue,
    v.last_seen_on,
    v.last_perhaps_seen_on,
    CASE
        WHEN age_on(l.born_on, CAST(h.last_assessed_on + INTERVAL 6 MONTH AS DATE)) < 5
            THEN h.last_assessed_on + INTERVAL 6 MONTH
        ELSE h.last_assessed_on + INTERVAL 12 MONTH
    END AS health_due_on,
    h.last_dental_on,
    p.last_pep_on,
    t.peps_count_from
FROM silver.looked_after_at l
LEFT JOIN reviewed r ON r.as_at = l.as_at AND r.child_id = l.child_id
LEFT JOIN visited v ON v.as_at = l.as_at AND v.child_id = l.child_id
LEFT JOIN checked h ON h.as_at = l.as_at AND h.child_id = l.child_id
LEFT JOIN planned p ON p.as_at = l.as_at AND p.child_id = l.child_id
LEFT JOIN term t ON t.as_at = l.as_at
LEFT JOIN silver.calendar begin ON begin.day = l.looked_after_since
LEFT JOIN silver.calendar today ON today.day = l.as_at;
