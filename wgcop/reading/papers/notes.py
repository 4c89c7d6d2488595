"""The footnotes and endnotes of a Word file, which become footnotes of one paragraph in a paper."""

from typing import Any

from wgcop.paper.tree import Node, inline_words
from wgcop.reading.papers.inline import InlineReader, joined
from wgcop.reading.papers.left_out import LeftOutList
from wgcop.reading.papers.names import W_P, W_TBL, q
from wgcop.reading.papers.package import Package
from wgcop.reading.papers.paragraphs import trimmed
from wgcop.reading.papers.pictures import PictureReader
from wgcop.reading.papers.word_styles import Looks, WordStyles
from wgcop.reading.reasons import Reason


class NoteReader:
    def __init__(
        self, package: Package, styles: WordStyles, pictures: PictureReader, left_out: LeftOutList
    ) -> None:
        self._package = package
        self._styles = styles
        self._pictures = pictures
        self._left_out = left_out
        self._notes = {
            "footnote": self._notes_of("footnote", "footnotes"),
            "endnote": self._notes_of("endnote", "endnotes"),
        }

    def note(self, kind: str, note_id: str) -> Node | None:
        note = self._notes[kind].get(note_id)
        if note is None:
            return None
        element, reader = note
        nodes: list[Node] = []
        for paragraph in element.iter(W_P):
            inner = trimmed(reader.read(paragraph, Looks()))
            nodes += [{"type": "hard_break"}] if nodes and inner else []
            nodes += inner
        if any(node["type"] not in ("text", "hard_break") for node in nodes):
            self._left_out.add(Reason("A picture in a note."), inline_words(nodes))
            nodes = joined([n for n in nodes if n["type"] in ("text", "hard_break")])
        if next(element.iter(W_TBL), None) is not None:
            self._left_out.add(
                Reason("A table in a note: its words are kept."), inline_words(nodes)
            )
        return {"type": "footnote", **({"content": nodes} if nodes else {})}

    def _notes_of(self, kind: str, part: str) -> dict[str, tuple[Any, InlineReader]]:
        name = self._package.related(part)
        if not name:
            return {}
        reader = InlineReader(
            self._styles,
            self._pictures,
            self._left_out,
            self._package.relations(name),
            lambda _kind, _note_id: None,
        )
        return {
            note.get(q("w:id"), ""): (note, reader)
            for note in self._package.xml(name).iterchildren(q(f"w:{kind}"))
            if note.get(q("w:type")) in (None, "normal")
        }
