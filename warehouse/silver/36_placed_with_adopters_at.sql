-- Children who on each month's last day lived with adopters and had no order yet, nor a decision reversed.
-- needs: adoption_children
CREATE TABLE silver.placed_with_adopters_at AS
SELECT m.as_at, a.child_id, min(a.placed_on) AS placed_on
FROM silver.month_end m
JOIN silver.adoption_children a
  ON a.placed_on <= m.as_at
 AND (a.order_on IS NULL OR a.order_on > m.as_at)
 AND (a.reversed_on IS NULL OR a.reversed_on > m.as_at)
GROUP BY m.as_at, a.child_id;
