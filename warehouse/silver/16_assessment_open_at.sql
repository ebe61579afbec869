-- Assessments open on each month's last day, with the working days since they started.
-- One that was authorised later was open until the day before, whatever later files say of it now.
-- needs: assessments
CREATE TABLE silver.assessment_open_at AS
SELECT
    m.as_at,
    a.assessment_id,
    a.child_id,
    a.team,
    a.started_on,
    today.working_day_number - begin.working_day_number AS working_days_open
FROM silver.month_end m
JOIN silver.assessments a ON a.started_on <= m.as_at AND (a.authorised_on IS NULL OR a.authorised_on > m.as_at)
LEFT JOIN silver.calendar begin ON begin.day = a.started_on
LEFT JOIN silver.calendar today ON today.day = m.as_at;
