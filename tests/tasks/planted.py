"""Rules planted in the declared extracts for the time of a test, such as ones that crash."""

from __future__ import annotations

from dataclasses import replace

import pytest

from expectations import extracts as declared
from expectations.contract import Rule, Scope


def crashing(code: str, scope: Scope, fails_when: str, needs: tuple[str, ...] = ()) -> Rule:
    """Return a rule that will meet a value which it cannot convert."""
    return Rule(code, f"Planted rule {code}", "warn", fails_when, "It is there to crash.", scope=scope, needs=needs)


def plant(monkeypatch: pytest.MonkeyPatch, extract: str, *rules: Rule) -> None:
    """Add rules to a declared extract."""
    known = dict(declared.load())
    known[extract] = replace(known[extract], rules=(*known[extract].rules, *rules))
    monkeypatch.setattr(declared, "load", lambda: known)
