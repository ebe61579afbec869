"""How readily a council wants to be told that a file is unlike the ones before it.

Called by: tasks.councils, which reads council.toml; warehouse.anomalies, which goes by it.
Promises:  every fault of the settings is named at once; what is not set has a default.
Never:     knows an extract by name; those are checked against the declared ones by whoever reads the file.

    [anomalies]                          for every extract
    fail_on_zero = true                  no usable row, where a file of the last year had some, is a warning
    ignore_small_changes = {drop_pct = 10, spike_pct = 10, share_points = 3}
    detection_delay = 0                  months to wait until a file is judged, for work that is recorded late

    [anomalies.supervision]              for one extract, where it differs
    detection_delay = 1
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

LONGEST_DELAY = 6


@dataclass(frozen=True, slots=True)
class SmallChanges:
    """What is too small to be told.

    Unit: drop_pct and spike_pct in per cent of the rows expected; share_points in percentage points.
    """

    drop_pct: int = 10
    spike_pct: int = 10
    share_points: int = 3


@dataclass(frozen=True, slots=True)
class Controls:
    """The settings for one extract."""

    fail_on_zero: bool = True
    ignore_small_changes: SmallChanges = field(default_factory=SmallChanges)
    detection_delay: int = 0


def parse_controls(given: Mapping[str, Any], extracts: Iterable[str]) -> tuple[dict[str, Controls], list[str]]:
    """Return the settings of every extract, and what is wrong with the table [anomalies]."""
    faults: list[str] = []
    settings = {f.name for f in fields(Controls)}
    general = _applied(
        Controls(), {key: value for key, value in given.items() if key in settings}, "[anomalies]", faults
    )
    found = dict.fromkeys(extracts, general)
    for name, value in given.items():
        if name in settings:
            continue
        if name not in found:
            faults.append(f"[anomalies]: {name!r} is neither a setting nor an extract")
        elif not isinstance(value, Mapping):
            faults.append(f"[anomalies]: {name} must be a table, [anomalies.{name}]")
        else:
            found[name] = _applied(general, value, f"[anomalies.{name}]", faults)
    return found, faults


def _applied(base: Controls, given: Mapping[str, Any], where: str, faults: list[str]) -> Controls:
    chosen: dict[str, Any] = {}
    for key, value in given.items():
        if (key == "fail_on_zero" and isinstance(value, bool)) or (
            key == "detection_delay" and _is_whole(value) and value <= LONGEST_DELAY
        ):
            chosen[key] = value
        elif key == "ignore_small_changes" and isinstance(value, Mapping):
            chosen[key] = _small(base.ignore_small_changes, value, where, faults)
        else:
            faults.append(f"{where}: {_WANTED.get(key, f'{key!r} is not a setting')}")
    return replace(base, **chosen)


def _small(base: SmallChanges, given: Mapping[str, Any], where: str, faults: list[str]) -> SmallChanges:
    known = {f.name for f in fields(SmallChanges)}
    faults += [f"{where} ignore_small_changes: {key!r} is not a setting" for key in given if key not in known]
    faults += [
        f"{where} ignore_small_changes: {key} must be a whole number from 0 to 100"
        for key, value in given.items()
        if key in known and not (_is_whole(value) and value <= 100)
    ]
    return replace(base, **{key: value for key, value in given.items() if key in known and _is_whole(value)})


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


_WANTED = {
    "fail_on_zero": "fail_on_zero must be true or false, without quotation marks",
    "detection_delay": f"detection_delay must be a whole number of months from 0 to {LONGEST_DELAY}",
    "ignore_small_changes": "ignore_small_changes must be a table, such as {drop_pct = 10, spike_pct = 10}",
}
