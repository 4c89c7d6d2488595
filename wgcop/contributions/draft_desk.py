"""The desk of drafts: the drafters who write do so until the draft is submitted."""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import Table, bindparam, case, exists, func, select, update
from sqlalchemy.orm import Session

from wgcop.accounts.desks import tell_desks
from wgcop.contributions.draft_tables import DraftStep, DraftVersion, DraftVersionWriter, Writing
from wgcop.contributions.drafters import Drafter, DrafterRole
from wgcop.contributions.models import Contribution
from wgcop.contributions.paper_state import WRITTEN_IN
from wgcop.contributions.revisions import Revision
from wgcop.contributions.sources import Source
from wgcop.contributions.talk.circles import draft_talk
from wgcop.database import db
from wgcop.paper import Node
from wgcop.paper.anchor import Passages
from wgcop.paper.steps import TextPlace, read_step, tree_of
from wgcop.search import outbox
from wgcop.threads.comments.quotes import Quote
from wgcop.threads.models import Comment, Thread
from wgcop.writing import places, texts
from wgcop.writing.desks import Manuscript, OpenManuscript, WritingDesk, sign_up
from wgcop.writing.reasons import Declined, DeclineReason

REREAD = "~"
"""A placeholder for the wording that a source was asked about while the text changes.
`Revision.ask_again` replaces it.
"""

_papers, _drafters, _revisions, _sources, _writings = (
    cast(Table, model.__table__) for model in (Contribution, Drafter, Revision, Source, Writing)
)
_STATE = select(_papers.c.state).where(_papers.c.id == bindparam("document"))
_STATE_LOCKED = _STATE.with_for_update(of=_papers, key_share=True)
_LAST_NUMBER = (
    select(func.max(_revisions.c.number))
    .where(_revisions.c.contribution_id == bindparam("document"))
    .scalar_subquery()
)
_IS_ASKED = exists().where(
    _sources.c.revision_id == _revisions.c.id, _sources.c.asked_wording.not_in(["", REREAD])
)
_WRITERS = (
    select(
        _drafters.c.person_id,
        _drafters.c.role,
        _revisions.c.id,
        _revisions.c.submitted_at,
        _writings.c.version,
        _writings.c.kept,
        _writings.c.kept_at,
        _writings.c.changed_at,
        case((_drafters.c.person_id == bindparam("reader"), _writings.c.places)).label("places"),
        _IS_ASKED.label("is_asked"),
    )
    .select_from(_drafters)
    .join(_revisions, _revisions.c.contribution_id == _drafters.c.contribution_id)
    .outerjoin(_writings, _writings.c.revision_id == _revisions.c.id)
    .where(
        _drafters.c.contribution_id == bindparam("document"), _revisions.c.number == _LAST_NUMBER
    )
    .order_by(_drafters.c.named_at, _drafters.c.person_id)
)
"""The last revision of a paper, one row for each drafter. The places of quoted words, which may be
many, are only in the row of the person who asks.
"""
_ASK_ANEW = update(_sources).where(
    _sources.c.revision_id == bindparam("of"), _sources.c.asked_wording.not_in(["", REREAD])
)

_TEXT_WITH_PLACES = (
    select(_revisions.c.text, _writings.c.version, _writings.c.places)
    .select_from(_revisions)
    .outerjoin(_writings, _writings.c.revision_id == _revisions.c.id)
    .where(_revisions.c.id == bindparam("of"))
)
_QUOTES = (
    select(Quote)
    .join(Quote.comment)
    .join(Comment.thread)
    .where(Thread.name == bindparam("thread"), Comment.stands)
    .order_by(Comment.id)
)


class DraftDesk(WritingDesk):
    """The desk of drafts. `writers` are the drafters who write, in the order in which they were
    named.
    """

    name = "draft"
    key = "revision_id"
    text = Revision
    writing = Writing
    step = DraftStep
    version = DraftVersion
    version_writer = DraftVersionWriter
    keeps_places = True

    def quotes_of(self, session: Session, of: Manuscript) -> Sequence[Quote]:
        return session.scalars(_QUOTES, {"thread": draft_talk(of.document)}).all()

    def open(
        self, session: Session, document: int, person_id: int, *, lock: bool = False
    ) -> OpenManuscript:
        """Open a draft. Its lock is that of `contributions.locks`, so that nobody submits the
        draft or removes a drafter before the commit.

        A person who is not a drafter learns nothing, not even that there is a draft.
        """
        of_document = {"document": document}
        state = session.scalar(_STATE_LOCKED if lock else _STATE, of_document)
        rows = session.execute(_WRITERS, {**of_document, "reader": person_id}).all()
        last = next((row for row in rows if row.person_id == person_id), None)
        if last is None:
            raise Declined(DeclineReason.FORBIDDEN)
        if last.role != DrafterRole.WRITE:
            raise Declined(DeclineReason.ROLE)
        if state not in WRITTEN_IN or last.submitted_at is not None:
            raise Declined(DeclineReason.CLOSED)
        return OpenManuscript(
            self,
            document,
            last.id,
            tuple(row.person_id for row in rows if row.role == DrafterRole.WRITE),
            last.version or 0,
            last.kept or 0,
            last.kept_at,
            last.changed_at,
            last.is_asked,
            last.places,
        )

    def lock(self, session: Session, document: int) -> None:
        session.execute(_STATE_LOCKED, {"document": document})

    def document_of(self, session: Session, revision: int) -> int:
        return session.scalars(
            select(Revision.contribution_id).where(Revision.id == revision)
        ).one()

    def was_changed(self, session: Session, manuscript: Manuscript) -> None:
        """Mark requests for consent: a source that was asked has to read the text again."""
        session.execute(_ASK_ANEW, {"of": manuscript.revision, "asked_wording": REREAD})
        _tell_heads(session, manuscript)

    def was_kept(self, session: Session, manuscript: Manuscript) -> None:
        """Queue the draft for search, and have requests for consent refer to its current text."""
        outbox.note(session, [f"contribution:{manuscript.document}"])
        requests = select(func.count(Source.id)).where(
            Source.revision_id == manuscript.revision, Source.asked_wording == REREAD
        )
        if session.scalar(requests):
            row = session.get_one(Revision, manuscript.revision)
            session.refresh(row, ["text"])
            session.expire(row, ["sources"])
            row.ask_again()
            _tell_heads(session, manuscript)


def _tell_heads(session: Session, manuscript: Manuscript) -> None:
    """Notify the open pages of those who were asked for consent: not at each step, but as soon as
    the text is another than they were asked about, and whenever it was kept.
    """
    asked = select(Source.delegation_id).where(
        Source.revision_id == manuscript.revision,
        Source.asked_wording != "",
        Source.delegation_id.is_not(None),
    )
    tell_desks([f"heads:{key}" for key in session.scalars(asked)], session=session)


DRAFTS = DraftDesk()
sign_up(DRAFTS)

PASSAGES = "_passages"
"""The attribute under which a thread keeps its passages, once they were read for a page."""


class DraftText:
    """A draft as the subject of its drafters' discussion while they write it."""

    def __init__(self, document: int, revision: int, language: str) -> None:
        self._of = Manuscript(DRAFTS, document, revision)
        self._language = language

    def passages(self) -> Passages:
        """Return the passages that can be quoted. Text, version and places belong together, because
        one SQL statement reads them.
        """
        row = db.session.execute(_TEXT_WITH_PLACES, {"of": self._of.revision}).one()
        known = row.places
        if known is None:
            known = places.by_words(DRAFTS.quotes_of(db.session, self._of), row.text)
        return places.passages(row.text, known, row.version or 0, language=lambda: self._language)

    def lock(self) -> None:
        DRAFTS.lock(db.session, self._of.document)

    def passages_at(self, version: int) -> Passages | None:
        text = self._text_at(version)
        return None if text is None else places.passages(text, version=version)

    def keep_place(self, comment: Comment, version: int | None) -> None:
        """Keep the place of the words that a comment quotes. If nobody has written in the text yet,
        nothing is kept: the first step finds them by their words.
        """
        row = db.session.execute(_TEXT_WITH_PLACES, {"of": self._of.revision}).one()
        comment.thread.__dict__.pop(PASSAGES, None)
        quote = comment.quote
        if quote is None or row.places is None:
            return
        place = self._place_since(quote, version, row.version) or places.place_of(
            quote.block, quote.anchor, row.text
        )
        if place is None:
            return
        kept = {**row.places, str(comment.id): place.stored}
        db.session.execute(DRAFTS.move_on, {"of": self._of.revision, "places": kept})

    def keep_places(self, comments: Sequence[Comment]) -> None:
        row = db.session.execute(_TEXT_WITH_PLACES, {"of": self._of.revision}).one()
        quotes = [comment.quote for comment in comments if comment.quote is not None]
        if not quotes or row.places is None:
            return
        for comment in comments:
            comment.thread.__dict__.pop(PASSAGES, None)
        kept = {**row.places, **places.by_words(quotes, row.text)}
        db.session.execute(DRAFTS.move_on, {"of": self._of.revision, "places": kept})

    def _place_since(self, quote: Quote, version: int | None, now: int) -> TextPlace | None:
        text = None if version is None else self._text_at(version)
        place = text and places.place_of(quote.block, quote.anchor, text)
        if not place or version is None:
            return None
        rows = DRAFTS.steps_since(db.session, self._of.revision, version)
        if len(rows) != now - version:
            return None
        [stored] = places.moved({"": place.stored}, [read_step(row.step) for row in rows]).values()
        return TextPlace.read(stored)

    def _text_at(self, version: int) -> Node | None:
        try:
            return tree_of(texts.text_of(db.session, self._of, version))
        except Declined:
            return None


def stored_text(session: Session, revision: int) -> tuple[int, Node]:
    """Return the version and the text of a draft."""
    return DRAFTS.stored_text(session, revision)
