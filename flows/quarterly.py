"""The quarterly flow: quarters, and years with their fourth, are rated and published; who has to act gets the summary.

Called by: `outturn run quarterly`, `outturn demo`, and the deployment "quarterly" of each council.
Promises:  what was published stays as it was; figures that have changed since become a new version.
Never:     takes in files; that is the monthly flow's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from prefect import flow

from flows import job as jobs
from flows import records, scope, steps
from tasks.building import BuildReport
from tasks.publishing import Publication


@dataclass(frozen=True, slots=True)
class QuarterlyRun:
    """What a quarterly run did."""

    build: BuildReport
    publications: tuple[Publication, ...]
    mails: tuple[str, ...]


@flow(name="quarterly", flow_run_name=jobs.run_name, persist_result=False)
def quarterly(council: str, quarters: str | None = None, today: date | None = None) -> QuarterlyRun:
    """Rate and publish a council's quarters, and the year with its fourth: rebuild, rate, publish, tell people.

    quarters: "2020-21-Q2" or "2019-20-Q1..2020-21-Q2"; by default the last complete one before the scheduled day.
    """
    job = jobs.start(council, today)
    chosen = scope.quarters_meant(quarters, job.meant_on)
    with job.store.lock(council):
        build = steps.rebuild(job)
        steps.keep_recording_lag(job)
        publications = steps.publish(job, scope.with_their_years(chosen))
        mails = steps.write_summary_mails(job, publications)
    records.log_build(build)
    records.log_counts("published", new=sum(p.is_new for p in publications), mails=len(mails))
    records.record_ratings(job, publications)
    return QuarterlyRun(build, publications, mails)
