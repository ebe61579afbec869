-- What heads of service say, one row for each item; several indicators may share one.
-- needs: commentary
CREATE TABLE silver.commentary_item AS
SELECT indicator_codes, period, kind_code, text, corrective_action, owner, due_on
FROM silver.commentary;
