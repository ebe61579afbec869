"""What makes a placement unfit for the child's age, with an example of each.

Called by: expectations.rules.lac_episodes.
Promises:  the age is that on the day the episode began; a child on the very birthday is old enough.
Never:     judges a child whose date of birth the persons file does not have.
"""

from __future__ import annotations

from expectations.contract import Rule


def _too_young(code: str, placement: str, years: int, what: str, source: str) -> Rule:
    """A kind of placement begins before the birthday from which it is meant for a child."""
    birthday = f"{2000 + years}-09-15"
    day_before = f"{2000 + years}-09-14"
    return Rule(
        code,
        f"{what} begins before the child is {years}",
        "warn",
        f"t.placement_code = '{placement}' AND EXISTS (SELECT 1 FROM silver.persons p WHERE p.child_id = t.child_id"
        f" AND t.started_on < p.born_on + INTERVAL {years} YEAR)",
        "Such a place is not meant for so young a child: the placement or the date of birth is wrong.",
        scope="cross_file",
        needs=("persons",),
        source=source,
        breaks={
            "lac_episodes": [{"child_id": "A", "started_on": day_before, "placement_code": placement}],
            "persons": [{"child_id": "A", "born_on": "2000-09-15"}],
        },
        passes={
            "lac_episodes": [
                {"child_id": "A", "started_on": birthday, "placement_code": placement},
                {"child_id": "A", "started_on": day_before, "placement_code": "U6"},
                {"child_id": "B", "started_on": day_before, "placement_code": placement},
                {"child_id": "C", "started_on": day_before, "placement_code": placement},
            ],
            "persons": [
                {"child_id": "A", "born_on": "2000-09-15"},
                {"child_id": "B", "born_on": "2000-09-14"},
                {"child_id": "C"},
            ],
        },
    )


PLACEMENT_AGES: tuple[Rule, ...] = (
    _too_young("D15a", "K3", 16, "Supported accommodation", "903 371"),
    _too_young("D15b", "H5", 14, "Semi-independent living", "903 371 up to 2023/24"),
    _too_young("D15c", "R5", 10, "Custody", "903 372"),
    _too_young("D15d", "S1", 4, "Residential school", "903 373"),
    _too_young("D15e", "P3", 14, "Residential employment", "903 374"),
)
