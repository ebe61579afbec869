"""What Prefect remembers of a run: log lines of counts, the findings summary, the rated table.

Called by: the flows, after the work is done.
Promises:  counts, codes, declared names and published figures only; the same data that a pack shows.
Never:     receives a row of an extract, so it cannot pass one on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.logging import get_run_logger

from flows.job import Job
from tasks import notifying
from tasks.building import BuildReport
from tasks.intake import IntakeReport
from tasks.publishing import Publication
from warehouse.periods import Month
from warehouse.results import Comparison, IndicatorResult

_SHOWN_FINDINGS = 50


def log_counts(event: str, **counts: int | str) -> None:
    """Log one event as `event name=value ...`, a form that log collectors split without a pattern."""
    get_run_logger().info("%s %s", event, " ".join(f"{name}={value}" for name, value in counts.items()))


def log_intake(report: IntakeReport) -> None:
    """Log what became of the files and rows of a batch."""
    log_counts(
        "taken in",
        files_accepted=report.files_accepted,
        files_refused=report.files_refused,
        files_refused_in_part=report.files_refused_in_part,
        files_already_loaded=report.files_already_loaded,
        rows_in=report.rows_in,
        rows_loaded=report.loaded,
        rows_quarantined=report.quarantined,
        rows_duplicate=report.duplicates,
    )


def log_build(report: BuildReport) -> None:
    """Log what the warehouse holds and how long building it took."""
    log_counts(
        "built",
        build=report.build_id,
        new=int(report.is_new),
        rows=sum(report.rows.values()),
        seconds=f"{report.seconds:.2f}",
    )


def record_findings(job: Job, title: str, months: Sequence[Month]) -> None:
    """Keep the findings of the months as a Markdown artifact, most rows first: as they stand, not what is new."""
    notice = notifying.exception_notice(job.store, job.council, months, job.today)
    findings = (*notice.refused_files, *notice.findings)
    ordered = sorted(findings, key=lambda finding: (-finding.rows, finding))
    lines = [f"## {title}: {job.council.name}", ""]
    if ordered:
        lines += ["| rows | severity | extract | month | rule | what |", "|---:|---|---|---|---|---|"]
        lines += [
            f"| {f.rows} | {f.severity} | {f.extract} | {f.month} | {f.rule} | {_cell(f.message)} |"
            for f in ordered[:_SHOWN_FINDINGS]
        ]
        if len(ordered) > _SHOWN_FINDINGS:
            lines += ["", f"and {len(ordered) - _SHOWN_FINDINGS} more kinds of finding"]
    else:
        lines.append("No findings.")
    create_markdown_artifact("\n".join(lines), key=_key(job.council.code, "findings"), description=title)


def record_ratings(job: Job, publications: Sequence[Publication]) -> None:
    """Keep the rated table of each report's latest period as a table artifact.

    Trap: a batch of months may publish dozens, and Prefect takes as long for an artifact as the pack took to make.
    """
    for publication in {publication.report: publication for publication in publications}.values():
        create_table_artifact(
            [_rated(row) for row in publication.pack.rows],
            key=_key(job.council.code, publication.report, publication.period),
            description=f"{publication.pack.report_title}, {publication.pack.period_label}, v{publication.version}",
        )


def _rated(row: IndicatorResult) -> dict[str, Any]:
    return {
        "indicator": row.title,
        "value": row.value_printed,
        "target": row.target_printed,
        "tolerance": row.tolerance_printed,
        "rating": row.rating.colour or "not rated",
        "why": row.rating.reason,
        **{compared.label: _compared(compared) for compared in (row.short, row.long) if compared.label},
    }


def _compared(comparison: Comparison) -> str:
    return f"{comparison.printed} {comparison.arrow}".strip()


def _key(*parts: str) -> str:
    """Prefect allows lower-case letters, digits and dashes in an artifact's key."""
    return re.sub(r"[^a-z0-9]+", "-", "-".join(map(str, parts)).lower()).strip("-")


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("\n", " ")
