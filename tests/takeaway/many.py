"""A thread of thousands of comments, written straight into the table."""

from itertools import cycle

from sqlalchemy import insert, select

from wgcop.accounts.models import Membership, Person
from wgcop.database import db
from wgcop.threads.models import Comment, Thread
from wgcop.threads.names import new_name, position_now


def add_comments(wid: str, count: int) -> None:
    """Of members of several delegations in turn, each tenth with a quotation and each seventh with a list."""
    thread = db.session.scalars(select(Thread).where(Thread.name == f"clause:{wid}")).one()
    members = db.session.execute(
        select(Membership.person_id, Membership.delegation_id).join(Person).where(Person.active)
    ).all()
    begin = position_now()
    rows = [
        {
            "name": new_name(),
            "position": begin + number,
            "thread_id": thread.id,
            "person_id": person,
            "delegation_id": delegation,
            "capacity": "Delegate",
            "body": _body(number),
            "key": f"many-{number}",
        }
        for number, (person, delegation) in zip(range(count), cycle(members), strict=False)
    ]
    db.session.execute(insert(Comment), rows)
    db.session.commit()


def _body(number: int) -> str:
    body = (
        f"Comment {number} says that the guidance **needs a date**, and asks who would publish it."
    )
    if number % 10 == 0:
        body += "\n\n> providing guidance"
    if number % 7 == 0:
        body += "\n\n1. one\n2. two"
    return body
