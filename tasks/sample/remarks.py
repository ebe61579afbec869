"""What managers wrote about the figures, quarter by quarter.

Called by: tasks.sample.world.
Promises:  every committee indicator that is off its target has an improvement with an action, an owner and a date.
Never:     names a person: owners are posts.
"""

from __future__ import annotations

from datetime import date

from tasks.sample.tables import Row
from warehouse.periods import Month, Quarter

_Remark = tuple[str, str, str, str, str, str]
"""Indicators, kind, text, corrective action, owner, due date."""

_REMARKS: dict[str, tuple[_Remark, ...]] = {
    "2020-21-Q1": (
        (
            "FD-CONT-EH", "highlight",
            "Three in ten contacts went on to early help, although schools were closed to most pupils for much of the quarter.",
            "", "", "",
        ),
        (
            "SUP-LAC", "improvement",
            "Fifteen looked after children had no formal supervision recorded in the three months to the end of June; the new "
            "template came into use in April and some sessions were held but not written up.",
            "Team managers check the supervision list every Monday and clear what is missing within five working days.",
            "Head of Children in Care", "2020-08-31",
        ),
        (
            "LAC-STAB2Y,LAC-PPLAN", "improvement",
            "Several older placements came to an end in the spring, and a third of pathway plans fell due for review while "
            "visits were restricted.",
            "Placement stability meetings for every child with two earlier moves; reviews of pathway plans held by video call.",
            "Group Manager, Intervention and Support", "2020-09-30",
        ),
        (
            "LC-EET-1821", "improvement",
            "Two thirds of care leavers are working or learning, up from half a year ago but short of the target.",
            "Ring-fenced apprenticeships in the council and a weekly drop-in with the careers service.",
            "Group Manager, Leaving Care", "2020-10-31",
        ),
    ),
    "2020-21-Q2": (
        (
            "LC-EET-1821", "highlight",
            "The share of care leavers who work or learn is the highest since the measure was widened to ages 18 to 21; "
            "nine young people began apprenticeships in September.",
            "", "", "",
        ),
        (
            "LAC-PPLAN,SUP-LAC", "highlight",
            "Pathway plans and supervision of looked after children are both better than target for the first time: the weekly "
            "lists that were introduced in the summer are kept up.",
            "", "", "",
        ),
        (
            "FD-CONT-EH", "improvement",
            "A smaller share of contacts went to early help than in the spring. Police contacts returned to their usual number, "
            "and few of those lead to early help.",
            "Daily triage of police notifications together with early help, and an audit of fifty contacts closed with advice.",
            "Group Manager, Front Door", "2020-12-18",
        ),
        (
            "LAC-STAB2Y", "improvement",
            "43 of 76 children have been in the same placement for two years. Six long-term placements ended, most of them at "
            "the carers' request.",
            "Support plan for every placement flagged as at risk; recruit carers for teenagers.",
            "Head of Children in Care", "2021-01-29",
        ),
        (
            "LC-EET-1821", "improvement",
            "33 young people neither work nor learn, or the service does not know; the figure is within tolerance of the target.",
            "Named adviser for each young person who is not in work or learning, reviewed every month.",
            "Group Manager, Leaving Care", "2020-12-31",
        ),
        (
            "SEN-EHC20", "improvement",
            "Fewer than half of the plans were issued within twenty weeks. Advice from schools cannot be had in the summer "
            "holidays, and requests rose by a tenth.",
            "Ask for school advice before the end of term; two more plan writers until March.",
            "Head of SEND", "2021-03-31",
        ),
        (
            "FD-CONT-EH,SEN-EHC20", "data_quality",
            "Contacts are counted by child. The early help module does not hold lighter-touch support, which is not counted.",
            "", "", "",
        ),
    ),
    "2020-21-Q3": (
        ("SUP-LAC", "highlight", "Supervision is better than target for the second quarter running.", "", "", ""),
        (
            "FD-CONT-EH,LAC-STAB2Y", "improvement",
            "Both measures are below target and little changed on the quarter before.",
            "The audit of contacts reports in February; stability meetings go on every fortnight.",
            "Assistant Director, Children's Services", "2021-02-26",
        ),
        (
            "SEN-EHC20,LC-EET-1821", "improvement",
            "The second lockdown delayed advice from health services and cost some care leavers their jobs.",
            "Fortnightly call with health partners; hardship and skills offer for care leavers.",
            "Assistant Director, Children's Services", "2021-03-31",
        ),
    ),
    "2020-21-Q4": (
        (
            "SUP-LAC", "highlight",
            "Every child who had been looked after for three months had supervision within the standard at the end of March. "
            "The standard is two months from April.",
            "", "", "",
        ),
        (
            "LC-EET-1821,LAC-PPLAN", "improvement",
            "Work and learning fell through the winter. Pathway plans slipped within tolerance while advisers were redeployed.",
            "Return redeployed advisers by the end of April; book all overdue reviews.",
            "Group Manager, Leaving Care", "2021-05-31",
        ),
        (
            "LAC-STAB2Y", "improvement",
            "Stability is below target, with children's moves between carers as the main cause.",
            "Report each unplanned ending to the placement panel within ten days.",
            "Head of Children in Care", "2021-06-30",
        ),
        (
            "SEN-EHC20", "improvement",
            "Less than half of plans were in time for the quarter, with a backlog being cleared oldest first.",
            "Clear the backlog by June; report the age of open requests each month.",
            "Head of SEND", "2021-06-30",
        ),
    ),
    "2021-22-Q1": (
        (
            "LAC-STAB2Y", "highlight",
            "More children have settled: several who moved two years ago are still with the same carers, and the figure is "
            "within tolerance of the target.",
            "", "", "",
        ),
        (
            "SUP-LAC", "data_quality",
            "The standard changed in April from three months to two, so the figure cannot be compared with earlier quarters.",
            "", "", "",
        ),
        (
            "LC-EET-1821,FD-CONT-EH", "improvement",
            "Both measures moved the right way, and both are still short of target.",
            "Continue the weekly review of young people without work; publish the contact audit.",
            "Assistant Director, Children's Services", "2021-09-30",
        ),
    ),
}  # fmt: skip


def remarks_of(month: Month) -> list[Row]:
    """Return the remarks delivered with a month: those of the quarter that it ends, if it ends one."""
    quarter = Quarter.of(month)
    if quarter.months[-1] != month:
        return []
    return [
        {
            "indicator_codes": codes,
            "period": str(quarter),
            "kind_code": kind,
            "text": text,
            "corrective_action": action or None,
            "owner": owner or None,
            "due_on": date.fromisoformat(due) if due else None,
        }
        for codes, kind, text, action, owner, due in _REMARKS.get(str(quarter), ())
    ]
