"""Finding the title by the size of its type: the largest lines of the head, if they stand out
(pure).
"""

from collections.abc import Iterable, Sequence
from statistics import median_low
from typing import NamedTuple

from wgcop.reading.head_lines import LONGEST_TITLE, is_designation, may_begin_title

_OUTSTANDING = 1.3
"""The smallest ratio of the size of a title to that of most lines of the head."""
_SAME = 0.02
_LEAST_LETTERS = 8
_MOST_LINES = 60


class SizedLine(NamedTuple):
    text: str
    size: float


def title_in_large_type(lines: Iterable[SizedLine]) -> str:
    """Return the title in large type. Return an empty string if no text is larger than the rest, or
    if the larger text is not a title, such as the name of the publisher.
    """
    head = [line for line in lines if line.text.strip()][:_MOST_LINES]
    if len(head) < 2:
        return ""
    usual = median_low(line.size for line in head)
    sizes = sorted({line.size for line in head if line.size >= usual * _OUTSTANDING}, reverse=True)
    titles = (_first_run(head, size) for size in sizes)
    return next((title for title in titles if _is_title(title)), "")


def _first_run(head: Sequence[SizedLine], size: float) -> str:
    """Return the first line of this size that may begin a title, joined with the lines of its size
    right below.
    """
    at_size = [abs(line.size - size) <= size * _SAME for line in head]
    start = next(
        (at for at, line in enumerate(head) if at_size[at] and may_begin_title(_tidy(line.text))),
        None,
    )
    if start is None:
        return ""
    end = start + 1
    while end < len(head) and at_size[end]:
        end += 1
    return " ".join(_tidy(line.text) for line in head[start:end])


def _is_title(title: str) -> bool:
    # Above U+2E80 are Chinese and the other scripts without spaces, which say much in two
    # characters.
    letters = sum(character.isalpha() for character in title)
    is_script_without_spaces = any(ord(letter) > 0x2E80 for letter in title)
    enough = 2 if is_script_without_spaces else _LEAST_LETTERS
    return enough <= letters and len(title) <= LONGEST_TITLE and not is_designation(title)


def _tidy(text: str) -> str:
    return " ".join(text.split())
