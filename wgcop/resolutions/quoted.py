"""Turns the text of a clause into blocks of a paper that quotes it (pure)."""

from wgcop.paper.blocks import block, words
from wgcop.paper.tree import Node
from wgcop.resolutions import typeset


def of_clause(said: str) -> list[Node]:
    """Return the paragraphs of a clause, with emphasis where its text has asterisks."""
    return [
        block(
            "paragraph",
            [words(part, *["em"] * is_emphasized) for part, is_emphasized in typeset.parts(line)],
        )
        for line in said.replace("\r\n", "\n").split("\n")
    ]
