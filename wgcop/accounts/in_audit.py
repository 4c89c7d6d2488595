"""Names of people and invitations for the audit trail, which stores only their numbers."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from wgcop.accounts.delegation_names import fold
from wgcop.accounts.models import Invitation, Person
from wgcop.audit.naming import finds, names
from wgcop.database import db


@names("person")
def people(keys: Collection[str]) -> Mapping[str, str]:
    wanted = [int(key) for key in keys if key.isdecimal()]
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))
    return {str(key): name for key, name in rows}


@names("invitation")
def invitations(keys: Collection[str]) -> Mapping[str, str]:
    wanted = [int(key) for key in keys if key.isdecimal()]
    rows = db.session.execute(
        select(Invitation.id, Invitation.email).where(Invitation.id.in_(wanted))
    )
    return {str(key): email for key, email in rows}


@finds("person")
def people_called(name: str) -> Collection[str]:
    """Find people by part of their name or address. They are compared in Python, because SQLite
    knows letter case only in ASCII.
    """
    rows = db.session.execute(select(Person.id, Person.name, Person.email))
    wanted = fold(name)
    return [str(key) for key, *known in rows if any(wanted in fold(each) for each in known)]
