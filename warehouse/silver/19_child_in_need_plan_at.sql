-- Children with a child in need plan on each month's last day, with visits under such plans up to that day.
-- A plan is in force from the day it starts to the day before it ends; of several in force the earliest counts.
-- needs: cin_plans visits
CREATE TABLE silver.child_in_need_plan_at AS
WITH present AS (
    SELECT m.as_at, p.*
    FROM silver.month_end m
    JOIN silver.cin_plans p ON p.started_on <= m.as_at AND (p.ended_on IS NULL OR p.ended_on > m.as_at)
    QUALIFY row_number() OVER (PARTITION BY m.as_at, p.child_id ORDER BY p.started_on, p.cin_plan_id) = 1
),
visited AS (
    SELECT p.as_at, p.child_id, max(v.visited_on) AS last_visited_on
    FROM present p
    JOIN silver.visits v
      ON v.child_id = p.child_id AND v.plan_type_code = 'CIN' AND v.visited_on <= p.as_at
     AND coalesce(v.is_child_seen, true)
    GROUP BY p.as_at, p.child_id
)
SELECT
    p.*,
    today.working_day_number - begin.working_day_number AS working_days_in_force,
    today.working_day_number - seen.working_day_number AS working_days_since_visit
FROM present p
LEFT JOIN visited v USING (as_at, child_id)
LEFT JOIN silver.calendar today ON today.day = p.as_at
LEFT JOIN silver.calendar begin ON begin.day = p.started_on
LEFT JOIN silver.calendar seen ON seen.day = v.last_visited_on;
