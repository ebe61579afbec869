"""A made-up council's monthly lists over years in which nothing is wrong, for tests of what raises an alert.

Four kinds of list (this year's, the last twelve months', everything, open cases), busy and small ones, with
seasons, growth, late recording and months that differ by more than chance.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from expectations.contract import CodeList, Column, Extract
from warehouse.anomalies import Anomaly, find_anomalies
from warehouse.controls import Controls
from warehouse.periods import Month
from warehouse.profile import create_profile

LISTS = ("year", "rolling", "all", "open")
FIRST = Month("2015-04")
TEAMS = tuple(f"Team {n}" for n in range(1, 11))
_CODES = CodeList("codes", {f"K{n}": f"Code {n}" for n in range(16)})
_DAYS = 30


def contract(name: str, kind: str) -> Extract:
    """Return the contract of a list: what is recorded at once, what later, what is sometimes forgotten."""
    return Extract(
        name=name,
        title=name.capitalize(),
        kind="snapshot" if kind == "open" else "events",
        key=("case_id",),
        dated_by="started_on",
        columns=(
            Column("case_id", "VARCHAR", "Case ID", "Number.", required=True, identifies="case"),
            Column("started_on", "DATE", "Start", "Day it began.", required=True),
            Column("ended_on", "DATE", "End", "Day it ended."),
            Column("team", "VARCHAR", "Team", "Team."),
            Column("source_code", "VARCHAR", "Source", "Who asked.", codes=_CODES),
            Column("outcome_code", "VARCHAR", "Outcome", "Blank while undecided.", codes=_CODES),
            Column("ethnicity_code", "VARCHAR", "Ethnicity", "Sometimes not asked.", codes=_CODES),
            Column("is_urgent", "BOOLEAN", "Urgent", "Yes or no."),
        ),
    )


@dataclass(frozen=True)
class Lists:
    """Lists in a database, each under its contract; what a test changes in them is as if it had arrived so."""

    connection: duckdb.DuckDBPyConnection
    extracts: dict[str, Extract]
    months: int

    @property
    def last(self) -> Month:
        return FIRST.plus(self.months - 1)

    def anomalies(self, **controls: Controls) -> list[Anomaly]:
        """Count and judge every list, as a build does."""
        self.connection.execute("DROP SCHEMA IF EXISTS mart CASCADE; CREATE SCHEMA mart")
        self.connection.execute(
            "CREATE TABLE mart.delivery (extract VARCHAR, month VARCHAR, rows_in BIGINT, "
            "loaded BIGINT, duplicates BIGINT)"
        )
        for name in self.extracts:
            self.connection.execute(
                f"INSERT INTO mart.delivery SELECT '{name}', strftime(m.month_ends_on, '%Y-%m'), "
                "count(d.case_id) + any_value(m.set_aside), count(d.case_id), 0 "
                f"FROM set_aside m LEFT JOIN delivered.{name} d USING (month_ends_on) WHERE m.extract = '{name}' "
                "GROUP BY m.month_ends_on"
            )
        create_profile(self.connection, self.extracts, {k: v.detection_delay for k, v in controls.items()})
        return find_anomalies(self.connection, self.extracts, controls)


def lists(seed: int, count: int, months: int) -> Lists:
    """Make `count` lists over `months` months; the same seed gives the same rows."""
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    connection.execute("CREATE SCHEMA delivered")
    connection.execute("CREATE TABLE set_aside (extract VARCHAR, month_ends_on DATE, set_aside BIGINT)")
    connection.execute("CREATE TABLE month (month_no INTEGER, month_starts_on DATE, month_ends_on DATE)")
    days = [(n, FIRST.plus(n).starts_on, FIRST.plus(n).ends_on) for n in range(months)]
    connection.executemany("INSERT INTO month VALUES (?, ?, ?)", days)
    extracts = {}
    for n in range(count):
        kind = LISTS[n % len(LISTS)]
        name = f"{kind}_{n}"
        extracts[name] = contract(name, kind)
        _create(connection, name, kind, (np.random.default_rng([seed, n]), months))
    return Lists(connection, extracts, months)


def _create(
    connection: duckdb.DuckDBPyConnection, name: str, kind: str, drawn: tuple[np.random.Generator, int]
) -> None:
    draw, months = drawn
    connection.register("event", _events(draw, months))
    shown = {
        "year": "e.started_on >= make_date(year(m.month_ends_on) - CAST(month(m.month_ends_on) < 4 AS INTEGER), 4, 1)",
        "rolling": "e.started_on > m.month_ends_on - INTERVAL 1 YEAR",
        "all": "true",
        "open": "(e.ended_on > m.month_ends_on OR e.ended_on IS NULL)",
    }[kind]
    connection.execute(
        f"CREATE TABLE delivered.{name} AS SELECT CAST(e.n AS VARCHAR) AS case_id, e.started_on, "
        "CASE WHEN e.ended_on <= m.month_ends_on THEN e.ended_on END AS ended_on, team, source_code, "
        "CASE WHEN decided_on <= m.month_ends_on THEN outcome_code END AS outcome_code, ethnicity_code, is_urgent, "
        "m.month_starts_on, m.month_ends_on "
        f"FROM event e JOIN month m ON e.recorded_on <= m.month_ends_on AND {shown}"
    )
    connection.register(
        "spoilt", pa.table({"month_no": pa.array(range(months)), "n": pa.array(draw.poisson(0.5, months))})
    )
    connection.execute(
        f"INSERT INTO set_aside SELECT '{name}', m.month_ends_on, s.n FROM month m JOIN spoilt s USING (month_no)"
    )
    connection.unregister("event")
    connection.unregister("spoilt")


def _events(draw: np.random.Generator, months: int) -> pa.Table:
    """Draw what happened, from two years before the first file on."""
    span = months + 24
    rate = float(np.exp(draw.uniform(np.log(15), np.log(400))))
    number = np.arange(span)
    season = 1 + draw.uniform(0, 0.3) * np.cos(2 * np.pi * (number - draw.integers(12)) / 12)
    growth = np.exp(number * draw.uniform(-0.01, 0.01))
    beyond_chance = draw.gamma(shape := 1 / draw.uniform(0.01, 0.08) ** 2, 1 / shape, span)
    per_month = draw.poisson(rate * season * growth * beyond_chance)
    month_no = np.repeat(number, per_month)
    size = month_no.size
    first = np.array([np.datetime64(FIRST.plus(int(n) - 24).starts_on) for n in number])
    lengths = np.array([FIRST.plus(int(n) - 24).ends_on.day for n in number])
    started = first[month_no] + draw.integers(0, lengths[month_no])
    ended = started + draw.gamma(2.0, draw.uniform(30, 120), size).astype(int)
    decided = started + draw.gamma(1.5, draw.uniform(5, 40), size).astype(int)
    late = np.where(draw.random(size) < draw.uniform(0, 0.1), draw.integers(5, 120, size), 0)
    blank = draw.random(size) < draw.uniform(0, 0.25)
    return pa.table(
        {
            "n": pa.array(range(size)),
            "started_on": started,
            "ended_on": pa.array(ended, mask=draw.random(size) < draw.uniform(0, 0.1)),
            "decided_on": decided,
            "recorded_on": started + late,
            "team": np.array(TEAMS)[_drawn(draw, month_no, len(TEAMS))],
            "source_code": np.array([*_CODES.codes])[_drawn(draw, month_no, int(draw.integers(3, 16)))],
            "outcome_code": np.array([*_CODES.codes])[_drawn(draw, month_no, int(draw.integers(3, 8)))],
            "ethnicity_code": pa.array(np.array([*_CODES.codes])[_drawn(draw, month_no, 15)], mask=blank),
            "is_urgent": draw.random(size) < draw.uniform(0.02, 0.5),
        }
    )


def _drawn(draw: np.random.Generator, month_no: np.ndarray, kinds: int) -> np.ndarray:
    """Draw a kind for each row; how common each is differs a little from month to month."""
    usual = draw.dirichlet(np.full(kinds, 1.5))
    monthly = draw.dirichlet(usual * 2000 + 0.01, month_no.max() + 1)
    ends = np.cumsum(monthly, axis=1)[month_no]
    return np.minimum((draw.random(month_no.size)[:, None] > ends).sum(axis=1), kinds - 1)
