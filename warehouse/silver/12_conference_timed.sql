-- Conferences held, with the working days since the section 47 enquiry that led to them, and since the strategy
-- discussion that led to that enquiry. The enquiry is the one that the conference names, else the child's latest to
-- have started by that day. A conference dated before the clock started took no time that anybody could tell.
-- needs: cp_conferences s47_enquiries
CREATE TABLE silver.conference_timed AS
WITH held AS (
    SELECT * FROM silver.cp_conferences WHERE held_on IS NOT NULL
),
latest AS (
    SELECT h.conference_id, s.started_on, max(s.strategy_discussion_on) AS strategy_discussion_on
    FROM held h
    JOIN silver.s47_enquiries s ON s.child_id = h.child_id AND s.started_on <= h.held_on
    GROUP BY h.conference_id, s.started_on
    QUALIFY row_number() OVER (PARTITION BY h.conference_id ORDER BY s.started_on DESC) = 1
),
clocked AS (
    SELECT
        h.*,
        coalesce(named.started_on, latest.started_on) AS s47_started_on,
        CASE
            WHEN named.s47_id IS NULL THEN latest.strategy_discussion_on ELSE named.strategy_discussion_on
        END AS strategy_discussion_on
    FROM held h
    LEFT JOIN silver.s47_enquiries named ON named.s47_id = h.s47_id
    LEFT JOIN latest ON latest.conference_id = h.conference_id
)
SELECT
    c.*,
    CASE
        WHEN c.s47_started_on <= c.held_on THEN finish.working_day_number - begin.working_day_number
    END AS working_days,
    CASE
        WHEN c.strategy_discussion_on <= c.held_on THEN finish.working_day_number - discussed.working_day_number
    END AS working_days_since_strategy
FROM clocked c
LEFT JOIN silver.calendar begin ON begin.day = c.s47_started_on
LEFT JOIN silver.calendar discussed ON discussed.day = c.strategy_discussion_on
LEFT JOIN silver.calendar finish ON finish.day = c.held_on;
