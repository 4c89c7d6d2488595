"""The letters of scripts, as parts of character classes, and the direction of a text."""

import re
import unicodedata
from collections.abc import Iterator

CYRILLIC = "\u0400-\u04ff"
CYRILLIC_SMALL = "\u0430-\u045f"
ARABIC = "\u0600-\u06ff"
ARABIC_LETTERS = "\u0620-\u064a"
"""The Arabic letters, without digits, signs and vowel marks."""
HAN = "\u4e00-\u9fff"
"""The Chinese characters in common use."""
IDEOGRAPHS = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""All Chinese characters, and kana: scripts that put no spaces between words."""
EAST_ASIAN_SIGNS = "\u3000-\u303f\u3100-\u33ff\uff00-\uffef"
"""Punctuation, wide forms and other signs that appear among ideographs without spaces."""
SMALL_LETTERS = "a-zà-ÿа-яё"
"""The small letters of the Latin and Russian alphabets."""
CAPITAL_LETTERS = "A-ZÀ-ÞА-ЯЁ"
"""The capital letters of the Latin and Russian alphabets."""

_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"
"""Hebrew and Arabic letters and signs, and those of other scripts that run from right to left."""
_WAYS = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_LETTER = rf"[^\W\d_{_RIGHT_TO_LEFT}]"
_ANY = rf"[^\s{_RIGHT_TO_LEFT}]"
_WORD = rf"[\d.+]*{_LETTER}(?:{_ANY}*[^\W_{_RIGHT_TO_LEFT}])?"
_NUMBER = rf"\d(?:{_ANY}*\d)?(?!{_ANY}*\d|\s+[{_RIGHT_TO_LEFT}])"
_OTHER_WAY = re.compile(rf"{_WORD}(?:(?:[,;]? | & | – )\(?(?:{_WORD}|{_NUMBER}))*")
"""Words from left to right that follow each other, with the numbers among them."""


def direction(text: str) -> str:
    """Return `rtl` if the first letter that has a direction runs from right to left, otherwise
    `ltr`.
    """
    return direction_of_letters(text) or "ltr"


def direction_of_letters(text: str) -> str | None:
    """Return the direction of the first letter that has one; None for figures and signs alone, which
    run as what is around them.
    """
    ways = (_WAYS.get(unicodedata.bidirectional(each)) for each in text)
    return next(filter(None, ways), None)


def has_letters_of(way: str, text: str) -> bool:
    """Return whether a letter of the text runs this way, `rtl` or `ltr`."""
    return any(_WAYS.get(unicodedata.bidirectional(each)) == way for each in text)


def pieces_of_one_direction(text: str) -> Iterator[tuple[str, str]]:
    """Yield the pieces of a text that run one way, each with its direction, `rtl` or `ltr`.

    Among words from right to left, a symbol such as `WG-COP/3/2(Rev.1)` stays whole, and so do
    words that follow each other the other way. Spaces and signs between the two, and numbers
    beside Arabic words, run from right to left.
    """
    if not has_letters_of("rtl", text):
        yield text, "ltr"
        return
    here = 0
    for found in _OTHER_WAY.finditer(text):
        end = found.end() + _closing(text, found)
        if found.start() > here:
            yield text[here : found.start()], "rtl"
        yield text[found.start() : end], "ltr"
        here = end
    if here < len(text):
        yield text[here:], "rtl"


def _closing(text: str, found: re.Match[str]) -> int:
    """Return 1 if the next sign closes a bracket that was opened within the piece."""
    opened, follows = found[0].rpartition("(")[2], text[found.end() : found.end() + 1]
    return int(follows == ")" and "(" in found[0] and ")" not in opened)
