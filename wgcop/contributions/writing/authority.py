"""The one authority over the text of a draft: it puts the steps of all writers into one order."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self, cast

from sqlalchemy import Table, bindparam, insert, update
from sqlalchemy.orm import Session

from wgcop import clock
from wgcop.accounts.identity import NamedSession
from wgcop.contributions.revisions import Revision
from wgcop.contributions.sources import Source
from wgcop.contributions.writing import broadcasts, texts
from wgcop.contributions.writing.drafts import OpenDraft, StepRow, open_draft, steps_since
from wgcop.contributions.writing.keeping import LONGEST, PAUSE, REREAD, keep, last_writer
from wgcop.contributions.writing.models import DraftStep, DraftVersion, Occasion, Writing
from wgcop.contributions.writing.reasons import Declined, DeclineReason
from wgcop.db import WrittenJson
from wgcop.paper.schema import Misshapen, TooLong
from wgcop.paper.steps import (
    BadStep,
    PaperNode,
    Step,
    check,
    plain_words,
    read_step,
    rebase,
    repairs,
    written,
)

SERVER = "server"
"""The client of the steps with which the authority itself mends a text."""

_revisions, _sources, _steps, _writings = (
    cast(Table, model.__table__) for model in (Revision, Source, DraftStep, Writing)
)
_ADD_STEPS = insert(_steps)
_MOVE_ON = update(_writings).where(_writings.c.revision_id == bindparam("of"))
_WRITE_TEXT = update(_revisions).where(_revisions.c.id == bindparam("of"))
_ASK_ANEW = update(_sources).where(
    _sources.c.revision_id == bindparam("of"), _sources.c.asked_wording.not_in(["", REREAD])
)


@dataclass(frozen=True)
class StepEntry:
    """A step of the history, by whom it was made and on which page."""

    step: Step
    client: str
    by: int

    @classmethod
    def of(cls, row: StepRow) -> Self:
        """Declined if the step would not be stored today: the page opens the text as it is instead."""
        try:
            return cls(read_step(row.step), row.client, row.person_id)
        except BadStep as error:
            raise Declined(DeclineReason.UNKNOWN) from error

    def as_stored(self) -> WrittenJson:
        """Without spaces: there is one for every key that was pressed."""
        return WrittenJson(json.dumps(self.step.to_json(), separators=(",", ":")))

    def as_sent(self) -> dict[str, Any]:
        return {"step": self.step.to_json(), "client": self.client, "by": self.by}


@dataclass(frozen=True)
class Push:
    """Steps that a writer made on a version of a draft. `session` and `sid` are those of their page, if they have one."""

    document: int
    revision: int
    version: int
    steps: tuple[Step, ...]
    client: str
    by: int
    session: NamedSession | None = None
    sid: str | None = None


@dataclass(frozen=True)
class Taken:
    """All steps since the version of the push, as they are stored: those of others, then its own."""

    start: int
    entries: tuple[StepEntry, ...]

    @property
    def version(self) -> int:
        return self.start + len(self.entries)


def take(session: Session, pushes: Sequence[Push]) -> list[Taken | Declined]:
    """Takes the pushes of several writers to one draft in one transaction, which the caller commits."""
    answers: list[Taken | Declined] = []
    draft: LockedDraft | None = None
    for push in pushes:
        try:
            if push.session is not None and not push.session.lasts(session):
                raise Declined(DeclineReason.FORBIDDEN)
            if draft is None:
                draft = LockedDraft(session, open_draft(session, push.document, push.by, lock=True))
            answers.append(draft.take(push))
        except Declined as turned_down:
            answers.append(turned_down)
    if draft is not None:
        draft.store()
    return answers


def since(session: Session, draft: OpenDraft, version: int) -> Taken:
    """All steps since that version."""
    if not 0 <= version <= draft.version:
        raise Declined(DeclineReason.UNKNOWN)
    rows = steps_since(session, draft.revision, version)
    return Taken(version, tuple(StepEntry.of(row) for row in rows))


class LockedDraft:
    """The draft while it is locked, with the steps from version `_first` on."""

    def __init__(self, session: Session, draft: OpenDraft) -> None:
        self._session = session
        self._draft = draft
        self._text: PaperNode = texts.text_at(session, draft.revision, draft.version)
        self._entries: list[StepEntry] = []
        self._first = draft.version
        self._last_writer = 0
        self._keep_what_was_left()

    def _keep_what_was_left(self) -> None:
        """Keeps the text as the last writer left it, or as it was before anybody began."""
        draft, now = self._draft, clock.now()
        if draft.changed_at is None or draft.kept_at is None:
            self._session.add(Writing(revision_id=draft.revision))
            self.keep(Occasion.BEGUN, by=draft.writers[0])
        elif draft.kept < draft.version and (
            now - draft.changed_at > PAUSE or now - draft.kept_at > LONGEST
        ):
            by = last_writer(self._session, draft.revision)
            self.keep(Occasion.PAUSE, by=by, at=draft.changed_at)

    def keep(
        self,
        occasion: Occasion,
        *,
        by: int,
        at: datetime | None = None,
        restored: int | None = None,
    ) -> DraftVersion:
        """Keeps the text of this moment as a version."""
        return keep(
            self._session,
            self._draft.document,
            self._draft.revision,
            self.version,
            self._text,
            occasion,
            by=by,
            at=at,
            restored=restored,
        )

    @property
    def revision(self) -> int:
        return self._draft.revision

    @property
    def text(self) -> PaperNode:
        return self._text

    @property
    def version(self) -> int:
        return self._first + len(self._entries)

    def has_from(self, client: str, version: int) -> bool:
        """Whether the steps that this client made on that version were taken already."""
        return any(entry.client == client for entry in self._since(version))

    def take(self, push: Push) -> Taken:
        if push.by not in self._draft.writers:
            raise Declined(DeclineReason.FORBIDDEN)
        if push.revision != self._draft.revision:
            raise Declined(DeclineReason.CLOSED)
        if not 0 <= push.version <= self.version:
            raise Declined(DeclineReason.UNKNOWN)
        over = self._since(push.version)
        if self.has_from(push.client, push.version):
            return Taken(push.version, tuple(over))  # it is stored already: the answer got lost
        moved = rebase(self._text, push.steps, [entry.step for entry in over])
        mended = rebase(moved.text, repairs(moved.text, before=self._text, steps=moved.steps))
        _check(mended.text)
        own = [StepEntry(step, push.client, push.by) for step in moved.steps]
        own += [StepEntry(step, SERVER, push.by) for step in mended.steps]
        if own:
            self._text = mended.text
            broadcasts.after_commit_tell(
                self._session, self._draft, self.version, [e.as_sent() for e in own], push.sid
            )
            self._entries += own
            self._last_writer = push.by
        return Taken(push.version, (*over, *own))

    def _since(self, version: int) -> list[StepEntry]:
        if version < self._first:
            rows = steps_since(self._session, self._draft.revision, version)
            self._entries[:0] = [StepEntry.of(row) for row in rows[: self._first - version]]
            self._first = version
        return self._entries[version - self._first :]

    def store(self) -> None:
        draft, session = self._draft, self._session
        new = self._since(draft.version)
        if not new:
            return
        now = clock.now()
        session.execute(
            _ADD_STEPS,
            [
                {
                    "revision_id": draft.revision,
                    "number": number,
                    "step": entry.as_stored(),
                    "client": entry.client,
                    "person_id": entry.by,
                    "at": now,
                }
                for number, entry in enumerate(new, start=draft.version + 1)
            ],
        )
        session.execute(
            _MOVE_ON, {"of": draft.revision, "version": self.version, "changed_at": now}
        )
        self._write_text(now)
        texts.keep_after_commit(session, draft.revision, self.version, self._text)

    def _write_text(self, now: datetime) -> None:
        """Without the mapper, since the cover has a version of its own, and search hears of the text only at pauses."""
        self._session.execute(
            _WRITE_TEXT,
            {
                "of": self._draft.revision,
                "text": WrittenJson(written(self._text)),
                "plain": plain_words(self._text),
                "changed_at": now,
                "changed_by_id": self._last_writer,
            },
        )
        if self._draft.is_consent_asked:
            self._session.execute(_ASK_ANEW, {"of": self._draft.revision, "asked_wording": REREAD})


def _check(text: PaperNode) -> None:
    try:
        check(text)
    except TooLong as error:
        raise Declined(DeclineReason.TOO_MUCH) from error
    except Misshapen as error:
        raise Declined(DeclineReason.MALFORMED) from error
