"""The rule lists of the six languages, read from the files beside this module."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from wgcop.languages import LANGUAGE_NAMES, primary_subtag
from wgcop.languages.common_words import STOP_WORDS
from wgcop.languages.months import ABBREVIATED_MONTHS, MONTHS

_FOLDER = Path(__file__).parent / "lists"
_ALIKE = {"-": "[-‐‑–]", "'": "['’]", "*": r"\w*", "(": r"\s*[(（]", ")": "[)）]"}
_ARABIC_ENDS = str.maketrans("ىة", "يه")
YEAR = r"(?:19|20)\d\d"


@dataclass(frozen=True)
class RuleTerms:
    """Phrases, each with the key that it shares with its other forms. The longest is found first."""

    pattern: re.Pattern[str]
    keys: Sequence[Any]
    excepted: re.Pattern[str] | None = None

    def found(self, text: str) -> Iterator[tuple[Any, int, int]]:
        kept = [each.span() for each in self.excepted.finditer(text)] if self.excepted else []
        for match in self.pattern.finditer(text):
            start, end = match.span(match.lastindex or 0)  # without a prefix
            if not any(a <= start and end <= b for a, b in kept):
                yield self.keys[(match.lastindex or 1) - 1], start, end


@dataclass(frozen=True)
class Rules:
    """What the words of one language mean. The key of a verb or a modal is its rung."""

    language: str
    verbs: RuleTerms
    modals: RuleTerms
    addressees: RuleTerms
    scope: RuleTerms
    negation: RuleTerms
    numbers: RuleTerms
    deadlines: re.Pattern[str]
    units: RuleTerms
    """The units of time in which a deadline is counted."""
    references: re.Pattern[str]
    nouns: RuleTerms
    cut_off: re.Pattern[str]
    """The end of a text that breaks off before the number of a reference or the date of a deadline."""
    conferences: RuleTerms
    insignificant: frozenset[str]
    between: frozenset[str]
    joining: frozenset[str]
    before_act: tuple[str, ...]
    before_subject: frozenset[str]


@lru_cache(maxsize=32)
def rules_of(language: str) -> Rules | None:
    tag = primary_subtag(language)
    return _read(tag) if tag in LANGUAGE_NAMES else None


def folded(text: str) -> str:
    """Return the text in small letters, with each character where it was."""
    return "".join(low if len(low := sign.lower()) == 1 else sign for sign in text)


def bare(word: str) -> str:
    """Return a word as the lists of insignificant words spell it, without accents."""
    letters = unicodedata.normalize("NFKD", word.lower()).translate(_ARABIC_ENDS)
    return "".join(sign for sign in letters if not unicodedata.combining(sign))


def _read(language: str) -> Rules:
    read = tomllib.loads((_FOLDER / f"{language}.toml").read_text("utf-8"))
    spelling = _Spelling(language == "zh", read.get("prefixes", []))
    negation, scope = read["negation"], read["scope"]
    nouns = read["references"]
    between = frozenset(word for phrase in read["between"] for word in folded(phrase).split())
    joining = frozenset(word for phrase in read["joining"] for word in folded(phrase).split())
    along = [word.strip("'") for word in negation.get("along", [])]
    return Rules(
        language=language,
        verbs=spelling.terms(_rungs(read["verbs"]), read["verbs_except"]),
        modals=spelling.terms(_rungs(read["modals"]), read["verbs_except"]),
        addressees=spelling.terms(_pairs(read["addressees"])),
        scope=spelling.terms(_pairs(scope), read["scope_except"]["words"]),
        negation=spelling.terms(
            [
                *((word, "not") for word in negation["words"]),
                *((word, "neither") for word in negation.get("paired", [])),
            ],
            negation["except"],
        ),
        numbers=spelling.terms(
            (word, float(number)) for number, words in read["numbers"].items() for word in words
        ),
        deadlines=spelling.deadlines(read["deadlines"]),
        units=spelling.terms((word, word) for word in read["deadlines"]["units"]),
        references=_references(spelling, nouns),
        nouns=spelling.terms(_pairs(nouns)),
        cut_off=_cut_off(spelling, nouns, read["deadlines"]["phrases"]),
        conferences=spelling.terms(_pairs(read["conferences"])),
        insignificant=frozenset(
            {*STOP_WORDS.get(language, ()), *read.get("function", ()), *between, *joining, *along}
        ),
        between=between,
        joining=joining,
        before_act=tuple(folded(word) for word in read["before_act"]),
        before_subject=frozenset(map(folded, read["before_subject"])),
    )


def _pairs(section: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    return ((phrase, key) for key, phrases in section.items() for phrase in phrases)


def _rungs(ladder: Iterable[Iterable[str]]) -> Iterator[tuple[str, int]]:
    return ((form, rung) for rung, forms in enumerate(ladder) for form in forms)


@dataclass(frozen=True)
class _Spelling:
    """How a language writes a phrase: with spaces around its words or not, and what may be put
    before them.
    """

    without_spaces: bool
    prefixes: Sequence[str]

    def terms(self, phrases: Iterable[tuple[str, Any]], excepted: Sequence[str] = ()) -> RuleTerms:
        listed = sorted(phrases, key=lambda each: len(each[0]), reverse=True)
        either = "|".join(f"({self.written(phrase)})" for phrase, _key in listed)
        others = "|".join(map(self.written, sorted(excepted, key=len, reverse=True)))
        return RuleTerms(
            self.apart(f"(?:{either})"),
            [key for _phrase, key in listed],
            self.apart(f"(?:{others})") if others else None,
        )

    def written(self, phrase: str) -> str:
        gap = r"\s*" if self.without_spaces else r"\s+"
        words = folded(phrase).replace(" (", "(").split()
        return gap.join("".join(_ALIKE.get(c, re.escape(c)) for c in word) for word in words)

    def apart(self, pattern: str) -> re.Pattern[str]:
        if self.without_spaces:
            return re.compile(pattern)
        before = f"(?:{'|'.join(self.prefixes)})?" if self.prefixes else ""
        return re.compile(rf"(?<![\w\-]){before}{pattern}(?![\w]|-\w)")

    def deadlines(self, section: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
        units = "|".join(self.written(unit) for unit in section["units"])
        number = (
            r"(?:\d+|[^\W\d]+)" if not self.without_spaces else r"(?:\d+|[一二两三四五六七八九十]+)"
        )
        slots = {"day": _day(), "number": f"(?P<number>{number})", "unit": f"(?P<unit>{units})"}
        phrases = []
        for n, phrase in enumerate(sorted(section["phrases"], key=len, reverse=True)):
            pieces = re.split(r"\{(\w+)\}", phrase)
            written = [
                slots[piece].replace("?P<", f"?P<p{n}_")
                if at % 2
                else (r"\s*" if piece.startswith(" ") else "")
                + self.written(piece)
                + (r"\s*" if piece.endswith(" ") else "")
                for at, piece in enumerate(pieces)
            ]
            phrases.append("".join(written))
        return self.apart(f"(?:{'|'.join(phrases)})")


def _day() -> str:
    """Return the pattern of a date, a month or a year, as any of the six languages writes it."""
    names = sorted({*MONTHS, *ABBREVIATED_MONTHS} - {""}, key=len, reverse=True)
    month = "(?:" + "|".join(re.escape(folded(name)) for name in names) + r")\.?"
    month = rf"{month}(?:\s*/\s*{month})?"
    year = rf"{YEAR}(?:\s*(?:года|году|год|г\.|年))?"
    of = r"\s+(?:de\s+|del\s+)?"
    day = r"\d{1,2}(?:er|st|nd|rd|th)?"
    return (
        rf"(?P<day>\d{{4}}年\d{{1,2}}月(?:\d{{1,2}}日)?|{day}{of}{month}(?:{of}{year})?"
        rf"|{month}\s+{day},?\s+{year}|{month}{of}{year}|(?:عام\s+)?{year})"
    )


def _cut_off(
    spelling: _Spelling, nouns: Mapping[str, Sequence[str]], deadlines: Iterable[str]
) -> re.Pattern[str]:
    openings = {opening.strip() for phrase in deadlines if (opening := phrase.partition("{")[0])}
    named = (noun for each in nouns.values() for noun in each)
    either = "|".join(spelling.written(words) for words in sorted({*openings, *named} - {""}))
    return re.compile(rf"{spelling.apart(f'(?:{either})').pattern}\W*$")


def _references(spelling: _Spelling, nouns: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    named = "|".join(
        spelling.written(noun)
        for noun in sorted((n for each in nouns.values() for n in each), key=len, reverse=True)
    )
    number = r"(?:(?:[a-z]\.)?\d+(?:[./‑-]\d+)*(?:[a-z]\b|\s?(?:bis|ter)\b)?|[ivx]+\b)"
    edition = rf"(?:\s*[(（][^()（）]{{0,60}}?{YEAR}[^()（）]{{0,14}}[)）])"
    item = rf"(?:no\.?\s*|№\s*|n°\s*|رقم\s+)?(?P<number>{number})(?P<edition>{edition})?"
    if spelling.without_spaces:
        return re.compile(
            rf"第\s*{item.replace('(?P<edition>', '号?(?P<early>')}\s*号?\s*(?P<noun>{named})(?P<edition>{edition})?"
        )
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(spelling.prefixes) or '(?!)'})?(?P<noun>{named})\s+"
        rf"(?:itu-[tdr]\s+|мсэ-[tdr]\s+|uit-[tdr]\s+)?{item}"
    )
