"""Compares the text of a section with those in the report before (pure)."""

import enum

from flask_babel import lazy_gettext as _l


class WordsMark(enum.StrEnum):
    EMPTY = "empty"
    NEW = "new"
    UNCHANGED = "unchanged"
    UPDATED = "updated"


MARK_NAMES = {
    WordsMark.EMPTY: _l("Not written yet"),
    WordsMark.NEW: _l("New"),
    WordsMark.UNCHANGED: _l("Unchanged"),
    WordsMark.UPDATED: _l("Updated"),
}


def mark_of(base: str, text: str) -> WordsMark:
    """Return how the text of a section differs from the one before. A difference in white space
    does not count.
    """
    before, now = base.split(), text.split()
    if not before:
        return WordsMark.NEW if now else WordsMark.EMPTY
    return WordsMark.UNCHANGED if before == now else WordsMark.UPDATED
