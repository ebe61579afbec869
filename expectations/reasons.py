"""Why each thing that can be found in a file matters, in a sentence for those who put it right.

Called by: tasks.reports, for the monthly report on data quality.
Promises:  every check of a contract and every note on a file has a reason, by its code; a rule brings its own.
Never:     looks at data.
"""

from __future__ import annotations

from collections.abc import Mapping

from expectations import assertions
from expectations.contract import Extract
from expectations.suite_export import WHY_OF_CONTRACT

WHY_OF_FILE: Mapping[str, str] = {
    assertions.RAGGED: "Cells that have moved to another column would be read as what they are not.",
    assertions.EXACT_DUPLICATE: "The same row twice is one record; it is counted once.",
    assertions.UNKNOWN_HEADER: "What stands under a header that is not declared is not read or kept.",
    assertions.NO_COLUMN: "Figures that need the column leave these rows out.",
    assertions.COLUMN_COSTS: "The indicators that are named cannot tell what these rows mean.",
    assertions.STANDS_FOR: "The return has no such column; the nearest that it has is counted in its place.",
    assertions.NOT_READ: "A part of the file that is not read is missing from every figure.",
    assertions.NOT_YET_ASKED: "The file comes before the return asks for it, so parts of it may be missing.",
    assertions.NO_ROWS: "A file without rows is more often a failed export than a month without work.",
    assertions.NOT_DELIVERED: "Nothing found by a rule that was not judged does not mean that nothing is wrong.",
    assertions.NAMES_ALIKE: "One team under two spellings is counted as two.",
    assertions.RESPELT: "The spelling is known, so nothing is lost; the export could give the code itself.",
}
"""Why each thing that is told of a file as it was read is told, by its code."""


def why(extract: Extract, code: str) -> str:
    """Return why what was found under a code matters; "" where nothing is written about it."""
    rule = next((rule for rule in extract.rules if rule.code == code), None)
    return rule.why if rule else WHY_OF_CONTRACT.get(code, WHY_OF_FILE.get(code, ""))
