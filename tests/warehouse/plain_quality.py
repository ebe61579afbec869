"""A second way of counting the quality of data: loops over rows in plain Python, to hold the queries against.

Rows are read from the marts as they are; everything else is counted here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime
from typing import Any

import duckdb

from warehouse.periods import Month

Row = dict[str, Any]


def rows_of(connection: duckdb.DuckDBPyConnection, table: str) -> list[Row]:
    """Return a table's rows."""
    found = connection.execute(f"SELECT * FROM {table}")
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


class Plain:
    """The counts of one warehouse."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, across: list[str]) -> None:
        """Read the marts."""
        self.deliveries = rows_of(connection, "mart.delivery")
        self.findings = rows_of(connection, "mart.finding")
        self.broken = rows_of(connection, "mart.row_finding")
        self.profile = rows_of(connection, "mart.profile")
        odd = rows_of(connection, "mart.anomaly")
        self.odd = {(a["extract"], a["month"], a["rule"], a["message"]) for a in odd}
        self.across = {tuple(name.split()) for name in across}
        self.teams_known: dict[str, str] = {}
        for (table,) in connection.execute(
            "SELECT table_name FROM duckdb_columns() WHERE schema_name = 'silver' AND column_name = 'team'"
        ).fetchall():
            for row in rows_of(connection, f"silver.{table}"):
                if row["team"] is not None:
                    folded = row["team"].lower()
                    self.teams_known[folded] = min(row["team"], self.teams_known.get(folded, row["team"]))

    def files(self) -> list[tuple[Any, ...]]:
        """Each file's rows, by the worst found in them."""
        worst: dict[tuple[Any, ...], str] = {}
        order = ("query", "warn", "reject_row")
        for row in self.broken:
            if (row["extract"], row["rule"]) not in self.across:
                place = (row["extract"], row["month"], row["row_number"])
                worst[place] = max(worst.get(place, "query"), row["severity"], key=order.index)
        counted = Counter((extract, month, severity) for (extract, month, _), severity in worst.items())
        return sorted(
            (d["extract"], d["month"], d["sequence"], d["rows_in"], d["loaded"], d["quarantined"], d["duplicates"],
             counted[d["extract"], d["month"], "warn"], counted[d["extract"], d["month"], "query"])
            for d in self.deliveries
        )  # fmt: skip

    def kinds(self) -> list[tuple[Any, ...]]:
        """Each kind of finding, with the rows of it and those of the month before."""
        now: Counter[tuple[Any, ...]] = Counter()
        every: Counter[tuple[Any, ...]] = Counter()
        for f in self._without_odd():
            now[f["extract"], f["month"], f["rule"], f["severity"], f["column"], f["message"]] += f["rows"]
            every[f["extract"], f["month"], f["rule"], f["severity"], f["column"]] += f["rows"]
        return sorted(
            (*kind, rows, every[kind[0], str(Month(kind[1]).previous()), *kind[2:5]]) for kind, rows in now.items()
        )

    def columns(self) -> list[tuple[Any, ...]]:
        """Findings of each column by severity."""
        found: defaultdict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
        for f in self._without_odd():
            found[f["extract"], f["month"], f["column"]][f["severity"]] += f["rows"]
        order = ("reject_row", "warn", "query", "note")
        return sorted((*place, *(n[s] for s in order)) for place, n in found.items() if any(n.values()))

    def teams(self) -> list[tuple[Any, ...]]:
        """Loaded rows, rows with findings and findings of each team."""
        loaded: Counter[tuple[str, str]] = Counter()
        for p in self.profile:
            if p["measure"] == "team" and p["category"].lower() in self.teams_known:
                loaded[p["month"], self.teams_known[p["category"].lower()]] += p["rows"]
        rows: defaultdict[tuple[str, str], set[tuple[str, int]]] = defaultdict(set)
        found: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for row in self.broken:
            place = (row["month"], self.teams_known.get((row["team"] or "").lower(), ""))
            rows[place].add((row["extract"], row["row_number"]))
            found[place][row["severity"]] += 1
        return sorted(
            (*place, loaded[place], len(rows[place]), *(found[place][s] for s in ("reject_row", "warn", "query")))
            for place in {*loaded, *rows}
        )

    def ages(self) -> list[tuple[Any, ...]]:
        """Records with a finding, by the month since which every file shows it."""
        months: defaultdict[str, list[str]] = defaultdict(list)
        for extract, month in sorted({(d["extract"], d["month"]) for d in self.deliveries}):
            months[extract].append(month)
        seen = {
            (row["extract"], row["rule"], row["severity"], row["column_name"], row["row_key"], row["month"])
            for row in self.broken
            if row["row_key"] is not None and (row["extract"], row["rule"]) not in self.across
        }
        counted: Counter[tuple[Any, ...]] = Counter()
        for *what, key, month in seen:
            before = months[what[0]][: months[what[0]].index(month)]
            since = month
            while before and (*what, key, before[-1]) in seen:
                since = before.pop()
            counted[what[0], month, *what[1:], since] += 1
        return sorted((*place, n) for place, n in counted.items())

    def equality(self, told: dict[tuple[str, str], tuple[str, ...]]) -> list[tuple[Any, ...]]:
        """How often a characteristic is known; told: (extract, column) -> the codes that say it is not."""
        unknown: Counter[tuple[str, str, str]] = Counter()
        for p in self.profile:
            if p["measure"] == "code" and p["category"] in told.get((p["extract"], p["column_name"]), ()):
                unknown[p["extract"], p["month"], p["column_name"]] += p["rows"]
        found = []
        for p in self.profile:
            place = (p["extract"], p["month"], p["column_name"])
            if p["measure"] == "blank" and (p["extract"], p["column_name"]) in told:
                found.append((*place, p["of_rows"] - p["rows"] - unknown[place], unknown[place], p["rows"]))
        return sorted(found)

    def _without_odd(self) -> list[Row]:
        return [f for f in self.findings if (f["extract"], f["month"], f["rule"], f["message"]) not in self.odd]


def recording(rows: list[Row], key: tuple[str, ...], day: str) -> list[tuple[Any, ...]]:
    """How late one extract's rows came, from its delivered rows: what mart.recording says without the extract."""
    files = sorted({row["month_ends_on"] for row in rows})
    first: dict[tuple[Any, ...], tuple[Any, Any]] = {}
    for row in sorted(rows, key=lambda row: row["month_ends_on"]):
        event = row[day].date() if isinstance(row[day], datetime) else row[day]
        first.setdefault(tuple(row[name] for name in key), (row["month_ends_on"], event))
    found = []
    for file in files:
        shown = [event for shown_on, event in first.values() if shown_on == file]
        if not shown:
            continue
        judged = [event for event in shown if event is not None and event <= file and file > files[0]]
        late = []
        for event in judged:
            due = min(one for one in files if one >= event)
            if due < file:
                late.append((file - due).days)
        days = [(file - event).days for event in judged]
        found.append(
            (f"{file:%Y-%m}", len(shown), len(judged), len(late), _ranked(late, 1, 2), _ranked(days, 1, 2),
             _ranked(days, 9, 10))
        )  # fmt: skip
    return found


def _ranked(values: list[int], part: int, of: int) -> int | None:
    """Return the nearest rank: of ten values the fifth for a half, the ninth for nine tenths."""
    return sorted(values)[-(-part * len(values) // of) - 1] if values else None
