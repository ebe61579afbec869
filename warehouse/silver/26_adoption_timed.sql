-- Children with a plan of adoption, with how long its steps took and when they moved in with their family.
-- One who had been fostered by the adopters moved in when that placement began, or when it was made early.
-- A child with two decisions may have one order written beside both: the later decision keeps it.
-- Dates in the wrong order took no time that anybody could tell; a match before the court's order took none.
-- needs: adoption_children lac_episodes
CREATE TABLE silver.adoption_timed AS
WITH fostered AS (
    SELECT a.child_id, a.decided_on, max(l.started_on) AS started_on
    FROM silver.adoption_children a
    JOIN silver.care_placement l
      ON l.child_id = a.child_id AND l.started_on < a.placed_on
     AND (l.ended_on IS NULL OR l.ended_on >= a.placed_on)
    GROUP BY a.child_id, a.decided_on
),
moved AS (
    SELECT
        a.*,
        CASE
            WHEN a.early_placed_on IS NOT NULL THEN a.early_placed_on
            WHEN a.is_adopted_by_carer THEN f.started_on
            ELSE a.placed_on
        END AS moved_in_on
    FROM silver.adoption_children a
    LEFT JOIN fostered f ON f.child_id = a.child_id AND f.decided_on = a.decided_on
)
SELECT
    m.*,
    CASE WHEN m.placed_on >= m.entered_care_on THEN m.placed_on - m.entered_care_on END AS days_to_placement,
    CASE WHEN m.moved_in_on >= m.entered_care_on THEN m.moved_in_on - m.entered_care_on END AS days_to_moving_in,
    greatest(m.matched_on - m.placement_order_on, CASE WHEN m.matched_on IS NOT NULL THEN 0 END) AS days_to_match,
    m.placed_on < m.entered_care_on + INTERVAL 14 MONTH AS is_within_14_months,
    m.placed_on < m.entered_care_on + INTERVAL 21 MONTH AS is_within_21_months,
    coalesce(m.order_type_code <> 'ADOPTION', false) AS is_another_order,
    row_number() OVER (PARTITION BY m.child_id, m.placement_order_on ORDER BY m.decided_on DESC) > 1
        AS repeats_placement_order,
    row_number() OVER (PARTITION BY m.child_id, m.placed_on ORDER BY m.decided_on DESC) > 1 AS repeats_placement,
    row_number() OVER (PARTITION BY m.child_id, m.order_on ORDER BY m.decided_on DESC) > 1 AS repeats_order
FROM moved m;
