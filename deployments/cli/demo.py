"""The command `demo`: a sample council from landing to packs and mails, in one go.

Called by: deployments.cli, `make demo`.
Promises:  runs the flows that are scheduled, as of the days on which they would have run; run again, it
           changes nothing.
Never:     sends a mail.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from deployments import runner
from deployments.cli import sample
from deployments.cli import store as stores
from deployments.cli.commands import Commands, add_dry_run
from deployments.cli.output import Output, Progress, rated, styled, table
from tasks.store import Store
from warehouse.periods import Month

if TYPE_CHECKING:
    from tasks.publishing import Publication
    from warehouse.results import Comparison, IndicatorResult

_SHOWN_PERIOD, _SHOWN_MONTH, _SHOWN_REPORT = "2020-21-Q2", "2020-09", "scrutiny"


@dataclass(frozen=True, slots=True)
class _Act:
    """What had arrived by a month, and what was then run on which days."""

    arrived_by: str
    months: str
    months_on: date
    quarters: str
    quarters_on: date


_ACTS = (
    _Act("2020-09", "2019-04..2020-09", date(2020, 10, 7), "2019-20-Q1..2020-21-Q2", date(2020, 10, 12)),
    _Act("2021-06", "2020-08..2021-06", date(2021, 7, 7), "2020-21-Q2..2021-22-Q1", date(2021, 7, 12)),
)
_STEPS_OF_AN_ACT = 3


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add(
        "demo",
        run,
        "Show the whole road with a made-up council: extracts, checks, warehouse, ratings, packs, mails.\n\n"
        "Takes a few minutes, needs no network, and leaves everything in the store to look at.",
        "outturn demo\n  outturn demo --home /tmp/try-outturn",
    )
    add_dry_run(parser)


def run(request: argparse.Namespace, out: Output) -> int:
    """Run the demo and print where to look."""
    if request.dry_run:
        lines = [
            line
            for act in _ACTS
            for line in (
                f"outturn sample --arrived-by {act.arrived_by}",
                f"outturn run monthly {sample.COUNCIL} {act.months} --today {act.months_on}",
                f"outturn run quarterly {sample.COUNCIL} {act.quarters} --today {act.quarters_on}",
            )
        ]
        return out.result({"would": lines}, [*lines, "dry run: nothing was written"])
    store = stores.to_write(request)
    acts = _acts_to_play(store)
    started = time.monotonic()
    with (
        out.progress(stages=_STEPS_OF_AN_ACT * len(acts)) as progress,
        runner.ready(store.root, progress, lambda: _write(acts[0], store, progress)) as start_up,
    ):
        published = _run_flows(acts[0], progress)
        for act in acts[1:]:
            _write(act, store, progress)
            published += _run_flows(act, progress)
    shown = next(p for p in published if (str(p.period), p.report) == (_SHOWN_PERIOD, _SHOWN_REPORT))
    job = time.monotonic() - started - start_up
    return out.result({}, [*rated_table(shown), "", *_where_to_look(store, shown, job, start_up)])


def _acts_to_play(store: Store) -> Sequence[_Act]:
    """Return every act, or only the last where its files have arrived: an earlier day cannot be played after it."""
    return _ACTS[-1:] if store.landing(sample.COUNCIL, _ACTS[-1].arrived_by).exists() else _ACTS


def _write(act: _Act, store: Store, progress: Progress) -> None:
    arrived_by = Month(act.arrived_by)
    progress.stage(f"writing the extracts of Sample Borough (synthetic) that had arrived by {arrived_by.label}")
    sample.write(store, sample.SEED, arrived_by)


def _run_flows(act: _Act, progress: Progress) -> tuple[Publication, ...]:
    from flows.monthly import monthly
    from flows.quarterly import quarterly

    progress.stage(f"monthly run, {act.months}, as of {act.months_on}")
    monthly(sample.COUNCIL, act.months, act.months_on)
    progress.stage(f"quarterly run, {act.quarters}, as of {act.quarters_on}")
    return quarterly(sample.COUNCIL, act.quarters, act.quarters_on).publications


def rated_table(publication: Publication) -> list[str]:
    """Return a publication as the table that the committee reads, with its counts."""
    pack = publication.pack
    first = pack.rows[0]
    head = ("indicator", "value", "target", "tolerance", "rating", first.short.label, first.long.label)
    title = f"{pack.council_name}: {pack.report_title}, {pack.period_label}, version {pack.version}"
    return [
        styled(title, "bold"),
        *(["Synthetic data: no figure describes a real child or service."] if pack.is_synthetic else []),
        "",
        *table(head, [_row(row) for row in pack.rows], right=(1, 2, 3), folded=0),
        "",
        pack.summary.sentence,
    ]


def _row(row: IndicatorResult) -> Sequence[str]:
    return (
        row.title,
        row.value_printed,
        row.target_printed,
        row.tolerance_printed,
        rated(row.rating.colour),
        _compared(row.short),
        _compared(row.long),
    )


def _compared(comparison: Comparison) -> str:
    return f"{comparison.arrow or ' '} {comparison.printed}"


def _where_to_look(store: Store, shown: Publication, job: float, start_up: float) -> list[str]:
    from tasks import quality

    outbox = store.outbox(sample.COUNCIL)
    mails = len(list(outbox.glob("*.eml")))
    places = (
        (shown.folder / "pack.html", "the pack"),
        (shown.folder / "results.csv", "its figures"),
        (store.published(sample.COUNCIL), "all publications"),
        (quality.files_of(store, sample.COUNCIL, Month(_SHOWN_MONTH))[0], "the data quality of its last month"),
        (outbox, f"{mails} mails that wait to be sent"),
    )
    program = stores.program(store)
    return [
        "open",
        *(f"  {stores.shown(path)}   {what}" for path, what in places),
        "try",
        f"  {program} explain FD-CONT-EH {_SHOWN_PERIOD}",
        f"  {program} status",
        f"the job took {job:.0f} s, start-up {start_up:.0f} s",
    ]
