"""The signs at the beginning of a heading, a row of a table or an item of a list."""

import re
from dataclasses import dataclass, replace

from wgcop.paper import ordinals

DEEPEST = 5
"""The number of quotes and lists that may be nested. What is typed deeper is a paragraph."""

HEADING = re.compile(r"(#{1,4})(?:\s+(.*))?$")
NUMBER = r"#\d{0,5}\.(?=\s|<br>|$)"
"""The sign before a numbered paragraph. Its number is only for readers of the typed text, since the
paper counts the paragraphs itself.
"""
NUMBERED = re.compile(rf"{NUMBER}\s*(?P<words>.*)$", re.DOTALL)
MARKER = re.compile(
    r"""(?: (?P<bullet>[-*•])
          | \( (?P<enclosed>\w{1,7}) \)
          | (?P<closed>\w{1,7}) \)
          | (?P<number>\d{1,5}) \.
          | (?P<letter>[A-Za-z]{1,7}) \. (?=\ \ |$)   # two spaces: not the initial of a name
        ) (?:\s+ (?P<words>.*))? $""",
    re.VERBOSE,
)
ROW = re.compile(r"\|.*\|$")


def interrupts(line: str, depth: int) -> bool:
    """Return whether a line ends the paragraph above it."""
    words = line.strip(" ")
    if not words or HEADING.match(words) or NUMBERED.match(words) or ROW.match(words):
        return True
    if depth >= DEEPEST:
        return False
    marker = first_marker(line)
    # A wrapped line may begin with "2010." but hardly with "1.".
    return words.startswith(">") or (marker is not None and marker.number in (None, 1))


@dataclass(frozen=True)
class ItemMarker:
    """The sign before an item: its place, the list that it belongs to, and what follows it."""

    indent: int
    width: int
    bullet: str
    mark: str
    delim: str
    words: str
    style: str = ""
    number: int | None = None

    def continues(self, first: "ItemMarker", number: int) -> bool:
        if self.bullet or first.bullet:
            return self.bullet == first.bullet
        return self.delim == first.delim and self.mark == ordinals.mark(number, first.style)


def marker_of(line: str) -> ItemMarker | None:
    words = line.lstrip(" ")
    match = MARKER.match(words)
    if match is None:
        return None
    delim = "()" if match["enclosed"] else ")" if match["closed"] else "."
    return ItemMarker(
        indent=len(line) - len(words),
        width=match.start("words") if match["words"] is not None else len(words) + 1,
        bullet=match["bullet"] or "",
        mark=match["enclosed"] or match["closed"] or match["number"] or match["letter"] or "",
        delim=delim,
        words=match["words"] or "",
    )


def first_marker(line: str) -> ItemMarker | None:
    """Return the marker of a line, or None if a list cannot begin with it."""
    marker = marker_of(line)
    if marker is None or marker.bullet:
        return marker
    reading = ordinals.first(marker.mark)
    return replace(marker, style=reading[0], number=reading[1]) if reading else None
