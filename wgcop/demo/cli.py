"""The command that loads the demo world and prints who can sign in."""

import json

import click
from flask.cli import with_appcontext

from wgcop.database import db, writing
from wgcop.demo.world import SignIn, load


@click.command("demo")
@click.option("--json", "as_json", is_flag=True, help="Print the people as JSON.")
@with_appcontext
def demo_command(as_json: bool) -> None:
    """Load the demo world, once, and print who can sign in."""
    with writing():
        people = load()
        db.session.commit()
    click.echo(json.dumps(people, ensure_ascii=False, indent=2) if as_json else table(people))


def table(people: list[SignIn]) -> str:
    """Return one line for each person, and the password once, because all share it."""
    rows = [("E-mail", "Name", "Delegation", "Roles")]
    rows += [(p["email"], p["name"], p["delegation"], ", ".join(p["roles"])) for p in people]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return "\n".join([*lines, "", f"Everybody's password: {people[0]['password']}"])
