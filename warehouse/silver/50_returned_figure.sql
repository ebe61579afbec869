-- Figures that services submit, one for each indicator and period.
-- needs: indicator_returns
CREATE TABLE silver.returned_figure AS
SELECT indicator_code, period, value, numerator, denominator, status_code, coalesce(definition_version, 1) AS version
FROM silver.indicator_returns;
