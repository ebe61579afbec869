-- Open cases with a child protection plan in force; some of these children are looked after as well.
-- needs: lac_episodes cp_plans supervision
CREATE TABLE silver.protection_case_at AS
SELECT * FROM silver.open_case_at WHERE protected_since IS NOT NULL;
