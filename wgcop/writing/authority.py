"""The one authority over a text: it puts the steps of all writers into one order."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy.orm import Session

from wgcop import clock
from wgcop.accounts.identity import NamedSession
from wgcop.database import WrittenJson
from wgcop.paper.schema import Misshapen, TooLong
from wgcop.paper.steps import (
    BadStep,
    OtherSteps,
    PaperNode,
    Step,
    check,
    plain_words,
    read_step,
    rebase,
    repairs,
    still_missing,
    tree_of,
    written,
)
from wgcop.writing import broadcasts, places, texts
from wgcop.writing.desks import OpenManuscript, StepRow, WritingDesk
from wgcop.writing.keeping import LONGEST, PAUSE, keep, last_writer
from wgcop.writing.models import Occasion, Places
from wgcop.writing.reasons import Declined, DeclineReason

SERVER = "server"
"""The client name of the steps that the authority itself makes to repair a text."""


@dataclass(frozen=True)
class StepEntry:
    """A step of the history, with the person and the page that made it."""

    step: Step
    client: str
    by: int

    @classmethod
    def of(cls, row: StepRow) -> Self:
        """Read a stored step. Raise `Declined` if it would not be stored today: the page then opens
        the current text instead.
        """
        try:
            return cls(read_step(row.step), row.client, row.person_id)
        except BadStep as error:
            raise Declined(DeclineReason.UNKNOWN) from error

    def as_stored(self) -> WrittenJson:
        """Return the step as JSON without spaces, because there is one for every key that was
        pressed.
        """
        return WrittenJson(json.dumps(self.step.to_json(), separators=(",", ":")))

    def as_sent(self) -> dict[str, Any]:
        return {"step": self.step.to_json(), "client": self.client, "by": self.by}


@dataclass(frozen=True)
class Push:
    """Steps that a writer made on a version of a text. `session` and `sid` belong to their page, if
    they have one.
    """

    desk: WritingDesk
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
    """All steps since the version of a push, as they are stored: first those of others, then its
    own.
    """

    start: int
    entries: tuple[StepEntry, ...]

    @property
    def version(self) -> int:
        return self.start + len(self.entries)


def take(session: Session, pushes: Sequence[Push]) -> list[Taken | Declined]:
    """Take the pushes of several writers to one text in one transaction, which the caller commits."""
    answers: list[Taken | Declined] = []
    locked: LockedManuscript | None = None
    for push in pushes:
        try:
            if push.session is not None and not push.session.lasts(session):
                raise Declined(DeclineReason.SIGNED_OUT)
            if locked is None:
                opened = push.desk.open(session, push.document, push.by, lock=True)
                locked = LockedManuscript(session, opened)
            answers.append(locked.take(push))
        except Declined as turned_down:
            answers.append(turned_down)
    if locked is not None:
        locked.store()
    return answers


def since(session: Session, opened: OpenManuscript, version: int) -> Taken:
    """Return all steps since that version. Raise `Declined` if some of them were dropped."""
    if not 0 <= version <= opened.version:
        raise Declined(DeclineReason.UNKNOWN)
    rows = opened.desk.steps_since(session, opened.revision, version)
    # Some steps were dropped: the page opens the current text instead.
    if len(rows) != opened.version - version:
        raise Declined(DeclineReason.UNKNOWN)
    return Taken(version, tuple(StepEntry.of(row) for row in rows))


class LockedManuscript:
    """A text while it is locked, with its steps from version `_first` on."""

    def __init__(self, session: Session, opened: OpenManuscript) -> None:
        self._session = session
        self._opened = opened
        self._text: PaperNode = texts.text_at(session, opened, opened.version)
        self._read = self._text
        self._entries: list[StepEntry] = []
        self._first = opened.version
        self._last_writer = 0
        self._keep_what_was_left()

    def _keep_what_was_left(self) -> None:
        """Keep the text as the last writer left it before a pause, or as it was before anybody
        began.
        """
        opened, now = self._opened, clock.now()
        if opened.changed_at is None or opened.kept_at is None:
            self._session.add(opened.desk.row(opened.desk.writing, opened.revision))
            self.keep(Occasion.BEGUN, by=opened.writers[0])
        elif opened.kept < opened.version and (
            now - opened.changed_at > PAUSE or now - opened.kept_at > LONGEST
        ):
            by = last_writer(self._session, opened)
            self.keep(Occasion.PAUSE, by=by, at=opened.changed_at)

    def keep(
        self,
        occasion: Occasion,
        *,
        by: int,
        at: datetime | None = None,
        restored: int | None = None,
    ) -> Any:
        """Keep the current text as a version."""
        return keep(
            self._session,
            self._opened,
            self.version,
            self._text,
            occasion,
            by=by,
            at=at,
            restored=restored,
        )

    @property
    def opened(self) -> OpenManuscript:
        return self._opened

    @property
    def text(self) -> PaperNode:
        return self._text

    @property
    def version(self) -> int:
        return self._first + len(self._entries)

    def has_from(self, client: str, version: int) -> bool:
        """Return whether the steps that this client made on that version were already taken."""
        return any(entry.client == client for entry in self._since(version))

    def take(self, push: Push) -> Taken:
        if push.by not in self._opened.writers:
            raise Declined(DeclineReason.FORBIDDEN)
        if push.revision != self._opened.revision:
            raise Declined(DeclineReason.CLOSED)
        if not 0 <= push.version <= self.version:
            raise Declined(DeclineReason.UNKNOWN)
        over = self._since(push.version)
        # A push that was stored before comes again if its answer got lost.
        if self.has_from(push.client, push.version):
            moved = rebase(self._text, self._missing(push, over))
        else:
            moved = rebase(self._text, push.steps, [entry.step for entry in over])
        mended = rebase(moved.text, repairs(moved.text, before=self._text, steps=moved.steps))
        _check(mended.text)
        own = [StepEntry(step, push.client, push.by) for step in moved.steps]
        own += [StepEntry(step, SERVER, push.by) for step in mended.steps]
        if own:
            self._text = mended.text
            broadcasts.after_commit_tell(
                self._session, self._opened, self.version, [e.as_sent() for e in own], push.sid
            )
            self._entries += own
            self._last_writer = push.by
        return Taken(push.version, (*over, *own))

    def _missing(self, push: Push, over: Sequence[StepEntry]) -> Sequence[Step]:
        """Return the steps of a push that are not stored yet, because it was stored before as a
        whole or in part.
        """
        text = texts.text_of(self._session, self._opened, push.version)
        stored = [(entry.step, entry.client == push.client) for entry in over]
        try:
            return still_missing(text, push.steps, stored)
        except OtherSteps as error:
            raise Declined(DeclineReason.UNKNOWN) from error

    def _since(self, version: int) -> list[StepEntry]:
        if version < self._first:
            opened = self._opened
            rows = opened.desk.steps_since(self._session, opened.revision, version)
            if len(rows) < self._first - version:
                raise Declined(DeclineReason.UNKNOWN)
            self._entries[:0] = [StepEntry.of(row) for row in rows[: self._first - version]]
            self._first = version
        return self._entries[version - self._first :]

    def store(self) -> None:
        opened, session = self._opened, self._session
        desk = opened.desk
        new = self._since(opened.version)
        if not new:
            return
        now = clock.now()
        session.execute(
            desk.add_steps,
            [
                {
                    desk.key: opened.revision,
                    "number": number,
                    "step": entry.as_stored(),
                    "client": entry.client,
                    "person_id": entry.by,
                    "at": now,
                }
                for number, entry in enumerate(new, start=opened.version + 1)
            ],
        )
        moved: dict[str, Any] = {"version": self.version, "changed_at": now}
        if desk.keeps_places:
            moved["places"] = self._places_after([entry.step for entry in new])
        session.execute(desk.move_on, {"of": opened.revision, **moved})
        self._write_text(now)
        texts.keep_after_commit(session, opened, self.version, self._text)

    def _places_after(self, steps: Sequence[Step]) -> Places:
        """Return the places of quoted words after these steps. Unknown places are found by their
        words in the text as it was read.
        """
        opened, session = self._opened, self._session
        before = opened.places
        if before is None:
            quotes = opened.desk.quotes_of(session, opened)
            before = places.by_words(quotes, tree_of(self._read)) if quotes else {}
        after = places.moved(before, steps)
        if places.some_may_be_back(after, steps):
            quotes = opened.desk.quotes_of(session, opened)
            return places.with_those_back(after, quotes, self._text, steps)
        return after

    def _write_text(self, now: datetime) -> None:
        """Store the text without the ORM, because the cover has a version of its own and search is
        notified of the text only at pauses.
        """
        opened = self._opened
        self._session.execute(
            opened.desk.write_text,
            {
                "of": opened.revision,
                "text": WrittenJson(written(self._text)),
                "plain": plain_words(self._text),
                "changed_at": now,
                "changed_by_id": self._last_writer,
            },
        )
        if opened.hears_changes:
            opened.desk.was_changed(self._session, opened)


def _check(text: PaperNode) -> None:
    try:
        check(text)
    except TooLong as error:
        raise Declined(DeclineReason.TOO_MUCH) from error
    except Misshapen as error:
        raise Declined(DeclineReason.MALFORMED) from error
