"""How the words of a section stand to those of the report before (pure)."""

import enum

from flask_babel import lazy_gettext as _l


class Mark(enum.StrEnum):
    EMPTY = "empty"
    NEW = "new"
    UNCHANGED = "unchanged"
    UPDATED = "updated"


MARK_NAMES = {
    Mark.EMPTY: _l("Not written yet"),
    Mark.NEW: _l("New"),
    Mark.UNCHANGED: _l("Unchanged"),
    Mark.UPDATED: _l("Updated"),
}


def mark_of(base: str, text: str) -> Mark:
    """White space alone is no change."""
    before, now = base.split(), text.split()
    if not before:
        return Mark.NEW if now else Mark.EMPTY
    return Mark.UNCHANGED if before == now else Mark.UPDATED
