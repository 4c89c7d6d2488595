"""Supporting what a comment suggests, accepting and declining it, and taking each of these back."""

from flask_babel import gettext as _

from wgcop import clock
from wgcop.accounts.models import Capacity, Delegation, Person
from wgcop.accounts.regional import group_of_layer
from wgcop.audit.actions import Thing, note
from wgcop.database import db
from wgcop.errors import Outdated, Refused
from wgcop.events.actions import open_topic, record
from wgcop.events.circles import audiences_at
from wgcop.events.models import Topic
from wgcop.suggestions.policy import speaks_in
from wgcop.threads.actions.comments import record_entry, topic_of
from wgcop.threads.comments.suggestions import (
    SuggestedWords,
    SuggestionDecision,
    SuggestionOutcome,
    SuggestionSupport,
)
from wgcop.threads.comments.wordings import require_wording
from wgcop.threads.models import Comment


def locked(comment: Comment, *, seen: int | None = None) -> tuple[SuggestedWords, Topic]:
    """Return what the comment suggests and its topic, locked: nobody edits, supports, decides or
    proposes at the same moment. `seen` is the number of the wording that the page showed; raise
    Refused if it has another now.
    """
    audience = comment.audience
    topic = topic_of(comment.thread, audience, locks=True)
    db.session.refresh(comment, ["audience", "wording", "retracted_at"])
    if comment.audience != audience:  # a chapter has just ended, and the topic is that of the next
        raise Outdated(_("The discussion within your delegation has just been closed. Try again."))
    suggestion = comment.suggestion
    if suggestion is None or comment.is_retracted:
        raise Refused(_("This comment suggests no words any more."))
    require_wording(comment, seen)
    db.session.refresh(suggestion, ["instead", "supports", "decisions", "proposals"])
    return suggestion, topic


def support(
    comment: Comment, delegation: Delegation, *, by: Person, seen: int | None = None
) -> None:
    """Record that a person supports the words for a delegation, once. A second click has an effect
    only if the wording or the delegation changed in between.
    """
    suggestion, topic = locked(comment, seen=seen)
    existing = suggestion.support_of(by)
    if existing is None:
        existing = SuggestionSupport(person=by)
        suggestion.supports.append(existing)
    elif existing.is_current and existing.delegation_id == delegation.id:
        return
    existing.delegation, existing.wording = delegation, comment.wording
    existing.at = clock.now()
    record_entry(comment, "suggestion.supported", topic, by=by)
    _tell_writer(comment, "suggestion.supported", by=by)


def withdraw_support(comment: Comment, *, by: Person) -> None:
    suggestion, topic = locked(comment)
    existing = suggestion.support_of(by)
    if existing is not None:
        suggestion.supports.remove(existing)
        record_entry(comment, "suggestion.support-withdrawn", topic, by=by)


def decide(
    comment: Comment,
    outcome: SuggestionOutcome,
    reason: str,
    *,
    seen: int | None = None,
    by: Person,
    capacity: str,
) -> None:
    """Accept or decline what the comment suggests, in the wording that the page showed."""
    suggestion, topic = locked(comment, seen=seen)
    if suggestion.decision:
        suggestion.decision.require_other(outcome, comment.wording)
    if outcome == SuggestionOutcome.DECLINED and not reason:
        raise Refused(_("Say why the suggestion is declined."))
    _decided(suggestion, outcome, reason, by=by, capacity=capacity)
    kind = f"suggestion.{outcome.value}"
    record_entry(comment, kind, topic, by=by)
    _tell_writer(comment, kind, by=by)
    if comment.is_public:
        of = Thing("comment", comment.name, comment.thread.title)
        if outcome == SuggestionOutcome.ACCEPTED:
            note("suggestion.accepted", by=by, of=of)
        else:
            note("suggestion.declined", by=by, of=of)


def take_back(comment: Comment, *, by: Person, capacity: str) -> None:
    """Take back that the suggestion was accepted or declined. It stays in the history."""
    suggestion, topic = locked(comment)
    if suggestion.decision is None:
        raise Refused(_("Nothing is decided about this suggestion."))
    _decided(suggestion, SuggestionOutcome.TAKEN_BACK, "", by=by, capacity=capacity)
    record_entry(comment, "suggestion.taken-back", topic, by=by)
    _tell_writer(comment, "suggestion.taken-back", by=by)
    if comment.is_public:
        note(
            "suggestion.taken-back",
            by=by,
            of=Thing("comment", comment.name, comment.thread.title),
        )


def why_it_stays(comment: Comment, capacity: Capacity | None) -> str:
    """Return a sentence on why the delegation of this capacity may not propose the words."""
    if comment.suggestion and comment.suggestion.translation:
        return _(
            "These words are a remark on a translation, not on the text under discussion. They cannot become a proposal."
        )
    group = group_of_layer(comment.audience)
    if group is None:
        return _(
            "These words stay within %(delegation)s. Speak for it to propose them.",
            delegation=comment.readers,
        )
    if capacity is not None and not speaks_in(capacity, comment):
        return _(
            "These words stay within %(group)s. Speak for one of its Member States to propose them.",
            group=group.code,
        )
    return _(
        "These words stay within %(group)s until its coordinators accept them. Then delegations can propose them.",
        group=group.code,
    )


def _decided(
    suggestion: SuggestedWords,
    outcome: SuggestionOutcome,
    reason: str,
    *,
    by: Person,
    capacity: str,
) -> None:
    suggestion.decisions.append(
        SuggestionDecision(
            outcome=outcome,
            reason=reason,
            person=by,
            capacity=capacity,
            wording=suggestion.comment.wording,
            at=clock.now(),
        )
    )


def _tell_writer(comment: Comment, kind: str, *, by: Person) -> None:
    """Put it into the inbox of whoever wrote the comment, while they may read it. Of a released one
    that is the writer of the original.
    """
    writer = comment.release.original.person if comment.release else comment.person
    if writer.id == by.id or not writer.active:
        return
    if not comment.is_public and comment.audience not in audiences_at(comment.thread.name, writer):
        return
    topic = open_topic(
        writer.topic, title=writer.name, address=f"/people/{writer.id}", audience=writer.topic
    )
    record(topic, kind, by=by, target_kind="suggestion", target_id=comment.id)
