"""Tokens turned back into the numbers that the case system knows, for lists that its own users work from.

Called by: tasks.worklists, tasks.child_lists. The only way back.
Promises:  only the council's own key opens a token; without it there is one message and no list.
Never:     makes a key, writes, logs, or raises with a number.
"""

from __future__ import annotations

from collections.abc import Iterable

from expectations.errors import EnvironmentProblem
from tasks import councils
from tasks.councils import Council
from tasks.store import Store


def own_numbers(store: Store, council: Council, kind: str, tokens: Iterable[str]) -> dict[str, str]:
    """Return the own number of each thing of a kind ("child", "referral"), by token."""
    from cryptography.exceptions import InvalidTag

    ordered = sorted(set(tokens))
    if not ordered:
        return {}
    try:
        numbers = councils.tokeniser(store, council).identifiers(kind, ordered)
    except InvalidTag:
        raise EnvironmentProblem(
            "the council's identifier key is not the one that the rows were taken in with",
            f"keys/{council.code}.key",
            "restore that key from your backup",
        ) from None
    return dict(zip(ordered, numbers, strict=True))
