"""A paper as a Word document: the cover in the order in which the field prints it, then the text."""

from collections.abc import Mapping

from wgcop import clock, files
from wgcop.contributions.printed_cover import (
    CoverFields,
    PrintedWording,
    attached_lines,
    dates_after_place,
    fields_above,
    fields_below,
    fields_of_contact,
    head_lines,
    legend_of_own_marks,
    lines_of,
    number_line,
    title_of,
)
from wgcop.paper import Node
from wgcop.paper.comparison import signed, told_apart
from wgcop.paper.html import QuotedClause
from wgcop.paper.word import WordDocument, WordRun, write_tree


def as_docx(
    wording: PrintedWording,
    *,
    marked: Node | None = None,
    text: Node | None = None,
    clauses: Mapping[str, QuotedClause] | None = None,
) -> bytes:
    """`marked` is the text of a comparison, if not the text itself is wanted; `text` that of a wording without it.
    What changed from one wording to the other is a tracked change, of the source of this wording on the day that
    its cover gives; what the paper marks itself has double lines."""
    title = title_of(wording)
    document = WordDocument(
        title=f"{wording.symbol}: {title}" if wording.symbol else title,
        language=wording.language,
        created=wording.submitted_at or clock.now(),
        author=wording.source,
    )
    document.head(WordRun(str(wording.symbol or title)))
    _write_head(document, wording)
    _write_fields(document, fields_above(wording), wording)
    document.cover_line(WordRun(title, language=wording.language), is_title=True)
    _write_fields(document, fields_below(wording), wording)
    if marked and (legend := legend_of_own_marks(marked, wording.language)):
        document.cover_line(WordRun(legend, language=wording.language))
    write_tree(
        document,
        _tracked(marked, wording) if marked else text or wording.text,
        language=wording.language,
        picture_data=_picture_data,
        clauses=clauses,
    )
    _write_fields(document, fields_of_contact(wording), wording)
    return document.bytes()


def _tracked(marked: Node, wording: PrintedWording) -> Node:
    return told_apart(
        signed(
            marked,
            by=", ".join(lines_of(wording.source)),
            at=f"{wording.submitted_on}T00:00:00Z" if wording.submitted_on else "",
        )
    )


def _write_head(document: WordDocument, wording: PrintedWording) -> None:
    meeting = wording.contribution.meeting
    document.cover_line(
        WordRun(f"{meeting.group.name} · {meeting.title} · {meeting.place}"),
        WordRun(dates_after_place(meeting, wording.language), language=wording.language),
    )
    for line in [number_line(wording), *head_lines(wording), *attached_lines(wording)]:
        document.cover_line(WordRun(line))


def _write_fields(document: WordDocument, fields: CoverFields, wording: PrintedWording) -> None:
    if not fields:
        return
    document.cover_fields(
        [
            (
                label,
                [WordRun(line, language=wording.language) for line in lines_of(words)],
            )
            for label, words in fields
        ]
    )


def _picture_data(file: str) -> bytes | None:
    try:
        return files.read(file)
    except FileNotFoundError:
        return None
