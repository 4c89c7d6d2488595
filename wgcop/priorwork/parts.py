"""A document's text cut at its passages, as its page shows it (pure)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from wgcop.search.records import Passage

_PAGE = re.compile(r"p\. \d+")


@dataclass(frozen=True)
class Part:
    """`page` is said where it begins; `heading` stands in the text itself; `place` is how one cites it."""

    fragment: str = ""
    place: str = ""
    page: str = ""
    heading: str = ""
    paragraphs: tuple[str, ...] = ()


def parts(text: str, passages: Sequence[Passage]) -> list[Part]:
    """All of the text, in order; what stands before the first passage has no place."""
    found: list[Part] = []
    page = ""
    for passage, end in _stretches(text, passages):
        lines = [line.strip() for line in text[passage.start : end].split("\n") if line.strip()]
        heading = lines.pop(0) if lines and _names(lines[0], passage.place) else ""
        here = match[0] if (match := _PAGE.match(passage.place)) else ""
        turned = here if here != page else ""
        page = here
        if lines or passage.fragment:
            found.append(Part(passage.fragment, passage.place, turned, heading, tuple(lines)))
    return found


def without_title(found: list[Part], title: str) -> list[Part]:
    """The page says the title already."""
    if not found or found[0].heading or found[0].paragraphs[:1] != (title,):
        return found
    first = replace(found[0], paragraphs=found[0].paragraphs[1:])
    return [first, *found[1:]] if first.paragraphs or first.fragment else found[1:]


def _stretches(text: str, passages: Sequence[Passage]) -> Iterator[tuple[Passage, int]]:
    starting = list(passages)
    if not starting or starting[0].start > 0:
        starting.insert(0, Passage(0, ""))
    ends = [passage.start for passage in starting[1:]]
    return zip(starting, [*ends, len(text)], strict=True)


def _names(line: str, place: str) -> bool:
    """The place ends with the heading, which may have been cut there."""
    return place.endswith(line) or (place.endswith("…") and line[:60] in place)
