"""Storing the people that a comment mentions, and telling them in their inbox and by mail."""

from collections.abc import Collection, Iterable

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import selectinload

from wgcop.accounts.models import Delegation, Membership, MentionMail, Office, Person
from wgcop.database import db
from wgcop.events.actions import open_topic, record
from wgcop.events.circles import audiences_at
from wgcop.events.models import Entry, Topic
from wgcop.push.models import PushKind
from wgcop.threads import pushes
from wgcop.threads.comments import mentions
from wgcop.threads.comments.mentions import Mention, Mentionable, MentionLetter
from wgcop.threads.models import Comment


def with_ids(body: str) -> str:
    """Replace the names mentioned in the text by tokens that hold an id."""
    return mentions.with_tokens(body, everybody()) if "@" in body else body


def everybody() -> list[Mentionable]:
    people = db.session.execute(select(Person.id, Person.name).where(Person.active))
    delegations = db.session.execute(select(Delegation.id, Delegation.name))
    return [Mentionable("person", key, name) for key, name in people] + [
        Mentionable("delegation", key, name) for key, name in delegations
    ]


def record_mentions(
    comment: Comment, entry: Entry, *, by: Person, is_new: bool = False
) -> Collection[int]:
    """Store the people that the comment mentions, and tell those who are mentioned for the first
    time and may read it. Return the ids of those who get a letter.
    """
    names = mentions.mentioned(comment.body)
    before = () if is_new else _mentions_before(comment)
    existing = {mention.who: mention for mention in before}
    fresh = names - existing.keys()
    for kind, key in sorted(fresh):
        column = "person_id" if kind == "person" else "delegation_id"
        db.session.add(Mention(comment_id=comment.id, seq=entry.seq, **{column: key}))
    for who in existing.keys() - names:
        db.session.delete(existing[who])
    if not fresh:
        return ()
    called: set[int] = set()
    written: set[int] = set()
    told = frozenset() if is_new else _told_of(comment)
    for person in people_mentioned(fresh):
        if person.id == by.id or comment.audience not in audiences_at(comment.thread.name, person):
            continue
        topic = _topic_of(person)
        record(topic, "comment.mentioned", by=by, target_kind="mention", target_id=comment.id)
        called.add(person.id)
        if person.mention_mail != MentionMail.NEVER and person.id not in told:
            db.session.add(MentionLetter(person_id=person.id, comment_id=comment.id))
            written.add(person.id)
    released = None if is_new else comment.release
    pushes.notify_called(
        comment,
        called,
        PushKind.MENTIONS,
        known_as=released.original_id if released else comment.id,
    )
    return written


def tell_answered(
    comment: Comment, parent: Comment, seq: int, *, written: Collection[int] = (), by: Person
) -> None:
    """Tell the person to whom this comment replies, if they may read it. `seq` is the number of its
    entry, and `written` are the ids of those who get a letter because it mentions them.
    """
    if parent.person_id == by.id:
        return
    person = parent.person
    # Whoever wrote in a discussion of everybody reads it. Only for others are the roles looked up.
    of_all = comment.audience == "members"
    if person.active and (of_all or comment.audience in audiences_at(comment.thread.name, person)):
        target = f"{comment.id}:{seq}"
        record(_topic_of(person), "comment.answered", by=by, target_kind="answer", target_id=target)
        pushes.notify_called(comment, {person.id}, PushKind.REPLIES, answered_at=seq)
        if person.reply_mail != MentionMail.NEVER and person.id not in written:
            letter = MentionLetter(person_id=person.id, comment_id=comment.id, is_reply=True)
            db.session.add(letter)


def _topic_of(person: Person) -> Topic:
    return open_topic(
        person.topic, title=person.name, address=f"/people/{person.id}", audience=person.topic
    )


def _told_of(comment: Comment) -> frozenset[int]:
    """Return the ids of people who need no letter: they already got one about this comment, before
    their name was removed and added again, or about the private original that it releases.
    """
    told = MentionLetter.comment_id == comment.id
    if comment.release:
        was_told = MentionLetter.written_at.is_not(None)
        told |= and_(MentionLetter.comment_id == comment.release.original_id, was_told)
    return frozenset(db.session.scalars(select(MentionLetter.person_id).where(told)))


def _mentions_before(comment: Comment) -> Iterable[Mention]:
    return db.session.scalars(select(Mention).where(Mention.comment_id == comment.id))


def people_mentioned(names: Iterable[tuple[str, int]]) -> list[Person]:
    """Return the active people who are mentioned by name, and the active members of mentioned
    delegations.
    """
    person_ids = [key for kind, key in names if kind == "person"]
    delegation_ids = [key for kind, key in names if kind == "delegation"]
    people = db.session.scalars(
        select(Person)
        .where(
            Person.active,
            or_(
                Person.id.in_(person_ids),
                Person.memberships.any(Membership.delegation_id.in_(delegation_ids)),
            ),
        )
        .options(
            selectinload(Person.memberships), selectinload(Person.offices).joinedload(Office.group)
        )
    )
    return list(people)
