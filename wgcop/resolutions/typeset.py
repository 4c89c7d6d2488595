"""Turns the text of a clause, with asterisks for emphasis, into HTML and into plain text."""

import re

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
