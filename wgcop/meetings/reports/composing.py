"""Composes the report of a meeting in the order in which groups report: values in, a paper out (pure).

Cover with summary and action required; references; 1 introduction, 2 adoption of the agenda, 3 welcoming remarks, then
item by item; annexes: participants, documents, action points, statements word for word.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from wgcop import paper
from wgcop.languages.scripts import direction
from wgcop.meetings.kinds import ItemKind
from wgcop.paper import Node
from wgcop.paper.schema import completed
from wgcop.paper.tree import children, new_id

DEEPEST = 4
"""The last level of headings that a paper has."""


@dataclass(frozen=True)
class ReportedPaper:
    symbol: str
    title: str
    source: str


@dataclass(frozen=True)
class ReportedConclusion:
    """`name` is the verb as pages show it: Noted."""

    name: str
    text: str


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
    """`people` are names, each with the way of attending in words, or nothing."""

    name: str
    people: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ReportedAttendance:
    """`was_marked` if the secretariat saw who was there; otherwise these are the registrations."""

    in_person: int = 0
    remote: int = 0
    was_marked: bool = False
    delegations: Sequence[ReportedDelegation] = ()

    @property
    def all(self) -> int:
        return self.in_person + self.remote


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

    @property
    def all_items(self) -> list[ReportedItem]:
        return [each for item in self.items for each in item]


@dataclass(frozen=True)
class ComposedReport:
    title: str
    abstract: str
    action_required: str
    text: Node


def compose(meeting: ReportedMeeting) -> ComposedReport:
    annexes = _annexes(meeting)
    places = {name: number for number, (name, _title, _blocks) in enumerate(annexes, start=1)}
    blocks = [*_references(meeting, places), *_introduction(meeting, places)]
    number = 2
    for item in _in_order(meeting.items):
        blocks += _section(item, str(number), 1, places)
        number += 1
    for place, (_name, title, inside) in enumerate(annexes, start=1):
        heading = _("Annex %(number)d: %(title)s", number=place, title=title)
        blocks += [_heading(1, heading), *inside]
    return ComposedReport(
        title=_("Report: %(meeting)s", meeting=meeting.title),
        abstract=_summary(meeting),
        action_required=_("The group is invited to approve this report."),
        text=completed({"type": "doc", "content": blocks}),
    )


def _summary(meeting: ReportedMeeting) -> str:
    """What was held, and how much came of it."""
    items = meeting.all_items
    verbs = Counter(each.name for item in items for each in item.conclusions)
    actions = sum(len(item.actions) for item in items)
    statements = sum(len(item.statements) for item in items)
    sentences = [_held(meeting), _attended(meeting.attendance)]
    if verbs:
        counted = ", ".join(f"{name} {count}" for name, count in verbs.items())
        sentences.append(_("Conclusions: %(counted)s.", counted=counted))
    if actions:
        sentences.append(
            ngettext(
                "It agreed on %(num)d action point.", "It agreed on %(num)d action points.", actions
            )
        )
    if statements:
        sentences.append(
            ngettext(
                "%(num)d statement was made for the record.",
                "%(num)d statements were made for the record.",
                statements,
            )
        )
    return " ".join(filter(None, sentences))


def _held(meeting: ReportedMeeting) -> str:
    return _(
        "%(group)s held this meeting on %(days)s. Place: %(place)s.",
        group=meeting.group,
        days=meeting.days,
        place=meeting.place,
    )


def _attended(attendance: ReportedAttendance) -> str:
    if not attendance.all:
        return ""
    values = {
        "delegations": len(attendance.delegations),
        "present": attendance.in_person,
        "remote": attendance.remote,
    }
    if attendance.was_marked:
        return ngettext(
            "%(num)d participant attended: %(present)d in person and %(remote)d remotely.",
            "%(num)d participants of %(delegations)d delegations and organizations attended: "
            "%(present)d in person and %(remote)d remotely.",
            attendance.all,
            **values,
        )
    return ngettext(
        "%(num)d participant was registered: %(present)d in person and %(remote)d remotely.",
        "%(num)d participants of %(delegations)d delegations and organizations were registered: "
        "%(present)d in person and %(remote)d remotely.",
        attendance.all,
        **values,
    )


def _references(meeting: ReportedMeeting, places: dict[str, int]) -> list[Node]:
    if not meeting.papers:
        return []
    symbols = "; ".join(each.symbol for each in meeting.papers)
    where = _("Annex %(number)d lists them with their titles.", number=places["papers"])
    return [
        _heading(1, _("References")),
        _paragraph(f"{symbols}."),
        _paragraph(where),
    ]


def _introduction(meeting: ReportedMeeting, places: dict[str, int]) -> list[Node]:
    blocks = [_heading(1, _numbered("1", _("Introduction"))), _paragraph(_held(meeting))]
    if meeting.chair:
        blocks.append(_paragraph(_("%(name)s chaired the meeting.", name=meeting.chair)))
    if attended := _attended(meeting.attendance):
        listed = _("Annex %(number)d lists them.", number=places["participants"])
        blocks.append(_paragraph(f"{attended} {listed}"))
    return blocks


def _in_order(items: Sequence[ReportedItem]) -> list[ReportedItem]:
    """The agenda is adopted before the welcoming remarks, whichever came first; an opening without a word is left out."""
    first = [each for each in items if each.kind == ItemKind.ADOPTION]
    second = [each for each in items if each.kind == ItemKind.OPENING]
    rest = [each for each in items if each not in first and each not in second]
    second = [each for each in second if not all(inner.says_nothing for inner in each)]
    return [*first, *second, *rest]


def _section(item: ReportedItem, number: str, level: int, places: dict[str, int]) -> list[Node]:
    blocks = [_heading(min(level, DEEPEST), _numbered(number, _title(item))), *_told(item, places)]
    for place, child in enumerate(item.children, start=1):
        blocks += _section(child, f"{number}.{place}", level + 1, places)
    return blocks


def _title(item: ReportedItem) -> str:
    if item.kind == ItemKind.ADOPTION:
        return _("Adoption of the agenda")
    if item.kind == ItemKind.OPENING:
        return _("Welcoming remarks")
    return item.title


def _told(item: ReportedItem, places: dict[str, int]) -> list[Node]:
    """What there was before the meeting, what was said, and what came of it."""
    if item.says_nothing:
        if item.children:
            return []
        return [_paragraph(_("No conclusion was recorded under this item."))]
    blocks = []
    if item.presenter:
        blocks.append(_paragraph(_("The item was presented by %(who)s.", who=item.presenter)))
    for each in item.papers:
        before = _(
            "The meeting had before it %(symbol)s, “%(title)s” (%(source)s).",
            symbol=each.symbol,
            title=each.title,
            source=each.source,
        )
        blocks.append(_paragraph(before))
    if item.speakers:
        took = _("The following took the floor: %(names)s.", names=", ".join(item.speakers))
        blocks.append(_paragraph(took))
    for who in item.points_of_order:
        blocks.append(_paragraph(_("%(who)s raised a point of order.", who=who)))
    if item.notes is not None:
        blocks += taken_over(item.notes, level=DEEPEST)
    for conclusion in item.conclusions:
        blocks += _concluded(conclusion)
    for wording in item.wordings:
        blocks += _agreed(wording)
    if item.actions:
        blocks.append(_list(_asked(each) for each in item.actions))
    for statement in item.statements:
        on_record = _(
            "%(delegation)s put a text on record (%(kind)s); Annex %(number)d has its words.",
            delegation=statement.delegation,
            kind=statement.name,
            number=places["statements"],
        )
        blocks.append(_paragraph(on_record))
    return blocks


def _concluded(conclusion: ReportedConclusion) -> list[Node]:
    """The verb, and behind it the words of the decision."""
    verb = [_text(f"{conclusion.name}.", "strong")]
    if not conclusion.text.strip():
        return [_block("paragraph", verb)]
    first, *others = taken_over(paper.from_text(conclusion.text), level=DEEPEST)
    if first["type"] != "paragraph":
        return [_block("paragraph", verb), first, *others]
    return [{**first, "content": [*verb, _text(" "), *children(first)]}, *others]


def _agreed(wording: AgreedWords) -> list[Node]:
    words = _("Wording agreed for %(citation)s:", citation=wording.citation)
    quoted = _block("blockquote", _verbatim(wording.text), clause=wording.clause or None)
    return [_paragraph(words), quoted]


def _asked(action: ReportedAction) -> str:
    if action.due:
        return _(
            "Action for %(owner)s, until %(due)s: %(what)s",
            owner=action.owner,
            due=action.due,
            what=action.text,
        )
    return _("Action for %(owner)s: %(what)s", owner=action.owner, what=action.text)


# Annexes

Annex = tuple[str, str, list[Node]]
"""Its name here, its title, and what stands in it."""


def _annexes(meeting: ReportedMeeting) -> list[Annex]:
    """Only those that have something in them."""
    statements = [(item, each) for item in meeting.all_items for each in item.statements]
    annexes: list[Annex] = [
        ("participants", _("List of participants"), _participants(meeting.attendance)),
        ("papers", _("List of documents"), _papers(meeting.papers)),
        ("actions", _("Action points"), _actions(meeting.all_items)),
        ("statements", _("Statements for the record"), _statements(statements)),
    ]
    return [annex for annex in annexes if annex[2]]


def _participants(attendance: ReportedAttendance) -> list[Node]:
    blocks = []
    for delegation in attendance.delegations:
        blocks.append(_block("paragraph", [_text(delegation.name, "strong")]))
        blocks.append(_list(f"{name} ({how})" if how else name for name, how in delegation.people))
    return blocks


def _papers(papers: Sequence[ReportedPaper]) -> list[Node]:
    if not papers:
        return []
    rows = [(each.symbol, each.title, each.source) for each in papers]
    return [_table((_("Document"), _("Title"), _("Source")), rows)]


def _actions(items: Iterable[ReportedItem]) -> list[Node]:
    rows = [
        (item.number, each.text, each.owner, each.due, each.state)
        for item in items
        for each in item.actions
    ]
    if not rows:
        return []
    return [_table((_("Item"), _("Action point"), _("For"), _("Until"), _("State")), rows)]


def _statements(statements: Iterable[tuple[ReportedItem, ReportedStatement]]) -> list[Node]:
    """In the words in which they were handed in."""
    blocks = []
    for item, each in statements:
        head = _(
            "%(delegation)s, %(kind)s on item %(number)s",
            delegation=each.delegation,
            kind=each.name,
            number=item.number,
        )
        if each.about:
            head = f"{head} ({each.about})"
        blocks.append(_block("paragraph", [_text(head, "strong")]))
        blocks.append(_block("blockquote", _verbatim(each.text)))
    return blocks


# Parts of a paper


def taken_over(tree: Node, *, level: int) -> list[Node]:
    """The blocks of another text, as they stand when its marked changes are accepted.

    They get ids of their own, their headings this level, and for a picture its description, since pictures belong to
    their paper.
    """
    blocks = [settled for block in children(tree) if (settled := _settled(block, level))]
    return [block for block in blocks if paper.plain(block).strip()]


def _settled(node: Node, level: int) -> Node | None:
    kinds = [mark["type"] for mark in node.get("marks", ())]
    attrs = dict(node.get("attrs") or {})
    if attrs.get("change") == "deleted" or "deletion" in kinds:
        return None
    if node["type"] == "image":
        return _text(f"[{attrs['alt']}]") if attrs.get("alt") else None
    settled: Node = {"type": node["type"]}
    if "text" in node:
        settled["text"] = node["text"]
    if "id" in attrs:
        attrs = {**attrs, "id": new_id(), "change": None}
    if node["type"] == "heading":
        attrs["level"] = level
    if attrs:
        settled["attrs"] = attrs
    if marks := [mark for mark in node.get("marks", ()) if mark["type"] != "insertion"]:
        settled["marks"] = marks
    if "content" in node:
        settled["content"] = [s for child in node["content"] if (s := _settled(child, level))]
        if not settled["content"] and node["type"] not in ("paragraph", "heading", "footnote"):
            return None
    return settled


def _numbered(number: str, title: str) -> str:
    return f"{number} {title}"


def _heading(level: int, words: str) -> Node:
    return _block("heading", [_text(words)], level=level)


def _paragraph(words: str) -> Node:
    return _block("paragraph", [_text(words)])


def _verbatim(words: str) -> list[Node]:
    """Each line as it was typed."""
    lines = words.replace("\r\n", "\n").split("\n")
    return [_block("paragraph", [_text(line)] if line else []) for line in lines]


def _list(lines: Iterable[str]) -> Node:
    items = [_block("list_item", [_paragraph(line)]) for line in lines]
    return _block("bullet_list", items)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Node:
    return _block(
        "table",
        [
            _block("table_row", [_cell("table_header", words) for words in head]),
            *(_block("table_row", [_cell("table_cell", words) for words in row]) for row in rows),
        ],
    )


def _cell(kind: str, words: str) -> Node:
    return _block(kind, [_block("paragraph", [_text(words)] if words else [])])


def _block(kind: str, content: Sequence[Node], **attrs: Any) -> Node:
    block: Node = {"type": kind, "attrs": {"id": new_id(), **attrs}}
    if kind in ("paragraph", "heading"):
        block["attrs"]["dir"] = direction("".join(each.get("text", "") for each in content))
    if content:
        block["content"] = list(content)
    return block


def _text(words: str, *marks: str) -> Node:
    node: Node = {"type": "text", "text": words}
    if marks:
        node["marks"] = [{"type": mark} for mark in marks]
    return node
