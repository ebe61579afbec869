"""A mail server to talk to and an outbox to send from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from tasks.mail_settings import SmtpSettings
from tests.tasks.mail_server import Authorities, Letterbox, context_for, listening


@pytest.fixture(scope="session")
def authorities() -> Authorities:
    return Authorities(trustme.CA(), trustme.CA())


@pytest.fixture
def ca_file(authorities: Authorities, tmp_path: Path) -> str:
    path = tmp_path / "ca.pem"
    authorities.trusted.cert_pem.write_to_path(str(path))
    return str(path)


@pytest.fixture
def outbox(tmp_path: Path) -> Path:
    return tmp_path / "outbox" / "sample-borough"


@pytest.fixture
def box() -> Letterbox:
    return Letterbox()


@pytest.fixture
def server(box: Letterbox, authorities: Authorities, ca_file: str) -> Iterator[SmtpSettings]:
    with listening(box, context_for(authorities.trusted)) as port:
        yield SmtpSettings("localhost", port, ca_file=ca_file, timeout_seconds=5)
