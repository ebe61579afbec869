-- Assessments with how long they took, in working days after the day they started, and after that of the referral.
-- The referral is the one that the assessment names, else the child's latest by the day it started.
-- needs: assessments referrals
CREATE TABLE silver.assessment_timed AS
WITH latest AS (
    SELECT a.assessment_id, max(r.referral_on) AS referral_on
    FROM silver.assessments a
    JOIN silver.referrals r ON r.child_id = a.child_id AND r.referral_on <= a.started_on
    GROUP BY a.assessment_id
),
referred AS (
    SELECT a.*, coalesce(named.referral_on, latest.referral_on) AS referral_on
    FROM silver.assessments a
    LEFT JOIN silver.referrals named ON named.referral_id = a.referral_id
    LEFT JOIN latest ON latest.assessment_id = a.assessment_id
)
SELECT
    a.*,
    finish.working_day_number - begin.working_day_number AS working_days,
    CASE
        WHEN a.referral_on <= a.authorised_on THEN finish.working_day_number - asked.working_day_number
    END AS working_days_since_referral
FROM referred a
LEFT JOIN silver.calendar begin ON begin.day = a.started_on
LEFT JOIN silver.calendar asked ON asked.day = a.referral_on
LEFT JOIN silver.calendar finish ON finish.day = a.authorised_on;
