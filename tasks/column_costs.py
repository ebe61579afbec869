"""What it costs that a file lacks a column which it may lack: the indicators that are counted from it.

Called by: tasks.intake, once per table that was checked; deployments.standing, to tell of it.
Promises:  a finding for each column that costs something, with the codes of the indicators in force that month.
Never:     counts an indicator that the council submits as a figure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache

from expectations import extracts as declared
from expectations.assertions import COLUMN_COSTS
from expectations.findings import Finding
from expectations.headers import Recognition, near_misses, shown
from tasks.councils import Council
from tasks.recognising import accept_command
from warehouse import indicators
from warehouse.column_use import Used, columns_used
from warehouse.indicators import in_force
from warehouse.periods import Month


def costs(council: Council, seen: Recognition, month: Month, source: str) -> tuple[Finding, ...]:
    """Return a finding for each column that a file lacks and that some indicator is counted from.

    Where a header of the file looks like the column, the finding gives the command that accepts it.
    """
    found = []
    near = near_misses(seen) if seen.missing_optional else {}
    for name in seen.missing_optional:
        column = seen.extract.column(name)
        is_asked = (column.since or "") <= str(month) <= (column.until or "9999")
        codes = _resting_on(seen.extract.name, name, month, council.returned) if is_asked else []
        if codes:
            what = f"{column.header!r} is not in the file, and figures are counted from it: {', '.join(codes)}"
            if name in near:
                command = accept_command(council.code, seen, name, near[name])
                what += f"; {shown(near[name])!r} looks like it: {command}"
            found.append(Finding(seen.extract.name, str(month), COLUMN_COSTS, "warn", what, 0, name, source))
    return tuple(found)


def said(findings: Iterable[Finding]) -> str:
    """Return what a delivery's findings say of such columns, for its receipt; "" where none costs anything."""
    return "; ".join(finding.message for finding in findings if finding.rule == COLUMN_COSTS)


def _resting_on(extract: str, column: str, month: Month, returned: Collection[str]) -> list[str]:
    applicable = [in_force(versions, month) for code, versions in indicators.load().items() if code not in returned]
    return [one.code for one in applicable if (extract, column) in _used()[one.code, one.version]]


@cache
def _used() -> dict[tuple[str, int], Used]:
    return columns_used(declared.load(), indicators.load())
