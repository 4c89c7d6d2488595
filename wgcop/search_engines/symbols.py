"""Sorts records by number: documents by their symbols, WG-COP/3/2 before WG-COP/3/10, then
everything else by name (pure).
"""

import re

from wgcop.search.question.analysis import normalise

_WORDS = re.compile(r"[^\W\d_]+|\d+")
_LONGEST_NUMBER = 12
_LONGEST_NAME = 60
_AFTER_ORIGINAL = {"rev": "1", "r": "1", "add": "2", "corr": "3", "cor": "3"}
"""Sort keys of the words after an original's symbol: a revision comes before the attachments of its
document. A single digit sorts before letters and after padded numbers.
"""


def order_by_number(symbol: str, name: str) -> str:
    return f"0 {order_of_symbol(symbol)}" if symbol else f"1 {order_of_name(name)}"


def order_of_symbol(symbol: str) -> str:
    """Return a sort key for symbols. A symbol sorts before those that it begins: `A/64/1` before
    `A/64/1/Add.1`.
    """
    words = _WORDS.findall(symbol.casefold())
    return " ".join(_AFTER_ORIGINAL.get(word) or _padded(word) for word in words)


def order_of_name(name: str) -> str:
    """Return a sort key for names that ignores case and accents, and sorts numbers by their value:
    `Question 3/2` before `Question 22-1/1`.
    """
    words = map(normalise, _WORDS.findall(name))
    return " ".join(map(_padded, words))[:_LONGEST_NAME]


def _padded(word: str) -> str:
    return word.zfill(_LONGEST_NUMBER) if word.isdigit() else word
