"""Queries for things that wait for one person: replies of their delegations, reviews, drafts, and
questions whether something is still valid.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import ColumnElement, Executable, and_, exists, false, or_, select
from sqlalchemy.orm import joinedload

from wgcop import clock
from wgcop.accounts.any_reader import ANY_READER, Reader, parameters
from wgcop.accounts.models import Delegation, Person
from wgcop.database import db
from wgcop.implementation import policy
from wgcop.implementation.evidence import Evidence
from wgcop.implementation.models import ImplementationAction
from wgcop.implementation.queries.loading import with_things
from wgcop.implementation.replies import (
    MemberReply,
    ReplyRequest,
    ReplyState,
    ReplyWording,
    reply_url,
)
from wgcop.implementation.states import ReviewState


@dataclass(frozen=True)
class AskedReply:
    """A reply that is awaited, or one that waits to be released."""

    url: str
    text: str
    delegation: str
    due_on: date
    waits_for_release: bool

    @property
    def is_over(self) -> bool:
        return self.due_on < clock.now().date()


@dataclass(frozen=True)
class ImplementationInbox:
    """The replies, actions and questions of validity that wait for a person. Awaited replies come
    before those that wait for a release.
    """

    replies: Sequence[AskedReply] = ()
    actions: Sequence[ImplementationAction] = ()
    """The actions that this person is to submit, review or approve."""
    asking: Sequence[ImplementationAction | Evidence] = ()

    def __bool__(self) -> bool:
        return bool(self.replies or self.actions or self.asking)


def implementation_inbox(
    person: Person, *, replies: bool = True, actions: bool = True, evidence: bool = True
) -> ImplementationInbox:
    """Return the things that wait for the person, in a constant number of SQL statements. A part
    that is known to be empty can be switched off.
    """
    waiting, asking = [], []
    for action in _actions(person) if actions else ():
        if action.asks and policy.can_say_validity(person, action):
            asking.append(action)
        elif _waits_for(action, person):
            waiting.append(action)
    return ImplementationInbox(
        _replies(person) if replies else (),
        waiting,
        [*asking, *(_evidence(person) if evidence else ())],
    )


# Conditions, as parts of a statement, on whether anything may wait for a reader who holds no office


def has_replies(reader: Reader) -> ColumnElement[bool]:
    return select(MemberReply.id).join(MemberReply.request).where(*_asked(reader)).exists()


def has_actions(reader: Reader) -> ColumnElement[bool]:
    return exists().where(
        ImplementationAction.no_longer_at.is_(None),
        _is_theirs(reader),
        or_(
            ImplementationAction.review == ReviewState.DRAFT,
            ImplementationAction.asked_edition_id.is_not(None),
        ),
    )


def has_evidence(reader: Reader) -> ColumnElement[bool]:
    return exists().where(*_asks(), Evidence.added_by_id == reader.id)


def _asked(reader: Reader) -> Sequence[ColumnElement[bool]]:
    return (
        MemberReply.delegation_id.in_(reader.delegation_ids),
        ReplyRequest.closed_at.is_(None),
    )


def _is_theirs(reader: Reader) -> ColumnElement[bool]:
    return or_(
        ImplementationAction.delegation_id.in_(reader.delegation_ids),
        ImplementationAction.created_by_id == reader.id,
    )


def _asks() -> Sequence[ColumnElement[bool]]:
    return (
        Evidence.asked_edition_id.is_not(None),
        Evidence.no_longer_at.is_(None),
        Evidence.removed_at.is_(None),
    )


def _replies(person: Person) -> list[AskedReply]:
    """Return the open replies of the person's delegations, as long as the request is open.
    Observers are not asked.
    """
    if not person.delegation_ids:
        return []
    awaited, to_release = [], []
    for asked, text, due_on, delegation_id, delegation, state, has_draft in db.session.execute(
        _asked_replies(), parameters(person)
    ):
        url = reply_url(asked, delegation_id)
        if has_draft and f"heads:{delegation_id}" in person.audiences:
            to_release.append(AskedReply(url, text, delegation, due_on, waits_for_release=True))
        elif state == ReplyState.NO_INFORMATION and not has_draft:
            awaited.append(AskedReply(url, text, delegation, due_on, waits_for_release=False))
    return [*awaited, *to_release]


@cache
def _asked_replies() -> Executable:
    draft = exists().where(
        ReplyWording.reply_id == MemberReply.id, ReplyWording.released_at.is_(None)
    )
    return (
        select(
            ReplyRequest.id,
            ReplyRequest.text,
            ReplyRequest.due_on,
            MemberReply.delegation_id,
            Delegation.name,
            MemberReply.state,
            draft,
        )
        .join(MemberReply.request)
        .join(MemberReply.delegation)
        .where(*_asked(ANY_READER))
        .order_by(ReplyRequest.due_on, ReplyRequest.id, MemberReply.id)
    )


def _actions(person: Person) -> Sequence[ImplementationAction]:
    mine = _is_theirs(person)
    asks: ColumnElement[bool] = ImplementationAction.asked_edition_id.is_not(None)
    states = [
        *([ReviewState.SUBMITTED] if policy.can_review(person) else []),
        *([ReviewState.REVIEWED] if policy.can_approve(person) else []),
    ]
    return db.session.scalars(
        select(ImplementationAction)
        .where(
            ImplementationAction.no_longer_at.is_(None),
            or_(
                ImplementationAction.review.in_(states) if states else false(),
                and_(mine, ImplementationAction.review == ReviewState.DRAFT),
                asks if person.is_secretariat else and_(asks, mine),
            ),
        )
        .options(joinedload(ImplementationAction.delegation))
        .order_by(ImplementationAction.changed_at, ImplementationAction.id)
    ).all()


def _waits_for(action: ImplementationAction, person: Person) -> bool:
    match action.review:
        case ReviewState.SUBMITTED:
            return policy.can_review(person)
        case ReviewState.REVIEWED:
            return policy.can_approve(person)
        case ReviewState.DRAFT:
            return person.belongs_to(action.delegation) or action.created_by_id == person.id
    return False


def _evidence(person: Person) -> list[Evidence]:
    """Return the evidence that waits for an answer: that given by the person, or all of it for the
    secretariat.
    """
    rows = db.session.scalars(
        select(Evidence)
        .where(
            *_asks(),
            *([] if person.is_secretariat else [Evidence.added_by_id == person.id]),
        )
        .options(*with_things())
        .order_by(Evidence.added_at, Evidence.id)
    ).unique()
    return [row for row in rows if policy.can_see_evidence(person.audiences, row)]
