"""What is told to whom: the RAG summary of a report and the exceptions of a month, as mails ready to be sent.

Called by: the flows, after a publication and after a month was taken in.
Promises:  every alert says what, since when, how far off, who owns it, what is next and where to look; the same
           pack or notice gives the same bytes.
Never:     sends anything, asks what time it is, or lets a child-level value into a mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage

from expectations.findings import Finding
from tasks.letter import Entry, Letter, MailRoute, Section, Table, Tile, compose
from tasks.reports import view
from tasks.reports.palette import LOOKS, direction_look, rating_look
from warehouse.counts import Summary
from warehouse.pack import Pack, QualityLine
from warehouse.results import Comparison, IndicatorResult

_MOST_FINDINGS = 15
_SEVERITY_ORDER = ("refuse_file", "block", "reject_row", "warn", "query", "note")


@dataclass(frozen=True, slots=True)
class WaiverLine:
    """One waiver as it is reported: what is waived, for how many rows, by whom, until when, and what that means now."""

    label: str
    rows: int
    by: str
    until: date
    state: str
    ends_soon: bool


@dataclass(frozen=True, slots=True)
class ExceptionNotice:
    """What went wrong in a month or a range of months; its types admit totals and codes only.

    label:          the month or range as printed: "September 2020", "April 2019 to September 2020".
    red_indicators: Red ones whose extracts all arrived; what a missing extract explains is not an alert of its own.
    where_to_look:  where the findings can be read in full.
    waivers:        what the council lives with for now, and what is over.
    quality_report: where the report on data quality of the last of the months is; "" where there is none.
    """

    council_name: str
    is_synthetic: bool
    label: str
    run_on: date
    refused_files: tuple[Finding, ...]
    missing_extracts: tuple[str, ...]
    findings: tuple[Finding, ...]
    quality: tuple[QualityLine, ...]
    red_indicators: tuple[IndicatorResult, ...]
    where_to_look: str = ""
    waivers: tuple[WaiverLine, ...] = ()
    quality_report: str = ""


def rag_summary_mail(pack: Pack, route: MailRoute, pack_path_label: str) -> EmailMessage:
    """Return the mail that tells a group how a report's indicators stand, Red first.

    `pack_path_label` says where the pack is, in words that a reader of the mail can follow.
    """
    period = pack.period_short_label
    lead = pack.summary.sentence
    if pack.previous_summary:
        lead += f" In {pack.previous_label}: {pack.previous_summary.in_words}."
    letter = Letter(
        council_name=pack.council_name,
        is_synthetic=pack.is_synthetic,
        subject=f"{pack.council_name} {period}: {_counts(pack.summary)}",
        heading=f"{pack.report_title}, {pack.period_label}",
        lead=lead,
        tiles=_tiles(pack.summary),
        sections=_kept(
            Section(
                "Off target",
                entries=tuple(_off_target(row, pack) for row in view.off_target_rows(pack)),
            ),
            Section("Not rated", entries=tuple(_not_rated(row) for row in pack.rows if row.rating.colour is None)),
            Section(
                "On target", entries=tuple(_on_target(row, pack) for row in pack.rows if row.rating.colour == "green")
            ),
        ),
        closing=(
            f"The whole pack, version {pack.version} of {view.long_date(pack.published_on)}: {pack_path_label}",
            *_small_print(pack.council_name, route),
        ),
    )
    return compose(letter, route, f"rag_summary/{pack.report}/{pack.period}")


def exceptions_mail(notice: ExceptionNotice, route: MailRoute) -> EmailMessage:
    """Return the mail that tells a group what needs putting right in a month's extracts, worst first."""
    headline = _exception_counts(notice)
    letter = Letter(
        council_name=notice.council_name,
        is_synthetic=notice.is_synthetic,
        subject=f"{notice.council_name} {notice.label}: {headline}",
        heading=f"Exceptions, {notice.label}",
        lead=f"The run of {view.long_date(notice.run_on)} found: {headline}.",
        sections=_kept(
            Section("Files refused", entries=tuple(_refused(finding, notice) for finding in notice.refused_files)),
            Section("Extracts missing", entries=tuple(_missing(title, notice) for title in notice.missing_extracts)),
            Section("Red indicators", entries=tuple(_red(row, notice) for row in notice.red_indicators)),
            _findings_section(notice),
            Section(
                "Rows received",
                "Rows in = loaded + quarantined + duplicates." if notice.quality else "",
                table=_quality_table(notice.quality),
            ),
            _waivers_section(notice.waivers),
        ),
        closing=(
            *_place("Where to look", notice.where_to_look),
            *_place("Report on data quality", notice.quality_report),
            *_small_print(notice.council_name, route),
        ),
    )
    return compose(letter, route, f"exceptions/{notice.label}")


def _off_target(row: IndicatorResult, pack: Pack) -> Entry:
    since = view.off_target_since(row, pack.history)
    facts = [
        ("Figure", f"{row.value_printed} against {row.target_printed}{_in_brackets(view.gap(row))}"),
        ("Since", since and f"off the present target since {since}"),
        ("Moving", _movement(row.short) if pack.shows_previous else ""),
        ("A year ago", _movement(row.long)),
    ]
    for action in view.actions_for(row, pack.improvements):
        facts += [("Owner", action.owner), ("Next step", action.corrective_action), ("Due", action.due)]
    facts.append(("Where to look", f"{row.indicator} in the pack named below"))
    return Entry(row.title, _filled(facts), rating_look(row.rating))


def _not_rated(row: IndicatorResult) -> Entry:
    figure = row.value_printed if row.value is not None else "N/A"
    return Entry(row.title, (("Figure", figure), ("Why", view.sentence(row.rating.reason))), rating_look(row.rating))


def _on_target(row: IndicatorResult, pack: Pack) -> Entry:
    moved = _movement(view.moving(row, pack))
    facts = [("Figure", f"{row.value_printed} against {row.target_printed}"), ("Moving", moved)]
    return Entry(row.title, _filled(facts), rating_look(row.rating))


def _red(row: IndicatorResult, notice: ExceptionNotice) -> Entry:
    facts = [
        ("Figure", f"{row.value_printed} against {row.target_printed}{_in_brackets(view.gap(row))}"),
        ("Since", f"figures to {view.long_date(row.basis_ends_on)}"),
        ("Moving", _movement(row.short)),
        ("Owner", row.service_area or view.NO_OWNER),
        ("Next step", "Record what will be done, by whom and by when, for the next pack."),
        ("Where to look", f"outturn explain {row.indicator} {row.period} --council {row.council}"),
    ]
    return Entry(row.title, _filled(facts), rating_look(row.rating))


def _refused(finding: Finding, notice: ExceptionNotice) -> Entry:
    facts = (
        ("What", view.sentence(finding.message)),
        ("Since", f"run of {view.long_date(notice.run_on)}, for {finding.month}"),
        ("Size", "nothing of it was taken in"),
        ("Owner", "whoever sends this file"),
        ("Next step", "Do what is said above, and take this file out of landing; the next run takes what is right."),
        ("Code", f"{finding.rule} (docs/refusals.md says what each code means)"),
    )
    return Entry(finding.source or finding.extract, facts)


def _missing(title: str, notice: ExceptionNotice) -> Entry:
    facts = (
        ("What", "No file of this extract has arrived."),
        ("Since", f"run of {view.long_date(notice.run_on)}, for {notice.label}"),
        ("Size", "indicators that need it have no figure, and are not listed here as Red"),
        ("Owner", "whoever sends this extract"),
        ("Next step", "Ask for the file; once it is in the landing folder the next run takes it."),
    )
    return Entry(title, facts)


def _findings_section(notice: ExceptionNotice) -> Section:
    """Return the findings as a table, worst first, then of whole files, then largest; cut where nobody reads on."""
    listed = sorted(
        (finding for finding in notice.findings if finding.severity != "note"),
        key=lambda finding: (_SEVERITY_ORDER.index(finding.severity), finding.rows > 0, -finding.rows, finding),
    )
    shown, left = listed[:_MOST_FINDINGS], len(listed) - _MOST_FINDINGS
    intro = f"The first {_MOST_FINDINGS} of {len(listed)} kinds; the rest are in the findings." if left > 0 else ""
    rows = tuple(
        (
            view.sentence(finding.message).rstrip("."),
            finding.extract,
            view.severity_word(finding.severity),
            finding.rule,
            f"{finding.rows:,}",
        )
        for finding in shown
    )
    table = Table(("What was found", "Extract", "Meaning", "Rule", "Rows"), rows) if rows else None
    return Section("Findings in the data", intro, table=table)


def _quality_table(lines: Sequence[QualityLine]) -> Table | None:
    rows = tuple(
        (line.extract_title, *(f"{n:,}" for n in (line.rows_in, line.loaded, line.quarantined, line.duplicates)))
        for line in lines
    )
    return Table(("Extract", "Rows in", "Loaded", "Quarantined", "Duplicates"), rows) if rows else None


def _waivers_section(waivers: Sequence[WaiverLine]) -> Section:
    rows = tuple(
        (
            line.label,
            f"{line.rows:,}",
            line.by,
            f"{line.until:%d/%m/%Y}",
            "in force, ends within 30 days" if line.ends_soon else line.state,
        )
        for line in waivers
    )
    intro = "While a waiver is in force its findings stand in no fixing list; they are counted all the same."
    table = Table(("Waived", "Rows", "By", "Until", "State"), rows) if rows else None
    return Section("Waivers", intro if rows else "", table=table)


def _exception_counts(notice: ExceptionNotice) -> str:
    refused, missing = len(notice.refused_files), len(notice.missing_extracts)
    quarantined = sum(line.quarantined for line in notice.quality)
    to_check = sum(finding.rows for finding in notice.findings if finding.severity in ("warn", "query"))
    unjudged = sum(finding.severity == "block" for finding in notice.findings)
    ending = sum(line.ends_soon for line in notice.waivers)
    expired = sum(line.state == "expired" for line in notice.waivers)
    parts = [
        (refused, view.counted(refused, "file refused", "files refused")),
        (unjudged, view.counted(unjudged, "rule not judged", "rules not judged")),
        (missing, view.counted(missing, "extract missing", "extracts missing")),
        (len(notice.red_indicators), f"{len(notice.red_indicators)} Red"),
        (quarantined, view.counted(quarantined, "row in quarantine", "rows in quarantine")),
        (to_check, view.counted(to_check, "row to check", "rows to check")),
        (ending, view.counted(ending, "waiver ends soon", "waivers end soon")),
        (expired, view.counted(expired, "waiver expired", "waivers expired")),
    ]
    return ", ".join(text for number, text in parts if number) or "no exceptions"


def _counts(summary: Summary) -> str:
    counts = ((summary.red, "Red"), (summary.amber, "Amber"), (summary.green, "Green"))
    not_rated = summary.selected - summary.rated
    return ", ".join(f"{number} {word}" for number, word in (*counts, (not_rated, "not rated")) if number)


def _tiles(summary: Summary) -> tuple[Tile, ...]:
    counts = (("red", summary.red), ("amber", summary.amber), ("green", summary.green))
    return tuple(Tile(LOOKS[name], number) for name, number in counts)


def _movement(comparison: Comparison) -> str:
    if comparison.travel.direction is None:
        return f"N/A{_in_brackets(comparison.travel.reason)}"
    look = direction_look(comparison.travel)
    joined = "at" if look.name == "same" else "from"
    return f"{comparison.arrow} {look.word.lower()}, {joined} {comparison.printed} in {comparison.label}"


def _small_print(council_name: str, route: MailRoute) -> tuple[str, ...]:
    return (
        f"Sent by Outturn to {route.group_name} of {council_name}. It holds totals only; small numbers are shown, so "
        "please keep it inside the council.",
    )


def _place(label: str, text: str) -> tuple[str, ...]:
    return (f"{label}: {text}",) if text else ()


def _in_brackets(text: str) -> str:
    return f" ({text})" if text else ""


def _filled(facts: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((label, fact) for label, fact in facts if fact)


def _kept(*sections: Section) -> tuple[Section, ...]:
    return tuple(section for section in sections if section.entries or section.table)
