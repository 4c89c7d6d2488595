"""The lifecycle of a paper: its wordings and its states, from draft to document, and the conditions
of each step.
"""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.contributions.drafters import Drafted
from wgcop.contributions.paper_state import STATE_NAMES, WAITING, WRITTEN_IN, PaperState
from wgcop.contributions.revisions import Revision
from wgcop.database import WORDS
from wgcop.errors import Refused
from wgcop.numbering.deadlines.models import Timed
from wgcop.numbering.deadlines.rule import Timing


class Lifecycle(Drafted, Timed):
    """The columns and steps of a paper's life. Number 0 of its `revisions` is the original."""

    state: Mapped[PaperState] = mapped_column(default=PaperState.DRAFT)
    remark: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    submitted_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    @declared_attr
    def revisions(cls) -> Mapped[list[Revision]]:
        return relationship(
            back_populates="contribution",
            order_by="Revision.number",
            cascade="all, delete-orphan",
            lazy="selectin",
        )

    # Its wordings

    @property
    def current(self) -> Revision:
        """The latest issued wording, or the draft of the first one."""
        return self.issued[-1] if self.issued else self.revisions[-1]

    @property
    def submitted(self) -> Revision:
        """The wording on which the secretariat decides or decided: the original, regardless of
        later revisions.

        For a paper that was given back it is the wording that was set aside last.
        """
        return self.issued[0] if self.issued else self.revisions[0]

    @property
    def issued(self) -> list[Revision]:
        """The issued wordings, without those that were replaced before the paper had a number."""
        return [revision for revision in self.revisions if revision.is_issued]

    @property
    def came_as(self) -> Revision | None:
        """The wording in which the paper was first submitted, even if a changed one has replaced it
        on request. None for a draft.
        """
        at = self.submitted_at
        by_then = [r for r in self.revisions if at and r.submitted_at and r.submitted_at <= at]
        return max(by_then, key=lambda r: r.submitted_at or clock.now(), default=None)

    @property
    def was_changed_on_request(self) -> bool:
        """Whether the paper was submitted again after the secretariat had asked for a change."""
        return self.came_as is not None and self.came_as is not self.submitted

    @property
    def draft(self) -> Revision | None:
        """The wording that can still be changed, or None."""
        last = self.revisions[-1]
        return last if last.submitted_at is None else None

    # Its state

    @property
    def state_name(self) -> str:
        return str(STATE_NAMES[self.state])

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING

    @property
    def is_asked_to_change(self) -> bool:
        return self.state == PaperState.CHANGE_ASKED

    @property
    def is_being_written(self) -> bool:
        return self.draft is not None and self.state in WRITTEN_IN

    @property
    def is_withdrawn(self) -> bool:
        return self.state == PaperState.WITHDRAWN

    # Its steps

    def submit(self, timing: Timing, *, by: Person) -> None:
        """Submit the draft; hold it at once if it is late. `contributions.submission_checks` has the
        other reasons for a refusal.
        """
        if self.state != PaperState.DRAFT or self.draft is None:
            raise Refused(_("Only a draft can be submitted."))
        submitted = self.draft
        submitted.issue(by=by)
        self.state = PaperState.HELD if timing == Timing.LATE else PaperState.SUBMITTED
        self.timing = timing
        self.submitted_at = submitted.submitted_at

    def accept(self) -> None:
        """Accept the paper. The caller has already given it a number."""
        self.state = PaperState.ACCEPTED
        self.accepted_at = clock.now()

    def refuse_unless_waiting(self) -> None:
        if not self.is_waiting:
            raise Refused(_("Only a contribution that waits for the secretariat can be accepted."))

    def hold(self, reason: str) -> None:
        if self.state != PaperState.SUBMITTED:
            raise Refused(_("Only a contribution that waits for the secretariat can be held."))
        self.state = PaperState.HELD
        self.remark = reason

    def ask_for_change(self, words: str) -> None:
        """Ask for a change. The submitted wording stays as it is; the drafters continue with a
        copy.
        """
        if not self.is_waiting:
            raise Refused(_("Only a contribution that waits for the secretariat can be changed."))
        submitted = self.current
        self.revisions.append(submitted.copy(by=submitted.submitted_by or self.drafted_by))
        self.state = PaperState.CHANGE_ASKED
        self.remark = words
        self.post_by = None

    def set_aside_what_was_submitted(self) -> None:
        """Give the submitted wording a number below 0. The changed one can take its place once the
        session is flushed.
        """
        self.current.number = self._next_aside()

    def _next_aside(self) -> int:
        return min(revision.number for revision in self.revisions) - 1

    def resubmit(self, *, by: Person) -> None:
        """Submit the changed wording. The timing of the paper remains that of its first submission."""
        if self.state != PaperState.CHANGE_ASKED or self.draft is None:
            raise Refused(_("Nobody has asked for a change to this paper."))
        changed = self.draft
        changed.number = 0
        changed.issue(by=by)
        self.state = PaperState.HELD if self.timing == Timing.LATE else PaperState.SUBMITTED
        self.remark = ""

    def give_back(self, reason: str) -> None:
        """Make a waiting paper a draft again, which only its drafters see."""
        if self.state == PaperState.CHANGE_ASKED and self.draft is not None:
            self.draft.number = 0
        elif self.is_waiting:
            submitted = self.current
            self.revisions.insert(0, submitted.as_submitted(self._next_aside()))
            submitted.reopen()
        else:
            raise Refused(_("Only a contribution that waits for the secretariat can be returned."))
        self.state = PaperState.DRAFT
        self.remark = reason
        self.submitted_at = self.timing = self.post_by = None

    def withdraw(self) -> None:
        """Withdraw the paper. Those who could read it still can. Its number is not used again."""
        if self.is_withdrawn:
            raise Refused(_("This contribution has already been withdrawn."))
        self.state = PaperState.WITHDRAWN
        self.withdrawn_at = clock.now()

    def begin_revision(self, *, by: Person) -> Revision:
        if self.state != PaperState.ACCEPTED:
            raise Refused(_("Only an accepted contribution can be revised."))
        if self.draft is not None:
            raise Refused(_("A revision is already being prepared. Continue with that one."))
        revision = self.current.copy(by=by)
        self.revisions.append(revision)
        return revision

    def issue_revision(self, *, by: Person) -> Revision:
        revision = self.draft
        if self.state != PaperState.ACCEPTED or revision is None:
            raise Refused(_("There is no revision to issue."))
        revision.issue(by=by)
        return revision
