"""What stands for yes and no in columns that are answered in other words.

Called by: expectations.extracts, for BOOLEAN columns.
Promises:  says which way round an answer is meant.
Never:     lists plain yes and no, which are understood everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping

REFERRAL_NFA: Mapping[str, str] = {
    "nfa": "true",
    "no further action": "true",
    "nfa referral": "true",
    "fa": "false",
    "further action": "false",
    "further action required": "false",
    "progressed": "false",
}
"""Trap: the column asks "no further action?", so 'FA' (further action) means no and 'NFA' means yes."""

OUTSIDE_BOUNDARY: Mapping[str, str] = {
    "out": "true",
    "outside": "true",
    "outside boundary": "true",
    "outside the boundary": "true",
    "outside la": "true",
    "outside la boundary": "true",
    "out of area": "true",
    "out of borough": "true",
    "in": "false",
    "inside": "false",
    "inside boundary": "false",
    "inside the boundary": "false",
    "inside la": "false",
    "inside la boundary": "false",
    "in area": "false",
    "in borough": "false",
}
"""Trap: the statutory column says where the placement is ('IN' or 'OUT'); ours asks whether it is outside."""

HAS_PLAN_OUTCOME: Mapping[str, str] = {
    "cp plan": "true",
    "child protection plan": "true",
    "made subject to a plan": "true",
    "plan agreed": "true",
    "no cp plan": "false",
    "no plan": "false",
    "not made subject to a plan": "false",
    "cin plan": "false",
}
