"""The words of a clause as blocks of a paper that quotes them (pure)."""

from wgcop.paper.blocks import block, words
from wgcop.paper.tree import Node
from wgcop.resolutions import typeset


def of_clause(said: str) -> list[Node]:
    """Emphasis stands between asterisks."""
    return [
        block(
            "paragraph",
            [words(part, *["em"] * is_emphasized) for part, is_emphasized in typeset.parts(line)],
        )
        for line in said.replace("\r\n", "\n").split("\n")
    ]
