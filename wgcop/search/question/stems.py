"""Stems and stop words of the six languages."""

import re
import threading
from collections.abc import Iterable
from functools import cache, lru_cache

from snowballstemmer import stemmer

from wgcop.languages import UNDETERMINED, primary_subtag
from wgcop.languages.common_words import STOP_WORDS
from wgcop.languages.scripts import ARABIC_LETTERS, CYRILLIC_SMALL

IRREGULAR = {
    "en": {"children": "child", "women": "woman", "men": "man", "criteria": "criterion"},
    # Stems that no rule brings together: the fleeting vowel of ребенок, the Arabic broken plurals of child and right.
    "ru": {"ребенок": "ребенк"},
    "ar": {"اطفال": "طفل", "حقوق": "حق"},
}

IRREGULAR_BEGINNINGS = {"man": "me", "die": "dy", "lie": "ly", "tie": "ty"}
"""Beginnings of words whose stem begins differently, by the beginning of the stem: men, dying."""

# British to American spelling, for texts and questions alike.
SPELLINGS = (
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e|ed|es|er|ers|ing|ation|ations|ational)$)"), "iz"),
    (re.compile(r"^(behavi|col|endeav|fav|harb|hon|hum|lab|neighb)our"), r"\1or"),
    (re.compile(r"^(cent|met|theat|fib)re(s?)$"), r"\1er\2"),
    (re.compile(r"^(program)me"), r"\1"),
    (re.compile(r"^(def|off|lic)ence"), r"\1ense"),
)

LATIN, CYRILLIC, ARABIC = (
    re.compile(f"[{letters}]+") for letters in ("a-z", CYRILLIC_SMALL, ARABIC_LETTERS)
)
_LANGUAGES_OF = {LATIN: ("en", "fr", "es"), CYRILLIC: ("ru",), ARABIC: ("ar",)}
_SCRIPT_OF = {name: script for script, names in _LANGUAGES_OF.items() for name in names}
_SNOWBALL = {"en": "english", "fr": "french", "es": "spanish", "ru": "russian", "ar": "arabic"}
_ARABIC_CONJUNCTION = re.compile(f"^[وف](?=[{ARABIC_LETTERS}]{{4}})")

_stemming = threading.Lock()  # a Snowball stemmer keeps the word that it works on in itself


@lru_cache(maxsize=1_000)
def primary(language: str) -> str:
    """Return the primary subtag: `fr` for `fr-CH`. Texts without a language are treated like
    English.
    """
    tag = primary_subtag(language)
    return "en" if tag in ("", UNDETERMINED) else tag


def is_english(language: str) -> bool:
    return primary(language) == "en"


@lru_cache(maxsize=200_000)
def term(word: str, language: str) -> str:
    """Return the index term for a normalized word of a text in this language.

    Terms of languages other than English end in the language. Otherwise an English word would match
    a French one that happens to have the same stem.
    """
    language = primary(language)
    script = _SCRIPT_OF.get(language)
    if script is None or not script.fullmatch(word):
        return word
    return _english(word) if language == "en" else f"{_other(word, language)}/{language}"


@lru_cache(maxsize=20_000)
def variants(word: str) -> frozenset[str]:
    """Return all index terms for a typed word, for every language."""
    for script, languages in _LANGUAGES_OF.items():
        if script.fullmatch(word):
            return frozenset({word, *(term(word, language) for language in languages)})
    return frozenset({word})


def _english(word: str) -> str:
    if word in IRREGULAR["en"]:
        return IRREGULAR["en"][word]
    for pattern, spelling in SPELLINGS:
        word = pattern.sub(spelling, word)
    return _stem(word, "en")


def _other(word: str, language: str) -> str:
    if language == "ar":
        word = _ARABIC_CONJUNCTION.sub("", word)
    stemmed = _stem(word, language)
    # Without accents, some endings can be removed only after the first: libertades, libertad.
    while language != "ru" and (shorter := _stem(stemmed, language)) != stemmed:
        stemmed = shorter
    return IRREGULAR.get(language, {}).get(stemmed, stemmed)


def _stem(word: str, language: str) -> str:
    with _stemming:
        stemmed: str = _stemmer(language).stemWord(word)
    return stemmed


@cache
def _stemmer(language: str) -> stemmer:
    return stemmer(_SNOWBALL[language])


def stop_words_of(words: Iterable[str], language: str = "") -> frozenset[str]:
    """Return the stop words for a question: those of English, Russian and Arabic, of the reader's
    language, and of the language that the words likely are in.
    """
    words = set(words)
    counts = {name: len(words & stops) for name, stops in STOP_WORDS.items()}
    likely = max(counts, key=counts.__getitem__)
    languages = {"en", "ru", "ar", primary(language), *([likely] if counts[likely] > 1 else [])}
    return _stop_words(frozenset(languages & STOP_WORDS.keys()))


def stop_words_within(language: str) -> frozenset[str]:
    """Return the stop words that are indexed with texts of this language; it is empty for English."""
    name = primary(language)
    return frozenset() if name == "en" else STOP_WORDS.get(name, frozenset())


@cache
def _stop_words(languages: frozenset[str]) -> frozenset[str]:
    return frozenset().union(*(STOP_WORDS[name] for name in languages))
