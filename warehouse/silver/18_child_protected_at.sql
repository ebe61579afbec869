-- Children with a child protection plan on each month's last day, with reviews and visits up to that day.
-- A plan is in force from the day it starts to the day before it ends. Of several in force, a plan of this council goes
-- before another's, and the earliest to have started before the others.
-- needs: cp_plans cp_conferences visits
CREATE TABLE silver.child_protected_at AS
WITH present AS (
    SELECT m.as_at, p.*
    FROM silver.month_end m
    JOIN silver.cp_plans p ON p.started_on <= m.as_at AND (p.ended_on IS NULL OR p.ended_on > m.as_at)
    QUALIFY row_number() OVER (
        PARTITION BY m.as_at, p.child_id
        ORDER BY coalesce(p.is_other_council_plan, false), p.started_on, p.cp_plan_id
    ) = 1
),
reviewed AS (
    SELECT DISTINCT p.as_at, p.child_id, c.held_on
    FROM present p
    JOIN silver.cp_conferences c
      ON c.child_id = p.child_id AND c.conference_type_code = 'REVIEW'
     AND c.held_on > p.started_on AND c.held_on <= p.as_at
),
-- From each day on which the clock starts, by when a review is due and when the next was held.
due AS (
    SELECT as_at, child_id, started_on + INTERVAL 3 MONTH AS due_on, started_on AS since FROM present
    UNION ALL
    SELECT as_at, child_id, held_on + INTERVAL 6 MONTH, held_on FROM reviewed
),
followed AS (
    SELECT *, lead(since) OVER (PARTITION BY as_at, child_id ORDER BY since) AS held_on FROM due
),
late AS (
    SELECT DISTINCT as_at, child_id
    FROM followed
    WHERE due_on <= as_at AND due_on > as_at - INTERVAL 12 MONTH AND (held_on IS NULL OR held_on > due_on)
),
visited AS (
    SELECT p.as_at, p.child_id, max(v.visited_on) AS last_visited_on
    FROM present p
    JOIN silver.visits v
      ON v.child_id = p.child_id AND v.plan_type_code = 'CP' AND v.visited_on <= p.as_at
     AND coalesce(v.is_child_seen, true)
    GROUP BY p.as_at, p.child_id
)
SELECT
    p.*,
    l.child_id IS NOT NULL AS has_late_review,
    today.working_day_number - begin.working_day_number AS working_days_in_force,
    today.working_day_number - seen.working_day_number AS working_days_since_visit
FROM present p
LEFT JOIN late l USING (as_at, child_id)
LEFT JOIN visited v USING (as_at, child_id)
LEFT JOIN silver.calendar today ON today.day = p.as_at
LEFT JOIN silver.calendar begin ON begin.day = p.started_on
LEFT JOIN silver.calendar seen ON seen.day = v.last_visited_on;
