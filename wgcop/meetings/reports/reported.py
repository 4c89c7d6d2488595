"""What happened at a meeting, as plain values between the tables and the report (pure)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from wgcop.meetings.kinds import ItemKind
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
    """`name` is the verb as pages show it: Noted. What was deferred and concluded later counts under its last outcome only."""

    name: str
    text: str
    counts: bool = True


@dataclass(frozen=True)
class ReportedAction:
    """`due` is a date in words; empty if there is none."""

    text: str
    owner: str
    due: str
    state: str


@dataclass(frozen=True)
class AgreedWords:
    citation: str
    text: str
    clause: str
    """By which the paper leads to the clause."""


@dataclass(frozen=True)
class ReportedStatement:
    """`about` is the clause that it is about, if not the whole item."""

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
    """Who spoke, each once, in the order in which they first had the floor."""
    points_of_order: Sequence[str] = ()
    notes: Node | None = None
    conclusions: Sequence[ReportedConclusion] = ()
    is_deferred: bool = False
    wordings: Sequence[AgreedWords] = ()
    actions: Sequence[ReportedAction] = ()
    statements: Sequence[ReportedStatement] = ()
    children: Sequence["ReportedItem"] = ()

    def __iter__(self) -> Iterator["ReportedItem"]:
        """It and all below it, in reading order."""
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
    """`people` are names, each with the way of attending in words, or nothing. Officers of the group are no delegation."""

    name: str
    people: Sequence[tuple[str, str]]
    is_delegation: bool = True


@dataclass(frozen=True)
class ReportedAttendance:
    """`was_marked` if the secretariat saw who was there; otherwise these are the registrations."""

    in_person: int = 0
    remote: int = 0
    was_marked: bool = False
    delegations: Sequence[ReportedDelegation] = ()
    sessions: Sequence[tuple[str, int, int]] = ()
    """Of each session in which somebody was marked: its name, how many were there in person and how many remotely."""

    @property
    def all(self) -> int:
        return self.in_person + self.remote


@dataclass(frozen=True)
class ReportedSilence:
    """A text under silence; `result` says in words what has come of it."""

    title: str
    began: str
    ends: str
    result: str
    objected: Sequence[str] = ()
    item: str = ""
    """The number of the agenda item that it is about, if any."""


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
    """As it was published last."""
    course: Sequence[str] = ()
    """When it was opened, interrupted and closed, and who took the chair: a line for each day."""
    silences: Sequence[ReportedSilence] = ()
    speaking: Sequence[tuple[str, int, str]] = ()
    """How often and how long each delegation spoke."""
    unlisted: Sequence[str] = ()
    """Delegations that spoke and of which nobody is on the list of participants."""
    next_meeting: str = ""
    """When and where the group meets next, in a sentence."""

    @property
    def all_items(self) -> list[ReportedItem]:
        return [each for item in self.items for each in item]
