"""What is measured: one module for each service area, one declaration for each indicator.

Called by: warehouse.marts and everything that prints a definition.
Promises:  codes are unique within a version; adding an indicator touches one module here and the
           targets file of whoever is rated on it.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

from warehouse.indicator import Indicator
from warehouse.periods import Period


@cache
def load() -> Mapping[str, tuple[Indicator, ...]]:
    """Return every indicator by its code, as its versions from the first to the latest."""
    found: dict[str, list[Indicator]] = {}
    for module in sorted(name for _, name, _ in pkgutil.iter_modules(__path__)):
        for indicator in importlib.import_module(f"{__name__}.{module}").INDICATORS:
            found.setdefault(indicator.code, []).append(indicator)
    for code, versions in found.items():
        numbers = [indicator.version for indicator in versions]
        if numbers != list(range(1, len(numbers) + 1)):
            raise ValueError(f"indicator {code}: versions must be declared 1, 2, ... in order")
    return {code: tuple(versions) for code, versions in sorted(found.items())}


def in_force(versions: tuple[Indicator, ...], period: Period) -> Indicator:
    """Return the version of an indicator that applies to a period."""
    return [indicator for indicator in versions if indicator.applies_to(period)][-1]
