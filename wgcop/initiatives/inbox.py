"""What waits for a person in the registry, for their home page."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import joinedload

from wgcop.accounts.any_reader import Reader
from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.initiatives.kinds import EntryState
from wgcop.initiatives.models import Initiative, Overlap
from wgcop.initiatives.queries import is_proposed_by, waiting_count

MOST = 8


@dataclass
class RegistryInbox:
    """The registry's part of a home page. `waiting` is the number of entries that the secretariat
    has to decide on; `own` are the entries that this person proposed and may act on.
    """

    waiting: int = 0
    own: Sequence[Initiative] = ()
    overlaps: Sequence[Overlap] = ()
    answered: Sequence[Overlap] = ()

    def __bool__(self) -> bool:
        return bool(self.waiting or self.own or self.overlaps or self.answered)


def inbox(person: Person) -> RegistryInbox:
    overlaps = _overlaps(person)
    return RegistryInbox(
        waiting=waiting_count() if person.is_secretariat else 0,
        own=_own(person),
        overlaps=[overlap for overlap in overlaps if not overlap.answer],
        answered=[overlap for overlap in overlaps if overlap.answer],
    )


def something_waits(reader: Reader) -> ColumnElement[bool]:
    """Return the condition that something in the registry waits for a reader who holds no office."""
    own = select(Initiative.id).where(Initiative.state.in_(OPEN_TO_OWN), is_proposed_by(reader))
    overlaps = select(Overlap.id).where(_concerns(reader, is_secretariat=False))
    return or_(own.exists(), overlaps.exists())


OPEN_TO_OWN = (EntryState.PROPOSED, EntryState.DECLINED)


def _own(person: Person) -> Sequence[Initiative]:
    """Return the person's own proposals that wait or were declined or withdrawn; none for the
    secretariat.
    """
    if person.is_secretariat:
        return ()
    return db.session.scalars(
        select(Initiative)
        .where(Initiative.state.in_(OPEN_TO_OWN), is_proposed_by(person))
        .order_by(Initiative.proposed_at.desc())
        .limit(MOST)
    ).all()


def _overlaps(person: Person) -> Sequence[Overlap]:
    return db.session.scalars(
        select(Overlap)
        .where(_concerns(person, is_secretariat=person.is_secretariat))
        .options(joinedload(Overlap.initiative), joinedload(Overlap.other))
        .order_by(Overlap.id.desc())
        .limit(MOST)
    ).all()


def _concerns(reader: Reader, *, is_secretariat: bool) -> ColumnElement[bool]:
    """Return the condition for overlaps that this reader has to answer, and for answers to their
    own proposals that still wait.
    """
    new, other = Overlap.initiative, Overlap.other
    answers = other.has(
        or_(
            Initiative.delegation_id.in_(reader.delegation_ids),
            Initiative.delegation_id.is_(None) if is_secretariat else false(),
        )
    )
    open_states = (EntryState.PROPOSED, EntryState.ACCEPTED)
    to_answer = Overlap.answer.is_(None) & answers & new.has(Initiative.state.in_(open_states))
    waits = Initiative.state == EntryState.PROPOSED
    was_answered = Overlap.answer.is_not(None) & new.has(waits & is_proposed_by(reader))
    return or_(to_answer, was_answered)
