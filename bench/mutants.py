"""How well the tests of a module hold it: which of its branches they take, and which small changes they notice.

    python -m bench.mutants warehouse.rating warehouse.travel
    python -m bench.mutants warehouse.periods --least 85 --least-branches 95 --json periods.json

Promises:  the module's own tests run as they stand, against a copy of the module in memory; no file is changed.
Never:     counts a change that leaves the module unable to be loaded.

A mutant is the module with one thing changed: a comparison, a whole number, and for or, plus for minus, a
condition turned round, an answer left out. It is killed by a failing test, or by using up its processor time.
Branches are counted in the bytecode: every place where the program may go on or jump, each way apart.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.branches import Branches

TESTS = "tests/{0}/test_{1}.py"
FURTHER_TESTS: dict[str, tuple[str, ...]] = {
    "warehouse.rating": ("tests/warehouse/test_any_report.py",),
}
"""Tests of a module beside the file that has its name."""

_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_OTHERWISE: dict[type[ast.AST], tuple[Any, ...]] = {
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.FloorDiv,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mult,),
    ast.Mod: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.USub: (ast.UAdd,),
}
_LEAST_SECONDS, _TIMES_THE_USUAL = 10, 4
"""Processor time that a mutant may use, and how many times that of the tests as they stand."""
_NOT_COUNTED = 97


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one node: `items[key]` or the attribute `key` of a node becomes `new`."""

    line: int
    words: str
    holder: Any
    key: str | int
    new: Any

    def swap(self) -> Change:
        """Make the change and return the one that takes it back."""
        if isinstance(self.key, int):
            old, self.holder[self.key] = self.holder[self.key], self.new
        else:
            old = getattr(self.holder, self.key)
            setattr(self.holder, self.key, self.new)
        return Change(self.line, self.words, self.holder, self.key, old)


def changes(tree: ast.Module) -> Iterator[Change]:
    """Return every change that is tried, from the top of the module to its end.

    Type annotations and decorators are left alone: they say nothing that a test of behaviour could notice.
    """
    for node in _behaviour(tree):
        line = getattr(node, "lineno", 0)
        for words, holder, key, new in _of(node):
            yield Change(line, words, holder, key, new)


def _behaviour(node: ast.AST) -> Iterator[ast.AST]:
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield child
                yield from _behaviour(child)


def _of(node: ast.AST) -> Iterator[tuple[str, Any, str | int, Any]]:
    """Return the changes of one node, each as words, whose field, which and what it becomes."""
    if isinstance(node, ast.Compare):
        for place, op in enumerate(node.ops):
            for new in _COMPARED[type(op)]:
                yield f"{_name(op)} becomes {new.__name__}", node.ops, place, new()
    elif isinstance(node, ast.BoolOp | ast.BinOp | ast.UnaryOp):
        for named in _OTHERWISE.get(type(node.op), ()):
            yield f"{_name(node.op)} becomes {named.__name__}", node, "op", named()
        if isinstance(node.op, ast.Not):
            yield "not is left out", node, "operand", ast.UnaryOp(ast.Not(), node.operand)
    elif isinstance(node, ast.Constant | ast.Return):
        for words, value in _nearby(node.value):
            yield words, node, "value", value
    elif isinstance(node, ast.If | ast.IfExp | ast.While) and not isinstance(node.test, ast.Compare | ast.UnaryOp):
        yield "the condition is turned round", node, "test", ast.UnaryOp(ast.Not(), node.test)


def _nearby(value: object) -> Iterator[tuple[str, object]]:
    """Return what a constant or an answer may become, each in words."""
    if isinstance(value, bool):
        yield f"{value} becomes {not value}", not value
    elif isinstance(value, int):
        yield f"{value} becomes {value + 1}", value + 1
        yield f"{value} becomes {value - 1}", value - 1
    elif isinstance(value, ast.AST) and not (isinstance(value, ast.Constant) and value.value is None):
        yield "returns None", ast.Constant(None)


def _name(op: ast.AST) -> str:
    return type(op).__name__


@dataclass(frozen=True, slots=True)
class Score:
    """What the tests of one module take and notice."""

    module: str
    branches: int
    branches_taken: int
    mutants: int
    killed: int
    not_taken: tuple[str, ...]
    survivors: tuple[str, ...]

    @property
    def branch_pct(self) -> float:
        """Branches taken, in per cent."""
        return 100 * self.branches_taken / self.branches if self.branches else 100.0

    @property
    def killed_pct(self) -> float:
        """Mutants killed, in per cent."""
        return 100 * self.killed / self.mutants if self.mutants else 100.0


class Trial:
    """One module, its tests, and as many processes as are wanted at once."""

    def __init__(self, module: str, jobs: int, every: int = 1) -> None:
        """Read the module and load what its tests need, so that each process begins with that done."""
        layer, name = module.split(".", 1)
        self.tests = [TESTS.format(layer, name), *FURTHER_TESTS.get(module, ())]
        missing = [path for path in self.tests if not Path(path).is_file()]
        if missing:
            sys.exit(f"{module} has no tests of its own: {', '.join(missing)} is not there")
        self.jobs, self.every = jobs, every
        self.module = importlib.import_module(module)
        self.path = str(self.module.__file__)
        self.text = Path(self.path).read_text(encoding="utf-8")
        self.tree = ast.parse(self.text)
        if _quietly(lambda: _pytest(["--collect-only", *self.tests])):
            sys.exit(f"the tests of {module} cannot be collected")
        # What was collected holds the module as it is; each process collects anew, and loads anew what the tests
        # take from other modules of ours.
        tested = {name for path in self.tests for name in _imported(Path(path)) if name != module}
        for loaded in list(sys.modules):
            if loaded in tested or loaded.split(".")[-1].startswith(("test_", "conftest")):
                del sys.modules[loaded]

    def score(self) -> Score:
        """Run the tests as they are, counting branches, and then against every mutant."""
        began = time.monotonic()
        seconds = self._pass(self._start(self.tree, 0))
        took = time.monotonic() - began
        read, write = os.pipe()
        process = self._start(self.tree, 0, lambda branches: os.write(write, branches.as_json().encode()))
        os.close(write)
        with os.fdopen(read) as told:
            text = told.read()
        self._pass(process)
        branches = Branches.from_json(text)
        limit = max(_LEAST_SECONDS, int(seconds * _TIMES_THE_USUAL))
        print(f"{self.module.__name__}: tests pass in {took:.1f} s", flush=True)
        alive, counted = self._try_all(limit)
        found = branches.not_taken()
        return Score(
            self.module.__name__, branches.number, branches.number - len(found), counted, counted - len(alive),
            tuple(found), tuple(alive),
        )  # fmt: skip

    def _pass(self, process: int) -> float:
        """Wait for the tests as they stand and return their processor time; leave where they fail."""
        status, usage = os.wait4(process, 0)[1:]
        if status:
            sys.exit(f"{self.module.__name__}: its tests fail as they stand; see: pytest {' '.join(self.tests)}")
        return usage.ru_utime

    def _try_all(self, limit: int) -> tuple[list[str], int]:
        """Return the mutants that lived, in words, and how many there were."""
        running: dict[int, Change] = {}
        lived: list[Change] = []
        counted = 0

        def reap() -> None:
            nonlocal counted
            process, status = os.wait()
            change = running.pop(process)
            outcome = os.waitstatus_to_exitcode(status)
            counted += outcome != _NOT_COUNTED
            if outcome == 0:
                lived.append(change)

        for change in islice(changes(self.tree), 0, None, self.every):
            back = change.swap()
            running[self._start(self.tree, limit)] = change
            back.swap()
            if len(running) >= self.jobs:
                reap()
        while running:
            reap()
        lines = self.text.splitlines()
        ordered = sorted(lived, key=lambda change: change.line)
        return [f"line {c.line}: {c.words} | {lines[c.line - 1].strip()}" for c in ordered], counted

    def _start(self, tree: ast.Module, limit: int, tell: Callable[[Branches], object] | None = None) -> int:
        """Run the tests in a process of their own against a tree; return its number."""
        sys.stdout.flush()
        process = os.fork()
        if process:
            return process
        code = _NOT_COUNTED
        try:
            compiled = compile(ast.fix_missing_locations(tree), self.path, "exec")
            if limit:
                resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
            _load(self.module, compiled)
            if tell is None:
                code = _quietly(lambda: _pytest([*self.tests]))
            else:
                branches = Branches.of(compiled)
                with branches:
                    code = _quietly(lambda: _pytest([*self.tests]))
                tell(branches)
        finally:
            os._exit(int(code))


def _imported(path: Path) -> set[str]:
    """Return the modules of the measured layers that a test file takes something from."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    return {name for name in named if name.split(".")[0] in ("warehouse", "expectations") and name.count(".")}


def _load(module: ModuleType, code: Any) -> None:
    exec(code, module.__dict__)


def _pytest(arguments: Sequence[str]) -> int:
    import pytest

    return int(pytest.main(["-x", "-q", "-n0", "-p", "no:cacheprovider", "--hypothesis-profile=mutants", *arguments]))


def _quietly(work: Callable[[], int]) -> int:
    """Do the work with nothing printed."""
    kept = os.dup(1), os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        return work()
    finally:
        sys.stdout.flush()
        for number, descriptor in enumerate(kept, 1):
            os.dup2(descriptor, number)
            os.close(descriptor)
        os.close(nowhere)


def _register_profile() -> None:
    """Few examples and no search for the smallest one: that a test fails is all there is to know."""
    from hypothesis import HealthCheck, Phase, settings

    settings.register_profile(
        "mutants",
        max_examples=30,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("modules", nargs="+", metavar="MODULE", help="such as warehouse.rating")
    parser.add_argument("--least", type=float, default=85, metavar="PCT", help="mutants killed (default: 85)")
    parser.add_argument("--least-branches", type=float, default=95, metavar="PCT", help="branches taken (default: 95)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="processes at once")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each Nth mutant, for a first look")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the scores there too")
    asked = parser.parse_args()
    _register_profile()
    # A change that a few reports made up by chance do not notice is worth being told of.
    os.environ.setdefault("OUTTURN_REPORTS", "50")
    scores = []
    for module in asked.modules:
        score = Trial(module, asked.jobs, asked.every).score()
        scores.append(score)
        for line in (*(f"not taken: {branch}" for branch in score.not_taken), *score.survivors):
            print(f"  {line}")
        print(
            f"{score.module}: branches {score.branches_taken} of {score.branches} ({score.branch_pct:.1f}%), "
            f"mutants killed {score.killed} of {score.mutants} ({score.killed_pct:.1f}%)",
            flush=True,
        )
    if asked.json:
        asked.json.write_text(json.dumps([{name: getattr(s, name) for name in Score.__slots__} for s in scores]))
    short = [s.module for s in scores if s.killed_pct < asked.least or s.branch_pct < asked.least_branches]
    if short:
        print(f"below {asked.least:g}% of mutants or {asked.least_branches:g}% of branches: {', '.join(short)}")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
