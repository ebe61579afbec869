"""Words and numbers of the report on data quality: what things are called, how a share and the score are printed.

Called by: the modules of tasks.reports that make its parts, its page and its workbook.
Promises:  the same share prints the same everywhere; a share that is not whole never prints as whole.
Never:     counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from expectations import extracts as declared
from expectations import reasons
from expectations.contract import Extract
from tasks.quality_model import Head
from warehouse.build import UNUSED_RETURN
from warehouse.display import printed
from warehouse.quality import across_files
from warehouse.quality_report import Score

ROW_AS_A_WHOLE = "The row or the file as a whole"

_ACROSS = "Judged across files, on the last word on a record: these are the records of which this month's file has it."
_REASONS = {UNUSED_RETURN: "A figure that was returned and reaches no page has been collected in vain."}


def percent(value: Fraction | None) -> str:
    """Return a percentage as printed, to two places; only all prints as 100 % and only nothing as 0 %."""
    if value is None:
        return "–"
    return printed(rounded(value), 2, "percent")


def rounded(value: Fraction) -> Fraction:
    """Return a percentage rounded once, to two places."""
    return Fraction((within(value) * 200 + 1) // 2, 100)


def within(value: Fraction) -> Fraction:
    """Return a percentage that does not round to 100 or 0 unless it is."""
    return min(max(value, Fraction(1, 100)), Fraction(9999, 100)) if 0 < value < 100 else value


def formula(score: Score) -> tuple[str, str]:
    """Return how the score is worked out, in words and with its numbers."""
    words = (
        "Score = 100% × (rows − rows set aside − ½ × rows with a warning − ¼ × rows with a query and nothing worse) "
        "÷ rows"
    )
    if score.value is None:
        return words, "No row came in, so there is no score."
    rows, aside, warned, queried = (f"{n:,}" for n in (score.rows, score.set_aside, score.warned, score.queried))
    whole = 4 * score.rows
    return words, (
        f"100% × ({rows} − {aside} − ½ × {warned} − ¼ × {queried}) ÷ {rows}"
        f" = 100% × {whole - score.lost:,} ÷ {whole:,} = {percent(score.value)}"
    )


def numbers(*labels: str) -> tuple[Head, ...]:
    """Return heads of columns that hold counts."""
    return tuple(Head(label, "number") for label in labels)


def share(part: int, of: int) -> Fraction | None:
    """Return a part as a percentage; None of nothing."""
    return Fraction(100 * part, of) if of else None


class Words:
    """What extracts, columns and rules are called."""

    def __init__(self) -> None:
        """Read the contracts."""
        self.extracts: Mapping[str, Extract] = declared.load()
        self._headers = {(e.name, c.name): c.header for e in self.extracts.values() for c in e.columns}
        self._across = frozenset(across_files(self.extracts))

    def title(self, extract: str) -> str:
        """Return an extract's title."""
        return self.extracts[extract].title if extract in self.extracts else extract

    def header(self, extract: str, column: str) -> str:
        """Return a column's header, as files have it."""
        return self._headers.get((extract, column), column) if column else ROW_AS_A_WHOLE

    def why(self, extract: str, rule: str) -> str:
        """Return why what a rule finds matters, and where a rule is judged across files what its rows are."""
        found = reasons.why(self.extracts[extract], rule) if extract in self.extracts else ""
        across = f" {_ACROSS}" if f"{extract} {rule}" in self._across else ""
        return (found or _REASONS.get(rule, "")) + across
