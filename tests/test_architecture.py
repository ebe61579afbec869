"""The shape of the code: which way imports run, who asks the time, what happens on import, what is installed."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parent.parent
PACKAGES = ("deployments", "flows", "tasks", "warehouse", "expectations")
_ASKS_THE_TIME = {"now", "today", "utcnow", "utcfromtimestamp", "localtime", "gmtime"}
_SQL_CLOCK = re.compile(
    r"\b(current_date|current_time|current_timestamp|localtimestamp)\b|\b(now|today)\(\)", re.IGNORECASE
)


def modules() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


def in_a_process_of_its_own(program: str, tmp_path: Path, *options: str) -> str:
    """Run a program in a fresh interpreter, from elsewhere, and return what it printed."""
    done = subprocess.run(
        [sys.executable, *options, "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "", "HOME": str(tmp_path), "PREFECT_HOME": str(tmp_path / "prefect")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_imports_run_one_way_and_edges_stay_at_the_edge() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_only_the_clock_asks_what_time_it_is() -> None:
    asked = []
    for path in modules():
        if path == ROOT / "tasks" / "clock.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            owner = node.func.value
            if node.func.attr in _ASKS_THE_TIME and not (isinstance(owner, ast.Name) and owner.id == "clock"):
                asked.append(f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node.func)}")
    assert asked == []


def test_no_query_asks_what_time_it_is() -> None:
    asked = [str(path.relative_to(ROOT)) for package in PACKAGES for path in (ROOT / package).rglob("*.sql")
             if _SQL_CLOCK.search(path.read_text(encoding="utf-8"))]  # fmt: skip
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and "SELECT" in node.value:
                asked += [f"{path.relative_to(ROOT)}:{node.lineno}"] if _SQL_CLOCK.search(node.value) else []
    assert asked == []


def test_importing_a_module_does_no_work(tmp_path: Path) -> None:
    """Nothing is written, no process is started and nobody is spoken to until a function is called."""
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in modules()
        if path.name != "__main__.py"
    ]
    program = f"""
import importlib, sys
seen = []
def watch(event, args):
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        seen.append((event, str(args[0])))
    if event in ("subprocess.Popen", "socket.connect", "socket.bind", "os.mkdir", "os.remove", "os.rename"):
        seen.append((event, str(args[:1])))
import prefect, prefect.runtime, prefect.artifacts  # it makes its own folders; that is not ours
sys.addaudithook(watch)
for name in {names!r}:
    importlib.import_module(name)
    assert not seen, (name, seen)
"""
    in_a_process_of_its_own(program, tmp_path, "-B")


def test_whoever_imports_a_flow_gets_no_telemetry(tmp_path: Path) -> None:
    program = """
import os, flows.monthly
from prefect.settings import get_current_settings
print(os.environ["DO_NOT_TRACK"], os.environ["GX_ANALYTICS_ENABLED"], get_current_settings().server.analytics_enabled)
"""
    assert in_a_process_of_its_own(program, tmp_path).split() == ["1", "false", "False"]


@pytest.mark.parametrize("kind", ["*.py", "*.toml", "*.in", "*.lock", "*.md", "*.yaml", "Makefile", "Dockerfile"])
def test_no_machine_of_ours_is_named(kind: str) -> None:
    """No absolute path of a developer's machine, no index and no host stands in what is shipped."""
    wrong = re.compile(r"/(?:work|root|home/\w+|Users)/|--(?:extra-)?index-url|--find-links|--trusted-host")
    folders = [*(ROOT / package for package in (*PACKAGES, "docs", "bench")), ROOT]
    found = {
        str(path.relative_to(ROOT))
        for folder in folders
        for path in (folder.glob(kind) if folder == ROOT else folder.rglob(kind))
        if wrong.search(path.read_text(encoding="utf-8"))
    }
    assert found == set()


def test_the_lock_satisfies_the_declared_ranges() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = {name: Version(version) for name, version in re.findall(r"^([a-z0-9-]+)==([^ ]+)", lock, re.MULTILINE)}
    declared = [Requirement(text) for text in (*project["dependencies"], *project["optional-dependencies"]["dev"])]
    outside = [str(wanted) for wanted in declared if locked[wanted.name] not in wanted.specifier]
    assert outside == []


def test_every_locked_package_carries_hashes() -> None:
    entries = re.split(r"\n(?=[a-z0-9])", (ROOT / "requirements.lock").read_text(encoding="utf-8").strip())
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_what_is_installed_is_what_is_locked() -> None:
    """A forgotten `make venv` would let a test pass here and fail elsewhere."""
    from importlib.metadata import version

    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([a-z0-9-]+)==([^ ]+) \\$", lock, re.MULTILINE))
    assert {name: version(name) for name in locked} == locked


def test_the_console_script_is_there() -> None:
    from importlib import import_module

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    module, function = project["scripts"]["outturn"].split(":")
    assert callable(getattr(import_module(module), function))


def test_the_distribution_holds_every_file_of_the_five_folders(tmp_path: Path) -> None:
    from zipfile import ZipFile

    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    packed = set(ZipFile(wheel).namelist())
    ours = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert ours - packed == set()
    assert {name.split("/")[0] for name in packed if ".dist-info" not in name} == set(PACKAGES)
