"""The events of a meeting as plain values, independent of the tables and the report (pure)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from wgcop.agenda.kinds import ItemKind
from wgcop.paper import Node


@dataclass(frozen=True)
class ReportedPaper:
    symbol: str
    title: str
    source: str
    items: str = ""
    """The numbers of the agenda items under which it was discussed."""


@dataclass(frozen=True)
class ReportedConclusion:
    """A conclusion. `name` is the verb as pages show it, such as Noted. `counts` is False for a
    deferral after which the item was concluded, since only its last outcome counts.
    """

    name: str
    text: str
    counts: bool = True


@dataclass(frozen=True)
class ReportedAction:
    """An action point. `due` is a written-out date, or empty."""

    text: str
    owner: str
    due: str
    state: str


@dataclass(frozen=True)
class AgreedWords:
    """The words that were agreed for a clause. `text` is empty if it is suppressed."""

    citation: str
    text: str
    clause: str
    """The name of the clause. The paper links to the clause by it."""


@dataclass(frozen=True)
class ReportedStatement:
    """A statement. `about` is its clause, or empty if it is about the whole item."""

    name: str
    delegation: str
    about: str
    text: str


@dataclass(frozen=True)
class ReportedItem:
    number: str
    title: str
    kind: ItemKind | None = None
    presenter: str = ""
    papers: Sequence[ReportedPaper] = ()
    speakers: Sequence[str] = ()
    """The speakers, each once, in the order in which they first had the floor."""
    points_of_order: Sequence[str] = ()
    notes: Node | None = None
    conclusions: Sequence[ReportedConclusion] = ()
    is_deferred: bool = False
    wordings: Sequence[AgreedWords] = ()
    actions: Sequence[ReportedAction] = ()
    statements: Sequence[ReportedStatement] = ()
    children: Sequence["ReportedItem"] = ()

    def __iter__(self) -> Iterator["ReportedItem"]:
        """Iterate over the item and all items below it, in reading order."""
        yield self
        for child in self.children:
            yield from child

    @property
    def says_nothing(self) -> bool:
        return not (
            self.papers
            or self.notes
            or self.conclusions
            or self.wordings
            or self.actions
            or self.statements
            or self.speakers
            or self.points_of_order
        )


@dataclass(frozen=True)
class ReportedDelegation:
    """A delegation with its people: names, each with a word for their way of attending, or an empty
    string. The officers of the group also form an entry, which is not a delegation.
    """

    name: str
    people: Sequence[tuple[str, str]]
    is_delegation: bool = True


@dataclass(frozen=True)
class ReportedAttendance:
    """The attendance. `was_marked` tells whether the secretariat marked it; otherwise the numbers
    are those of registrations, without people who are marked as absent.
    """

    in_person: int = 0
    remote: int = 0
    was_marked: bool = False
    delegations: Sequence[ReportedDelegation] = ()
    sessions: Sequence[tuple[str, int, int]] = ()
    """For each session for which anybody is marked as present: its name and the numbers attending
    in person and remotely.
    """
    only_absent_are_marked: bool = False

    @property
    def all(self) -> int:
        return self.in_person + self.remote


@dataclass(frozen=True)
class ReportedSilence:
    """A text under silence. `result` is a sentence on the outcome."""

    title: str
    began: str
    ends: str
    result: str
    objected: Sequence[str] = ()
    item: str = ""
    """The number of the agenda item that it is about, or empty."""


@dataclass(frozen=True)
class ReportedMeeting:
    title: str
    group: str
    place: str
    days: str
    chair: str = ""
    attendance: ReportedAttendance = field(default_factory=ReportedAttendance)
    items: Sequence[ReportedItem] = ()
    papers: Sequence[ReportedPaper] = ()
    agenda: ReportedPaper | None = None
    """The agenda as it was last published, or None."""
    course: Sequence[str] = ()
    """The course of the meeting: its opening, breaks, closing and chairs, one line for each day."""
    silences: Sequence[ReportedSilence] = ()
    speaking: Sequence[tuple[str, int, str]] = ()
    """The number and length of each delegation's interventions."""
    unlisted: Sequence[str] = ()
    """Delegations that spoke but have nobody on the list of participants."""
    next_meeting: str = ""
    """A sentence on the time and place of the next meeting, or empty."""

    @property
    def all_items(self) -> list[ReportedItem]:
        return [each for item in self.items for each in item]
