"""A council's configuration: who it is, what it calls things, what it aims for, who reads what.

Called by: the flows and the command line, once per run.
Promises:  everything is read and checked before any work begins; faults of all files are named.
Never:     holds a default council; shared code knows none by name.

A council is a folder (council.toml, headers.toml, indicators.toml, targets/, reports/). An
installation's own folder under OUTTURN_HOME/councils wins over the one shipped with the same code.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from expectations import extracts as declared
from expectations.errors import EnvironmentProblem, UsageProblem
from expectations.headers import HeaderMap
from expectations.tokens import Tokeniser, new_key
from expectations.waivers import Waiver, parse_waivers
from tasks.council_shapes import faults_of_headers, faults_of_settings
from tasks.store import Store, write_bytes
from warehouse import indicators
from warehouse.comparators import Comparator, parse_comparators
from warehouse.controls import Controls, parse_controls
from warehouse.dimensions import EQUALITY
from warehouse.periods import FinancialYear, Month
from warehouse.policy import Report, parse_report
from warehouse.rebases import parse_rebases
from warehouse.returned import ReturnedIndicator, parse_returned
from warehouse.signal import Rebase
from warehouse.targets import Target, TargetYear, parse_targets
from warehouse.teams import TeamPlace, parse_teams

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""How a council's code is written; it names folders, so nothing else will do."""

SETTINGS = ("name", "code", "la_codes", "synthetic", "extracts", "mail", "smtp", "recipients", "anomalies")
TEAMS = "teams.csv"
"""Which service and pod each team belongs to, and since when."""
COMPARATORS = "comparators.csv"
"""What other authorities achieved, each figure with its period, definition and source."""
WAIVERS = "waivers.toml"
"""What a council lives with for a time; it changes no figure, and is read with all else so that a fault stops a run."""
REBASES = "rebases.toml"
"""From which month on the limits of an indicator's months are drawn anew, and why."""
Line = TypeVar("Line")
KINDS_OF_MAIL = ("exceptions", "rag_summary")


class CouncilError(UsageProblem):
    """A council's configuration is missing or contradicts itself."""


@dataclass(frozen=True, slots=True)
class Recipients:
    """A group of readers and what it receives."""

    group: str
    addresses: tuple[str, ...]
    receives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Council:
    """Everything configured for one council."""

    code: str
    name: str
    is_synthetic: bool
    folder: Path
    la_codes: frozenset[str]
    headers: HeaderMap
    expected: tuple[str, ...]
    expected_since: Mapping[str, str]
    most_set_aside_pct: Mapping[str, int]
    sender: str
    recipients: tuple[Recipients, ...]
    returned: Mapping[str, ReturnedIndicator]
    target_years: Mapping[str, TargetYear]
    reports: Mapping[str, Report]
    controls: Mapping[str, Controls] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    places: tuple[TeamPlace, ...] = ()
    rebases: Mapping[str, tuple[Rebase, ...]] = field(default_factory=dict)
    comparators: tuple[Comparator, ...] = ()

    def target(self, indicator: str, year: FinancialYear) -> Target:
        """Return the target of an indicator for a year; one without any number where none was approved."""
        approved = self.target_years.get(str(year))
        if approved is None:
            return Target(reason=f"no targets file for {year.label}")
        found = approved.targets.get(indicator, Target(reason=f"none approved for {year.label}"))
        if found.approved_by or not found.is_approved:
            return found
        return replace(found, approved_by=approved.approved_by, approved_on=approved.approved_on)

    def expected_in(self, month: Month) -> tuple[str, ...]:
        """Return the extracts that should arrive for a month."""
        return tuple(name for name in self.expected if str(month) >= self.expected_since.get(name, ""))

    @property
    def main_report(self) -> Report | None:
        """The report shown where none is asked for."""
        return next((report for report in self.reports.values() if report.is_main), None)


def all_codes(store: Store) -> tuple[str, ...]:
    """Return the codes of every council that this installation knows, sorted."""
    return tuple(sorted({folder.name for place in _places(store) if place.is_dir() for folder in place.iterdir()
                         if (folder / "council.toml").is_file()}))  # fmt: skip


def unknown(store: Store, code: str) -> CouncilError:
    """Return what is said of a council that nobody has set up."""
    known = ", ".join(all_codes(store)) or "none yet"
    return CouncilError(
        f"there is no council called {code!r}",
        str(store.councils()),
        f"use one of: {known}; or run: outturn init {code}",
    )


def load(store: Store, code: str) -> Council:
    """Read and check one council's folder; raises CouncilError with what, where and fix."""
    if not CODE.fullmatch(code):
        raise CouncilError(
            f"{code!r} is not a council's code", "the council's name", "use lower-case letters, digits and dashes"
        )
    folder = next((place / code for place in _places(store) if (place / code / "council.toml").is_file()), None)
    if folder is None:
        raise unknown(store, code)
    main = _toml(folder / "council.toml")
    _refuse(faults_of_settings(main), f"councils/{code}/council.toml")
    _refuse_bad_main(main, code)
    headers = _toml(folder / "headers.toml")
    _refuse(faults_of_headers(headers), f"councils/{code}/headers.toml")
    expected = main.get("extracts", {})
    controls, faults = parse_controls(main.get("anomalies", {}), declared.load())
    _refuse(faults, f"councils/{code}/council.toml")
    waivers, faults = parse_waivers(_toml(folder / WAIVERS), declared.load())
    if faults:
        fix = "correct these lines; see: outturn waivers add --help"
        raise CouncilError("; ".join(faults), f"councils/{code}/{WAIVERS}", fix)
    council = Council(
        code=code,
        name=main["name"],
        is_synthetic=main.get("synthetic", False),
        folder=folder,
        la_codes=frozenset(str(name).casefold() for name in [*main.get("la_codes", ()), code, main["name"]]),
        headers=headers,
        expected=tuple(expected.get("expected", ())),
        expected_since=dict(expected.get("since", {})),
        most_set_aside_pct=dict(expected.get("most_set_aside_pct", {})),
        sender=main.get("mail", {}).get("from", ""),
        recipients=tuple(
            Recipients(group, tuple(line.get("addresses", ())), tuple(line.get("receives", ())))
            for group, line in main.get("recipients", {}).items()
        ),
        returned=parse_returned(_toml(folder / "indicators.toml"), f"{code}/indicators.toml"),
        target_years={str(year.year): year for year in _target_years(folder, code)},
        reports={
            path.stem: parse_report(path.stem, _toml(path), f"{code}/reports/{path.name}")
            for path in sorted((folder / "reports").glob("*.toml"))
        },
        controls=controls,
        waivers=waivers,
        places=_table(folder, code, TEAMS, parse_teams),
        rebases=parse_rebases(_toml(folder / REBASES), f"{code}/{REBASES}"),
        comparators=_table(folder, code, COMPARATORS, parse_comparators),
    )
    _refuse_unknown_names(council)
    _refuse_targets_of_no_direction(council)
    return council


def own_folder(store: Store, council: Council) -> Path:
    """Return the council's folder where it is this installation's own; refuses one that came with the program."""
    if not council.folder.is_relative_to(store.councils()):
        raise UsageProblem(
            "this council's folder came with the program and is not to be written to",
            council.code,
            f"copy it to {store.councils().name}/{council.code} in the store, then do this again",
        )
    return council.folder


def text_of(path: Path) -> str:
    """Return the text of a council's file as it is written, without the mark that some editors set before it."""
    return path.read_bytes().decode("utf-8-sig")


def configuration_files(council: Council) -> tuple[Path, ...]:
    """Return the files that decide a council's figures, in a fixed order."""
    return tuple(
        sorted(
            path
            for path in council.folder.rglob("*")
            if path.is_file() and path.suffix in (".toml", ".csv") and path.name != WAIVERS
        )
    )


def tokeniser(store: Store, council: Council) -> Tokeniser:
    """Return the council's tokeniser, making its key on first use.

    Raises EnvironmentProblem where deliveries exist but the key is gone: new tokens would not join old ones.
    """
    path = store.key_file(council.code)
    if not path.exists():
        if any(store.deliveries(council.code).glob("*/*/*.json")):
            raise EnvironmentProblem(
                "the council's identifier key is missing, but deliveries made with it exist",
                f"keys/{council.code}.key",
                "restore the key from your backup; without it new rows cannot be joined to old ones",
            )
        write_bytes(path, new_key())
    return Tokeniser(path.read_bytes())


def _refuse_bad_main(main: Mapping[str, Any], code: str) -> None:
    faults = [] if main.get("name") else ["name is missing"]
    faults += [f"{key!r} is not a setting{_did_you_mean(key, SETTINGS)}" for key in main if key not in SETTINGS]
    if not isinstance(main.get("synthetic", False), bool):
        faults.append("synthetic must be true or false, without quotation marks")
    for extract, share in main.get("extracts", {}).get("most_set_aside_pct", {}).items():
        if type(share) is not int or not 0 <= share <= 100:
            faults.append(f"most_set_aside_pct of {extract!r} must be a whole number from 0 to 100")
    _refuse(faults, f"councils/{code}/council.toml")


def _refuse(faults: Sequence[str], where: str) -> None:
    if faults:
        raise CouncilError("; ".join(faults), where, "correct these lines")


def _refuse_unknown_names(council: Council) -> None:
    """Refuse every name in a council's files that nobody declares, all of them at once, before any work begins."""
    extracts = declared.load()
    counted = {code: versions[-1] for code, versions in indicators.load().items() if code not in council.returned}
    codes = {*indicators.load(), *council.returned}
    splits = {name for one in counted.values() for name in one.splits}
    compared = {code for code, one in counted.items() if one.held_against}
    named: list[tuple[str, str, Collection[str]]] = []
    for extract, headers in council.headers.items():
        named.append(("headers.toml", extract, extracts))
        known = extracts.get(extract)
        columns = {column.name for column in known.columns} if known else set(headers.values())
        named += [(f"headers.toml [{extract}]", column, columns) for column in headers.values()]
    for extract in (*council.expected, *council.expected_since, *council.most_set_aside_pct):
        named.append(("council.toml [extracts]", extract, extracts))
    for recipients in council.recipients:
        place = f"council.toml [recipients.{recipients.group}]"
        named += [(place, kind, KINDS_OF_MAIL) for kind in recipients.receives]
    for report in council.reports.values():
        lists = (*report.membership.values(), *report.proposed.values())
        members = [code for listed in lists for code in listed]
        chosen = [*members, *report.decimals, *report.footnotes]
        place = f"reports/{report.name}.toml"
        named += [(place, code, codes) for code in dict.fromkeys(chosen)]
        named += [(f"{place} breakdowns", name, splits) for name in report.breakdowns]
        named += [(f"{place} disproportionality", code, compared) for code in report.disproportionality]
        named += [(f"{place} equality_groups", name, EQUALITY) for name in report.equality_groups]
    named += [(COMPARATORS, one.indicator, codes) for one in council.comparators]
    for year in council.target_years.values():
        named += [(f"targets for {year.year.label}", code, codes) for code in year.targets]
    named += [(REBASES, code, codes) for code in council.rebases]
    faults = [f"{where}: {name!r}{_did_you_mean(name, names)}" for where, name, names in named if name not in names]
    if faults:
        raise CouncilError(
            "names that nobody declares: " + "; ".join(faults), f"councils/{council.code}", "correct or remove them"
        )


def _refuse_targets_of_no_direction(council: Council) -> None:
    """Refuse a number to be reached where nobody has said whether a higher or a lower figure is better."""
    faults = [
        f"{code} has a target for {year.year.label}, but whether higher or lower is better is not said"
        for year in council.target_years.values()
        for code, target in year.targets.items()
        if code in council.returned
        and council.returned[code].better is None
        and (target.annual is not None or target.by_quarter)
    ]
    if faults:
        fix = "add better = 'higher' or better = 'lower' in indicators.toml, or make the target annual = \"none\""
        raise CouncilError("; ".join(faults), f"{council.code}/indicators.toml", fix)


def _did_you_mean(name: str, known: Collection[str]) -> str:
    from rapidfuzz import process

    near = process.extractOne(name, list(known), score_cutoff=70)
    return f" (did you mean {near[0]!r}?)" if near else ""


def _places(store: Store) -> tuple[Path, ...]:
    # The shipped folders are data that stand beside the code of the top layer; no code is imported from there.
    return store.councils(), Path(str(resources.files("deployments"))) / "councils"


def _table(
    folder: Path, code: str, name: str, parse: Callable[[str], tuple[tuple[Line, ...], list[str]]]
) -> tuple[Line, ...]:
    """Read a council's file of lines, where it has it; raises CouncilError with every fault of it."""
    path = folder / name
    if not path.is_file():
        return ()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise CouncilError(_in_words(fault), f"{code}/{name}", "save it as CSV UTF-8") from None
    found, faults = parse(text)
    _refuse(faults, f"{code}/{name}")
    return found


def _target_years(folder: Path, code: str) -> list[TargetYear]:
    found: dict[str, TargetYear] = {}
    for path in sorted((folder / "targets").glob("*.toml")):
        where = f"{code}/targets/{path.name}"
        year = parse_targets(_toml(path), where)
        if str(year.year) in found:
            raise CouncilError(f"another file has the targets for {year.year} already", where, "keep one of them")
        found[str(year.year)] = year
    return [*found.values()]


def _toml(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(text_of(path), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise CouncilError(
            f"the file is not valid TOML: {_in_words(fault)}", f"{path.parent.name}/{path.name}", "correct that line"
        ) from None


def _in_words(fault: tomllib.TOMLDecodeError | UnicodeDecodeError) -> str:
    # The words of the second would quote what stands there.
    return "it is not text in UTF-8" if isinstance(fault, UnicodeDecodeError) else str(fault)
