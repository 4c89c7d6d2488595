"""Calling people into a thread: who is named in a comment finds it among what is addressed to them."""

from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from wgcop.accounts.models import Delegation, Membership, Office, Person
from wgcop.db import db
from wgcop.history.actions import open_topic, record
from wgcop.history.models import Entry
from wgcop.threads.comments import mentions
from wgcop.threads.comments.mentions import Mention, Mentionable
from wgcop.threads.models import Comment


def with_ids(body: str) -> str:
    """The words with the id of everybody who is named in them."""
    return mentions.with_tokens(body, everybody()) if "@" in body else body


def everybody() -> list[Mentionable]:
    people = db.session.execute(select(Person.id, Person.name).where(Person.active))
    delegations = db.session.execute(select(Delegation.id, Delegation.name))
    return [Mentionable("person", key, name) for key, name in people] + [
        Mentionable("delegation", key, name) for key, name in delegations
    ]


def call(comment: Comment, entry: Entry, *, by: Person) -> None:
    """Keep who is named, and tell those who were not named before and may read the comment."""
    meant = mentions.mentioned(comment.body)
    found = db.session.scalars(select(Mention).where(Mention.comment_id == comment.id))
    kept = {mention.who: mention for mention in found}
    fresh = meant - kept.keys()
    for kind, key in sorted(fresh):
        column = "person_id" if kind == "person" else "delegation_id"
        db.session.add(Mention(comment_id=comment.id, seq=entry.seq, **{column: key}))
    for who in kept.keys() - meant:
        db.session.delete(kept[who])
    if not fresh:
        return
    for person in sorted(called(fresh), key=lambda person: person.topic):
        if person.id != by.id and comment.audience in person.audiences:
            topic = open_topic(
                person.topic,
                title=person.name,
                address=f"/people/{person.id}",
                audience=person.topic,
            )
            record(topic, "comment.mentioned", by=by, target_kind="mention", target_id=comment.id)


def called(meant: Iterable[tuple[str, int]]) -> list[Person]:
    """The people who are named, and those of the delegations that are."""
    people = [key for kind, key in meant if kind == "person"]
    delegations = [key for kind, key in meant if kind == "delegation"]
    found = db.session.scalars(
        select(Person)
        .where(
            Person.active,
            or_(
                Person.id.in_(people),
                Person.memberships.any(Membership.delegation_id.in_(delegations)),
            ),
        )
        .options(
            selectinload(Person.memberships), selectinload(Person.offices).joinedload(Office.group)
        )
    )
    return list(found)
