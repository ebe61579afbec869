"""A council whose landing gets another tool's SSDA903 set, dropped as it is.

Called by: tests of what becomes of the set.
Promises:  the files are taken in and built into figures by the same calls as any month.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from tasks import building, councils, intake
from tasks.councils import Council
from tasks.store import Store
from warehouse.periods import Month

SAMPLE = Path(__file__).resolve().parents[3] / "shared/samples/data-to-insight__csc-validator-be-903/tests/fake_data"
CODE = "thirdshire"
MONTH = Month("2018-03")


@dataclass(frozen=True)
class Run:
    store: Store
    council: Council
    report: intake.IntakeReport
    connection: duckdb.DuckDBPyConnection


@contextmanager
def taken_in(folder: Path) -> Iterator[Run]:
    """Put the CSV files of the set into landing, take them in, build, and open what was built."""
    store = Store.open(folder)
    settings = store.councils() / CODE
    (settings / "reports").mkdir(parents=True)
    (settings / "council.toml").write_text('name = "Thirdshire"\n')
    (settings / "reports/annual.toml").write_text(
        'title = "Annual"\nrating_rule = "target_tolerance"\narrows = "performance"\nmain = true\n'
        '[membership]\n"2017-18" = ["LAC-PLAC3", "LAC-STAB2Y"]\n'
    )
    landing = store.landing(CODE, str(MONTH))
    landing.mkdir(parents=True)
    for path in sorted(SAMPLE.glob("*.csv")):
        shutil.copyfile(path, landing / path.name)
    council = councils.load(store, CODE)
    report = intake.take_in(store, council, [MONTH], datetime(2018, 4, 10, tzinfo=UTC), lambda _line: None)
    building.rebuild(store, council, lambda _line: None)
    current = store.current_build(CODE)
    assert current is not None
    with duckdb.connect(str(current), read_only=True) as connection:
        yield Run(store, council, report, connection)
