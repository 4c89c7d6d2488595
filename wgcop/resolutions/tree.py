"""A parsed resolution: plain values in printed order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class ParsedClause:
    wid: str
    label: str
    citation: str
    text: str
    children: tuple[ParsedClause, ...] = ()
    heading: str = ""
    printed: str = ""
    """The label as printed in the text: `*2 bis*` for 2bis. It is empty if the text had lost the
    label.
    """

    @property
    def item(self) -> str:
        """The part of the citation after the heading: `2`, `e)`, `4 i)`, or nothing."""
        return self.citation.removeprefix(self.heading).strip()

    def walk(self) -> Iterator[ParsedClause]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class ParsedSection:
    kind: str
    heading: str
    intro: str
    clauses: tuple[ParsedClause, ...]


@dataclass(frozen=True)
class Footnote:
    number: str
    text: str
    marker: str
    """The sign that marks it in the text: `[footnote]`, or a printed rule."""
    clause: str = ""
    """The wid of the clause that contained it; empty in the title and in an annex."""


@dataclass(frozen=True)
class Annex:
    heading: str
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class ParsedResolution:
    kind: str
    number: str
    revised: bool
    title: str
    body: str
    place: str
    year: int
    formula: str
    sections: tuple[ParsedSection, ...]
    footnotes: tuple[Footnote, ...]
    annexes: tuple[Annex, ...]
    signature: str
    work: str
    slug: str
    designation: str
    """The title line as printed: `RESOLUTION 67 (Hyderabad, 2010)`."""
    adoption: str = ""
    """The text between title line and title: `(adopted at the sixth Plenary Meeting)`."""

    def clauses(self) -> Iterator[ParsedClause]:
        """Yield every clause and sub-item, in the order of the text."""
        for section in self.sections:
            for clause in section.clauses:
                yield from clause.walk()


def words_of(text: str) -> list[str]:
    return _WORD.findall(text)


def running_words(resolution: ParsedResolution) -> list[str]:
    """Return the words in the order of the text, without the footnotes that interrupt it."""
    parts = [resolution.designation, resolution.adoption, resolution.title, resolution.formula]
    for section in resolution.sections:
        parts += [section.heading, section.intro]
        for clause in (deep for top in section.clauses for deep in top.walk()):
            parts += [clause.printed, clause.text]
    for annex in resolution.annexes:
        parts += [annex.heading, annex.title, *annex.paragraphs]
    parts.append(resolution.signature)
    return [word for part in parts for word in words_of(part)]


def footnote_words(resolution: ParsedResolution) -> list[str]:
    return [
        word
        for note in resolution.footnotes
        for part in (note.number, note.text)
        for word in words_of(part)
    ]


def words(resolution: ParsedResolution) -> list[str]:
    """Return the whole text that was read: the running text, then the footnotes."""
    return running_words(resolution) + footnote_words(resolution)


def to_json(resolution: ParsedResolution) -> dict[str, Any]:
    return {
        "kind": resolution.kind,
        "number": resolution.number,
        "revised": resolution.revised,
        "title": resolution.title,
        "body": resolution.body,
        "place": resolution.place,
        "year": resolution.year,
        "formula": resolution.formula,
        "sections": [
            {
                "kind": section.kind,
                "heading": section.heading,
                "intro": section.intro,
                "clauses": [_clause_to_json(clause) for clause in section.clauses],
            }
            for section in resolution.sections
        ],
        "footnotes": [asdict(note) for note in resolution.footnotes],
        "annexes": [
            {"heading": annex.heading, "title": annex.title, "paragraphs": list(annex.paragraphs)}
            for annex in resolution.annexes
        ],
        "signature": "\n".join(filter(None, (resolution.adoption, resolution.signature))),
    }


def _clause_to_json(clause: ParsedClause) -> dict[str, Any]:
    return {
        "wid": clause.wid,
        "label": clause.label,
        "citation": clause.citation,
        "text": clause.text,
        "children": [_clause_to_json(child) for child in clause.children],
    }
