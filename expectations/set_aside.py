"""Whether so many rows of a file are set aside that the rest of it would mislead.

Called by: tasks.intake, once per table of a file that was checked.
Promises:  says how many rows, what share, the limit, the rules that most of them broke, and what lets the file through.
Never:     shows a cell, or refuses a small file: a few odd rows of few are no evidence of a broken export.
"""

from __future__ import annotations

from expectations import refusals
from expectations.checking import Verdict
from expectations.misdirected import Refusal
from expectations.staging import Incoming

FEWEST_ROWS = 50
"""In a file of fewer rows the share says little, and every row can be looked at."""

_RULES_NAMED = 3


def too_many_set_aside(item: Incoming, verdict: Verdict, most_pct: int, council: str) -> Refusal | None:
    """Return why a file is not loaded where more than `most_pct` of its rows would be set aside."""
    rows, out = verdict.accounting.rows_in, verdict.accounting.quarantined
    if rows < FEWEST_ROWS or 100 * out <= most_pct * rows:
        return None
    rejecting = [finding for finding in verdict.findings if finding.severity == "reject_row" and finding.rows]
    common = sorted(rejecting, key=lambda finding: (-finding.rows, finding.rule, finding.column))[:_RULES_NAMED]
    broken = ", ".join(f"{finding.rule} in {finding.rows} rows ({finding.message})" for finding in common)
    extract = item.recognition.extract.name
    fix = (
        f"correct what these rules name and drop the new file; if the rows are known to be like that, let the file "
        f'through: outturn quarantine accept {council} {extract} {item.month} --by "NAME" --reason "WHY"'
    )
    what = (
        f"{out} of {rows} rows would be set aside ({100 * out / rows:.1f} %), and at most {most_pct} % may be; "
        f"most often broken: {broken}"
    )
    return Refusal(refusals.TOO_MANY_SET_ASIDE.code, what, item.source, fix)
