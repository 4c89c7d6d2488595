"""One analyzer that feeds every engine: text to tokens, tokens to the terms that are stored and asked for."""

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from whoosh.lang.porter2 import stem as porter

VERSION = 1
"""Raise it when the same text gives other terms: every index is then made again."""

LONGEST_WORD = 64

_COMMON = """
    a an and are as at be been but by for from had has have he her his how i if in into is it its no not of
    on or our shall she so such than that the their them then there these they this those to was we were
    what when which who whom will with would you
"""
STOP_WORDS = frozenset(_COMMON.split())
OPERATORS = frozenset({"AND", "OR", "NOT"})

# Written before a number these are short for a word, with or without their full stop: Res. 67, Q22-2/1.
ABBREVIATIONS = {
    "res": "resolution",
    "rec": "recommendation",
    "dec": "decision",
    "doc": "document",
    "para": "paragraph",
    "q": "question",
}
_BEFORE_NUMBER = re.compile(r"\.?\s?\d")

IRREGULAR = {"children": "child", "women": "woman", "men": "man", "criteria": "criterion"}

# The same word as the two sides of the Atlantic spell it; both sides of a comparison go through it.
SPELLINGS = (
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e|ed|es|er|ers|ing|ation|ations|ational)$)"), "iz"),
    (re.compile(r"^(behavi|col|endeav|fav|harb|hon|hum|lab|neighb)our"), r"\1or"),
    (re.compile(r"^(cent|met|theat|fib)re(s?)$"), r"\1er\2"),
    (re.compile(r"^(program)me"), r"\1"),
    (re.compile(r"^(def|off|lic)ence"), r"\1ense"),
)

_LETTER = r"[^\W_]"


def _ranges(categories: frozenset[str]) -> str:
    """A character class of all characters of these categories, as ranges."""
    points = (p for p in range(sys.maxunicode + 1) if unicodedata.category(chr(p)) in categories)
    runs = groupby(enumerate(points), key=lambda pair: pair[1] - pair[0])
    spans = [[point for _, point in run] for _, run in runs]
    return "".join(f"\\U{span[0]:08x}-\\U{span[-1]:08x}" for span in spans)


# Vowel signs and accents belong to the word they stand in, though \w leaves them out.
_MARKS = _ranges(frozenset({"Mn", "Mc"}))
IDEOGRAPHS = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = rf"(?:(?![{IDEOGRAPHS}]){_LETTER})(?:(?![{IDEOGRAPHS}])(?:{_LETTER}|[{_MARKS}\u0640\u200c\u200d]))*"
_TOKEN = re.compile(
    rf"(?P<ideographs>[{IDEOGRAPHS}]+)"
    rf"|(?P<initials>(?<!\w)(?:{_LETTER}\.){{2,}}{_LETTER}?(?!\w))"
    r"|(?P<question>(?<!\w)[Qq](?=\d+(?:-\d+)?/\d))"
    rf"|(?P<word>{_WORD}(?:['’ʼ]{_WORD})*)"
)
HYPHENS = "-\u2010\u2011_"
_GLUE = re.compile(rf"[{HYPHENS}]+|[./:]")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu)['’ʼ](?=\w{2})", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’ʼ]s?$", re.IGNORECASE)
# The accents that readers leave out when they type; the vowel signs of other scripts are letters to them.
_FOLDED = re.compile(
    r"[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d]"
)
_ARABIC = str.maketrans({"ة": "ه", "ى": "ي", "ٱ": "ا", "ک": "ك", "ی": "ي"})
_ARABIC_ARTICLE = re.compile(r"^[وفب]?ال(?=[\u0620-\u064a]{3})")


class Token(NamedTuple):
    text: str
    """Normalized, not stemmed."""
    position: int
    start: int
    end: int
    stop: bool = False
    glued: bool = False
    """Only a hyphen, stop, colon or slash stands between this token and the one before."""
    whole: bool = False
    """A hyphenated word written as one, beside its parts: “cyberbullying” for cyber-bullying."""


def tokenise(text: str) -> Iterator[Token]:
    """Tokens in the order of the text, with offsets into it."""
    run: list[Token] = []
    for token in _separate(text):
        if run and not (token.glued and _hyphen(text, run[-1], token)):
            yield from _with_whole(run)
            run = []
        run.append(token)
    yield from _with_whole(run)


def _separate(text: str) -> Iterator[Token]:
    position = 0
    before: Token | None = None
    abbreviated = False
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if match.lastgroup == "ideographs":
            for before in _bigrams(text, position, start, end):
                yield before
            position += end - start
            continue
        raw = match.group()
        plain = normalise(raw)
        word = _abbreviated(text, end, plain)
        if not word:
            continue
        follows_abbreviation = before is not None and abbreviated
        abbreviated = word != plain
        before = Token(
            word,
            position,
            start,
            end,
            stop=_is_stop_word(raw, word, text, end),
            glued=before is not None
            and not follows_abbreviation
            and _is_glued(text, before, start),
        )
        position += 1
        yield before


def _bigrams(text: str, position: int, start: int, end: int) -> Iterator[Token]:
    """A script without spaces is read two characters at a time; the last one stands alone too."""
    for place in range(start, end):
        stop = min(place + 2, end)
        pair = unicodedata.normalize("NFKC", text[place:stop]).casefold()
        alone = stop - place == 1 and place > start
        yield Token(pair, position, place, stop, glued=place > start, whole=alone)
        position += 1


def _abbreviated(text: str, end: int, word: str) -> str:
    return (
        ABBREVIATIONS[word] if word in ABBREVIATIONS and _BEFORE_NUMBER.match(text, end) else word
    )


def _is_stop_word(raw: str, word: str, text: str, end: int) -> bool:
    """In capitals it is a name (WHO, IT), before a bracket an item's label (*recalling* a))."""
    if word not in STOP_WORDS:
        return False
    if len(raw) > 1 and raw.isupper():
        return raw in OPERATORS
    return not (len(word) == 1 and text.startswith(")", end))


def _is_glued(text: str, before: Token, start: int) -> bool:
    between = text[before.end : start]
    if not between:
        return True
    if not _GLUE.fullmatch(between):
        return False
    return between != "/" or text[start].isdigit() or text[start - 2].isdigit()


def _hyphen(text: str, before: Token, token: Token) -> bool:
    between = text[before.end : token.start]
    return between in HYPHENS and between != "" and before.text.isalpha() and token.text.isalpha()


def _with_whole(run: list[Token]) -> Iterator[Token]:
    if len(run) > 1:
        first, last = run[0], run[-1]
        joined = "".join(token.text for token in run)[:LONGEST_WORD]
        yield Token(joined, first.position, first.start, last.end, glued=first.glued, whole=True)
    yield from run


@lru_cache(maxsize=50_000)
def normalise(word: str) -> str:
    """One spelling for what readers take for the same word: case, accents, apostrophes."""
    word = _POSSESSIVE.sub("", _ELISION.sub("", word[: 4 * LONGEST_WORD]))
    word = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).casefold())
    word = _FOLDED.sub("", word).translate(_ARABIC)
    word = unicodedata.normalize("NFC", word)
    kept = "".join(c for c in word if c.isalnum() or unicodedata.category(c) in ("Mn", "Mc"))
    return _ARABIC_ARTICLE.sub("", kept)[:LONGEST_WORD]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The English stem of a normalized word."""
    if not (word.isascii() and word.isalpha()):
        return word
    if word in IRREGULAR:
        return IRREGULAR[word]
    for pattern, spelling in SPELLINGS:
        word = pattern.sub(spelling, word)
    stemmed: str = porter(word)
    return stemmed


def is_english(language: str) -> bool:
    return language.partition("-")[0].lower() in ("en", "")


def same_language(one: str, other: str) -> bool:
    return one.partition("-")[0].lower() == other.partition("-")[0].lower()


class Terms(NamedTuple):
    """What an index keeps of a text: terms with their positions, and the words as they were written."""

    terms: list[tuple[str, int]]
    words: list[str]


def terms_of(text: str, language: str = "en") -> Terms:
    english = is_english(language)
    terms: list[tuple[str, int]] = []
    words: list[str] = []
    for token in tokenise(text):
        if english and token.stop:
            continue
        term = stem(token.text) if english else token.text
        terms.append((term, token.position))
        words.append(token.text)
    return Terms(terms, words)


def spelt(word: str, *texts: str) -> str:
    """A normalized word as one of the texts has it, in small letters."""
    for text in texts:
        for token in tokenise(text):
            if token.text == word:
                written = text[token.start : token.end].lower()
                return _POSSESSIVE.sub("", _ELISION.sub("", written))
    return word


def labels_of(texts: Iterable[str]) -> list[tuple[str, int]]:
    """Names, symbols and places: every word counts and none is stemmed. Two values never join to a phrase."""
    labels: list[tuple[str, int]] = []
    base = 0
    for text in texts:
        tokens = list(tokenise(text))
        labels += [(token.text, base + token.position) for token in tokens]
        base += 100 + max((token.position for token in tokens), default=0)
    return labels


def variants(word: str) -> frozenset[str]:
    """The terms under which a typed word may stand in the index, whatever the language of the text."""
    return frozenset({word, stem(word)})
