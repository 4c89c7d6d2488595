"""What is done with a bracket, and with which outcome it is lifted."""

import enum
import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l


def title_of(number: int, citation: str) -> str:
    """Return the name of a bracket at a clause that is cited like this."""
    return _("Bracket %(number)d in %(citation)s", number=number, citation=citation)


def stored_title_of(number: int, citation: str) -> str:
    """Return the same in English, as the search index keeps it."""
    return f"Bracket {number} in {citation}"


_STORED_TITLE = re.compile(r"Bracket (\d+) in (.+)", re.DOTALL)


def title_in_words(stored: str) -> str:
    """Return a `stored_title_of` in the reader's language."""
    parts = _STORED_TITLE.fullmatch(stored)
    return title_of(int(parts[1]), parts[2]) if parts else stored


class BracketPlace(enum.StrEnum):
    WORDS = "words"
    """Around words of the clause, or at a place where words would be inserted."""
    NEW_CLAUSE = "new-clause"
    """After the clause, around a clause that it does not have yet."""


class BracketDeed(enum.StrEnum):
    OPENED = "opened"
    JOINED = "joined"
    LEFT = "left"
    """An owner lifted its own brackets, and others are left."""
    REWORDED = "reworded"
    LIFTED = "lifted"
    REOPENED = "reopened"

    @property
    def adds(self) -> int:
        """The number of open brackets that it adds."""
        if self in (BracketDeed.OPENED, BracketDeed.REOPENED):
            return 1
        return -1 if self == BracketDeed.LIFTED else 0


DEED_NAMES = {
    BracketDeed.OPENED: _l("Opened"),
    BracketDeed.JOINED: _l("Joined by another owner"),
    BracketDeed.LEFT: _l("Lifted by one of its owners"),
    BracketDeed.REWORDED: _l("Alternatives changed"),
    BracketDeed.LIFTED: _l("Lifted"),
    BracketDeed.REOPENED: _l("Opened again"),
}


class BracketOutcome(enum.StrEnum):
    ALTERNATIVE = "alternative"
    WORDS = "words"
    NOTHING = "nothing"


OUTCOME_NAMES = {
    BracketOutcome.ALTERNATIVE: _l("An alternative stands"),
    BracketOutcome.WORDS: _l("The words stand as they are"),
    BracketOutcome.NOTHING: _l("Nothing stands there"),
}


def deed_name(deed: BracketDeed) -> str:
    return str(DEED_NAMES[deed])


def outcome_name(outcome: BracketOutcome) -> str:
    return str(OUTCOME_NAMES[outcome])
