"""How the symbols of documents of all bodies sort: as numbers, WG-COP/3/2 before WG-COP/3/10 (pure)."""

import re

_WORDS = re.compile(r"[^\W\d_]+|\d+")
_LONGEST_NUMBER = 12
_AFTER_ORIGINAL = {"rev": "1", "r": "1", "add": "2", "corr": "3", "cor": "3"}
"""A revision stands before what is attached to its document. One digit sorts before letters and behind padded numbers."""


def order_of_symbol(symbol: str) -> str:
    """Texts that sort as the symbols do. What a symbol begins with sorts before it: `A/64/1` before `A/64/1/Add.1`."""
    return " ".join(map(_order_of, _WORDS.findall(symbol.casefold())))


def _order_of(word: str) -> str:
    return word.zfill(_LONGEST_NUMBER) if word.isdigit() else _AFTER_ORIGINAL.get(word, word)
