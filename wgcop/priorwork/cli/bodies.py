"""Commands to enter and list bodies."""

import click

from wgcop.bodies.actions import add_body, edit_body
from wgcop.bodies.body import Body, BodyKind
from wgcop.bodies.facts import BodyFacts
from wgcop.bodies.levels import Level, Region
from wgcop.bodies.queries import all_bodies, find, lineage_of
from wgcop.database import db, writing
from wgcop.errors import Refused
from wgcop.priorwork.cli.group import priorwork_group
from wgcop.processes.one_line import OneLine


@priorwork_group.command("body")
@click.argument("code", type=OneLine(40))
@click.option(
    "--kind", type=click.Choice([each.value for each in BodyKind]), help="Needed for a new body."
)
@click.option("--name", type=OneLine(300), help="The name of the body.")
@click.option(
    "--alias",
    "aliases",
    multiple=True,
    type=OneLine(40),
    help="Another code of the body. May be repeated.",
)
@click.option(
    "--after",
    multiple=True,
    type=OneLine(40),
    help="The body whose work it continues. May be repeated.",
)
@click.option("--level", type=click.Choice([level.value for level in Level]))
@click.option("--region", type=click.Choice([each.value for each in Region]))
@click.option("--period", type=OneLine(20), help="The years of its work, such as 2010–2014.")
@click.option("--link", type=OneLine(500), help="The address of its page on the web.")
def body_command(code: str, **options: str | tuple[str, ...] | None) -> None:
    """Add the body CODE or change its details. Details that you do not give stay as they are."""
    with writing():
        body = find(code, all_bodies())
        if body is None:
            body = add_body(new_facts(code, options), by=None)
        else:
            edit_body(body, changed_facts(body, options), by=None)
        db.session.commit()
        click.echo(body.title)


@priorwork_group.command("bodies")
def bodies_command() -> None:
    """List all bodies."""
    for body in all_bodies():
        aliases = ", ".join(alias.name for alias in body.aliases)
        click.echo(f"{body.code:<12} {body.name}" + (f" (also {aliases})" if aliases else ""))


def new_facts(code: str, options: dict[str, str | tuple[str, ...] | None]) -> BodyFacts:
    if not options["kind"]:
        raise Refused(
            f"There is no body “{code}” yet. To enter it, say what it is with --kind: "
            f"{', '.join(BodyKind)}."
        )
    return changed(BodyFacts(code=code, kind=BodyKind(str(options["kind"])), name=code), options)


def changed_facts(body: Body, options: dict[str, str | tuple[str, ...] | None]) -> BodyFacts:
    return changed(BodyFacts.stored(body, lineage_of(body).earlier), options)


def changed(facts: BodyFacts, options: dict[str, str | tuple[str, ...] | None]) -> BodyFacts:
    kinds = {"kind": BodyKind, "level": Level, "region": Region}
    values = {
        name: kinds[name](str(value)) if name in kinds else value
        for name, value in options.items()
        if value
    }
    return facts.but(**values)
