-- Children with an episode of need open on each month's last day, each with the latest referral.
-- An episode is open from the day of the referral to the day before it closed; one that came to nothing never was.
-- needs: referrals
CREATE TABLE silver.child_in_need_at AS
SELECT m.as_at, r.*
FROM silver.month_end m
JOIN silver.referrals r
  ON r.referral_on <= m.as_at AND (r.closed_on IS NULL OR r.closed_on > m.as_at) AND NOT coalesce(r.is_nfa, false)
QUALIFY row_number() OVER (
    PARTITION BY m.as_at, r.child_id ORDER BY r.referral_on DESC, r.referral_id DESC
) = 1;
