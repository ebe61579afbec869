"""What a file must look like, what makes a row wrong: the declared contract of every extract.

Called by: every module that reads, checks, stores or describes an extract.
Promises:  a contract that contradicts itself cannot be made; all its faults are named at once.
Never:     reads a file, a clock or a row of data.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from expectations.forms import FORMS

ColumnType = Literal["VARCHAR", "DATE", "TIMESTAMP", "INTEGER", "DECIMAL", "BOOLEAN", "CODES"]
"""`CODES` is a comma-separated list of codes, stored as VARCHAR, sorted and without repeats."""

Severity = Literal["reject_row", "warn", "query"]
Scope = Literal["row", "child", "file", "cross_file", "cross_period"]
Kind = Literal["events", "snapshot"]

Cell = str | int | bool | None
Rows = Sequence[Mapping[str, Cell]]
Example = Rows | Mapping[str, Rows]
"""Made-up rows, with only the columns that matter, delivered for September 2020. For a cross-file rule the rows of
each extract; for a cross-period rule the rows delivered `now` and those delivered `before`, in August. A rule about
whole files may have several: the rows of each, by what the file shows."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_SEQUENCE_REFERENCE = re.compile(r"\b(?:previous|following)\.(\w+)")
_LOOKS_BACK = re.compile(r"\bbefore\.\w")


class ContractError(ValueError):
    """A contract contradicts itself; the message lists every fault."""


@dataclass(frozen=True, slots=True)
class CodeList:
    """A closed list of coded values with their labels and the spellings accepted for them.

    `spellings` maps what councils write to the code that is meant; case, spaces, dashes and
    "code - label" forms are understood without being listed. `until` and `since` bound a code to
    collections ("2024-03" means up to and including March 2024), `spelt_until` a spelling of a code that goes on.
    `not_known` lists the codes that say that it is not known, or was not told.
    """

    name: str
    codes: Mapping[str, str]
    spellings: Mapping[str, str] = field(default_factory=dict)
    since: Mapping[str, str] = field(default_factory=dict)
    until: Mapping[str, str] = field(default_factory=dict)
    not_known: tuple[str, ...] = ()
    spelt_until: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse spellings or dates for codes that the list does not hold."""
        faults = [
            f"spelling {spelling!r} names unknown code {code!r}"
            for spelling, code in self.spellings.items()
            if code not in self.codes
        ]
        faults += [f"date bound for unknown code {code!r}" for code in {*self.since, *self.until} - {*self.codes}]
        faults += [f"not known by unknown code {code!r}" for code in self.not_known if code not in self.codes]
        faults += [f"month for unknown spelling {text!r}" for text in {*self.spelt_until} - {*self.spellings}]
        _raise_if(faults, f"code list {self.name}")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an extract: name in the warehouse, header in the file, meaning and constraints.

    required:   a blank or unusable value sends the row to quarantine; a file without the column is refused.
    expected:   a blank value is listed as a finding and the row is kept.
    identifies: the kind of thing an identifier names ("child", "referral", ...); such a value is replaced
                by a keyed token before anything is stored. The same kind gives the same token everywhere.
    form:       how a well-formed identifier of this kind is written (a name in expectations.forms); rules may ask
                `ill_formed_<column>`, which the token no longer tells.
    made_from:  columns that make up the identifier where a file has no such column, as the lists of Ofsted's
                Annex A have none: what is written in them, joined.
    is_name:    what a team or an organisation is called; one that stands in a file in several spellings is listed.
    as_written: the identifier is not exchanged for the one that it was merged into.
    is_equality: it tells a characteristic that the equality duty is about, so the monthly report on data quality counts
                how often it is known.
    spellings:  extra accepted values for BOOLEAN columns, as {"nfa": "true", "fa": "false"}.
    since/until: first and last month ("2024-04") in which the column is part of the extract.
    """

    name: str
    type: ColumnType
    header: str
    description: str
    required: bool = False
    expected: bool = False
    codes: CodeList | None = None
    aliases: tuple[str, ...] = ()
    identifies: str | None = None
    form: str = ""
    made_from: tuple[str, ...] = ()
    as_written: bool = False
    is_equality: bool = False
    is_name: bool = False
    spellings: Mapping[str, str] = field(default_factory=dict)
    since: str | None = None
    until: str | None = None

    def __post_init__(self) -> None:
        """Refuse a column whose parts do not go together."""
        faults = self._faults_of_identifier()
        if not _NAME.fullmatch(self.name):
            faults.append("the name must be lower-case letters, digits and underscores")
        if self.type not in get_args(ColumnType):
            faults.append(f"unknown type {self.type!r}")
        if self.codes and self.type not in ("VARCHAR", "CODES"):
            faults.append("a code list needs type VARCHAR or CODES")
        if self.is_name and (self.type != "VARCHAR" or self.codes or self.identifies):
            faults.append("a name is plain text")
        if self.type == "CODES" and not self.codes:
            faults.append("type CODES needs a code list")
        if self.spellings and self.type != "BOOLEAN":
            faults.append("spellings of a coded column belong to its code list")
        if set(self.spellings.values()) - {"true", "false"}:
            faults.append("spellings must map to 'true' or 'false'")
        if self.required and self.expected:
            faults.append("required already implies expected")
        _raise_if(faults, f"column {self.name}")

    def _faults_of_identifier(self) -> list[str]:
        faults = []
        if self.identifies and self.type != "VARCHAR":
            faults.append("an identifier must be VARCHAR, so that leading zeros survive")
        if (self.form or self.made_from) and not self.identifies:
            faults.append("only an identifier has a form or is made from other columns")
        if self.form and self.form not in FORMS:
            faults.append(f"unknown form {self.form!r}")
        return faults

    @property
    def is_mapped(self) -> bool:
        """Whether each distinct written value is looked up: codes, yes and no, identifiers."""
        return bool(self.codes or self.identifies or self.type == "BOOLEAN")

    @property
    def has_flag(self) -> bool:
        """Whether something can be written in the column that cannot be understood."""
        return self.is_mapped or self.type != "VARCHAR"

    @property
    def stored_type(self) -> str:
        """The DuckDB type in which the column is kept."""
        return {"CODES": "VARCHAR", "DECIMAL": "DECIMAL(18,6)"}.get(self.type, self.type)


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that makes a row, a child's rows or a file wrong.

    fails_when is SQL over the extract's columns and is true where the rule is broken; NULL means
    "cannot tell" and passes. What it may refer to depends on the scope:

    row          the row's columns, `month_starts_on` and `month_ends_on` of the delivery, `bad_<column>` where
                 something was written that means nothing, `ill_formed_<column>` (see Column.form)
    child        also `previous.column` and `following.column`: the child's neighbouring rows in `sequence` order
    file         aggregates over all rows of one delivery, e.g. count(*) = 0
    cross_file   `t` is the row in silver (with t.last_delivered_on, or t.as_at where the extract is a snapshot: the
                 end of its file's month); other tables as silver.<extract>, list them in `needs`
    cross_period `t` is the delivered row (t.month_ends_on, t.previous_month_ends_on); `before` the row of the same key
                 in the last earlier delivery that had one, however long ago: before.month_ends_on IS NULL where none
                 had; delivered.<extract> holds every delivered month, with its month_ends_on

    breaks and passes are made-up examples: every row of `breaks` breaks the rule, and what comes close in
    `passes` does not. Its first letters and digits (C1 in C1a) are the line of the rule list that it answers.
    """

    code: str
    message: str
    severity: Severity
    fails_when: str
    why: str
    scope: Scope = "row"
    needs: tuple[str, ...] = ()
    source: str = ""
    breaks: Example = field(default=(), compare=False, repr=False)
    passes: Example = field(default=(), compare=False, repr=False)

    def __post_init__(self) -> None:
        """Refuse a rule that could not be judged from one delivery but rejects rows all the same."""
        faults = []
        if self.severity == "reject_row" and self.scope not in ("row", "child"):
            faults.append("only row and child rules may reject rows: the others depend on what else has arrived")
        if self.scope in ("row", "file") and _SEQUENCE_REFERENCE.search(self.fails_when):
            faults.append("previous. and following. need scope 'child'")
        if self.looks_back and self.scope != "cross_period":
            faults.append("before. needs scope 'cross_period'")
        if self.needs and self.scope not in ("cross_file", "cross_period"):
            faults.append("needs is for cross_file and cross_period rules")
        if not self.message or not self.why:
            faults.append("message and why must be written")
        _raise_if(faults, f"rule {self.code}")

    @property
    def flag(self) -> str:
        """The column that holds, while rows are judged, whether they pass the rule."""
        return "ok_" + re.sub(r"\W", "_", self.code)

    @property
    def looks_back(self) -> bool:
        """Whether the rule compares a row with what an earlier delivery said under the same key."""
        return _LOOKS_BACK.search(self.fails_when) is not None


@dataclass(frozen=True, slots=True)
class Variant:
    """A file of a return that tells an extract in fewer columns than a council's own export does.

    headers: the headers that it is known by, as the return writes them; it may have others beside them.
    means:   what each of its rows means without saying so, as {"worker_role_code": "SOCIAL_WORKER"}.
    takes:   columns that the return does not ask for -> the column of it that stands for them, where one does.
    since:   first month for which the return asks for it.
    lists_by_end: what ended lately is listed however long ago it began, so that its rows do not tell its month.
    Identifiers of events, which it does not have, are made (see Column.made_from).
    """

    name: str
    headers: tuple[str, ...]
    means: Mapping[str, str] = field(default_factory=dict)
    takes: Mapping[str, str] = field(default_factory=dict)
    since: str = ""
    lists_by_end: bool = False


@dataclass(frozen=True, slots=True)
class Extract:
    """One kind of monthly file: its columns, key, rules, and how its deliveries add up over time.

    kind="events":   rows accumulate; the latest delivery of a key wins.
    kind="snapshot": each month's file is the position at that month's end; every month is kept.
    moves_monthly:   some row is dated in every month, so a file whose newest `dated_by` lies in an
                     earlier month is the wrong month's file.
    merges:          (old, new) where the rows say that one identifier was merged into another.
    sequence:        column that orders a child's rows, for child-scope rules.
    variants:        files of returns that are this extract although they lack columns of it.
    comes_in_parts:  several tables of one file may be parts of it, as a workbook's sheets of open and closed ones.
    told_by:         columns whose headers every file of it has, blank or not; without them it is another extract.
    known_by:        columns by which a row is found again in a corrected file, where that is not the key: a date
                     that is part of the key may be what was corrected.
    retention_years: for how long a row is to be kept, from the day in `kept_from`; where that is not declared, from
                     `dated_by`, else from the end of the file's month. A row that has not ended is kept.
    most_set_aside_pct: a file of which more rows would be set aside is not loaded; a council may say otherwise.
    """

    name: str
    title: str
    kind: Kind
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...] = ()
    dated_by: str | None = None
    sequence: str | None = None
    moves_monthly: bool = False
    merges: tuple[str, str] | None = None
    is_return: bool = False
    variants: tuple[Variant, ...] = ()
    comes_in_parts: bool = False
    told_by: tuple[str, ...] = ()
    known_by: tuple[str, ...] = ()
    source: str = ""
    kept_from: str | None = None
    retention_years: int = 10
    most_set_aside_pct: int = 50

    def __post_init__(self) -> None:
        """Refuse a contract whose parts do not fit, naming every fault."""
        names = [column.name for column in self.columns]
        codes = [rule.code for rule in self.rules]
        faults = [f"column {name} is declared twice" for name in sorted({n for n in names if names.count(n) > 1})]
        faults += [f"rule {code} is declared twice" for code in sorted({c for c in codes if codes.count(c) > 1})]
        for label, wanted in (
            ("key", self.key),
            ("dated_by", (self.dated_by,)),
            ("sequence", (self.sequence,)),
            ("kept_from", (self.kept_from,)),
            ("merges", self.merges or ()),
            ("told_by", self.told_by),
            ("known_by", self.known_by),
        ):
            faults += [f"{label} names unknown column {name}" for name in wanted if name and name not in names]
        faults += [
            f"key column {c.name} must be required" for c in self.columns if c.name in self.key and not c.required
        ]
        for column in self.columns:
            faults += [
                f"{column.name} is made from unknown column {name}" for name in column.made_from if name not in names
            ]
        for variant in self.variants:
            spoken_of = {*variant.means, *variant.takes, *variant.takes.values()}
            faults += [f"{variant.name} means unknown column {name}" for name in sorted(spoken_of - {*names})]
        if not 0 <= self.most_set_aside_pct <= 100:
            faults.append("most_set_aside_pct must be between 0 and 100")
        if self.retention_years < 1:
            faults.append("retention_years must be 1 or more")
        if self.moves_monthly and not self.dated_by:
            faults.append("moves_monthly needs dated_by")
        if any(rule.scope == "child" for rule in self.rules) and not (self.sequence and "child_id" in names):
            faults.append("child rules need sequence and a child_id column")
        for rule in self.rules:
            unknown = set(_SEQUENCE_REFERENCE.findall(rule.fails_when)) - set(names)
            faults += [f"rule {rule.code} refers to unknown column {name}" for name in sorted(unknown)]
        _raise_if(faults, f"extract {self.name}")

    def column(self, name: str) -> Column:
        """Return the declared column of that name."""
        return next(column for column in self.columns if column.name == name)

    def rules_of(self, *scopes: Scope) -> tuple[Rule, ...]:
        """Return the rules judged at the given scopes, in declared order."""
        return tuple(rule for rule in self.rules if rule.scope in scopes)


def _raise_if(faults: list[str], where: str) -> None:
    if faults:
        raise ContractError(f"{where}: " + "; ".join(faults))
