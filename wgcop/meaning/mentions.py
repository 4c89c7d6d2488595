"""Finds in one wording the words that rules speak of: verbs, addressees, deadlines, numbers, scope,
references and negations (pure).
"""

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wgcop.languages.months import ABBREVIATED_MONTHS, MONTHS
from wgcop.meaning.rules import YEAR, Rules, RuleTerms, folded


class RuleTopic(enum.Enum):
    VERB = enum.auto()
    MODAL = enum.auto()
    ADDRESSEE = enum.auto()
    NEGATION = enum.auto()
    DEADLINE = enum.auto()
    NUMBER = enum.auto()
    SCOPE = enum.auto()
    REFERENCE = enum.auto()
    CONFERENCE = enum.auto()


@dataclass(frozen=True)
class RuleMention:
    """Words that say something of a topic. Mentions with the same key say the same in other words."""

    topic: RuleTopic
    key: Any
    start: int
    end: int

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


_MONTHS = {**ABBREVIATED_MONTHS, **MONTHS}
_MONTH = re.compile("|".join(map(re.escape, sorted(_MONTHS, key=len, reverse=True))))
_SYMBOL = re.compile(
    r"(?<![\w/.-])(?=[A-Za-z0-9/.\-]*\d)[A-Z][A-Z0-9-]*"
    r"(?:/(?:(?!Rev|Add|Corr)[A-Z][a-z]+|[A-Z0-9.-]*[A-Z0-9](?![a-z])))+"
    r"(?:/?\s?\(?(?:Rev|Add|Corr)\.\s?\d+\)?)*(?![\w/])"
)
_NUMBER = re.compile(r"(?<![\w./§№°\-])\d+(?:[\u00a0\u202f ]\d{3})*(?:[.,]\d+)*(?![\w/)\-]|[.,]\d)")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_CONTINUED = re.compile(
    rf"(?:\s*,|\s+(?:and|et|y|и|و|of\s+\d{{1,2}}\s+\w+(?:\s+{YEAR})?)){{1,3}}\s+"
    rf"(?P<number>(?!{YEAR}\b)\d+(?:[./-]\d+)*)(?P<edition>\s*\([^()]{{0,60}}?{YEAR}[^()]{{0,14}}\))"
)
_LISTED = re.compile(
    r"(?:\s?\([0-9a-z]{1,4}\))*(?:\s*,|\s+(?:and|or|to|et|ou|à|y|o|a|и|или|و|أو)){1,2}\s+(?P<number>\d+)"
)
"""A further number after a part of a document, as 5 in “paragraphs 4 and 5”."""
_BEFORE_NOTE = re.compile(r"\(\s*\*?\s*$")
_AFTER_LABEL = re.compile(r"\.\s+[A-ZÀ-ÞА-Я]")
_HEADED = ("article", "chapter")
_YEAR = re.compile(YEAR)
_AFTER_DAY = re.compile(rf"(?:de\s+)?(?:{_MONTH.pattern})\b|[年月日]")
_LONGEST_MONTH = 40
"""So many letters before a number are looked through for the name of a month, and not all."""
_BEFORE_DAY = re.compile(rf"\b(?:{_MONTH.pattern})\.?$")


def mentions(text: str, rules: Rules) -> list[RuleMention]:
    """Return the mentions in the order of the text. Of two that overlap, the first of the order
    below stays: a year in a reference is no deadline, and a number in a deadline no quantity.
    """
    plain = folded(text)
    taken = bytearray(len(plain))
    kept: list[RuleMention] = []
    for found in (
        _references(text, plain, rules),
        _deadlines(plain, rules),
        _of_terms(RuleTopic.CONFERENCE, rules.conferences, plain),
        _of_terms(RuleTopic.SCOPE, rules.scope, plain),
        _negations(plain, rules),
        _of_terms(RuleTopic.ADDRESSEE, rules.addressees, plain),
        _of_terms(RuleTopic.VERB, rules.verbs, plain),
        _of_terms(RuleTopic.MODAL, rules.modals, plain),
        _numbers(text, plain, rules, _listed_numbers(plain, rules)),
    ):
        free = [each for each in found if not any(taken[each.start : each.end])]
        for each in free:
            taken[each.start : each.end] = b"\1" * (each.end - each.start)
        kept += free
    return sorted(kept, key=lambda each: each.start)


def _of_terms(topic: RuleTopic, terms: RuleTerms, plain: str) -> Iterator[RuleMention]:
    return (RuleMention(topic, key, start, end) for key, start, end in terms.found(plain))


def _negations(plain: str, rules: Rules) -> Iterator[RuleMention]:
    for mention in _of_terms(RuleTopic.NEGATION, rules.negation, plain):
        # “No. 5” and “No L 5” are no negations.
        if not re.match(r"\.?\s*(?:[a-z]\s)?\d", plain[mention.end :]):
            yield mention


def _references(text: str, plain: str, rules: Rules) -> Iterator[RuleMention]:
    for match in _SYMBOL.finditer(text):
        symbol = re.sub(r"[\s()/]", "", match[0]).upper()
        if re.fullmatch(rf"[A-Z]+/{YEAR}", match[0]):
            continue  # broken off before its number
        yield RuleMention(RuleTopic.REFERENCE, (("document", symbol), ""), *match.span())
    for match in rules.references.finditer(plain):
        nouns = [key for key, _start, _end in rules.nouns.found(match["noun"])]
        noun = nouns[0] if nouns else "part"
        if noun in _HEADED and _is_heading(text, match):
            continue
        yield _reference(noun, match)
        more = _CONTINUED.match(plain, match.end())
        while more and noun != "part":
            yield _reference(noun, more)
            more = _CONTINUED.match(plain, more.end())


def _is_heading(text: str, match: re.Match[str]) -> bool:
    """Return whether a reference is no part of a sentence, as the “Chapter V” above a title is."""
    before, after = text[: match.start()].rstrip(), text[match.end() :].lstrip()
    return (not before or before.endswith(".")) and not after[:1].islower() and after[:1] != "("


def _reference(noun: str, match: re.Match[str]) -> RuleMention:
    groups = match.groupdict()
    edition = groups["edition"] or groups.get("early") or ""
    return RuleMention(
        RuleTopic.REFERENCE,
        ((noun, re.sub(r"\s", "", match["number"])), re.sub(r"[\W_]+", "", edition)),
        _start(match),
        match.end(),
    )


def _start(match: re.Match[str]) -> int:
    """Return where a reference begins: at its noun without a prefix, at the ordinal before its number
    in Chinese, and at its number if the noun stands before others.
    """
    if "noun" not in match.groupdict():
        return match.start("number")
    return match.start("noun") if match.start("noun") < match.start("number") else match.start()


def _deadlines(plain: str, rules: Rules) -> Iterator[RuleMention]:
    for match in rules.deadlines.finditer(plain):
        said = {name.partition("_")[2]: value for name, value in match.groupdict().items() if value}
        key: Any = match[0]
        if "day" in said:
            key = _day(said["day"])
        elif "number" in said:
            number = _number(said["number"], rules)
            if number is None:
                continue
            key = number, said["unit"][:2]
        yield RuleMention(RuleTopic.DEADLINE, key, *match.span())


def _day(words: str) -> tuple[Any, ...]:
    months = tuple(_MONTHS[name] for name in _MONTH.findall(words)[:1])
    years = tuple(int(year) for year in _YEAR.findall(words))
    days = tuple(int(n) for n in re.findall(r"\d+", words) if int(n) < 100)
    return (years, months, days)


def _listed_numbers(plain: str, rules: Rules) -> set[int]:
    """Return where the numbers begin that follow the first one after a noun: they are no quantities."""
    starts = set()
    for match in rules.references.finditer(plain):
        more = _LISTED.match(plain, match.end())
        while more:
            starts.add(more.start("number"))
            more = _LISTED.match(plain, more.end())
    return starts


def speaks_of_time(word: str) -> bool:
    """Return whether a word may be part of a date or a period."""
    return any(sign.isdigit() for sign in word) or word in _MONTHS


def _numbers(text: str, plain: str, rules: Rules, listed: set[int]) -> Iterator[RuleMention]:
    for match in _NUMBER.finditer(plain):
        if (
            match.start() in listed
            or _is_note_or_label(text, match)
            or re.match(r"0\d", match[0])  # the time of a day
        ):
            continue
        number = _number(match[0], rules)
        around = plain[: match.start()].rstrip(), plain[match.end() :].lstrip()
        is_of_date = _BEFORE_DAY.search(around[0][-_LONGEST_MONTH:]) or _AFTER_DAY.match(around[1])
        if (
            number is not None
            and around[0]  # a number that begins the text is its label
            and not is_of_date
            and not _YEAR.fullmatch(match[0])
        ):
            yield RuleMention(RuleTopic.NUMBER, number, *match.span())
    yield from _of_terms(RuleTopic.NUMBER, rules.numbers, plain)


def _is_note_or_label(text: str, match: re.Match[str]) -> bool:
    """Return whether a number stands in brackets of its own, as a note does, or before a sentence."""
    after = text[match.end() :]
    is_note = after.lstrip().startswith(")") and _BEFORE_NOTE.search(text[: match.start()][-5:])
    return bool(is_note or _AFTER_LABEL.match(after))


def _number(words: str, rules: Rules) -> float | None:
    named = next((key for key, *_span in rules.numbers.found(words)), None)
    if named is not None:
        return float(named)
    digits = re.sub(r"\s", "", words)
    if _GROUPED.fullmatch(digits):
        digits = re.sub(r"[.,]", "", digits)
    try:
        return float(digits.replace(",", "."))
    except ValueError:
        return None
