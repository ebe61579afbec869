"""The people of Sample Borough: invented children with invented names.

Called by: every module of tasks.sample that needs a child or a worker.
Promises:  the same seed gives the same people in the same order; identifiers look like those of a case
           system (seven digits, some with leading zeros).
Never:     uses a real person's name, number or date of birth.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from warehouse.periods import completed_years

FORENAMES = (
    "Aldwyn", "Bramley", "Cordelia", "Dextra", "Elowyn", "Florimel", "Gwendry", "Hollis", "Ismere", "Jorvik",
    "Kestrel", "Lorcán", "Mirabel", "Noël", "Ottoline", "Perrin", "Quilla", "Rowanne", "Sorrel", "Thisbe", "Ulrica",
    "Verity", "Wrenna", "Xanthe", "Yorick", "Zephyrine", "Amaryllis", "Bertrand", "Célandine", "Dorrit", "Evander",
    "Fenella", "Gideon", "Hyacinth", "Isolde", "Jessamy", "Koray", "Lysander", "Marigold", "Nerys", "Orlando",
    "Primrose", "Quentin", "Rosalba", "Silvan", "Tamsin", "Umberto", "Violante", "Wystan", "Zoë",
)  # fmt: skip
SURNAMES = (
    "Ashfictive", "Bramblethwaite", "Cloudesmere", "Dunsample", "Everpretend", "Fablehurst", "Glimmerstock",
    "Hollowmock", "Inventworth", "Jestington", "Kindlemade", "Larkinvent", "Mockridge", "Nevershire", "Oakfable",
    "Pretenderby", "Quillfeather", "Rivermade", "Storyfield", "Talewright", "Unrealwood", "Vellumby", "Whimsley",
    "Yarnsdale", "Zedsample", "O’Fiction", "D’Exemple", "Fabrikaž", "Médisample", "Ångfable", "Brightnever",
    "Copperyarn", "Driftmock", "Emberquill", "Frostinvent", "Greymadeup", "Hazelmyth", "Ivorytale", "Juniperfib",
)  # fmt: skip
_ETHNICITIES = (
    *(["WBRI"] * 24),
    *(["WOTH"] * 4),
    *(["BAFR"] * 5),
    *(["MWBC"] * 2),
    *("MOTH", "MWAS", "MWBA", "BCRB", "BOTH", "AIND", "APKN", "ABAN", "AOTH", "OOTH", "WIRI", "WROM", "CHNE"),
    *("NOBT", "REFU"),
)
_DISABILITIES = (*(["NONE"] * 30), "LD", "AUT", "BEH", "MOB", "COMM,LD", "CON", "AUT,LD", "HEAR")
_CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_COUNCIL_NUMBER = "946"


@dataclass(slots=True)
class Person:
    """One invented child or young person, and what became known of them when.

    known_unborn: the first records were made before birth, when the birth was expected on `expected_on`.
    old_id, merged_on: the number under which everything stood until two records were found to be one child.
    """

    child_id: str
    born_on: date
    sex_code: str
    ethnicity_code: str
    forename: str
    surname: str
    disability_codes: str
    legacy_id: str | None
    upn: str
    is_uasc: bool = False
    known_unborn: bool = False
    expected_on: date | None = None
    old_id: str | None = None
    merged_on: date | None = None

    def age(self, on: date) -> int:
        """Completed years of age; negative before birth."""
        return completed_years(self.born_on, on)

    def birthday(self, years: int) -> date:
        """The day on which the person reaches an age."""
        leap_day = (self.born_on.month, self.born_on.day) == (2, 29)
        return (
            date(self.born_on.year + years, 3, 1) if leap_day else self.born_on.replace(year=self.born_on.year + years)
        )


class People:
    """Everyone in the borough's files, made one at a time in a fixed order."""

    def __init__(self, seed: str) -> None:
        """Start with nobody."""
        self._rng = Random(f"{seed}:people")
        self._numbers: Iterator[int] = iter(self._rng.sample(range(120_000, 9_800_000), 60_000))
        self._upns: set[str] = set()
        self.by_id: dict[str, Person] = {}

    def new(self, born_on: date, surname: str = "", is_uasc: bool = False) -> Person:
        """Return another child; siblings share a surname."""
        rng = self._rng
        child_id = self.new_number()
        person = Person(
            child_id=child_id,
            born_on=born_on,
            sex_code=rng.choice("MMMMMMMMMF" if is_uasc else "MMMMMMMMMMMFFFFFFFFFF"),
            ethnicity_code=rng.choice(("OOTH", "AOTH", "BAFR", "BOTH")) if is_uasc else rng.choice(_ETHNICITIES),
            forename=rng.choice(FORENAMES),
            surname=surname or rng.choice(SURNAMES),
            disability_codes=rng.choice(_DISABILITIES),
            legacy_id=f"L{rng.randrange(10_000, 99_999)}{child_id[-2:]}" if rng.random() < 0.2 else None,
            upn=self._new_upn(born_on),
            is_uasc=is_uasc,
        )
        self.by_id[child_id] = person
        return person

    def new_number(self) -> str:
        """Return a child number that nobody has."""
        return f"{next(self._numbers):07d}"

    def _new_upn(self, born_on: date) -> str:
        while (upn := _upn(self._rng, born_on)) in self._upns:
            pass
        self._upns.add(upn)
        return upn


class Counter:
    """Gives out the running numbers of one kind of record."""

    def __init__(self, prefix: str, first: int) -> None:
        """Start at `first`."""
        self._prefix, self._next = prefix, first

    def new(self) -> str:
        """Return the next number."""
        self._next += 1
        return f"{self._prefix}{self._next}"


def _upn(rng: Random, born_on: date) -> str:
    """Return a pupil number with the right check letter and this council's made-up number, which no authority has."""
    digits = f"{_COUNCIL_NUMBER}{rng.randrange(2000, 4999)}{(born_on.year + 5) % 100:02d}{rng.randrange(1000):03d}"
    return _CHECK_LETTERS[sum(int(digit) * weight for weight, digit in enumerate(digits, start=2)) % 23] + digits
