"""Care leavers at their birthday, in the layout of the SSDA903 return (OC3).

Called by: expectations.extracts.load.
Promises:  one row per young person: the position around the 17th to 21st birthday, not at the month's end.
Never:     stands for the care leavers list: that one says the category, and figures are counted from it.
"""

from __future__ import annotations

from expectations.codes.leaving_care import ACCOMMODATION, ACTIVITY, IN_TOUCH
from expectations.columns import BORN_ON, CHILD_ID
from expectations.contract import Column, Extract
from expectations.rules.oc3 import RULES

EXTRACT = Extract(
    name="oc3",
    title="Care leavers at their birthday (SSDA903)",
    kind="snapshot",
    key=("child_id",),
    told_by=("in_touch_code", "activity_code", "accommodation_code"),
    source="SSDA903 OC3",
    columns=(
        CHILD_ID,
        BORN_ON,
        Column(
            "in_touch_code", "VARCHAR", "IN_TOUCH", "Whether the council is in touch.", expected=True, codes=IN_TOUCH
        ),
        Column("activity_code", "VARCHAR", "ACTIV", "Main occupation.", codes=ACTIVITY),
        Column(
            "accommodation_code",
            "VARCHAR",
            "ACCOM",
            "Where the young person lives; the digit says whether it is suitable.",
            codes=ACCOMMODATION,
        ),
    ),
    rules=RULES,
)
