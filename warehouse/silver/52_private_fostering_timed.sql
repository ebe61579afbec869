-- Private fostering arrangements with how many working days passed from the notification to the first visit.
-- A visit dated before the notification took no time that anybody could tell.
-- needs: private_fostering
CREATE TABLE silver.private_fostering_timed AS
SELECT
    a.*,
    CASE
        WHEN a.first_visited_on >= a.notified_on THEN finish.working_day_number - begin.working_day_number
    END AS working_days
FROM silver.private_fostering a
LEFT JOIN silver.calendar begin ON begin.day = a.notified_on
LEFT JOIN silver.calendar finish ON finish.day = a.first_visited_on;
