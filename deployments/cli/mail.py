"""The commands `mail list` and `mail send`: what waits in the outbox.

Called by: deployments.cli.
Promises:  each mail is sent once; what cannot be sent stays in the outbox.
Never:     writes a mail; the flows do.
"""

from __future__ import annotations

import argparse
from email import policy
from email.parser import BytesParser

from deployments.cli import store as stores
from deployments.cli.commands import Commands, add_json
from deployments.cli.output import Output, table


def add(commands: Commands) -> None:
    """Declare the commands."""
    mail = commands.group("mail", "List or send the mails that wait in the outbox.")
    listing = mail.add("list", run_list, "List the mails that wait to be sent.", "outturn mail list sample-borough")
    listing.add_argument("council", metavar="COUNCIL", nargs="?", help="one council (default: all in the store)")
    add_json(listing)


def run_list(request: argparse.Namespace, out: Output) -> int:
    """Print the mails that wait."""
    store = stores.to_read(request)
    codes = (request.council,) if request.council else stores.councils_present(store)
    found = []
    for code in codes:
        for path in sorted(store.outbox(code).glob("*.eml")):
            message = BytesParser(policy=policy.default).parsebytes(path.read_bytes(), headersonly=True)
            found.append(
                {
                    "council": code,
                    "to": str(message["To"]),
                    "subject": str(message["Subject"]),
                    "file": stores.shown(path),
                }
            )
    rows = [(mail["council"], mail["to"], mail["subject"]) for mail in found]
    return out.result(found, table(("council", "to", "subject"), rows) if rows else ["no mail waits"])
