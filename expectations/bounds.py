"""When a code may be used: the months that bound it, as SQL over a day.

Called by: expectations.assertions, for every column with codes.
Promises:  a code without bounds may be used on any day.
Never:     looks at data.
"""

from __future__ import annotations

from expectations.contract import CodeList


def sql_out_of_use(codes: CodeList, column: str, used_on: str, told_on: str = "", is_list: bool = False) -> str:
    """Return SQL that is true where the column holds a code withdrawn before `used_on`, or not yet known on `told_on`.

    used_on: day to which the code applies; told_on: day by which it was written down, the same where not given.
    is_list: the column holds several codes with commas between them.
    An empty text where no code of the list is bounded.
    """
    holds = f"list_contains(string_split({column}, ','), '{{}}')" if is_list else f"{column} = '{{}}'"
    late = [f"({holds.format(code)} AND {used_on} >= {_after(month)})" for code, month in codes.until.items()]
    early = [
        f"({holds.format(code)} AND {told_on or used_on} < {_first(month)})" for code, month in codes.since.items()
    ]
    return " OR ".join(late + early)


def _first(month: str) -> str:
    return f"DATE '{month}-01'"


def _after(month: str) -> str:
    year, number = map(int, month.split("-"))
    return _first(f"{year + number // 12}-{number % 12 + 1:02}")
