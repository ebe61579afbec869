"""Education: exclusions from the council's schools."""

from dataclasses import replace
from datetime import date

from warehouse.indicator import Count

_PERMANENT = Count(
    code="EDU-EXCL-PERM",
    title="Permanent exclusions",
    service_area="Education",
    definition="Permanent exclusions that began between 1 September and the end of the period. A number, and not the "
    "published rate, which is held against the pupils on roll.",
    why="A child out of school loses more than lessons.",
    population="exclusions",
    dated_by="started_on",
    over="academic_year_to_date",
    numerator="category_code = 'PERM'",
    needs=("exclusions",),
    better="lower",
    source="School census, termly exclusions: every exclusion counts, a pupil as often as excluded",
    evidence="local",
    owner="Head of Service, Inclusion",
    reviewed_on=date(2026, 11, 27),
    team="NULL",
)

INDICATORS = (
    _PERMANENT,
    replace(
        _PERMANENT,
        code="EDU-EXCL-FIX",
        title="Suspensions from school",
        definition="Suspensions that began between 1 September and the end of the period; a pupil counts as often as "
        "suspended, and lunchtime suspensions are left out. A number, and not the published rate, which is held "
        "against the pupils on roll.",
        numerator="category_code = 'FIXD'",
    ),
)
