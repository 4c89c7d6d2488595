"""The units of a document with what its versions in a language have for them, and what changes when
a file of them is brought in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from wgcop import paper
from wgcop.contributions.revisions import Revision
from wgcop.paper.tree import inline_words
from wgcop.translations.memory import Memory
from wgcop.translations.models import Translation, translated_fields
from wgcop.translations.units import (
    Content,
    FoundWords,
    TranslationUnit,
    found_in,
    units_of,
    with_contents,
    words_left_out,
)
from wgcop.translations.xliff import Returned, UnitInFile, content_of, digest_of


@dataclass(frozen=True)
class BroughtChange:
    """A unit with its words in the original, in the version, and in the file."""

    source: str
    now: str
    brought: str


@dataclass
class BroughtIn:
    """What a version becomes with the words of a file."""

    fields: dict[str, str] = field(default_factory=dict)
    text: paper.Node = field(default_factory=dict)
    changed: list[BroughtChange] = field(default_factory=list)
    kept: list[BroughtChange] = field(default_factory=list)
    """Units that somebody wrote after the file was taken. The version keeps what they wrote."""
    completed: list[BroughtChange] = field(default_factory=list)
    """Units whose pictures or notes are missing in the file. They follow the words."""
    left_out: list[str] = field(default_factory=list)
    """Words of the version that have no place in the text of the original."""


def units(wording: Revision | Translation) -> list[TranslationUnit]:
    return units_of(translated_fields(wording), wording.text)


def found_for(
    original: Sequence[TranslationUnit], current: Translation | None, draft: Translation | None
) -> dict[str, FoundWords]:
    """Return what the versions have for the units of the latest wording. What is being written counts
    before what readers have; what it took over from there is as outdated as it is there.
    """
    found: dict[str, FoundWords] = {}
    for version in filter(None, (current, draft)):
        for key, each in found_in(original, units(version.made_from), units(version)).items():
            before = found.get(key)
            if before is None or not before.is_outdated or before.content != each.content:
                found[key] = each
    return found


def words_left(version: Translation) -> int:
    """Return the number of words of the latest wording that are not translated, or were changed
    after they were. The fields of the cover are not counted.
    """
    latest = [unit for unit in units(version.contribution.current) if not unit.is_field]
    found = found_for(latest, version, None)
    return sum(
        unit.number_of_words
        for unit in latest
        if unit.key not in found or found[unit.key].is_outdated
    )


def remembered(earlier: Iterable[Translation]) -> Memory:
    """Return what these translations have for the words of their originals."""
    memory = Memory()
    for each in earlier:
        memory.add(units(each.made_from), units(each), origin=each.file_symbol, url=each.url)
    return memory


def segments_of(
    original: Sequence[TranslationUnit], found: Mapping[str, FoundWords], memory: Memory
) -> list[UnitInFile]:
    """Return the units that have words, each with what the versions and earlier documents have."""
    return [
        UnitInFile(unit, found.get(unit.key), memory.matches(unit))
        for unit in original
        if unit.has_words
    ]


def changed_since(
    original: Sequence[TranslationUnit], returned: Sequence[Returned]
) -> list[BroughtChange]:
    """Return the units of a file whose words in the original are different now, or gone."""
    now = {unit.key: unit.own_words for unit in original}
    return [
        BroughtChange(each.source, now.get(each.key, ""), each.words)
        for each in returned
        if letters(now.get(each.key, "")) != letters(each.source)
    ]


def letters(words: str) -> str:
    """Return the words without the spaces between them, which tools change."""
    return "".join(words.split())


def bring_in(
    original: Revision,
    draft: Translation,
    found: Mapping[str, FoundWords],
    file: Sequence[Returned],
) -> BroughtIn:
    """Return the draft with the words of the file, in the structure of the original."""
    result, known = BroughtIn(), dict(found)
    contents: dict[str, Content] = {key: each.content for key, each in found.items()}
    returned = {each.key: each for each in file if each.target}
    of_original = units(original)
    for unit in of_original:
        if (each := returned.get(unit.key)) is None:
            continue
        content, is_whole = content_of(each, unit)
        now = found.get(unit.key)
        words = TranslationUnit(unit.key, unit.place, content).own_words
        change = BroughtChange(unit.own_words, _own_words(now), words)
        if digest_of(content) == digest_of(now.content if now else None):
            continue
        if each.digest != digest_of(now.content if now else None):
            result.kept.append(change)
            continue
        contents[unit.key] = content
        known[unit.key] = FoundWords(content)
        result.changed.append(change)
        if not is_whole:
            result.completed.append(change)
    result.text = with_contents(original.text, contents)
    own = translated_fields(draft)
    result.fields = {
        name: inline_words(contents[name]).strip() if name in contents else words
        for name, words in own.items()
    }
    replaced = [unit for unit in units(draft) if not unit.is_field]
    standing = {**found, **{unit.key: FoundWords(unit.content) for unit in of_original}}
    result.left_out = words_left_out(replaced, standing)
    return result


def _own_words(found: FoundWords | None) -> str:
    return TranslationUnit("", "", found.content).own_words if found else ""
