"""The tables that the CIN census and the SSDA903 return hold, and the elements that feed their columns.

Called by: expectations.formats.statutory_xml.
Promises:  headers that the contracts know; an element that was renamed between two years stands beside its old name.
Never:     reads anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a return.

    record: the element that makes a row, "" for the child itself.    columns: header -> elements that may feed it.
    needs:  elements of which one has to be there for a row.    fixed: header -> what stands in every row.
    """

    name: str
    record: str
    columns: Mapping[str, tuple[str, ...]]
    needs: tuple[str, ...] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)


def _same(*names: str) -> dict[str, tuple[str, ...]]:
    return {name: (name,) for name in names}


_LA_CHILD = {"LA Child ID": ("LAchildID",)}
_CIN = (
    Table(
        "Child identifiers",
        "",
        _LA_CHILD
        | {
            "UPN": ("UPN",),
            "UPN Unknown": ("UPNunknown",),
            "Date of Birth": ("PersonBirthDate",),
            "Expected Date of Birth": ("ExpectedPersonBirthDate",),
            "Date of Death": ("PersonDeathDate",),
            "Sex": ("Sex", "GenderCurrent"),
            "Ethnicity": ("Ethnicity",),
            "Disability": ("Disability",),
        },
    ),
    Table(
        "CIN details",
        "CINdetails",
        _LA_CHILD
        | {
            "CIN Referral Date": ("CINreferralDate",),
            "Referral Source": ("ReferralSource",),
            "Primary Need Code": ("PrimaryNeedCode",),
            "Referral NFA?": ("ReferralNFA",),
            "CIN Closure Date": ("CINclosureDate",),
            "Reason for Closure": ("ReasonForClosure",),
        },
    ),
    Table(
        "Assessments",
        "Assessments",
        _LA_CHILD
        | _same("AssessmentActualStartDate", "AssessmentInternalReviewDate", "AssessmentAuthorisationDate")
        | {"Assessment Factors": ("AssessmentFactors",)},
    ),
    Table(
        "CIN plans",
        "CINPlanDates",
        _LA_CHILD | {"CIN Plan Start Date": ("CINPlanStartDate",), "CIN Plan End Date": ("CINPlanEndDate",)},
    ),
    Table(
        "Section 47",
        "Section47",
        _LA_CHILD | _same("S47ActualStartDate", "InitialCPCtarget", "ICPCnotRequired"),
    ),
    Table(
        "Conferences",
        "Section47",
        _LA_CHILD | {"Conference Date": ("DateOfInitialCPC",), "Conference Due Date": ("InitialCPCtarget",)},
        needs=("DateOfInitialCPC",),
        fixed={"Conference Type": "Initial"},
    ),
    Table(
        "Child protection plans",
        "ChildProtectionPlans",
        _LA_CHILD
        | _same("CPPstartDate", "CPPendDate", "NumberOfPreviousCPP")
        | {
            "Initial Category of Abuse": ("InitialCategoryOfAbuse",),
            "Latest Category of Abuse": ("LatestCategoryOfAbuse",),
        },
    ),
    Table(
        "Conferences",
        "Reviews",
        _LA_CHILD | {"Conference Date": ("CPPreviewDate",)},
        needs=("CPPreviewDate",),
        fixed={"Conference Type": "Review"},
    ),
)
_CHILD = {"CHILD": ("CHILD", "CHILDID", "ID")}
_BORN = _CHILD | _same("DOB")
_OC2 = ("SDQ_SCORE", "SDQ_REASON", "CONVICTED", "HEALTH_CHECK", "IMMUNISATIONS", "TEETH_CHECK", "HEALTH_ASSESSMENT")
_OC2_MORE = ("SUBSTANCE_MISUSE", "INTERVENTION_RECEIVED", "INTERVENTION_OFFERED")
_PLACED = ("DATE_PLACED", "DATE_PLACED_CEASED", "REASON_PLACED_CEASED")
_SSDA903 = (
    Table("Header", "", _CHILD | {"SEX": ("SEX", "GENDER")} | _same("DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB")),
    Table(
        "Episodes",
        "EPISODE",
        _CHILD
        | _same("DECOM", "RNE", "LS", "CIN", "PLACE_PROVIDER", "DEC", "REC", "REASON_PLACE_CHANGE")
        | {"PLACE": ("PLACE", "PL")}
        | _same("HOME_POST", "PL_POST", "URN"),
    ),
    Table("Reviews", "AREVIEW", _BORN | _same("REVIEW", "REVIEW_CODE"), needs=("REVIEW",)),
    Table("Missing", "AMISSING", _BORN | _same("MISSING", "MIS_START", "MIS_END"), needs=("MIS_START",)),
    Table("OC2", "", _BORN | _same(*_OC2, *_OC2_MORE), needs=(*_OC2, *_OC2_MORE)),
    Table("OC3", "", _BORN | _same("IN_TOUCH", "ACTIV", "ACCOM"), needs=("IN_TOUCH", "ACTIV", "ACCOM")),
    Table("UASC", "", _BORN | _same("SEX", "DUC"), needs=("DUC",)),
    Table("Placed for adoption", "", _BORN | _same(*_PLACED), needs=_PLACED),
    Table("Previous permanence", "", _BORN | _same("PREV_PERM", "LA_PERM", "DATE_PERM"), needs=("PREV_PERM",)),
    Table(
        "AD1",
        "",
        _BORN | _same("DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR", "LS_ADOPTR"),
        needs=("DATE_INT", "DATE_MATCH"),
    ),
)
RETURNS = {"CIN": _CIN, "SSDA903": _SSDA903}
