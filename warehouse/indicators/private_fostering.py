"""Private fostering: children who live with people other than close relatives, and how soon they are visited."""

from datetime import date

from expectations.codes.private_fostering import ARRANGEMENT_KIND
from warehouse.dimensions import Dimension
from warehouse.indicator import Count, Exclusion, Proportion

_OWNER = "Head of Service, Fostering"
_REVIEWED_ON = date(2026, 11, 27)
_BY_KIND = {"kind": Dimension("kind", "Kind of arrangement", "r.kind_code", ARRANGEMENT_KIND.codes)}

INDICATORS = (
    Count(
        code="PF-OPEN",
        title="Children privately fostered",
        service_area="Private fostering",
        definition="Children with a private fostering arrangement open on the last day of the period: one that had "
        "begun by then and ended, if at all, on a later day. Left out are those of 16 or over, disabled ones of 18 or "
        "over, and arrangements that are meant to last less than 28 days and have not yet lasted them. A child with "
        "two counts once; one whose age is not known counts. A disability that is not recorded is none.",
        why="Children whom strangers bring up are easily lost sight of; few notifications may mean few checks.",
        population="private_fostering_at",
        dated_by="as_at",
        over="as_at",
        exclusions=(
            Exclusion("18 or over", "age >= 18"),
            Exclusion("16 or over and not disabled", "age >= 16 AND NOT is_disabled"),
            Exclusion("meant to last less than 28 days", "days_long < 28"),
        ),
        unknown_when="age IS NULL",
        needs=("private_fostering", "persons"),
        better=None,
        by=_BY_KIND,
        source="Local definition; under 16, or 18 if disabled, and 28 days or more, as in the Children Act 1989",
        evidence="local",
        owner=_OWNER,
        reviewed_on=_REVIEWED_ON,
    ),
    Count(
        code="PF-NOTIF",
        title="Notifications of private fostering",
        service_area="Private fostering",
        definition="Private fostering arrangements of which the council was told, or which it came upon, in the "
        "period, one for each child, whether or not the arrangement came about.",
        why="A council can only look after the welfare of children of whom it is told.",
        population="private_fostering",
        dated_by="notified_on",
        over="period",
        needs=("private_fostering",),
        better=None,
        by=_BY_KIND,
        source="Local definition",
        evidence="local",
        owner=_OWNER,
        reviewed_on=_REVIEWED_ON,
    ),
    Proportion(
        code="PF-VISIT7",
        title="% of private fostering notifications with a first visit within 7 working days",
        service_area="Private fostering",
        definition="Private fostering arrangements notified since 1 April whose first visit was on the day of the "
        "notification or within seven working days after it, of all notified since 1 April. One that was not visited "
        "yet counts in the denominator; so does one whose visit is dated before the notification, as nobody can tell "
        "how long it took.",
        why="Nobody has checked the carers before; the first visit tells whether the child is safe there.",
        population="private_fostering_timed",
        dated_by="notified_on",
        over="year_to_date",
        numerator="working_days <= 7",
        unknown_when="working_days IS NULL",
        needs=("private_fostering",),
        better="higher",
        by=_BY_KIND,
        source="Local definition; seven working days as in the regulations on private fostering",
        evidence="local",
        owner=_OWNER,
        reviewed_on=_REVIEWED_ON,
    ),
)
