"""The text after the opening, paragraph by paragraph: sections, then the signature and the annexes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from wgcop.resolutions.annexes import read_annexes
from wgcop.resolutions.blocks import Block, annex_heading, cut_annex, cut_items, emphasized
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

_SIGNATURE = re.compile(
    r"(?:Done (?:at|in)\b|\(?Signed\b|In witness whereof\b|Adopted (?:at|by|on|in|unanimously)\b|"
    r"Approved (?:at|by|on)\b|\(\s*(?:Adopted|Approved)\b|Ref\b\.?:|"
    r"The (?:Chairman|Chair|President|Secretary-General)(?: of the [\w\s-]{1,60})?$)",
    re.IGNORECASE,
)
_MAIN_VERB = re.compile(r"[*_]*(?:further |also )?(?:resolves|decides|recommends)\b", re.IGNORECASE)
_HEADING = "a heading, such as *considering* or *resolves*"
_LONGEST_HEADING_BY_FORM = 12


class BodyReader:
    """Reads one paragraph after another. What is cut off the end of one is read next."""

    def __init__(self, blocks: Iterable[Block | PrintedFootnote], *, wrapped: bool) -> None:
        self.ahead: list[Block | PrintedFootnote] = list(blocks)[::-1]
        self.wrapped = wrapped
        self.names_main_verb = any(
            isinstance(block, Block) and _MAIN_VERB.match(block.text) for block in self.ahead
        )
        self.outline = SectionOutline()
        self.annexes: tuple[Annex, ...] = ()
        self.signature: list[str] = []

    def read(self, last_line: int) -> None:
        while self.ahead:
            block = self.ahead.pop()
            if isinstance(block, PrintedFootnote):
                self.outline.note(block)
            elif self.outline.has_operative and (cut := cut_annex(block)):
                self._push(*cut)
            elif self._read_end(block):
                break
            elif not self._read_heading(block):
                self._read_text(block)
        self.outline.finish(last_line)
        rest = [block for block in reversed(self.ahead) if isinstance(block, Block)]
        self.annexes = tuple(read_annexes(rest))

    def _read_end(self, block: Block) -> bool:
        """Whether the sections are over: an annex begins, or the signature."""
        if not self.outline.has_operative:
            return False
        if annex_heading(block.text):
            self.ahead.append(block)
            return True
        if block.gap and _SIGNATURE.match(block.text):
            self.signature.append(block.text)
            while self.ahead and not self._annex_is_next():
                following = self.ahead.pop()
                if isinstance(following, Block):
                    self.signature.append(following.text)
            return True
        return False

    def _annex_is_next(self) -> bool:
        block = self.ahead[-1]
        return isinstance(block, Block) and annex_heading(block.text) is not None

    def _push(self, *blocks: Block | None) -> None:
        """These blocks are read next, the first of them first."""
        self.ahead += [block for block in reversed(blocks) if block]

    def _read_heading(self, block: Block) -> bool:
        text = block.text
        if block.sure:
            self.outline.open(text, block.sure, block.line)
            return True
        if marked := emphasized(text):
            return self._read_marked(block, *marked)
        if block.bulleted or read_label(text) or not self._may_begin_section(block):
            return False

        next_block = self._next_block()
        alone = (
            block.gap
            or next_block is None
            or next_block.gap
            or self._list_starts_next()
            or not self.outline.last_words.endswith((";", "."))
        )
        if alone and (kind := stands_alone(text)):
            self.outline.open(text, kind, block.line)
            return True
        if block.gap and self._has_the_form_of_a_heading(text):
            self.outline.open(text, kind_by_grammar(text, self.outline.kind), block.line)
            return True
        if block.gap and (split := heading_at_start(text)):
            heading, rest = split
            self.outline.open(heading, kind_of(heading) or PREAMBULAR, block.line)
            self._push(Block(block.line, rest))
            return True
        return False

    def _read_marked(self, block: Block, inside: str, rest: str) -> bool:
        kind = kind_of(inside)
        if kind is None and not rest and inside[0].islower() and self._list_starts_next():
            kind = kind_by_grammar(inside, self.outline.kind)
        if kind is None or (rest and not self._may_begin_section(block)):
            return False
        self.outline.open(inside, kind, block.line)
        if rest:
            self._push(Block(block.line, rest))
        return True

    def _may_begin_section(self, block: Block) -> bool:
        return not block.indent and (
            not self.outline.parts or self.outline.last_words.endswith((",", ";", "."))
        )

    def _has_the_form_of_a_heading(self, text: str) -> bool:
        return (
            text[0].islower()
            and len(text.split()) <= _LONGEST_HEADING_BY_FORM
            and text[-1] not in ".;,"
            and self._list_starts_next()
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
        labelled = read_label(block.text)
        if labelled is None:
            return False
        label, words = labelled
        place = self.outline.place(
            label,
            indented=block.indent > 0,
            gap=block.gap,
            list_goes_on=" ii) " in block.text or self._next_label_is("ii)"),
        )
        if place is None:
            return False
        first, *others = self._cut_items(block, place.reading, place.depth)
        self._push(*others)
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
        """The items in one paragraph. After the last sub-item the list above it may go on."""
        upcoming = self._upcoming()
        *pieces, last = cut_items(block, reading, nested=depth > 0, upcoming=upcoming)
        for above in reversed(self.outline.path[:depth]):
            more = cut_items(last, above.reading, nested=False, upcoming=upcoming)
            if len(more) > 1:
                return [*pieces, *more]
        return [*pieces, last]

    def _before_run_in(self, block: Block) -> str:
        """The words before a heading that ran into them; such a heading and its text are read next."""
        run_in = None if self._section_goes_on() else self._find_run_in(block.text)
        if run_in is None:
            return block.text
        before = self._cut_before(block, run_in)
        return before.text if before else ""

    def _section_goes_on(self) -> bool:
        """A heading can only have run into the last item of its section."""
        return any(
            following.follows(item.reading) or following.skips(item.reading)
            for following in self._upcoming()
            for item in self.outline.path
        )

    def _find_run_in(self, text: str) -> RunIn | None:
        run_in = find_run_in(text, preambular=self.outline.kind == PREAMBULAR)
        if run_in and run_in.rest == len(text) and not self._list_starts_next():
            run_in = None
        if run_in is None and self._main_verb_is_missing():
            run_in = find_main_verb(text)
        if run_in is None and self._list_starts_next():
            run_in = find_trailing_participle(text)
        return run_in

    def _main_verb_is_missing(self) -> bool:
        """The preamble ends here, and neither resolves nor decides is to come."""
        following = self._next_block()
        if following is None or self.names_main_verb or self.outline.has_operative:
            return False
        marked = emphasized(following.text)
        return kind_of(marked[0] if marked else following.text) == OPERATIVE

    def _cut_before(self, block: Block, run_in: RunIn) -> Block | None:
        """What stands before the heading, if anything; the heading and its text are read next."""
        heading = Block(block.line, run_in.heading, sure=kind_of(run_in.heading) or PREAMBULAR)
        rest = block.text[run_in.rest :].strip()
        self._push(heading, Block(block.line, rest) if rest else None)
        before = block.text[: run_in.start].rstrip()
        return replace(block, text=before) if before else None

    def _next_block(self) -> Block | None:
        return next((block for block in reversed(self.ahead) if isinstance(block, Block)), None)

    def _upcoming(self) -> tuple[LabelReading, ...]:
        following = self._next_block()
        if following is None or following.sure:
            return ()
        labelled = read_label(following.text)
        return labelled[0].readings if labelled else ()

    def _list_starts_next(self) -> bool:
        return any(reading.is_first for reading in self._upcoming())

    def _next_label_is(self, label: str) -> bool:
        following = self._next_block()
        labelled = read_label(following.text) if following else None
        return labelled is not None and labelled[0].text == label
