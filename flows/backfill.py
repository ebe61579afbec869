"""The backfill flow: a range of months is checked and loaded again, for a reason that is kept.

Called by: `outturn backfill`, and the deployment "backfill" of each council.
Promises:  every month of the range has landed files, or nothing is done; the range is never widened;
           published quarters are not overwritten, a change in them becomes a new version when next published.
Never:     runs on a schedule.
"""

from __future__ import annotations

from datetime import date

from prefect import flow

from flows import job as jobs
from flows import records, scope, steps
from flows.monthly import MonthlyRun


@flow(name="backfill", flow_run_name=jobs.run_name, persist_result=False)
def backfill(council: str, first: str, last: str, reason: str, today: date | None = None) -> MonthlyRun:
    """Check and load again every landed file of a council from month `first` to month `last`, then rebuild once.

    reason: why, in words a colleague will understand next year; never a name or a case.
    """
    job = jobs.start(council, today)
    chosen = scope.landed_months(job.store, council, first, last)
    with job.store.lock(council):
        steps.keep_reason(job, chosen, reason)
        intake = steps.take_in_again(job, chosen)
        build = steps.rebuild(job)
        quality = steps.write_quality_reports(job)
        mails = steps.write_exception_mails(job, chosen)
    records.log_intake(intake)
    records.log_build(build)
    records.record_findings(job, f"Backfill {first} to {last}: {reason}", chosen)
    return MonthlyRun(intake, build, mails, quality)
