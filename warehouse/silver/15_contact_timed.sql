-- Contacts with how many working days passed until their outcome was decided.
-- A decision dated before the contact took no time that anybody could tell.
-- needs: contacts
CREATE TABLE silver.contact_timed AS
SELECT
    c.*,
    CASE WHEN c.outcome_on >= c.contact_on THEN finish.working_day_number - begin.working_day_number END AS working_days
FROM silver.contacts c
LEFT JOIN silver.calendar begin ON begin.day = c.contact_on
LEFT JOIN silver.calendar finish ON finish.day = c.outcome_on;
