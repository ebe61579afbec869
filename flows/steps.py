"""The steps of the flows as Prefect tasks: each one calls the plain function that does the work.

Called by: the flows.
Promises:  a step is tried again only where that can help: a disk or network share that failed for a moment.
           What is wrong with data or configuration fails at once. The message of an unforeseen exception may
           quote a cell, so Prefect is told its kind and place only.
Never:     caches or keeps results in Prefect; the store is the only memory.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ParamSpec, TypeVar

from prefect import Task, task
from prefect.cache_policies import NO_CACHE

from flows.faults import shielded
from flows.job import Job
from flows.narration import tell
from tasks import building, intake, keeping, notifying, publishing, quality, vintages
from tasks.building import BuildReport
from tasks.intake import IntakeReport
from tasks.publishing import Publication
from warehouse.periods import Month, Reported

P = ParamSpec("P")
R = TypeVar("R")


def _is_file_trouble(_task: Any, _run: Any, state: Any) -> bool:
    return isinstance(state.result(raise_on_failure=False), OSError)


def step(work: Callable[P, R]) -> Task[P, R]:
    """Make a task of a function that reads and writes the store."""
    make = task(cache_policy=NO_CACHE, retries=2, retry_delay_seconds=[5, 30], retry_condition_fn=_is_file_trouble)
    return make(shielded(work))


@step
def take_in(job: Job, months: Sequence[Month]) -> IntakeReport:
    """Check every landed file of the months and keep what is accepted."""
    return intake.take_in(job.store, job.council, months, job.received_at, tell)


@step
def take_in_again(job: Job, months: Sequence[Month]) -> IntakeReport:
    """Check every landed file of the months afresh, whatever was decided about it before."""
    return intake.take_in_again(job.store, job.council, months, job.received_at, tell)


@step
def keep_reason(job: Job, months: Sequence[Month], reason: str) -> None:
    """Keep in the store why months are checked again; Prefect's own database may be thrown away."""
    keeping.keep_reason(job.store, job.council, months, reason, job.today)


@step
def rebuild(job: Job) -> BuildReport:
    """Build the council's warehouse from its deliveries and swap it in."""
    return building.rebuild(job.store, job.council, tell)


@step
def write_quality_reports(job: Job) -> tuple[Month, ...]:
    """Write the report on data quality of every month whose figures have changed."""
    return quality.write_all(job.store, job.council, tell)


@step
def keep_recording_lag(job: Job) -> tuple[Month, ...]:
    """Count again what was known with each month's files, where the recording lag has been asked for."""
    return vintages.keep_up(job.store, job.council, tell)


@step
def publish(job: Job, periods: Sequence[Reported]) -> tuple[Publication, ...]:
    """Rate the periods and write a publication for each report whose figures are new."""
    return publishing.publish(job.store, job.council, periods, job.today, tell)


@step
def write_exception_mails(job: Job, months: Sequence[Month]) -> tuple[str, ...]:
    """Put the mails about what needs attention in the outbox, each once."""
    return notifying.notify_exceptions(job.store, job.council, months, job.today)


@step
def write_summary_mails(job: Job, publications: Sequence[Publication]) -> tuple[str, ...]:
    """Put the Red, Amber, Green summaries of new publications in the outbox, each once."""
    return notifying.notify_summary(job.store, job.council, publications)
