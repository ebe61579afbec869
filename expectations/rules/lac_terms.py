"""Kinds of placement and of legal status that several rules of looked after children speak of, as lists for SQL.

Called by: the rules of looked after episodes.
Promises:  one list for each kind, wherever it is asked for.
Never:     says what is wrong.
"""

from __future__ import annotations

TEMPORARY = "('T0', 'T1', 'T2', 'T3', 'T4')"
SHORT_BREAKS = "('V3', 'V4')"
FOSTER_OR_ADOPTION = "('A3', 'A4', 'A5', 'A6', 'U1', 'U2', 'U3', 'U4', 'U5', 'U6')"
