"""The store that a command works on, and which council is meant where none is named.

Called by: the commands.
Promises:  a command that only reads never makes a store; the one council of a store need not be named.
Never:     guesses between two councils.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path

from expectations.errors import EnvironmentProblem, UsageProblem
from tasks import councils
from tasks.store import DEFAULT_HOME, Store


def to_write(request: argparse.Namespace) -> Store:
    """Open the store, made where absent, and let the flows of this process find it."""
    store = Store.open(request.home)
    os.environ["OUTTURN_HOME"] = str(store.root)
    return store


def to_plan(request: argparse.Namespace) -> Store:
    """Return the store for a command that may be asked for a dry run, which makes no store."""
    return Store(_root(request).resolve()) if request.dry_run else to_write(request)


def to_read(request: argparse.Namespace) -> Store:
    """Open a store that exists."""
    root = _root(request)
    if not root.is_dir():
        raise EnvironmentProblem(
            "there is no store here",
            str(root),
            "name it with --home or OUTTURN_HOME; to see one with a sample council in it: outturn demo",
        )
    return to_write(request)


def councils_present(store: Store) -> tuple[str, ...]:
    """Return the councils that have something in the store, sorted."""
    places = ("landing", "deliveries", "published", "outbox")
    return tuple(
        sorted(
            {
                f.name
                for place in places
                if (store.root / place).is_dir()
                for f in (store.root / place).iterdir()
                if f.is_dir()
            }
        )
    )


def councils_asked(store: Store, named: str | None) -> tuple[str, ...]:
    """Return the council named, or all that are in the store; refuse one that is neither there nor set up."""
    present = councils_present(store)
    if named and named not in {*present, *councils.all_codes(store)}:
        raise councils.unknown(store, named)
    return (named,) if named else present


def council_meant(store: Store, named: str | None) -> str:
    """Return the council named, or the only one there is."""
    if named:
        return named
    present = councils_present(store)
    if len(present) == 1:
        return present[0]
    raise UsageProblem(
        "it is not clear which council is meant" if present else "there is no council in the store yet",
        store.root.name,
        f"name one of: {', '.join(present)}"
        if present
        else "drop files into landing/COUNCIL/yyyy-mm, or run: outturn demo",
    )


def shown(path: Path) -> str:
    """Return a path as the reader would type it from here."""
    return os.path.relpath(path)


def program(store: Store) -> str:
    """Return how the reader calls this program for this store from here, to be pasted."""
    name = "outturn" if shutil.which("outturn") else shown(Path(sys.argv[0]))
    return name if store.root == Path(DEFAULT_HOME).resolve() else f"{name} --home {shown(store.root)}"


def _root(request: argparse.Namespace) -> Path:
    return request.home or Path(os.environ.get("OUTTURN_HOME", DEFAULT_HOME))
