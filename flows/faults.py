"""A fault of the program itself, told without the words that might quote data.

Called by: flows.steps, before Prefect records a failure; the command line.
Promises:  the kind of the fault and its place in the code, nothing else, unless OUTTURN_DEBUG is set.
Never:     imports Prefect.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from expectations.errors import OutturnError

P = ParamSpec("P")
R = TypeVar("R")


class ProgramFault(OutturnError):
    """Something that nobody foresaw went wrong."""

    @classmethod
    def of(cls, fault: Exception, doing: str = "") -> ProgramFault:
        """Tell of a fault by its kind and place; its own message may quote a cell and is left out."""
        last = traceback.extract_tb(fault.__traceback__)[-1]
        return cls(
            f"the program failed{doing and f' to {doing}'} ({type(fault).__name__})",
            f"{Path(last.filename).name}, line {last.lineno}",
            "run it again with --debug to see more; the traceback may quote data, so do not send it by mail",
        )


def shielded(work: Callable[P, R]) -> Callable[P, R]:
    """Let expected errors and file errors through as they are, and any other as a ProgramFault."""

    @wraps(work)
    def shield(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return work(*args, **kwargs)
        except (OutturnError, OSError):
            raise
        except Exception as fault:
            if os.environ.get("OUTTURN_DEBUG"):
                raise
            raise ProgramFault.of(fault, work.__name__.replace("_", " ")) from None

    return shield
