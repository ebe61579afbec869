-- Referrals, each with when the child had last been referred before, and how soon it was decided.
-- Several of one child on one day are one referral: the first by number stands for them.
-- A decision dated before the referral took no time that anybody could tell.
-- needs: referrals
CREATE TABLE silver.referral_history AS
WITH referred AS (
    SELECT
        child_id,
        referral_on,
        min(referral_id) AS referral_id,
        lag(referral_on) OVER (PARTITION BY child_id ORDER BY referral_on) AS previous_referral_on
    FROM silver.referrals
    GROUP BY child_id, referral_on
)
SELECT
    r.*,
    d.previous_referral_on,
    d.referral_id <> r.referral_id AS is_same_day_repeat,
    CASE
        WHEN r.decision_on >= r.referral_on THEN finish.working_day_number - begin.working_day_number
    END AS decided_in_working_days
FROM silver.referrals r
JOIN referred d USING (child_id, referral_on)
LEFT JOIN silver.calendar begin ON begin.day = r.referral_on
LEFT JOIN silver.calendar finish ON finish.day = r.decision_on;
