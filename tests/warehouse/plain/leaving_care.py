"""Leaving care: young people on each month's list, and those on the list of birthdays.

Each measure counts for a period from `first` to `last`. NEEDS: extracts without which there is no figure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from tests.warehouse.plain.books import Books, Measure, Row, Tally, age, months_later, start_of_year
from tests.warehouse.plain.care_population import endings
from tests.warehouse.plain.looked_after import planned_on

IN_WORK_OR_STUDY = {f"{kind}{number}" for kind in "FP" for number in range(1, 6)}

Answer = Callable[[Row], bool | None]
"""Yes, no, or None where the list does not say."""


def listed(books: Books, extract: str, last: date) -> list[Row]:
    """The list of a month; of two numbers of one young person, the row of the one that goes on."""
    found: dict[str, tuple[bool, Row]] = {}
    for month, is_own, row in books.followed(extract):
        if month == f"{last:%Y-%m}" and (row["child_id"] not in found or is_own >= found[row["child_id"]][0]):
            found[row["child_id"]] = (is_own, row)
    return [row for _, row in found.values()]


def activity(good: Callable[[str], bool]) -> Answer:
    return lambda row: None if row.get("activity_code") in (None, "0") else good(row["activity_code"])


def is_housed(row: Row) -> bool | None:
    home = row.get("accommodation_code") or ""
    verdict = home[1:] if home[1:] in ("1", "2") else row.get("suitability_code")
    return None if verdict is None else verdict == "1"


def is_in_touch(row: Row) -> bool | None:
    return None if row.get("in_touch_code") is None else row["in_touch_code"] == "YES"


EET = activity(lambda code: code in IN_WORK_OR_STUDY)
NEET = activity(lambda code: code[0] == "G")
STUDENT = activity(lambda code: code[1] == "1")


def open_cases(answer: Answer, youngest: int, oldest: int, *kinds: str) -> Measure:
    def measure(books: Books, first: date, last: date) -> Tally:
        tally = Tally()
        for row in listed(books, "care_leavers", last):
            born = row.get("born_on") or books.born.get(row["child_id"])
            if row.get("eligibility_code") not in kinds:
                tally.leave_out("another category")
            elif row.get("in_touch_code") == "DIED":
                tally.leave_out("died")
            elif born is None:
                tally.leave_out("no date of birth")
            elif not youngest <= age(born, last) <= oldest:
                tally.leave_out("another age")
            else:
                said = answer(row)
                tally.count(said is True, row.get("team"), is_unknown=said is None)
        return tally

    return measure


def planned(books: Books, last: date, *, with_plans: bool) -> Tally:
    tally = Tally()
    for row in listed(books, "care_leavers", last):
        born = row.get("born_on") or books.born.get(row["child_id"])
        if row.get("eligibility_code") != "FORMER_RELEVANT":
            tally.leave_out("another category")
        elif row.get("in_touch_code") == "DIED":
            tally.leave_out("died")
        elif born is None:
            tally.leave_out("no date of birth")
        elif age(born, last) < 18:
            tally.leave_out("under 18")
        elif age(born, last) >= 21 and row.get("in_touch_code") == "NREQ":
            tally.leave_out("does not ask for support")
        else:
            on_list = row.get("pathway_plan_on")
            days = [on_list] if on_list and on_list <= last else []
            is_unknown = not days and not with_plans
            if with_plans:
                days += planned_on(books, row["child_id"], last)
            is_met = any(day >= months_later(last, -6) for day in days)
            tally.count(is_met, row.get("team"), is_unknown=is_unknown)
    return tally


def birthdays(answer: Answer) -> Measure:
    def measure(books: Books, first: date, last: date) -> Tally:
        tally = Tally()
        april = date(last.year if last.month > 3 else last.year - 1, 4, 1)
        for row in listed(books, "oc3", last):
            born = row.get("born_on") or books.born.get(row["child_id"])
            if row.get("in_touch_code") == "DIED":
                tally.leave_out("died")
                continue
            if row.get("in_touch_code") == "RHOM":
                tally.leave_out("went home")
                continue
            if born is None:
                tally.leave_out("no date of birth")
                continue
            turned = {years: birthday(born, years) for years in range(60)}
            in_year = [years for years, day in turned.items() if april <= day <= last]
            if not in_year:
                tally.leave_out("no birthday yet")
            elif in_year[-1] not in (19, 20, 21):
                tally.leave_out("another birthday")
            else:
                said = answer(row)
                tally.count(said is True, None, is_unknown=said is None)
        return tally

    return measure


def stayed_put(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for stay, day, team in endings(books, start_of_year(last), last, tally):
        placements = stay.period.placements
        if stay.ended_because in ("E2", "E3"):
            tally.leave_out("died or moved")
        elif stay.born_on is None:
            tally.leave_out("no date of birth")
        elif age(stay.born_on, day) < 18:
            tally.leave_out("under 18")
        elif not placements or (placements[-1].codes[-1][1] or "")[:1] != "U":
            tally.leave_out("not fostered")
        else:
            home = None
            for text in sorted(books.files.get("care_leavers", {})):
                ends_on = months_later(date(int(text[:4]), int(text[5:]), 1), 1) - timedelta(1)
                if day <= ends_on <= months_later(day, 3):
                    for row in listed(books, "care_leavers", ends_on):
                        home = row.get("accommodation_code") if row["child_id"] == stay.child else home
            is_unknown = home is None or home[0] in "0R"
            tally.count(home is not None and home[0] == "Z", team, is_unknown=is_unknown)
    return tally


def birthday(born: date, years: int) -> date:
    """The day on which somebody is so many years old: 1 March for one born on a day that the year has not."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


BOTH = ("RELEVANT", "FORMER_RELEVANT")
MEASURES: Mapping[str, Measure] = {
    "LC-EET-1821": open_cases(EET, 18, 21, "FORMER_RELEVANT"),
    "LC-EET-OPEN": open_cases(EET, 19, 21, "FORMER_RELEVANT"),
    "LC-NEET-OPEN": open_cases(NEET, 19, 21, "FORMER_RELEVANT"),
    "LC-HE": open_cases(STUDENT, 19, 21, "FORMER_RELEVANT"),
    "LC-SUITACC": open_cases(is_housed, 19, 21, "FORMER_RELEVANT"),
    "LC-TOUCH-1921": open_cases(is_in_touch, 19, 21, "FORMER_RELEVANT"),
    "LC-EET-1718": open_cases(EET, 17, 18, *BOTH),
    "LC-SUITACC-1718": open_cases(is_housed, 17, 18, *BOTH),
    "LC-TOUCH-1718": open_cases(is_in_touch, 17, 18, *BOTH),
    "LC-PPLAN": lambda books, first, last: planned(books, last, with_plans=True),
    "LC-PPLAN-LIST": lambda books, first, last: planned(books, last, with_plans=False),
    "LC-EET-903": birthdays(EET),
    "LC-NEET-903": birthdays(NEET),
    "LC-SUITACC-903": birthdays(lambda row: is_housed({"accommodation_code": row.get("accommodation_code")})),
    "LC-TOUCH-903": birthdays(is_in_touch),
    "LC-STAYPUT": stayed_put,
}
NEEDS = {code: ("oc3",) if code.endswith("-903") else ("care_leavers",) for code in MEASURES}
NEEDS["LC-STAYPUT"] = ("care_leavers", "lac_episodes", "persons")
NEEDS["LC-PPLAN"] = ("care_leavers", "pathway_plans")
