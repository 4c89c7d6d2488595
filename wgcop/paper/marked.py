"""The people who marked changes in a paper, and when: a colour for each, in the order of their
first changes (pure).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from wgcop.paper.schema import CHANGES, attribute
from wgcop.paper.tree import TEXTBLOCKS, Node, children, walk

COLOURS = 8


@dataclass(frozen=True)
class MarkedBy:
    """A person who marked changes. `first` and `last` are the moments of their changes as stored;
    empty if none has one.
    """

    name: str
    colour: int
    first: str
    last: str


def marked_by(tree: Node) -> tuple[MarkedBy, ...]:
    """Return those who signed what they marked, each with a colour."""
    moments: dict[str, list[str]] = defaultdict(list)
    for name, at in _signatures(tree):
        moments[name] += [at] if at else []
    return tuple(
        MarkedBy(name, number % COLOURS + 1, min(those, default=""), max(those, default=""))
        for number, (name, those) in enumerate(moments.items())
    )


def signature_in(block: Node) -> dict[str, str | None]:
    """Return who changed a whole block, and when, according to the marks of its text, or of the
    block itself if it is empty. Return an empty dictionary if nobody signed.
    """
    words = (signature for child in children(block) for signature in _signatures(child))
    return next(({"by": name, "at": at} for name, at in chain(words, _signatures(block))), {})


def _signatures(tree: Node) -> Iterator[tuple[str, str | None]]:
    for node in walk(tree):
        border = attribute(node, "border") if node["type"] in TEXTBLOCKS else None
        for mark in (*([border] if border else []), *node.get("marks", ())):
            if mark["type"] in CHANGES and (name := mark["attrs"].get("by")):
                yield name, mark["attrs"].get("at")
