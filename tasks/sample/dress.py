"""How one month's export of one extract is written: encoding, delimiter, dates, codes, titles.

Called by: tasks.sample.sheets, tasks.sample.files.
Promises:  a dress changes how a value is written, never what it is.
Never:     plants a fault: see tasks.sample.mess.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dress:
    """How a file is written.

    codes:   "code", or "both" for "C1 - Interim care order", or "label" for the words alone.
    padding: what follows some cells, such as a no-break space.
    title:   report title lines above the header row; footer: "Report run ..." below; totals: a totals row.
    """

    encoding: str = "utf-8"
    delimiter: str = ","
    dates: str = "%d/%m/%Y"
    yes_no: tuple[str, str] = ("Yes", "No")
    codes: str = "code"
    blank: str = ""
    padding: str = ""
    title: bool = False
    footer: bool = False
    totals: bool = False
    is_workbook: bool = False


USUAL = Dress()
_USUAL_BY_EXTRACT = {
    "contacts": Dress(codes="label"),
    "early_help": Dress(codes="label"),
    "referrals": Dress(yes_no=("Y", "N")),
    "assessments": Dress(yes_no=("Y", "N")),
    "lac_episodes": Dress(yes_no=("OUT", "IN")),
    "lac_reviews": Dress(dates="%Y-%m-%d", yes_no=("1", "0")),
    "placements": Dress(yes_no=("True", "False")),
    "care_leavers": Dress(codes="label"),
    "sw_allocations": Dress(encoding="utf-8-sig"),
    "supervision": Dress(codes="label"),
    "visits": Dress(codes="label", yes_no=("Y", "N")),
    "ehc": Dress(yes_no=("1", "0")),
    "lac_health": Dress(codes="label"),
    "peps": Dress(codes="label", dates="%Y-%m-%d"),
    "missing_episodes": Dress(codes="label"),
    "exclusions": Dress(yes_no=("1", "0")),
    "persons": Dress(yes_no=("1", "0")),
    "population": Dress(codes="label"),
}


def usual_dress(extract: str) -> Dress:
    """Return how an extract is written in most months."""
    return _USUAL_BY_EXTRACT.get(extract, USUAL)
