"""What changed between the words of two blocks: also in their notes, and in how they are set (pure)."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wgcop.paper.comparison.marks import joined, marked_whole, noted
from wgcop.paper.comparison.words import word_runs, words, words_alike
from wgcop.paper.tree import Node, children

_NO_WORD = "\0"
"""Begins the key of whatever is no word: a picture, a note, a break."""
_OWN_CHANGES = ("insertion", "deletion")
_MOST_NOTES = 30
"""Notes of one changed stretch that are compared; others count as gone and come."""


@dataclass(frozen=True)
class InlineToken:
    """A word, in as many nodes as it has different marks; or a single node of another kind."""

    key: str
    nodes: list[Node]


def compared_inline(old: list[Node], new: list[Node]) -> list[Node]:
    """The words of both, in one sequence."""
    if old == new:
        return new
    olds, news = tokens(old), tokens(new)
    marked: list[Node] = []
    runs = word_runs([t.key for t in olds], [t.key for t in news], fixed=_NO_WORD)
    for run in runs:
        before, after = [olds[n] for n in run.old], [news[n] for n in run.new]
        if run.same:
            for one, other in zip(before, after, strict=True):
                marked += _same_words(one, other)
        else:
            marked += _replaced(before, after)
    return joined(marked)


def tokens(nodes: list[Node]) -> list[InlineToken]:
    out: list[InlineToken] = []
    at = 0
    while at < len(nodes):
        end = at
        while end < len(nodes) and nodes[end]["type"] == "text":
            end += 1
        if end > at:
            out += _words_of(nodes[at:end])
            at = end
        else:
            out.append(InlineToken(_key(nodes[at]), [nodes[at]]))
            at += 1
    return out


def key_of(nodes: list[Node]) -> str:
    """Equal for the same words, however they are set."""
    return "".join(token.key for token in tokens(nodes))


def _words_of(texts: list[Node]) -> Iterator[InlineToken]:
    """Cut at words first, so that a word that is half bold stays one."""
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
        yield InlineToken(word + "".join(_own_changes(piece) for piece in pieces), pieces)


def _own_changes(piece: Node) -> str:
    """The same word counts as another if the paper itself marks it as inserted or deleted."""
    own = [mark for mark in piece.get("marks") or [] if mark["type"] in _OWN_CHANGES]
    return f"\1{len(piece['text'])}{json.dumps(own, sort_keys=True)}" if own else ""


def _key(node: Node) -> str:
    match node["type"]:
        case "hard_break":
            return f"{_NO_WORD}\n"
        case "footnote":
            return f"{_NO_WORD}({key_of(children(node))})"
    return f"{_NO_WORD}{node['type']}{json.dumps(node.get('attrs'), sort_keys=True)}"


def _same_words(one: InlineToken, other: InlineToken) -> Iterator[Node]:
    """The new nodes. Where the formatting changed, they keep how the old ones were set."""
    if one.nodes == other.nodes:
        yield from other.nodes
    elif other.nodes[0]["type"] == "text":
        yield from _set_otherwise(one.nodes, other.nodes)
    else:
        yield _noting(other.nodes[0], one.nodes[0])


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


def _replaced(old: list[InlineToken], new: list[InlineToken]) -> Iterator[Node]:
    """Deleted words, then inserted ones. A note that was only reworded stays, with its changes inside."""
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
    return Counter(words(note.key))
