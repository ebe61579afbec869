"""Choose at random whom to change, so that a count comes out.

Called by: the modules of tasks.sample that bring rows to the counts of tasks.sample.story.
Promises:  changes as few as it takes.
Never:     changes anything itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

_T = TypeVar("_T")


def divided(items: Sequence[_T], test: Callable[[_T], bool]) -> tuple[list[_T], list[_T]]:
    """Return those that pass a test and those that do not, each in their order."""
    return [item for item in items if test(item)], [item for item in items if not test(item)]


def to_change(items: Sequence[_T], test: Callable[[_T], bool], wanted: int, rng: Random) -> tuple[list[_T], list[_T]]:
    """Return who has to stop passing a test, and who has to begin to, so that as many as wanted pass it."""
    passing, failing = divided(items, test)
    excess = len(passing) - wanted
    return rng.sample(passing, max(excess, 0)), rng.sample(failing, max(-excess, 0))
