"""The states of an action and of its review, and the rule for when it is late (pure)."""

import enum
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l


class ProgressState(enum.StrEnum):
    NOT_STARTED = "not-started"
    UNDER_WAY = "under-way"
    DONE = "done"
    DROPPED = "dropped"


class ReviewState(enum.StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    REVIEWED = "reviewed"
    APPROVED = "approved"


class StepKind(enum.StrEnum):
    """The kinds of steps that the log of an action holds."""

    ADDED = "added"
    EDITED = "edited"
    PROGRESS = "progress"
    SUBMITTED = "submitted"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    SENT_BACK = "sent-back"
    CHECKED = "checked"


PROGRESS_NAMES = {
    ProgressState.NOT_STARTED: _l("Not started"),
    ProgressState.UNDER_WAY: _l("Under way"),
    ProgressState.DONE: _l("Done"),
    ProgressState.DROPPED: _l("Dropped"),
}

REVIEW_NAMES = {
    ReviewState.DRAFT: _l("Draft"),
    ReviewState.SUBMITTED: _l("Submitted"),
    ReviewState.REVIEWED: _l("Reviewed"),
    ReviewState.APPROVED: _l("Approved"),
}

STEP_NAMES = {
    StepKind.ADDED: _l("Added"),
    StepKind.EDITED: _l("Edited"),
    StepKind.PROGRESS: _l("Progress stated"),
    StepKind.SUBMITTED: _l("Submitted"),
    StepKind.REVIEWED: _l("Reviewed"),
    StepKind.APPROVED: _l("Approved"),
    StepKind.SENT_BACK: _l("Sent back"),
    StepKind.CHECKED: _l("Compared with the new wording"),
}

OPEN = (ProgressState.NOT_STARTED, ProgressState.UNDER_WAY)


def is_late(progress: ProgressState, due_on: date | None, today: date) -> bool:
    """Return whether an action is late: from the day after the due day, as long as it is neither
    done nor dropped.
    """
    return progress in OPEN and due_on is not None and due_on < today


@dataclass(frozen=True)
class Period:
    """A year, or the time between two conferences. Both days are included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    def meets(self, begins: date, ends: date | None) -> bool:
        """Return whether a span of time falls into the period at least in part. It lasted from
        `begins` to `ends`, or has not ended.
        """
        return begins <= self.last and (ends is None or ends >= self.first)
