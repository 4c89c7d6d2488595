"""The text of a clause as it is printed: emphasis stands in it between asterisks."""

import re

from markupsafe import Markup, escape

_EMPHASIS = re.compile(r"\*(?=\S)([^*\n]+?)(?<=\S)\*")


def typeset(text: str) -> Markup:
    """Safe HTML; an asterisk that opens no emphasis stays what it is."""
    emphasized = _EMPHASIS.sub(r"<em>\1</em>", str(escape(text)))
    return Markup(emphasized.replace("\n", "<br>"))  # noqa: S704 (escaped above)


def plain(text: str) -> str:
    """The words alone, as they stand on the page."""
    return _EMPHASIS.sub(r"\1", text)
