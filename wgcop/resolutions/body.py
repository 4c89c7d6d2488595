"""Reads the text after the opening paragraph by paragraph: sections, then the signature and the
annexes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from wgcop.resolutions.ahead import BlocksAhead
from wgcop.resolutions.annexes import read_annexes
from wgcop.resolutions.blocks import Block, annex_heading, emphasized
from wgcop.resolutions.cuts import cut_annex, cut_items
from wgcop.resolutions.footnotes import PrintedFootnote
from wgcop.resolutions.headings import (
    OPERATIVE,
    PREAMBULAR,
    heading_at_start,
    kind_by_grammar,
    kind_of,
    stands_alone,
)
from wgcop.resolutions.labels import LabelReading, read_label
from wgcop.resolutions.outline import SectionOutline
from wgcop.resolutions.run_in import (
    RunIn,
    find_main_verb,
    find_numbered_run_in,
    find_run_in,
    find_trailing_participle,
)
from wgcop.resolutions.source import ParseError
from wgcop.resolutions.tree import Annex

# Done at Geneva, 12 June 2010 · (Adopted unanimously) · The Secretary-General
_SIGNATURE = re.compile(
    r"(?:Done (?:at|in)\b|\(?Signed\b|In witness whereof\b|Adopted (?:at|by|on|in|unanimously)\b|"
    r"Approved (?:at|by|on)\b|\(\s*(?:Adopted|Approved)\b|Ref\b\.?:|"
    r"The (?:Chairman|Chair|President|Secretary-General)(?: of the [\w\s-]{1,60})?$)",
    re.IGNORECASE,
)
# *resolves* · **further decides** · also recommends
_MAIN_VERB = re.compile(r"[*_]*(?:further |also )?(?:resolves|decides|recommends)\b", re.IGNORECASE)
_HEADING = "a heading, such as *considering* or *resolves*"
_LONGEST_HEADING_BY_FORM = 12


class BodyReader:
    """A reader of one paragraph after another. Text cut off the end of one is read next."""

    def __init__(self, blocks: Iterable[Block | PrintedFootnote], *, wrapped: bool) -> None:
        self.ahead = BlocksAhead(blocks)
        self.wrapped = wrapped
        self.names_main_verb = any(_MAIN_VERB.match(block.text) for block in self.ahead)
        self.outline = SectionOutline()
        self.annexes: tuple[Annex, ...] = ()
        self.signature: list[str] = []

    def read(self, last_line: int) -> None:
        while self.ahead:
            block = self.ahead.take()
            if isinstance(block, PrintedFootnote):
                self.outline.note(block)
            elif self.outline.has_operative and (cut := cut_annex(block)):
                self.ahead.put_back(*cut)
            elif self._read_end(block):
                break
            elif not self._read_heading(block):
                self._read_text(block)
        self.outline.finish(last_line)
        self.annexes = tuple(read_annexes(list(self.ahead)))

    def _read_end(self, block: Block) -> bool:
        """Read the signature or notice an annex. Return whether the sections end here."""
        if not self.outline.has_operative:
            return False
        if annex_heading(block.text):
            self.ahead.put_back(block)
            return True
        if block.gap and _SIGNATURE.match(block.text):
            self.signature.append(block.text)
            while self.ahead and not self.ahead.begins_with_annex:
                following = self.ahead.take()
                if isinstance(following, Block):
                    self.signature.append(following.text)
            return True
        return False

    def _read_heading(self, block: Block) -> bool:
        """Open a section if the block is, or begins with, the heading of one. Return whether it
        does.
        """
        if block.heading:
            self.outline.open(block.text, block.heading, block.line)
            return True
        if marked := emphasized(block.text):
            return self._read_marked(block, *marked)
        if block.bulleted or read_label(block.text) or not self._may_begin_section(block):
            return False
        return (
            self._read_familiar_heading(block)
            or self._read_heading_by_form(block)
            or self._read_heading_at_start(block)
        )

    def _read_familiar_heading(self, block: Block) -> bool:
        """Open a section if the words are a heading whenever they are on their own. Return whether
        they are.
        """
        following = self.ahead.next
        stands_apart = (
            block.gap
            or following is None
            or following.gap
            or self.ahead.begins_with_list
            or not self.outline.last_words.endswith((";", "."))
        )
        kind = stands_alone(block.text) if stands_apart else None
        if kind:
            self.outline.open(block.text, kind, block.line)
        return bool(kind)

    def _read_heading_by_form(self, block: Block) -> bool:
        """Open a section at a short line in lower case above a list, such as `noting with
        satisfaction`.
        """
        text = block.text
        has_the_form = (
            block.gap
            and text[0].islower()
            and len(text.split()) <= _LONGEST_HEADING_BY_FORM
            and text[-1] not in ".;,"
            and self.ahead.begins_with_list
        )
        if has_the_form:
            self.outline.open(text, kind_by_grammar(text, self.outline.kind), block.line)
        return has_the_form

    def _read_heading_at_start(self, block: Block) -> bool:
        """Open a section at a block such as `considering that …`; the words after the heading are
        read next.
        """
        split = heading_at_start(block.text) if block.gap else None
        if split is None:
            return False
        heading, rest = split
        self.outline.open(heading, kind_of(heading) or PREAMBULAR, block.line)
        self.ahead.put_back(Block(block.line, rest))
        return True

    def _read_marked(self, block: Block, inside: str, rest: str) -> bool:
        """Open a section at `*recalling*`, or `*resolves* to …`. Words in italics that open no
        section are text.
        """
        kind = kind_of(inside)
        if kind is None and not rest and inside[0].islower() and self.ahead.begins_with_list:
            kind = kind_by_grammar(inside, self.outline.kind)
        if kind is None or (rest and not self._may_begin_section(block)):
            return False
        self.outline.open(inside, kind, block.line)
        if rest:
            self.ahead.put_back(Block(block.line, rest))
        return True

    def _may_begin_section(self, block: Block) -> bool:
        return not block.indent and (
            not self.outline.parts or self.outline.last_words.endswith((",", ";", "."))
        )

    def _read_text(self, block: Block) -> None:
        if not self.outline.parts:
            raise ParseError(block.line, _HEADING, block.text)
        before: Block | None = block
        if run_in := find_numbered_run_in(block.text):
            before = self._cut_before(block, run_in)
        if before and not self._read_item(before):
            self._read_paragraph(before)

    def _read_item(self, block: Block) -> bool:
        """Read the block as an item if it begins with a label that fits here. Items that ran into
        it are read next.
        """
        labelled = read_label(block.text)
        if labelled is None:
            return False
        label, words = labelled
        place = self.outline.place(
            label,
            indented=block.indent > 0,
            gap=block.gap,
            list_goes_on=" ii) " in block.text or self.ahead.begins_with_label("ii)"),
        )
        if place is None:
            return False
        first, *others = self._cut_items(block, place.reading, place.depth)
        self.ahead.put_back(*others)
        text = first.text[len(block.text) - len(words) :]
        self.outline.item(label, place.reading, place.depth, line=block.line)
        self.outline.path[-1].prose.go_on(self._before_run_in(Block(block.line, text)))
        return True

    def _read_paragraph(self, block: Block) -> None:
        text = self._before_run_in(block)
        if not text:
            return
        if block.bulleted:
            self.outline.bullet(text, block.line)
        else:
            self.outline.paragraph(text, gap=block.gap, wrapped=self.wrapped)

    def _cut_items(self, block: Block, reading: LabelReading, depth: int) -> list[Block]:
        """Cut a paragraph into its items. After its last sub-item the list above may continue in
        it.
        """
        upcoming = self.ahead.label_readings
        *pieces, last = cut_items(block, reading, nested=depth > 0, upcoming=upcoming)
        for above in reversed(self.outline.path[:depth]):
            more = cut_items(last, above.reading, nested=False, upcoming=upcoming)
            if len(more) > 1:
                return [*pieces, *more]
        return [*pieces, last]

    def _before_run_in(self, block: Block) -> str:
        """Return the words before a heading that ran into them. That heading and its text are read
        next.
        """
        run_in = None if self._section_goes_on() else self._find_run_in(block.text)
        if run_in is None:
            return block.text
        before = self._cut_before(block, run_in)
        return before.text if before else ""

    def _section_goes_on(self) -> bool:
        """Return whether the section continues with the next block. A heading can only have run
        into its last item.
        """
        return any(
            following.follows(item.reading) or following.skips(item.reading)
            for following in self.ahead.label_readings
            for item in self.outline.path
        )

    def _find_run_in(self, text: str) -> RunIn | None:
        run_in = find_run_in(text, preambular=self.outline.kind == PREAMBULAR)
        if run_in and run_in.rest == len(text) and not self.ahead.begins_with_list:
            run_in = None
        if run_in is None and self._main_verb_is_missing():
            run_in = find_main_verb(text)
        if run_in is None and self.ahead.begins_with_list:
            run_in = find_trailing_participle(text)
        return run_in

    def _main_verb_is_missing(self) -> bool:
        """Return whether the preamble ends here although no *resolves* or *decides* follows."""
        following = self.ahead.next
        if following is None or self.names_main_verb or self.outline.has_operative:
            return False
        marked = emphasized(following.text)
        return kind_of(marked[0] if marked else following.text) == OPERATIVE

    def _cut_before(self, block: Block, run_in: RunIn) -> Block | None:
        """Return the text before the heading, or None if there is no text. The heading and its text
        are read next.
        """
        heading = Block(block.line, run_in.heading, heading=kind_of(run_in.heading) or PREAMBULAR)
        rest = block.text[run_in.rest :].strip()
        self.ahead.put_back(heading, Block(block.line, rest) if rest else None)
        before = block.text[: run_in.start].rstrip()
        return replace(block, text=before) if before else None
