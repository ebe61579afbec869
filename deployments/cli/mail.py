"""The commands `mail list` and `mail send`: what waits in the outbox.

Called by: deployments.cli.
Promises:  each mail is sent once; what cannot be sent stays in the outbox.
Never:     writes a mail; the flows do.
"""

from __future__ import annotations

import argparse
import os
import tomllib
from dataclasses import asdict
from email import policy
from email.parser import BytesParser

from deployments.cli import store as stores
from deployments.cli.commands import Commands, add_dry_run, add_json
from deployments.cli.output import Output, table
from expectations.errors import EnvironmentProblem
from tasks import clock, councils
from tasks.councils import Council
from tasks.mail_settings import PASSWORD_VARIABLE, SmtpSettings, settings_from


def add(commands: Commands) -> None:
    """Declare the commands."""
    mail = commands.group("mail", "List or send the mails that wait in the outbox.")
    listing = mail.add("list", run_list, "List the mails that wait to be sent.", "outturn mail list sample-borough")
    sending = mail.add(
        "send",
        run_send,
        "Send the mails that wait, over an encrypted connection, each once.\n\n"
        "The server is named in [smtp] of council.toml (host, port, mode, user, ca_file) or in\n"
        "OUTTURN_SMTP_HOST, OUTTURN_SMTP_PORT, OUTTURN_SMTP_MODE (starttls or tls), OUTTURN_SMTP_USER;\n"
        f"the password in {PASSWORD_VARIABLE} only.",
        "outturn mail send sample-borough --dry-run",
    )
    for parser in (listing, sending):
        parser.add_argument("council", metavar="COUNCIL", nargs="?", help="one council (default: all in the store)")
        add_json(parser)
    add_dry_run(sending)


def run_list(request: argparse.Namespace, out: Output) -> int:
    """Print the mails that wait."""
    return _list(request, out, "no mail waits")


def run_send(request: argparse.Namespace, out: Output) -> int:
    """Send the mails that wait; status 5 where some still wait, 1 where some were refused for good."""
    if request.dry_run:
        return _list(request, out, "no mail would be sent")
    from tasks import mailing

    store = stores.to_read(request)
    lines, data, waiting, failed = [], {}, 0, 0
    for code in stores.councils_asked(store, request.council):
        settings = _settings(councils.load(store, code))
        report = mailing.send_all(store.outbox(code), settings, clock.now())
        data[code] = asdict(report)
        waiting, failed = waiting + len(report.waiting), failed + len(report.failed)
        lines.append(f"{code}: {len(report.sent)} sent, {len(report.waiting)} waiting, {len(report.failed)} refused")
        lines += [f"  waits   {mail.name}: {mail.reason}" for mail in report.waiting]
        lines += [f"  refused {mail.name}: {mail.reason}" for mail in report.failed]
    out.result(data, lines or ["no mail waits"])
    if failed:
        return 1
    return EnvironmentProblem.exit_code if waiting else 0


def _list(request: argparse.Namespace, out: Output, none: str) -> int:
    store = stores.to_read(request)
    found = []
    for code in stores.councils_asked(store, request.council):
        for path in sorted(store.outbox(code).glob("*.eml")):
            mail = BytesParser(policy=policy.default).parsebytes(path.read_bytes(), headersonly=True)
            found.append(
                {"council": code, "to": str(mail["To"]), "subject": str(mail["Subject"]), "file": stores.shown(path)}
            )
    rows = [(mail["council"], _first(mail["to"]), mail["subject"]) for mail in found]
    return out.result(found, table(("council", "to", "subject"), rows) if rows else [none])


def _first(addresses: str) -> str:
    first, *others = addresses.split(", ")
    return f"{first} and {len(others)} more" if others else first


def _settings(council: Council) -> SmtpSettings:
    """Read the council's mail server; where none is named, say how to name one."""
    content = tomllib.loads(councils.text_of(council.folder / "council.toml"))
    settings = settings_from(content.get("smtp", {}), os.environ)
    if settings is None:
        raise EnvironmentProblem(
            "no mail server is named; the mails stay in the outbox",
            f"[smtp] in {council.code}/council.toml, or OUTTURN_SMTP_HOST",
            "name it there; the password goes into the environment variable " + PASSWORD_VARIABLE,
        )
    return settings
