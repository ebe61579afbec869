"""Returned indicators: figures that their owner works out elsewhere and sends in.

Called by: expectations.extracts.load.
Promises:  one row per indicator and period; a later delivery of the same row replaces it, visibly.
Never:     mixed with figures worked out here: a returned figure is printed as returned.
"""

from __future__ import annotations

from expectations.codes.practice import FIGURE_STATUS
from expectations.contract import Column, Extract
from expectations.rules.indicator_returns import RULES

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
            "Month (2020-09), quarter (2020-21-Q2) or financial year (2020/21) of the figure.",
            required=True,
            aliases=("Reporting Period", "Quarter", "Financial Year"),
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
    rules=RULES,
)
