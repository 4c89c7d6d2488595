"""Letters to people whom a comment mentions: they tell who wrote and where, but do not quote the
comment, and go only to those who may still read it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from wgcop import clock
from wgcop.accounts import stopping
from wgcop.accounts.models import MentionMail, Person
from wgcop.database import db
from wgcop.following.daily_letter import LetterPart
from wgcop.history.circles import audiences_at
from wgcop.letters import address, fill_in
from wgcop.threads.comments.mentions import Mention, MentionLetter
from wgcop.threads.models import Comment

PAUSE = timedelta(minutes=5)
"""The shortest time between two letters about mentions to one person, so that mentions in a lively
discussion are combined.
"""


class MentionNews:
    def readers(self, before: datetime) -> Collection[int]:
        return people_waiting(
            Person.mention_mail == MentionMail.DAILY, MentionLetter.noted_at < before
        )

    def part(self, person: Person, before: datetime) -> LetterPart | None:
        if person.mention_mail != MentionMail.DAILY:
            return None
        return part_of(person, waiting_for(person.id, MentionLetter.noted_at < before))


def people_waiting(*which: ColumnElement[bool]) -> Sequence[int]:
    return db.session.scalars(
        select(MentionLetter.person_id)
        .join(Person, Person.id == MentionLetter.person_id)
        .where(MentionLetter.written_at.is_(None), *which)
        .distinct()
    ).all()


def had_none_lately() -> ColumnElement[bool]:
    """Return a condition on a person: they had no letter about a mention within the pause."""
    told = aliased(MentionLetter)
    lately = told.written_at > clock.now() - PAUSE
    return ~exists().where(told.person_id == Person.id, lately)


def whose_account_is_over() -> ColumnElement[bool]:
    return or_(~Person.active, Person.last_day < clock.now().date())


def waiting_for(person_id: int, *which: ColumnElement[bool]) -> Sequence[MentionLetter]:
    """Return a person's letters that wait, and lock them, so that only one process writes them."""
    return db.session.scalars(
        select(MentionLetter)
        .where(MentionLetter.person_id == person_id, MentionLetter.written_at.is_(None), *which)
        .order_by(MentionLetter.comment_id)
        .with_for_update(skip_locked=True)
    ).all()


def leave_out(person_id: int) -> None:
    """Mark the letters to a person whose account has ended as written, so that none is sent if the
    account is reopened.
    """
    for letter in waiting_for(person_id):
        letter.written_at = clock.now()


def part_of(person: Person, waiting: Sequence[MentionLetter]) -> LetterPart | None:
    comments = {comment.id: comment for comment in _comments_that_mention(person, waiting)}
    for letter in waiting:
        if letter.comment_id in comments:
            letter.written_at = clock.now()
        else:  # their name was taken out again, or they left the delegation
            db.session.delete(letter)
    told = [comment for comment in comments.values() if _may_hear_of(person, comment)]
    if not told:
        return None
    stop_address = address(stopping.path(person))
    return LetterPart(
        fill_in("threads/mentions", comments=told, stop_address=stop_address), stop_address
    )


def _may_hear_of(person: Person, comment: Comment) -> bool:
    """Return whether to tell the person of this comment. People who left all delegations and
    offices are not told, although they may still sign in for a while.
    """
    return (
        person.mention_mail != MentionMail.NEVER
        and bool(person.capacities)
        and comment.stands
        and comment.audience in audiences_at(comment.thread.name, person)
    )


def _comments_that_mention(person: Person, waiting: Sequence[MentionLetter]) -> Sequence[Comment]:
    mentioning = select(Mention.comment_id).where(
        Mention.comment_id.in_([letter.comment_id for letter in waiting]),
        or_(Mention.person_id == person.id, Mention.delegation_id.in_(person.delegation_ids)),
    )
    return db.session.scalars(
        select(Comment)
        .where(Comment.id.in_(mentioning))
        .options(
            joinedload(Comment.thread),
            joinedload(Comment.person),
            joinedload(Comment.delegation),
            joinedload(Comment.release),
            joinedload(Comment.released_as),
        )
        .order_by(Comment.posted_at, Comment.id)
    ).all()
