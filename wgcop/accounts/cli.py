"""`wgcop people invite`: invites people, the first one included."""

import click
from flask.cli import AppGroup

from wgcop.accounts import addresses, delegation_names
from wgcop.accounts.actions.invitations import invite
from wgcop.accounts.models import LONGEST_NAME, Delegation, DelegationRole, GroupRole
from wgcop.accounts.queries import all_delegations
from wgcop.accounts.roles import MAIN_ROLES, Appointment
from wgcop.database import db, writing
from wgcop.errors import Refused
from wgcop.letters import address
from wgcop.processes.one_line import OneLine

ROLES = [role.value for role in (*DelegationRole, *MAIN_ROLES)]

people_group = AppGroup("people", help="People and their invitations.")


@people_group.command("invite")
@click.argument("email", type=OneLine(addresses.LONGEST))
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice(ROLES),
    help="May be repeated. The roles head and member need --delegation.",
)
@click.option(
    "--delegation",
    "delegation_name",
    type=OneLine(200),
    metavar="NAME",
    help="The name or code of the delegation.",
)
@click.option(
    "--name",
    default="",
    type=OneLine(LONGEST_NAME),
    help="The name of the person, as others should see it.",
)
def invite_person(
    email: str, roles: tuple[str, ...], delegation_name: str | None, name: str
) -> None:
    """Print a link that lets EMAIL join. It works once, for two weeks.

    A person who has an account already gets the delegation and roles at once.
    """
    if not addresses.is_plausible(email):
        raise click.BadParameter(f"“{email}” is not an e-mail address.", param_hint="EMAIL")
    with writing():
        in_delegation = [DelegationRole(role) for role in roles if role in set(DelegationRole)]
        invited = invite(
            email,
            name=name,
            delegation=delegation_for(delegation_name, in_delegation),
            role=min(in_delegation, default=DelegationRole.MEMBER),
            offices=[Appointment(GroupRole(role)) for role in roles if role in set(GroupRole)],
            by=None,
        )
        db.session.commit()
    if invited.link is None:
        click.echo(
            f"{invited.invitation.email} has an account already; the roles were added.", err=True
        )
    click.echo(invited.link or address("/sign-in"))


def delegation_for(name: str | None, roles: list[DelegationRole]) -> Delegation | None:
    if not name:
        if roles:
            raise Refused(f"The role {roles[0]} is one in a delegation: name it with --delegation.")
        return None
    delegations = all_delegations()
    delegation = delegation_names.find(name, delegations)
    if delegation is None:
        near = delegation_names.near(name, delegations)
        hint = f"Near are: {', '.join(near)}." if near else "See /people/ for those there are."
        raise Refused(f"There is no delegation “{name}”. {hint}")
    return delegation
