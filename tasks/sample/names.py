"""What Sample Borough's files are called: no two councils, and no two reports, agree on that.

Called by: tasks.sample.writing.
Promises:  one name for each month, extract and kind of file; corrections sort after what they correct.
Never:     carries another council's code.
"""

from __future__ import annotations

from tasks.sample.dress import Dress
from warehouse.periods import Month

_TITLES = {
    "s47_enquiries": "Section 47",
    "cp_conferences": "CP Conferences",
    "cp_plans": "CP Plans",
    "lac_episodes": "LAC Episodes",
    "lac_reviews": "LAC Reviews",
    "placements": "LAC Placements",
    "sw_allocations": "SW Allocations",
    "cin_plans": "CIN Plans",
    "ehc": "EHC Requests",
    "oc3": "SSDA903 OC3",
    "merged_ids": "Merged IDs",
    "lac_health": "LAC Health",
    "peps": "PEPs",
}
_PLAIN_NAMES = (("assessments", "2020-09"),)
_MONTHS_WITH_ONE_HABIT = 7


def name_of(extract: str, month: Month, dress: Dress) -> str:
    """Return the name of a month's file; habits change every few months."""
    ending = ".xlsx" if dress.is_workbook else ".txt" if dress.delimiter == "\t" else ".csv"
    title = _TITLES.get(extract, extract.replace("_", " ").title())
    plain = f"{extract}_{month}"
    habits = (
        plain,
        f"{title} {month.label[:3]} {month.year}",
        f"{extract.upper()}_{month.number:02}{month.year % 100:02}_v2",
        f"{title}_{month.number:02}-{month.year}",
        f"{title.replace(' ', '_')} ({month.number})",
    )
    months = month.year * 12 + month.number
    habit = (sum(map(ord, extract)) + months // _MONTHS_WITH_ONE_HABIT) % len(habits)
    return (plain if (extract, str(month)) in _PLAIN_NAMES else habits[habit]) + ending
