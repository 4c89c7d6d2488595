"""The units of a text that are translated one by one: the fields of its cover, its headings and
paragraphs, those in cells too, and its notes (pure).

A unit is found in a version by the id of its paragraph. Whoever types a translation over the words of
the original gives its paragraphs other ids; then its place between those that are found decides.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from wgcop.paper.comparison.sequences import pairs, runs_between
from wgcop.paper.comparison.words import words_in
from wgcop.paper.tree import TEXTBLOCKS, Node, children, inline_words

Content = tuple[Node, ...]
"""What a paragraph contains: letters with their marks, pictures, line breaks and notes."""


@dataclass(frozen=True)
class TranslationUnit:
    """`key` is the name of a field of the cover, the id of a paragraph, or that with the number of a
    note in it. `place` says what the unit is and in what it stands.
    """

    key: str
    place: str
    content: Content

    @property
    def is_field(self) -> bool:
        return self.place.startswith("field/")

    @property
    def words(self) -> str:
        return inline_words(self.content).strip()

    @property
    def own_words(self) -> str:
        """The words without those of its notes, which are units of their own."""
        return inline_words(node for node in self.content if node["type"] != "footnote").strip()

    @property
    def has_words(self) -> bool:
        return any(node["type"] == "text" and node["text"].strip() for node in self.content)

    @property
    def number_of_words(self) -> int:
        return len(words_in(self.own_words))


@dataclass(frozen=True)
class FoundWords:
    """The words that a version has for a unit. They are outdated if the original said something else
    when they were written.
    """

    content: Content
    is_outdated: bool = False


def units_of(cover: Mapping[str, str], tree: Node) -> list[TranslationUnit]:
    """Return the units in reading order, also those that are empty. Empty fields have none."""
    fields = [
        TranslationUnit(name, f"field/{name}", ({"type": "text", "text": words},))
        for name, words in cover.items()
        if words.strip()
    ]
    return [*fields, *_in_text(tree, "")]


def _in_text(node: Node, around: str) -> Iterator[TranslationUnit]:
    if node["type"] not in TEXTBLOCKS:
        around = f"{around}{node['type']}/" if node["type"] != "doc" else around
        for child in children(node):
            yield from _in_text(child, around)
        return
    key, place = node["attrs"]["id"], around + node["type"]
    yield TranslationUnit(key, place, tuple(children(node)))
    for number, note in enumerate(_notes(node), start=1):
        yield TranslationUnit(f"{key}~{number}", f"{place}/footnote", tuple(children(note)))


def _notes(node: Node) -> list[Node]:
    return [child for child in children(node) if child["type"] == "footnote"]


def number_of_words(cover: Mapping[str, str], tree: Node) -> int:
    return sum(unit.number_of_words for unit in units_of(cover, tree))


def counterparts(
    original: Sequence[TranslationUnit], version: Sequence[TranslationUnit]
) -> dict[str, TranslationUnit]:
    """Return the units of a version by the keys of the units of the original that they translate."""
    old, new = [each.key for each in original], [each.key for each in version]
    found: dict[str, TranslationUnit] = {}
    for run in runs_between(pairs(old, new), len(old), len(new)):
        theirs, ours = [original[n] for n in run.old], [version[n] for n in run.new]
        if run.same or [each.place for each in theirs] == [each.place for each in ours]:
            found |= {one.key: other for one, other in zip(theirs, ours, strict=True)}
    return found


def found_in(
    original: Sequence[TranslationUnit],
    made_from: Sequence[TranslationUnit],
    version: Sequence[TranslationUnit],
) -> dict[str, FoundWords]:
    """Return what a version has for the units of the original as it is now. `made_from` are the units
    of the wording that was translated. What still has the words of that wording is not translated.
    """
    then = {unit.key: unit for unit in made_from}
    have = counterparts(made_from, version)
    return {
        unit.key: FoundWords(have[unit.key].content, then[unit.key].words != unit.words)
        for unit in original
        if unit.key in have and have[unit.key].words != then[unit.key].words
    }


def with_contents(tree: Node, contents: Mapping[str, Content]) -> Node:
    """Return the text with these contents of its units, by their keys. A note is put where it stands
    in the content around it: its `number`, or its place among the notes there, tells which it is.
    """
    if tree["type"] not in TEXTBLOCKS:
        return {**tree, "content": [with_contents(child, contents) for child in children(tree)]}
    key = tree["attrs"]["id"]
    filled, number = [], 0
    for node in contents.get(key, tuple(children(tree))):
        if node["type"] == "footnote":
            number += 1
            note = f"{key}~{node.get('number', number)}"
            content = list(contents.get(note, tuple(children(node))))
            node = {"type": "footnote", "content": content}
        filled.append(node)
    bare = {name: value for name, value in tree.items() if name != "content"}
    return {**bare, "content": filled} if filled else bare


def words_left_out(version: Sequence[TranslationUnit], kept: Mapping[str, FoundWords]) -> list[str]:
    """Return the words of a version that stand in none of these places, in their order."""
    standing: dict[str, int] = defaultdict(int)
    for found in kept.values():
        standing[TranslationUnit("", "", found.content).words] += 1
    left: list[str] = []
    for unit in version:
        if standing[unit.words]:
            standing[unit.words] -= 1
        elif unit.has_words:
            left.append(unit.own_words)
    return left
