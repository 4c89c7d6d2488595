"""Decides on submitted papers: a paper gets a number at once, or the secretariat accepts it, holds
it or gives it back.
"""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from wgcop import clock
from wgcop.accounts.models import Capacity, Person
from wgcop.audit.actions import Thing, note
from wgcop.bodies.models import Meeting, Moment
from wgcop.contributions import letters
from wgcop.contributions.agendas import agendas
from wgcop.contributions.announcements import tell_drafters, tell_members, tell_officers
from wgcop.contributions.locks import close_draft, lock
from wgcop.contributions.models import Contribution
from wgcop.contributions.paper_state import PaperState
from wgcop.contributions.talk.asking import give_reason
from wgcop.database import db
from wgcop.errors import Refused
from wgcop.numbering.deadlines.models import deadlines_of, rule_of
from wgcop.numbering.deadlines.rule import Timing
from wgcop.numbering.kinds import Attachment, DocumentKind
from wgcop.numbering.series import numbering_of, take_number


def submit(contribution: Contribution, *, by: Person) -> None:
    """Submit a draft. It is accepted at once if it is on time now, regardless of when it was begun,
    and held if it is late.
    """
    lock(contribution)
    close_draft(contribution, by=by)
    meeting, now = contribution.meeting, clock.now()
    rule = rule_of(meeting.group)
    timing = deadlines_of(meeting, contribution.series_kind, rule).timing(now)
    if contribution.attachment == Attachment.CORRIGENDUM:
        timing = Timing.FREE  # like a revision, it corrects what was distributed
    contribution.submit(timing, by=by)
    note("contribution.submitted", by=by, of=Thing("paper", contribution.id, meeting.title))
    if contribution.timing in (Timing.ON_TIME, Timing.FREE):
        give_number(contribution, contribution.series_kind, by=by)
        letters.write_accepted(contribution)
    else:
        if contribution.timing == Timing.DELAYED:
            contribution.post_by = rule.post_by(now, meeting.zone, ends_on=meeting.ends_on)
        tell_officers(contribution, "contribution.submitted", by=by)
        letters.write_received(contribution)
    tell_drafters(contribution, "contribution.submitted", by=by)


def accept(
    contribution: Contribution,
    *,
    kind: DocumentKind | None = None,
    meeting: Meeting | None = None,
    by: Person,
) -> None:
    """Accept a waiting paper as a document of `kind` for `meeting`. A held paper goes to the next
    meeting unless one is named.
    """
    lock(contribution)
    contribution.refuse_unless_waiting()
    kind = kind or contribution.series_kind
    free_from_deadline(contribution, kind)
    if contribution.attachment:
        meeting = None  # an attachment stays with its document
    elif meeting is None and contribution.state == PaperState.HELD:
        meeting = meeting_after(contribution.meeting)
    if meeting is not None and meeting is not contribution.meeting:
        agendas().place(contribution, (), by=by)
        contribution.meeting = meeting
        contribution.timing = Timing.ON_TIME
    give_number(contribution, kind, by=by)
    tell_officers(contribution, "contribution.accepted", by=by)
    letters.write_accepted(contribution)
    tell_drafters(contribution, "contribution.accepted", by=by)


def hold(
    contribution: Contribution, reason: str, *, capacity: Capacity | None = None, by: Person
) -> None:
    """Hold a paper for the next meeting. It moves there when it is accepted."""
    lock(contribution)
    contribution.hold(reason.strip())
    tell_officers(contribution, "contribution.held", by=by)
    reason_given = give_reason(contribution, contribution.remark, capacity=capacity, by=by)
    letters.write_held(contribution, reason_given)
    tell_drafters(contribution, "contribution.held", by=by)


def ask_for_change(
    contribution: Contribution, words: str, *, capacity: Capacity | None = None, by: Person
) -> None:
    """Ask the drafters to change a paper and submit it again. Until then everybody else reads the
    submitted wording.
    """
    lock(contribution)
    contribution.ask_for_change(words.strip())
    db.session.flush()
    tell_officers(contribution, "contribution.change-asked", by=by)
    reason_given = give_reason(contribution, contribution.remark, capacity=capacity, by=by)
    letters.write_change_asked(contribution, reason_given)
    tell_drafters(contribution, "contribution.change-asked", by=by)


def resubmit(contribution: Contribution, *, by: Person) -> None:
    """Submit a paper again after a requested change. It waits again, and a delayed one gets a new
    day by which it is posted.
    """
    lock(contribution)
    close_draft(contribution, by=by)
    contribution.set_aside_what_was_submitted()
    db.session.flush()
    free_from_deadline(contribution, contribution.series_kind)
    contribution.resubmit(by=by)
    title = contribution.meeting.title
    note("contribution.submitted", by=by, of=Thing("paper", contribution.id, title))
    agendas().place_also(contribution, contribution.current.items_when_issued, by=by)
    meeting = contribution.meeting
    if contribution.timing == Timing.DELAYED and meeting.moment != Moment.PAST:
        rule = rule_of(meeting.group)
        contribution.post_by = rule.post_by(clock.now(), meeting.zone, ends_on=meeting.ends_on)
    tell_officers(contribution, "contribution.submitted", by=by)
    letters.write_received(contribution)
    tell_drafters(contribution, "contribution.submitted", by=by)


def free_from_deadline(contribution: Contribution, kind: DocumentKind) -> None:
    """Record that a paper has no deadline if its kind has none, even if it came late as another
    kind.
    """
    rule = rule_of(contribution.meeting.group)
    if deadlines_of(contribution.meeting, kind, rule).due is None:
        contribution.timing = Timing.FREE


def give_back(
    contribution: Contribution, reason: str, *, capacity: Capacity | None = None, by: Person
) -> None:
    """Give a paper back: it is a draft again, which its drafters can bring to another meeting."""
    lock(contribution)
    if contribution.state == PaperState.CHANGE_ASKED:
        contribution.set_aside_what_was_submitted()
        db.session.flush()
    contribution.give_back(reason.strip())
    _place_its_draft(contribution, by=by)
    tell_officers(contribution, "contribution.returned", by=by)
    reason_given = give_reason(contribution, contribution.remark, capacity=capacity, by=by)
    letters.write_returned(contribution, reason_given)
    tell_drafters(contribution, "contribution.returned", by=by)


def _place_its_draft(contribution: Contribution, *, by: Person) -> None:
    """Place the draft on the agenda at once, where only its drafters see it."""
    if contribution.draft is not None:
        agendas().place_also(contribution, contribution.draft.items_when_issued, by=by)
        contribution.draft.items_when_issued = []


def give_number(contribution: Contribution, kind: DocumentKind, *, by: Person) -> None:
    """Accept a paper with the next number of its series or, for an addendum or corrigendum, within
    its document.
    """
    parent = contribution.parent
    if parent is not None and contribution.attachment and parent.symbol_key:
        within = parent.issued_symbol
        assert within is not None
        number = take_number(f"{parent.symbol_key} {contribution.attachment}")
        contribution.kind = parent.kind
        contribution.issue_as(
            within.attach(contribution.attachment, number),
            parent.number or 0,
            place=int(parent.symbol_order[:2]),
        )
    else:
        numbering = numbering_of(contribution.meeting)
        contribution.kind = kind
        number = take_number(numbering.key(kind))
        contribution.issue_as(numbering.symbol(kind, number), number, place=numbering.place(kind))
    contribution.current.purpose = contribution.cover.for_kind(contribution.kind).purpose
    contribution.accept()
    tell_members(contribution, "contribution.accepted", by=by)
    replaced = db.session.get(Contribution, contribution.replaces_id or 0)
    for document in (parent, replaced):
        if document is not None:
            letters.write_to_followers(document, contribution)


def meeting_after(meeting: Meeting) -> Meeting:
    following = meetings_after(meeting)
    if not following:
        raise Refused(_("There is no later meeting yet. Create it first, then accept this for it."))
    return following[0]


def lacks_meeting(contribution: Contribution) -> bool:
    """Return whether the paper is held for a next meeting that nobody has created yet."""
    return contribution.state == PaperState.HELD and not meetings_after(contribution.meeting)


def meetings_after(meeting: Meeting) -> Sequence[Meeting]:
    """Return the later meetings of the same group that are not over, the next one first."""
    later = db.session.scalars(
        select(Meeting)
        .where(Meeting.group_id == meeting.group_id, Meeting.number > meeting.number)
        .order_by(Meeting.number)
    )
    return [each for each in later if each.moment != Moment.PAST]
