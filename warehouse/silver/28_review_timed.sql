-- Reviews that were held while a child was in care, each with its number in the period of care and whether in time:
-- the first within 20 working days of coming into care, the second within three months of the first, every later one
-- within six months of the one before.
-- needs: lac_reviews lac_episodes persons
CREATE TABLE silver.review_timed AS
WITH held AS (
    SELECT
        c.child_id,
        c.care_period_number,
        c.started_on,
        r.reviewed_on,
        r.participation_code,
        row_number() OVER in_period AS review_number,
        lag(r.reviewed_on) OVER in_period AS previous_reviewed_on
    FROM silver.care_period c
    JOIN silver.lac_reviews r
      ON r.child_id = c.child_id AND r.reviewed_on >= c.started_on
     AND (c.ended_on IS NULL OR r.reviewed_on < c.ended_on)
    WHERE NOT coalesce(r.is_cancelled, false)
    WINDOW in_period AS (PARTITION BY c.child_id, c.care_period_number ORDER BY r.reviewed_on)
),
status AS (
    SELECT h.child_id, h.reviewed_on, arg_max_null(e.legal_status_code, e.started_on) AS legal_status_code
    FROM held h
    JOIN silver.care_episode e
      ON e.child_id = h.child_id AND e.care_period_number = h.care_period_number AND e.started_on <= h.reviewed_on
    GROUP BY h.child_id, h.reviewed_on
)
SELECT
    h.*,
    coalesce(s.legal_status_code IN ('V3', 'V4'), false) AS is_short_breaks,
    coalesce(h.participation_code = 'PN0' OR age_on(b.born_on, h.reviewed_on) < 4, false) AS is_under_four,
    CASE
        WHEN h.review_number = 1 THEN today.working_day_number - begin.working_day_number <= 20
        WHEN h.review_number = 2 THEN h.reviewed_on <= h.previous_reviewed_on + INTERVAL 3 MONTH
        ELSE h.reviewed_on <= h.previous_reviewed_on + INTERVAL 6 MONTH
    END AS is_in_time
FROM held h
LEFT JOIN status s ON s.child_id = h.child_id AND s.reviewed_on = h.reviewed_on
LEFT JOIN silver.persons b ON b.child_id = h.child_id
LEFT JOIN silver.calendar begin ON begin.day = h.started_on
LEFT JOIN silver.calendar today ON today.day = h.reviewed_on;
