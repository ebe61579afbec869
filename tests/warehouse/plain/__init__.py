"""The indicators a second time, in the plainest Python, from the definitions on paper and not from the SQL.

Written to disagree: nothing of the warehouse is imported. One loop for each thought, no cleverness, no speed. Every
module here that holds MEASURES and NEEDS takes part; nothing lists it.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from datetime import date

from tests.warehouse.plain.books import Books, Measure, Tally

MEASURES: dict[str, Measure] = {}
NEEDS: dict[str, tuple[str, ...]] = {}
for _, _name, _ in pkgutil.iter_modules(__path__):
    _module = importlib.import_module(f"{__name__}.{_name}")
    assert not MEASURES.keys() & getattr(_module, "MEASURES", {}).keys(), _name
    MEASURES |= getattr(_module, "MEASURES", {})
    NEEDS |= getattr(_module, "NEEDS", {})


def plain(books: Books, delivered: Mapping[str, Iterable[str]], code: str, first: date, last: date) -> Tally | None:
    """Count an indicator for the period from `first` to `last`; None where something needed was not delivered."""
    if any(f"{last:%Y-%m}" not in delivered[extract] for extract in NEEDS[code]):
        return None
    return MEASURES[code](books, first, last)
