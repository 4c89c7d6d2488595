"""Compares the text of two blocks, including their notes and their formatting (pure)."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wgcop.paper.comparison.marks import joined, marked_whole, noted, own_changes
from wgcop.paper.comparison.words import word_runs, words, words_alike
from wgcop.paper.tree import Node, children

_NO_WORD = "\0"
"""The beginning of the key of tokens that are not words: pictures, notes, breaks."""
_MOST_NOTES = 30
"""The largest number of notes of one changed stretch that are compared. Others count as removed and
added.
"""


@dataclass(frozen=True)
class InlineToken:
    """A word with the spaces before it, in as many nodes as it has different marks; or a single
    node of another kind.
    """

    words: str
    nodes: list[Node]

    @cached_property
    def key(self) -> str:
        """The word without the spaces before it, which change when the text before the word is
        removed or added.
        """
        return self.words.lstrip() or self.words

    def parts(self) -> tuple[list[Node], list[Node]]:
        """Return the spaces and the word as two lists of nodes."""
        return _cut(self.nodes, len(self.words) - len(self.key))


def compared_inline(old: list[Node], new: list[Node]) -> list[Node]:
    """Return the words of both in one sequence, with marks on the changes."""
    if old == new:
        return new
    olds, news = tokens(old), tokens(new)
    marked: list[Node] = []
    gone, come = list[InlineToken](), list[InlineToken]()
    for run in word_runs([t.key for t in olds], [t.key for t in news], fixed=_NO_WORD):
        before, after = [olds[n] for n in run.old], [news[n] for n in run.new]
        if not run.same:
            gone, come = before, after
            continue
        for one, other in zip(before, after, strict=True):
            blank, word = one.parts()
            new_blank, new_word = other.parts()
            marked += _replaced_before(blank, new_blank, gone, come)
            marked += _same_words(word, new_word)
            gone, come = [], []
    return joined([*marked, *_replaced_before([], [], gone, come)])


def tokens(nodes: list[Node]) -> list[InlineToken]:
    out: list[InlineToken] = []
    at = 0
    while at < len(nodes):
        end = at
        while end < len(nodes) and nodes[end]["type"] == "text":
            end += 1
            if end < len(nodes) and _takes_its_place(nodes[end - 1], nodes[end]):
                break
        if end > at:
            out += _words_of(nodes[at:end])
            at = end
        else:
            out.append(InlineToken(_key(nodes[at]), [nodes[at]]))
            at += 1
    return out


def key_of(nodes: list[Node]) -> str:
    """Return a key that is equal for the same words, however they are formatted."""
    return "".join(token.words for token in tokens(nodes))


def _words_of(texts: list[Node]) -> Iterator[InlineToken]:
    """Yield the words of these texts. The text is split into words first, so that a word that is
    half bold stays one.
    """
    rest = [(node["text"], node) for node in texts][::-1]
    for word in words("".join(node["text"] for node in texts)):
        pieces: list[Node] = []
        missing = len(word)
        while missing:
            text, node = rest.pop()
            pieces.append({**node, "text": text[:missing]})
            if len(text) > missing:
                rest.append((text[missing:], node))
            missing -= len(pieces[-1]["text"])
        yield InlineToken(word, pieces)


def _takes_its_place(one: Node, other: Node) -> bool:
    """Return whether the paper itself deletes one of two neighbours and inserts the other, so that
    they are not one word.
    """
    kinds, others = (own_changes(node.get("marks") or []) for node in (one, other))
    return bool(kinds and others) and kinds != others


def _key(node: Node) -> str:
    match node["type"]:
        case "hard_break":
            return f"{_NO_WORD}\n"
        case "footnote":
            return f"{_NO_WORD}({key_of(children(node))})"
    return f"{_NO_WORD}{node['type']}{json.dumps(node.get('attrs'), sort_keys=True)}"


def _same_words(one: list[Node], other: list[Node]) -> Iterator[Node]:
    """Yield the new nodes. If the formatting changed, they carry the former formatting."""
    if one == other:
        yield from other
    elif other[0]["type"] == "text":
        yield from _set_otherwise(one, other)
    else:
        yield _noting(other[0], one[0])


def _set_otherwise(old: list[Node], new: list[Node]) -> Iterator[Node]:
    olds, at = list(old), 0
    for node in new:
        text = node["text"]
        while text:
            before, left = olds[0], len(olds[0]["text"]) - at
            piece = {**node, "text": text[:left]}
            yield _noting(piece, before)
            text = text[left:]
            at += len(piece["text"])
            if at == len(before["text"]):
                olds, at = olds[1:], 0


def _noting(node: Node, old: Node) -> Node:
    if node["type"] == "footnote":
        inside = compared_inline(children(old), children(node))
        node = {**node, **({"content": inside} if inside else {})}
    was: list[Any] = old.get("marks") or []
    return node if was == (node.get("marks") or []) else noted(node, was=was)


def _replaced_before(
    blank: list[Node], new_blank: list[Node], gone: list[InlineToken], come: list[InlineToken]
) -> Iterator[Node]:
    """Yield what was replaced, and the spaces between it and a word that stayed.

    Spaces that the old and the new text have in common stay too, and so do spaces before words that
    were only removed or only added.
    """
    one, other = _text(blank), _text(new_blank)
    size = _same_at_the_beginning(one[::-1], other[::-1])
    rest, left = _cut(blank, len(one) - size)
    new_rest, here = _cut(new_blank, len(other) - size)
    gone, come = [*gone, *_token(rest)], [*come, *_token(new_rest)]
    if gone and come and not (_speaks(gone) and _speaks(come)):
        size = _same_at_the_beginning(_blanks(gone[0]), _blanks(come[0]))
        first, rest = _cut(gone[0].nodes, size)
        new_first, new_rest = _cut(come[0].nodes, size)
        yield from _same_words(first, new_first)
        gone, come = [*_token(rest), *gone[1:]], [*_token(new_rest), *come[1:]]
    yield from _replaced(gone, come)
    yield from _same_words(left, here)


def _cut(nodes: list[Node], at: int) -> tuple[list[Node], list[Node]]:
    """Cut a text before the letter at this place."""
    if at == 0:
        return [], nodes
    before, after = list[Node](), list[Node]()
    for node in nodes:
        words = node["text"]
        if words[:at]:
            before.append({**node, "text": words[:at]})
        if words[at:]:
            after.append({**node, "text": words[at:]})
        at = max(at - len(words), 0)
    return before, after


def _token(nodes: list[Node]) -> list[InlineToken]:
    return [InlineToken(_text(nodes), nodes)] if nodes else []


def _text(nodes: list[Node]) -> str:
    return "".join(node["text"] for node in nodes)


def _speaks(tokens: list[InlineToken]) -> bool:
    return any(token.words.strip() for token in tokens)


def _blanks(token: InlineToken) -> str:
    """Return the spaces at the beginning of a token."""
    return token.words[: len(token.words) - len(token.words.lstrip())]


def _same_at_the_beginning(one: str, other: str) -> int:
    """Return the length of the common beginning of the two."""
    shorter = min(len(one), len(other))
    return next((n for n in range(shorter) if one[n] != other[n]), shorter)


def _replaced(old: list[InlineToken], new: list[InlineToken]) -> Iterator[Node]:
    """Yield deleted words, then inserted ones. A note that was only reworded stays, with its
    changes inside.
    """
    i = j = 0
    for a, b in _same_notes(old, new):
        yield from _gone_and_come(old[i:a], new[j:b])
        yield _noting(new[b].nodes[0], old[a].nodes[0])
        i, j = a + 1, b + 1
    yield from _gone_and_come(old[i:], new[j:])


def _gone_and_come(old: list[InlineToken], new: list[InlineToken]) -> Iterator[Node]:
    yield from (marked_whole(node, "deleted") for node in _nodes(old))
    yield from (marked_whole(node, "inserted") for node in _nodes(new))


def _nodes(tokens: list[InlineToken]) -> list[Node]:
    return joined([node for token in tokens for node in token.nodes])


def _same_notes(old: list[InlineToken], new: list[InlineToken]) -> Iterator[tuple[int, int]]:
    olds = [n for n, token in enumerate(old) if token.nodes[0]["type"] == "footnote"]
    news = [n for n, token in enumerate(new) if token.nodes[0]["type"] == "footnote"]
    if len(olds) == len(news) == 1:
        yield olds[0], news[0]
        return
    for a in olds[:_MOST_NOTES]:
        alike = [b for b in news[:_MOST_NOTES] if words_alike(_bag(old[a]), _bag(new[b])) > 0.5]
        if alike:
            yield a, alike[0]
            news = [b for b in news if b > alike[0]]


def _bag(note: InlineToken) -> Counter[str]:
    return Counter(words(note.words))
