"""What a council calls its headers: near misses are suggested, and one is accepted once by somebody who says so.

Called by: the commands `headers suggest` and `headers accept`.
Promises:  a suggestion changes nothing; what is accepted is one line of the council's headers.toml, all else in the
           file stays as it is, comments too, and the file is there whole or as before.
Never:     shows a cell: only rows that are a header row are looked at.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from expectations import extracts as declared
from expectations.contract import Extract
from expectations.errors import UsageProblem
from expectations.formats.sheet import UnreadableFile
from expectations.headers import ENVELOPE, Recogniser, near_misses, normalised, shown
from tasks import councils, keeping, landing
from tasks.councils import Council
from tasks.landing import Landed
from tasks.recognising import accept_command, header_rows
from tasks.store import Store, write_bytes
from warehouse.periods import Month

HEADERS = "headers.toml"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A header that looks like a column which its file lacks.    files: where it stands, as "2020-09 contacts.csv"."""

    extract: str
    header: str
    column: str
    meant: str
    command: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Accepted:
    """What accepting a header came to.    months: those loaded without the column, oldest first."""

    place: str
    line: str
    is_new: bool
    months: tuple[str, ...]


def suggest(store: Store, council: Council, names: Sequence[str] = ()) -> list[Suggestion]:
    """Return the near misses among the headers of landed files, of all or of those named; the same one once."""
    files = _chosen(store, council, names)
    recogniser = Recogniser(declared.load(), council.headers)
    found: dict[tuple[str, str, str], tuple[str, str, list[str]]] = {}
    with store.lock(council.code), store.scratch(council.code) as scratch:
        for file in files:
            try:
                fits = header_rows(file, recogniser, scratch)
            except UnreadableFile:
                continue
            for fit in fits:
                for column, header in near_misses(fit).items():
                    told = (fit.extract.column(column).header, accept_command(council.code, fit, column, header))
                    place = (fit.extract.name, shown(header), column)
                    found.setdefault(place, (*told, []))[2].append(f"{file.month} {file.source}")
    return [
        Suggestion(extract, header, column, meant, command, tuple(files))
        for (extract, header, column), (meant, command, files) in sorted(found.items())
    ]


def accept(
    store: Store, council: Council, place: tuple[str, str, str], by: tuple[str, date], *, dry_run: bool
) -> Accepted:
    """Write that a header of an extract stands for a column, unless that is known; `place` holds the three.

    by: who says so, and on which day; both stand beside the line.
    """
    if dry_run:
        return _accept(store, council, place, by, dry_run=True)
    with store.lock(council.code):
        # What is known already is looked up under the lock: somebody may have written since the council was read.
        return _accept(store, councils.load(store, council.code), place, by, dry_run=False)


def with_line(text: str, table: str, line: str) -> str:
    """Return a TOML text with one more line at the end of a table, which is begun where there is none."""
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    heads = [n for n, found in enumerate(lines) if re.match(r"\s*\[", found)]
    start = next((n for n in heads if re.fullmatch(rf'\s*\[\s*"?{re.escape(table)}"?\s*\]\s*(#.*)?', lines[n].strip())),
                 None)  # fmt: skip
    if start is None:
        gap = end if text and not text.endswith(("\n\n", "\r\n\r\n")) else ""
        return f"{_ended(text, end)}{gap}[{table}]{end}{line}{end}"
    stop = next((n for n in heads if n > start), len(lines))
    # A comment above the next table belongs to that one.
    last = max(n for n in range(start, stop) if n == start or not re.match(r"\s*(#|$)", lines[n]))
    return _ended("".join(lines[: last + 1]), end) + line + end + "".join(lines[last + 1 :])


def _ended(text: str, end: str) -> str:
    return text if not text or text.endswith("\n") else text + end


def _accept(
    store: Store, council: Council, place: tuple[str, str, str], by: tuple[str, date], *, dry_run: bool
) -> Accepted:
    extract, header, column = place
    contract = _extract(extract)
    _refuse_unfit(contract, header, column)
    who, day = by
    key = normalised(header)
    before = {normalised(name): meant for name, meant in council.headers.get(extract, {}).items()}
    known = before.get(key) or _declared(contract).get(key)
    if known not in (None, column):
        raise UsageProblem(
            f"this header stands for {known} already",
            f"{HEADERS} [{extract}]" if key in before else f"outturn extracts {extract} --json",
            f"take that line out of {HEADERS} first" if key in before else "it cannot stand for two columns",
        )
    line = f"{json.dumps(header, ensure_ascii=False)} = {json.dumps(column)}  # accepted by {shown(who)}, {day}"
    path = councils.own_folder(store, council) / HEADERS
    if known is None:
        text = councils.text_of(path) if path.is_file() else ""
        written = with_line(text, extract, line)
        _refuse_unexpected(text, written, place)
        if not dry_run:
            write_bytes(path, written.encode())
    without = {d.month for d in keeping.deliveries(store, council) if d.extract == extract
               and column in d.missing_columns}  # fmt: skip
    return Accepted(f"councils/{council.code}/{HEADERS}", line, known is None, tuple(sorted(without)))


def _chosen(store: Store, council: Council, names: Sequence[str]) -> list[Landed]:
    folder = store.landing(council.code)
    months = sorted(place.name for place in folder.iterdir() if _is_month(place.name)) if folder.is_dir() else []
    files = [file for month in months for file in landing.collect(store, council, Month(month))]
    wanted = [name.replace("\\", "/").rsplit("/", 1)[-1] for name in names]
    unknown = sorted({*wanted} - {file.path.name for file in files})
    if unknown:
        raise UsageProblem(
            f"not in landing: {len(unknown)} of the {len(wanted)} files named",
            f"landing/{council.code}",
            "name files as they are called there, or none for all of them",
        )
    return [file for file in files if not wanted or file.path.name in wanted]


def _is_month(name: str) -> bool:
    return bool(re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", name))


def _extract(name: str) -> Extract:
    known = declared.load()
    if name not in known:
        raise UsageProblem(f"there is no extract called {name!r}", "EXTRACT", f"use one of: {', '.join(sorted(known))}")
    return known[name]


def _declared(contract: Extract) -> dict[str, str]:
    return {normalised(name): c.name for c in contract.columns for name in (c.name, c.header, *c.aliases)}


def _refuse_unfit(contract: Extract, header: str, column: str) -> None:
    """Refuse a column that nobody declares, and a header that says something else or nothing that can be told."""
    names = [c.name for c in contract.columns]
    if column not in names:
        raise UsageProblem(
            f"{contract.name} has no column {column!r}",
            "COLUMN",
            f"use one of: {', '.join(names)}; see: outturn extracts {contract.name}",
        )
    if not normalised(header):
        raise UsageProblem(
            "the header has no letter from a to z and no digit, so it cannot be told from others",
            "HEADER",
            "give the column another header in the report",
        )
    if header != shown(header):
        raise UsageProblem("the header is too long or cannot be printed", "HEADER", "shorten it in the report")
    if any(normalised(header) in names for names in ENVELOPE.values()):
        raise UsageProblem(
            "this header says whose file it is or which month it is for, and is checked as that",
            "HEADER",
            "give the column another header in the report",
        )


def _refuse_unexpected(before: str, written: str, place: tuple[str, str, str]) -> None:
    """Refuse to write what would not read back as the same file with that one entry more."""
    extract, header, column = place
    wanted = tomllib.loads(before)
    wanted.setdefault(extract, {})[header] = column
    try:
        is_right = tomllib.loads(written) == wanted
    except tomllib.TOMLDecodeError:
        is_right = False
    if not is_right:
        raise UsageProblem(
            f"{HEADERS} is laid out in a way that a line cannot be added to",
            HEADERS,
            f"write it by hand under [{extract}]: {json.dumps(header, ensure_ascii=False)} = {json.dumps(column)}",
        )
