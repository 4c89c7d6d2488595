"""The parts of a resolution as units of a file for translators' tools, and what a file brings for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from wgcop.paper.comparison.words import words_alike
from wgcop.resolutions.language_texts import TextPart, parts_beside
from wgcop.resolutions.models import Edition
from wgcop.translations.memory import Memory, counted
from wgcop.translations.segments import BroughtChange, letters
from wgcop.translations.units import Content, FoundWords, TranslationUnit
from wgcop.translations.xliff import (
    EarlierTranslation,
    Returned,
    UnitInFile,
    content_of,
    digest_of,
)


@dataclass
class BroughtParts:
    """The parts of an edition with the words of a file, and what was not placed in them."""

    parts: list[TextPart]
    changed: list[BroughtChange] = field(default_factory=list)
    kept: list[BroughtChange] = field(default_factory=list)
    """Parts that somebody wrote after the file was taken. The text keeps what they wrote."""
    english_changed: list[BroughtChange] = field(default_factory=list)
    """Parts whose English words are not those that were translated."""
    unknown: list[BroughtChange] = field(default_factory=list)
    """Units of the file that the edition does not have."""


def waiting_units(parts: Iterable[TextPart], memory: Memory) -> list[UnitInFile]:
    """Return the parts that are missing, outdated or not checked, each with the words that it has
    and those of earlier texts.
    """
    return [
        UnitInFile(_unit(part), _found(part), (*_before(part), *memory.matches(_unit(part))))
        for part in parts
        if part.unit.text.strip() and not _is_settled(part)
    ]


def remembered_of_others(edition: Edition, others: Sequence[Edition], language: str) -> Memory:
    """Return what the other resolutions have for their English words, as far as it is checked."""
    memory = Memory()
    others = [other for other in others if other.resolution_id != edition.resolution_id]
    texts = parts_beside(others, [language]) if others else {}
    for other in others:
        parts = [part for part in texts[other.id, language] if _is_settled(part)]
        memory.add(
            [_unit(part) for part in parts],
            [replace(_unit(part), content=_words(part.words)) for part in parts],
            origin=other.name,
            url=f"{other.url}/in/{language}",
        )
    return memory


def bring_in_parts(parts: Sequence[TextPart], file: Iterable[Returned]) -> BroughtParts:
    brought = BroughtParts(list(parts))
    places = {part.key: place for place, part in enumerate(parts)}
    for each in file:
        if not each.target:
            continue
        place = places.get(each.key)
        if place is None:
            brought.unknown.append(BroughtChange(each.source, "", each.words))
            continue
        part = parts[place]
        if letters(each.source) != letters(part.unit.text):
            brought.english_changed.append(BroughtChange(each.source, part.unit.text, each.words))
            continue
        content, _is_whole = content_of(each, _unit(part))
        words = TranslationUnit("", "", content).own_words
        if words == part.words:
            continue
        change = BroughtChange(part.unit.text, part.words, words)
        if each.digest != digest_of(_words(part.words)):
            brought.kept.append(change)
            continue
        brought.changed.append(change)
        brought.parts[place] = TextPart(part.unit, part.clause, words)
    return brought


def _is_settled(part: TextPart) -> bool:
    return not part.is_missing and part.is_sure and not part.english_before


def _unit(part: TextPart) -> TranslationUnit:
    return TranslationUnit(part.key, f"resolution/{part.unit.kind}", _words(part.unit.text))


def _found(part: TextPart) -> FoundWords | None:
    return None if part.is_missing else FoundWords(_words(part.words), is_outdated=True)


def _before(part: TextPart) -> Iterable[EarlierTranslation]:
    """Yield the translation of the English words before they changed, beside those words."""
    if part.english_before:
        alike = words_alike(counted(part.english_before), counted(part.unit.text))
        yield EarlierTranslation(part.english_before, part.words, part.name, "", alike)


def _words(text: str) -> Content:
    return ({"type": "text", "text": text},) if text else ()
