"""`wgcop audit`: proves that the trail is whole, and deletes its old rows."""

import re
from datetime import UTC, datetime

import click
from flask.cli import AppGroup

from wgcop import clock
from wgcop.audit import actions
from wgcop.audit.queries import end_of_trail
from wgcop.audit.verifying import doubts, verify
from wgcop.database import db, writing
from wgcop.errors import Refused

Seen = tuple[int, str]


def seen_end(_context: click.Context, _option: click.Parameter, seen: Seen | None) -> Seen | None:
    if seen and not re.fullmatch(r"[0-9a-f]{64}", seen[1].lower()):
        raise click.BadParameter("A checksum has 64 hexadecimal digits.")
    return (seen[0], seen[1].lower()) if seen else None


audit_group = AppGroup("audit", help="The audit trail.")


@audit_group.command("verify")
@click.option(
    "--seen",
    nargs=2,
    type=(click.IntRange(1), str),
    callback=seen_end,
    metavar="ROW CHECKSUM",
    help="An end of the trail that was written down before.",
)
def verify_trail(seen: Seen | None) -> None:
    """Prove that no row was changed, removed or added, and print where the trail ends.

    Write the end down outside this machine: with --seen it shows later whether an older copy was
    put in place. If the trail itself records that its end was removed or sealed with another key,
    give an end that was seen after that to accept it.
    """
    faults = list(verify(db.session, seen=seen))
    for fault in faults:
        click.echo(fault)
    if faults:
        raise Refused(
            "The audit trail is not whole. Compare it with the last backup, and keep both."
        )
    doubted = list(doubts(db.session, after=seen[0] if seen else 0))
    for doubt in doubted:
        click.echo(doubt)
    end = end_of_trail()
    if doubted:
        raise Refused(
            "The chain holds, but somebody may have cut it there. Compare it with the last backup. If you know the cause, "
            f"write the present end down, and give it from now on: --seen {end.number} {end.checksum}"
        )
    click.echo(f"The trail is whole. It ends with {end.number} {end.checksum}".rstrip())


@audit_group.command("shorten")
@click.argument("day", metavar="YYYY-MM-DD", type=click.DateTime(["%Y-%m-%d"]))
def shorten_trail(day: datetime) -> None:
    """Delete all rows from before that day (in UTC). A sealed checkpoint keeps the remaining rows
    provable.
    """
    before = day.replace(tzinfo=UTC)
    if before > clock.now():
        raise Refused(f"{day:%Y-%m-%d} is still to come. Name a day that has passed.")
    with writing():
        ended = actions.shorten(before)
        db.session.commit()
    click.echo(f"{ended} rows have ended.")
