"""Of what kind each entry of a council's files must be: text, a list of texts, or a table.

Called by: tasks.councils, before anything of a file is used.
Promises:  every entry of the wrong kind is named, all of a file at once.
Never:     repeats what stands there; judges whether a name is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_TEXT, _TEXTS, _TABLE = "text in quotation marks", "a list of texts, such as ['a', 'b']", "a table"
_SETTINGS = {
    "name": _TEXT,
    "code": _TEXT,
    "la_codes": _TEXTS,
    "extracts": _TABLE,
    "extracts.expected": _TEXTS,
    "extracts.since": _TABLE,
    "extracts.since.*": _TEXT,
    "extracts.most_set_aside_pct": _TABLE,
    "mail": _TABLE,
    "mail.from": _TEXT,
    "smtp": _TABLE,
    "recipients": _TABLE,
    "recipients.*": _TABLE,
    "recipients.*.addresses": _TEXTS,
    "recipients.*.receives": _TEXTS,
    "anomalies": _TABLE,
}
_HEADERS = {"*": _TABLE, "*.*": _TEXT}


def faults_of_settings(content: Mapping[str, Any]) -> list[str]:
    """Return which entries of council.toml are of the wrong kind."""
    return _faults(content, _SETTINGS, "", "")


def faults_of_headers(content: Mapping[str, Any]) -> list[str]:
    """Return which entries of headers.toml are of the wrong kind."""
    return _faults(content, _HEADERS, "", "")


def _faults(table: Mapping[str, Any], kinds: Mapping[str, str], place: str, pattern: str) -> list[str]:
    """Go through a table; a star in a pattern stands for any one name."""
    found = []
    for name, value in table.items():
        here = next((pattern + one for one in (name, "*") if pattern + one in kinds), "")
        if here and not _is(value, kinds[here]):
            found.append(f"{place}{name} must be {kinds[here]}")
        elif here and isinstance(value, dict):
            found += _faults(value, kinds, f"{place}{name}.", f"{here}.")
    return found


def _is(value: Any, kind: str) -> bool:
    if kind == _TEXTS:
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    return isinstance(value, str if kind == _TEXT else dict)
