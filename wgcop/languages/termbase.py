"""The terms of docs/terms.tsv, and the translations that do not use them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from snowballstemmer import stemmer

ENGLISH = "en"
TRANSLATED = ("ar", "zh", "fr", "ru", "es")
COLUMNS = ("ar", "zh", "en", "fr", "ru", "es", "source", "note")
BETWEEN = " | "
"""Separates the alternatives in a cell. The first is the one to write; a translation may have any."""

ADVICE = "Not checked."
EXCEPT = "Except: "

_SNOWBALL = {"fr": "french", "es": "spanish", "ru": "russian", "ar": "arabic"}
# Placeholders and tags are no words. Python's format has names in brackets, that of scripts in braces.
_NOT_WORDS = re.compile(r"%\(\w+\)[a-z]|%%|\{\w+\}|<[^<>]*>|&\w+;")
_WORDS = re.compile(r"[^\W\d_]+")
_BEGINNINGS = re.compile(r"(?<!\w)[^\W\d_]|\(")
_ARABIC_MARKS = re.compile("[\u0640\u064b-\u0652\u0670]")
_ARABIC_LETTERS = str.maketrans("أإآىة", "ااايه")
_ARABIC_PREFIXES = re.compile("^(?:[وف]?(?:[بك]?ال|لل|[بكل])?|س)(?=.{3})")
_LEAST = 3
"""Shorter words, such as articles, may be missing or read differently in a sentence."""
_BEGINNING = 4
"""As many letters make a word of a cell the beginning of others: опоздавш, опоздавший."""


class DecidedTerm(NamedTuple):
    """One row of the table."""

    english: tuple[str, ...]
    in_language: dict[str, tuple[str, ...]]
    source: str
    note: str

    @property
    def is_checked(self) -> bool:
        return ADVICE not in self.note

    @property
    def exceptions(self) -> tuple[str, ...]:
        """The phrases in which the English word is not this term."""
        return _alternatives(self.note.partition(EXCEPT)[2])


class MissedTerm(NamedTuple):
    """A translation without a term that its sentence has."""

    sentence: str
    translation: str
    english: str
    expected: tuple[str, ...]

    def __str__(self) -> str:
        expected = " or ".join(f"“{words}”" for words in self.expected)
        return f"“{self.english}” is {expected}: “{self.sentence}” → “{self.translation}”"


def read_terms(table: str) -> list[DecidedTerm]:
    """Read the table. Raises ValueError with the line that is not a row of it."""
    lines = table.splitlines()
    if not lines or tuple(lines[0].split("\t")) != COLUMNS:
        raise ValueError(f"Line 1: the columns must be {', '.join(COLUMNS)}.")
    return [_row(number, line) for number, line in enumerate(lines[1:], start=2)]


def _row(number: int, line: str) -> DecidedTerm:
    cells = line.split("\t")
    if len(cells) != len(COLUMNS):
        raise ValueError(f"Line {number}: {len(cells)} cells instead of {len(COLUMNS)}.")
    named = dict(zip(COLUMNS, cells, strict=True))
    for column in (ENGLISH, *TRANSLATED, "source"):
        if not named[column] or not all(_alternatives(named[column])):
            raise ValueError(f"Line {number}: nothing in the column {column}.")
    return DecidedTerm(
        english=_alternatives(named[ENGLISH]),
        in_language={name: _alternatives(named[name]) for name in TRANSLATED},
        source=named["source"],
        note=named["note"],
    )


def _alternatives(cell: str) -> tuple[str, ...]:
    return tuple(words.strip() for words in cell.split(BETWEEN.strip())) if cell else ()


def missed_terms(
    terms: Iterable[DecidedTerm], language: str, sentences: Iterable[tuple[str, str]]
) -> Iterator[MissedTerm]:
    """Yield each translation that lacks a term of its sentence, in any form of it. Of a message with
    plural forms, the pair has all English forms and all translated ones, one after another.
    """
    finder = _Finder(terms)
    for sentence, translation in sentences:
        if not translation.strip():
            continue
        said = _Said(translation, language)
        for english, term in finder.terms_in(sentence):
            expected = term.in_language[language]
            if term.is_checked and not any(said.has(words) for words in expected):
                yield MissedTerm(sentence, translation, english, expected[:1])


class _Finder:
    """Finds the terms of English sentences. A longer term hides the shorter ones that it contains."""

    def __init__(self, terms: Iterable[DecidedTerm]) -> None:
        terms = list(terms)
        named = {words: term for term in terms for words in term.english}
        known: dict[str, DecidedTerm | None] = dict(named)
        for term in terms:
            for phrase in term.exceptions:
                known.setdefault(phrase, None)
        by_letter: dict[str, list[tuple[str, DecidedTerm | None]]] = {}
        for words, term_of in sorted(known.items(), key=lambda each: -len(each[0])):
            by_letter.setdefault(words[0].casefold(), []).append((words, term_of))
        self._by_letter = {
            letter: [(words, _pattern(words, term), term) for words, term in several]
            for letter, several in by_letter.items()
        }

    def terms_in(self, sentence: str) -> Iterator[tuple[str, DecidedTerm]]:
        seen: set[str] = set()
        end = 0
        plain = _NOT_WORDS.sub("\n", sentence)
        for start in (match.start() for match in _BEGINNINGS.finditer(plain)):
            if start < end:
                continue
            for words, pattern, term in self._by_letter.get(plain[start].casefold(), ()):
                if match := pattern.match(plain, start):
                    end = match.end()
                    if term and words not in seen:
                        seen.add(words)
                        yield words, term
                    break


def _pattern(words: str, term: DecidedTerm | None) -> re.Pattern[str]:
    """Return a pattern for the words as English inflects them. A term with a capital is read with it,
    an exception in any case.
    """
    inflected = r"[ \u00a0]".join(_forms(word) for word in words.split(" "))
    as_written = term is not None and _has_capital(words)
    return re.compile(rf"{inflected}(?!\w)", re.NOFLAG if as_written else re.IGNORECASE)


def _has_capital(words: str) -> bool:
    return words != words.casefold()


def _forms(word: str) -> str:
    if len(word) < _LEAST or not word.isalpha() or word.isupper():
        return re.escape(word)
    if word.endswith("y") and word[-2] not in "aeiou":
        return f"{word[:-1]}(?:y|ies|ied|ying)"
    if word.endswith("e"):
        return f"{word[:-1]}(?:e|es|ed|ing)"
    return f"{word}(?:s|es|ed|ing|{word[-1]}ed|{word[-1]}ing)?"


class _Said:
    """The words of one translation, in the forms by which they are compared."""

    def __init__(self, translation: str, language: str) -> None:
        self.language = language
        plain = _NOT_WORDS.sub(" ", translation)
        self.whole = plain.replace(" ", "")
        self.forms = {
            form for word in _words(plain, language) for form in _forms_of(word, language)
        }
        self.stems = _stems(self.forms, language)

    def has(self, expected: str) -> bool:
        if self.language == "zh":
            return expected.replace(" ", "") in self.whole
        needed = _words(expected, self.language)
        long = [word for word in needed if len(word) >= _LEAST]
        return all(self._has_word(word) for word in long or needed)

    def _has_word(self, word: str) -> bool:
        forms = _forms_of(word, self.language)
        if forms & self.forms or _stems(forms, self.language) & self.stems:
            return True
        return any(
            said.startswith(form)
            for form in forms
            if len(form) >= _BEGINNING
            for said in self.forms
        )


def _words(text: str, language: str) -> list[str]:
    """Return the words without accents and vowel marks."""
    text = text.casefold().replace("ё", "е")
    if language == "ar":
        text = _ARABIC_MARKS.sub("", text).translate(_ARABIC_LETTERS)
    elif language != "ru":
        text = "".join(
            letter
            for letter in unicodedata.normalize("NFD", text)
            if not unicodedata.combining(letter)
        )
    return _WORDS.findall(text)


def _forms_of(word: str, language: str) -> set[str]:
    """Return the word, and in Arabic also without the particles that are written together with it."""
    return {word, _ARABIC_PREFIXES.sub("", word)} if language == "ar" else {word}


def _stems(words: Iterable[str], language: str) -> set[str]:
    if language not in _SNOWBALL:
        return set()
    return {_stemmer(language).stemWord(word) for word in words}


@lru_cache(maxsize=len(_SNOWBALL))
def _stemmer(language: str) -> stemmer:
    return stemmer(_SNOWBALL[language])
