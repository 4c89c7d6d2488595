"""Turns the text of a clause, with asterisks for emphasis, into HTML and into plain text, and tells
whether two texts are the same wording.
"""

import re
from dataclasses import dataclass

from markupsafe import Markup, escape

_CODE = re.compile(r"\b([A-Z]{2,}-[A-Z0-9]{1,4})\b")
_EMPHASIS = re.compile(r"\*(?=\S)([^*\n]+?)(?<=\S)\*")


def typeset(text: str) -> Markup:
    """Return safe HTML. An asterisk without a partner stays an asterisk; "ITU-D" is not broken over
    two lines.
    """
    emphasized = _EMPHASIS.sub(r"<em>\1</em>", str(escape(text)))
    emphasized = _CODE.sub(r'<span class="unbroken">\1</span>', emphasized)
    return Markup(emphasized.replace("\n", "<br>"))  # noqa: S704 (escaped above)


def parts(text: str) -> list[tuple[str, bool]]:
    """Split the text into pieces in order, each with whether it is emphasized."""
    pieces = _EMPHASIS.split(text)
    return [(words, at % 2 == 1) for at, words in enumerate(pieces) if words]


def plain(text: str) -> str:
    """Return the text without the asterisks of emphasis."""
    return _EMPHASIS.sub(r"\1", text)


@dataclass(frozen=True)
class TypedPlace:
    """A place in the text as it is typed. Whoever puts other words there leaves those `before` and
    `after` them, which lose their emphasis with a part of its words.
    """

    start: int
    stop: int
    before: str = ""
    after: str = ""


def typed_place(text: str, start: int, stop: int) -> TypedPlace:
    """Return where in the text a place is that was counted without the asterisks of emphasis."""
    begin, end, before, after = _typed_at(text, start), _typed_at(text, stop), "", ""
    for match in _EMPHASIS.finditer(text):
        opening, closing = match.start(), match.end() - 1
        if begin == closing:  # right behind the emphasized words
            begin, end = closing + 1, max(end, closing + 1)
        elif begin <= opening and end >= closing:
            end = max(end, closing + 1)
        elif begin == opening < end:
            begin = opening + 1
        elif begin < opening < end:
            after, end = text[end:closing], closing + 1
        elif opening < begin < closing < end:
            before, begin = text[opening + 1 : begin], opening
    return TypedPlace(begin, end, before, after)


def _typed_at(text: str, place: int) -> int:
    """Return the letter of the text at a place that was counted without asterisks."""
    passed = 0
    for match in _EMPHASIS.finditer(text):
        if place + passed <= match.start():
            break
        passed += 1
        if place + passed < match.end():
            break
        passed += 1
    return place + passed


def is_same_wording(old: str, new: str) -> bool:
    """Return whether two wordings are the same apart from white space and the punctuation that ends
    an item of a list.
    """
    return _bare(old) == _bare(new)


def _bare(text: str) -> str:
    return " ".join(text.split()).rstrip(" ,;.")
