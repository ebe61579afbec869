"""Which extract a file is, and which of its headers feeds which column.

Called by: tasks.landing with the first rows of a file.
Promises:  a file is recognised by its headers, its name is only a hint; a near miss is suggested,
           never accepted.
Never:     reads past the header row.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from expectations.contract import Column, Extract, Variant

ENVELOPE = {
    "la": ("la", "lacode", "localauthority", "authority", "authoritycode", "council"),
    "as_at": ("asat", "asatdate", "reportingmonth", "extractmonth"),
}
"""Headers that any file may carry beside its own columns: whose file it is and which month it is for.
They are checked, then dropped. The day on which a file was made is not among them: it lies in the month after."""

_LONGEST_SHOWN = 120
_LEAST_LIKENESS = (65, 80)
"""In per cent, for a needed and for any other column: a needed one lies under some header, whatever it is called."""

HeaderMap = Mapping[str, Mapping[str, str]]
"""What a council calls its headers: extract -> header as written -> column name (headers.toml)."""


def normalised(header: str) -> str:
    """Return a header as it is compared: lower case, letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", header.casefold())


def shown(text: str) -> str:
    """Return a name or header as it may be printed: on one line, in reading order, and not too long."""
    printable = "".join(character if character.isprintable() else "?" for character in text)
    return printable if len(printable) <= _LONGEST_SHOWN else f"{printable[:_LONGEST_SHOWN]}..."


@dataclass(frozen=True, slots=True)
class Recognition:
    """A header row set against one extract's contract.

    positions: column name -> position in the row.    envelope: "la" or "as_at" -> position.
    unknown:   headers that no column claims.         clashes:  columns that two headers feed.
    missing_required / missing_optional: column names that no header feeds.
    made:      identifiers that the file lacks and that are made from other columns of it.
    variant:   the return that the file belongs to, where that says what the missing columns mean.
    taken:     columns that it lacks and that another column of it stands for.
    """

    extract: Extract
    header_row: int
    headers: tuple[str, ...]
    positions: Mapping[str, int]
    envelope: Mapping[str, int] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    clashes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    missing_required: tuple[str, ...] = ()
    missing_optional: tuple[str, ...] = ()
    made: tuple[str, ...] = ()
    variant: Variant | None = None
    taken: tuple[str, ...] = ()

    @property
    def given(self) -> Mapping[str, str]:
        """What every row means in columns that the file lacks: column name -> value, as it would be written."""
        means = self.variant.means if self.variant else {}
        return {name: value for name, value in means.items() if name not in self.positions}


class Recogniser:
    """Knows the headers of every extract, with a council's own, and finds the one a row belongs to."""

    def __init__(self, extracts: Mapping[str, Extract], council_headers: HeaderMap) -> None:
        """Prepare the look-up of accepted headers for each extract."""
        self._extracts = extracts
        self._accepted = {name: _accepted(extract, council_headers.get(name, {})) for name, extract in extracts.items()}
        self.known_headers = frozenset[str]().union(*self._accepted.values())
        """Every normalised header that any extract accepts."""
        wanted = {name: sorted(column.name for column in e.columns if column.required) for name, e in extracts.items()}
        told = repr(sorted((name, sorted(self._accepted[name].items()), wanted[name]) for name in extracts))
        self.fingerprint = hashlib.sha256(told.encode()).hexdigest()[:12]
        """Changes whenever a header row might be told for something else than before."""

    def find(
        self, first_rows: Sequence[Sequence[str]], name_hint: str, *, makes_identifiers: bool = False
    ) -> Recognition | None:
        """Return the header row of a file set against the extract that it is, None where there is none.

        The first row with all that some extract needs is the header; else the row that comes nearest.
        makes_identifiers: the file is of a kind that has no identifiers of events, so they are made. Otherwise a
        file without them is not what was agreed, and is refused.
        """
        nearest: list[Recognition] = []
        for number, row in enumerate(first_rows, start=1):
            if sum(normalised(cell) in self.known_headers for cell in row) < 2:
                continue
            fit = self.best(row, number, name_hint, makes_identifiers=makes_identifiers)
            if fit is not None and _is_complete(fit):
                return fit
            nearest += [fit] if fit else []
        return max(
            nearest, key=lambda fit: (not fit.missing_required, len(fit.positions), -fit.header_row), default=None
        )

    def best(
        self, row: Sequence[str], header_row: int, name_hint: str, *, makes_identifiers: bool = False
    ) -> Recognition | None:
        """Return the extract that the row fits best, or None where it fits none at all.

        A fit counts if it has the extract's required columns and either its expected ones too or the
        extract's name in the file's name: several files of a return share an identifier and a date of
        birth, and would pass for one another otherwise. A row that fits by name or by most of its
        headers, but lacks required columns, is returned too, so that it can be said what is missing.
        """
        cells = tuple(str(cell).strip() for cell in row)
        hint = normalised(name_hint)
        fits = [self._fit(extract, cells, header_row) for extract in self._extracts.values()]
        fits = [_as_variant(fit) for fit in fits]
        fits = [_with_made_identifiers(fit) if makes_identifiers or fit.variant else fit for fit in fits]
        fits = [fit for fit in fits if len(fit.positions) >= 2 and (_is_complete(fit) or _is_near(fit, hint))]
        fits = [fit for fit in fits if _is_named(fit, hint) or not any(_explains_more(other, fit) for other in fits)]
        return max(fits, key=lambda fit: _rank(fit, hint), default=None)

    def nearest(self, first_rows: Sequence[Sequence[str]], name_hint: str) -> Recognition | None:
        """Return the header row that would be an extract's if its near misses were accepted, None where there is none.

        Only a row in which two headers are known is looked at: a row of data is nobody's to read out.
        """
        hint = normalised(name_hint)
        found = []
        for number, row in enumerate(first_rows, start=1):
            cells = tuple(str(cell).strip() for cell in row)
            if sum(normalised(cell) in self.known_headers for cell in cells) < 2:
                continue
            for extract in self._extracts.values():
                fit = self._fit(extract, cells, number)
                near = near_misses(fit) if fit.positions else {}
                whole = replace(fit, positions={**fit.positions, **{n: cells.index(h) for n, h in near.items()}})
                if near and _is_complete(whole):
                    found.append((_rank(replace(whole, missing_required=()), hint), len(fit.positions), -number, fit))
        return max(found, key=lambda entry: entry[:3])[3] if found else None

    def _fit(self, extract: Extract, cells: tuple[str, ...], header_row: int) -> Recognition:
        accepted = self._accepted[extract.name]
        fed: dict[str, list[int]] = {}
        envelope: dict[str, int] = {}
        unknown = []
        for position, cell in enumerate(cells):
            key = normalised(cell)
            role = next((role for role, names in ENVELOPE.items() if key in names), None)
            if key in accepted:
                fed.setdefault(accepted[key], []).append(position)
            elif role:
                envelope[role] = position
            else:
                unknown.append(cell)
        missing = [column for column in extract.columns if column.name not in fed]
        return Recognition(
            extract=extract,
            header_row=header_row,
            headers=cells,
            positions={name: positions[0] for name, positions in fed.items()},
            envelope=envelope,
            unknown=tuple(unknown),
            clashes={name: tuple(cells[p] for p in positions) for name, positions in fed.items() if len(positions) > 1},
            missing_required=tuple(column.name for column in missing if column.required),
            missing_optional=tuple(column.name for column in missing if not column.required),
        )


def near_misses(fit: Recognition) -> dict[str, str]:
    """Return the header that each missing column most likely stands under: column name -> header, each header once.

    A needed column is served first, then the column that a header looks most like.
    """
    claims = []
    for rank, names in enumerate((fit.missing_required, fit.missing_optional)):
        for order, name in enumerate(names):
            alike = _likeness(fit.extract.column(name), fit.unknown, _LEAST_LIKENESS[rank])
            claims += [(rank, -score, order, name, header) for header, score in alike]
    found: dict[str, str] = {}
    for _, _, _, name, header in sorted(claims):
        if name not in found and header not in found.values():
            found[name] = header
    return found


def _likeness(column: Column, headers: Sequence[str], least: int) -> list[tuple[str, float]]:
    """Return (header, score) of the headers that look like one of a column's names."""
    from rapidfuzz import fuzz, process

    candidates = {header: normalised(header) for header in headers if normalised(header)}
    best: dict[str, float] = {}
    for name in (column.header, column.name, *column.aliases):
        near = process.extract(
            normalised(name), candidates, scorer=fuzz.ratio, score_cutoff=least, limit=len(candidates) or 1
        )
        for _, score, header in near:
            best[header] = max(score, best.get(header, 0))
    return list(best.items())


def _accepted(extract: Extract, council_headers: Mapping[str, str]) -> dict[str, str]:
    accepted = {
        normalised(header): column.name
        for column in extract.columns
        for header in (column.name, column.header, *column.aliases)
    }
    return accepted | {normalised(header): name for header, name in council_headers.items()}


def _as_variant(fit: Recognition) -> Recognition:
    """Take a file for the return whose headers it has; what it lacks, that return does not ask for."""
    found = {normalised(header) for header in fit.headers}
    variant = next((v for v in fit.extract.variants if found.issuperset(map(normalised, v.headers))), None)
    if variant is None:
        return fit
    taken = {
        name: fit.positions[instead]
        for name, instead in variant.takes.items()
        if name not in fit.positions and instead in fit.positions
    }
    answered = {*replace(fit, variant=variant).given, *taken}
    return replace(
        fit,
        variant=variant,
        positions={**fit.positions, **taken},
        taken=tuple(taken),
        missing_required=tuple(name for name in fit.missing_required if name not in answered),
        missing_optional=tuple(name for name in fit.missing_optional if name not in answered),
    )


def _with_made_identifiers(fit: Recognition) -> Recognition:
    made = tuple(
        column.name
        for column in fit.extract.columns
        if column.made_from and column.name not in fit.positions and fit.positions.keys() >= set(column.made_from)
    )
    return replace(
        fit,
        made=made,
        missing_required=tuple(name for name in fit.missing_required if name not in made),
        missing_optional=tuple(name for name in fit.missing_optional if name not in made),
    )


def _is_complete(fit: Recognition) -> bool:
    # A return asks for what it asks for; only what cannot be done without is missed in its files.
    wanted = {c.name for c in fit.extract.columns if c.required or (c.expected and not fit.variant)}
    return wanted <= {*fit.positions, *fit.made, *fit.given} and fit.positions.keys() >= set(fit.extract.told_by)


def _is_near(fit: Recognition, hint: str) -> bool:
    has_most = len(fit.positions) > len(fit.extract.columns) // 2
    return _is_named(fit, hint) or (has_most and fit.positions.keys() >= set(fit.extract.told_by))


def _explains_more(other: Recognition, fit: Recognition) -> bool:
    """Tell whether another extract accounts for more headers than this one does, and for most of its own columns.

    Even where that one lacks a column: a list with a header that was renamed is no list of persons.
    """
    return len(other.positions) > max(len(fit.positions), len(other.extract.columns) // 2)


def _is_named(fit: Recognition, hint: str) -> bool:
    return normalised(fit.extract.name) in hint or normalised(fit.extract.title) in hint


def _rank(fit: Recognition, hint: str) -> tuple[bool, bool, int, int, bool, int]:
    return (
        not fit.missing_required,
        _is_complete(fit),
        # Most files repeat the person's columns; what only this extract must have decides first.
        sum(column.required for column in fit.extract.columns),
        len(fit.positions),
        _is_named(fit, hint),
        -len(fit.extract.columns),
    )
