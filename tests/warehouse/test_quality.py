"""The counts of the report on data quality are the counts of a loop over the rows, whatever the rows are."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import duckdb
import pytest

from expectations import extracts as declared
from expectations.contract import CodeList, Column, ContractError, Extract, Rule
from expectations.waivers import Waiver
from tests.warehouse import plain_quality, warehouse_builder
from tests.warehouse.plain_quality import Plain
from tests.warehouse.random_council import random_councils
from warehouse import quality, quality_report
from warehouse.periods import Month
from warehouse.profile import create_recording
from warehouse.quality import FileLine
from warehouse.quality_report import Score

SEX = CodeList("sex", {"F": "Female", "U": "Unknown", "X": "Not asked"}, not_known=("U", "X"))
EXTRACTS = {
    name: Extract(
        name=name,
        title=name.capitalize(),
        kind="snapshot" if name == "positions" else "events",
        key=("case_id",),
        columns=(
            Column("case_id", "VARCHAR", "Case", "The case.", required=True, identifies="case"),
            Column("sex_code", "VARCHAR", "Sex", "As told.", codes=SEX, is_equality=True),
            Column("faith", "VARCHAR", "Faith", "As told.", is_equality=True),
        ),
        rules=(
            Rule("X1", "Across files", "warn", "false", "why", scope="cross_file"),
            Rule("R1", "In a row", "query", "false", "why"),
        ),
    )
    for name in ("visits", "positions", "empty")
}
TOLD = {(n, c): SEX.not_known if c == "sex_code" else () for n in EXTRACTS for c in ("sex_code", "faith")}
ACROSS = ["empty X1", "visits X1"]
MONTHS = [str(month) for month in Month.range(Month("2019-11"), Month("2021-02"))]


def made_by_chance(seed: int) -> duckdb.DuckDBPyConnection:
    """Marts as a build leaves them, with rows by chance: months left out, teams in odd letters, rows without a key."""
    chance = random.Random(seed)
    connection = duckdb.connect()
    connection.execute("CREATE SCHEMA mart; CREATE SCHEMA silver")
    connection.execute("CREATE TABLE silver.visits (team VARCHAR); CREATE TABLE silver.positions (other VARCHAR)")
    connection.execute("INSERT INTO silver.visits VALUES ('North'), ('NORTH'), ('South'), (NULL)")
    for table, columns in _TABLES.items():
        connection.execute(f"CREATE TABLE mart.{table} ({columns})")
    joined = "mart.row_finding_kind JOIN mart.row_finding_row USING (kind_no)"
    connection.execute(f"CREATE VIEW mart.row_finding AS FROM {joined}")
    files = [(name, month) for name in ("visits", "positions") for month in MONTHS if chance.random() < 0.85]
    number = 0
    for name, month in files:
        aside, rows = chance.randrange(4), chance.randrange(9)
        doubles = chance.randrange(3)
        counts = (rows + aside + doubles, rows, aside, doubles)
        _add(connection, "delivery", name, month, chance.randrange(1, 3), f"{name}.csv", "f", None, *counts)
        for rule, severity, column in chance.sample(_KINDS, chance.randrange(len(_KINDS))):
            number += 1
            _add(connection, "row_finding_kind", number, name, month, "f", rule, severity, column)
            for row in chance.sample(range(12), chance.randrange(9)):
                key = chance.choice((None, row % 5, row % 5))
                _add(connection, "row_finding_row", number, row, chance.choice(_CHILDREN), chance.choice(_TEAMS), key)
            for message in chance.sample(("one", "other"), chance.randrange(3)):
                _add(connection, "finding", name, month, rule, severity, message, chance.randrange(5), column, "f")
                if chance.random() < 0.2:
                    odd = (name, month, month, "rows", rule, "query", column, "", 1, 0, 0, 0, month, message)
                    _add(connection, "anomaly", *odd)
        for team in ("North", "north", "South", "Jane Doe"):
            _add(connection, "profile", name, month, "team", "team", team, chance.randrange(30), 99)
        for column in ("sex_code", "faith", "other"):
            _add(connection, "profile", name, month, "blank", column, "", chance.randrange(9), 99)
            for code in chance.sample(("F", "U", "X"), 2):
                _add(connection, "profile", name, month, "code", column, code, chance.randrange(9), 90)
    return connection


_TABLES = {
    "delivery": "extract VARCHAR, month VARCHAR, sequence INTEGER, source VARCHAR, fingerprint VARCHAR, received_at "
    "TIMESTAMPTZ, rows_in BIGINT, loaded BIGINT, quarantined BIGINT, duplicates BIGINT",
    "finding": 'extract VARCHAR, month VARCHAR, rule VARCHAR, severity VARCHAR, message VARCHAR, "rows" BIGINT, '
    '"column" VARCHAR, source VARCHAR',
    "row_finding_kind": "kind_no INTEGER, extract VARCHAR, month VARCHAR, source VARCHAR, rule VARCHAR, severity "
    "VARCHAR, column_name VARCHAR",
    "row_finding_row": "kind_no INTEGER, row_number INTEGER, child_id VARCHAR, team VARCHAR, row_key UBIGINT",
    "profile": "extract VARCHAR, month VARCHAR, measure VARCHAR, column_name VARCHAR, category VARCHAR, "
    '"rows" BIGINT, of_rows BIGINT',
    "anomaly": "extract VARCHAR, month VARCHAR, judged_month VARCHAR, measure VARCHAR, rule VARCHAR, severity VARCHAR, "
    'column_name VARCHAR, category VARCHAR, "rows" BIGINT, of_rows BIGINT, low BIGINT, high BIGINT, since VARCHAR, '
    "message VARCHAR",
    "recording": "extract VARCHAR, month VARCHAR, recorded BIGINT, judged BIGINT, late BIGINT, late_days BIGINT, "
    "median_days BIGINT, p90_days BIGINT",
}
_KINDS = [
    (rule, severity, column)
    for rule, severity in (("A5", "reject_row"), ("A6", "warn"), ("R1", "query"), ("X1", "warn"))
    for column in ("", "sex_code")
]
_CHILDREN = ("t1", "t2", "t3", None)
_TEAMS = ("North", "north", "SOUTH", "Jane Doe", None)


def _add(connection: duckdb.DuckDBPyConnection, table: str, *values: object) -> None:
    connection.execute(f"INSERT INTO mart.{table} VALUES ({', '.join('?' * len(values))})", values)


@pytest.fixture(scope="module", params=range(3))
def marts(request: pytest.FixtureRequest) -> Iterator[duckdb.DuckDBPyConnection]:
    with made_by_chance(request.param) as connection:
        yield connection


def test_rules_that_are_judged_on_the_last_word_are_known() -> None:
    assert quality.across_files(EXTRACTS) == ACROSS


@pytest.mark.parametrize("what", ["files", "kinds", "teams", "columns", "ages", "equality"])
def test_every_count_is_that_of_a_loop_over_the_rows(marts: duckdb.DuckDBPyConnection, what: str) -> None:
    given = {"files": (ACROSS,), "ages": (ACROSS,), "equality": (EXTRACTS,)}.get(what, ())
    counted = getattr(quality, what)(marts, *given)
    plain = getattr(Plain(marts, ACROSS), what)(*((TOLD,) if what == "equality" else ()))
    assert len(plain) > 10
    assert sorted(map(tuple, counted)) == plain


def test_no_team_is_told_that_no_loaded_row_names(marts: duckdb.DuckDBPyConnection) -> None:
    assert {line.team for line in quality.teams(marts)} == {quality.NO_TEAM, "NORTH", "South"}


@pytest.mark.parametrize("keys", [(), ("t1",), ("t1", "t3")], ids=["every row", "one child", "two children"])
@pytest.mark.parametrize("rule", ["R1", "A5"])
def test_rows_of_a_waiver_are_those_of_its_children(
    marts: duckdb.DuckDBPyConnection, rule: str, keys: tuple[str, ...]
) -> None:
    waiver = Waiver(rule, "visits", date(2021, 1, 1), "why", "who", keys)
    counted = quality.waived(marts, waiver)
    broken = [
        row["month"]
        for row in Plain(marts, ACROSS).broken
        if (row["extract"], row["rule"]) == ("visits", rule) and row["severity"] in ("warn", "query")
        and (not keys or row["child_id"] in keys)
    ]  # fmt: skip
    assert counted == Counter(broken)
    assert bool(counted) == (rule == "R1"), "a rule that sets rows aside cannot be waived"


def test_what_is_told_of_a_month_does_not_change_when_later_months_come(marts: duckdb.DuckDBPyConnection) -> None:
    whole = quality_report.read(marts, EXTRACTS)
    last = sorted(whole)[-4]
    later = [str(month) for month in whole if month > last]
    with duckdb.connect() as cut:
        cut.execute("CREATE SCHEMA mart; CREATE SCHEMA silver; CREATE TABLE silver.visits (team VARCHAR)")
        cut.execute("INSERT INTO silver.visits VALUES ('North'), ('NORTH'), ('South'), (NULL)")
        for table, columns in _TABLES.items():
            cut.execute(f"CREATE TABLE mart.{table} ({columns})")
            rows = plain_quality.rows_of(marts, f"mart.{table}")
            for row in rows:
                if row.get("month") not in later:
                    _add(cut, table, *row.values())
        assert quality_report.read(cut, EXTRACTS) == {month: whole[month] for month in whole if month <= last}


@pytest.mark.parametrize("seed", [0, 1, 3])
def test_how_late_rows_came_is_that_of_a_loop_over_the_rows(seed: int) -> None:
    files = random_councils(seed, 12).files
    extracts = {name: extract for name, extract in declared.load().items() if name in files}
    built = warehouse_builder.build(files)
    built.connection.execute("CREATE SCHEMA IF NOT EXISTS mart")
    create_recording(built.connection, extracts)
    found = built.rows("SELECT * FROM mart.recording ORDER BY ALL")
    expected = []
    for name, extract in extracts.items():
        if extract.kind == "events" and extract.dated_by:
            rows = plain_quality.rows_of(built.connection, f"delivered.{name}")
            expected += [(name, *line) for line in plain_quality.recording(rows, extract.key, extract.dated_by)]
    assert found == sorted(expected, key=lambda line: line[:2])
    assert any(line[4] for line in found), "nothing came late: the test tests too little"
    built.connection.close()


@pytest.mark.parametrize(
    ("rows", "set_aside", "warned", "queried", "value"),
    [
        pytest.param(100, 0, 0, 0, Fraction(100), id="nothing found"),
        pytest.param(100, 1, 0, 0, Fraction(99), id="a row set aside costs a row"),
        pytest.param(100, 0, 1, 0, Fraction(199, 2), id="a warning costs half a row"),
        pytest.param(100, 0, 0, 1, Fraction(399, 4), id="a query costs a quarter"),
        pytest.param(7, 7, 0, 0, Fraction(0), id="everything set aside"),
        pytest.param(0, 0, 0, 0, None, id="no row, no score"),
    ],
)
def test_the_score_is_what_its_formula_says(
    rows: int, set_aside: int, warned: int, queried: int, value: Fraction | None
) -> None:
    assert Score(rows, set_aside, warned, queried).value == value


def test_files_together_are_scored_by_their_rows_and_duplicates_do_not_count() -> None:
    big = FileLine("big", "2020-09", 1, rows_in=1010, loaded=1000, set_aside=0, duplicates=10, warned=0, queried=0)
    small = FileLine("small", "2020-09", 1, rows_in=10, loaded=5, set_aside=5, duplicates=0, warned=3, queried=1)
    assert Score.of([big, small]) == Score(1010, 5, 3, 1)


def test_what_is_unfixed_is_told_with_its_first_month_and_the_oldest_first(marts: duckdb.DuckDBPyConnection) -> None:
    for month, report in quality_report.read(marts, EXTRACTS).items():
        told = [line for line in Plain(marts, ACROSS).ages() if line[1] == str(month)]
        assert sum(u.records for u in report.unfixed) >= report.old_records
        assert report.new_records + report.old_records == sum(line[-1] for line in told)
        assert [u.since for u in report.unfixed] == sorted(u.since for u in report.unfixed)
        for u in report.unfixed:
            same = [line for line in told if (line[0], *line[2:5]) == (u.extract, u.rule, u.severity, u.column)]
            assert (str(u.since), u.records) == (min(line[5] for line in same), sum(line[6] for line in same))
            assert u.months == 12 * (month.year - u.since.year) + month.number - u.since.number + 1 > 1


def test_the_trend_ends_with_the_month_and_has_a_gap_where_nothing_was_delivered(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    reports = quality_report.read(marts, EXTRACTS)
    for month, report in reports.items():
        assert [one.month for one in report.trend] == [*Month.range(month.plus(-11), month)]
        assert report.trend[-1].score == report.score
        for one in report.trend:
            assert (one.score.value is None) == (one.month not in reports or not one.score.rows)
            assert one.score == (reports[one.month].score if one.month in reports else Score())


def test_a_code_that_says_not_known_is_one_of_the_list() -> None:
    with pytest.raises(ContractError, match="not known by unknown code 'Z'"):
        CodeList("sex", {"F": "Female"}, not_known=("Z",))
