"""Letters to people whom a comment mentions or answers: they tell who wrote and where, but do not
quote the comment, and go only to those who may still read it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from wgcop import clock
from wgcop.accounts.models import MentionMail, Person
from wgcop.accounts.wishes import LetterKind, wishes
from wgcop.database import db
from wgcop.events.circles import audiences_at
from wgcop.following.daily_letter import LetterPart, Round
from wgcop.following.models import FollowLevel
from wgcop.following.queries import own_levels
from wgcop.letters import fill_in
from wgcop.thread_news.answers_by_mail import (
    Addresses,
    how_to_answer,
    made_addresses,
    make_addresses,
)
from wgcop.threads.comments.mentions import Mention, MentionLetter
from wgcop.threads.models import Comment

PAUSE = timedelta(minutes=5)
"""The shortest time between two letters about mentions to one person, so that mentions in a lively
discussion are combined.
"""


class MentionNews:
    name = "mentions"

    def readers(self, due: Round) -> Collection[int]:
        return people_waiting(_wished(MentionMail.DAILY), MentionLetter.noted_at < due.day)

    def waiting(self, people: Collection[int], due: Round) -> Mapping[int, list[MentionLetter]]:
        waiting: dict[int, list[MentionLetter]] = {}
        wished = exists().where(Person.id == MentionLetter.person_id, _wished(MentionMail.DAILY))
        for letter in waiting_for(people, MentionLetter.noted_at < due.day, wished):
            waiting.setdefault(letter.person_id, []).append(letter)
        return waiting

    def part(
        self, person: Person, letters: Sequence[MentionLetter], due: Round
    ) -> LetterPart | None:
        return part_of(person, letters)

    def again(self, person: Person, about: Sequence[int]) -> LetterPart | None:
        letters = db.session.scalars(
            select(MentionLetter).where(
                MentionLetter.person_id == person.id, MentionLetter.comment_id.in_(about)
            )
        ).all()
        comments = _comments_that_call(person, letters)
        return _part(person, letters, comments, made_addresses)


def _kind(letter: MentionLetter) -> LetterKind:
    return LetterKind.REPLIES if letter.is_reply else LetterKind.MENTIONS


def _wished(when: MentionMail) -> ColumnElement[bool]:
    """Return a condition on a person and a letter to them: they chose to get it at this time."""
    return or_(
        and_(MentionLetter.is_reply, Person.reply_mail == when),
        and_(~MentionLetter.is_reply, Person.mention_mail == when),
    )


def at_once() -> ColumnElement[bool]:
    """Return the condition that a letter does not wait for the daily one."""
    return or_(~_wished(MentionMail.DAILY), _whose_account_is_over())


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


def _whose_account_is_over() -> ColumnElement[bool]:
    return or_(~Person.active, Person.last_day < clock.now().date())


def waiting_for(people: Collection[int], *which: ColumnElement[bool]) -> Sequence[MentionLetter]:
    """Return the letters that wait for these people, and lock them, so that only one process writes
    them.
    """
    return db.session.scalars(
        select(MentionLetter)
        .where(MentionLetter.person_id.in_(people), MentionLetter.written_at.is_(None), *which)
        .order_by(MentionLetter.comment_id)
        .with_for_update(skip_locked=True)
    ).all()


def waiting_at_once(person: Person) -> Sequence[MentionLetter]:
    return waiting_for([person.id], MentionLetter.is_reply.not_in(_daily(person)))


def _daily(person: Person) -> list[bool]:
    """Return which letters wait for the daily e-mail: True stands for those about replies, False
    for those about mentions.
    """
    chosen = {True: person.reply_mail, False: person.mention_mail}
    return [is_reply for is_reply, when in chosen.items() if when == MentionMail.DAILY]


def leave_out(person_id: int) -> None:
    """Mark the letters to a person whose account has ended as written, so that none is sent if the
    account is reopened.
    """
    for letter in waiting_for([person_id]):
        letter.written_at = clock.now()


def part_of(person: Person, waiting: Sequence[MentionLetter]) -> LetterPart | None:
    comments = _comments_that_call(person, waiting)
    for letter in waiting:
        if letter.comment_id in comments:
            letter.written_at = clock.now()
        else:  # their name was taken out again, or they left the delegation
            db.session.delete(letter)
    return _part(person, waiting, comments, make_addresses)


def _part(
    person: Person,
    letters: Sequence[MentionLetter],
    comments: Mapping[int, Comment],
    addresses_for: Callable[[Person, Collection[Comment]], Addresses],
) -> LetterPart | None:
    silent = _silenced(person, comments.values())
    told = {
        letter: comments[letter.comment_id]
        for letter in letters
        if letter.comment_id in comments
        and letter.comment_id not in silent
        and wishes(person, _kind(letter))
        and _may_hear_of(person, comments[letter.comment_id])
    }
    if not told:
        return None
    replies = [comment for letter, comment in told.items() if letter.is_reply]
    mentions = [comment for letter, comment in told.items() if not letter.is_reply]
    addresses = addresses_for(person, list(told.values()))
    answers = {
        each.id: how_to_answer(addresses[each.id], each)
        for each in told.values()
        if each.id in addresses
    }
    return LetterPart(
        fill_in("threads/mentions", mentions=mentions, replies=replies, answers=answers),
        tuple(dict.fromkeys(_kind(letter) for letter in told)),
        [comment.id for comment in told.values()],
        next(iter(addresses.values())) if len(told) == len(addresses) == 1 else "",
    )


def _silenced(person: Person, comments: Collection[Comment]) -> set[int]:
    """Return the ids of those in discussions of which the person wants to be told nothing."""
    topics = {each.id: each.thread.topic_of(each.audience) for each in comments}
    audiences = frozenset(each.audience for each in comments)
    levels = own_levels(topics.values(), person, audiences) if topics else {}
    return {key for key, topic in topics.items() if levels.get(topic) == FollowLevel.NOTHING}


def _may_hear_of(person: Person, comment: Comment) -> bool:
    """Return whether to tell the person of this comment. People who left all delegations and
    offices are not told, although they may still sign in for a while.
    """
    return (
        bool(person.capacities)
        and comment.stands
        and comment.audience in audiences_at(comment.thread.name, person)
    )


def _comments_that_call(person: Person, letters: Sequence[MentionLetter]) -> Mapping[int, Comment]:
    mentioning = select(Mention.comment_id).where(
        Mention.comment_id.in_([each.comment_id for each in letters if not each.is_reply]),
        or_(Mention.person_id == person.id, Mention.delegation_id.in_(person.delegation_ids)),
    )
    replying = [each.comment_id for each in letters if each.is_reply]
    comments = db.session.scalars(
        select(Comment)
        .where(or_(Comment.id.in_(mentioning), Comment.id.in_(replying)))
        .options(
            joinedload(Comment.thread),
            joinedload(Comment.person),
            joinedload(Comment.delegation),
            joinedload(Comment.release),
            joinedload(Comment.released_as),
        )
        .order_by(Comment.posted_at, Comment.id)
    )
    return {comment.id: comment for comment in comments}
