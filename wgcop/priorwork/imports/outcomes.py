"""The possible outcomes of a file in an import."""

import enum

from flask_babel import lazy_gettext as _l


class ImportOutcome(enum.StrEnum):
    WAITING = "waiting"
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    FAILED = "failed"
    CANCELLED = "cancelled"


OUTCOME_NAMES = {
    ImportOutcome.WAITING: _l("Waiting"),
    ImportOutcome.NEW: _l("New"),
    ImportOutcome.CHANGED: _l("Changed"),
    ImportOutcome.SAME: _l("The same"),
    ImportOutcome.FAILED: _l("Failed"),
    ImportOutcome.CANCELLED: _l("Left out"),
}
