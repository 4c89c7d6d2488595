"""Writes the landscape as a Word document."""

import re
from collections.abc import Iterator, Mapping
from html import unescape

from flask_babel import gettext as _
from markupsafe import Markup

from wgcop.i18n import dot
from wgcop.priorwork.landscape.words import (
    about,
    body_name,
    built_on_words,
    declared_words,
    facts,
    far_words,
    level_name,
    summary,
)
from wgcop.priorwork.landscape.works import Landscape, Work
from wgcop.word.document import WordDocument, WordRun

_MARKED = re.compile(r"<mark>(.*?)</mark>", re.DOTALL)


def as_docx(
    landscape: Landscape, *, site: str, language: str, body_names: Mapping[str, str]
) -> bytes:
    subject = landscape.subject
    title = _("Landscape: %(title)s", title=subject.title)
    document = WordDocument(title=title, language=language, created=landscape.made_at)
    document.title(WordRun(title))
    if subject.excerpt:
        document.quotation(WordRun(subject.excerpt, language=subject.language))
    for line in (*about(landscape), *summary(landscape)):
        document.paragraph(WordRun(line))
    if subject.url:
        document.paragraph(WordRun(f"{site}{subject.url}", href=f"{site}{subject.url}"))
    parts = [(level_name(level.level), level.count, level.bodies) for level in landscape.levels]
    if landscape.declared:
        parts.insert(
            0, (declared_words(), landscape.tagged - landscape.far_count, landscape.declared)
        )
    if landscape.built_on:
        parts.insert(0, (built_on_words(), landscape.declared_count, landscape.built_on))
    if landscape.far:
        parts.append((far_words(), landscape.far_count, landscape.far))
    for title, count, bodies in parts:
        document.heading(1, WordRun(f"{title} ({count})"))
        for of_body in bodies:
            name = body_name(of_body.body, body_names)
            document.heading(2, WordRun(f"{name} ({len(of_body.works)})"))
            for work in of_body.works:
                _write(document, work, site)
    return document.bytes()


def _write(document: WordDocument, work: Work, site: str) -> None:
    hit = work.hit
    document.paragraph(
        WordRun(hit.title, language=hit.language, strong=True, href=f"{site}{hit.url}"),
        keep_with_next=True,
    )
    document.paragraph(
        WordRun(dot().join(facts(work)), soft=True), keep_with_next=bool(hit.snippet)
    )
    if hit.snippet:
        document.quotation(*_passage(hit.snippet, hit.language))


def _passage(snippet: Markup, language: str) -> Iterator[WordRun]:
    """Yield the snippet with its matching words in bold."""
    for number, piece in enumerate(_MARKED.split(str(snippet))):
        yield WordRun(unescape(piece), language=language, strong=number % 2 == 1)
