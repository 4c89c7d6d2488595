"""A document's text cut at its passages, as its page shows it (pure)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from wgcop.search.records import Passage


@dataclass(frozen=True)
class Part:
    """`heading` stands in the text itself; `place` is how one cites it: `p. 4, 2.1 Helplines`."""

    fragment: str
    place: str
    heading: str
    paragraphs: tuple[str, ...]


def parts(text: str, passages: Sequence[Passage]) -> Iterator[Part]:
    """All of the text, in order; what stands before the first passage has no place."""
    starts = [passage.start for passage in passages]
    if text[: starts[0] if starts else None].strip():
        yield Part("", "", "", tuple(_lines(text[: starts[0] if starts else None])))
    for passage, end in zip(passages, [*starts[1:], len(text)], strict=True):
        lines = list(_lines(text[passage.start : end]))
        heading = lines.pop(0) if lines and _names(lines[0], passage.place) else ""
        yield Part(passage.fragment, passage.place, heading, tuple(lines))


def without_title(found: list[Part], title: str) -> list[Part]:
    """The page says the title already."""
    if not found or found[0].heading or found[0].paragraphs[:1] != (title,):
        return found
    first = replace(found[0], paragraphs=found[0].paragraphs[1:])
    return [first, *found[1:]] if first.paragraphs or first.fragment else found[1:]


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.split("\n") if line.strip())


def _names(line: str, place: str) -> bool:
    """The place ends with the heading, which may have been cut there."""
    return place.endswith(line) or (place.endswith("…") and line[:60] in place)
