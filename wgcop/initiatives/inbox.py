"""The registry's part of a person's home page: what waits for them, and what happened to what they
follow.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Executable, false, or_, select
from sqlalchemy.orm import joinedload

from wgcop.accounts.any_reader import Reader, parameters
from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.following.queries import has_news_for_followers, news_for_followers
from wgcop.history.models import Entry, Topic
from wgcop.initiatives.kinds import EntryState
from wgcop.initiatives.models import REGISTRY, Initiative, Overlap
from wgcop.initiatives.queries import is_proposed_by, waiting_count

MOST_NEWS = 8


@dataclass
class RegistryNews:
    """An entry that was added or changed, and how."""

    entry: Initiative
    kinds: set[str]
    at: datetime

    @property
    def is_added(self) -> bool:
        return "initiative.added" in self.kinds


@dataclass
class RegistryInbox:
    """The registry's part of a home page. `waiting` is the number of entries that the secretariat
    has to decide on; `own` are the entries that this person proposed and may act on; `marks` mark
    all of it as read.
    """

    waiting: int = 0
    own: Sequence[Initiative] = ()
    overlaps: Sequence[Overlap] = ()
    answered: Sequence[Overlap] = ()
    news: list[RegistryNews] = field(default_factory=list)
    marks: dict[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.waiting or self.own or self.overlaps or self.answered)


def inbox(person: Person, *, waits: bool = True, news: bool = True) -> RegistryInbox:
    """Return the registry's part of the person's home page. `waits` and `news` are false if the
    caller knows that there is nothing waiting, or nothing new.
    """
    happened, marks = _news(person) if news else ([], {})
    overlaps = _overlaps(person) if waits else ()
    return RegistryInbox(
        waiting=waiting_count() if waits and person.is_secretariat else 0,
        own=_own(person) if waits else (),
        overlaps=[each for each in overlaps if not each.answer],
        answered=[each for each in overlaps if each.answer],
        news=happened,
        marks=marks,
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
        .limit(MOST_NEWS)
    ).all()


def _overlaps(person: Person) -> Sequence[Overlap]:
    return db.session.scalars(
        select(Overlap)
        .where(_concerns(person, is_secretariat=person.is_secretariat))
        .options(joinedload(Overlap.initiative), joinedload(Overlap.other))
        .order_by(Overlap.id.desc())
        .limit(MOST_NEWS)
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


def _news(person: Person) -> tuple[list[RegistryNews], dict[str, int]]:
    """Return what others did to the entries that this person follows, or to any entry if they
    follow the registry, and the marks that mark it as read.
    """
    rows = db.session.execute(_happened(), parameters(person)).all()
    marks = {name: seq for name, seq, *_ in rows}
    happened: dict[int, tuple[set[str], datetime]] = {}
    for _name, _seq, kind, _target_kind, target, at in rows:
        kinds, latest = happened.setdefault(int(target), (set(), at))
        kinds.add(kind)
        happened[int(target)] = kinds, max(latest, at)
    ids = list(happened)[:MOST_NEWS]
    entries = db.session.scalars(select(Initiative).where(Initiative.id.in_(ids))) if ids else ()
    news = [RegistryNews(each, *happened[each.id]) for each in entries if each.is_accepted]
    return sorted(news, key=lambda each: each.at, reverse=True), marks


@cache
def _happened() -> Executable:
    return news_for_followers(*_in_registry())


def something_is_new() -> ColumnElement[bool]:
    """Return the condition that others may have done something that this person follows."""
    return has_news_for_followers(*_in_registry())


def _in_registry() -> Sequence[ColumnElement[bool]]:
    return (
        or_(Topic.name == REGISTRY, Topic.name.startswith("initiative:", autoescape=True)),
        Entry.target_kind == "initiative",
    )
