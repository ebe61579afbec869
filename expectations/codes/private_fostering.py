"""Codes of private fostering: how children come to live with people who are not their family.

Called by: expectations.extracts.
Promises:  the kinds are those by which an assessment names private fostering (factors 8B to 8F of the CIN census).
Never:     takes a child who lives with a close relative, or whom the council has placed, for privately fostered.
"""

from __future__ import annotations

from expectations.contract import CodeList

ARRANGEMENT_KIND = CodeList(
    "kind of private fostering",
    {
        "8B": "From overseas, to return",
        "8C": "From overseas, to stay",
        "8D": "From the United Kingdom",
        "8E": "From overseas",
        "8F": "Other",
    },
    {
        "overseas, to return": "8B",
        "overseas, intending to return": "8B",
        "language student": "8B",
        "overseas, to stay": "8C",
        "overseas, intending to stay": "8C",
        "uk": "8D",
        "uk child": "8D",
        "uk children": "8D",
        "united kingdom": "8D",
        "overseas": "8E",
    },
)
