"""Composes the report of a meeting in the order of sections in which groups report: values in, a
paper out (pure).

The cover has summary and action required. Then come the references, 1 introduction, 2 adoption of
the agenda, 3 welcoming remarks, and the other items; at the end the matters left to the next
meeting, and the annexes.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from flask_babel import ngettext

from wgcop import paper
from wgcop.agenda.kinds import ItemKind
from wgcop.i18n import comma, semicolon
from wgcop.paper import Node
from wgcop.paper.blocks import (
    block,
    bullets,
    heading,
    paragraph,
    taken_over,
    words,
)
from wgcop.paper.schema import completed
from wgcop.paper.tree import children
from wgcop.records.annexes import annexes_of
from wgcop.records.reported import (
    AgreedWords,
    ReportedAction,
    ReportedAttendance,
    ReportedConclusion,
    ReportedItem,
    ReportedMeeting,
    ReportedPaper,
)
from wgcop.resolutions.quoted import of_clause

DEEPEST = 4
"""The deepest level of headings in a paper."""


@dataclass(frozen=True)
class ComposedReport:
    title: str
    abstract: str
    action_required: str
    text: Node


def compose(meeting: ReportedMeeting) -> ComposedReport:
    annexes = annexes_of(meeting)
    places = {name: number for number, (name, _title, _blocks) in enumerate(annexes, start=1)}
    blocks = [*_references(meeting, places), *_introduction(meeting, places)]
    items = _in_order(meeting.items)
    for number, item in enumerate(items, start=2):
        before = _before_adoption(meeting, item, places)
        blocks += _section(_besides(item, meeting.agenda), str(number), 1, places, before)
    next_number = len(items) + 2
    if meeting.silences:
        blocks += _silences(meeting, str(next_number))
        next_number += 1
    blocks += _next_meeting(meeting, str(next_number))
    for place, (_name, title, inside) in enumerate(annexes, start=1):
        named = _("Annex %(number)d: %(title)s", number=place, title=title)
        blocks += [heading(1, named), *inside]
    return ComposedReport(
        title=_("Report: %(meeting)s", meeting=meeting.title),
        abstract=_summary(meeting),
        action_required=_("The group is invited to approve this report."),
        text=completed({"type": "doc", "content": blocks}),
    )


def _summary(meeting: ReportedMeeting) -> str:
    """Return the summary: the time and place of the meeting, and the numbers of conclusions, action
    points and statements.
    """
    items = meeting.all_items
    verbs = Counter(
        conclusion.name for item in items for conclusion in item.conclusions if conclusion.counts
    )
    actions = sum(len(item.actions) for item in items)
    statements = sum(len(item.statements) for item in items)
    sentences = [_held(meeting), _attended(meeting.attendance)]
    if verbs:
        counted = comma().join(f"{name} {count}" for name, count in verbs.items())
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
        "delegations": sum(delegation.is_delegation for delegation in attendance.delegations),
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
    if attendance.only_absent_are_marked:
        return ngettext(
            "%(num)d participant was registered and is not marked as absent: %(present)d in person and %(remote)d remotely.",
            "%(num)d participants of %(delegations)d delegations and organizations were registered "
            "and are not marked as absent: %(present)d in person and %(remote)d remotely.",
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
    symbols = semicolon().join(each.symbol for each in meeting.papers)
    where = _("Annex %(number)d lists them with their titles.", number=places["papers"])
    return [
        heading(1, _("References")),
        paragraph(f"{symbols}."),
        paragraph(where),
    ]


def _introduction(meeting: ReportedMeeting, places: dict[str, int]) -> list[Node]:
    blocks = [heading(1, _numbered("1", _("Introduction"))), paragraph(_held(meeting))]
    if meeting.chair:
        blocks.append(paragraph(_("%(name)s chaired the meeting.", name=meeting.chair)))
    if meeting.course:
        blocks += [paragraph(each) for each in meeting.course]
    else:
        blocks.append(paragraph(_("The record does not show that the meeting was opened.")))
    if attended := _attended(meeting.attendance):
        listed = _("Annex %(number)d lists them.", number=places["participants"])
        blocks.append(paragraph(f"{attended} {listed}"))
    if meeting.attendance.sessions:
        blocks.append(paragraph(_("By session:")))
        blocks.append(
            bullets(
                _(
                    "%(session)s: %(present)d in person, %(remote)d remotely",
                    session=name,
                    present=present,
                    remote=remote,
                )
                for name, present, remote in meeting.attendance.sessions
            )
        )
    if meeting.unlisted:
        spoke = _(
            "The following took the floor and are not on the list of participants: %(names)s.",
            names=comma().join(meeting.unlisted),
        )
        blocks.append(paragraph(spoke))
    return blocks


def _in_order(items: Sequence[ReportedItem]) -> list[ReportedItem]:
    """Return the items in the order of the report: the adoption of the agenda before the welcoming
    remarks, whichever came first. An opening without content is left out.
    """
    first = [item for item in items if item.kind == ItemKind.ADOPTION]
    second = [item for item in items if item.kind == ItemKind.OPENING]
    rest = [item for item in items if item not in first and item not in second]
    second = [each for each in second if not all(inner.says_nothing for inner in each)]
    return [*first, *second, *rest]


def _before_adoption(
    meeting: ReportedMeeting, item: ReportedItem, places: dict[str, int]
) -> Sequence[Node]:
    """Return the paragraph that names the adopted agenda, even if the item does not list it."""
    agenda = meeting.agenda
    if item.kind != ItemKind.ADOPTION or agenda is None:
        return ()
    where = _("The agenda as it was taken up is in Annex %(number)d.", number=places["agenda"])
    return [paragraph(f"{_had_before_it(agenda)} {where}")]


def _besides(item: ReportedItem, agenda: ReportedPaper | None) -> ReportedItem:
    """Return the adoption item without the agenda among its papers, because the agenda is named
    before them.
    """
    if item.kind != ItemKind.ADOPTION or agenda is None:
        return item
    others = [each for each in item.papers if each.symbol != agenda.symbol]
    return replace(item, papers=others)


def _section(
    item: ReportedItem,
    number: str,
    level: int,
    places: dict[str, int],
    before: Sequence[Node] = (),
) -> list[Node]:
    """Return the section of an item and of those below it. `before` are blocks to put directly
    below its heading.
    """
    title = heading(min(level, DEEPEST), _numbered(number, _title(item)))
    blocks = [title, *before, *_told(item, places)]
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
    """Return the documents under an item, the discussion, and the decisions."""
    if item.says_nothing:
        if item.children:
            return []
        return [paragraph(_("No conclusion was recorded under this item."))]
    blocks = []
    if item.presenter:
        blocks.append(paragraph(_("The item was presented by %(who)s.", who=item.presenter)))
    for each in item.papers:
        blocks.append(paragraph(_had_before_it(each)))
    if item.speakers:
        took = _("The following took the floor: %(names)s.", names=comma().join(item.speakers))
        blocks.append(paragraph(took))
    for who in item.points_of_order:
        blocks.append(paragraph(_("%(who)s raised a point of order.", who=who)))
    if item.notes is not None:
        blocks += taken_over(item.notes, level=DEEPEST)
    for conclusion in item.conclusions:
        blocks += _concluded(conclusion)
    for wording in item.wordings:
        blocks += _agreed(wording)
    if item.actions:
        blocks.append(bullets(_asked(action) for action in item.actions))
    for statement in item.statements:
        on_record = _(
            "%(delegation)s put a text on record (%(kind)s); Annex %(number)d has its words.",
            delegation=statement.delegation,
            kind=statement.name,
            number=places["statements"],
        )
        blocks.append(paragraph(on_record))
    return blocks


def _had_before_it(document: ReportedPaper) -> str:
    return _(
        "The meeting had before it %(symbol)s, “%(title)s” (%(source)s).",
        symbol=document.symbol,
        title=document.title,
        source=document.source,
    )


def _concluded(conclusion: ReportedConclusion) -> list[Node]:
    """Return the verb of a conclusion, followed by the text of the decision."""
    verb = [words(f"{conclusion.name}.", "strong")]
    if not conclusion.text.strip():
        return [block("paragraph", verb)]
    first, *others = taken_over(paper.from_text(conclusion.text), level=DEEPEST)
    if first["type"] != "paragraph":
        return [block("paragraph", verb), first, *others]
    return [{**first, "content": [*verb, words(" "), *children(first)]}, *others]


def _agreed(wording: AgreedWords) -> list[Node]:
    if not wording.text:
        suppressed = _("Suppression agreed: %(citation)s", citation=wording.citation)
        return [paragraph(suppressed)]
    agreed = _("Wording agreed for %(citation)s:", citation=wording.citation)
    quoted = block("blockquote", of_clause(wording.text), clause=wording.clause or None)
    return [paragraph(agreed), quoted]


def _asked(action: ReportedAction) -> str:
    if action.due:
        return _(
            "Action for %(owner)s, by %(due)s: %(what)s",
            owner=action.owner,
            due=action.due,
            what=action.text,
        )
    return _("Action for %(owner)s: %(what)s", owner=action.owner, what=action.text)


def _silences(meeting: ReportedMeeting, number: str) -> list[Node]:
    lines = []
    for silence in meeting.silences:
        words = _(
            "“%(title)s”, under silence from %(began)s to %(ends)s: %(result)s.",
            title=silence.title,
            began=silence.began,
            ends=silence.ends,
            result=silence.result,
        )
        if silence.item:
            words = f"{words} {_('Agenda item %(number)s.', number=silence.item)}"
        if silence.objected:
            words = f"{words} {_('Objected: %(names)s.', names=comma().join(silence.objected))}"
        lines.append(words)
    return [heading(1, _numbered(number, _("Silence procedures"))), bullets(lines)]


def _next_meeting(meeting: ReportedMeeting, number: str) -> list[Node]:
    """Return the matters left to the next meeting and its date, as far as both are known."""
    deferred = [item for item in meeting.all_items if item.is_deferred]
    if not deferred and not meeting.next_meeting:
        return []
    blocks = [heading(1, _numbered(number, _("Next meeting")))]
    if deferred:
        blocks.append(paragraph(_("Deferred to the next meeting:")))
        blocks.append(
            bullets(
                _("%(title)s (agenda item %(number)s)", title=item.title, number=item.number)
                for item in deferred
            )
        )
    if meeting.next_meeting:
        blocks.append(paragraph(meeting.next_meeting))
    return blocks


def _numbered(number: str, title: str) -> str:
    return f"{number} {title}"
