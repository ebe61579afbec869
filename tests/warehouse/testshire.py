"""Testshire: a made-up council of two years with known figures, and what it decided about them.

Contacts to early help: 8 of 20 in Q2 2019/20, 7 of 20 in Q1 2020/21, 5 of 20 in Q2 2020/21 (1 undecided).
Plans ended in under 3 months: 1 of 1 by September 2019, 0 of 1 by June 2020, 1 of 3 by September 2020 and by
March 2021, 0 of 1 by June 2021.
Looked after at the end of September 2020: five; two came in too lately to be supervised, one has short breaks.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb

from expectations import extracts as declared
from tests.warehouse.warehouse_builder import Row, build_whole, table
from warehouse import indicators
from warehouse.periods import FinancialYear, Quarter, parse_period
from warehouse.policy import Report
from warehouse.publication import Request
from warehouse.returned import ReturnedIndicator
from warehouse.targets import Target

Q2 = Quarter("2020-21-Q2")
MONTHS = ("2019-09", "2020-06", "2020-09", "2020-10", "2021-03", "2021-06")
"""Months in which every extract but supervision came; supervision came from June 2020 on."""

FOSTERING = ReturnedIndicator("LOCAL-01", "% of carers who would recommend us", "Fostering", "percent", "higher", 1,
                              "Carers who said yes, of all who answered.")  # fmt: skip
RETURNED = {
    "LOCAL-01": FOSTERING,
    "LOCAL-02": ReturnedIndicator("LOCAL-02", "Days to match", "Adoption", "days", "lower", 0, "", True),
    "SEN-EHC20": ReturnedIndicator(
        "SEN-EHC20", "% of EHC plans in 20 weeks", "SEND", "percent", "higher", 1, "As sent."
    ),
}
TARGETS = {
    "FD-CONT-EH": Target(Fraction(30), {2: Fraction(25)}, Fraction(5)),
    "CP-END-LT3M": Target(Fraction(30), {}, Fraction(20)),
    "SUP-LAC": Target(Fraction(95), {}, None),
    "LOCAL-01": Target(Fraction(80), {}, Fraction(5)),
    "LOCAL-02": Target(Fraction(100), {}, Fraction(5)),
    "LAC-PLAC3": Target(reason="watched for direction only"),
}


def open_testshire(folder: Path) -> duckdb.DuckDBPyConnection:
    """Build Testshire's warehouse as the product does and open it."""
    files: dict[str, dict[str, list[Row]]] = {name: {month: [] for month in MONTHS} for name in declared.load()}
    for month, met in (("2019-09", 8), ("2020-06", 7), ("2020-09", 5)):
        files["contacts"][month] = _contacts(month, met)
    plans = "cp_plan_id|child_id|started_on|ended_on|team\n"
    files["cp_plans"]["2019-09"] = table(plans + "P1|KID-1|2019-04-02|2019-05-01|North")
    files["cp_plans"]["2020-06"] = table(plans + "P2|KID-2|2019-04-02|2020-05-01|North")
    files["cp_plans"]["2020-09"] = table(
        plans + "P3|KID-3|2020-06-01|2020-08-01|South\nP4|KID-4|2019-01-01|2020-08-01|"
    )
    files["cp_plans"]["2021-06"] = table(plans + "P5|KID-5|2020-01-01|2021-05-01|")
    files["lac_episodes"]["2020-06"] = table("""
        child_id | started_on | legal_status_code | placement_code | ended_on   | reason_ended_code
        KID-1    | 2018-01-01 | C2                | U4             |            |
        KID-2    | 2019-06-01 | C2                | U4             |            |
        KID-6    | 2018-01-01 | V2                | U4             | 2020-06-02 | E4A
    """)
    files["lac_episodes"]["2020-09"] = table("""
        child_id | started_on | legal_status_code | placement_code
        KID-3    | 2020-09-01 | C1                | U6
        KID-4    | 2020-08-01 | C1                | K2
        KID-5    | 2020-01-01 | V4                | U6
    """)
    files["lac_episodes"]["2021-03"] = table("child_id|started_on\nKID-7|2021-01-01")
    files["persons"]["2020-09"] = table("child_id | born_on\n" + "\n".join(f"KID-{n}|2010-01-01" for n in range(1, 10)))
    supervision = "supervision_id|child_id|supervised_on|supervision_type_code\n"
    files["supervision"] = {month: [] for month in MONTHS[1:]}
    files["supervision"]["2020-09"] = table(supervision + "V1|KID-1|2020-08-01|FORMAL\nV2|KID-2|2020-04-20|FORMAL")
    files["indicator_returns"]["2020-09"] = table("""
        indicator_code | period     | value | numerator | denominator | status_code | definition_version
        LOCAL-01       | 2020-21-Q2 | 81.25 | 13        | 16          | final       | 1
        LOCAL-01       | 2020-21-Q1 | 75    |           |             | final       | 1
        LOCAL-02       | 2020-21-Q2 | 101   |           |             | provisional | 1
        SEN-EHC20      | 2020-21-Q2 | 60    |           |             | final       | 2
        SEN-EHC20      | 2020-21-Q1 | 50    |           |             | final       | 1
        SEN-EHC20      | 2019-20-Q2 | 50    |           |             | final       | 1
        LOCAL-01       | 2020-21    | 78    |           |             | final       | 1
    """)
    files["commentary"]["2020-09"] = table("""
        indicator_codes        | period     | kind_code   | text           | corrective_action | owner  | due_on
        FD-CONT-EH             | 2020-21-Q2 | improvement | Fewer went on. | Joint screening.  | Head A | 2020-12-31
        CP-END-LT3M; LOCAL-01  | 2020-21-Q2 | highlight   | Both are good. |                   |        |
        FD-CONT-EH, LAC-STAB2Y | 2020-21-Q2 | highlight   | Shared words.  |                   |        |
        LAC-STAB2Y             | 2020-21-Q2 | highlight   | Not shown.     |                   |        |
        FD-CONT-EH             | 2020-21-Q1 | improvement | Last quarter.  |                   |        |
        FD-CONT-EH             | 2020/21    | improvement | A hard year.   |                   |        |
    """)
    return build_whole(folder, files, RETURNED)


def _contacts(month: str, met: int) -> list[Row]:
    last_is_undecided = month == "2020-09"
    return [
        {
            "contact_id": f"{month} {n}",
            "child_id": f"KID-{n % 7}",
            "contact_on": f"{month}-{1 + n:02}",
            "contact_outcome_code": "EARLY_HELP" if n < met else None if last_is_undecided and n == 19 else "NFA",
            "team": "MASH North" if n % 2 else "MASH South" if n else None,
        }
        for n in range(20)
    ]


def report(*codes: str, **changes: Any) -> Report:
    """Return a report that shows these indicators."""
    given = {
        "name": "main",
        "title": "Quarterly report",
        "about": "What this is.",
        "rating_rule": "target_tolerance",
        "arrows": "performance",
        "is_main": True,
        "membership": {"2019-20": codes},
        "decimals": {},
        "footnotes": {},
    }
    return Report(**{**given, **changes})


def request(shown: Report, period: str = "2020-21-Q2", **changes: Any) -> Request:
    """Return what is asked for when Testshire publishes a report."""
    given = {
        "council": "testshire",
        "council_name": "Testshire",
        "is_synthetic": True,
        "report": shown,
        "period": parse_period(period),
        "published_on": date(2020, 11, 3),
        "target": target,
        "indicators": indicators.load(),
        "returned": RETURNED,
        "extracts": declared.load(),
    }
    return Request(**{**given, **changes})


def target(code: str, year: FinancialYear) -> Target:
    """Return what the council's targets files say; it approved targets for 2020/21 only."""
    if str(year) != "2020-21":
        return Target(reason=f"no targets file for {year.label}")
    return TARGETS.get(code, Target(reason=f"none approved for {year.label}"))
