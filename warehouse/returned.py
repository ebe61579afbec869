"""The indicators whose figures a council submits as numbers, because there are no rows to count.

Called by: tasks.councils, which reads the file; warehouse.publication, which shows them.
Promises:  every fault of the file is named at once.
Never:     reads a file or a figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from expectations.errors import raise_if
from warehouse.basis import BASES
from warehouse.display import UNITS
from warehouse.travel import Better


@dataclass(frozen=True, slots=True)
class ReturnedIndicator:
    """An indicator of a council's own, whose figures a service submits instead of case-level rows.

    over: the time that each figure speaks of, one of warehouse.basis.BASES; "returned" where only the service knows.
    """

    code: str
    title: str
    service_area: str
    unit: str
    better: Better | None
    decimals: int
    definition: str
    is_partnership: bool = False
    version: int = 1
    over: str = "returned"


def parse_returned(content: Mapping[str, Any], where: str) -> dict[str, ReturnedIndicator]:
    """Read a council's own indicators; raises UsageProblem naming every fault."""
    faults, found = [], {}
    for code, line in content.get("indicators", {}).items():
        faults += [f"{code}: {key} is missing" for key in ("title", "unit") if key not in line]
        if line.get("better") not in (*get_args(Better), None):
            faults.append(f"{code}: better must be 'higher' or 'lower', or left out")
        if "unit" in line and line["unit"] not in UNITS:
            faults.append(f"{code}: unit must be one of {', '.join(unit for unit in UNITS if unit)}")
        if line.get("over", "returned") not in BASES:
            faults.append(f"{code}: over must be one of {', '.join(BASES)}, or left out")
        whole = {key: line.get(key, 1) for key in ("decimals", "version")}
        faults += [f"{code}: {key} must be a whole number" for key, n in whole.items() if type(n) is not int or n < 0]
        if faults:
            continue
        found[code] = ReturnedIndicator(
            code=code,
            title=str(line.get("title", "")),
            service_area=str(line.get("service_area", "")),
            unit=str(line.get("unit", "")),
            better=line.get("better"),
            decimals=whole["decimals"],
            definition=str(line.get("definition", "")),
            is_partnership=bool(line.get("partnership", False)),
            version=whole["version"],
            over=line.get("over", "returned"),
        )
    raise_if(faults, where)
    return found
