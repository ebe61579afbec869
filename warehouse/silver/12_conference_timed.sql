-- Conferences held, with the working days since the section 47 enquiry that led to them.
-- The clock starts at the enquiry that the conference names, else at the child's latest one by that day.
-- A conference dated before the enquiry that it names took no time that anybody could tell.
-- needs: cp_conferences s47_enquiries
CREATE TABLE silver.conference_timed AS
WITH held AS (
    SELECT * FROM silver.cp_conferences WHERE held_on IS NOT NULL
),
latest AS (
    SELECT h.conference_id, max(s.started_on) AS s47_started_on
    FROM held h
    JOIN silver.s47_enquiries s ON s.child_id = h.child_id AND s.started_on <= h.held_on
    GROUP BY h.conference_id
),
clocked AS (
    SELECT h.*, coalesce(named.started_on, latest.s47_started_on) AS s47_started_on
    FROM held h
    LEFT JOIN silver.s47_enquiries named ON named.s47_id = h.s47_id
    LEFT JOIN latest ON latest.conference_id = h.conference_id
)
SELECT
    c.*,
    CASE WHEN c.s47_started_on <= c.held_on THEN finish.working_day_number - begin.working_day_number END AS working_days
FROM clocked c
LEFT JOIN silver.calendar begin ON begin.day = c.s47_started_on
LEFT JOIN silver.calendar finish ON finish.day = c.held_on;
