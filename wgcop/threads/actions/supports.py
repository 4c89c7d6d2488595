"""Supporting another delegation's comment, and withdrawing support."""

from flask_babel import gettext as _

from wgcop import clock
from wgcop.accounts.models import Delegation, Person
from wgcop.database import db
from wgcop.errors import Refused
from wgcop.threads.actions.comments import record_entry, topic_of
from wgcop.threads.comments.supports import Support
from wgcop.threads.comments.wordings import require_wording
from wgcop.threads.models import Comment


def support(
    comment: Comment, delegation: Delegation, *, by: Person, seen: int | None = None
) -> None:
    """Record that a delegation supports a comment, once. A second click has an effect only if the
    wording changed in between.

    `seen` is the number of the wording that the supporter's page showed.
    """
    if not comment.is_public or comment.is_retracted:
        raise Refused(_("Only comments that everybody can read can be supported."))
    if comment.delegation_id == delegation.id:
        raise Refused(_("This is a comment of your own delegation."))
    topic = topic_of(comment.thread, comment.audience)
    # Locked before the wording is read, so that nobody supports words that are being edited at this
    # moment.
    db.session.refresh(topic, with_for_update=True)
    db.session.refresh(comment, ["wording"])
    require_wording(comment, seen)
    existing = db.session.get(Support, (comment.id, delegation.id))
    if existing is None:
        existing = Support(delegation=delegation)
        comment.supports.append(existing)
    elif existing.is_current:
        return
    existing.wording, existing.person_id, existing.at = comment.wording, by.id, clock.now()
    record_entry(comment, "comment.supported", topic, by=by)


def withdraw_support(comment: Comment, delegation: Delegation, *, by: Person) -> None:
    topic = topic_of(comment.thread, comment.audience)
    db.session.refresh(topic, with_for_update=True)
    existing = db.session.get(Support, (comment.id, delegation.id))
    if existing is not None:
        comment.supports.remove(existing)
        record_entry(comment, "comment.support-withdrawn", topic, by=by)
