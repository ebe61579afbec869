"""Where a council has limits drawn anew, because it knows what changed.

Called by: tasks.councils, which reads rebases.toml; warehouse.monthly, which judges months by it.
Promises:  every fault of the file is named at once; no re-base without a month, a reason and a name.
Never:     moves a limit because the figures look like it.

    [[rebases]]
    indicator = "FD-CONT-EH"
    from = "2020-04"
    reason = "A second front door team opened."
    name = "Head of Assessment"
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from expectations.errors import UsageProblem
from warehouse.periods import Month, PeriodError
from warehouse.signal import Rebase

_WANTED = ("indicator", "from", "reason", "name")


def parse_rebases(content: Mapping[str, Any], where: str) -> dict[str, tuple[Rebase, ...]]:
    """Return the re-bases of each indicator; raises UsageProblem naming every line that is wrong."""
    found: dict[str, tuple[Rebase, ...]] = {}
    faults = [f"{key!r} is not a setting" for key in content if key != "rebases"]
    lines = content.get("rebases", [])
    if not isinstance(lines, list):
        faults, lines = [*faults, "rebases is not a list"], []
    for number, line in enumerate(lines, 1):
        missing = [key for key in _WANTED if not str(line.get(key, "")).strip()]
        faults += [f"re-base {number}: {key} is missing" for key in missing]
        faults += [f"re-base {number}: {key!r} is not a setting" for key in line if key not in _WANTED]
        if missing:
            continue
        try:
            rebase = Rebase(Month(str(line["from"])), f"{str(line['reason']).strip().rstrip('.')} ({line['name']})")
        except PeriodError as fault:
            faults.append(f"re-base {number}: {fault}")
            continue
        found[line["indicator"]] = (*found.get(line["indicator"], ()), rebase)
    if faults:
        raise UsageProblem("; ".join(faults), where, "write each re-base under a heading [[rebases]] of its own")
    return found
