"""The choices of which registry entries a report lists, and in which part of it."""

import enum

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext


class EntriesNamed(enum.StrEnum):
    ALL = "all"
    CHANGED = "changed"
    NEW = "new"


class EntriesPlace(enum.StrEnum):
    BOTH = "both"
    CLAUSES = "clauses"
    ANNEX = "annex"


ENTRIES_NAMED = {
    EntriesNamed.ALL: lazy_pgettext("entries", "All"),
    EntriesNamed.CHANGED: _l("New or changed since the last report"),
    EntriesNamed.NEW: _l("New since the last report"),
}
ENTRIES_PLACES = {
    EntriesPlace.BOTH: _l("The first few under each clause, and all in an annex"),
    EntriesPlace.CLAUSES: _l("Listed only under their clauses"),
    EntriesPlace.ANNEX: _l("Listed only in an annex"),
}
