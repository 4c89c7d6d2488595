"""Writes a paper as a Word document: the cover in the order in which covers are printed, then the
text.
"""

from collections.abc import Callable, Mapping, Sequence

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
    source_of,
    title_of,
)
from wgcop.documents.tracked_cover import Line, tracked_fields, tracked_lines
from wgcop.paper import Node
from wgcop.paper.comparison import signed, told_apart
from wgcop.paper.html import QuotedClause
from wgcop.word import WordDocument, WordRun, write_tree
from wgcop.word.comments import CommentInWord, with_comments


def as_docx(
    wording: PrintedWording,
    *,
    marked: Node | None = None,
    former: PrintedWording | None = None,
    text: Node | None = None,
    clauses: Mapping[str, QuotedClause] | None = None,
    comments: Sequence[CommentInWord] = (),
) -> bytes:
    """Write a wording as a Word document. `marked` is the text of a comparison with the `former`
    wording, in place of the wording's own; `text` is the text of a wording that is loaded without
    it.

    Changes from one wording to the other become a tracked change by the source of this wording, on
    the day that its cover gives. Changes that the paper marks itself have double lines. `comments`
    are those that the reader asked for.
    """
    title = title_of(wording)
    document = WordDocument(
        title=f"{wording.symbol}: {title}" if wording.symbol else title,
        language=wording.language,
        created=wording.submitted_at or clock.now(),
        author=_author(wording) if marked else source_of(wording),
        changed=_moment(wording),
    )
    cover = _Cover(document, wording, former if marked else None)
    document.head(*cover.line(lambda each: str(each.symbol or title_of(each)), language=""))
    cover.write_head()
    cover.write_fields(fields_above)
    document.cover_line(*cover.line(title_of), is_title=True)
    cover.write_fields(fields_below)
    if marked and (legend := legend_of_own_marks(marked, wording.language)):
        document.cover_line(WordRun(legend, language=wording.language))
    document.add_comments(comments)
    tree = _tracked(marked, wording) if marked else text or wording.text
    write_tree(
        document,
        with_comments(tree, comments) if comments else tree,
        language=wording.language,
        picture_data=_picture_data,
        clauses=clauses,
    )
    cover.write_fields(fields_of_contact)
    return document.bytes()


def _tracked(marked: Node, wording: PrintedWording) -> Node:
    return told_apart(
        signed(
            marked,
            by=_author(wording),
            at=_moment(wording),
        )
    )


def _author(wording: PrintedWording) -> str:
    return ", ".join(lines_of(source_of(wording)))


def _moment(wording: PrintedWording) -> str:
    return f"{wording.submitted_on}T00:00:00Z" if wording.submitted_on else ""


class _Cover:
    """The cover in Word. With a `former` wording, differences between the covers are tracked
    changes.
    """

    def __init__(
        self, document: WordDocument, wording: PrintedWording, former: PrintedWording | None
    ) -> None:
        self._document = document
        self._wording = wording
        self._former = former or wording

    def line(
        self, of: Callable[[PrintedWording], str], *, language: str | None = None
    ) -> list[WordRun]:
        [line] = tracked_lines([of(self._former)], [of(self._wording)])
        return self._runs(line, self._wording.language if language is None else language)

    def write_head(self) -> None:
        document, language = self._document, self._wording.language
        meeting = self._wording.contribution.meeting
        document.cover_line(
            WordRun(f"{meeting.group.name} · {meeting.title} · {meeting.place}"),
            WordRun(dates_after_place(meeting, language), language=language),
        )
        for line in tracked_lines(*map(_lines_of_head, (self._former, self._wording))):
            document.cover_line(*self._runs(line, ""))

    def write_fields(self, fields: Callable[[PrintedWording], CoverFields]) -> None:
        both = (self._former, self._wording)
        old, new = ([(name, lines_of(words)) for name, words in fields(each)] for each in both)
        rows = tracked_fields(old, new)
        if not rows:
            return
        language = self._wording.language
        self._document.cover_fields(
            [(label, [self._runs(line, language) for line in lines]) for label, lines, _ in rows],
            changes=[change for _, _, change in rows],
        )

    def _runs(self, line: Line, language: str) -> list[WordRun]:
        return [WordRun(words, language=language, change=change) for words, change in line]


def _lines_of_head(wording: PrintedWording) -> list[str]:
    return [number_line(wording), *head_lines(wording), *attached_lines(wording)]


def _picture_data(file: str) -> bytes | None:
    try:
        return files.read(file)
    except FileNotFoundError:
        return None
