"""Invites the first member of the secretariat, who invites everybody else."""

from wgcop.accounts.actions.invitations import invite
from wgcop.accounts.addresses import normal
from wgcop.accounts.models import GroupRole
from wgcop.accounts.queries import secretariat
from wgcop.accounts.roles import Appointment


def invite_secretary(email: str, name: str) -> str | None:
    """Return the link that lets the secretary join, or None if they can sign in already."""
    if any(person.email == normal(email) for person in secretariat()):
        return None
    return invite(email, name=name, offices=[Appointment(GroupRole.SECRETARIAT)], by=None).link
