"""The states of a paper, from draft to document, and their names."""

import enum

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext


class PaperState(enum.StrEnum):
    """The state of a paper. A submitted paper waits for the secretariat; a held one waits for the
    next meeting.

    While a change is asked for, its drafters write a new wording, and everybody else reads the
    submitted wording.
    """

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    HELD = "held"
    CHANGE_ASKED = "change-asked"
    WITHDRAWN = "withdrawn"


WAITING = (PaperState.SUBMITTED, PaperState.HELD)
"""The states in which the secretariat has to decide."""

WRITTEN_IN = (PaperState.DRAFT, PaperState.ACCEPTED, PaperState.CHANGE_ASKED)
"""The states in which a paper may have a draft: of its first wording, of a wording that the
secretariat asked to change, or of a revision.
"""

STATE_NAMES = {
    PaperState.DRAFT: _l("Draft"),
    PaperState.SUBMITTED: _l("Waiting for the secretariat"),
    PaperState.ACCEPTED: lazy_pgettext("a paper", "Accepted"),
    PaperState.HELD: _l("Held for the next meeting"),
    PaperState.CHANGE_ASKED: lazy_pgettext("a paper", "Asked for a change"),
    PaperState.WITHDRAWN: lazy_pgettext("a paper", "Withdrawn"),
}
