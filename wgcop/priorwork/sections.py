"""Cuts a document's text into parts and sections, as its page shows them (pure)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from wgcop.languages.scripts import EAST_ASIAN_SIGNS, IDEOGRAPHS
from wgcop.search.records import Passage
from wgcop.search_engines.hits import OPENED_WHOLE

_PAGE = re.compile(r"p\. \d+")
_LABEL = re.compile(
    r"(?:[-–—•·▪●*]|\(?(?:\d{1,3}|[a-z]|[ivxl]{1,6})[.)]|\d{1,2}(?:\.\d{1,2}){1,3})\s"
)
_WITHOUT_SPACES = re.compile(f"[{IDEOGRAPHS}{EAST_ASIAN_SIGNS}]{{2}}")
_ENOUGH = 200_000
_FEWEST_LINES = 6
_NARROWEST, _WIDEST = 40, 130
_FULL = 0.75


LONGEST_SECTION = OPENED_WHOLE
"""The number of characters of a long document on one page: about ten printed pages."""


@dataclass(frozen=True)
class DocumentPart:
    """A part of a document. `page` is set on the first part of a page; `heading` is in the text
    itself; `place` is how to cite it.
    """

    fragment: str = ""
    place: str = ""
    page: str = ""
    heading: str = ""
    paragraphs: tuple[str, ...] = ()
    starts: tuple[int, ...] = field(default=(), compare=False)
    """The position of each paragraph in the text."""

    @property
    def length(self) -> int:
        return len(self.heading) + sum(map(len, self.paragraphs))


@dataclass(frozen=True)
class DocumentSection:
    """The parts of a document that are shown on one page."""

    number: int
    parts: tuple[DocumentPart, ...]

    @property
    def start(self) -> int:
        return next((part.starts[0] for part in self.parts if part.starts), 0)

    @property
    def name(self) -> str:
        """The first and last page or heading of the section: `p. 12 – 21`."""
        places = [part.place for part in self.parts if part.place]
        first, last = (places[0], places[-1]) if places else ("", "")
        pages = [match[0] for place in (first, last) if (match := _PAGE.match(place))]
        if len(pages) == 2:
            first, last = pages[0], pages[1].removeprefix("p. ")
        return first if first.endswith(last) else f"{first} – {last}"


def parts(text: str, passages: Sequence[Passage]) -> list[DocumentPart]:
    """Return the whole text in parts, in order. Text before the first passage has no place."""
    result: list[DocumentPart] = []
    page = ""
    width = printed_width(text)
    for passage, end in _stretches(text, passages):
        lines = list(_lines(text, passage.start, end))
        heading = lines.pop(0)[1] if lines and _names(lines[0][1], passage.place) else ""
        here = match[0] if (match := _PAGE.match(passage.place)) else ""
        turned = here if here != page else ""
        page = here
        if lines or passage.fragment:
            paragraphs = list(_paragraphs(lines, width))
            result.append(
                DocumentPart(
                    passage.fragment,
                    passage.place,
                    turned,
                    heading,
                    tuple(paragraph for _, paragraph in paragraphs),
                    tuple(start for start, _ in paragraphs),
                )
            )
    return result


def sections(parts_in_order: Sequence[DocumentPart]) -> list[DocumentSection]:
    """Return the parts in sections of a readable length. A part that is too long for one continues
    in the next.
    """
    portions: list[list[DocumentPart]] = [[]]
    size = 0
    for part in parts_in_order:
        for piece in _cut(part):
            if portions[-1] and size + piece.length > LONGEST_SECTION:
                portions.append([])
                size = 0
            portions[-1].append(piece)
            size += piece.length
    return [
        DocumentSection(number, tuple(portion)) for number, portion in enumerate(portions, start=1)
    ]


def section_at(portions: Sequence[DocumentSection], start: int) -> DocumentSection:
    """Return the section that holds this position of the text."""
    return next((section for section in reversed(portions) if section.start <= start), portions[0])


def section_with(portions: Sequence[DocumentSection], fragment: str) -> DocumentSection:
    """Return the section that holds this fragment; otherwise the first."""
    holding = (one for one in portions if any(part.fragment == fragment for part in one.parts))
    return next(holding, portions[0])


def printed_width(text: str) -> int:
    """Return the length of a full line if paragraphs are broken into printed lines; 0 if each line
    is a paragraph.
    """
    lengths = sorted(len(line) for line in text[:_ENOUGH].split("\n") if line)
    if len(lengths) < _FEWEST_LINES:
        return 0
    width = lengths[len(lengths) * 9 // 10]
    full = sum(length >= _FULL * width for length in lengths)
    return width if _NARROWEST <= width <= _WIDEST and full * 3 >= len(lengths) else 0


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    for line in text[start:end].split("\n"):
        if line.strip():
            yield start, line.strip()
        start += len(line) + 1


def _paragraphs(lines: Sequence[tuple[int, str]], width: int) -> Iterator[tuple[int, str]]:
    """Join lines that were broken only because the line was full, and yield each paragraph with its
    position.
    """
    begun, words, last = 0, "", ""
    for start, line in lines:
        if words and (not width or _ends(last, line, width)):
            yield begun, words
            words = ""
        if not words:
            begun, words = start, line
        else:
            words += line if _WITHOUT_SPACES.search(words[-1] + line[0]) else f" {line}"
        last = line
    if words:
        yield begun, words


def _ends(line: str, following: str, width: int) -> bool:
    if _LABEL.match(following):
        return True
    return not following[0].islower() and len(line) < _FULL * width


def _cut(part: DocumentPart) -> Iterator[DocumentPart]:
    """Cut a long part between paragraphs. Pieces after the first have no heading."""
    if part.length <= LONGEST_SECTION:
        yield part
        return
    first, size = 0, 0
    for at, paragraph in enumerate(part.paragraphs):
        if size and size + len(paragraph) > LONGEST_SECTION:
            yield _piece(part, first, at)
            first, size = at, 0
        size += len(paragraph)
    yield _piece(part, first, len(part.paragraphs))


def _piece(part: DocumentPart, first: int, end: int) -> DocumentPart:
    piece = replace(part, paragraphs=part.paragraphs[first:end], starts=part.starts[first:end])
    return replace(piece, fragment="", page="", heading="") if first else piece


def without_title(parts_in_order: list[DocumentPart], title: str) -> list[DocumentPart]:
    """Leave out the title at the beginning, because the page shows it above the text."""
    if (
        not parts_in_order
        or parts_in_order[0].heading
        or parts_in_order[0].paragraphs[:1] != (title,)
    ):
        return parts_in_order
    first = replace(
        parts_in_order[0],
        paragraphs=parts_in_order[0].paragraphs[1:],
        starts=parts_in_order[0].starts[1:],
    )
    return (
        [first, *parts_in_order[1:]] if first.paragraphs or first.fragment else parts_in_order[1:]
    )


def _stretches(text: str, passages: Sequence[Passage]) -> Iterator[tuple[Passage, int]]:
    starting = list(passages)
    if not starting or starting[0].start > 0:
        starting.insert(0, Passage(0, ""))
    ends = [passage.start for passage in starting[1:]]
    return zip(starting, [*ends, len(text)], strict=True)


def _names(line: str, place: str) -> bool:
    """Return whether the line repeats the heading at the end of the place, where a long heading is
    cut short.
    """
    return place.endswith(line) or (place.endswith("…") and line[:60] in place)
