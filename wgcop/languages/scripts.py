"""The letters of scripts, as parts of character classes, and the direction of a text."""

import unicodedata

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


def direction(text: str) -> str:
    """Return `rtl` if the first letter that has a direction runs from right to left, otherwise
    `ltr`.
    """
    for character in text:
        match unicodedata.bidirectional(character):
            case "L":
                return "ltr"
            case "R" | "AL":
                return "rtl"
    return "ltr"
