"""The parts of the report on data quality: which tables it has, in which order, and what stands above them.

Called by: tasks.reports.quality_page, tasks.reports.quality_workbook and the command `quality`.
Promises:  equal reports give equal parts; what is worst or most stands first.
Never:     counts: every number is one that the report holds.
"""

from __future__ import annotations

from collections import Counter

from tasks.quality_model import Cell, Head, Part, QualityReport
from tasks.reports import quality_trends, view
from tasks.reports.quality_words import Words, numbers
from warehouse.quality import NO_TEAM
from warehouse.quality_report import Score

NO_TEAM_NAMED = "No team named, or one that no loaded row names"

_ORDER = ("refuse_file", "block", "reject_row", "warn", "query", "note")
_OLDEST_SHOWN = 20


def parts(report: QualityReport) -> tuple[Part, ...]:
    """Return every table of the report."""
    words = Words()
    return (
        _extracts(report, words),
        quality_trends.trend(report),
        quality_trends.trend_of_extracts(report, words),
        _rules(report, words),
        _teams(report),
        _columns(report, words),
        _unfixed(report, words),
        quality_trends.lateness(report, words),
        quality_trends.equality(report, words),
        quality_trends.odd(report, words),
        _set_aside(report, words),
        _waived(report, words),
        _refused(report, words),
        _notes(report, words),
    )


def _extracts(report: QualityReport, words: Words) -> Part:
    figures = report.figures
    before = figures.before
    findings: Counter[str] = Counter()
    for line in figures.columns:
        findings[line.extract] += line.set_aside + line.warnings + line.queries
    rows: list[tuple[Cell, ...]] = []
    for file in figures.files:
        score, earlier = Score.of([file]), before.by_extract.get(file.extract) if before else None
        rows.append(
            (words.title(file.extract), file.rows_in, file.loaded, file.duplicates, file.set_aside, file.warned,
             file.queried, findings[file.extract], score.value, earlier.value if earlier else None)
        )  # fmt: skip
    rows.sort(key=lambda row: (row[8] is None, row[8] or 0, row[0]))
    sums = [sum(int(row[n] or 0) for row in rows) for n in range(1, 8)]
    return Part(
        "extracts",
        "By extract",
        (
            "Rows in = loaded + set aside + duplicates. Each row counts once, by the worst that was found in it; "
            "findings count every rule that a row breaks.",
        ),
        (
            Head("Extract"),
            *numbers("Rows in", "Loaded", "Duplicates", "Set aside", "With a warning", "With a query only", "Findings"),
            Head("Score", "percent"), Head("Score, month before", "percent"),
        ),
        tuple(rows),
        "Nothing was delivered for this month.",
        ("All files", *sums, report.score.value, before.score.value if before else None),
    )  # fmt: skip


def _rules(report: QualityReport, words: Words) -> Part:
    listed = [line for line in report.figures.kinds if line.severity != "note"]
    listed.sort(key=lambda k: (_ORDER.index(k.severity), -k.rows, k))
    return Part(
        "rules",
        "By rule",
        ("A row that breaks several rules counts for each of them. A finding of a file as a whole has no rows.",),
        (
            Head("What was found"), Head("Why it matters", "beneath"), Head("Extract"), Head("Column"),
            Head("What became of the rows"), Head("Rule", "code"), Head("Rows", "number"),
            Head("Month before", "number"),
        ),
        tuple(
            (view.sentence(k.message), words.why(k.extract, k.rule), words.title(k.extract),
             words.header(k.extract, k.column), view.severity_word(k.severity), k.rule, k.rows or None, k.rows_before)
            for k in listed
        ),
        "No rule was broken.",
    )  # fmt: skip


def _teams(report: QualityReport) -> Part:
    listed = sorted(report.figures.teams, key=lambda t: (-t.rows, t.team == NO_TEAM, t.team))
    silent = sum(not t.rows for t in listed)
    none = "1 team has" if silent == 1 else f"{silent} teams have"
    return Part(
        "teams",
        "By team",
        (
            "A row belongs to the team that it names. Rows set aside are not among the rows loaded.",
            *((f"{none} no finding.",) if silent else ()),
        ),
        (Head("Team"), *numbers("Rows loaded", "Rows with findings", "Set aside", "Warnings", "Queries")),
        tuple(
            (t.team or NO_TEAM_NAMED, t.loaded if t.team else None, t.rows, t.set_aside, t.warnings, t.queries)
            for t in listed
        ),
        "No extract of this month names a team, and no row has a finding.",
    )  # fmt: skip


def _columns(report: QualityReport, words: Words) -> Part:
    listed = sorted(
        report.figures.columns,
        key=lambda c: (-(c.set_aside + c.warnings + c.queries), -c.notes, c.extract, c.column),
    )
    return Part(
        "columns",
        "By column",
        ("What was written in another way and understood is no fault; it is counted so that exports can be mended.",),
        (
            Head("Column"), Head("Extract"),
            *numbers("Set aside", "Warnings", "Queries", "Understood or noted"),
        ),
        tuple(
            (words.header(c.extract, c.column), words.title(c.extract), c.set_aside, c.warnings, c.queries, c.notes)
            for c in listed
        ),
        "No column has a finding.",
        shown=40,
    )  # fmt: skip


def _unfixed(report: QualityReport, words: Words) -> Part:
    figures = report.figures
    messages = {(k.extract, k.rule, k.severity, k.column): k.message for k in figures.kinds}
    return Part(
        "unfixed",
        "Oldest unfixed",
        (
            f"Of the records that break a rule, {figures.old_records:,} did so in the file before and "
            f"{figures.new_records:,} are new. A record is followed by its key for as long as every file of its "
            "extract shows it breaking the rule; rows without a key and rules across files cannot be followed.",
        ),
        (
            Head("What was found"), Head("First seen"), Head("Months", "number"), Head("Records since then", "number"),
            Head("Records of any age", "number"), Head("Extract"), Head("Column"), Head("What became of the rows"),
            Head("Rule", "code"),
        ),
        tuple(
            (view.sentence(messages.get((u.extract, u.rule, u.severity, u.column), u.rule)), u.since.label, u.months,
             u.oldest, u.records, words.title(u.extract), words.header(u.extract, u.column),
             view.severity_word(u.severity), u.rule)
            for u in figures.unfixed
        ),
        "Nothing that was found is older than this month.",
        shown=_OLDEST_SHOWN,
    )  # fmt: skip


def _set_aside(report: QualityReport, words: Words) -> Part:
    rejected = dict(report.rejected)
    broken: dict[str, list[str]] = {}
    for kind in sorted(report.figures.kinds, key=lambda k: (-k.rows, k)):
        if kind.severity == "reject_row" and kind.rows:
            broken.setdefault(kind.extract, []).append(f"{kind.rule} ({kind.rows:,})")
    rows: list[tuple[Cell, ...]] = []
    for file in sorted(report.figures.files, key=lambda f: (-f.set_aside, f.extract)):
        if file.set_aside:
            out = rejected.get(file.extract, 0)
            rules = ", ".join(dict.fromkeys(broken.get(file.extract, ())))
            rows.append((words.title(file.extract), file.set_aside, out, file.set_aside - out, rules))
    return Part(
        "aside",
        "Rows set aside",
        (
            "No figure counts them. What can be corrected is corrected in the case system and sent again; what is to "
            "stay out is rejected (outturn quarantine).",
        ),
        (
            Head("Extract"), Head("Set aside", "number"), Head("Rejected for good", "number"), Head("Open", "number"),
            Head("Rules broken (rows)"),
        ),
        tuple(rows),
        "No row was set aside.",
    )  # fmt: skip


def _waived(report: QualityReport, words: Words) -> Part:
    return Part(
        "waived",
        "Waived",
        (
            "Warnings and queries that the council has decided to live with until a day. They are left out of the "
            "fixing lists, and counted here and in the score like all others. The state is that of the month's last "
            "day.",
        ),
        (
            Head("Rule", "code"), Head("Extract"), Head("For"), Head("Rows of this month", "number"), Head("Until"),
            Head("State"), Head("Reason"),
        ),
        tuple(
            (w.rule, words.title(w.extract), w.whom, w.rows, view.long_date(w.until), w.state, w.reason)
            for w in report.waived
        ),
        "Nothing is waived.",
    )  # fmt: skip


def _refused(report: QualityReport, words: Words) -> Part:
    return Part(
        "refused",
        "Files refused",
        ("Files of which nothing was taken in and which still lie in landing.",),
        (Head("File"), Head("Extract"), Head("Code", "code"), Head("What is wrong")),
        tuple((r.source, words.title(r.extract) if r.extract else "–", r.code, r.what) for r in report.refused),
        "No file that lies in landing was refused.",
    )


def _notes(report: QualityReport, words: Words) -> Part:
    listed = [line for line in report.figures.kinds if line.severity == "note"]
    listed.sort(key=lambda k: (-k.rows, k))
    return Part(
        "notes",
        "For information",
        ("What was handled as the files were read; nobody has to act on it.",),
        (
            Head("What was done"), Head("Why it is told", "beneath"), Head("Extract"), Head("Column"),
            Head("Code", "code"), Head("Rows", "number"),
        ),
        tuple(
            (view.sentence(k.message), words.why(k.extract, k.rule), words.title(k.extract),
             words.header(k.extract, k.column), k.rule, k.rows or None)
            for k in listed
        ),
        "Nothing.",
    )  # fmt: skip
