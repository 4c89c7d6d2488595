"""The sections of a resolution while they are read: each paragraph is assigned to its item, each
label to its depth.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from wgcop.resolutions.footnotes import PrintedFootnote
from wgcop.resolutions.headings import OPERATIVE, PREAMBULAR, kind_of, split_heading
from wgcop.resolutions.labels import Label, LabelReading, restore
from wgcop.resolutions.source import ParseError, join
from wgcop.resolutions.tree import ParsedClause, ParsedSection

_BULLET = LabelReading(("bullet", ""), (), 1, 0)
_FIRST_LABEL_IN_SIGHT = 9
_ENDS_OF_ITEM = (";", ",", ".", ":", "and", "or")


class LabelPlace(NamedTuple):
    """The place of a label and the reading that fits there. Depth 0 is an item of the section, 1 a
    sub-item, and so on.
    """

    depth: int
    reading: LabelReading


class Prose:
    """Paragraphs to which text is still added, piece by piece."""

    def __init__(self, text: str = "") -> None:
        self._paragraphs: list[list[str]] = [[text]] if text else []

    def __len__(self) -> int:
        return len(self._paragraphs)

    @property
    def last_words(self) -> str:
        return self._paragraphs[-1][-1] if self._paragraphs else ""

    @property
    def texts(self) -> list[str]:
        return [join(*pieces) for pieces in self._paragraphs]

    def go_on(self, text: str) -> None:
        if self._paragraphs:
            self._paragraphs[-1].append(text)
        else:
            self.begin(text)

    def begin(self, text: str) -> None:
        self._paragraphs.append([text])

    def cut(self, at: int) -> list[str]:
        """Remove the paragraphs from this index on, and return them."""
        texts = self.texts[at:]
        del self._paragraphs[at:]
        return texts


@dataclass
class OpenItem:
    label: str
    reading: LabelReading
    line: int
    prose: Prose
    printed: str = ""
    children: list[OpenItem] = field(default_factory=list)
    notes: list[PrintedFootnote] = field(default_factory=list)


@dataclass
class OpenSection:
    """A section while it is read."""

    kind: str
    heading: str
    line: int
    intro: Prose = field(default_factory=Prose)
    items: list[OpenItem] = field(default_factory=list)
    notes: list[PrintedFootnote] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.intro or self.items)


class SectionOutline:
    def __init__(self) -> None:
        self.parts: list[OpenSection] = []
        self.path: list[OpenItem] = []
        """The open items from the outside in: the item of the section, then the sub-item in it, and
        so on.
        """
        self.loose_notes: list[PrintedFootnote] = []

    @property
    def kind(self) -> str:
        """The kind of the open section."""
        return self.parts[-1].kind if self.parts else PREAMBULAR

    @property
    def has_operative(self) -> bool:
        return any(part.kind == OPERATIVE for part in self.parts)

    @property
    def last_words(self) -> str:
        if self.path:
            return self.path[-1].prose.last_words
        return self.parts[-1].intro.last_words if self.parts else ""

    @property
    def top(self) -> LabelReading | None:
        return self.path[0].reading if self.path else None

    def open(self, heading: str, kind: str, line: int) -> None:
        self._close(followed_by=heading)
        self.parts.append(OpenSection(kind, heading.strip(" ,:"), line))
        self.path = []

    def note(self, note: PrintedFootnote) -> None:
        if self.path:
            self.path[-1].notes.append(note)
        elif self.parts:
            self.parts[-1].notes.append(note)
        else:
            self.loose_notes.append(note)

    def place(
        self, label: Label, *, indented: bool, gap: bool, list_goes_on: bool
    ) -> LabelPlace | None:
        """Return the depth of a label and the reading that fits, or None if the words are not a
        label here.
        """
        after_colon = self.last_words.endswith(":")
        after_stop = gap or not self.last_words or self.last_words.endswith(_ENDS_OF_ITEM)
        if not self.path:
            return self._first_of_section(label)
        return (
            (self._roman_list_below(label) if after_colon and list_goes_on else None)
            or (self._next_in_open_list(label) if after_stop or not label.is_bare else None)
            or self._below_its_number(label)
            or self._first_of_list(label, deeper=after_colon or indented, after_stop=after_stop)
            or (self._after_missing_numbers(label) if after_stop else None)
        )

    def _first_of_section(self, label: Label) -> LabelPlace | None:
        """Place the first label of a section. Its number need not be 1: paragraphs before it can be
        items that lost theirs.
        """
        highest = max(len(self.parts[-1].intro) + 1, _FIRST_LABEL_IN_SIGHT)
        firsts = (reading for reading in label.readings if reading.is_first)
        lower = (reading for reading in label.readings if reading.number <= highest)
        reading = next(chain(firsts, lower), None)
        return LabelPlace(0, reading) if reading else None

    def _roman_list_below(self, label: Label) -> LabelPlace | None:
        """Place i) after "as follows:", if ii) follows, as the first Roman number and not as the
        letter after h).
        """
        for reading in label.readings:
            if reading.is_first and reading.kind == "roman":
                return LabelPlace(len(self.path), reading)
        return None

    def _next_in_open_list(self, label: Label) -> LabelPlace | None:
        """Place b) after a), in the innermost list that it continues."""
        for depth, item in self._innermost_first():
            for reading in label.readings:
                if reading.follows(item.reading):
                    return LabelPlace(depth, reading)
        return None

    def _below_its_number(self, label: Label) -> LabelPlace | None:
        """Place 1.1 below 1."""
        above = self.path[-1].reading
        for reading in label.readings:
            if reading.prefix and reading.prefix == (*above.prefix, above.number):
                return LabelPlace(len(self.path), reading)
        return None

    def _first_of_list(self, label: Label, *, deeper: bool, after_stop: bool) -> LabelPlace | None:
        """Place a) as the first item of a list: instead of an open list of its kind, or below the
        open item, or next to it.
        """
        families = [item.reading.family for item in self.path]
        for reading in label.readings:
            if not reading.is_first or reading.prefix:
                continue
            if reading.family in families:
                return LabelPlace(families.index(reading.family), reading)
            if deeper or self.path[0].reading.kind == "number":
                return LabelPlace(len(self.path), reading)
            if after_stop:
                return LabelPlace(0, reading)
        return None

    def _after_missing_numbers(self, label: Label) -> LabelPlace | None:
        """Place d) after b), if the c) between them was lost."""
        for depth, item in self._innermost_first():
            for reading in label.readings:
                if 0 < reading.skips(item.reading) < _FIRST_LABEL_IN_SIGHT:
                    return LabelPlace(depth, reading)
        return None

    def _innermost_first(self) -> list[tuple[int, OpenItem]]:
        return list(enumerate(self.path))[::-1]

    def item(self, label: Label, reading: LabelReading, depth: int, *, line: int) -> None:
        """Open an item. Its text is added to its prose afterwards."""
        siblings = self._siblings(depth)
        if depth == 0 and not siblings:
            self._restore_first(reading, label)
        elif depth < len(self.path):
            self._restore_between(siblings, reading)
        item = OpenItem(label.text, reading, line, Prose(), printed=label.printed)
        self._add(siblings, depth, item)

    def bullet(self, text: str, line: int) -> None:
        depth = next(
            (at for at, item in enumerate(self.path) if item.reading.family == _BULLET.family),
            len(self.path),
        )
        self._add(self._siblings(depth), depth, OpenItem("", _BULLET, line, Prose(text)))

    def _siblings(self, depth: int) -> list[OpenItem]:
        return self.path[depth - 1].children if depth else self.parts[-1].items

    def _add(self, siblings: list[OpenItem], depth: int, item: OpenItem) -> None:
        siblings.append(item)
        self.path = [*self.path[:depth], item]

    def _restore_first(self, reading: LabelReading, label: Label) -> None:
        """Restore the items before the first label: paragraphs before an item 2 are taken as item
        1, which lost its number. Paragraphs before an item 1 introduce it.
        """
        part = self.parts[-1]
        lost = 0 if reading.prefix else reading.number - 1
        if not 0 < lost <= len(part.intro):
            return
        first = len(part.intro) - lost
        for number, text in enumerate(part.intro.cut(first), start=1):
            text_label, lost_reading = restore(reading, number)
            part.items.append(OpenItem(text_label, lost_reading, part.line, Prose(text)))
        if part.notes and not first:
            part.items[-1].notes, part.notes = part.notes, []

    def _restore_between(self, siblings: list[OpenItem], reading: LabelReading) -> None:
        before = siblings[-1]
        lost = reading.skips(before.reading)
        if not lost or before.children or len(before.prose) != lost + 1:
            return
        for number, text in enumerate(before.prose.cut(1), start=before.reading.number + 1):
            label, lost_reading = restore(reading, number)
            siblings.append(OpenItem(label, lost_reading, before.line, Prose(text)))

    def paragraph(self, text: str, *, gap: bool, wrapped: bool) -> None:
        """Add text without a label. It continues the open sentence, or begins a paragraph of the
        open item.
        """
        prose = self.path[-1].prose if self.path else self.parts[-1].intro
        ends = (".", ";", ":", ",") if gap else (".", ";", ":")
        if (gap or not wrapped) and prose.last_words.endswith(ends):
            prose.begin(text)
        else:
            prose.go_on(text)

    def finish(self, last_line: int) -> None:
        if not self.parts:
            raise ParseError(last_line, "a heading, such as *considering* or *resolves*", "")
        self._close(followed_by="")
        if not self.has_operative:
            raise ParseError(
                last_line,
                "an operative heading, such as *resolves* or *instructs the Secretary-General*",
                "",
            )

    def _close(self, followed_by: str) -> None:
        """Decide on a heading with nothing below it: it either contains its own text or continues
        the sentence before it.

        A preambular heading after an item that ends in a comma continues that item. Raise
        `ParseError` if neither fits.
        """
        if not self.parts or not self.parts[-1].is_empty:
            return
        part = self.parts.pop()
        split = split_heading(part.heading, part.kind)
        interrupted = self._interrupted_sentence()
        if split is None or not followed_by:
            raise ParseError(
                part.line, f"the text that belongs under “{part.heading}”", followed_by
            )
        if part.kind == PREAMBULAR and self.has_operative and interrupted:
            interrupted.prose.go_on(part.heading)
            interrupted.notes += part.notes
            return
        heading, text = split
        self.parts.append(
            OpenSection(kind_of(heading) or part.kind, heading, part.line, Prose(text))
        )
        self.parts[-1].notes = part.notes

    def _interrupted_sentence(self) -> OpenItem | None:
        if not self.parts or not self.parts[-1].items:
            return None
        item = self.parts[-1].items[-1]
        while item.children:
            item = item.children[-1]
        return item if item.prose.last_words.endswith(",") else None

    def places_of_notes(self, sections: tuple[ParsedSection, ...]) -> dict[int, str]:
        """Return the wid of the clause in which each footnote was, by the Python `id` of the
        footnote.
        """
        places: dict[int, str] = {}
        for part, section in zip(self.parts, sections, strict=True):
            places |= {id(note): section.clauses[0].wid for note in part.notes}
            places |= _places(part.items, section.clauses)
        return places

    def sections(self) -> tuple[ParsedSection, ...]:
        return tuple(
            ParsedSection(
                kind=part.kind,
                heading=part.heading,
                intro="\n".join(part.intro.texts) if part.items else "",
                clauses=tuple(_clause(item) for item in part.items)
                or tuple(ParsedClause("", "", "", text) for text in part.intro.texts),
            )
            for part in self.parts
        )


def _clause(item: OpenItem) -> ParsedClause:
    return ParsedClause(
        wid="",
        label=item.label,
        citation="",
        text="\n".join(item.prose.texts),
        children=tuple(_clause(child) for child in item.children),
        printed=item.printed,
    )


def _places(items: list[OpenItem], clauses: tuple[ParsedClause, ...]) -> dict[int, str]:
    places: dict[int, str] = {}
    if items:
        for item, clause in zip(items, clauses, strict=True):
            places |= {id(note): clause.wid for note in item.notes}
            places |= _places(item.children, clause.children)
    return places
