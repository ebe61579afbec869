"""Commentary: what managers say about the figures in a pack.

Called by: expectations.extracts.load.
Promises:  printed as written, in the period it was written for.
Never:     holds a child's name or story: it is read by a committee, in public.
"""

from __future__ import annotations

from expectations.codes.practice import COMMENTARY_KIND
from expectations.contract import Column, Extract
from expectations.rules.commentary import RULES

EXTRACT = Extract(
    name="commentary",
    title="Commentary",
    kind="events",
    key=("indicator_codes", "period", "kind_code"),
    is_return=True,
    source="local",
    columns=(
        Column(
            "indicator_codes",
            "VARCHAR",
            "Indicators",
            "Codes of the indicators it is about, separated by commas.",
            required=True,
            aliases=("Indicator", "Indicator Code", "KPI Codes"),
        ),
        Column(
            "period",
            "VARCHAR",
            "Period",
            "Month (2020-09), quarter (2020-21-Q2) or financial year (2020/21) it is about.",
            required=True,
            aliases=("Reporting Period", "Quarter", "Financial Year"),
        ),
        Column(
            "kind_code",
            "VARCHAR",
            "Kind",
            "Highlight, improvement or note on the data.",
            required=True,
            codes=COMMENTARY_KIND,
            aliases=("Comment Type", "Kind of Comment", "Section"),
        ),
        Column(
            "text",
            "VARCHAR",
            "Text",
            "What is to be printed.",
            required=True,
            aliases=("Comment", "Comments", "Commentary", "Narrative"),
        ),
        Column(
            "corrective_action",
            "VARCHAR",
            "Corrective Action",
            "What will be done.",
            aliases=("Action", "Actions", "Action Required"),
        ),
        Column("owner", "VARCHAR", "Owner", "Who will do it: a post, not a person.", aliases=("Action Owner", "Lead")),
        Column("due_on", "DATE", "Due Date", "By when.", aliases=("Due", "By When", "Target Date")),
    ),
    rules=RULES,
)
