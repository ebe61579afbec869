"""From a printed figure back to rows, children, files and decisions, with nothing unaccounted for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

import duckdb
import pytest

from expectations.errors import UsageProblem
from tests.warehouse.testshire import RETURNED, open_testshire, report, request
from warehouse import indicators
from warehouse.explain import Explanation, explain
from warehouse.publication import PublishedFigure

SECTIONS = ("Definition", "How it was counted", "Target and colour", "Direction of travel", "Sources")


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_testshire(tmp_path_factory.mktemp("testshire")) as connection:
        yield connection


def explained(
    warehouse: duckdb.DuckDBPyConnection,
    code: str,
    period: str = "2020-21-Q2",
    by: str = "",
    member: str = "",
    **changes,
) -> Explanation:
    return explain(warehouse, request(report("FD-CONT-EH"), period, **changes), code, by, member)


def section(found: Explanation, title: str) -> list[str]:
    """Return the lines under a title."""
    start = found.lines.index(title) + 1
    end = next((n for n in range(start, len(found.lines)) if not found.lines[n]), len(found.lines))
    return [line.strip() for line in found.lines[start:end]]


def numbers(lines: list[str]) -> dict[str, int]:
    """Return what a counted section says: the words of each line and its number."""
    found = {}
    for line in lines:
        match = re.match(r"(?:([A-Za-z]+) +)?([0-9][0-9,]*)(?: +(.*))?$", line)
        if match:
            found[" ".join(part for part in (match[1], match[3]) if part)] = int(match[2].replace(",", ""))
    return found


@pytest.mark.parametrize("code", sorted({*indicators.load(), *RETURNED}))
def test_every_indicator_can_be_explained_in_all_its_parts(warehouse: duckdb.DuckDBPyConnection, code: str) -> None:
    found = explained(warehouse, code)
    assert found.lines[0].startswith(f"{code}  ")
    assert "Testshire (synthetic data), Quarter 2 2020/21: " in found.lines[1]
    for title in SECTIONS:
        assert section(found, title), title
    assert "KID" not in repr(found), "a child is named"


def test_the_arithmetic_is_shown_and_adds_up(warehouse: duckdb.DuckDBPyConnection) -> None:
    lines = section(explained(warehouse, "FD-CONT-EH"), "How it was counted")
    found = numbers(lines)
    assert (found["Numerator"], found["Denominator"]) == (5, 20)
    assert any("25%  = 5 of 20, unrounded 25" in line for line in lines)
    assert found["Unknown in the denominator, cannot be told whether they count"] == 1
    assert found["Considered = denominator 20 + excluded 0"] == 20


def test_what_was_excluded_is_counted_by_reason_and_adds_up(warehouse: duckdb.DuckDBPyConnection) -> None:
    lines = section(explained(warehouse, "SUP-LAC"), "How it was counted")
    excluded = {text.removeprefix("Excluded "): n for text, n in numbers(lines).items() if text.startswith("Excluded")}
    assert excluded == {
        "looked after under a series of short breaks (V3, V4)": 1,
        "looked after for less than three months": 2,
    }
    assert numbers(lines)["Considered = denominator 2 + excluded 3"] == 5


def test_every_child_known_is_accounted_for_on_the_day(warehouse: duckdb.DuckDBPyConnection) -> None:
    # Nine in the persons file: five looked after (one in short breaks), one left, one came in 2021, two never.
    found = numbers(section(explained(warehouse, "LAC-PLAC3"), "Every child accounted for"))
    total = found.pop("children whom any delivery names")
    set_aside = found.pop("rows of the extracts it needs are in quarantine and count for no child")
    assert found == {"looked after": 5, "no episode of care": 2, "care had ended": 1, "care began later": 1}
    assert sum(found.values()) == total == 9
    assert set_aside == 2


@pytest.mark.parametrize("code", ["LAC-PLAC3", "LAC-STAB2Y", "LAC-PPLAN", "SUP-LAC", "WF-SW2"])
def test_children_looked_after_are_those_considered(warehouse: duckdb.DuckDBPyConnection, code: str) -> None:
    # LAC-STAB2Y and LAC-PPLAN leave everybody out and have no figure; the others count or exclude all five.
    found = explained(warehouse, code)
    if found.facts["no_data_reason"]:
        assert found.facts["no_data_reason"] == "no cases in the period"
        return
    counted = numbers(section(found, "How it was counted"))
    considered = next(n for text, n in counted.items() if text.startswith("Considered"))
    assert considered == numbers(section(found, "Every child accounted for"))["looked after"] == 5


def test_events_have_no_account_of_children(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert "Every child accounted for" not in explained(warehouse, "FD-CONT-EH").lines


def test_teams_are_listed_and_one_can_be_asked_for(warehouse: duckdb.DuckDBPyConnection) -> None:
    every = section(explained(warehouse, "FD-CONT-EH"), "Teams")
    assert [re.split(r"  +", line) for line in every] == [
        ["MASH North", "2 of", "10", "20%"],
        ["MASH South", "2 of", "9", "22.2%"],
        ["No team recorded", "1 of", "1", "100%"],
    ]
    one = section(explained(warehouse, "FD-CONT-EH", by="team", member="mash north"), "Teams")
    assert [line.split("  ")[0] for line in one] == ["MASH North"]


def test_a_figure_is_split_by_any_dimension_that_it_has(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = explained(warehouse, "FD-CONT-EH", by="age")
    assert [re.split(r"  +", line)[0] for line in section(found, "By age")] == [
        "10 to 15",
        "Not recorded",
    ]
    member, unknown = found.facts["breakdown"]["members"]
    assert (member["member"], member["numerator"], member["denominator"], member["value"]) == ("10", 4, 17, "23.5%")
    assert (unknown["member"], unknown["numerator"], unknown["denominator"], unknown["value"]) == ("", 1, 3, "33.3%")
    assert "breakdown" not in explained(warehouse, "FD-CONT-EH").facts


def test_a_split_that_there_is_not_is_answered_with_those_there_are(warehouse: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(UsageProblem, match="is not split by 'colour'") as raised:
        explained(warehouse, "FD-CONT-EH", by="colour")
    assert raised.value.fix == "it is split by: team, service, pod, sex, age, ethnicity, disability"
    with pytest.raises(UsageProblem, match="is not split by 'team'") as raised:
        explained(warehouse, "LOCAL-01", by="team")
    assert raised.value.fix == "a figure that a service returns is not split"
    with pytest.raises(UsageProblem, match="has no row for age 'old'") as raised:
        explained(warehouse, "FD-CONT-EH", by="age", member="old")
    assert raised.value.fix == "it has: 10 to 15, Not recorded"


def test_a_number_of_children_is_held_beside_those_who_live_there(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = explained(warehouse, "LAC-STOCK", by="age")
    [line] = section(found, "Disproportionality")
    assert line == "Not compared, because how many children of each group live in the area is not known"
    assert found.facts["disproportionality"]["groups"] == []
    assert "Disproportionality" not in explained(warehouse, "FD-CONT-EH", by="age").lines


def test_an_unknown_team_is_answered_with_those_there_are(warehouse: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(UsageProblem) as raised:
        explained(warehouse, "FD-CONT-EH", by="team", member="MASH West")
    assert "MASH West" in raised.value.what
    assert raised.value.fix == "teams: MASH North, MASH South, No team recorded"


@pytest.mark.parametrize(
    ("written", "meant"),
    [("FD-CONT-E", "FD-CONT-EH"), ("LAC-STAB", "LAC-STAB2Y"), ("LOCAL01", "LOCAL-01"), ("SUP_LAC", "SUP-LAC")],
)
def test_an_unknown_indicator_is_answered_with_the_nearest(
    warehouse: duckdb.DuckDBPyConnection, written: str, meant: str
) -> None:
    with pytest.raises(UsageProblem) as raised:
        explained(warehouse, written)
    assert (raised.value.what, raised.value.fix) == (f"there is no indicator {written!r}", f"did you mean {meant}?")


def test_contacts_without_a_delivery_are_explained_as_missing(warehouse: duckdb.DuckDBPyConnection) -> None:
    # Nothing came for December 2020.
    found = explained(warehouse, "FD-CONT-EH", "2020-21-Q3")
    assert found.lines[1].startswith("Testshire (synthetic data), Quarter 3 2020/21: N/A  Not rated")
    assert section(found, "How it was counted") == ["No figure: no delivery of contacts for December 2020"]
    assert "Not rated, because no data: no delivery of contacts for December 2020" in section(
        found, "Target and colour"
    )
    assert "Teams" not in found.lines and "Every child accounted for" not in found.lines
    assert section(found, "Sources")[-1].startswith("warehouse build ")


def test_an_indicator_that_no_report_shows_can_be_explained_all_the_same(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    assert explained(warehouse, "WF-SW2").facts["denominator"] == "4"


def test_a_returned_figure_is_explained_as_submitted(warehouse: duckdb.DuckDBPyConnection) -> None:
    with_counts, without = explained(warehouse, "LOCAL-01"), explained(warehouse, "SEN-EHC20")
    assert "Value            81.3%  = 13 of 16, unrounded 81.25" in section(with_counts, "How it was counted")
    assert section(without, "How it was counted") == [
        "Returned as 60% by the service, without numerator and denominator"
    ]
    assert section(without, "Sources")[0].startswith(
        "indicator_returns 2020-09 delivery 1: indicator_returns_2020-09.csv"
    )
    assert not any("Owner" in line for line in section(without, "Definition"))


def test_the_colour_is_explained_with_target_tolerance_and_rule(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert section(explained(warehouse, "FD-CONT-EH"), "Target and colour") == [
        "Target for Q2 2020/21: 25%; annual 30%; tolerance ±5%",
        "Green, because 25% is on target 25%",
        "Rule of 'Quarterly report': target_tolerance",
    ]
    assert "tolerance none agreed" in section(explained(warehouse, "SUP-LAC"), "Target and colour")[0]


def test_directions_are_explained_with_the_figures_compared_or_why_there_is_none(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    assert section(explained(warehouse, "FD-CONT-EH"), "Direction of travel") == [
        "Short term: against Q1 2020/21, 35%: ↓ worse; the figure fell by 10",
        "Long term: against Q2 2019/20, 40%: ↓ worse; the figure fell by 15",
    ]
    short, long = section(explained(warehouse, "SUP-LAC"), "Direction of travel")
    assert short == "Short term: against Q1 2020/21, 50%: → the same; the figure did not move"
    assert long == "Long term: against Q2 2019/20, N/A: N/A, because no delivery of supervision for September 2019"


def test_a_restated_figure_says_what_was_printed(warehouse: duckdb.DuckDBPyConnection) -> None:
    before = {("FD-CONT-EH", "2020-21-Q2"): [PublishedFigure(1, "28.2%", Fraction("28.15"))]}
    found = explained(warehouse, "FD-CONT-EH", published_before=before, version=2)
    assert section(found, "Restatement") == [
        "Printed as 28.2% in version 1; changed by rows delivered or corrected since"
    ]
    assert found.facts["maturity"] == "restated"
    assert "Restatement" not in explained(warehouse, "FD-CONT-EH").lines


def test_the_files_behind_a_figure_are_named_and_their_rows_add_up(warehouse: duckdb.DuckDBPyConnection) -> None:
    lines = section(explained(warehouse, "LAC-PPLAN"), "Sources")
    assert [line.split(" ")[0] for line in lines] == ["lac_episodes", "pathway_plans", "persons", "warehouse"]
    for line in lines[:-1]:
        rows_in, loaded, quarantined, duplicates = map(
            int, re.search(r"(\d+) rows in = (\d+) loaded \+ (\d+) quarantined \+ (\d+) duplicates", line).groups()
        )
        assert rows_in == loaded + quarantined + duplicates


def test_a_figure_of_months_without_a_file_says_so(warehouse: duckdb.DuckDBPyConnection) -> None:
    def said(code: str, period: str) -> list[str]:
        return [line for line in section(explained(warehouse, code, period), "Sources") if "files of" in line]

    # Files of contacts came for the last month of each quarter only; a position speaks of one day.
    assert said("FD-CONT-EH", "2020-21-Q2") == [
        "contacts: files of 1 of the 3 months that the figure speaks of; what happened in the others counts only as "
        "far as these tell of it"
    ]
    assert said("FD-CONT-EH", "2020-09") == said("LAC-STOCK", "2020-21-Q2") == []


def test_the_facts_say_the_same_as_the_lines(warehouse: duckdb.DuckDBPyConnection) -> None:
    facts = explained(warehouse, "SUP-LAC").facts
    assert (facts["value"], facts["numerator"], facts["denominator"]) == ("50%", "1", "2")
    assert sum(facts["excluded"].values()) == 3
    assert facts["short_term"]["period"] == "2020-21-Q1"
    assert facts["definition_version"] == 1


def test_a_month_is_explained_like_a_quarter(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = explained(warehouse, "LAC-PLAC3", "2021-03")
    assert "Testshire (synthetic data), March 2021: " in found.lines[1]
    known = numbers(section(found, "Every child accounted for"))
    assert known["looked after"] == 6
