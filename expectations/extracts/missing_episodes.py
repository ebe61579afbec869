"""Missing episodes: children who were missing or away without leave, from care and from home.

Called by: expectations.extracts.load.
Promises:  one row per absence, with the interview that was offered afterwards.
Never:     takes where the child was, or what was said.

A time that is not given reads as midnight: the statutory return holds days only.
"""

from __future__ import annotations

from expectations.codes.missing import INTERVIEW_ANSWER, MISSING_FROM, MISSING_TYPE
from expectations.columns import BORN_ON, CHILD_ID, TEAM
from expectations.contract import Column, Extract, Variant
from expectations.rules.missing_episodes import RULES

_COLUMNS = (
    Column(
        "missing_id",
        "VARCHAR",
        "Missing Episode ID",
        "The case system's number of the absence.",
        required=True,
        identifies="missing_episode",
        made_from=("child_id", "started_at"),
        aliases=("Missing ID", "Missing Episode Number", "Missing Occurrence ID"),
    ),
    CHILD_ID,
    BORN_ON,
    Column(
        "missing_type_code",
        "VARCHAR",
        "MISSING",
        "Missing, or away without authorisation.",
        expected=True,
        codes=MISSING_TYPE,
        aliases=("Missing Type", "Type of Absence", "Missing or Absent", "Missing Episode Type"),
    ),
    Column(
        "started_at",
        "TIMESTAMP",
        "MIS_START",
        "When the child was first known to be gone.",
        required=True,
        aliases=("Missing Start", "Missing Start Date", "Missing Start Date and Time", "Missing From Date",
                 "Missing Episode Start Date"),
    ),
    Column(
        "ended_at",
        "TIMESTAMP",
        "MIS_END",
        "When the child was back; blank while missing.",
        aliases=("Missing End", "Missing End Date", "Missing End Date and Time", "Date Returned", "Return Date",
                 "Missing Episode End Date"),
    ),
    Column(
        "missing_from_code",
        "VARCHAR",
        "Missing From",
        "Whether the child was living in care or at home.",
        expected=True,
        codes=MISSING_FROM,
        aliases=("Missing From Care or Home", "Care or Home"),
    ),
    Column(
        "rhi_offered_code",
        "VARCHAR",
        "RHI Offered",
        "Whether a return interview was offered.",
        codes=INTERVIEW_ANSWER,
        aliases=("Return Interview Offered", "Return Home Interview Offered", "RHI Offered (Y/N)"),
    ),
    Column(
        "rhi_accepted_code",
        "VARCHAR",
        "RHI Accepted",
        "Whether the child accepted it.",
        codes=INTERVIEW_ANSWER,
        aliases=("Return Interview Accepted", "Return Home Interview Accepted", "RHI Accepted (Y/N)"),
    ),
    Column(
        "rhi_offered_at",
        "TIMESTAMP",
        "RHI Offered Date",
        "When the interview was offered.",
        aliases=("Return Interview Offered Date", "RHI Offered Date and Time", "Date RHI Offered"),
    ),
    Column(
        "rhi_completed_at",
        "TIMESTAMP",
        "RHI Completed Date",
        "When the interview took place.",
        aliases=("Return Interview Date", "RHI Date", "RHI Completed Date and Time", "Date RHI Completed",
                 "Return Home Interview Date"),
    ),
    TEAM,
)  # fmt: skip


EXTRACT = Extract(
    name="missing_episodes",
    title="Missing episodes",
    kind="events",
    key=("missing_id",),
    dated_by="started_at",
    kept_from="ended_at",
    sequence="started_at",
    variants=(
        Variant(
            "SSDA903 Missing",
            ("CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"),
            {"missing_from_code": "CARE"},
        ),
    ),
    source="SSDA903 Missing; SSD ssd_missing; return interviews local",
    columns=_COLUMNS,
    rules=RULES,
)
