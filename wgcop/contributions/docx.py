"""A paper as a Word document: the cover in the order in which the field prints it, then the text."""

from collections.abc import Iterator

from flask_babel import gettext as _

from wgcop import clock, markup
from wgcop.contributions.cover import Purpose
from wgcop.contributions.revisions import Revision
from wgcop.i18n import day
from wgcop.languages import LANGUAGE_NAMES
from wgcop.paper.word_document import WordDocument, WordRun
from wgcop.paper.word_tree import write_tree


def as_docx(revision: Revision) -> bytes:
    contribution = revision.contribution
    title = revision.title or _("Untitled draft")
    document = WordDocument(
        title=f"{revision.symbol}: {title}" if revision.symbol else title,
        language=revision.language,
        created=revision.submitted_at or clock.now(),
    )
    meeting = contribution.meeting
    document.paragraph(
        WordRun(f"{meeting.group.name} · {meeting.title} · {meeting.place}", soft=True)
    )
    document.paragraph(WordRun(" · ".join(_number(revision)), strong=True))
    document.paragraph(WordRun(" · ".join(_kind(revision)), soft=True))
    document.paragraph(WordRun(f"{_('Source')}: ", soft=True), WordRun(revision.source))
    document.title(WordRun(title, language=revision.language))
    for label, words in (
        (_("Abstract"), revision.abstract),
        (_("Action required"), revision.action_required),
        (_("Keywords"), revision.keywords),
    ):
        _write_field(document, label, words, revision.language)
    clauses = "; ".join(clause.wording.citation for clause in revision.clauses)
    _write_field(document, _("Clauses"), clauses, "en")
    write_tree(document, revision.text, language=revision.language)
    _write_field(document, _("Contact"), revision.contact, revision.language)
    return document.bytes()


def _number(revision: Revision) -> Iterator[str]:
    yield str(revision.symbol or _("No number yet"))
    if revision.symbol and revision.submitted_on:
        yield day(revision.submitted_on)


def _kind(revision: Revision) -> Iterator[str]:
    name = LANGUAGE_NAMES.get(revision.language, revision.language)
    yield _("Original: %(language)s", language=name)
    yield _("For action") if revision.purpose == Purpose.ACTION else _("For information")


def _write_field(document: WordDocument, label: str, words: str, language: str) -> None:
    for number, line in enumerate(filter(None, markup.plain(words).split("\n"))):
        head = [WordRun(f"{label}: ", soft=True)] if number == 0 else []
        document.paragraph(*head, WordRun(line, language=language))
