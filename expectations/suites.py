"""Run a suite of checks over one staged table with Great Expectations and say which rows broke them.

Called by: expectations.checking and expectations.cross_checks; suite_export and data_docs for the suites themselves.
Promises:  the same table and checks give the same results, in the order of the checks; the table is
           only read. A check that could not be evaluated stops the run; it never counts as passed.
Never:     returns, logs or raises with a cell value. A result holds counts and row keys, no more.

Only this module and expectations.data_docs import Great Expectations, and they do so on first use, because the
import alone takes seconds. Great Expectations' own result objects are read here and then dropped.

The checks are expectation classes of our own, not the library's. Its stock ones cost 6 ms each
before a row is read, fetch the failing cells along with the count, and on a database cut the list of
row keys at `partial_unexpected_count`. Ours cost 1 ms each, share one query, and ask for row keys,
all of them, only where a row failed.
"""

from __future__ import annotations

import functools
import logging
import operator
import os
import re
import warnings
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import duckdb

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.core.batch_definition import BatchDefinition
    from great_expectations.datasource.fluent.sql_datasource import TableAsset
    from great_expectations.expectations.expectation import BatchExpectation
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
    from sqlalchemy import ColumnElement, FromClause, Select


_GX_SEVERITY = {"warn": "warning", "query": "info", "note": "info"}
"""What Great Expectations calls our severities; whatever is not listed is critical to it."""


class SuiteError(RuntimeError):
    """A suite that cannot be trusted, told as what went wrong, where, and how to put it right."""

    def __init__(self, what: str, where: str, fix: str) -> None:
        """Keep the three parts; the message is the three of them in order."""
        self.what, self.where, self.fix = what, where, fix
        super().__init__(f"{what}\nwhere: {where}\nfix:   {fix}")


@dataclass(frozen=True, slots=True)
class Check:
    """One assertion of a suite over one staged table.

    about: what else an auditor should find with it: severity, scope, reason, SQL.

    Trap: `holds` fails a row only where its column is FALSE; NULL means "cannot tell" and passes.
          `unique` fails every row that shares its key, the first one too, and skips a row with a
          NULL anywhere in the key; pair it with `not_null`.
    """

    code: str
    kind: Literal["holds", "not_null", "unique"]
    columns: tuple[str, ...]
    description: str = ""
    about: Mapping[str, str] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        """Refuse a check that names no column, or several where one is meant."""
        if not self.columns or (self.kind != "unique" and len(self.columns) != 1):
            raise SuiteError(
                what=f"check {self.code} of kind {self.kind} is declared over {len(self.columns)} columns",
                where=f"check {self.code}",
                fix="Give 'holds' and 'not_null' exactly one column, 'unique' one or more.",
            )


@dataclass(frozen=True, slots=True)
class CheckResult:
    """How many rows one check looked at and how many broke it, with the keys of those that did.

    `failed_keys` lists every failing row, sorted by key; it is empty when keys were not asked for.
    """

    code: str
    rows_checked: int
    rows_failed: int
    failed_keys: tuple[tuple[Any, ...], ...]


def run_suite(  # noqa: PLR0913, PLR0917 - one call says what is checked, how, and what may come back
    connection: duckdb.DuckDBPyConnection,
    table: str,
    name: str,
    checks: Sequence[Check],
    row_key: tuple[str, ...],
    with_keys: bool = True,
) -> list[CheckResult]:
    """Run every check over the table and return one result for each, in the order given.

    `table` is a name as the connection knows it, temporary tables and views included, and may carry
    its schema or database (`staging.contacts`): a dot always separates. `row_key` names the columns
    that identify a row to the council; their values are the only ones that leave this module.

    Trap: a check that cannot be evaluated inside an open transaction aborts it, as any failed query does.
    """
    from expectations.duckdb_dialect import serving

    if not checks:
        return []
    where = f"suite {name}, table {table}"
    suite = _suite(name, checks)
    with serving(connection):
        results = _validated(suite, table, _result_format(row_key if with_keys else ()), where)
    _refuse_unevaluated(results, where)
    by_code = {_code(result): _check_result(result) for result in results}
    return [by_code[check.code] for check in checks]


def suite_json(name: str, checks: Sequence[Check]) -> dict[str, Any]:
    """Return the suite as Great Expectations writes it, for an auditor to read; needs no data."""
    return dict(_suite(name, checks).to_json_dict())


def suite_read_back(written: Mapping[str, Any]) -> dict[str, Any]:
    """Return a written suite as Great Expectations understands it; raises where it does not."""
    _vocabulary()
    from great_expectations import ExpectationSuite

    suite = ExpectationSuite(**written)
    assert len(suite.expectations) == len(written["expectations"]), f"suite {suite.name} lost an expectation"
    return dict(suite.to_json_dict())


def suite_of(name: str, checks: Sequence[Check]) -> ExpectationSuite:
    """Return the checks as a suite of the library's own kind, for its pages."""
    return _suite(name, checks)


def expectation_classes() -> list[Any]:
    """Return the expectation class of each kind of check."""
    return list(_vocabulary().values())


def _suite(name: str, checks: Sequence[Check]) -> ExpectationSuite:
    """Return the checks as a Great Expectations suite, one expectation for each."""
    repeated = [code for code, times in Counter(check.code for check in checks).items() if times > 1]
    if repeated:
        raise SuiteError(
            what=f"codes used by more than one check: {', '.join(repeated)}",
            where=f"suite {name}",
            fix="Give every check of the suite its own code.",
        )
    vocabulary = _vocabulary()
    from great_expectations import ExpectationSuite

    expectations = [
        vocabulary[check.kind](
            columns=list(check.columns),
            meta={"code": check.code, **check.about},
            notes=check.description or None,
            severity=_GX_SEVERITY.get(check.about.get("severity", ""), "critical"),
        )
        for check in checks
    ]
    suite = ExpectationSuite(name=name, expectations=expectations)
    # The library only logs an expectation it leaves out, and a check left out would pass unseen.
    assert len(suite.expectations) == len(checks), f"suite {name} lost an expectation"
    return suite


def _result_format(row_key: tuple[str, ...]) -> dict[str, Any]:
    """Return what Great Expectations may put in a result: counts, and row keys only when asked."""
    safe = {"exclude_unexpected_values": True, "partial_unexpected_count": 0}
    if not row_key:
        return {"result_format": "BASIC", **safe}
    return {"result_format": "COMPLETE", "unexpected_index_column_names": list(row_key), **safe}


def _validated(
    suite: ExpectationSuite, table: str, result_format: dict[str, Any], where: str
) -> list[ExpectationValidationResult]:
    """Return Great Expectations' result for each expectation of the suite."""
    from sqlalchemy.sql import quoted_name

    asset, whole_table = _table_under_check()
    # Quoted here because the library would take "staging.contacts" for one name with a dot in it.
    parts = ('"' + part.replace('"', '""') + '"' for part in table.split("."))
    asset.table_name = quoted_name(".".join(parts), quote=False)
    try:
        return list(whole_table.get_batch().validate(suite, result_format=result_format).results)
    except Exception as problem:
        error = type(problem).__name__
    # Raised here and not above: the problem's text may quote a cell, and would hang on as the context.
    raise SuiteError(
        what=f"the suite could not be run: {error}",
        where=where,
        fix="Check that the table exists on this connection and that the connection is open.",
    )


def _refuse_unevaluated(results: Sequence[ExpectationValidationResult], where: str) -> None:
    """Stop if any check could not be evaluated, naming every such check at once."""
    unevaluated = {
        _code(result): _error_names(result)
        for result in results
        if not isinstance(result.result.get("unexpected_count"), int)
    }
    if unevaluated:
        listed = "".join(f"\n  {code}: {errors}" for code, errors in sorted(unevaluated.items()))
        raise SuiteError(
            what=f"{len(unevaluated)} of {len(results)} checks could not be evaluated:{listed}",
            where=where,
            fix="Check that the table exists, that it has the columns of these checks and of the row key, "
            "and that the column of a 'holds' check is BOOLEAN.",
        )


def _check_result(result: ExpectationValidationResult) -> CheckResult:
    """Keep the counts and keys of one result, and nothing else of it."""
    found = result.result
    keys = tuple(found.get("unexpected_index_list", ()))
    return CheckResult(_code(result), found["element_count"], found["unexpected_count"], keys)


def _code(result: ExpectationValidationResult) -> str:
    """Return the code of the check a result belongs to."""
    assert result.expectation_config is not None
    return str(result.expectation_config.meta["code"])


def _error_names(result: ExpectationValidationResult) -> str:
    """Name the errors behind an unevaluated check, first cause last, without their messages.

    Trap: a traceback quotes cells, and a cell may look like an error's name. Only the names of errors
          that DuckDB and Great Expectations define are let through.
    """
    from great_expectations import exceptions

    defined = {name for module in (duckdb, exceptions) for name in vars(module)}
    info = result.exception_info
    # One error is reported flat, several are reported in a mapping from metric to error.
    reports = [report for report in (info, *info.values()) if isinstance(report, dict)]
    text = "\n".join(str(report.get("exception_traceback")) for report in reports)
    named = re.findall(r"^[\w.]*?(\w+(?:Error|Exception))\b", text, re.MULTILINE)
    return ", caused by ".join(dict.fromkeys(name for name in reversed(named) if name in defined)) or "unknown error"


@functools.cache
def _table_under_check() -> tuple[TableAsset, BatchDefinition[Any]]:
    """Set Great Expectations up once per process: in memory, offline, without progress bars.

    The one table asset is pointed at each table in turn, because adding an asset rewrites the
    library's whole configuration and costs as much as a suite.
    """
    _import_quietly()
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig
    from sqlalchemy.sql import quoted_name

    from expectations.duckdb_dialect import LIVE_URL

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    source = context.data_sources.add_sql("staging", connection_string=LIVE_URL)
    # Adding an asset reads its table, so it starts on one that every DuckDB connection has.
    asset = source.add_table_asset("table_under_check", table_name=quoted_name("sqlite_master", quote=False))
    return asset, asset.add_batch_definition_whole_table("all_rows")


@functools.cache
def _import_quietly() -> None:
    """Import Great Expectations with its telemetry off and its logging, which quotes cells, silent."""
    os.environ["GX_ANALYTICS_ENABLED"] = "False"
    logging.getLogger("great_expectations").setLevel(logging.CRITICAL)
    showwarning = warnings.showwarning
    import great_expectations  # noqa: F401

    if warnings.showwarning is not showwarning:
        # The import sends every warning of the whole process to the log; put that back as it was.
        logging.captureWarnings(False)


@functools.cache
def _vocabulary() -> dict[str, Callable[..., BatchExpectation]]:
    """Define, once per process, one expectation class for each kind of check."""
    _import_quietly()
    from great_expectations.compatibility.pydantic import PrivateAttr
    from great_expectations.expectations.expectation import BatchExpectation

    counted = _define_metric()

    class ExpectRows(BatchExpectation):
        """Expect no row of the table to break the check."""

        kind: str
        columns: list[str]

        domain_keys = ("batch_id",)
        success_keys = ("kind", "columns")
        metric_dependencies = (counted,)

        _made_of: tuple[Any, ...] = PrivateAttr(())
        _configuration: ExpectationConfiguration | None = PrivateAttr(None)

        @property
        def configuration(self) -> ExpectationConfiguration:
            """Return this expectation as it is configured, worked out anew only where a field was set anew.

            The library asks for it two dozen times in a run and makes it each time: half of what a suite costs.
            It copies what it means to change.
            """
            made_of = tuple(self.__dict__.values())
            held = self._configuration
            is_same = len(made_of) == len(self._made_of) and all(map(operator.is_, made_of, self._made_of))
            if held is None or not is_same:
                held = super().configuration
                self._made_of, self._configuration = made_of, held
            return held

        def _validate(
            self, metrics: dict[str, Any], runtime_configuration: Any = None, execution_engine: Any = None
        ) -> dict[str, Any]:
            checked, failed = metrics[counted]
            result = {"element_count": checked, "unexpected_count": failed}
            row_key = runtime_configuration["result_format"].get("unexpected_index_column_names")
            if failed and row_key:
                records = execution_engine.get_domain_records({"batch_id": self.batch_id})
                query = _failed_keys(records, _breaks(records, self.kind, self.columns), row_key)
                # Straight from DuckDB's cursor: SQLAlchemy's row objects take eight times as long.
                result["unexpected_index_list"] = execution_engine.execute_query(query).cursor.fetchall()
            return {"success": failed == 0, "result": result}

    class ExpectRuleToHold(ExpectRows):
        kind: Literal["holds"] = "holds"

    class ExpectColumnToBeFilled(ExpectRows):
        kind: Literal["not_null"] = "not_null"

    class ExpectKeyToBeUnique(ExpectRows):
        kind: Literal["unique"] = "unique"

    return {"holds": ExpectRuleToHold, "not_null": ExpectColumnToBeFilled, "unique": ExpectKeyToBeUnique}


def _define_metric() -> str:
    """Define the one metric all checks share, and return its name.

    Being an aggregate, it is computed for every check of a suite in a single query over the table.
    """
    from great_expectations.core.metric_domain_types import MetricDomainTypes
    from great_expectations.core.metric_function_types import MetricPartialFunctionTypes
    from great_expectations.execution_engine.sqlalchemy_execution_engine import SqlAlchemyExecutionEngine
    from great_expectations.expectations.metrics.metric_provider import metric_partial
    from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider
    from sqlalchemy import func

    class RowsCheckedAndFailed(TableMetricProvider):
        metric_name = "table.rows_checked_and_failed"
        domain_keys = ("batch_id",)
        value_keys = ("kind", "columns")

        @metric_partial(SqlAlchemyExecutionEngine, MetricPartialFunctionTypes.AGGREGATE_FN, MetricDomainTypes.TABLE)
        def _sqlalchemy(
            cls, execution_engine: Any, metric_domain_kwargs: Any, metric_value_kwargs: Any, **_: Any
        ) -> tuple[Any, Any, dict[str, Any]]:
            records = execution_engine.get_domain_records(metric_domain_kwargs)
            # DuckDB's count_if is NULL where nothing was counted: an empty table, or NULL in every row.
            failed = func.coalesce(func.count_if(_breaks(records, **metric_value_kwargs)), 0)
            return func.row(func.count(), failed), metric_domain_kwargs, {}

    return RowsCheckedAndFailed.metric_name


def _breaks(records: FromClause, kind: str, columns: Sequence[str]) -> ColumnElement[bool]:
    """Return SQL that is true for a row that breaks the check, and false or NULL for one that passes."""
    import sqlalchemy as sa

    named: list[ColumnElement[Any]] = [sa.column(column) for column in columns]
    if kind == "holds":
        return sa.not_(named[0])
    if kind == "not_null":
        return named[0].is_(None)
    repeated = sa.select(*named).select_from(records).group_by(*named).having(sa.func.count() > 1)
    # IN is never true for a key with a NULL in it, which is what lets such a row pass.
    # Left to itself SQLAlchemy would read the rows from the query around this one, hence correlate(None).
    return sa.tuple_(*named).in_(repeated.correlate(None))


def _failed_keys(records: FromClause, breaks: ColumnElement[bool], row_key: Sequence[str]) -> Select[Any]:
    """Return SQL for the key of every row that breaks the check, sorted so that a re-run agrees."""
    import sqlalchemy as sa

    key: list[ColumnElement[Any]] = [sa.column(column) for column in row_key]
    return sa.select(*key).select_from(records).where(breaks).order_by(*key)
