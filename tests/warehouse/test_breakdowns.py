"""A figure by its members: they are the whole, stand in a fixed order, and name who headed the service at the time."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import duckdb
import pytest

from tests.warehouse.test_measures import MEAN, NUMBER, PER_CHILD, contacts, living
from tests.warehouse.testshire import open_testshire, report, request
from tests.warehouse.warehouse_builder import build
from warehouse import indicators
from warehouse.breakdowns import Breakdown, breakdown
from warehouse.disclosure import MARK
from warehouse.figures import Figures
from warehouse.indicator import Indicator, Proportion
from warehouse.marts import create_marts
from warehouse.pack import Pack
from warehouse.publication import assemble, results
from warehouse.teams import parse_teams

MET = Proportion(
    **{name: getattr(NUMBER, name) for name in (
        "title", "service_area", "definition", "why", "population", "dated_by", "over", "needs", "source", "evidence",
        "owner", "reviewed_on", "better")},
    code="P", numerator="contact_outcome_code = 'NFA'",
)  # fmt: skip
MADE_UP = {one.code: (one,) for one in (MET, NUMBER, MEAN, PER_CHILD)}
PLACES, _ = parse_teams(
    "team,service,head_of_service,starts_on,ends_on,pod\n"
    "North,Front Door,Head A,2020-01-01,2020-09-29,One\n"
    "North,Front Door,Head B,2020-09-30,,One\n"
    "South,Front Door,Head B,2020-01-01,,One\n"
    "East,Help,Head C,2020-01-01,2020-08-31,\n"
    "East,Help,,2020-09-01,,\n"
    "West,Door,Head D,2020-10-01,,\n"
)


def split(
    indicator: Indicator, dimension: str, rows: list[dict], persons: tuple[dict, ...] = (), period: str = "2020-09"
) -> Breakdown:
    """One indicator's breakdown over September 2020."""
    residents = [living(2019, "0-17", 1000), living(2019, "0-17", 400, "SEX", "F")]
    files = {"contacts": {"2020-09": rows}, "persons": {"2020-09": list(persons)}, "population": {"2020-09": residents}}
    warehouse = build(files, measured_by={})
    warehouse.connection.execute("DROP SCHEMA mart CASCADE")
    create_marts(warehouse.connection, MADE_UP, {"contacts": ["2020-09"]}, (), PLACES)
    asked = request(report(indicator.code), period, indicators=MADE_UP, returned={})
    [row] = results(Figures(warehouse.connection), asked)
    return breakdown(warehouse.connection, indicator, row, dimension)


def rows_of(*teams: str) -> list[dict]:
    rows = contacts(*["2020-09-02"] * len(teams))["contacts"]["2020-09"]
    return [row | {"team": team or None} for row, team in zip(rows, teams, strict=True)]


TEAMS = rows_of("North", "South", "North", "East", "", "Elsewhere")


def test_the_head_of_a_service_is_who_was_in_force_at_the_end_of_the_period() -> None:
    found = split(MET, "service", TEAMS)
    assert [(m.label, m.headed_by, m.numerator, m.denominator) for m in found.members] == [
        ("Front Door", "Head B", 1, 3),
        ("Help", "", 1, 1),
        ("No service recorded", "", 1, 2),
    ]
    assert (found.has_heads, found.is_withholding) == (True, False)


def test_teams_are_named_and_have_no_head() -> None:
    found = split(MET, "team", TEAMS)
    assert [m.label for m in found.members] == ["East", "Elsewhere", "No team recorded", "North", "South"]
    assert not found.has_heads


PERSONS = tuple(
    {"child_id": f"C{number}", "sex_code": "F" if number < 9 else "M", "ethnicity_code": "BCRB" if number else "WBRI"}
    for number in range(20)
)
MANY = contacts(*["2020-09-02"] * 22)["contacts"]["2020-09"]


@pytest.mark.parametrize(
    ("indicator", "told"),
    [
        (NUMBER, [("Female", 9, None, "9"), ("Male", 11, None, "11"), ("Not recorded", 2, None, "2")]),
        (PER_CHILD, [("Female", 9, 400, "225"), ("Male", 11, None, ""), ("Not recorded", 2, None, "")]),
        (MEAN, [("Female", 18, 9, "2"), ("Male", 22, 11, "2"), ("Not recorded", 4, 2, "2")]),
    ],
)
def test_members_stand_in_their_order_with_what_can_be_said(indicator: Indicator, told: list[tuple]) -> None:
    found = split(indicator, "sex", MANY, PERSONS)
    assert [(m.label, m.numerator, m.denominator, m.printed) for m in found.members] == told
    assert found.has_denominators == (indicator is not NUMBER)


def test_a_small_number_of_children_is_withheld_by_who_they_are() -> None:
    found = split(NUMBER, "ethnicity", MANY, PERSONS)
    assert [(m.label, *m.cells) for m in found.members] == [
        ("White", MARK, MARK, MARK),
        ("Black", MARK, MARK, MARK),
        # That nobody knows of two of them tells nothing about a child.
        ("Not recorded", "2", "", "2"),
    ]
    assert found.is_withholding


def test_a_share_gives_away_those_who_do_not_meet_it() -> None:
    found = split(MET, "sex", MANY, PERSONS)
    assert [(m.numerator, m.denominator, m.is_withheld) for m in found.members] == [
        (4, 9, True), (6, 11, True), (1, 2, False)]  # fmt: skip


GIRLS = tuple({"child_id": f"C{number}", "sex_code": "F"} for number in range(3))


@pytest.mark.parametrize("indicator", [NUMBER, MET, MEAN, PER_CHILD], ids=lambda one: one.measure)
def test_the_total_less_those_not_recorded_tells_nothing_of_a_few(indicator: Indicator) -> None:
    # Thirteen contacts, three about girls: 13 - 10 would tell it.
    found = split(indicator, "sex", MANY[:13], GIRLS)
    assert {m.member: m.cells for m in found.members if m.numerator} == {"F": (MARK,) * 3, "": (MARK,) * 3}


@pytest.mark.parametrize("indicator", [NUMBER, MET, MEAN, PER_CHILD], ids=lambda one: one.measure)
def test_a_few_do_not_stand_alone_under_their_total(indicator: Indicator) -> None:
    found = split(indicator, "sex", MANY[:3], GIRLS)
    assert [(m.label, m.numerator, *m.cells) for m in found.members] == [
        ("Female", found.members[0].numerator, MARK, MARK, MARK),
        ("Male", 0, MARK, MARK, MARK),
    ]


@pytest.fixture(scope="module")
def testshire(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_testshire(tmp_path_factory.mktemp("testshire")) as connection:
        yield connection


def pack_of(testshire: duckdb.DuckDBPyConnection, *codes: str, **changes: object) -> Pack:
    return assemble(testshire, request(report(*codes, **changes)))


def test_every_split_of_every_indicator_adds_up_to_the_whole(testshire: duckdb.DuckDBPyConnection) -> None:
    asked = request(report(*indicators.load()))
    added_up = 0
    for row in results(Figures(testshire), asked):
        if row.value is None or row.indicator in asked.returned:
            continue
        indicator = indicators.load()[row.indicator][-1]
        for dimension in {*indicator.splits} - {"service", "pod"}:
            found = breakdown(testshire, indicator, row, dimension)
            assert sum(m.numerator for m in found.members) == row.numerator, f"{row.indicator} by {dimension}"
            if indicator.measure == "proportion":
                assert sum(m.denominator or 0 for m in found.members) == row.denominator
                for m in found.members:
                    assert m.value == (Fraction(100 * m.numerator, m.denominator) if m.denominator else None)
            added_up += 1
    assert added_up > 100


def test_a_report_shows_the_splits_that_it_names(testshire: duckdb.DuckDBPyConnection) -> None:
    pack = pack_of(testshire, "FD-CONT-EH", "FD-CONT-VOL", "LOCAL-01", breakdowns=("age", "source", "pod", "team"))
    shown = {name: [b.dimension for b in found] for name, found in pack.breakdowns.items()}
    # No team of Testshire belongs to a pod.
    assert shown == {"FD-CONT-EH": ["age", "team"], "FD-CONT-VOL": ["age", "source", "team"], "LOCAL-01": []}


def test_a_report_that_names_none_shows_teams_and_compares_nothing(testshire: duckdb.DuckDBPyConnection) -> None:
    pack = pack_of(testshire, "FD-CONT-EH")
    assert [b.dimension for b in pack.breakdowns["FD-CONT-EH"]] == ["team"]
    assert pack.disproportions == ()


def test_what_is_compared_with_residents_is_not_shown_a_second_time(testshire: duckdb.DuckDBPyConnection) -> None:
    pack = pack_of(testshire, "LAC-STOCK", breakdowns=("age", "sex"), disproportionality=("LAC-STOCK",),
                   equality_groups=("age",))  # fmt: skip
    assert [b.dimension for b in pack.breakdowns["LAC-STOCK"]] == ["sex"]
    [(title, [found])] = pack.disproportions
    assert (title, found.dimension, found.groups) == ("Children looked after", "age", ())
    assert found.why_none == "how many children of each group live in the area is not known"
