"""The command line as a person meets it: a process of its own, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.tasks import small_council

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Answer:
    """What a command printed and how it ended."""

    status: int
    out: str
    err: str


@dataclass
class Shell:
    """Runs `outturn` commands in one folder, with an environment that holds nothing of the developer's."""

    folder: Path
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        ours = {k: v for k, v in os.environ.items() if not k.startswith(("OUTTURN", "PREFECT", "DO_NOT", "GX_"))}
        return ours | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1"} | self.extra

    @property
    def program(self) -> list[str]:
        return [sys.executable, "-m", "deployments.cli"]

    def outturn(self, *words: str, status: int = 0) -> Answer:
        """Run a command and check how it ended."""
        done = subprocess.run(
            [*self.program, *words], cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == status, f"{words} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
        return Answer(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A folder without a store."""
    return Shell(tmp_path)


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of a small council whose months have been taken in."""
    root = tmp_path_factory.mktemp("small") / "outturn-home"
    small_council.run_monthly(small_council.make(root))
    return root


@pytest.fixture
def small(built_once: Path, tmp_path: Path) -> Iterator[Shell]:
    """A folder with a copy of that store."""
    shutil.copytree(built_once, tmp_path / "outturn-home")
    yield Shell(tmp_path)
