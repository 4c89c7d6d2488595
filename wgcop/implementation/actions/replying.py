"""Replies for a delegation: any of its members writes, its head releases."""

from flask_babel import gettext as _

from wgcop import clock
from wgcop.accounts.models import Capacity, DelegationRole, Person
from wgcop.database import db
from wgcop.errors import Invalid, Outdated, Refused
from wgcop.implementation import policy
from wgcop.implementation.actions.announcements import tell_of_request, tell_person
from wgcop.implementation.letters import write_release_asked
from wgcop.implementation.replies import MemberReply, ReplyState, ReplyWording
from wgcop.initiatives.models import Initiative
from wgcop.markup import has_visible

HEAD = DelegationRole.HEAD
REPLIES = (ReplyState.NOTHING_TO_REPORT, ReplyState.INFORMATION)


def write_reply(
    reply: MemberReply,
    state: ReplyState,
    words: str,
    links: list[str],
    initiative: Initiative | None,
    *,
    version: int,
    by: Person,
    capacity: Capacity | None,
) -> ReplyWording:
    """Write a reply for a delegation. It is sent at once if its writer may release it; otherwise it
    waits for the head of the delegation, and only the delegation reads it.
    """
    _lock(reply, version)
    if state == ReplyState.INFORMATION and not (has_visible(words) or links or initiative):
        raise Invalid(_("Enter what there is to report, or link to it."))
    now = reply.current
    if reply.draft:
        reply.wordings.remove(reply.draft)
    wording = ReplyWording(
        state=state,
        words=words.strip(),
        links=links,
        initiative=initiative,
        written_by=by,
        capacity=capacity.label if capacity else "",
    )
    if now and _same(now, wording):
        raise Refused(_("Your delegation has already given this reply."))
    reply.wordings.append(wording)
    reply.changed_at = clock.now()
    db.session.flush()
    if policy.can_release_reply(by, reply):
        _release(reply, wording, by=by)
    else:
        _tell_heads(reply, by=by)
    return wording


def release_reply(reply: MemberReply, *, version: int, by: Person) -> None:
    _lock(reply, version)
    draft = reply.draft
    if draft is None:
        raise Refused(_("Nothing waits for a release."))
    _release(reply, draft, by=by)


def withdraw_draft(reply: MemberReply, *, version: int) -> None:
    """Withdraw a reply that waits for the head of delegation. A reply in force stays."""
    _lock(reply, version)
    if reply.draft is None:
        raise Refused(_("Nothing waits for a release."))
    reply.wordings.remove(reply.draft)
    reply.changed_at = clock.now()
    db.session.flush()


def _release(reply: MemberReply, wording: ReplyWording, *, by: Person) -> None:
    wording.released_by, wording.released_at = by, clock.now()
    reply.state, reply.replied_at = wording.state, clock.now()
    reply.changed_at = clock.now()
    db.session.flush()
    tell_of_request(reply.request, "reply.released", by=by)


def _same(one: ReplyWording, other: ReplyWording) -> bool:
    return (one.state, one.words, one.links) == (other.state, other.words, other.links) and (
        one.initiative_id == (other.initiative.id if other.initiative else None)
    )


def _lock(reply: MemberReply, version: int) -> None:
    # Two members of a delegation who reply at the same moment come one after the other, and the second is refused.
    db.session.flush()
    db.session.refresh(reply, with_for_update={"of": MemberReply})
    if reply.request.closed_at:
        raise Refused(_("This request is closed."))
    if version != reply.version:
        raise Outdated(
            _("Somebody else in your delegation changed this reply while you were writing.")
        )


def _tell_heads(reply: MemberReply, *, by: Person) -> None:
    """Tell the heads of the delegation that a reply waits for their release; nobody else learns of
    it.
    """
    heads = [
        membership.person for membership in reply.delegation.memberships if membership.role == HEAD
    ]
    told = sorted((head for head in heads if head.active), key=lambda person: person.topic)
    for person in told:
        tell_person(person, "reply.written", "implementation-notice", reply.id, by=by)
    write_release_asked(reply, told)
