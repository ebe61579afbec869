-- Referrals, each with whether an assessment followed.
-- An assessment follows if it names the referral, or if it is the child's own and starts 0 to 30 days later.
-- needs: referrals assessments
CREATE TABLE silver.referral_progress AS
WITH named AS (
    SELECT DISTINCT referral_id FROM silver.assessments WHERE referral_id IS NOT NULL
),
-- The child's first assessment on or after the day of the referral.
following AS (
    SELECT r.referral_id, min(a.started_on) AS assessment_started_on
    FROM silver.referrals r
    JOIN silver.assessments a ON a.child_id = r.child_id AND a.started_on >= r.referral_on
    GROUP BY r.referral_id
)
SELECT
    r.*,
    (named.referral_id IS NOT NULL OR coalesce(f.assessment_started_on <= r.referral_on + 30, false)) AS has_assessment
FROM silver.referrals r
LEFT JOIN named ON named.referral_id = r.referral_id
LEFT JOIN following f ON f.referral_id = r.referral_id;
