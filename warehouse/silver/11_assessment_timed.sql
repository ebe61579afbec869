-- Assessments with how long they took, in working days after the day they started.
-- needs: assessments
CREATE TABLE silver.assessment_timed AS
SELECT a.*, finish.working_day_number - begin.working_day_number AS working_days
FROM silver.assessments a
LEFT JOIN silver.calendar begin ON begin.day = a.started_on
LEFT JOIN silver.calendar finish ON finish.day = a.authorised_on;
