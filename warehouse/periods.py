"""Months, quarters and financial years; ages, calendar months and working days.

Called by: everything that needs a date range. No other module works one out for itself.
Promises:  both ends of a period are inclusive; periods of one kind tile the calendar without gap or overlap.
Never:     asks what day it is; today's date is passed in.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import ClassVar

_MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTH_LABEL = re.compile(rf"({'|'.join(_MONTH_NAMES)}) ([0-9]{{4}})", re.IGNORECASE)
_QUARTER_LABEL = re.compile(r"(?:Q|Quarter )([1-4]),? ([0-9]{4})/([0-9]{2})", re.IGNORECASE)
_YEAR_LABEL = re.compile(r"([0-9]{4})/([0-9]{2})")


class PeriodError(ValueError):
    """A period cannot be read or made; `what` is wrong and `fix` is what to write instead."""

    def __init__(self, what: str, fix: str) -> None:
        """Keep both halves, so that a caller can say where the text stood between them."""
        super().__init__(f"{what}. {fix}.")
        self.what = what
        self.fix = fix


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """A stretch of whole months, held as its one canonical spelling, which also sorts in time order."""

    kind: ClassVar[str]
    text: str

    def __post_init__(self) -> None:
        """Refuse a spelling that is not this kind's own."""
        raise NotImplementedError

    def __str__(self) -> str:
        """Return the canonical spelling, which stands in paths and files."""
        return self.text

    @property
    def label(self) -> str:
        """The period as printed."""
        raise NotImplementedError

    @property
    def months(self) -> tuple[Month, ...]:
        """The months of the period, in order."""
        raise NotImplementedError

    @property
    def starts_on(self) -> date:
        """First day of the period."""
        first = self.months[0]
        return date(first.year, first.number, 1)

    @property
    def ends_on(self) -> date:
        """Last day of the period, which belongs to it."""
        last = self.months[-1]
        return date(last.year, last.number, calendar.monthrange(last.year, last.number)[1])


class Month(Period):
    """A calendar month, written "2020-09"."""

    __slots__ = ()
    kind = "month"

    def __post_init__(self) -> None:
        """Refuse anything but a four-digit year and a month, 1900 to 2099."""
        if not re.fullmatch(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])", self.text):
            raise PeriodError(f"{self.text!r} is not a month", "Write the year and the month, such as 2020-09")

    @classmethod
    def of(cls, day: date | Month) -> Month:
        """Return the month that `day` falls in; a month is its own month."""
        return day if isinstance(day, Month) else cls(f"{day.year:04}-{day.month:02}")

    @classmethod
    def range(cls, first: Month, last: Month) -> tuple[Month, ...]:
        """Return every month from `first` to `last`, both included."""
        if last < first:
            raise PeriodError(f"{first} is later than {last}", "Write the earlier month first")
        return tuple(first.plus(n) for n in range(last._index - first._index + 1))

    @property
    def year(self) -> int:
        """Calendar year."""
        return int(self.text[:4])

    @property
    def number(self) -> int:
        """Month of the calendar year, January = 1."""
        return int(self.text[5:])

    @property
    def label(self) -> str:
        """The month as printed: September 2020."""
        return f"{_MONTH_NAMES[self.number - 1]} {self.year}"

    @property
    def months(self) -> tuple[Month, ...]:
        """The month itself, so that every kind of period can be read the same way."""
        return (self,)

    @property
    def quarter(self) -> Quarter:
        """The financial-year quarter that the month belongs to."""
        return Quarter.of(self)

    @property
    def financial_year(self) -> FinancialYear:
        """The financial year that the month belongs to."""
        return FinancialYear.of(self)

    def plus(self, n: int) -> Month:
        """Return the month `n` months later; a negative `n` goes back."""
        return _month_at(self._index + n)

    def next(self) -> Month:
        """Return the month after."""
        return self.plus(1)

    def previous(self) -> Month:
        """Return the month before."""
        return self.plus(-1)

    def same_last_year(self) -> Month:
        """Return the same month a year earlier."""
        return self.plus(-12)

    @property
    def _index(self) -> int:
        return self.year * 12 + self.number - 1


class FinancialYear(Period):
    """A financial year, April to March, written "2020-21"; in a file in which months stand too, 2020/21 says it safely.

    Trap: the text of the years 2000/01 to 2011/12 is that of a month as well. Whatever keeps periods as texts keeps
          their kind beside them.
    """

    __slots__ = ()
    kind = "year"

    def __post_init__(self) -> None:
        """Refuse a text whose second year does not follow its first."""
        refuse_unless_years(self.text, "", "a financial year", "Write both years, such as 2020-21")

    @classmethod
    def of(cls, day: date | Month) -> FinancialYear:
        """Return the financial year that a day or month falls in."""
        month = Month.of(day)
        return cls(two_years(month.year - (month.number < 4)))

    @property
    def label(self) -> str:
        """The year as printed: 2020/21."""
        return self.text.replace("-", "/")

    @property
    def financial_year(self) -> FinancialYear:
        """The year itself, so that every kind of period can be read the same way."""
        return self

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """The four quarters, in order."""
        return tuple(Quarter(f"{self.text}-Q{n}") for n in (1, 2, 3, 4))

    @property
    def months(self) -> tuple[Month, ...]:
        """April to March."""
        return months_from(int(self.text[:4]), 4, 12)

    def previous(self) -> FinancialYear:
        """Return the financial year before."""
        return FinancialYear(two_years(int(self.text[:4]) - 1))

    def next(self) -> FinancialYear:
        """Return the financial year after."""
        return FinancialYear(two_years(int(self.text[:4]) + 1))

    def same_last_year(self) -> FinancialYear:
        """Return the financial year before: what a year is compared with."""
        return self.previous()


class Quarter(Period):
    """A quarter of the financial year, written "2020-21-Q2"; Q1 is April to June."""

    __slots__ = ()
    kind = "quarter"

    def __post_init__(self) -> None:
        """Refuse a quarter other than Q1 to Q4 of a proper financial year."""
        refuse_unless_years(self.text, "-Q[1-4]", "a quarter", "Write the financial year and Q1 to Q4: 2020-21-Q2")

    @classmethod
    def of(cls, day: date | Month) -> Quarter:
        """Return the quarter that a day or month falls in."""
        month = Month.of(day)
        return cls(f"{month.financial_year}-Q{(month.number - 4) % 12 // 3 + 1}")

    @property
    def number(self) -> int:
        """Quarter of the financial year, 1 to 4."""
        return int(self.text[-1])

    @property
    def label(self) -> str:
        """The quarter as printed in full: Quarter 2 2020/21."""
        return f"Quarter {self.number} {self.financial_year.label}"

    @property
    def short_label(self) -> str:
        """The quarter as printed in a table head: Q2 2020/21."""
        return f"Q{self.number} {self.financial_year.label}"

    @property
    def months(self) -> tuple[Month, ...]:
        """The three months, in order."""
        return self.financial_year.months[3 * self.number - 3 : 3 * self.number]

    @property
    def financial_year(self) -> FinancialYear:
        """The financial year that the quarter belongs to."""
        return FinancialYear(self.text[:7])

    def next(self) -> Quarter:
        """Return the quarter after."""
        return Quarter.of(self.months[-1].next())

    def previous(self) -> Quarter:
        """Return the quarter before: what short-term direction of travel compares with."""
        return Quarter.of(self.months[0].previous())

    def same_last_year(self) -> Quarter:
        """Return the same quarter a year earlier: what long-term direction of travel compares with."""
        return Quarter.of(self.months[0].plus(-12))


@cache
def _month_at(index: int) -> Month:
    """Return a month by its number since the year 0; reports walk over the same few dozen again and again."""
    year, month = divmod(index, 12)
    return Month(f"{year:04}-{month + 1:02}")


Reported = Month | Quarter | FinancialYear
"""The kinds of period that figures are counted, published and explained for."""


def parse_period(text: str) -> Reported:
    """Read a period as people write it: 2020-09, September 2020, 2020-21-Q2, Q2 2020/21, 2020-21 or 2020/21.

    Trap: "2011-12" is both December 2011 and the year 2011/12 (so for each year 2000-01 to 2011-12);
          it is refused, with both ways of saying what is meant.
    """
    written = " ".join(text.split())
    if match := _MONTH_LABEL.fullmatch(written):
        return Month(f"{match[2]}-{_MONTH_NAMES.index(match[1].capitalize()) + 1:02}")
    if match := _QUARTER_LABEL.fullmatch(written):
        return Quarter(f"{match[2]}-{match[3]}-Q{match[1]}")
    if match := _YEAR_LABEL.fullmatch(written):
        return FinancialYear(f"{match[1]}-{match[2]}")
    readings = [reading for kind in (Month, Quarter, FinancialYear) if (reading := _try(kind, written.upper()))]
    if len(readings) == 1:
        return readings[0]
    if readings:
        choices = " or ".join(reading.label for reading in readings)
        raise PeriodError(f"{written!r} can be read in two ways", f"Write {choices}")
    fix = "Write a month as 2020-09, a quarter as 2020-21-Q2 or a financial year as 2020-21"
    raise PeriodError(f"{written!r} is not a period", fix)


def period_of(kind: str, text: str) -> Reported:
    """Return the period that a kind and its text stand for, as tables keep them."""
    return {period.kind: period for period in (Month, Quarter, FinancialYear)}[kind](text)


def period_returned(text: str) -> Reported:
    """Read the period of a figure that a service submitted: 2020-09, 2020-21-Q2, and a year as 2020/21 or 2020-21.

    Trap: 2011-12 is December 2011; whoever means the year writes 2011/12.
    """
    if match := _YEAR_LABEL.fullmatch(text):
        return FinancialYear(f"{match[1]}-{match[2]}")
    return _try(Month, text) or _try(Quarter, text) or FinancialYear(text)


def ways_to_return(period: Reported) -> tuple[str, ...]:
    """Return every text by which `period_returned` reads a period."""
    if not isinstance(period, FinancialYear):
        return (period.text,)
    return (period.label,) if _try(Month, period.text) else (period.text, period.label)


def parse_range(text: str) -> tuple[Month, ...]:
    """Return the months of a range, "2019-04..2020-03", or of a single period, "2020-21-Q2"; both ends included."""
    ends = text.split("..")
    if len(ends) > 2:
        raise PeriodError(f"{text!r} is not a range", "Write its two ends with two dots between: 2019-04..2020-03")
    return Month.range(parse_period(ends[0]).months[0], parse_period(ends[-1]).months[-1])


def months_before(day: date, n: int) -> date:
    """Return the same day `n` calendar months earlier, or that month's last day where it has no such day.

    Trap: not reversible. One month before 31 March is 28 or 29 February; a month after that is not 31 March.
    """
    year, month = divmod(day.year * 12 + day.month - 1 - n, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def completed_years(born: date, on: date) -> int:
    """Return a person's age on a day; an age is reached at the start of the birthday.

    Unit:   whole years; negative before birth, so that an unborn child is never counted as aged 0.
    Source: Family Law Reform Act 1969 section 9.
    Trap:   a child born on 29 February is taken to reach the age on 1 March in other years (an assumption:
            the Act names no day). DuckDB's date_sub says 28 February; use `sql_age` there.
    """
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def sql_age(born: str, on: str) -> str:
    """Return SQL for `completed_years` of two DATE expressions.

    Trap: each expression is written out more than once: give columns or named parameters, never `?`.
    """
    birthday_to_come = f"month({on}) * 100 + day({on}) < month({born}) * 100 + day({born})"
    return f"(year({on}) - year({born}) - CAST({birthday_to_come} AS INTEGER))"


def sql_months_before(day: str, n: int) -> str:
    """Return SQL for `months_before` of a DATE expression."""
    if type(n) is not int:
        raise TypeError(f"a number of months is an int, not {type(n).__name__}")
    return f"CAST({day} - to_months({n}) AS DATE)"


@cache
def holidays(first_year: int, last_year: int) -> frozenset[date]:
    """Return England's bank holidays from the first of `first_year` to the end of `last_year`.

    Trap: years not yet announced hold the regular days only; a coronation or a funeral is not foreseen.
    """
    # Loads a module for every country; only those who count working days should wait for it.
    from holidays import country_holidays

    if last_year < first_year:
        raise PeriodError(f"{first_year} is later than {last_year}", "Write the earlier year first")
    return frozenset(country_holidays("GB", subdiv="ENG", years=range(first_year, last_year + 1)))


def known_holiday_horizon(holidays: frozenset[date]) -> date:
    """Return the last day that a set of bank holidays covers; warn when a count of working days runs past it."""
    if not holidays:
        raise PeriodError("no bank holidays are known", "Give the years that are measured")
    return date(max(holidays).year, 12, 31)


def working_days_between(start: date, end: date, holidays: frozenset[date]) -> int:
    """Count the working days after `start`, up to and including `end`.

    Unit:   working days: Monday to Friday, less `holidays`.
    Source: the Department for Education's bands, where same day and 1 to 10 days are apart.
    Trap:   the start day is day 0, so what ends on the day it starts scores 0. An end before the start
            has no duration and is refused: as 0 it would pass for work done at once.
    """
    if isinstance(start, datetime) or isinstance(end, datetime):
        raise TypeError("working days are counted between dates; a time of day would never match a holiday")
    if end < start:
        raise PeriodError("the end is before the start", "Leave such a case out of the count")
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(day.weekday() < 5 and day not in holidays for day in days)


def _try(kind: type[Reported], text: str) -> Reported | None:
    try:
        return kind(text)
    except PeriodError:
        return None


def refuse_unless_years(text: str, ending: str, kind: str, fix: str) -> None:
    """Refuse a text that is not two successive years ("2020-21") followed by the pattern `ending`."""
    match = re.fullmatch(f"((?:19|20)[0-9]{{2}}-[0-9]{{2}}){ending}", text)
    if not match or match[1] != two_years(int(text[:4])):
        raise PeriodError(f"{text!r} is not {kind}", fix)


def two_years(first: int) -> str:
    """Return the spelling of a year that starts in `first` and ends in the next: "2020-21"."""
    return f"{first:04}-{(first + 1) % 100:02}"


def months_from(year: int, month: int, count: int) -> tuple[Month, ...]:
    """Return `count` months, the first of which is given by year and month."""
    first = Month(f"{year:04}-{month:02}")
    return tuple(first.plus(n) for n in range(count))
