"""Returned indicators: figures that their owner works out elsewhere and sends in.

Called by: expectations.extracts.load.
Promises:  one row per indicator and period; a later delivery of the same row replaces it, visibly.
Never:     mixed with figures worked out here: a returned figure is printed as returned.
"""

from __future__ import annotations

from expectations.codes.practice import FIGURE_STATUS
from expectations.columns import period_is_readable
from expectations.contract import Column, Extract, Rule

EXTRACT = Extract(
    name="indicator_returns",
    title="Returned indicators",
    kind="events",
    key=("indicator_code", "period"),
    is_return=True,
    source="local",
    columns=(
        Column(
            "indicator_code",
            "VARCHAR",
            "Indicator",
            "Code of the indicator.",
            required=True,
            aliases=("Indicator ID", "KPI", "KPI Code", "Measure", "Ref"),
        ),
        Column(
            "period",
            "VARCHAR",
            "Period",
            "Month (2020-09) or quarter (2020-21-Q2) of the figure.",
            required=True,
            aliases=("Reporting Period", "Quarter"),
        ),
        Column(
            "value",
            "DECIMAL",
            "Value",
            "The figure, in the indicator's unit; blank where numerator and denominator say it.",
            aliases=("Outturn", "Figure", "Result", "Performance"),
        ),
        Column("numerator", "DECIMAL", "Numerator", "How many counted.", aliases=("Num", "Count")),
        Column("denominator", "DECIMAL", "Denominator", "Out of how many.", aliases=("Den", "Out Of", "Cohort")),
        Column(
            "status_code",
            "VARCHAR",
            "Status",
            "Provisional or final.",
            required=True,
            codes=FIGURE_STATUS,
            aliases=("Figure Status", "Data Status"),
        ),
        Column(
            "definition_version",
            "INTEGER",
            "Definition Version",
            "Version of the definition that the figure follows.",
            aliases=("Version",),
        ),
        Column("note", "VARCHAR", "Note", "What the reader should know.", aliases=("Notes", "Caveat")),
    ),
    rules=(
        period_is_readable("G36", "The figure cannot be put into any period."),
        Rule(
            "G37",
            "There is neither a value nor a numerator with a denominator",
            "warn",
            "value IS NULL AND (numerator IS NULL OR denominator IS NULL)",
            "The indicator prints as having no data.",
            source="own",
        ),
        Rule(
            "G38",
            "Denominator is nought or less, or the numerator is negative",
            "warn",
            "denominator <= 0 OR numerator < 0",
            "A share of nothing cannot be worked out; the indicator prints as having no data.",
            source="own",
        ),
        Rule(
            "G39",
            "Value is not what numerator and denominator give, as a percentage or as an average",
            "query",
            "abs(value * denominator - 100 * numerator) > denominator"
            " AND abs(value * denominator - numerator) > denominator",
            "The printed figure cannot be explained by the counts beside it.",
            source="own",
        ),
        Rule(
            "G40",
            "A figure that was final in last month's file is provisional or different now",
            "warn",
            "EXISTS (SELECT 1 FROM delivered.indicator_returns o WHERE o.indicator_code = t.indicator_code"
            " AND o.period = t.period AND o.month_ends_on = t.previous_month_ends_on AND o.status_code = 'final'"
            " AND (t.status_code = 'provisional' OR o.value <> t.value OR o.numerator <> t.numerator"
            " OR o.denominator <> t.denominator))",
            "A published figure changes: a restatement that somebody has to explain.",
            scope="cross_period",
            needs=("indicator_returns",),
            source="own",
        ),
    ),
)
