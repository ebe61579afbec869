"""Which numbers of a table must be withheld, so that nobody learns from it how few children there are of a kind.

Called by: warehouse.breakdowns and warehouse.disproportionality, for splits by who the children are.
Promises:  a number from 1 to 5 is never shown, nor can it be had by taking what is shown from the total; a true nought
           is shown where that is safe; the same table always loses the same rows.
Never:     looks at other tables, or at what an earlier publication said: see docs/decisions.md.
"""

from __future__ import annotations

from collections.abc import Sequence

MOST_SMALL = 5
"""A number of children up to this one is small, as in the statistics of children in need and of children in care."""

MARK = "[c]"
"""What stands in the place of a withheld number, as official statistics have it (c for confidential)."""

LEGEND = f"{MARK}: withheld, as the number is from 1 to {MOST_SMALL}, or such a number could be worked out from it."


def withheld(rows: Sequence[Sequence[int]], not_recorded: Sequence[int] = ()) -> frozenset[int]:
    """Return which rows of a table are withheld whole.

    rows: the numbers of children that each row gives away, each column adding up to a total that readers know: those
          who meet a condition and those who do not, for a proportion; one number, for a count.
    not_recorded: the numbers of those of whom nobody knows to which row they belong, whose place is after all rows.
          They are of no group, so few of them are no secret, but the total without them may be one.
    Trap: more than the small rows are withheld. Readers know the totals, hence what the withheld rows have together,
          and that none of them is nought, so the smallest other rows follow until at least that leaves them guessing;
          those not recorded only after all of them, and rows of nought last.
    """
    listed = [*rows, not_recorded] if not_recorded else rows
    hidden = {place for place, numbers in enumerate(rows) if any(_is_small(number) for number in numbers)}
    others = sorted(
        (place for place in range(len(listed)) if place not in hidden),
        key=lambda place: (not any(listed[place]), place == len(rows), sum(listed[place]), place),
    )
    while hidden and others and not is_safe([listed[place] for place in sorted(hidden)]):
        hidden.add(others.pop(0))
    return frozenset(hidden)


def is_safe(hidden: Sequence[Sequence[int]]) -> bool:
    """Whether each withheld number could be any of more than MOST_SMALL, for a reader who knows what they add up to.

    Trap: withheld() may leave a table that is not, where all of it is small.
    """
    return all(
        sum(column) - sum(1 for number in column if number) >= MOST_SMALL
        for column in zip(*hidden, strict=True)
        if any(_is_small(number) for number in column)
    )


def _is_small(number: int) -> bool:
    return 0 < number <= MOST_SMALL
