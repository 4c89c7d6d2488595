"""The reasons why steps are not accepted, and the messages for the writer."""

import enum

from flask_babel import gettext as _


class DeclineReason(enum.StrEnum):
    """Why a request of a writer is declined. After `BUSY` the same can be sent again a moment
    later; after any other reason that does not help.
    """

    SCHEMA = "schema"
    CLOSED = "closed"
    SIGNED_OUT = "signed-out"
    FORBIDDEN = "forbidden"
    ROLE = "role"
    MALFORMED = "malformed"
    TOO_MUCH = "too-much"
    UNKNOWN = "unknown"
    BUSY = "busy"


class Declined(Exception):
    """Raised when the steps or the question of a person writing a draft are refused."""

    def __init__(self, reason: DeclineReason) -> None:
        super().__init__(reason)
        self.reason = reason


def message(reason: DeclineReason) -> str:
    """Return a sentence for the writer, in their language."""
    match reason:
        case DeclineReason.SCHEMA:
            return _("The workspace was updated. Load this page again to continue writing.")
        case DeclineReason.CLOSED:
            return _("There is no longer a draft to write in. It may have just been submitted.")
        case DeclineReason.SIGNED_OUT:
            return _(
                "You are signed out. Words that are not saved yet are kept in this browser: sign in again, and load this page."
            )
        case DeclineReason.FORBIDDEN:
            return _("There is no such draft, or you are not one of its drafters.")
        case DeclineReason.ROLE:
            return _(
                "You may read this draft, but not change it. Those who write it can give you this right."
            )
        case DeclineReason.MALFORMED:
            return _("This change does not fit into a paper. It was not stored.")
        case DeclineReason.TOO_MUCH:
            return _(
                "This is too much at once, or the paper has become too long. It was not stored."
            )
        case DeclineReason.BUSY:
            return _("The workspace is busy. Your changes are kept here and sent again.")
        case _:
            return _("This could not be understood. Load the page again.")
