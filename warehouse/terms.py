"""School terms and academic years, for indicators that follow the school calendar.

Called by: definitions and marts of education and personal education plan indicators.
Promises:  the same reading as every other period: inclusive ends, no gap, no overlap.
Never:     says when schools are open; a term here is the span up to the month in which it ends.
"""

from __future__ import annotations

from datetime import date

from warehouse.periods import Month, Period, months_from, refuse_unless_years, two_years

_TERM_MONTHS = {"autumn": (8, 12), "spring": (1, 3), "summer": (4, 7)}


class AcademicYear(Period):
    """An academic year, August to July, written "2020-21-AY".

    Source: requirement F05. Other publications end it on 31 August, so confirm before comparing.
    """

    __slots__ = ()
    kind = "academic year"

    def __post_init__(self) -> None:
        """Refuse a text whose second year does not follow its first."""
        refuse_unless_years(self.text, "-AY", "an academic year", "Write both years and AY, such as 2020-21-AY")

    @classmethod
    def of(cls, day: date | Month) -> AcademicYear:
        """Return the academic year that a day or month falls in."""
        month = Month.of(day)
        return cls(f"{two_years(month.year - (month.number < 8))}-AY")

    @property
    def label(self) -> str:
        """The year as printed: academic year 2020/21."""
        return f"academic year {self.text[:7].replace('-', '/')}"

    @property
    def months(self) -> tuple[Month, ...]:
        """August to July."""
        return months_from(int(self.text[:4]), 8, 12)

    @property
    def terms(self) -> tuple[Term, ...]:
        """Autumn, spring and summer term, in order."""
        return tuple(Term(f"{self.text[:7]}-{name}") for name in _TERM_MONTHS)


class Term(Period):
    """A school term, written "2020-21-autumn"; terms end in December, March and July.

    Trap: August counts as autumn term, so that every day has a term; schools are closed then.
    """

    __slots__ = ()
    kind = "term"

    def __post_init__(self) -> None:
        """Refuse a term other than autumn, spring and summer of a proper academic year."""
        fix = "Write the academic year and the term, such as 2020-21-autumn"
        refuse_unless_years(self.text, "-(autumn|spring|summer)", "a term", fix)

    @classmethod
    def of(cls, day: date | Month) -> Term:
        """Return the term that a day or month falls in."""
        month = Month.of(day)
        name = next(name for name, (first, last) in _TERM_MONTHS.items() if first <= month.number <= last)
        return cls(f"{AcademicYear.of(month).text[:7]}-{name}")

    @property
    def label(self) -> str:
        """The term as printed: Autumn term 2020/21."""
        return f"{self.text[8:].capitalize()} term {self.text[:7].replace('-', '/')}"

    @property
    def academic_year(self) -> AcademicYear:
        """The academic year that the term belongs to."""
        return AcademicYear(f"{self.text[:7]}-AY")

    @property
    def months(self) -> tuple[Month, ...]:
        """The months up to and including the one in which the term ends."""
        first, last = _TERM_MONTHS[self.text[8:]]
        return tuple(month for month in self.academic_year.months if first <= month.number <= last)

    def previous(self) -> Term:
        """Return the term before."""
        return Term.of(self.months[0].previous())
