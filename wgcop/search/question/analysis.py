"""Analyzes text for all engines: splits it into tokens, and turns tokens into terms for the index
and for questions.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, groupby
from typing import NamedTuple

from wgcop.languages import UNDETERMINED
from wgcop.languages.common_words import STOP_WORDS
from wgcop.languages.scripts import ARABIC_LETTERS, IDEOGRAPHS
from wgcop.search.question.stems import is_english, primary, term

VERSION = 8
"""The version of the analyzer. Raise it when a text or a row would give different terms: every
index is then rebuilt.
"""

LONGEST_WORD = 64

OPERATORS = frozenset({"AND", "OR", "NOT"})

# Abbreviations before a number, with or without a full stop: Res. 67, Q22-2/1.
ABBREVIATIONS = {
    "res": "resolution",
    "rec": "recommendation",
    "dec": "decision",
    "doc": "document",
    "para": "paragraph",
    "q": "question",
}
_BEFORE_NUMBER = re.compile(r"\.?\s?\d")

_IN_SERIES = re.compile(r"\.\d")

_LETTER = r"[^\W_]"


def _ranges(categories: frozenset[str]) -> str:
    """Return a regular expression's character class of all characters of these categories, as
    ranges.

    Planes that hold only ideographs are left out: looking through all of Unicode at every start
    took eight times as long.
    """
    assigned = chain(range(0x20000), range(0xE0000, 0xE1000))
    points = (p for p in assigned if unicodedata.category(chr(p)) in categories)
    runs = groupby(enumerate(points), key=lambda pair: pair[1] - pair[0])
    spans = [[point for _, point in run] for _, run in runs]
    return "".join(f"\\U{span[0]:08x}-\\U{span[-1]:08x}" for span in spans)


# Vowel signs and accents are parts of words, though \w does not match them.
_MARKS = _ranges(frozenset({"Mn", "Mc"}))
_WORD = rf"(?:(?![{IDEOGRAPHS}]){_LETTER})(?:(?![{IDEOGRAPHS}])(?:{_LETTER}|[{_MARKS}\u0640\u200c\u200d]))*"


def _tokens(word: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<ideographs>[{IDEOGRAPHS}]+)"
        rf"|(?P<initials>(?<!\w)(?:{_LETTER}\.){{2,}}{_LETTER}?(?!\w))"
        r"|(?P<question>(?<!\w)[Qq](?=\d+(?:-\d+)?/\d))"
        rf"|(?P<word>{word}(?:['’ʼ]{word})*)"
    )


_TOKENS, _ASCII_TOKENS = _tokens(_WORD), _tokens("[A-Za-z0-9]+")
"""Two patterns that find tokens. The second finds the same ones in ASCII text in half the time."""
HYPHENS = "-\u2010\u2011_"
_GLUE = re.compile(rf"[{HYPHENS}]+|[./:]")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu)['’ʼ](?=\w{2})", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’ʼ]s?$", re.IGNORECASE)
# The accents that readers leave out when they type, except the one that makes й of и. Vowel signs of other scripts
# stay, because their readers type them.
_FOLDED = re.compile(
    r"(?<!\u0438)\u0306|[\u0300-\u0305\u0307-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d]"
)
_SAME_LETTER = str.maketrans(
    {"ة": "ه", "ى": "ي", "ٱ": "ا", "ک": "ك", "ی": "ي", "œ": "oe", "æ": "ae"}
)
_ARABIC_ARTICLE = re.compile(f"^[وف]?(?:[بك]?ال|لل)(?=[{ARABIC_LETTERS}]{{2}})")


class Token(NamedTuple):
    text: str
    """The word, normalized but not stemmed."""
    position: int
    start: int
    end: int
    stop: bool = False
    glued: bool = False
    """Whether nothing, or only a hyphen, full stop, colon or slash, separates the token from the
    one before.
    """
    whole: bool = False
    """Whether the token is a hyphenated word joined to one, in addition to its parts:
    “cyberbullying” for cyber-bullying.
    """


def tokenise(text: str, stop_words: frozenset[str] = STOP_WORDS["en"]) -> Iterator[Token]:
    """Yield the tokens in the order of the text, with offsets into it."""
    run: list[Token] = []
    for token in _separate(text, stop_words):
        if run and not (token.glued and _hyphen(text, run[-1], token)):
            yield from _with_whole(run)
            run = []
        run.append(token)
    yield from _with_whole(run)


def _separate(text: str, stop_words: frozenset[str]) -> Iterator[Token]:
    position = 0
    before: Token | None = None
    abbreviated = False
    for match in (_ASCII_TOKENS if text.isascii() else _TOKENS).finditer(text):
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
            stop=word in stop_words and not _is_name(raw, text, end),
            glued=before is not None
            and not follows_abbreviation
            and _is_glued(text, before, start),
        )
        position += 1
        yield before


def _bigrams(text: str, position: int, start: int, end: int) -> Iterator[Token]:
    """Yield tokens of two characters each, for a script without spaces; the last character alone is
    also a token.
    """
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


def _is_name(raw: str, text: str, end: int) -> bool:
    """Return whether a stop word is a name here: in capitals (WHO, IT), a series (A.8), or the
    label of an item (*recalling* a)).
    """
    if raw == "A" and _IN_SERIES.match(text, end):
        return True
    if len(raw) > 1 and raw.isupper():
        return raw not in OPERATORS
    return len(raw) == 1 and text.startswith(")", end)


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


def normalise(word: str) -> str:
    """Return the word without case, accents, apostrophes and Arabic articles, so that different
    spellings match.
    """
    return _normalise(word[: 4 * LONGEST_WORD])  # the cache must not hold all of what has no spaces


@lru_cache(maxsize=50_000)
def _normalise(word: str) -> str:
    if word.isascii() and word.isalnum():  # most words are, and only their case differs
        return word.lower()[:LONGEST_WORD]
    word = _POSSESSIVE.sub("", _ELISION.sub("", word))
    word = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).casefold())
    word = _FOLDED.sub("", word).translate(_SAME_LETTER)
    word = unicodedata.normalize("NFC", word)
    letters = "".join(
        str(unicodedata.decimal(c, c))
        for c in word
        if c.isalnum() or unicodedata.category(c) in ("Mn", "Mc")
    )
    return _ARABIC_ARTICLE.sub("", letters)[:LONGEST_WORD]


def same_language(one: str, other: str) -> bool:
    return UNDETERMINED not in (one, other) and primary(one) == primary(other)


class Terms(NamedTuple):
    """The terms of a text with their positions, and its words without stemming."""

    terms: list[tuple[str, int]]
    words: list[str]


def terms_of(text: str, language: str = "en") -> Terms:
    primary_language = primary(language)
    terms: list[tuple[str, int]] = []
    words: list[str] = []
    base = 0
    for piece in pieces_of(text):
        of_piece, width = indexed(piece, primary_language)
        for stem, word, place in of_piece:
            terms.append((stem, base + place))
            words.append(word)
        base += width
    return Terms(terms, words)


PIECES = re.compile(r"\S+(?:\s(?=\d)\S+)*")
"""Pieces between spaces, where a number belongs to the word before it (Res. 67). No token extends
over two pieces.
"""
_BEFORE_DIGIT = re.compile(
    r"(\s)(?=\d)(?<=\S\s)"
)  # the lookahead first: few spaces have a digit after them
LONGEST_REMEMBERED = 64


def pieces_of(text: str) -> list[str]:
    """Return the pieces that `PIECES` finds, in half the time, by splitting the text at spaces
    where there are no numbers.
    """
    first, *others = _BEFORE_DIGIT.split(text)
    pieces = first.split()
    for space, part in zip(others[::2], others[1::2], strict=True):
        number, *after = part.split()
        pieces[-1] += space + number
        pieces += after
    return pieces


class ReadPiece(NamedTuple):
    tokens: tuple[tuple[Token, str], ...]
    """Each token with its term. Offsets and positions count from the beginning of the piece."""
    width: int
    """The number of positions that the piece takes."""


def read_piece(piece: str, language: str) -> ReadPiece:
    """Return the tokens of a piece with their terms. Short pieces are cached, because texts repeat
    them.
    """
    return (_remembered if len(piece) <= LONGEST_REMEMBERED else _read)(piece, primary(language))


_SIGNS = r"[!-/:-@\[-`{-~]*"
_PLAIN = re.compile(rf"{_SIGNS}([A-Za-z0-9]{{2,64}}){_SIGNS}")
"""A single word of ASCII letters and digits, with punctuation around it."""


def _read(piece: str, language: str) -> ReadPiece:
    if plain := _PLAIN.fullmatch(piece):  # most pieces are, and need no tokenizer
        word = plain[1].lower()
        token = Token(word, 0, *plain.span(1), stop=_is_stop(word, plain))
        return ReadPiece(((token, term(word, language)),), 1)
    tokens = tuple((token, term(token.text, language)) for token in tokenise(piece))
    return ReadPiece(tokens, max((token.position for token, _ in tokens), default=-1) + 1)


def _is_stop(word: str, plain: re.Match[str]) -> bool:
    return word in STOP_WORDS["en"] and not _is_name(plain[1], plain.string, plain.end(1))


_remembered = lru_cache(maxsize=65_536)(_read)


def indexed_anew(piece: str, language: str) -> tuple[tuple[tuple[str, str, int], ...], int]:
    """Return the same as `indexed` without its cache, for callers that remember pieces themselves."""
    english, language = is_english(language), primary(language)
    if plain := _PLAIN.fullmatch(piece):  # the same as in `_read`, without a token
        word = plain[1].lower()
        if english and _is_stop(word, plain):
            return (), 1
        return ((term(word, language), word, 0),), 1
    tokens = list(tokenise(piece))
    kept = [token for token in tokens if not (english and token.stop)]
    width = tokens[-1].position + 1 if tokens else 0
    return tuple((term(t.text, language), t.text, t.position) for t in kept), width


_indexed = lru_cache(maxsize=65_536)(indexed_anew)


def indexed(piece: str, language: str) -> tuple[tuple[tuple[str, str, int], ...], int]:
    """Return the indexed terms of a piece, each with its word and position, and how many positions
    the piece takes.
    """
    return (_indexed if len(piece) <= LONGEST_REMEMBERED else indexed_anew)(piece, language)


def spelling_in(word: str, *texts: str) -> str:
    """Return the spelling of a normalized word in one of the texts, in lower case; the word itself
    if none has it.
    """
    for text in texts:
        for token in tokenise(text):
            if token.text == word:
                written = text[token.start : token.end].lower()
                return _POSSESSIVE.sub("", _ELISION.sub("", written))
    return word


def labels_of(texts: Iterable[str]) -> list[tuple[str, int]]:
    """Return the words of names, symbols and places, with their positions and, without stemming. A
    gap between values keeps phrases from matching across two of them.
    """
    labels: list[tuple[str, int]] = []
    base = 0
    for text in texts:
        of_text, width = label(text)
        labels += [(label, base + place) for label, place in of_text]
        base += width
    return labels


def label(text: str) -> tuple[tuple[tuple[str, int], ...], int]:
    """Return the words of one label with their positions, and how many positions it takes."""
    return (_label if len(text) <= LONGEST_REMEMBERED else _label_anew)(text)


def _label_anew(text: str) -> tuple[tuple[tuple[str, int], ...], int]:
    tokens = list(tokenise(text))
    labels = tuple((token.text, token.position) for token in tokens)
    return labels, 100 + max((token.position for token in tokens), default=0)


_label = lru_cache(maxsize=16_384)(_label_anew)
