"""Early help: assessments made with families, and episodes of help begun, going on and ended."""

from datetime import date

from expectations.codes.assessing import EARLY_HELP_END_REASON, EARLY_HELP_REASON
from warehouse.dimensions import Dimension
from warehouse.indicator import Count, Proportion

_OWNER = "Head of Service, MASH, Early Intervention and Edge of Care"
_REVIEWED_ON = date(2026, 11, 27)

INDICATORS = (
    Count(
        code="EH-CAF-N",
        title="Early help assessments completed",
        service_area="Early help",
        definition="Early help assessments (formerly common assessments) completed in the period, one for each child, "
        "whoever made them and whenever the episode of help began.",
        why="Whether schools, children's centres and others take the lead before social care has to.",
        population="early_help",
        dated_by="assessment_completed_on",
        over="period",
        needs=("early_help",),
        better="higher",
        by={"agency": Dimension("agency", "Who made the assessment", "r.organisation", {}, of_child=False)},
        source="Local definition; no national collection counts early help assessments",
        evidence="local",
        owner=_OWNER,
        reviewed_on=_REVIEWED_ON,
    ),
    Count(
        code="EH-START",
        title="Early help episodes started",
        service_area="Early help",
        definition="Episodes of early help that started in the period, one for each child of a family.",
        why="How many children begin to get help early.",
        population="early_help",
        dated_by="started_on",
        over="period",
        needs=("early_help",),
        better=None,
        by={"reason": Dimension("reason", "Why help began", "r.reason_code", EARLY_HELP_REASON.codes)},
        source="Local definition",
        evidence="local",
        owner=_OWNER,
        reviewed_on=_REVIEWED_ON,
    ),
    Count(
        code="EH-OPEN",
        title="Children with early help",
        service_area="Early help",
        definition="Children with an episode of early help open on the last day of the period: one that had started by "
        "then and ended, if at all, on a later day. A child with two counts once.",
        why="How many children are being helped now.",
        population="early_help_at",
        dated_by="as_at",
        over="as_at",
        needs=("early_help",),
        better=None,
        source="Local definition",
        evidence="local",
        owner=_OWNER,
        reviewed_on=_REVIEWED_ON,
    ),
    Proportion(
        code="EH-CAF-MET",
        title="% of early help episodes ended with needs met",
        service_area="Early help",
        definition="Episodes of early help that ended since 1 April because the needs were met, of all episodes ended "
        "since 1 April. One that ended for a reason not recorded counts in the denominator.",
        why="Whether help given early helps, or the family comes back through another door.",
        population="early_help",
        dated_by="ended_on",
        over="year_to_date",
        numerator="end_reason_code = 'MET'",
        unknown_when="end_reason_code IS NULL",
        needs=("early_help",),
        better="higher",
        by={"ending": Dimension("ending", "Why help ended", "r.end_reason_code", EARLY_HELP_END_REASON.codes)},
        source="Local definition; earlier reports print the share of common assessments with needs met at closure",
        evidence="local",
        owner=_OWNER,
        reviewed_on=_REVIEWED_ON,
    ),
)
