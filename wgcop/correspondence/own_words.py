"""Separates what somebody wrote in a message from what their mail program quoted, in any language
(pure).

Mail programs name the sender of the quoted letter in a line above it, or in a block such as `From:`,
`Sent:`, `Subject:`. The words of these differ by language, but the sender is known here.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

_SIGNS_OF_DIRECTION = dict.fromkeys(
    [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF]
)
"""The direction marks that mail programs put around names and dates in right-to-left text."""
_LABELLED = re.compile(r"\*{0,2}[^\W\d_][^:：@<>]{0,30}[:：]\*{0,2}(?:\s|$)")
_ADDRESS = re.compile(r"<?[^\s<>]{1,200}@[^\s<>]{1,200}>?")
_NUMBER = re.compile(r"\d+")
_MANY_BLANK = re.compile(r"\n{3,}")
FEWEST_LABELS, LONGEST_BLOCK = 3, 12
LONGEST_ATTRIBUTION = 3
FEWEST_NUMBERS = 2
NUMBERS_OF_A_TIME = 4
"""The number of numerals in a date with a time: day, year, hour and minute. A line with so many
introduces a quotation, even if the name in it is unknown.
"""


@dataclass(frozen=True)
class OwnWords:
    """What the sender wrote, and everything else of the message: quotations and the signature."""

    words: str
    left_out: str


def own_words(text: str, quoted: Collection[str]) -> OwnWords:
    """Divide the text of a message. `quoted` has the names and addresses of the sender whose letter
    may be quoted in it.
    """
    lines = [_Line(line, line.translate(_SIGNS_OF_DIRECTION).strip()) for line in text.split("\n")]
    names = tuple(name.casefold() for name in quoted if name)
    end = _where_history_begins(lines, names)
    own = [True] * end + [False] * (len(lines) - end)
    for start, stop in _quotations(lines[:end]):
        start = _with_attribution(lines, start, names)
        own[start:stop] = [False] * (stop - start)
    _leave_out_signatures(lines, own)
    return OwnWords(_joined(lines, own), _joined(lines, [not each for each in own]))


@dataclass(frozen=True)
class _Line:
    text: str
    bare: str
    """The line without direction marks and surrounding spaces."""

    @property
    def is_quoted(self) -> bool:
        return self.bare.startswith(">")

    @property
    def is_signature_mark(self) -> bool:
        return self.text.rstrip("\r") in ("-- ", "--")

    @property
    def is_rule(self) -> bool:
        """Whether the line is a separator, such as `________` or `-----Original Message-----`."""
        return len(self.bare) > 4 and self.bare[:3] in ("---", "___", "***", "===")

    @property
    def ends_with_colon(self) -> bool:
        return self.bare.endswith((":", "：", "：", "︰"))


def _joined(lines: Sequence[_Line], chosen: Sequence[bool]) -> str:
    """Join the chosen lines, with a blank line wherever lines between them were left out."""
    kept: list[str] = []
    for place, (line, is_chosen) in enumerate(zip(lines, chosen, strict=True)):
        if is_chosen:
            if place and not chosen[place - 1]:
                kept.append("")
            kept.append(line.text.rstrip())
    return _MANY_BLANK.sub("\n\n", "\n".join(kept)).strip()


def _quotations(lines: Sequence[_Line]) -> Iterator[tuple[int, int]]:
    """Yield where quoted lines begin and end. Blank lines between them belong to them."""
    start = end = -1
    for place, line in enumerate(lines):
        if line.is_quoted:
            start, end = (place if start < 0 else start), place + 1
        elif line.bare and start >= 0:
            yield start, end
            start = -1
    if start >= 0:
        yield start, end


def _with_attribution(lines: Sequence[_Line], start: int, names: Sequence[str]) -> int:
    """Return the start of the line that says who is quoted: it ends with a colon right above the
    quotation, and names the sender and a date.
    """
    last = start - 1
    while last >= max(start - 2, 0) and not lines[last].bare:
        last -= 1
    if last < max(start - 2, 0) or not lines[last].ends_with_colon:
        return start
    found = start
    for first in range(last, max(last - LONGEST_ATTRIBUTION, -1), -1):
        if not lines[first].bare or lines[first].is_quoted:
            break
        words = " ".join(line.bare for line in lines[first : last + 1])
        is_named, numbers = _names(words, names) or "@" in words, _numbers_in(words)
        if is_named and numbers >= FEWEST_NUMBERS:
            return first
        if (is_named or numbers >= NUMBERS_OF_A_TIME) and found == start:
            found = first
    return found


def _names(said: str, names: Sequence[str]) -> bool:
    said = said.casefold()
    return any(name in said for name in names)


def _numbers_in(said: str) -> int:
    return len(_NUMBER.findall(_ADDRESS.sub(" ", said)))


def _where_history_begins(lines: Sequence[_Line], names: Sequence[str]) -> int:
    """Return where a letter that is repeated below the message without quotation marks begins: at a
    block of headers, or at a line that contains the address of its sender and ends with a colon.
    """
    for place, line in enumerate(lines):
        if line.bare and not line.is_quoted:
            if _is_block_of_headers(lines, place, names):
                return _with_rule_above(lines, place)
            if _is_attribution(lines, place, names):
                return place
    return len(lines)


def _is_block_of_headers(lines: Sequence[_Line], place: int, names: Sequence[str]) -> bool:
    """Return whether at least three labelled lines stand here, the first of which name the sender, or
    an address below a rule.
    """
    if not _LABELLED.match(lines[place].bare):
        return False
    first = " ".join(line.bare for line in lines[place : place + 2])
    is_below_rule = bool(place) and lines[place - 1].is_rule
    if not (_names(first, names) or (is_below_rule and "@" in first)):
        return False
    block: list[str] = []
    for line in lines[place : place + LONGEST_BLOCK]:
        if line.is_quoted or (not line.bare and len(block) >= FEWEST_LABELS):
            break
        block.append(line.bare)
    return sum(1 for each in block if _LABELLED.match(each)) >= FEWEST_LABELS


def _with_rule_above(lines: Sequence[_Line], place: int) -> int:
    while place and (lines[place - 1].is_rule or not lines[place - 1].bare):
        place -= 1
    return place


def _is_attribution(lines: Sequence[_Line], place: int, names: Sequence[str]) -> bool:
    """Return whether lines from here on name the address of the sender, end with a colon, and no
    quoted line follows, which would say more exactly what is quoted.
    """
    addresses = [name for name in names if "@" in name]
    words = ""
    for end in range(place, min(place + LONGEST_ATTRIBUTION, len(lines))):
        if not lines[end].bare:
            return False
        words = f"{words} {lines[end].bare}"
        if lines[end].ends_with_colon:
            following = next((line for line in lines[end + 1 : end + 4] if line.bare), None)
            is_marked = following is not None and following.is_quoted
            is_dated = _numbers_in(words) >= FEWEST_NUMBERS
            return not is_marked and is_dated and _names(words, addresses)
    return False


def _leave_out_signatures(lines: Sequence[_Line], own: list[bool]) -> None:
    """Leave out signatures: each extends from its mark to the next quotation, or to the end."""
    is_signature = False
    for place, line in enumerate(lines):
        if not own[place]:
            is_signature = False
        elif line.is_signature_mark:
            is_signature = True
        if is_signature:
            own[place] = False
