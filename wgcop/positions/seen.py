"""The numbers of positions that a form says its page showed."""

from collections.abc import Mapping

from flask_babel import gettext as _

from wgcop.errors import Invalid


def last_seen(data: Mapping[str, str]) -> int:
    """Return the number of the last position that a page showed. Raise Invalid if the form has
    none.
    """
    number = row_number(data.get("seen", ""))
    if not number:
        raise Invalid(_("The form arrived incomplete. Open the page of positions again."))
    return number


def row_number(text: str) -> int:
    """Return the number of a row, or 0 if the text is none."""
    # a longer number is no row id, and the database could not be asked about it
    is_number = text.isascii() and text.isdigit() and len(text) < 19
    return int(text) if is_number else 0
