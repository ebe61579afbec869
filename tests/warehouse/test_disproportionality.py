"""Groups beside those who live in the area: counted a second time in plain Python, and the limits of what is said."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from random import Random

import pytest

from tests.warehouse.test_measures import NUMBER, PER_CHILD, contacts, living
from tests.warehouse.testshire import report, request
from tests.warehouse.warehouse_builder import Warehouse, build
from warehouse.dimensions import DIMENSIONS
from warehouse.disproportionality import FEWEST, Disproportion, Group, disproportions
from warehouse.periods import Month, Period, Quarter
from warehouse.publication import assemble

ETHNIC = {"WBRI": "WHITE", "MWBC": "MIXED", "AIND": "ASIAN", "BCRB": "BLACK", "OOTH": "OTHER", "REFU": "", "": ""}
BANDS = {"0": (0, 0), "1": (1, 4), "5": (5, 9), "10": (10, 15), "16": (16, 17), "18": (18, 120)}
CODES = ["R", "N"]
"""A rate over rolling twelve months, and a number in the period."""


def warehouse_of(contacts_: list[dict], persons: list[dict], residents: list[dict]) -> Warehouse:
    """A warehouse with one file of each."""
    files = {"contacts": {"2020-09": contacts_}, "persons": {"2020-09": persons}, "population": {"2020-09": residents}}
    return build(files, {"contacts": ["2020-09"]}, measured_by={one.code: (one,) for one in (PER_CHILD, NUMBER)})


def by_group(found: tuple[Disproportion, ...], code: str, dimension: str) -> Disproportion:
    [one] = [one for one in found if (one.indicator, one.dimension) == (code, dimension)]
    return one


def plainly(rows: list[dict], persons: dict, residents: list[dict], dimension: str, period: Period) -> dict:
    """Count again: member -> (cases, residents, share, share of residents, rate, ratio), and None -> not compared."""
    cases: dict[str, int] = {}
    for row in rows:
        member = member_of(persons.get(row["child_id"], {}), dimension, date.fromisoformat(row["contact_on"]))
        cases[member] = cases.get(member, 0) + 1
    year = period.ends_on.year - (period.ends_on.month < 4)
    there: dict[str, int] = {}
    for line in sorted(residents, key=lambda line: line["year"]):
        ages = (line["age_from"], line["age_to"])
        band = next((name for name, of in BANDS.items() if of == ages), "")
        if line["year"] <= year and dimension == "age" and band and line["dimension"] == "ALL":
            there[band] = line["people"]
        if line["year"] <= year and line["dimension"].lower() == dimension and ages == (0, 17):
            there[line["member"]] = line["people"]
    all_cases, all_there = sum(cases.get(member, 0) for member in there), sum(there.values())
    found: dict = {None: sum(cases.values()) - all_cases}
    for member, people in there.items():
        own = Fraction(cases.get(member, 0), people)
        whole = Fraction(all_cases, all_there)
        ratio = own / whole if cases.get(member, 0) >= FEWEST else None
        found[member] = (cases.get(member, 0), people, 100 * Fraction(cases.get(member, 0), all_cases),
                         100 * Fraction(people, all_there), 10_000 * own, ratio)  # fmt: skip
    return found


def member_of(person: dict, dimension: str, day: date) -> str:
    if dimension == "sex":
        return person.get("sex_code", "U").replace("U", "")
    if dimension == "ethnicity":
        return ETHNIC[person.get("ethnicity_code", "")]
    if dimension == "disability":
        return {"": "", "NONE": "NO"}.get(person.get("disability_codes", ""), "YES")
    if not person.get("born_on"):
        return ""
    born = date.fromisoformat(person["born_on"])
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return next(name for name, (first, last) in BANDS.items() if first <= age <= last)


def as_told(found: Disproportion) -> dict:
    return {None: found.not_compared} | {
        g.member: (g.cases, g.residents, g.share, g.share_of_residents, g.rate, g.ratio) for g in found.groups
    }


def random_borough(rng: Random) -> tuple[list[dict], list[dict], list[dict]]:
    """Contacts of September 2020 about children of every kind, and estimates of two years."""
    persons = [
        {
            "child_id": f"C{number}",
            "born_on": f"{rng.randint(2001, 2019)}-0{rng.randint(1, 9)}-15",
            "sex_code": rng.choice("FMMU"),
            "ethnicity_code": rng.choice([*ETHNIC][:-1]),
            "disability_codes": rng.choice(("NONE", "NONE", "AUT", "")),
        }
        for number in range(40)
    ]
    rows = contacts(*[f"2020-09-{rng.randint(1, 30):02}" for _ in range(rng.randint(30, 90))])["contacts"]["2020-09"]
    for row in rows:
        row["child_id"] = f"C{rng.randrange(44)}"
    residents = []
    for year in (2018, 2019, 2021):
        for kind in ("sex", "ethnicity", "disability"):
            residents += [living(year, "0-17", rng.randint(500, 9000), kind.upper(), member)
                          for member in DIMENSIONS[kind].members if rng.random() < 0.9]  # fmt: skip
        residents += [living(year, f"{first}-{last}", rng.randint(100, 900)) for first, last in [*BANDS.values()][:-1]]
    return rows, persons, residents


@pytest.mark.parametrize("seed", range(12))
def test_a_second_plain_way_counts_the_same(seed: int) -> None:
    rows, persons, residents = random_borough(Random(seed))
    warehouse = warehouse_of(rows, persons, residents)
    people = {person["child_id"]: person for person in persons}
    for period in (Month("2020-09"), Quarter("2020-21-Q2")):
        found = disproportions(warehouse.connection, CODES, period)
        assert [(one.indicator, one.dimension) for one in found] == [
            (code, dimension) for code in CODES for dimension in ("sex", "age", "ethnicity", "disability")
        ]
        for one in found:
            theirs = plainly(rows, people, residents, one.dimension, period)
            if len(theirs) > 2:
                assert as_told(one) == theirs, f"{one.indicator} {one.dimension} {period}"
            assert one.not_compared + sum(group.cases for group in one.groups) == len(rows)


CHILDREN = [{"child_id": f"C{number}", "sex_code": "F" if number < 12 else "M"} for number in range(21)]
CONTACTS = contacts(*["2020-09-02"] * 23)["contacts"]["2020-09"]
"""Twelve girls, nine boys, two of whom nothing is known."""
SEXES = [living(2019, "0-17", 1000, "SEX", "F"), living(2019, "0-17", 3000, "SEX", "M")]


def sexes(*residents: dict) -> Disproportion:
    found = disproportions(warehouse_of(CONTACTS, CHILDREN, [*residents]).connection, ["R"], Month("2020-09"), ["sex"])
    return by_group(found, "R", "sex")


def test_a_ratio_is_of_those_whose_group_is_known() -> None:
    found = sexes(*SEXES)
    girls, boys = found.groups
    assert (found.rate, found.year, found.not_compared) == (Fraction(21 * 10_000, 4000), 2019, 2)
    assert (girls.label, girls.share, girls.share_of_residents) == ("Female", Fraction(1200, 21), 25)
    assert girls.ratio == Fraction(12 * 4000, 1000 * 21) == girls.share / girls.share_of_residents
    assert (boys.cases, boys.ratio, boys.times) == (9, None, "fewer than 10 cases")


def test_a_group_without_a_case_is_shown() -> None:
    found = disproportions(
        warehouse_of(CONTACTS[:12], CHILDREN[:12], SEXES).connection, ["R"], Month("2020-09"), ["sex"]
    )
    assert [(group.member, group.cases, group.rate) for group in found[0].groups] == [("F", 12, 120), ("M", 0, 0)]


@pytest.mark.parametrize(
    ("residents", "why"),
    [
        pytest.param([], None, id="no estimates at all"),
        pytest.param(SEXES[:1], "how many children of each group live in the area is not known", id="of one group"),
        pytest.param([line | {"year": 2021} for line in SEXES], None, id="of later years only"),
    ],
)
def test_nothing_is_compared_where_the_estimates_do_not_tell(residents: list[dict], why: str | None) -> None:
    found = sexes(*residents)
    assert (found.groups, found.rate, found.not_compared) == ((), None, 23)
    assert found.why_none == (why or "how many children of each group live in the area is not known")


def test_a_figure_without_a_delivery_is_not_compared() -> None:
    warehouse = warehouse_of(CONTACTS, CHILDREN, SEXES)
    assert disproportions(warehouse.connection, ["R"], Month("2020-10"), ["sex"]) == ()


def test_a_few_cases_are_withheld_and_so_is_what_would_give_them_away() -> None:
    groups = [living(2019, "0-17", 1000, "ETHNICITY", member) for member in ("WHITE", "BLACK", "ASIAN")]
    persons = [{"child_id": f"C{n}", "ethnicity_code": code} for n, code in enumerate(
        ["WBRI"] * 11 + ["BCRB"] * 7 + ["AIND"] * 3)]  # fmt: skip
    found = disproportions(warehouse_of(CONTACTS, persons, groups).connection, ["N"], Month("2020-09"), ["ethnicity"])
    hidden: dict[str, Group] = {group.member: group for group in found[0].groups if group.is_withheld}
    assert (sorted(hidden), found[0].is_withholding) == (["ASIAN", "BLACK"], True)


ETHNICITIES = [living(2019, "0-17", 1000, "ETHNICITY", member) for member in ("WHITE", "BLACK")]


@pytest.mark.parametrize(
    ("codes", "is_shown"),
    [
        pytest.param(["WBRI"] * 11 + ["BCRB"] * 7 + ["AIND"] * 3, False, id="the figure less the two groups is three"),
        pytest.param(["WBRI"] * 11 + ["BCRB"] * 7 + ["AIND"] * 3 + [""] * 2, False, id="or at most five"),
        pytest.param(["WBRI"] * 11 + ["BCRB"] * 7 + ["AIND"] * 3 + [""] * 3, True, id="six leave a reader guessing"),
        pytest.param(["WBRI"] * 11 + ["BCRB"] * 7 + [""] * 3, True, id="few of whom nothing is recorded"),
        pytest.param(["WBRI"] * 3 + [""] * 10, False, id="all that are compared are three"),
        pytest.param(["WBRI"] * 3 + ["BCRB"] * 3, False, id="or two threes"),
        pytest.param(["WBRI"] * 3 + ["BCRB"] * 4, True, id="seven could be any two"),
    ],
)
def test_a_pack_compares_nothing_where_the_rest_of_the_figure_tells_of_a_few(codes: list[str], is_shown: bool) -> None:
    persons = [{"child_id": f"C{n}", "ethnicity_code": code} for n, code in enumerate(codes) if code]
    rows = contacts(*["2020-09-02"] * len(codes))["contacts"]["2020-09"]
    connection = warehouse_of(rows, persons, ETHNICITIES).connection
    connection.execute("CREATE TABLE mart.about AS SELECT 'B' AS build_id")
    connection.execute(
        "CREATE TABLE mart.delivery (extract VARCHAR, month VARCHAR, rows_in INTEGER, loaded INTEGER, "
        "quarantined INTEGER, duplicates INTEGER)"
    )
    connection.execute(
        "CREATE TABLE mart.finding (extract VARCHAR, month VARCHAR, rule VARCHAR, message VARCHAR, severity VARCHAR, "
        "rows INTEGER)"
    )
    chosen = report("N", disproportionality=("N",), equality_groups=("ethnicity",))
    asked = request(chosen, "2020-09", indicators={"N": (NUMBER,)}, returned={})
    [(_, [found])] = assemble(connection, asked).disproportions
    assert bool(found.groups) == bool(found.rate) == is_shown
    assert (found.cases, bool(found.why_none)) == (len(codes), not is_shown)
    # Those who read the store itself see it all.
    assert disproportions(connection, ["N"], Month("2020-09"), ["ethnicity"])[0].groups
