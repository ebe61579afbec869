"""The way to the mail server: encrypted and verified, or nothing is sent; passwords from the environment only."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from tasks.mail_settings import MailError, SmtpSettings, settings_from
from tasks.mailing import pending, send_all
from tests.tasks.mail_server import (
    PASSWORD,
    SENT_AT,
    USER,
    Authorities,
    Letterbox,
    check_login,
    context_for,
    fill,
    listening,
)


def test_tls_from_the_first_byte(outbox: Path, box: Letterbox, authorities: Authorities, ca_file: str) -> None:
    fill(outbox, "one")
    with listening(box, context_for(authorities.trusted), implicit=True) as port:
        settings = SmtpSettings("localhost", port, "tls", ca_file=ca_file, timeout_seconds=5)
        assert send_all(outbox, settings, SENT_AT).sent == ("one",)


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
@pytest.mark.parametrize(
    ("case", "words"),
    [
        pytest.param("self-signed", "not trusted", id="certificate of an unknown authority"),
        pytest.param("wrong host", "not trusted", id="certificate of another host"),
        pytest.param("expired", "not trusted", id="expired certificate"),
        pytest.param("plain", "does not offer to encrypt", id="no STARTTLS"),
        pytest.param("old", "no encrypted connection", id="TLS 1.1"),
    ],
)
def test_nothing_is_sent_without_verified_encryption(
    case: str, words: str, outbox: Path, authorities: Authorities, ca_file: str
) -> None:
    box = Letterbox()
    contexts: dict[str, Callable[[], ssl.SSLContext | None]] = {
        "self-signed": lambda: context_for(authorities.unknown),
        "wrong host": lambda: context_for(authorities.trusted, "mail.elsewhere.invalid"),
        "expired": lambda: _expired(authorities.trusted),
        "plain": lambda: None,
        "old": lambda: _old(authorities.trusted),
    }
    fill(outbox, "one", "two")
    with listening(box, contexts[case]()) as port:
        settings = SmtpSettings("localhost", port, ca_file=ca_file, timeout_seconds=5)
        with pytest.raises(MailError, match=words) as caught:
            send_all(outbox, settings, SENT_AT)
    assert caught.value.where == f"localhost, port {port}"
    assert caught.value.fix
    assert box.accepted == []
    assert [path.stem for path in pending(outbox)] == ["one", "two"]


def test_login_with_the_password_of_the_environment(
    outbox: Path, box: Letterbox, authorities: Authorities, ca_file: str
) -> None:
    fill(outbox, "one")
    with listening(box, context_for(authorities.trusted), authenticator=check_login, auth_required=True) as port:
        table = {"host": "localhost", "port": port, "user": USER, "ca_file": ca_file}
        right = settings_from(table, {"OUTTURN_SMTP_PASSWORD": PASSWORD})
        wrong = settings_from(table, {"OUTTURN_SMTP_PASSWORD": f"{PASSWORD}!"})
        assert right is not None
        assert wrong is not None
        for settings in (wrong, replace(right, user="", password="")):
            with pytest.raises(MailError, match="refused the login") as caught:
                send_all(outbox, settings, SENT_AT)
            assert PASSWORD not in f"{caught.value!r}{caught.value}{settings!r}"
            assert [path.stem for path in pending(outbox)] == ["one"]
        assert send_all(outbox, right, SENT_AT).sent == ("one",)


def test_a_server_without_login_is_an_error_where_a_user_is_set(
    outbox: Path, box: Letterbox, authorities: Authorities, ca_file: str
) -> None:
    fill(outbox, "one")
    with listening(box, context_for(authorities.trusted), auth_exclude_mechanism=["LOGIN", "PLAIN"]) as port:
        settings = SmtpSettings("localhost", port, user=USER, password=PASSWORD, ca_file=ca_file, timeout_seconds=5)
        with pytest.raises(MailError, match="does not offer to let anyone log in"):
            send_all(outbox, settings, SENT_AT)


def test_settings_come_from_the_environment_before_the_file() -> None:
    table = {"host": "mail.file.invalid", "mode": "tls"}
    settings = settings_from(table, {"OUTTURN_SMTP_HOST": "mail.environment.invalid"})
    assert settings == SmtpSettings("mail.environment.invalid", 465, "tls")
    assert settings_from({}, {}) is None


def test_all_faults_of_the_settings_are_named_at_once() -> None:
    table = {"host": "h", "mode": "none", "port": "many", "user": "u", "ca_file": "nowhere.pem", "tls": True}
    with pytest.raises(MailError) as caught:
        settings_from(table | {"password": PASSWORD}, {})
    for fault in ("mode", "port", "OUTTURN_SMTP_PASSWORD is not", "ca_file", "'tls' is not", "a password stands"):
        assert fault in caught.value.fix
    assert PASSWORD not in str(caught.value)


def _expired(ca: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("localhost", not_after=datetime(2020, 1, 1, tzinfo=UTC)).configure_cert(context)
    return context


def _old(ca: trustme.CA) -> ssl.SSLContext:
    context = context_for(ca)
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    return context
