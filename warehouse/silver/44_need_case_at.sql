-- Open cases with a child in need plan in force; some of these children have another plan or are looked after as well.
-- needs: lac_episodes cp_plans cin_plans supervision
CREATE TABLE silver.need_case_at AS
SELECT * FROM silver.open_case_at WHERE in_need_since IS NOT NULL;
