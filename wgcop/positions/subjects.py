"""The things on which positions are taken: clauses and, from the feature that has them, proposals.

A subject says of one thing what verbs, pages and presenters need. Positions on all things are taken,
confirmed, released and withdrawn by the same rules.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar, Self

from flask_babel import gettext as _

from wgcop.accounts.models import Delegation, Person
from wgcop.accounts.regional import RegionalGroup
from wgcop.audit.actions import Thing
from wgcop.errors import Refused
from wgcop.positions import queries
from wgcop.positions.models import HeldPosition, Holder, Position, RegionalPosition
from wgcop.positions.movements import ON_CLAUSES, Movements
from wgcop.positions.queries import ReleasedPositions
from wgcop.positions.stances import Layer
from wgcop.resolutions.models import Clause, Edition
from wgcop.resolutions.queries import clause_by_wid
from wgcop.threads.actions.comments import thread_of
from wgcop.threads.models import Thread, topic_name


class PositionSubject(ABC):
    """One thing on which positions are taken."""

    argument: ClassVar[str]
    """The name of its key in addresses."""
    targets: ClassVar[tuple[str, str]]
    """The kinds of targets of entries: for released positions, and for those within."""

    thing: Any
    title: str
    place: str
    """Where the thing itself is shown."""
    topic: str
    """The topic of its discussion, on which its positions are recorded."""
    dom_key: str

    @classmethod
    @abstractmethod
    def find(cls, key: Any, audiences: frozenset[str]) -> Self | None:
        """Return the subject, or None if readers with these audiences may not know of it."""

    @property
    @abstractmethod
    def key(self) -> Any:
        """What identifies it in addresses."""

    @property
    @abstractmethod
    def edition(self) -> Edition: ...

    @property
    @abstractmethod
    def above(self) -> list[tuple[str, str]]:
        """The titles and addresses of the pages above that of the thing."""

    @abstractmethod
    def words(self) -> str:
        """Return the words on which positions are taken now."""

    @abstractmethod
    def thread(self) -> Thread: ...

    @abstractmethod
    def new_row(self, holder: Holder) -> HeldPosition:
        """Return a position of this holder that says nothing yet."""

    @abstractmethod
    def own(self, holder: Holder) -> Mapping[Layer, HeldPosition]:
        """Return the last row of the holder in each layer, also one that withdrew its position."""

    @abstractmethod
    def released(self) -> ReleasedPositions: ...

    @abstractmethod
    def history(
        self, delegation: Delegation | None, groups: Collection[RegionalGroup]
    ) -> Sequence[HeldPosition]:
        """Return all changes, latest first: the released ones of everybody, and those that stay
        within this delegation and these groups.
        """

    @abstractmethod
    def moved(self, person: Person, delegation: Delegation) -> Movements:
        """Return how others have moved against the delegation's position since the person last looked."""

    @abstractmethod
    def trail(self) -> Thing:
        """Return what the audit trail calls it."""

    @property
    def layers(self) -> Sequence[Layer]:
        """The layers in which positions are recorded now."""
        return tuple(Layer)

    @property
    def offers_release(self) -> bool:
        return Layer.RELEASED in self.layers

    @property
    def closed(self) -> str:
        """A sentence that says why no position is recorded now, or an empty string."""
        return ""

    def require_open(self, layer: Layer, holder: Holder) -> None:
        """Refuse if this holder records no position in this layer now."""
        if self.closed:
            raise Refused(self.closed)
        if layer not in self.layers:
            raise Refused(_("A position on it can be released once it is released itself."))
        if isinstance(holder, RegionalGroup) and not self.offers_release:
            raise Refused(_("The regional group may not know yet what this position is about."))

    def tell_also(self, position: HeldPosition, *, by: Person | None) -> None:
        """Tell further open pages, which show a released position as well: of a clause there are
        none.
        """
        return

    def read_again(self) -> None:
        """Read the thing again, and let nobody reword it until the commit: a page loads it before it
        waits for others. The words of a clause are read each time.
        """
        return

    def lock_also(self) -> None:
        """Lock the topics of `tell_also`, whose names come before that of its own: topics are locked
        in the order of their names.
        """
        return

    def topics_for(self, holder: Holder | None) -> list[str]:
        """Return the topics to which the page of the positions listens."""
        return [self.topic, *([topic_name(self.topic, holder.audience)] if holder else [])]

    @property
    def arguments(self) -> Mapping[str, Any]:
        return {self.argument: self.key}


class ClauseSubject(PositionSubject):
    argument = "wid"
    targets = ("positions", "own-positions")

    def __init__(self, clause: Clause) -> None:
        self.thing = clause
        self.title = clause.wording.citation
        self.place = clause.place
        self.topic = clause.topic
        self.dom_key = clause.wid

    @classmethod
    def find(cls, key: Any, audiences: frozenset[str]) -> Self | None:
        clause = clause_by_wid(key)
        return cls(clause) if clause else None

    @property
    def key(self) -> str:
        return str(self.thing.wid)

    @property
    def edition(self) -> Edition:
        edition: Edition = self.thing.wording.section.edition
        return edition

    @property
    def above(self) -> list[tuple[str, str]]:
        return [(self.edition.name, self.edition.url)]

    def words(self) -> str:
        return queries.words_of(self.thing)

    def thread(self) -> Thread:
        return thread_of(self.thing)

    def new_row(self, holder: Holder) -> HeldPosition:
        if isinstance(holder, RegionalGroup):
            return RegionalPosition(clause=self.thing, group_key=holder.key)
        return Position(clause=self.thing, delegation=holder)

    def own(self, holder: Holder) -> Mapping[Layer, HeldPosition]:
        return queries.own_positions(self.thing, holder)

    def released(self) -> ReleasedPositions:
        return queries.released_at(self.thing)

    def history(
        self, delegation: Delegation | None, groups: Collection[RegionalGroup]
    ) -> Sequence[HeldPosition]:
        return queries.history_of(self.thing, delegation, groups)

    def moved(self, person: Person, delegation: Delegation) -> Movements:
        return ON_CLAUSES.read(
            person, delegation, resolution_id=self.thing.resolution_id, thing_id=self.thing.id
        )

    def trail(self) -> Thing:
        return Thing("clause", self.thing.wid, self.title)


_registered: dict[type, type[PositionSubject]] = {Clause: ClauseSubject}


def takes_positions_on(model: type, subject: type[PositionSubject]) -> None:
    _registered[model] = subject


def subject_of(thing: Any) -> PositionSubject:
    subject: Any = _registered[type(thing)]
    found: PositionSubject = subject(thing)
    return found


def subject_at(argument: str, key: Any, audiences: frozenset[str]) -> PositionSubject | None:
    """Return the subject of an address, or None if readers with these audiences find none there."""
    found = next(each for each in _registered.values() if each.argument == argument)
    return found.find(key, audiences)
