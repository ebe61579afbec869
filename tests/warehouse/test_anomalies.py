"""What is unlike the last twelve months is found, and what is like them is left alone."""

from __future__ import annotations

import pytest

from expectations.contract import Extract
from tests.warehouse.planted_faults import FAULTS, plant
from tests.warehouse.stable_years import Lists, contract, lists
from warehouse.anomalies import Anomaly, judge, series_of
from warehouse.bands import band, counted, share
from warehouse.controls import Controls, SmallChanges, parse_controls
from warehouse.odd_months import told
from warehouse.periods import Month

MONTHS = 27
FALSE_ALARMS_A_YEAR = 1
"""R-17: at most one alert in a year of a list in which nothing is wrong."""


@pytest.fixture(scope="module")
def stable() -> list[Anomaly]:
    return lists(seed=7, count=24, months=MONTHS).anomalies()


def test_lists_in_which_nothing_is_wrong_raise_at_most_one_alert_a_year(stable: list[Anomaly]) -> None:
    alerts = {(a.extract, a.month) for a in stable}
    judged_years = 24 * (MONTHS - 6) / 12
    assert len(alerts) / judged_years <= FALSE_ALARMS_A_YEAR, f"{len(alerts)} alerts in {judged_years} years"


@pytest.fixture(scope="module")
def found() -> dict[str, list[str]]:
    """Each fault with the rules that it breaks in the last month of a list of its own."""
    made = lists(seed=21, count=len(FAULTS), months=MONTHS)
    for fault, name in zip(FAULTS, made.extracts, strict=True):
        plant(made, name, fault)
    told_now = [a for a in made.anomalies() if a.month == str(made.last)]
    return {
        fault: sorted({a.rule for a in told_now if a.extract == name})
        for fault, name in zip(FAULTS, made.extracts, strict=True)
    }


def test_at_least_nineteen_of_twenty_planted_faults_are_found(found: dict[str, list[str]]) -> None:
    missed = [fault for fault, rules in found.items() if not rules]
    assert len(FAULTS) == 20
    assert len(missed) <= 1, f"not found: {missed}"


@pytest.mark.parametrize(
    "fault",
    ["half of the rows missing", "no row at all", "largest team missing", "a code recoded", "a column emptied"],
)
def test_a_gross_fault_is_always_found(found: dict[str, list[str]], fault: str) -> None:
    assert found[fault], fault


def _emptied() -> Lists:
    made = lists(seed=3, count=1, months=MONTHS)
    plant(made, next(iter(made.extracts)), "no row at all")
    return made


def test_a_file_without_a_usable_row_is_told_first_unless_the_control_is_off() -> None:
    made = _emptied()
    name = next(iter(made.extracts))
    on = [a for a in made.anomalies() if a.month == str(made.last)]
    off = [a for a in made.anomalies(**{name: Controls(fail_on_zero=False)}) if a.month == str(made.last)]
    assert (on[0].rule, on[0].severity) == ("A4Z", "warn")
    assert "A4Z" not in {a.rule for a in off}


def _lost(rows: list[int], controls: Controls) -> list[tuple[str, str]]:
    months = [str(Month("2018-04").plus(n)) for n in range(len(rows))]
    series = series_of(("rows", "", "", month, n, n) for month, n in zip(months, rows, strict=True))
    return [(a.month, a.judged_month) for a in judge(_snapshot(), series, controls)]


def _snapshot() -> Extract:
    return contract("open_1", "open")


@pytest.mark.parametrize(
    ("last", "drop_pct", "is_told"), [(850, 10, True), (850, 20, False), (910, 10, False), (500, 40, True)]
)
def test_a_drop_smaller_than_the_control_is_ignored(last: int, drop_pct: int, is_told: bool) -> None:
    controls = Controls(ignore_small_changes=SmallChanges(drop_pct=drop_pct))
    assert bool(_lost([1000, 1002] * 6 + [last], controls)) == is_told


def test_a_delayed_month_is_told_later_and_of_the_month_that_it_is_about() -> None:
    rows = [1000, 1002] * 6 + [500, 1000]
    assert _lost(rows, Controls()) == [("2019-04", "2019-04")]
    assert _lost(rows, Controls(detection_delay=1)) == [("2019-05", "2019-04")]


def test_too_few_months_give_no_verdict() -> None:
    assert _lost([1000, 1000, 1000, 1000, 1000, 0], Controls(fail_on_zero=False)) == []


def test_a_later_file_changes_no_earlier_verdict() -> None:
    rows = [1000, 1003] * 8 + [400, 1000, 1001]
    whole = _lost(rows, Controls())
    for n in range(len(rows)):
        assert _lost(rows[: n + 1], Controls()) == [line for line in whole if line[0] <= str(Month("2018-04").plus(n))]


def test_a_band_is_never_narrower_than_chance() -> None:
    usual = band([counted(100)] * 12, counted(100))
    assert usual is not None
    assert usual.holds(counted(130).value)
    assert not usual.holds(counted(160).value)
    assert share(0, 0) is None


def test_a_share_that_rests_on_fewer_than_five_children_is_not_shown() -> None:
    few = Anomaly("x", "2020-04", "2020-04", "code", "M2", "query", "source_code", "K1", 90, 100, 0, 100_000, "2020-04")
    assert "90 %" in told(few, _snapshot(), children=5)
    assert "%" not in told(few, _snapshot(), children=4)


def test_a_share_just_outside_what_was_expected_never_prints_as_inside() -> None:
    code = ("x", "2020-04", "2020-04", "code", "M2", "query", "source_code", "K1")
    more = Anomaly(*code, 316, 1000, 231_000, 314_000, "2020-04")
    less = Anomaly(*code, 229, 1000, 231_000, 314_000, "2020-04")
    assert told(more, _snapshot(), children=50).endswith(": 32 %, not 23 to 31 %")
    assert told(less, _snapshot(), children=50).endswith(": 22 %, not 24 to 32 %")


def test_a_cell_that_no_code_list_declares_is_never_told() -> None:
    odd = Anomaly("x", "2020-04", "2020-04", "team", "G1b", "query", "team", "Jane Doe", 9, 0, 20, 30, "2020-04")
    assert "Jane" not in told(odd, _snapshot(), children=9)


def test_settings_of_an_extract_win_over_those_for_all() -> None:
    found, faults = parse_controls(
        {"detection_delay": 1, "ignore_small_changes": {"drop_pct": 5}, "b": {"fail_on_zero": False}}, ["a", "b"]
    )
    assert faults == []
    small = SmallChanges(drop_pct=5)
    assert found == {"a": Controls(True, small, 1), "b": Controls(False, small, 1)}


def test_every_fault_of_the_settings_is_named_at_once() -> None:
    _, faults = parse_controls(
        {"fail_on_zero": "yes", "detection_delay": 9, "c": {}, "a": {"ignore_small_changes": {"drop": 1}}}, ["a"]
    )
    assert len(faults) == 4
