"""Flows run for real, in this process, with one Prefect server for all of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.store import Store
from tests.tasks import small_council


@pytest.fixture(scope="session")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A server of our own, as `outturn run` starts it; returns the folder of its database."""
    from deployments import runner

    home = tmp_path_factory.mktemp("prefect-home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("PREFECT_API_URL", "PREFECT_HOME"):
            patch.delenv(name, raising=False)
        patch.setenv("OUTTURN_HOME", str(home))
        with runner.ready(home, lambda _line: None):
            yield home


@pytest.fixture
def store(prefect_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A small council whose files have landed and nothing else has happened."""
    monkeypatch.setenv("OUTTURN_HOME", str(tmp_path / "outturn-home"))
    return small_council.make(tmp_path / "outturn-home")


@pytest.fixture(scope="session")
def taken_in_once(prefect_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same council after a monthly run of all months."""
    from flows.monthly import monthly

    root = tmp_path_factory.mktemp("taken-in") / "outturn-home"
    small_council.make(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OUTTURN_HOME", str(root))
        monthly(small_council.CODE, "2020-07..2020-09", small_council.RUN_ON)
    return root


@pytest.fixture
def taken_in(taken_in_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A copy of that store, to be changed at will."""
    shutil.copytree(taken_in_once, tmp_path / "outturn-home")
    monkeypatch.setenv("OUTTURN_HOME", str(tmp_path / "outturn-home"))
    return Store.open()
