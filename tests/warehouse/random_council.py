"""Councils made by chance, small and messy, for holding two ways of counting against each other.

Dates crowd where definitions draw a line: whole months before a month's end, birthdays, 15 and 45 working
days, 140 days. Rows come late, come again and come changed; episodes overlap and stay open; identifiers are
merged, in chains and circles. What intake would refuse (an end before its start) is not made.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from expectations import extracts as declared
from tests.warehouse import random_rows
from tests.warehouse.plain.books import KEYS, Row, months_later
from warehouse.periods import Month

TEAMS = ("North", "South", None)
ACTIVITIES = (*(f"{kind}{n}" for kind in "FP" for n in range(1, 6)), "G4", "G5", "0", "0", None, None)
PLACES = ("U4", "U6", "K2", "A3", "A4", "A5", "A6", "T0", "T1", "T2", "T3", "T4", "H5", None)

ENDINGS = ("E11", "E12", "E43", "E45", "E48", "E41", "E2", "E3", "E17", None)


@dataclass
class Batch:
    """Councils that share their months; extracts that did not come are missing from `delivered`.

    councils: name -> extract -> month -> rows; every identifier starts with the council's name and a hyphen.
    """

    councils: dict[str, dict[str, dict[str, list[Row]]]]
    delivered: dict[str, list[str]]

    @property
    def files(self) -> dict[str, dict[str, list[Row]]]:
        """The files of all councils as if they were one."""
        together: dict[str, dict[str, list[Row]]] = {}
        for files in self.councils.values():
            for extract, by_month in files.items():
                for month, rows in by_month.items():
                    together.setdefault(extract, {}).setdefault(month, []).extend(rows)
        return together


def random_councils(seed: int, count: int) -> Batch:
    """Make some councils; the same seed makes the same ones."""
    chance = random.Random(seed)
    last = Month("2020-01").plus(chance.randrange(22))
    months = Month.range(last.plus(-chance.choice((0, 1, 2, 2, 3, 4))), last)
    delivered = {name: [str(month) for month in months if chance.random() < 0.95] for name in declared.load()}
    councils = {}
    for number in range(count):
        files = Maker(random.Random(f"{seed} {number}"), f"d{number}", months).files()
        councils[f"d{number}"] = {
            name: {month: rows for month, rows in by_month.items() if month in delivered[name]}
            for name, by_month in files.items()
        }
    return Batch(councils, delivered)


class Maker:
    """Makes the rows of one council."""

    def __init__(self, chance: random.Random, name: str, months: tuple[Month, ...]) -> None:
        self.chance, self.name, self.months = chance, name, months
        self.children = [f"{name}-C{n}" for n in range(chance.randint(2, 7))]
        self.numbers = iter(range(1_000_000))
        self.enquiries: list[Row] = []
        self.earlier: dict[str, list[Row]] = {"plan": [], "allocation": [], "referral": []}

    def files(self) -> dict[str, dict[str, list[Row]]]:
        makers: dict[str, tuple[int, Callable[[], Row]]] = {
            "contacts": (8, self.contact),
            "referrals": (7, self.referral),
            "assessments": (8, self.assessment),
            "s47_enquiries": (5, self.enquiry),
            "cp_conferences": (7, self.conference),
            "cp_plans": (9, self.plan),
            "lac_episodes": (6, self.episode),
            "pathway_plans": (7, self.pathway_plan),
            "supervision": (9, self.supervision),
            "sw_allocations": (14, self.allocation),
            "ehc": (6, self.request),
        }
        for module in random_rows.modules():
            for name, (most, make) in getattr(module, "MAKERS", {}).items():
                makers[name] = most, partial(make, self)
        files = {name: self.spread(name, [make() for _ in range(self.chance.randint(0, most))])
                 for name, (most, make) in makers.items()}  # fmt: skip
        chains = [episode for child in self.children for episode in self.chain(child)]
        for month, rows in self.spread("lac_episodes", chains).items():
            taken = {(row["child_id"], row["started_on"]) for row in files["lac_episodes"][month]}
            files["lac_episodes"][month] += [row for row in rows if (row["child_id"], row["started_on"]) not in taken]
        for month, rows in self.spread("cp_conferences", self.reviews()).items():
            files["cp_conferences"][month] += rows
        files["persons"] = self.spread("persons", [self.person(child) for child in self.children])
        files["care_leavers"] = {
            str(month): [self.care_leaver(c) for c in self.children if self.chance.random() < 0.7]
            for month in self.months
        }
        for module in random_rows.modules():
            for name, of_child in getattr(module, "SNAPSHOTS", {}).items():
                files[name] = {
                    str(month): [of_child(self, child) for child in self.children if self.chance.random() < 0.7]
                    for month in self.months
                }
            for name, rows in getattr(module, "SAME", {}).items():
                files[name] = {str(month): rows for month in self.months}
        files["merged_ids"] = self.spread("merged_ids", self.merges())
        return files

    def spread(self, extract: str, rows: list[Row]) -> dict[str, list[Row]]:
        """Put each row into one or several months' files, sometimes with another word in a later one."""
        keys = KEYS.get(extract, ("old_child_id",))
        rows = list({tuple(row[name] for name in keys): row for row in rows}.values())
        found: dict[str, list[Row]] = {str(month): [] for month in self.months}
        for row in rows:
            said = dict(row)
            for month in self.months[self.chance.randrange(len(self.months)) :]:
                if self.chance.random() < 0.15:
                    continue
                found[str(month)].append(dict(said))
                if self.chance.random() < (0.4 if extract == "pathway_plans" else 0.1):
                    name = self.chance.choice([name for name in said if name not in keys])
                    others = [other[name] for other in rows if name in other]
                    said = _in_order({**said, name: self.chance.choice(others)}) or said
        return found

    def one(self, *values: Any) -> Any:
        return self.chance.choice(values)

    def child(self) -> str:
        return self.chance.choice(self.children)

    def number(self, letter: str) -> str:
        return f"{self.name}-{letter}{next(self.numbers)}"

    def day(self, months: int = 14) -> date:
        """A day of the months before or within the council's, more often than not beside a line."""
        end = self.chance.choice(self.months).ends_on
        if self.chance.random() < 0.5:
            back = self.chance.choice([n for n in (0, 1, 2, 3, 6, 12, 24, 30) if n <= months] or [0])
            return months_later(end, -back) + timedelta(self.chance.choice((-1, 0, 1)))
        return end - timedelta(self.chance.randrange(31 * months))

    def beside_a_line(self, start: date) -> date | None:
        """A day after `start` that lies whole months before some month's end, or next to it."""
        end = self.chance.choice(self.months).ends_on
        lines = [months_later(end, -n) for n in (0, 0, 6, 12, 12, 24, 24, 30)]
        later = [line for line in lines if line > start]
        return self.chance.choice(later) + timedelta(self.one(0, 0, 1)) if later else None

    def later(self, start: date, days: tuple[int, ...]) -> date:
        return start + timedelta(
            self.chance.choice(days) + self.chance.choice((-1, 0, 0, 1, self.chance.randrange(60)))
        )

    def sometimes(self, value: Any, share: float = 0.7) -> Any:
        return value if self.chance.random() < share else None

    def person(self, child: str) -> Row:
        end = self.chance.choice(self.months).ends_on
        born = months_later(end, -12 * self.one(3, 10, 12, 16, 16, 18, 22)) + timedelta(self.one(-1, 0, 1))
        born = self.one(born, born, born, date(2004, 2, 29), None)
        into = self.sometimes(self.child(), 0.08)
        disability = self.one("NONE", "NONE", "MOB,LD", None)
        return {"child_id": child, "born_on": born, "disability_codes": disability, "merged_into_child_id": into}

    def merges(self) -> list[Row]:
        if self.chance.random() < 0.6:
            return []
        found = []
        for _ in range(self.chance.randint(1, 3)):
            into = self.one(self.child(), f"{self.name}-C99")
            found.append({"old_child_id": self.child(), "new_child_id": into, "merged_on": self.day()})
        return found

    def contact(self) -> Row:
        outcome, day = self.one("EARLY_HELP", "NFA", "ADVICE", None), self.day(4)
        return {"contact_id": self.number("K"), "child_id": self.child(), "contact_on": day,
                "contact_outcome_code": outcome, "outcome_on": self.sometimes(self.decided(day), 0.8),
                "team": self.one(*TEAMS)}  # fmt: skip

    def decided(self, day: date) -> date:
        return day + timedelta(self.one(-1, 0, 1, 1, 2, 3, 4, 5))

    def referral(self) -> Row:
        before = self.earlier["referral"]
        day = self.day(14)
        row = {"referral_id": self.number("R"), "child_id": self.child(), "referral_on": day,
               "decision_on": self.sometimes(self.decided(day), 0.8), "is_nfa": self.one(True, False, False),
               "closed_on": self.sometimes(self.beside_a_line(day), 0.5), "team": self.one(*TEAMS)}  # fmt: skip
        if before and self.chance.random() < 0.5:
            first = self.chance.choice(before)
            again = months_later(first["referral_on"], self.one(0, 0, 6, 12, 12)) + timedelta(self.one(-1, 0, 0, 1))
            row |= {"child_id": first["child_id"], "referral_on": again}
        before.append(row)
        return row

    def assessment(self) -> Row:
        start, child = self.day(6), self.child()
        if self.earlier["referral"] and self.chance.random() < 0.5:
            referral = self.chance.choice(self.earlier["referral"])
            child, start = referral["child_id"], referral["referral_on"] + timedelta(self.one(-1, 0, 0, 1, 7))
        elif self.chance.random() < 0.5:
            start = self.chance.choice(self.months).ends_on - timedelta(self.one(62, 63, 64, 65, 66, 67))
        return {"assessment_id": self.number("A"), "child_id": child,
                "referral_id": self.sometimes(f"{self.name}-R{self.chance.randrange(16)}", 0.3), "started_on": start,
                "authorised_on": self.sometimes(self.later(start, (-1, 1, 14, 35, 63, 65, 67, 69))),
                "factor_codes": self.one("3A,8B", "8D", "18B", "2A,7A", None),
                "team": self.one(*TEAMS)}  # fmt: skip

    def enquiry(self) -> Row:
        start, child = self.day(4), self.child()
        if self.enquiries and self.chance.random() < 0.3:
            child, start = self.enquiries[-1]["child_id"], self.enquiries[-1]["started_on"]
        discussed = start - timedelta(self.one(-2, 0, 0, 1, 3))
        self.enquiries.append({"s47_id": self.number("S"), "child_id": child, "started_on": start,
                               "strategy_discussion_on": self.sometimes(discussed, 0.8),
                               "team": self.one(*TEAMS)})  # fmt: skip
        return self.enquiries[-1]

    def conference(self) -> Row:
        after = (
            self.chance.choice(self.enquiries)
            if self.enquiries
            else {"child_id": self.child(), "started_on": self.day(4)}
        )
        held = self.later(after["started_on"], (-1, 1, 20, 21, 22, 23, 25))
        return {"conference_id": self.number("F"), "child_id": self.one(self.child(), after["child_id"]),
                "s47_id": self.sometimes(after.get("s47_id", "S-unknown"), 0.5),
                "conference_type_code": self.one("INITIAL", "INITIAL", "PRE_BIRTH", "TRANSFER_IN", "REVIEW"),
                "participation_code": self.one("PN1", "PN4", "PN5", "PN7", None),
                "held_on": self.sometimes(held, 0.9), "team": self.one(*TEAMS)}  # fmt: skip

    def reviews(self) -> list[Row]:
        """Review conferences that follow a plan and each other, mostly when they are due or a day off."""
        found = []
        for plan in self.earlier["plan"]:
            due = months_later(plan["started_on"], self.one(0, 2, 3, 3, 3)) + timedelta(self.one(-1, 0, 0, 1))
            for _ in range(self.one(0, 1, 2, 3, 4)):
                found.append({"conference_id": self.number("F"), "child_id": plan["child_id"], "s47_id": None,
                              "conference_type_code": self.one("REVIEW", "REVIEW", "REVIEW", "INITIAL"),
                              "participation_code": self.one("PN2", "PN3", "PN6", "PN0", None), "held_on": due,
                              "team": self.one(*TEAMS)})  # fmt: skip
                due = months_later(due, self.one(5, 6, 6, 6)) + timedelta(self.one(-1, 0, 0, 0, 1))
        return found

    def after_another(self, kind: str, row: Row) -> Row:
        """Let a row begin, now and then, the day an earlier one of some child ended, for that child."""
        ended = [other for other in self.earlier[kind] if other["ended_on"]]
        if ended and self.chance.random() < 0.4:
            before = self.chance.choice(ended)
            row |= {"child_id": before["child_id"], "started_on": before["ended_on"]}
            if row["ended_on"]:
                row["ended_on"] = max(row["ended_on"], row["started_on"])
        self.earlier[kind].append(row)
        return row

    def plan(self) -> Row:
        start = self.day(30)
        if self.chance.random() < 0.25:
            start = months_later(self.chance.choice(self.months).ends_on, -15) + timedelta(self.one(-1, 0, 0, 1))
        previous = months_later(start, -self.one(0, 1, 24)) + timedelta(self.one(-1, 0, 1))
        end = months_later(start, self.one(0, 3, 6, 12, 24)) + timedelta(self.one(-1, 0, 1))
        row = {"cp_plan_id": self.number("P"), "child_id": self.child(), "started_on": start,
               "ended_on": self.sometimes(max(start, end)),
               "previous_plan_ended_on": self.sometimes(previous, 0.3), "previous_plans": self.one(0, 0, 1, None),
               "is_other_council_plan": self.one(True, False, None, None), "team": self.one(*TEAMS)}  # fmt: skip
        return self.after_another("plan", row)

    def episode(self) -> Row:
        start = self.day(36)
        return {"child_id": self.child(), "started_on": start,
                "reason_started_code": self.one("S", "P", "P", "L", "L", "T", "B", None),
                "legal_status_code": self.one("C2", "C2", "V2", "E1", "V3", "V4", None),
                "placement_code": self.one(*PLACES), "provider_code": self.one("PR1", "PR4", None),
                "urn": self.one("7", None, None), "need_code": self.one("N1", "N5", None),
                "is_outside_boundary": self.one(True, True, False, None),
                "distance_miles": self.one("19.9", "20", "20.04", "20.05", "20.1", "60", "999.9", None),
                "ended_on": self.sometimes(self.later(start, (0, 1, 90, 360, 730)), 0.5),
                "reason_ended_code": self.one("X1", "X1", "E4A", *ENDINGS)}  # fmt: skip

    def chain(self, child: str) -> list[Row]:
        """A child's episodes, one after the other as they should be; the last one may still be open."""
        end = self.chance.choice(self.months).ends_on
        start = months_later(end, -self.one(3, 12, 24, 30, 30, 36, 48)) + timedelta(self.one(-1, 0, 0, 1))
        episodes = []
        for _ in range(self.chance.randint(0, 6)):
            row = {**self.episode(), "child_id": child, "started_on": start, "ended_on": None}
            if episodes and self.chance.random() < 0.4:
                where = self.chance.choice(episodes)
                row |= {name: where[name] for name in ("placement_code", "provider_code", "urn")}
            episodes.append(row)
            start = self.sometimes(self.beside_a_line(start)) or self.later(start, (1, 30, 180, 365, 600))
            if start <= row["started_on"] or self.chance.random() < 0.15:
                break
            row["ended_on"] = start
            start += timedelta(self.one(0, 0, 0, 0, 0, 5))
        return episodes

    def pathway_plan(self) -> Row:
        start = self.day(12)
        return {"plan_id": self.number("W"), "child_id": self.child(), "started_on": start,
                "reviewed_on": self.sometimes(self.day(8), 0.6),
                "status_code": self.one("CURRENT", "CURRENT", "DRAFT", "ENDED", None)}  # fmt: skip

    def supervision(self) -> Row:
        return {"supervision_id": self.number("V"), "child_id": self.child(), "supervised_on": self.day(3),
                "supervision_type_code": self.one("FORMAL", "FORMAL", "ADHOC", None)}  # fmt: skip

    def allocation(self) -> Row:
        start = self.day(14)
        role = self.one("SOCIAL_WORKER", "SOCIAL_WORKER", "SOCIAL_WORKER", "DUTY", "IRO", None)
        end = self.sometimes(self.beside_a_line(start), 0.3) or max(start, self.later(start, (0, 1, 30, 200)))
        row = {"allocation_id": self.number("L"), "child_id": self.child(),
               "worker_id": f"{self.name}-{self.one('w1', 'w2', 'w3')}", "worker_role_code": role,
               "team": self.one(*TEAMS), "started_on": start,
               "ended_on": self.sometimes(end, 0.6)}  # fmt: skip
        return self.after_another("allocation", row)

    def request(self) -> Row:
        start = self.day(8)
        end = self.chance.choice(self.months).ends_on
        start = self.one(start, start, end - timedelta(140), end - timedelta(141))
        return {"request_id": self.number("E"), "child_id": self.child(), "requested_on": start,
                "plan_issued_on": self.sometimes(self.later(start, (1, 139, 140, 141))),
                "has_exceptions": self.one(True, False, None),
                "request_outcome_code": self.one("Y", "Y", "N", "A", "W", "H", None),
                "request_decided_on": self.sometimes(self.later(start, (0, 42, 130))),
                "assessment_outcome_code": self.one("Y", "N", "A", "W", None),
                "assessment_decided_on": self.sometimes(self.later(start, (60, 112, 140))),
                "team": self.one(*TEAMS)}  # fmt: skip

    def care_leaver(self, child: str) -> Row:
        end = self.chance.choice(self.months).ends_on
        born = months_later(end, -12 * self.one(16, 17, 18, 19, 19, 21, 22, 22)) + timedelta(self.one(-1, 0, 1))
        relevant = self.sometimes("FORMER_RELEVANT", 0.7)
        return {"child_id": child, "born_on": self.sometimes(born, 0.8),
                "eligibility_code": relevant or self.one("RELEVANT", "QUALIFYING", None),
                "in_touch_code": self.one("YES", "YES", "NO", "DIED", "NREQ", "RHOM", None),
                "activity_code": self.one(*ACTIVITIES),
                "accommodation_code": self.one("U1", "Z1", "X2", "R", "U", "0", None),
                "suitability_code": self.one("1", "2", None),
                "pathway_plan_on": self.sometimes(self.day(8), 0.6), "team": self.one(*TEAMS)}  # fmt: skip


def _in_order(row: Row) -> Row | None:
    """Return the row, None where it would end before it starts and so be refused."""
    for begin, finish in (("started_on", "ended_on"), ("started_at", "ended_at")):
        start, end = row.get(begin), row.get(finish)
        if start and end and end < start:
            return None
    return row
