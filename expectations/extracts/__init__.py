"""The declared extracts, one module each.

Called by: everything that needs to know what a monthly file looks like.
Promises:  every module here that declares EXTRACT is found, sorted by the extract's name.
Never:     reads a file other than its own modules.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil

from expectations.contract import Extract


@functools.cache
def load() -> dict[str, Extract]:
    """Return every declared extract by name, sorted by name."""
    modules = (importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    extracts: list[Extract] = [module.EXTRACT for module in modules]
    return {extract.name: extract for extract in sorted(extracts, key=lambda extract: extract.name)}
