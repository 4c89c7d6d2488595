"""Releasing a private comment of a delegation or a regional group to everybody."""

from uuid import uuid4

from flask_babel import gettext as _
from sqlalchemy import select

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.accounts.regional import group_of_layer
from wgcop.audit.actions import Thing, note
from wgcop.database import db
from wgcop.errors import Outdated, Refused
from wgcop.threads.actions.comments import (
    Posted,
    next_position,
    record_entry,
    require_open,
    topic_of,
)
from wgcop.threads.actions.mentions import record_mentions
from wgcop.threads.comments.quotes import Quote
from wgcop.threads.comments.releases import Release
from wgcop.threads.comments.suggestions import SuggestedWords
from wgcop.threads.comments.wordings import require_wording
from wgcop.threads.models import MEMBERS, Comment
from wgcop.threads.policy import can_be_released_in
from wgcop.threads.subjects import subject_named


def release_comment(original: Comment, *, by: Person, seen: int | None = None) -> Posted:
    """Add a public comment of the delegation or the regional group at the end of the thread. The
    private original stays private.

    The public one is a new comment, not the old one with another audience, so that its number, key
    and history reveal to nobody outside who wrote it or its earlier wordings. `seen` is the number
    of the wording that the page showed; another wording is refused.
    """
    if not original.is_private or original.is_retracted:
        raise Refused(_("Only a comment within the delegation can be released."))
    group = group_of_layer(original.audience)
    if original.thread.clause_id is not None:
        require_open(original.thread)
    elif not can_be_released_in(subject_named(original.thread.name, by, None)):
        raise Refused(_("Others may not know yet what this comment is about. Release that first."))
    public = topic_of(original.thread, MEMBERS)
    # The public topic is locked before the private one, always in this order; then nobody can change or release the original in the meantime.
    db.session.refresh(public, with_for_update=True)
    within = topic_of(original.thread, original.audience)
    db.session.refresh(within, with_for_update=True)
    db.session.refresh(original, ["wording", "body", "audience"])
    if original.audience != within.audience:
        raise Outdated(_("Somebody has just joined your delegation. Release the comment again."))
    require_wording(original, seen)
    if db.session.scalar(select(Release).where(Release.original_id == original.id)):
        raise Refused(_("This comment has already been released."))
    comment = Comment(
        thread=original.thread,
        parent=released_parent(original),
        person=by,
        # What a group says is said by none of its members alone.
        delegation=None if group else original.delegation,
        capacity=group.code if group else "",
        audience=MEMBERS,
        type=original.type,
        body=original.body,
        key=uuid4().hex,
        position=next_position(original.thread),
        language=original.language,
        posted_at=clock.now(),
        quote=_same_quote(original),
        suggestion=SuggestedWords.new(original.suggestion.instead) if original.suggestion else None,
    )
    comment.release = Release(
        original=original,
        released_by=by,
        written_at=original.posted_at,
        released_at=comment.posted_at,
    )
    db.session.add(comment)
    db.session.flush()
    entry = record_entry(comment, "comment.posted", public, by=by, comments=1)
    record_entry(original, "comment.released", within, by=by, comments=-1)
    note("comment.released", by=by, of=Thing("comment", comment.name, comment.thread.title))
    record_mentions(comment, entry, by=by)
    return Posted(comment, entry.seq, is_new=True)


def _same_quote(original: Comment) -> Quote | None:
    quote = original.quote
    if quote is None:
        return None
    return Quote(
        said=quote.said,
        exact=quote.exact,
        prefix=quote.prefix,
        suffix=quote.suffix,
        block=quote.block,
        revision=quote.revision,
        language=quote.language,
    )


def released_parent(original: Comment) -> Comment | None:
    """Return the comment that the released reply belongs under. It stays a reply if everybody can
    read the comment it answers; otherwise it has no parent (None).
    """
    parent = original.parent
    if parent is None or parent.is_public:
        return parent
    return parent.released_as.comment if parent.released_as else None
