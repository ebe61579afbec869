"""What makes a row of returned indicators wrong, with an example of each.

Called by: expectations.extracts.indicator_returns.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.shared import period_is_readable

RULES: tuple[Rule, ...] = (
    period_is_readable("G36", "The figure cannot be put into any period."),
    Rule(
        "G37",
        "There is neither a value nor a numerator with a denominator",
        "warn",
        "value IS NULL AND (numerator IS NULL OR denominator IS NULL)",
        "The indicator prints as having no data.",
        source="own",
        breaks=[{"numerator": "3"}, {"denominator": "10"}],
        passes=[{"value": "30"}, {"numerator": "3", "denominator": "10"}],
    ),
    Rule(
        "G38",
        "Denominator is nought or less, or the numerator is negative",
        "warn",
        "denominator <= 0 OR numerator < 0",
        "A share of nothing cannot be worked out; the indicator prints as having no data.",
        source="own",
        breaks=[{"numerator": "3", "denominator": "0"}, {"numerator": "-1", "denominator": "4"}],
        passes=[{"numerator": "0", "denominator": "4"}, {"value": "30"}, {"denominator": 1}],
    ),
    Rule(
        "G39",
        "Value is not what numerator and denominator give, as a percentage or as an average",
        "query",
        "abs(value * denominator - 100 * numerator) > denominator"
        " AND abs(value * denominator - numerator) > denominator",
        "The printed figure cannot be explained by the counts beside it.",
        source="own",
        breaks=[{"value": "50", "numerator": "3", "denominator": "10"}],
        passes=[
            {"value": "30", "numerator": "3", "denominator": "10"},
            {"value": "2.9", "numerator": "29", "denominator": "10"},
            {"value": "50"},
            {"value": 100, "denominator": 100, "numerator": 99},
            {"value": 2, "denominator": 1, "numerator": 1},
            {"value": 99, "numerator": 1, "denominator": 1},
        ],
    ),
    Rule(
        "G40",
        "A figure that was final in an earlier month's file is provisional or different now",
        "warn",
        "before.status_code = 'final' AND (t.status_code = 'provisional' OR before.value <> t.value"
        " OR before.numerator <> t.numerator OR before.denominator <> t.denominator)",
        "A published figure changes: a restatement that somebody has to explain.",
        scope="cross_period",
        source="own",
        breaks={
            "before": [
                {"indicator_code": "I", "period": "2020-07", "status_code": "final", "value": "30"},
                {"indicator_code": "J", "period": "2020-07", "status_code": "final"},
                {"indicator_code": "K", "period": "2020-07", "status_code": "final", "numerator": "3"},
                {"indicator_code": "L", "period": "2020-07", "status_code": "final", "denominator": "9"},
            ],
            "now": [
                {"indicator_code": "I", "period": "2020-07", "status_code": "final", "value": "31"},
                {"indicator_code": "J", "period": "2020-07", "status_code": "provisional"},
                {"indicator_code": "K", "period": "2020-07", "status_code": "final", "numerator": "4"},
                {"indicator_code": "L", "period": "2020-07", "status_code": "final", "denominator": "8"},
            ],
        },
        passes={
            "before": [
                {"indicator_code": "I", "period": "2020-07", "status_code": "provisional", "value": "30"},
                {"indicator_code": "J", "period": "2020-07", "status_code": "final", "value": "30"},
                {"indicator_code": "K", "period": "2020-06", "status_code": "final", "value": "30"},
                {"indicator_code": "L", "period": "2020-07", "status_code": "final"},
            ],
            "now": [
                {"indicator_code": "I", "period": "2020-07", "status_code": "final", "value": "31"},
                {"indicator_code": "J", "period": "2020-07", "status_code": "final", "value": "30"},
                {"indicator_code": "K", "period": "2020-07", "status_code": "provisional", "value": "31"},
                {"indicator_code": "L", "period": "2020-07", "status_code": "final", "value": "31"},
            ],
        },
    ),
)
