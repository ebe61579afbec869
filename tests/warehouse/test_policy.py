"""What a council decided: read exactly, refused with every fault at once, never carried from year to year."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from expectations.errors import UsageProblem
from warehouse.periods import FinancialYear, Month, Quarter
from warehouse.policy import parse_report
from warehouse.returned import parse_returned
from warehouse.targets import Target, parse_targets


def toml(text: str) -> dict[str, Any]:
    """Read TOML as the product reads it, decimals exactly."""
    return tomllib.loads(text, parse_float=Decimal)


def faults_of(read, *arguments: object) -> list[str]:
    with pytest.raises(UsageProblem) as raised:
        read(*arguments, "testshire/file.toml")
    assert raised.value.where == "testshire/file.toml"
    return raised.value.what.split("; ")


# Targets

TARGETS = """
    financial_year = "2020-21"
    approved_by = "Children's Performance Board"
    approved_on = 2020-03-18
    [targets.FD-CONT-EH]
    annual = 30
    q2 = 28.15
    tolerance_pct = 2.5
    [targets.MISS-CARE]
    annual = "none"
    reason = "Watched for direction only."
    [targets.SHARED]
    annual = "set by a partner"
    [targets.LATER]
    annual = "to be set"
    q4 = 10
    tolerance_pct = 5
"""


def test_targets_are_read_exactly() -> None:
    year = parse_targets(toml(TARGETS), "here")
    target = year.targets["FD-CONT-EH"]
    assert (year.year, year.approved_by, str(year.approved_on)) == (
        FinancialYear("2020-21"),
        "Children's Performance Board",
        "2020-03-18",
    )
    assert (target.annual, target.by_quarter, target.tolerance_pct) == (30, {2: Fraction("28.15")}, Fraction(5, 2))


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        pytest.param(Quarter("2020-21-Q2"), Fraction("28.15"), id="the quarter's own"),
        pytest.param(Quarter("2020-21-Q3"), Fraction(30), id="the year's where the quarter has none"),
        pytest.param(Month("2020-08"), Fraction("28.15"), id="a month has its quarter's"),
        pytest.param(FinancialYear("2020-21"), Fraction(30), id="the year"),
    ],
)
def test_a_period_has_its_own_target_or_the_year_s(period: Month | Quarter | FinancialYear, expected: Fraction) -> None:
    assert parse_targets(toml(TARGETS), "here").targets["FD-CONT-EH"].for_period(period) == expected


def test_an_indicator_without_a_number_says_why() -> None:
    targets = parse_targets(toml(TARGETS), "here").targets
    assert targets["MISS-CARE"] == Target(None, {}, None, "Watched for direction only.", words="No target")
    assert targets["SHARED"].reason == "set by a partner"
    later = targets["LATER"]
    assert (later.for_period(Quarter("2020-21-Q1")), later.for_period(Quarter("2020-21-Q4"))) == (None, 10)
    assert later.tolerance_pct == 5


def test_every_fault_of_a_targets_file_is_named_at_once() -> None:
    content = toml("""
        financial_year = "2020-22"
        [targets.A]
        annual = "thirty"
        q2 = true
        tolerance_pct = -1
        [targets.B]
        anual = 30
        tolerence_pct = 5
        q5 = 3
        [targets.C]
        annual = nan
        [targets.D]
        annual = inf
        q1 = "30"
    """)
    content["targets"]["E"] = 30
    faults = faults_of(parse_targets, content)
    assert [fault.partition(": ")[0] for fault in faults] == [
        *("A", "A", "A", "B", "B", "B", "C", "D", "D", "E"),
        "financial_year",
    ]
    text = "; ".join(faults)
    for part in (
        "A: annual: numbers are written as 30 or 28.5, or annual as one of none, to be set, set by a partner",
        "A: q2: numbers are written as 30 or 28.5",
        "A: tolerance_pct: a tolerance cannot be negative",
        "B: anual is not a setting of a target",
        "B: tolerence_pct is not a setting of a target",
        "B: q5 is not a setting of a target",
        "D: q1: numbers are written as 30 or 28.5",
        "E: write its targets under a heading of their own",
        "'2020-22' is not a financial year",
    ):
        assert part in text


@pytest.mark.parametrize("key", ["annual", "q1", "tolerance_pct"])
def test_a_float_is_refused(key: str) -> None:
    # The float nearest to 28.15 is not 28.15, and a value on the limit would be missed by a hair.
    content = {"financial_year": "2020-21", "targets": {"A": {key: 28.15}}}
    assert faults_of(parse_targets, content)[0].startswith(f"A: {key}: numbers are written as 30 or 28.5")
    content["targets"]["A"][key] = Decimal("28.15")
    parse_targets(content, "here")


def test_nothing_is_carried_from_one_year_into_another() -> None:
    first = parse_targets(toml(TARGETS), "here")
    second = parse_targets(toml('financial_year = "2021-22"'), "here")
    assert "FD-CONT-EH" in first.targets
    assert (second.targets, str(second.year)) == ({}, "2021-22")


# Reports

REPORT = """
    title = "Scrutiny report"
    about = "For members."
    rating_rule = "target_tolerance"
    arrows = "performance"
    main = true
    [membership]
    "2019-20" = ["A"]
    "2020-21" = ["A", "B"]
    [decimals]
    A = 2
    [footnotes]
    B = "A note."
    [[overrides]]
    indicator = "A"
    period = "Q2 2020/21"
    colour = "amber"
    reason = "One family."
    name = "Head A"
"""


def test_a_report_is_read() -> None:
    found = parse_report("scrutiny", toml(REPORT), "here")
    assert (found.name, found.title, found.about, found.is_main) == (
        "scrutiny",
        "Scrutiny report",
        "For members.",
        True,
    )
    assert (found.decimals, found.footnotes) == ({"A": 2}, {"B": "A note."})


@pytest.mark.parametrize(
    ("year", "codes"),
    [("2018-19", ()), ("2019-20", ("A",)), ("2020-21", ("A", "B")), ("2024-25", ("A", "B"))],
)
def test_a_year_s_list_stands_until_a_later_year_has_one(year: str, codes: tuple[str, ...]) -> None:
    assert parse_report("scrutiny", toml(REPORT), "here").indicators(FinancialYear(year)) == codes


def test_an_override_applies_however_its_period_is_written() -> None:
    overrides = parse_report("scrutiny", toml(REPORT), "here").overrides
    assert [(key, o.colour, o.name) for key, o in overrides.items()] == [(("A", "2020-21-Q2"), "amber", "Head A")]


def test_an_override_may_take_a_colour_away_only_by_name_and_reason() -> None:
    content = toml(REPORT)
    content["overrides"][0]["reason"] = " "
    assert faults_of(parse_report, "scrutiny", content) == [
        "override 1: an override needs a reason and the name of the person who decided it. Give both."
    ]


def test_every_fault_of_a_report_is_named_at_once() -> None:
    content = toml("""
        rating_rule = "traffic_lights"
        arrows = "sideways"
        [membership]
        "2020/21" = ["A"]
        "2021-22" = "A"
        "2022-23" = ["A", "A", "B"]
        [decimals]
        A = 1.5
        B = -1
        [[overrides]]
        indicator = "A"
        colour = "amber"
        [[overrides]]
        indicator = "Z"
        period = "2020-21-Q2"
        colour = "amber"
        reason = "r"
        name = "n"
        [[overrides]]
        indicator = "A"
        period = "someday"
        colour = "amber"
        reason = "r"
        name = "n"
        [[overrides]]
        indicator = "A"
        period = "2020-21-Q2"
        colour = "blue"
        reason = "r"
        name = "n"
    """)
    text = "; ".join(faults_of(parse_report, "scrutiny", content))
    for part in (
        "title is missing",
        "rating_rule must be one of target_tolerance, annual_five_pct",
        "arrows must be one of performance, value",
        "membership: '2020/21' is not a financial year",
        "membership of 2021-22 must be a list of codes",
        "membership of 2022-23 lists A twice",
        "decimals of A must be a whole number, 0 or more",
        "decimals of B must be a whole number, 0 or more",
        "override 1: period, reason, name are missing",
        "override 2: the report does not show Z",
        "override 3: 'someday' is not a period",
        "override 4: an override to 'blue'",
    ):
        assert part in text


def test_a_report_without_members_is_refused() -> None:
    content = toml(REPORT)
    del content["membership"], content["overrides"]
    assert faults_of(parse_report, "scrutiny", content) == ["membership is missing"]
    content["membership"] = ["A"]
    assert faults_of(parse_report, "scrutiny", content) == ["membership must have a list of codes for each year"]


# Returned indicators


def test_a_returned_indicator_is_read_with_what_it_leaves_out() -> None:
    content = toml("""
        [indicators.LOCAL-01]
        title = "Carers asked"
        unit = "percent"
        [indicators.LOCAL-02]
        title = "Days to match"
        unit = "days"
        better = "lower"
        decimals = 0
        partnership = true
        service_area = "Adoption"
        definition = "From decision to match."
        version = 2
        over = "year_to_date"
    """)
    found = parse_returned(content, "here")
    assert (found["LOCAL-01"].better, found["LOCAL-01"].decimals, found["LOCAL-01"].version) == (None, 1, 1)
    second = found["LOCAL-02"]
    assert (second.better, second.decimals, second.is_partnership, second.version) == ("lower", 0, True, 2)
    assert (found["LOCAL-01"].over, second.over) == ("returned", "year_to_date")


def test_every_fault_of_returned_indicators_is_named_at_once() -> None:
    content = toml("""
        [indicators.A]
        better = "up"
        decimals = "one"
        [indicators.B]
        title = "B"
        unit = "parrots"
        version = 1.5
        over = "lunch"
    """)
    text = "; ".join(faults_of(parse_returned, content))
    for part in (
        "A: title is missing",
        "A: unit is missing",
        "A: better must be 'higher' or 'lower', or left out",
        "A: decimals must be a whole number",
        "B: unit must be one of percent, percentage_points, count, rate, days, working_days",
        "B: version must be a whole number",
        "B: over must be one of period, year_to_date",
    ):
        assert part in text


def test_no_returned_indicators_are_none() -> None:
    assert parse_returned({}, "here") == {}
