"""Rows for further extracts: every module here that holds MAKERS, SNAPSHOTS or SAME takes part; nothing lists it.

MAKERS:    extract -> (most rows, a function from the Maker to one row); the last word on a key wins.
SNAPSHOTS: extract -> a function from the Maker and a child to the child's row in a month's list.
SAME:      extract -> the rows that every council has in every month, where they are about no child.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType


def modules() -> Iterator[ModuleType]:
    """Yield each module, in the order of their names."""
    for _, name, _ in pkgutil.iter_modules(__path__):
        yield importlib.import_module(f"{__name__}.{name}")
