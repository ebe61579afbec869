"""The monthly flow: what has landed is checked, kept, built into the warehouse, and people are told.

Called by: `outturn run monthly`, `outturn demo`, and the deployment "monthly" of each council.
Promises:  several months are one batch; run again, it finds nothing new and changes nothing.
Never:     publishes a quarter; that is the quarterly flow's. A council's monthly reports come out here, last of
           all, so that a report held back keeps nothing else from being done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from prefect import flow

from flows import job as jobs
from flows import records, scope, steps
from tasks import publishing
from tasks.building import BuildReport
from tasks.intake import IntakeReport
from tasks.publishing import Publication
from warehouse.periods import Month


@dataclass(frozen=True, slots=True)
class MonthlyRun:
    """What a monthly run did; quality: months whose report on data quality is new."""

    intake: IntakeReport
    build: BuildReport
    mails: tuple[str, ...]
    quality: tuple[Month, ...] = ()
    publications: tuple[Publication, ...] = ()


@flow(name="monthly", flow_run_name=jobs.run_name, persist_result=False)
def monthly(council: str, months: str | None = None, today: date | None = None) -> MonthlyRun:
    """Take in a council's months as one batch: check, keep, rebuild, report on the data, tell people.

    months: "2020-09" or "2019-04..2021-06"; by default the month before the scheduled day.
    """
    job = jobs.start(council, today)
    chosen = scope.months_meant(months, job.meant_on)
    with job.store.lock(council):
        intake = steps.take_in(job, chosen)
        build = steps.rebuild(job)
        quality = steps.write_quality_reports(job)
        steps.keep_recording_lag(job)
        mails = steps.write_exception_mails(job, chosen)
        reported = publishing.months_reported(job.store, job.council, chosen)
        publications = steps.publish(job, reported) if reported else ()
        mails += steps.write_summary_mails(job, publications) if publications else ()
    records.log_intake(intake)
    records.log_build(build)
    records.record_findings(job, "Monthly findings", chosen)
    records.record_ratings(job, publications)
    return MonthlyRun(intake, build, mails, quality, publications)
