"""Pairs of papers with tables, notes and lists, of which the second is a revision of the first."""

import random

from wgcop import paper
from wgcop.paper import Node

WORDS = [
    "radio",
    "posters",
    "parents",
    "children",
    "online",
    "helpline",
    "teacher",
    "school",
    "budget",
    "survey",
]


def pair(seed: int) -> tuple[Node, Node]:
    chance = random.Random(seed)
    blocks = [_block(chance) for _ in range(chance.randint(2, 7))]
    old = paper.from_text("\n\n".join(map(_typed, blocks)))
    for _ in range(chance.randint(1, 4)):
        _revise(blocks, chance)
    return old, paper.from_text("\n\n".join(map(_typed, blocks)))


Block = str | tuple[str, list[str]] | tuple[str, list[list[str]]]
"""A paragraph or heading; or bullets, numbers or rows."""


def _sentence(chance: random.Random, least: int = 2, most: int = 6) -> str:
    words = " ".join(chance.choices(WORDS, k=chance.randint(least, most)))
    return f"{words.capitalize()}."


def _block(chance: random.Random) -> Block:
    kind = chance.choice(["words", "words", "words", "heading", "-", "1.", "|"])
    if kind == "words":
        note = f"^[{_sentence(chance)}]" if chance.random() < 0.15 else ""
        return " ".join(_sentence(chance) for _ in range(chance.randint(1, 3))) + note
    if kind == "heading":
        return f"{'#' * chance.randint(1, 3)} {_sentence(chance)}"
    if kind == "|":
        columns = chance.randint(2, 3)
        return kind, [_row(chance, columns) for _ in range(chance.randint(2, 4))]
    return kind, [_sentence(chance) for _ in range(chance.randint(1, 4))]


def _row(chance: random.Random, columns: int) -> list[str]:
    return [_sentence(chance, 2, 2) for _ in range(columns)]


def _typed(block: Block) -> str:
    if isinstance(block, str):
        return block
    kind, parts = block
    if kind == "|":
        rows = [f"| {' | '.join(row)} |" for row in parts]
        return "\n".join([rows[0], "|---" * len(parts[0]) + "|", *rows[1:]])
    signs = ["-" if kind == "-" else f"{number}." for number in range(1, len(parts) + 1)]
    return "\n".join(f"{sign} {words}" for sign, words in zip(signs, parts, strict=True))


def _revise(blocks: list[Block], chance: random.Random) -> None:
    at, how = chance.randrange(len(blocks)), chance.random()
    block = blocks[at]
    if how < 0.2:
        blocks.insert(at, _block(chance))
    elif how < 0.35 and len(blocks) > 1:
        del blocks[at]
    elif isinstance(block, str):
        _revise_words(blocks, at, how, chance)
    elif block[0] == "|":
        _, rows = block
        if how < 0.7:
            rows.insert(chance.randint(1, len(rows)), _row(chance, len(rows[0])))
        elif len(rows) > 2:
            del rows[chance.randrange(1, len(rows))]
        else:
            rows[1][0] = _sentence(chance)
    elif how < 0.7 or len(block[1]) == 1:
        block[1].insert(chance.randint(0, len(block[1])), _sentence(chance))
    else:
        del block[1][chance.randrange(len(block[1]))]


def _revise_words(blocks: list[Block], at: int, how: float, chance: random.Random) -> None:
    words, following = str(blocks[at]), blocks[at + 1 : at + 2]
    if words.startswith("#"):
        blocks[at] = f"{words} {_sentence(chance)}"
    elif "^[" in words:
        blocks[at] = f"{_sentence(chance)} {words}"
    elif how < 0.55 and ". " in words:  # split
        first, second = words.split(". ", 1)
        blocks[at : at + 1] = [f"{first}.", second]
    elif how < 0.75 and following and isinstance(following[0], str) and following[0][0] != "#":
        blocks[at : at + 2] = [f"{words} {following[0]}"]  # joined
    else:
        blocks[at] = f"{words}^[{_sentence(chance)}]" if how < 0.85 else f"## {words}"
