"""Reads the plain text of an ITU resolution into sections and clauses without losing a word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest

from wgcop.resolutions.blocks import gather
from wgcop.resolutions.body import BodyReader
from wgcop.resolutions.footnotes import PrintedFootnote, take_footnotes
from wgcop.resolutions.front import read_front
from wgcop.resolutions.identify import edition_slug, with_ids, work_of
from wgcop.resolutions.source import ParseError, SourceLine, read_lines
from wgcop.resolutions.tree import (
    Footnote,
    ParsedResolution,
    footnote_words,
    running_words,
    words_of,
)

__all__ = ["ParseError", "parse"]


def parse(text: str) -> ParsedResolution:
    """Read a resolution. Raise `ParseError` if any part of the text is not understood."""
    source = read_lines(text)
    parts = list(take_footnotes(source.lines, wrapped=source.wrapped))
    lines = [part for part in parts if isinstance(part, SourceLine)]
    notes = [part for part in parts if isinstance(part, PrintedFootnote)]
    front = read_front(lines)

    body = BodyReader(
        gather(_after(parts, front.length), wrapped=source.wrapped), wrapped=source.wrapped
    )
    body.read(last_line=lines[-1].number)
    work = work_of(front.body_code, front.kind, front.number)
    sections = with_ids(work, body.outline.sections())
    places = body.outline.places_of_notes(sections)
    resolution = ParsedResolution(
        kind=front.kind,
        number=front.number,
        revised=front.revised,
        title=front.title,
        body=front.body,
        place=front.place,
        year=front.year,
        formula=front.formula,
        sections=sections,
        footnotes=tuple(
            Footnote(note.number, note.text, note.marker, places.get(id(note), ""))
            for note in notes
        ),
        annexes=body.annexes,
        signature="\n".join(body.signature),
        work=work,
        slug=edition_slug(
            front.body_code, front.kind, front.number, place=front.place, year=front.year
        ),
        designation=front.designation,
        adoption=front.adoption,
    )
    _account_for_every_word(text, lines, resolution)
    return resolution


def _after(
    parts: Sequence[SourceLine | PrintedFootnote], length: int
) -> list[SourceLine | PrintedFootnote]:
    """Return the text after the first `length` lines, without the footnotes among them."""
    count = 0
    for at, part in enumerate(parts):
        if isinstance(part, SourceLine):
            if count == length:
                return list(parts[at:])
            count += 1
    return []


def _account_for_every_word(
    text: str, lines: Sequence[SourceLine], resolution: ParsedResolution
) -> None:
    """Check that running text and footnotes together are the whole source, the running text in its
    order. Raise `ParseError` otherwise.
    """
    running = [(word, line.number) for line in lines for word in words_of(line.text)]
    for (word, number), read in zip_longest(running, running_words(resolution), fillvalue=("", 0)):
        if word != read:
            number = number or lines[-1].number
            raise ParseError(number, "a text in which every word has its place", str(word or read))
    source = Counter(words_of(re.sub(r"\[footnote", "[", text, flags=re.IGNORECASE)))
    read_words = Counter(word for word, _ in running)
    read_words.update(footnote_words(resolution))
    if missing := (source - read_words) or (read_words - source):
        word = next(iter(missing))
        number = next((line.number for line in lines if word in line.text), 1)
        raise ParseError(number, "a text in which every word has its place", word)
