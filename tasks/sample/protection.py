"""Child protection: section 47 enquiries that led to a conference, conferences, and plans.

Called by: tasks.sample.world.
Promises:  plans started and ended in each year, those ended within three months and after two years, and those
           that repeat an earlier one within two years are the counts of tasks.sample.story; a child's plans do
           not overlap; a plan begins on the day of its conference.
Never:     makes referrals or assessments: it says which ones it needs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from tasks.sample import story
from tasks.sample.needs import Need, ReferralNumbers, assessment_team, new_family
from tasks.sample.people import People, Person
from tasks.sample.workdays import day_between, subtract_working_days, workday_in, workday_on_or_before
from warehouse.periods import FinancialYear, Month, months_before

_CATEGORIES = (*(["NEG"] * 10), *(["EMO"] * 8), *(["PHY"] * 2), "SAB", "MUL")
_STOCK = 150
_LONGEST_MONTHS = 24


@dataclass(slots=True)
class Plan:
    """One child's plan; one that is still open at the end of the story has no end."""

    person: Person
    started_on: date
    category: str
    previous_plans: int = 0
    previous_ended_on: date | None = None
    ended_on: date | None = None
    is_other_council: bool = False
    need: Need | None = None
    not_before: Month | None = None

    def is_open(self, day: date) -> bool:
        """Tell whether the plan is in force at the end of a day."""
        return self.started_on <= day and (self.ended_on is None or self.ended_on > day)


@dataclass(slots=True)
class Conference:
    """One family's initial conference and the enquiry before it; plans is empty where none was needed."""

    held_on: date
    kind: str
    children: list[Person]
    enquiry_on: date | None
    needs: list[Need]
    team: str
    plans: list[Plan] = field(default_factory=list)


@dataclass(slots=True)
class Protection:
    """Everything that child protection holds."""

    plans: list[Plan]
    conferences: list[Conference]

    @property
    def needs(self) -> list[Need]:
        """The referrals that conferences and plans depend on."""
        held = [need for conference in self.conferences for need in conference.needs]
        return held + [plan.need for plan in self.plans if plan.need and plan.need not in held]


def protect(people: People, numbers: ReferralNumbers, seed: str) -> Protection:
    """Return conferences and plans of the whole story."""
    maker = _Maker(people, numbers, Random(f"{seed}:protection"))
    maker.make_history()
    for month in Month.range(story.FIRST_MONTH, story.LAST_MONTH):
        maker.begin_plans(month)
        maker.end_plans(month)
    maker.add_other_councils_plans()
    maker.close_cases()
    return Protection(maker.plans, maker.conferences)


class _Maker:
    """Makes conferences and plans month by month."""

    def __init__(self, people: People, numbers: ReferralNumbers, rng: Random) -> None:
        self._people, self._numbers, self._rng = people, numbers, rng
        self.plans: list[Plan] = []
        self.conferences: list[Conference] = []
        self._groups: list[list[Plan]] = []
        self._held: dict[str, int] = {}
        self._late: dict[str, int] = {}

    def make_history(self) -> None:
        """Make the plans that ended in the two years before the story and those open when it begins."""
        for month in Month.range(Month("2017-04"), Month("2019-03")):
            for size in self._sizes(11):
                ended = workday_in(month, self._rng)
                lasted = self._rng.randint(25, 80) if self._rng.random() < 0.12 else self._rng.randint(100, 700)
                group = self._old_group(workday_on_or_before(ended - timedelta(days=lasted)), size)
                for plan in group:
                    plan.ended_on = ended
        for ending in map(Month, story.PLANS_LONG):
            self._keep_open(self._old_group(workday_in(ending.plus(-26), self._rng), 1), ending)
        self._keep_open(self._old_group(workday_in(Month("2019-01"), self._rng), 3), story.LAST_MONTH.next())
        for size in self._sizes(_STOCK - 7):
            ago = min(int(self._rng.expovariate(1 / 7)), 17)
            self._keep_open(self._old_group(workday_in(Month("2019-03").plus(-ago), self._rng), size))

    def begin_plans(self, month: Month) -> None:
        """Hold the month's initial conferences, those that led to a plan and those that did not."""
        year = str(FinancialYear.of(month))
        position, parts = _position(month)
        wanted = story.share(story.PLANS_STARTED[year], parts, position)
        for repeat_month, size in story.PLANS_REPEATED[year]:
            if Month(repeat_month) == month:
                self._repeat(month, size)
                wanted -= size
        if moved_here := story.MOVED_HERE.get(str(month), 0):
            self._first_conference(month, moved_here, is_transfer=True)
            wanted -= moved_here
        for size in self._sizes(wanted):
            self._first_conference(month, size, is_transfer=False)
        for size in story.WITHOUT_PLAN:
            self._hold(month, new_family(self._people, month.starts_on, self._rng, size), "INITIAL")

    def end_plans(self, month: Month) -> None:
        """End so many plans as the story asks for: short ones, long ones, and of the others the oldest first."""
        year = str(FinancialYear.of(month))
        position, parts = _position(month)
        wanted = story.share(story.PLANS_ENDED[year], parts, position)
        short = story.share(story.PLANS_SHORT[year], parts, position)
        self._end([group for group in self._open_groups(month) if _is_young(group, month)], short, month)
        long = [group for group in self._open_groups(month) if group[0].not_before == month]
        self._end(long, 1, month)
        wanted -= short + len(long)
        able = [group for group in self._open_groups(month) if _is_ripe(group, month)]
        urgent = [group for group in able if group[0].started_on <= months_before(month.ends_on, _LONGEST_MONTHS - 2)]
        others = [group for group in able if group not in urgent]
        self._rng.shuffle(others)
        others.sort(key=lambda group: self._rng.random() * (month.ends_on - group[0].started_on).days, reverse=True)
        self._end([*urgent, *others], wanted, month)

    def add_other_councils_plans(self) -> None:
        """Add plans that another council made for children who stayed here; they are not this council's."""
        for text in ("2019-05", "2019-11", "2020-05", "2020-09", "2021-02"):
            started = workday_in(Month(text), self._rng)
            person = self._people.new(started - timedelta(days=self._rng.randint(400, 5000)))
            need = self._need(person, started - timedelta(days=1), story.ASSESSMENT_TEAMS[1])
            ended = workday_on_or_before(started + timedelta(days=self._rng.randint(50, 80)))
            need.closes_on = ended + timedelta(days=20)
            self.plans.append(Plan(person, started, "NEG", ended_on=ended, is_other_council=True, need=need))

    def close_cases(self) -> None:
        """Close the case of each ended plan and of each conference that led to none."""
        for plan in self.plans:
            if plan.need and plan.ended_on and plan.need.closes_on is None:
                plan.need.closes_on = plan.ended_on + timedelta(days=self._rng.randint(25, 120))
        for conference in self.conferences:
            for need in conference.needs if not conference.plans else ():
                need.closes_on = conference.held_on + timedelta(days=self._rng.randint(40, 160))

    def _sizes(self, total: int) -> list[int]:
        """Return family sizes that add up to a number of children."""
        sizes: list[int] = []
        while (left := total - sum(sizes)) > 0:
            sizes.append(min(self._rng.choice((1, 1, 2, 2, 3)), left))
        return sizes

    def _old_group(self, started: date, size: int) -> list[Plan]:
        group = [self._plan(person, started) for person in new_family(self._people, started, self._rng, size)]
        self._groups.append(group)
        self.plans += group
        return group

    def _keep_open(self, group: list[Plan], until: Month | None = None) -> None:
        """Give the plans of a group that is open when the story begins their referrals."""
        referral_on = group[0].started_on - timedelta(days=self._rng.randint(20, 40))
        team = assessment_team([plan.person for plan in group])
        for plan in group:
            plan.need, plan.not_before = self._need(plan.person, referral_on, team), until

    def _plan(self, person: Person, started: date) -> Plan:
        plan = Plan(person, started, self._rng.choice(_CATEGORIES))
        if self._rng.random() < 0.06 and person.age(started) >= 5:
            plan.previous_plans = 1
            plan.previous_ended_on = day_between(
                started - timedelta(days=1400), started - timedelta(days=800), self._rng
            )
        return plan

    def _need(self, person: Person, on: date, team: str) -> Need:
        return Need(self._numbers.new(), person, on, "STRATEGY", team)

    def _first_conference(self, month: Month, size: int, is_transfer: bool) -> None:
        """Hold the conference of a family that is new to child protection, and begin its plans."""
        family = new_family(self._people, month.starts_on, self._rng, size)
        kind = "TRANSFER_IN" if is_transfer else "INITIAL"
        if size == 1 and not is_transfer and self._rng.random() < 0.12:
            kind = "PRE_BIRTH"
            born = month.ends_on + timedelta(days=self._rng.randint(15, 75))
            family = [self._people.new(born)]
            family[0].known_unborn = True
            family[0].expected_on = born + timedelta(days=self._rng.randint(-9, 9))
        conference = self._hold(month, family, kind)
        self._begin(conference, [self._plan(person, conference.held_on) for person in family])

    def _repeat(self, month: Month, size: int) -> None:
        """Hold a conference about children whose earlier plan ended less than two years before."""
        earliest, latest = months_before(month.ends_on, 22), month.starts_on - timedelta(days=130)
        able = [group for group in self._groups if len(group) >= size and _ended_between(group, earliest, latest)]
        known = {id(plan.person): plan for plan in self.plans}
        able = [group for group in able if all(known[id(plan.person)] is plan for plan in group)]
        before = self._rng.choice(able)[:size]
        conference = self._hold(month, [plan.person for plan in before], "INITIAL")
        plans = [self._plan(plan.person, conference.held_on) for plan in before]
        for plan, earlier in zip(plans, before, strict=True):
            plan.previous_plans, plan.previous_ended_on = earlier.previous_plans + 1, earlier.ended_on
            if earlier.need:
                earlier.need.closes_on = min(need.referral_on for need in conference.needs) - timedelta(days=6)
        self._begin(conference, plans)

    def _begin(self, conference: Conference, plans: list[Plan]) -> None:
        for plan, need in zip(plans, conference.needs, strict=True):
            plan.need = need
        conference.plans = plans
        self._groups.append(plans)
        self.plans += plans

    def _hold(self, month: Month, family: list[Person], kind: str) -> Conference:
        """Hold a conference in time or late, as the year's count of late ones asks for."""
        held_on = workday_in(month, self._rng)
        team = assessment_team(family)
        if kind == "TRANSFER_IN":
            enquiry_on = None
            referral_on = held_on - timedelta(days=self._rng.randint(12, 20))
        else:
            enquiry_on = subtract_working_days(held_on, self._working_days(month, len(family)))
            is_known = self._rng.random() < 0.35 and kind == "INITIAL"
            referral_on = enquiry_on - timedelta(
                days=self._rng.randint(20, 100) if is_known else self._rng.randint(0, 2)
            )
            youngest = min(person.born_on for person in family)
            referral_on = max(
                referral_on, min(youngest + timedelta(days=1), enquiry_on) if kind == "INITIAL" else referral_on
            )
        needs = [self._need(person, referral_on, team) for person in family]
        self.conferences.append(Conference(held_on, kind, family, enquiry_on, needs, team))
        return self.conferences[-1]

    def _working_days(self, month: Month, size: int) -> int:
        """Return how long after the enquiry a conference is held: late ones come evenly over the year.

        A family is late as a whole; the year ends with one of two children and one of one, so that its count is met.
        """
        year = str(FinancialYear.of(month))
        total, late = story.CONFERENCES[year]
        held, held_late = self._held.get(year, 0) + size, self._late.get(year, 0) + size
        is_late = held_late * total < late * held + total
        self._held[year] = held
        if not is_late:
            return self._rng.randint(9, 15)
        self._late[year] = held_late
        return self._rng.randint(16, 23)

    def _open_groups(self, month: Month) -> list[list[Plan]]:
        """Return the open plans family by family, oldest first, those that must last left out."""
        day = month.ends_on
        groups = [
            [plan for plan in group if plan.is_open(day) and (plan.not_before is None or plan.not_before <= month)]
            for group in self._groups
        ]
        return sorted((group for group in groups if group), key=lambda group: group[0].started_on)

    def _end(self, groups: list[list[Plan]], wanted: int, month: Month) -> None:
        """End plans family by family until so many have ended."""
        for group in groups:
            ended = workday_in(month, self._rng)
            for plan in group[:wanted]:
                plan.ended_on = ended
            wanted -= len(group[:wanted])


def _position(month: Month) -> tuple[int, int]:
    """Return where a month stands in its year and how many of the year's months belong to the story."""
    year = FinancialYear.of(month)
    parts = sum(month_of_year <= story.LAST_MONTH for month_of_year in year.months)
    return year.months.index(month), parts


def _is_young(group: list[Plan], month: Month) -> bool:
    return month.plus(-2).starts_on <= group[0].started_on < month.starts_on


def _is_ripe(group: list[Plan], month: Month) -> bool:
    return group[0].started_on <= months_before(month.starts_on, 3)


def _ended_between(group: list[Plan], earliest: date, latest: date) -> bool:
    return all(plan.ended_on is not None and earliest <= plan.ended_on <= latest for plan in group)
