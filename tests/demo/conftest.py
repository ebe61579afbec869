"""The demo, run once for all tests of this folder: real flows, a real Prefect, Great Expectations and DuckDB."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock


@dataclass(frozen=True)
class Demo:
    """Where the demo left everything, and what it printed."""

    home: Path
    printed: str


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Run `outturn demo` into a store that all test processes share."""
    shared = (
        tmp_path_factory.getbasetemp().parent
        if os.environ.get("PYTEST_XDIST_WORKER")
        else tmp_path_factory.mktemp("demo")
    )
    home, printed = shared / "demo-home", shared / "demo-printed.txt"
    with FileLock(shared / "demo.lock"):
        if not printed.exists():
            done = subprocess.run(
                [sys.executable, "-m", "deployments.cli", "demo", "--home", str(home)],
                capture_output=True,
                text=True,
                check=False,
                env=_without_prefect() | {"NO_COLOR": "1", "COLUMNS": "200"},
            )
            assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
            printed.write_text(done.stdout + "\n--- standard error ---\n" + done.stderr)
    return Demo(home, printed.read_text())


def _without_prefect() -> dict[str, str]:
    """Return this process's variables but Prefect's: tests of flows that ran before have set their own server's."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
