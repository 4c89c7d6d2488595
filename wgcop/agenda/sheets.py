"""Plans and lists of a meeting as Word files and PDF, laid out like papers, with a line that says
when they were made.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import current_app
from flask_babel import get_locale, pgettext
from flask_babel import gettext as _

from wgcop import clock, paper
from wgcop.accounts.roles import sources_in_words
from wgcop.agenda.document_list import ListedPaper
from wgcop.agenda.plan import Plan, PlanEntry
from wgcop.bodies.models import Meeting
from wgcop.contributions.printed_cover import dates_after_place
from wgcop.documents.pdf import Printable
from wgcop.i18n import comma, end_of_latin, in_hours, is_rtl, moment, weekday
from wgcop.languages.scripts import direction_of_letters, has_letters_of
from wgcop.paper.html import Surroundings
from wgcop.paper.tree import Node, new_id
from wgcop.word import WordDocument, WordRun, write_tree


@dataclass(frozen=True)
class MeetingSheet:
    """A sheet with one table, in the language of the person who asks for it."""

    title: str
    meeting: Meeting
    tree: Node
    language: str
    as_of: str
    begins_with_symbols: bool
    """Whether the first column contains document symbols, which are not to be wrapped."""

    def in_word(self) -> bytes:
        meeting = self.meeting
        document = WordDocument(
            title=f"{meeting.title}: {self.title}",
            language=self.language,
            created=clock.now(),
            author=meeting.group.name,
        )
        document.head(WordRun(f"{meeting.group.code}/{meeting.number} · {self.title}"))
        document.cover_line(
            WordRun(f"{meeting.group.name} · {meeting.title} · {meeting.place}"),
            WordRun(dates_after_place(meeting, self.language), language=self.language),
        )
        document.cover_line(WordRun(self.as_of, language=self.language))
        document.cover_line(WordRun(self.title, language=self.language), is_title=True)
        write_tree(document, self.tree, language=self.language)
        return document.bytes()

    def in_print(self) -> Printable:
        template = current_app.jinja_env.get_template("meetings/_sheet_in_print.html")
        html = template.render(
            sheet=self,
            meeting=self.meeting,
            dates=dates_after_place(self.meeting, self.language),
            body=paper.to_html(self.tree, Surroundings(is_printed=True)),
        )
        return Printable(html, frozenset())


def plan_sheet(plan: Plan) -> MeetingSheet:
    head = [[_("Day")], *([*filter(None, [slot.name, slot.hours])] for slot in plan.slots)]
    rows = [
        [[weekday(day.day)], *([_entry(each) for each in cell or ()] for cell in day.cells)]
        for day in plan.days
    ]
    return _sheet(_("Time management plan"), plan.meeting, head, rows)


def documents_sheet(meeting: Meeting, papers: Sequence[ListedPaper]) -> MeetingSheet:
    head = [
        [_("Number")],
        [_("Title")],
        [_("Source")],
        [_("Agenda item")],
        [_("Kind"), pgettext("purpose of a paper", "For"), _("Languages")],
    ]
    rows = [
        [
            [str(each.document.symbol)],
            [
                each.document.title,
                *([pgettext("a paper", "Withdrawn")] if each.is_withdrawn else []),
            ],
            [sources_in_words(each.document.source)],
            [row.number for row in each.rows],
            [
                each.document.kind_name,
                each.purpose,
                comma().join(language.name for language in each.languages),
            ],
        ]
        for each in papers
    ]
    return _sheet(_("List of documents"), meeting, head, rows, begins_with_symbols=True)


def _entry(entry: PlanEntry) -> str:
    row = entry.row
    end = end_of_latin()
    words = f"{entry.at} {row.number} {row.item.title}{end}"
    duration = in_hours(row.slot.minutes).replace(" ", "\u00a0") if row.slot.minutes else ""
    for remark in filter(None, [duration, entry.overrun, row.item.presenter]):
        words = f"{words} ({remark}{end})"
    papers = comma().join(f"{each.symbol}{end}" for each in row.papers)
    return f"{words}: {papers}" if papers else words


def _sheet(
    title: str,
    meeting: Meeting,
    head: Sequence[Sequence[str]],
    rows: Iterable[Sequence[Sequence[str]]],
    *,
    begins_with_symbols: bool = False,
) -> MeetingSheet:
    now = moment(clock.now(), meeting.zone, meeting.clock_place)
    table = _block(
        "table",
        [
            _row([("table_header", lines) for lines in head]),
            *(
                _row([("table_header", row[0]), *(("table_cell", c) for c in row[1:])])
                for row in rows
            ),
        ],
        dir="rtl" if is_rtl() else "ltr",
    )
    return MeetingSheet(
        title,
        meeting,
        {"type": "doc", "content": [table]},
        str(get_locale() or "en").replace("_", "-"),
        _("As of %(moment)s", moment=now),
        begins_with_symbols,
    )


def _row(cells: Iterable[tuple[str, Sequence[str]]]) -> Node:
    return _block("table_row", [_cell(kind, lines) for kind, lines in cells])


def _cell(kind: str, lines: Sequence[str]) -> Node:
    return _block(kind, [_paragraph(words) for words in lines or [""]])


def _paragraph(words: str) -> Node:
    return _block(
        "paragraph", [{"type": "text", "text": words}] if words else [], dir=_direction(words)
    )


def _direction(words: str) -> str | None:
    """Return the direction of a line: that of the sheet, if any of its letters runs so."""
    return "rtl" if is_rtl() and has_letters_of("rtl", words) else direction_of_letters(words)


def _block(kind: str, content: list[Node], **attrs: str | None) -> Node:
    return {"type": kind, "attrs": {"id": new_id(), **attrs}, "content": content}
