"""Every row behind a figure stands in its list once, with how it counts; the list adds up to the printed figure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from expectations import extracts as declared
from expectations.errors import BlockedByData, UsageProblem
from tests.warehouse.random_council import random_councils
from tests.warehouse.warehouse_builder import Warehouse, build_whole, parquet_files, table
from warehouse import child_list as lists
from warehouse import indicators
from warehouse.breakdowns import label_of
from warehouse.build import BuildInput
from warehouse.build import build as build_file
from warehouse.child_list import ChildList, child_list
from warehouse.column_use import columns_used
from warehouse.periods import parse_period
from warehouse.teams import REQUIRED, parse_teams

SEED = 77
NO_TEAM = "No team recorded"


def listed(warehouse: Warehouse, code: str, period: str, member: str = "", by: str = "team") -> ChildList:
    asked = (code, parse_period(period))
    return child_list(
        warehouse.connection, indicators.load(), declared.load(), asked, (by, member) if member else lists.WHOLE
    )


def lines(found: ChildList) -> list[dict[str, Any]]:
    headers = [column.header for column in found.columns]
    return [dict(zip(headers, row, strict=True)) for row in found.rows]


@pytest.fixture(scope="module")
def councils(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    used = columns_used(declared.load(), indicators.load())
    with pytest.MonkeyPatch.context() as patched:
        # What is asked for one indicator at a time is the same as asked for all of them at once, which is quicker.
        patched.setattr(lists, "columns_used", lambda _extracts, _one: used)
        yield Warehouse(build_whole(tmp_path_factory.mktemp("council"), random_councils(SEED, 10).files))


def recounted(found: ChildList, measure: str) -> tuple[int, int, int, int]:
    """Count a list as a reader of it would: numerator, rows that count, left out, unknown."""
    rows = lines(found)
    counting = [row for row in rows if row["Counts"] == "yes"]
    if measure == "average":
        numerator = sum(int(row["Amount"]) for row in counting)
    else:
        numerator = sum(row["In the numerator"] == "yes" for row in counting)
    left_out = sum(row["Left out because"] is not None for row in rows)
    return numerator, len(counting), left_out, sum(row["Unknown"] == "yes" for row in rows)


@pytest.mark.parametrize("code", sorted(indicators.load()))
def test_a_list_adds_up_to_the_figure_of_the_whole_and_of_each_team_and_age(code: str, councils: Warehouse) -> None:
    periods = councils.rows("SELECT kind, max(period) FROM mart.period GROUP BY kind")
    figures = councils.rows(
        "SELECT kind, period, measure, dimension, member, CAST(numerator AS BIGINT), CAST(denominator AS BIGINT), "
        f"excluded, unknown FROM mart.indicator_result WHERE indicator = '{code}' AND dimension IN ('', 'team', 'age')"
    )
    seen = 0
    for kind, period, measure, dimension, member, numerator, denominator, excluded, unknown in figures:
        if (kind, period) not in periods or (kind == "month" and dimension):
            continue
        name = label_of(indicators.load()[code][-1], dimension, member or "") if dimension else ""
        found = recounted(listed(councils, code, period, name, dimension), measure)
        counting = found[1] if measure in ("count", "monthly_count", "rate") else denominator
        assert found == (numerator, counting, excluded, unknown), (period, dimension, name)
        seen += sum(found)
    assert seen, "chance made no row of it, so nothing was held against anything"


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    # K1 went to early help, K2 is undecided and comes again with an outcome, K3 is of another quarter.
    contacts = "contact_id|child_id|contact_on|contact_outcome_code|team\n"
    files = {
        "contacts": {
            "2020-07": table(contacts + "K2|A|2020-07-01||North"),
            "2020-08": table(contacts + "K3|B|2020-06-30|EARLY_HELP|North\nK1|A|2020-08-03|EARLY_HELP|South"),
            "2020-09": table(contacts + "K4|C|2020-09-30||\nK2|A|2020-07-01|NFA|North"),
        },
        "persons": {"2020-09": table("child_id|sex_code\nA|F")},
        "assessments": {
            "2020-09": table("assessment_id|child_id|started_on|authorised_on|team\nA1|A|2020-07-01|2020-09-01|North")
        },
    }
    return Warehouse(build_whole(tmp_path_factory.mktemp("small"), files))


def test_a_line_says_who_how_it_counts_what_decided_and_where_it_stands(warehouse: Warehouse) -> None:
    found = listed(warehouse, "FD-CONT-EH", "2020-21-Q2")
    assert lines(found)[-1] == {
        "Child ID": "A", "Contact ID": "K1", "Team": "South", "Counts": "yes", "In the numerator": "yes",
        "Unknown": None, "Left out because": None, "Date of Contact": parse_period("2020-08").starts_on.replace(day=3),
        "Contact Outcome": "EARLY_HELP", "File": "contacts_2020-08.csv", "Row": 2,
    }  # fmt: skip
    told = {
        row["Contact ID"]: (row["In the numerator"], row["Unknown"], row["File"], row["Row"]) for row in lines(found)
    }
    assert told == {
        "K1": ("yes", None, "contacts_2020-08.csv", 2),
        "K2": ("no", None, "contacts_2020-09.csv", 2),  # its last word
        "K4": ("no", "yes", "contacts_2020-09.csv", 1),
    }
    kinds = {column.header: column.identifies for column in found.columns if column.identifies}
    assert kinds == {"Child ID": "child", "Contact ID": "contact"}


def test_days_stand_beside_what_is_counted_from_them(warehouse: Warehouse) -> None:
    (row,) = lines(listed(warehouse, "FD-ASMT-45", "2020-09"))
    said = {
        name: str(row[name])
        for name in ("Continuous Assessment Start Date", "Continuous Assessment Date of Authorisation")
    }
    assert row["Working days"] == 43
    assert sorted(said.values()) == ["2020-07-01", "2020-09-01"], sorted(row)


def test_a_team_is_known_by_any_capitals_and_one_without_rows_is_refused(warehouse: Warehouse) -> None:
    assert [row["Contact ID"] for row in lines(listed(warehouse, "FD-CONT-EH", "2020-21-Q2", "NORTH"))] == ["K2"]
    assert [row["Contact ID"] for row in lines(listed(warehouse, "FD-CONT-EH", "2020-21-Q2", NO_TEAM))] == ["K4"]
    with pytest.raises(UsageProblem, match="No team recorded, North, South"):
        listed(warehouse, "FD-CONT-EH", "2020-21-Q2", "West")


def test_a_service_has_the_rows_of_the_teams_that_stood_in_it_that_month(tmp_path: Path) -> None:
    # North moved from the front door to help on 1 September; South is in no service.
    teams = f"{','.join(REQUIRED)}\nNorth,Front Door,2020-01-01,2020-08-31\nnorth,Help,2020-09-01,\n"
    contacts = table("""
        contact_id | child_id | contact_on | contact_outcome_code | team
        K1         | A        | 2020-08-31 | EARLY_HELP           | North
        K2         | B        | 2020-09-01 | NFA                  | North
        K3         | C        | 2020-09-02 | NFA                  | South
    """)
    files = parquet_files(tmp_path, {"contacts": {"2020-09": contacts}})
    given = BuildInput("testshire", declared.load(), indicators.load(), files, places=parse_teams(teams)[0])
    build_file(tmp_path / "warehouse.duckdb", given, lambda *_: [], lambda _line: None)
    with duckdb.connect(str(tmp_path / "warehouse.duckdb"), read_only=True) as connection:
        built = Warehouse(connection)
        for service, rows in (("front door", ["K1"]), ("Help", ["K2"]), ("No service recorded", ["K3"])):
            found = listed(built, "FD-CONT-EH", "2020-21-Q2", service, "service")
            assert [row["Contact ID"] for row in lines(found)] == rows, service


@pytest.mark.parametrize(
    ("code", "period", "problem", "says"),
    [
        ("FD-CONT-EH", "2030-09", UsageProblem, "nothing was delivered for September 2030"),
        ("SUP-LAC", "2020-09", BlockedByData, "there is no delivery of lac_episodes"),
        ("LOCAL-01", "2020-09", UsageProblem, "nobody declares it"),
    ],
)
def test_where_there_is_no_figure_there_is_no_list(
    warehouse: Warehouse, code: str, period: str, problem: type[Exception], says: str
) -> None:
    with pytest.raises(problem, match=says):
        listed(warehouse, code, period)


def test_a_list_that_does_not_add_up_is_refused(tmp_path: Path) -> None:
    contacts = table("contact_id|child_id|contact_on|contact_outcome_code\nK1|A|2020-09-01|EARLY_HELP")
    build_whole(tmp_path, {"contacts": {"2020-09": contacts}}).close()
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as built:
        built.execute("UPDATE mart.indicator_result SET numerator = 0 WHERE indicator = 'FD-CONT-EH'")
        with pytest.raises(BlockedByData, match="do not add up"):
            listed(Warehouse(built), "FD-CONT-EH", "2020-09")


def test_nothing_of_a_list_is_shown_by_accident(warehouse: Warehouse) -> None:
    assert "K1" not in repr(listed(warehouse, "FD-CONT-EH", "2020-21-Q2"))
