"""Faults of a monthly file that nobody announced, each as SQL that spoils the last month of a list.

`{t}` is the list, `{now}` the end of the last month; a row that a fault makes unusable is set aside.
"""

from __future__ import annotations

from tests.warehouse.stable_years import Lists

_LAST = "month_ends_on = {now}"

FAULTS: dict[str, tuple[str, ...]] = {
    "half of the rows missing": (f"DELETE FROM {{t}} WHERE {_LAST} AND hash(case_id) % 2 = 0",),
    "cut off after two thirds": (
        f"DELETE FROM {{t}} WHERE {_LAST} AND CAST(case_id AS INTEGER) > (SELECT "
        f"quantile_disc(CAST(case_id AS INTEGER), 2 / 3) FROM {{t}} WHERE {_LAST})",
    ),
    "only the rows of this month sent": (f"DELETE FROM {{t}} WHERE {_LAST} AND started_on < {{from}}",),
    "nothing of this month in it": (f"DELETE FROM {{t}} WHERE {_LAST} AND started_on >= {{from}}",),
    "every row twice under new numbers": (
        f"INSERT INTO {{t}} SELECT * REPLACE ('x' || case_id AS case_id) FROM {{t}} WHERE {_LAST}",
    ),
    "no row at all": (f"DELETE FROM {{t}} WHERE {_LAST}",),
    "largest team missing": (f"DELETE FROM {{t}} WHERE {_LAST} AND team = {{team}}",),
    "largest team's rows under another team": (f"UPDATE {{t}} SET team = {{other}} WHERE {_LAST} AND team = {{team}}",),
    "a team under a new name": (f"UPDATE {{t}} SET team = 'Renamed' WHERE {_LAST} AND team = {{team}}",),
    "dates a month too early": (
        f"UPDATE {{t}} SET started_on = CAST(started_on - INTERVAL 1 MONTH AS DATE) WHERE {_LAST}",
    ),
    "dates a month too late, so that those after the month are set aside": (
        "UPDATE set_aside SET set_aside = set_aside + (SELECT count(*) FROM {t} WHERE "
        + _LAST
        + " AND started_on >= {from}) WHERE extract = '{name}' AND "
        + _LAST,
        f"DELETE FROM {{t}} WHERE {_LAST} AND started_on >= {{from}}",
        f"UPDATE {{t}} SET started_on = CAST(started_on + INTERVAL 1 MONTH AS DATE) WHERE {_LAST}",
    ),
    "a quarter of the rows unreadable": (
        "UPDATE set_aside SET set_aside = set_aside + (SELECT count(*) FROM {t} WHERE "
        + _LAST
        + " AND hash(case_id) % 4 = 0) WHERE extract = '{name}' AND "
        + _LAST,
        f"DELETE FROM {{t}} WHERE {_LAST} AND hash(case_id) % 4 = 0",
    ),
    "a code recoded": (f"UPDATE {{t}} SET source_code = {{unused}} WHERE {_LAST} AND source_code = {{code}}",),
    "two codes made one": (f"UPDATE {{t}} SET source_code = {{second}} WHERE {_LAST} AND source_code = {{code}}",),
    "a code that is no longer understood": (
        f"UPDATE {{t}} SET source_code = NULL WHERE {_LAST} AND source_code = {{code}}",
    ),
    "everything the default code": (f"UPDATE {{t}} SET source_code = {{second}} WHERE {_LAST}",),
    "a column emptied": (f"UPDATE {{t}} SET ethnicity_code = NULL WHERE {_LAST}",),
    "a third of a column blank": (f"UPDATE {{t}} SET ethnicity_code = NULL WHERE {_LAST} AND hash(case_id) % 3 = 0",),
    "yes and no exchanged": (f"UPDATE {{t}} SET is_urgent = NOT is_urgent WHERE {_LAST}",),
    "outcomes lost": (f"UPDATE {{t}} SET outcome_code = NULL WHERE {_LAST}",),
}


def plant(made: Lists, name: str, fault: str) -> None:
    """Spoil the last month of one list."""
    last = made.last
    t, now, begin = f"delivered.{name}", f"DATE '{last.ends_on}'", f"DATE '{last.starts_on}'"
    place = f"FROM {t} WHERE month_ends_on = {now}"

    def nth(column: str, n: int) -> str:
        found = made.connection.execute(
            f"SELECT {column} {place} AND {column} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1"
        ).fetchall()
        return f"'{found[n][0]}'"

    words = {
        "t": t,
        "name": name,
        "now": now,
        "from": begin,
        "team": nth("team", 0),
        "other": nth("team", 1),
        "code": nth("source_code", 0),
        "second": nth("source_code", 1),
        "unused": "'K15'",
    }
    for statement in FAULTS[fault]:
        made.connection.execute(statement.format(**words))
