"""The words of a proposal as marked changes against those of its clause: made by the comparison of
papers, and taken out of it again (pure).
"""

from collections.abc import Iterable, Iterator

from wgcop.paper.comparison import compare, joined, signed, tracked
from wgcop.paper.tree import Node, children
from wgcop.resolutions.quoted import of_clause

_UNDONE = {"deletion": "deleted", "insertion": "inserted"}


def as_typed(text: str) -> str:
    """Return the text with one line for each paragraph, without empty lines and spaces at the ends."""
    return "\n".join(filter(None, (line.strip() for line in text.splitlines())))


def marked_words(base: str, words: str, *, by: str, at: str) -> Node:
    """Return the tree of a paper that shows `words` as changes to `base`, signed by their source."""
    marked = compare(_tree(as_typed(base)), _tree(as_typed(words))).marked
    return tracked(signed(marked, by=by, at=at))


def new_words(words: str) -> Node:
    """Return the tree of words that stand on their own, without a mark."""
    return _tree(as_typed(words))


def accepted(tree: Node) -> str:
    """Return the text with the changes accepted: the proposed words, in typed form."""
    return _without("deletion", tree)


def rejected(tree: Node) -> str:
    """Return the text with the changes rejected: the words that the proposal changes."""
    return _without("insertion", tree)


def _tree(words: str) -> Node:
    return {"type": "doc", "content": of_clause(words)}


def _without(mark: str, tree: Node) -> str:
    paragraphs = (
        each for each in children(tree) if (each.get("attrs") or {}).get("change") != _UNDONE[mark]
    )
    return "\n".join(_typed(_left(children(each), mark)) for each in paragraphs)


def _left(nodes: Iterable[Node], dropped: str) -> Iterator[Node]:
    """Yield what is left without the words that have this mark, and without the other mark."""
    for node in nodes:
        kinds = [mark["type"] for mark in node.get("marks", ())]
        if dropped not in kinds:
            marks = [mark for mark in node.get("marks", ()) if mark["type"] not in _UNDONE]
            yield {**node, "marks": marks}


def _typed(nodes: Iterable[Node]) -> str:
    return "".join(
        f"*{node['text']}*" if node["marks"] else node["text"] for node in joined(list(nodes))
    )
