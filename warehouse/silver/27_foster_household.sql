-- Foster households, each as the last list that has it says.
-- needs: foster_carers
CREATE TABLE silver.foster_household AS
SELECT f.*
FROM silver.foster_carers f
QUALIFY row_number() OVER (PARTITION BY f.household_id ORDER BY f.as_at DESC) = 1;
