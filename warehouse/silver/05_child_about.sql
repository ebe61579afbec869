-- Who each child is, as far as figures are split by it. Unknown and refused are not a group: they stay blank.
-- needs: persons
CREATE TABLE silver.child_about AS
SELECT
    child_id,
    born_on,
    sex_code,
    CASE
        WHEN ethnicity_code IN ('WBRI', 'WIRI', 'WIRT', 'WOTH', 'WROM') THEN 'WHITE'
        WHEN ethnicity_code IN ('MWBC', 'MWBA', 'MWAS', 'MOTH') THEN 'MIXED'
        WHEN ethnicity_code IN ('AIND', 'APKN', 'ABAN', 'AOTH', 'CHNE') THEN 'ASIAN'
        WHEN ethnicity_code IN ('BAFR', 'BCRB', 'BOTH') THEN 'BLACK'
        WHEN ethnicity_code = 'OOTH' THEN 'OTHER'
    END AS ethnic_group,
    CASE WHEN disability_codes = 'NONE' THEN 'NO' WHEN disability_codes <> '' THEN 'YES' END AS disability
FROM silver.persons;
