"""The printed cover of a paper, the same on its page, in Word and as PDF, in the language of the
paper.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from flask_babel import force_locale

from wgcop import markup
from wgcop.accounts.roles import sources_in_words
from wgcop.bodies.body import Body
from wgcop.bodies.models import Meeting
from wgcop.contributions.cover import Cover
from wgcop.contributions.fields import ABSTRACT, CONTACT, IN_FILES, ON_PAGE
from wgcop.contributions.kinds import Purpose
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.fields.field import Field
from wgcop.i18n import day, days
from wgcop.languages.cover_labels import (
    cover_label,
    cover_phrase,
    label_of_field,
    labelled,
    language_name_in,
)
from wgcop.numbering.symbol import Symbol
from wgcop.paper import Node, has_marked_changes
from wgcop.paper.comparison import accept, reject
from wgcop.resolutions.models import Clause

CoverFields = list[tuple[str, str]]


class PrintedWording(Protocol):
    """Anything that is printed with a cover: a wording of a paper, or a translation of one."""

    @property
    def contribution(self) -> Contribution: ...

    @property
    def original(self) -> Revision:
        """The wording of the paper: itself, or the one that was translated."""

    @property
    def mark_of_translation(self) -> str:
        """The key of the phrase that marks a translation; empty for an original."""

    @property
    def symbol(self) -> Symbol | None: ...

    @property
    def submitted_at(self) -> datetime | None: ...

    @property
    def submitted_on(self) -> date | None: ...

    @property
    def cover(self) -> Cover: ...

    @property
    def language(self) -> str: ...

    @property
    def source(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def questions(self) -> list[Body]: ...

    @property
    def clauses(self) -> list[Clause]: ...

    @property
    def text(self) -> Node: ...

    @property
    def plain(self) -> str: ...


@dataclass(frozen=True)
class PrintedField:
    """A field that has a value. `shape` tells the page how to show it, `words` are its text as it was
    typed.
    """

    name: str
    label: str
    shape: str
    value: Any
    words: str


@dataclass(frozen=True)
class CoverWords:
    """The labels and phrases of one language, for templates."""

    language: str

    def label(self, key: str) -> str:
        return cover_label(key, self.language)

    def rows(self, wording: PrintedWording) -> list[PrintedField]:
        return _printed(wording, (field for field in ON_PAGE if field.is_row))

    def phrase(self, key: str, symbol: object = "") -> str:
        return cover_phrase(key, self.language, symbol)

    def dates_after_place(self, meeting: Meeting) -> str:
        return dates_after_place(meeting, self.language)

    def labelled(self, label: str, words: object) -> str:
        return labelled(label, str(words), self.language)


def title_of(wording: PrintedWording) -> str:
    return wording.title or cover_phrase("untitled", wording.language)


def number_line(wording: PrintedWording) -> str:
    number = str(wording.symbol or cover_phrase("no_number", wording.language))
    return labelled(cover_label("document", wording.language), number, wording.language)


def head_lines(wording: PrintedWording) -> list[str]:
    """Return the lines below the number: the date, the language, the purpose, and whether the paper
    was delayed.
    """
    language = wording.language
    date = [day(wording.submitted_on, language)] if wording.symbol and wording.submitted_on else []
    purpose = "action" if wording.cover.purpose == Purpose.ACTION else "information"
    delayed = [cover_label("delayed", language)] if wording.contribution.is_delayed else []
    return [*date, *_language_lines(wording), cover_label(purpose, language), *delayed]


def attached_lines(wording: PrintedWording) -> list[str]:
    """Return the lines that say what an addendum or corrigendum is attached to and what it
    corrects; empty for any other paper.
    """
    contribution, language = wording.contribution, wording.language
    if contribution.parent is None or contribution.attachment is None:
        return []
    lines = [cover_phrase(contribution.attachment, language, contribution.parent.symbol)]
    if wording.original.corrects:
        corrects = cover_phrase("corrects", language)
        lines.append(labelled(corrects, wording.original.corrects, language))
    return lines


def legend(text: Node, language: str) -> str:
    """Explain underlined and struck-out text, if the text has any; otherwise return an empty
    string.
    """
    return cover_phrase("legend", language) if has_marked_changes(text) else ""


def legend_of_own_marks(marked: Node, language: str) -> str:
    """Explain, for a comparison, how changes that a text marks itself differ from changes between
    the two texts; empty if it marks none.
    """
    marks_its_own = any(has_marked_changes(side(marked)) for side in (accept, reject))
    return cover_phrase("legend_own", language) if marks_its_own else ""


def dates_after_place(meeting: Meeting, language: str) -> str:
    """Return the dates with a comma before them: `, 25–28 November 2026`. They are separate from
    the place, which is in the language in which it was typed.
    """
    # A mark before the Arabic comma keeps the numbers of the days out of a place in Latin letters.
    comma = "\u200f،" if language == "ar" else ","
    return f"{comma} {days((meeting.starts_on, meeting.ends_on), language)}"


def fields_above(wording: PrintedWording) -> CoverFields:
    return [(cover_label("source", wording.language), source_of(wording) or "–")]


def source_of(wording: PrintedWording) -> str:
    """Return the names of the sources in the language of the paper."""
    with force_locale(wording.language):
        return sources_in_words(wording.source)


def fields_below(wording: PrintedWording) -> CoverFields:
    """Return the fields below the title that have content: each label with its text as it was
    typed.
    """
    below = (file for file in IN_FILES if file.is_row or file is ABSTRACT)
    files = "; ".join(_as_typed(name) for name in names_of_files(wording))
    return [
        *((each.label, each.words) for each in _printed(wording, below)),
        *([(cover_label("files", wording.language), files)] if files else []),
    ]


def names_of_files(wording: PrintedWording) -> list[str]:
    return [enclosure.name for enclosure in wording.original.enclosures]


def fields_of_contact(wording: PrintedWording) -> CoverFields:
    return [(each.label, each.words) for each in _printed(wording, [CONTACT])]


def lines_of(words: str) -> list[str]:
    return [line for line in markup.plain(words).split("\n") if line.strip()]


def _printed(wording: PrintedWording, fields: Iterable[Field]) -> list[PrintedField]:
    cover = wording.cover
    found = []
    for field in fields:
        value = getattr(wording if field.kind.shape == "things" else cover, field.name)
        words = field.kind.words(field.kind.kept(value), {})
        if words:
            label = label_of_field(field.name, wording.language, otherwise=field.label)
            found.append(PrintedField(field.name, label, field.kind.shape, value, "; ".join(words)))
    return found


def _as_typed(name: str) -> str:
    """Escape the signs in a file's name, because fields are typed text in which `_` and `*` have a
    meaning.
    """
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", name)


def _language_lines(wording: PrintedWording) -> list[str]:
    """Return the lines on the language, such as `Original: English only`. A translation also says
    that it is one.
    """
    language, only, what = wording.language, "", []
    if wording.cover.sole_language:
        only = f" {cover_label('only', language)}"
    if wording.mark_of_translation:
        what = [cover_phrase(wording.mark_of_translation, language)]
    name = language_name_in(language, wording.original.language)
    return [labelled(cover_label("original", language), f"{name}{only}", language), *what]
