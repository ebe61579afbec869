"""Codes of practice and workforce, of SEND, and of figures that others return.

Called by: expectations.extracts.
Promises:  statutory codes where a return has them, our own elsewhere.
Never:     names a worker or a team.
"""

from __future__ import annotations

from expectations.contract import CodeList

CASE_STATUS = CodeList(
    "case status",
    {"CIN": "Child in need", "CP": "Child protection plan", "LAC": "Looked after", "CL": "Care leaver"},
    {
        "child in need plan": "CIN",
        "cin plan": "CIN",
        "open assessment": "CIN",
        "cpp": "CP",
        "cp plan": "CP",
        "child protection": "CP",
        "looked after child": "LAC",
        "cla": "LAC",
        "cic": "LAC",
        "child in care": "LAC",
        "leaving care": "CL",
        "former relevant": "CL",
    },
)

VISIT_PLAN = CodeList(
    "what a visit was due under",
    {"CIN": "Child in need plan", "CP": "Child protection plan", "LAC": "Looked after", "OTHER": "Something else"},
    {
        "cin plan": "CIN",
        "child in need": "CIN",
        "cin visit": "CIN",
        "cpp": "CP",
        "cp plan": "CP",
        "cp visit": "CP",
        "child protection": "CP",
        "cla": "LAC",
        "cic": "LAC",
        "cla visit": "LAC",
        "lac visit": "LAC",
        "looked after child": "LAC",
        "assessment": "OTHER",
        "other": "OTHER",
    },
)

SUPERVISION_TYPE = CodeList(
    "type of supervision",
    {"FORMAL": "Formal case supervision", "ADHOC": "Unplanned case discussion"},
    {
        "case supervision": "FORMAL",
        "formal supervision": "FORMAL",
        "supervision": "FORMAL",
        "reflective supervision": "FORMAL",
        "ad hoc": "ADHOC",
        "ad-hoc supervision": "ADHOC",
        "case discussion": "ADHOC",
        "informal": "ADHOC",
        "management oversight": "ADHOC",
    },
)

WORKER_ROLE = CodeList(
    "role of the worker",
    {
        "SOCIAL_WORKER": "Social worker who holds the case",
        "DUTY": "Duty or cover worker",
        "PERSONAL_ADVISER": "Personal adviser",
        "IRO": "Independent reviewing officer or conference chair",
        "OTHER": "Another role",
    },
    {
        "sw": "SOCIAL_WORKER",
        "allocated social worker": "SOCIAL_WORKER",
        "allocated worker": "SOCIAL_WORKER",
        "case holder": "SOCIAL_WORKER",
        "key worker": "SOCIAL_WORKER",
        "lead worker": "SOCIAL_WORKER",
        "duty worker": "DUTY",
        "duty social worker": "DUTY",
        "cover": "DUTY",
        "pa": "PERSONAL_ADVISER",
        "personal advisor": "PERSONAL_ADVISER",
        "leaving care adviser": "PERSONAL_ADVISER",
        "independent reviewing officer": "IRO",
        "conference chair": "IRO",
        "family support worker": "OTHER",
    },
)

WORKER_CHANGE = CodeList(
    "reason the worker changed",
    {
        "MANAGE": "Workload management",
        "FCONTA": "Fixed contract ended",
        "LEFTRL": "Worker left the post",
        "ORGRST": "Reorganisation",
        "TSPROC": "Case moved between teams",
        "ABSENC": "Worker absent",
        "CHCHAN": "Child asked",
        "PCCHAN": "Parent or carer asked",
        "SWDIED": "Worker died",
        "OTHERS": "Another reason",
    },
    {
        "caseload management": "MANAGE",
        "end of agency contract": "FCONTA",
        "left": "LEFTRL",
        "left role": "LEFTRL",
        "left the council": "LEFTRL",
        "restructure": "ORGRST",
        "transfer of case": "TSPROC",
        "team transfer": "TSPROC",
        "sickness": "ABSENC",
        "maternity leave": "ABSENC",
        "other": "OTHERS",
    },
)

EHC_OUTCOME = CodeList(
    "outcome of an EHC request or assessment",
    {
        "Y": "Agreed",
        "N": "Not agreed",
        "A": "Not decided yet",
        "W": "Withdrawn or ended before a decision",
        "H": "Decided in an earlier collection",
    },
    {
        "yes": "Y",
        "agree to assess": "Y",
        "agreed to assess": "Y",
        "issue plan": "Y",
        "plan issued": "Y",
        "no": "N",
        "refused": "N",
        "refuse to assess": "N",
        "refused to assess": "N",
        "no plan": "N",
        "not issued": "N",
        "awaiting decision": "A",
        "pending": "A",
        "in progress": "A",
        "withdrawn": "W",
        "ceased": "W",
        "historical": "H",
    },
)

EHC_CEASE_REASON = CodeList(
    "reason an EHC plan ended",
    {
        "1": "Reached the highest age",
        "2": "Needs met without a plan",
        "3": "Moved on to higher education",
        "4": "Moved on to paid work",
        "5": "Moved to another council",
        "6": "No longer wishes to learn or train",
        "7": "Moved outside England",
        "8": "Died",
        "9": "Another reason",
    },
    {"max age": "1", "transferred to another la": "5", "deceased": "8", "other": "9"},
)

SEN_NEED = CodeList(
    "primary special educational need",
    {
        "SPLD": "Specific learning difficulty",
        "MLD": "Moderate learning difficulty",
        "SLD": "Severe learning difficulty",
        "PMLD": "Profound and multiple learning difficulty",
        "SEMH": "Social, emotional and mental health",
        "SLCN": "Speech, language and communication",
        "HI": "Hearing impairment",
        "VI": "Visual impairment",
        "MSI": "Multi-sensory impairment",
        "PD": "Physical disability",
        "ASD": "Autistic spectrum disorder",
        "OTH": "Other difficulty",
    },
    {
        "autism": "ASD",
        "asc": "ASD",
        "dyslexia": "SPLD",
        "speech and language": "SLCN",
        "speech, language and communication needs": "SLCN",
        "social emotional and mental health": "SEMH",
        "besd": "SEMH",
        "hearing": "HI",
        "vision": "VI",
        "other": "OTH",
    },
)

FIGURE_STATUS = CodeList(
    "status of a figure",
    {"provisional": "May still change", "final": "Agreed by its owner"},
    {"p": "provisional", "draft": "provisional", "estimate": "provisional", "f": "final", "confirmed": "final"},
)

COMMENTARY_KIND = CodeList(
    "kind of comment",
    {
        "highlight": "What went well",
        "improvement": "What needs to improve",
        "data_quality": "Note on the data",
    },
    {
        "highlights": "highlight",
        "good news": "highlight",
        "improvements": "improvement",
        "area for improvement": "improvement",
        "areas for improvement": "improvement",
        "corrective action": "improvement",
        "dq": "data_quality",
        "data note": "data_quality",
    },
)
