"""What people do with contributions. What only their writers may see is recorded on a topic of their own."""

from collections.abc import Iterable

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from wgcop import paper
from wgcop.accounts.models import Capacity, Person
from wgcop.bodies.models import Meeting, Moment
from wgcop.contributions.cover import Cover
from wgcop.contributions.models import Contribution, State
from wgcop.contributions.revisions import Revision
from wgcop.db import db
from wgcop.errors import Refused
from wgcop.history.actions import open_topic, record
from wgcop.resolutions.models import Clause


class Outdated(Refused):
    """A colleague saved the draft meanwhile; the form comes back with both texts."""


def start_draft(
    meeting: Meeting,
    capacity: Capacity,
    cover: Cover,
    text: paper.Node,
    clauses: Iterable[Clause] = (),
    *,
    by: Person,
) -> Contribution:
    """A draft of the delegation one speaks for or, in an office, of the group's officers."""
    contribution = Contribution(meeting=meeting, delegation=capacity.delegation, drafted_by=by)
    revision = Revision(number=0)
    contribution.revisions.append(revision)
    revision.write(cover, text, by=by)
    revision.point_to(clauses)
    db.session.add(contribution)
    db.session.flush()
    _tell_holders(contribution, "draft.started", by=by)
    return contribution


def save_draft(
    contribution: Contribution,
    cover: Cover,
    text: paper.Node,
    clauses: Iterable[Clause] = (),
    *,
    version: int,
    by: Person,
    note: str = "",
) -> Revision:
    revision = _draft_of(contribution)
    if revision.version != version:
        raise Outdated(_("Somebody else saved this draft while you were writing."))
    revision.write(cover, text, by=by)
    revision.note = note
    revision.point_to(clauses)
    _tell_holders(contribution, "draft.saved", by=by)
    return revision


def move_draft(contribution: Contribution, meeting: Meeting) -> None:
    """Brought to another meeting, as long as it has not been submitted to this one."""
    if contribution.state != State.DRAFT:
        raise Refused(_("Only a draft can be moved to another meeting."))
    contribution.meeting = meeting


def submit(contribution: Contribution, *, by: Person) -> None:
    """Accepted at once if it is on time; the clock is asked now, whenever the draft was begun."""
    _lock(contribution)
    contribution.submit(by=by)
    if contribution.is_on_time:
        _number(contribution, by=by)
    else:
        _tell_holders(contribution, "contribution.submitted", by=by)
        _tell_officers(contribution, "contribution.submitted", by=by)


def accept(contribution: Contribution, *, by: Person) -> None:
    """As a delayed contribution; one that was held goes to the next meeting."""
    _lock(contribution)
    contribution.refuse_unless_waiting()
    if contribution.state == State.HELD:
        contribution.meeting = _meeting_after(contribution.meeting)
    _number(contribution, by=by)
    _tell_officers(contribution, "contribution.accepted", by=by)


def hold(contribution: Contribution, reason: str, *, by: Person) -> None:
    _lock(contribution)
    contribution.hold(reason.strip())
    _tell_holders(contribution, "contribution.held", by=by)
    _tell_officers(contribution, "contribution.held", by=by)


def withdraw(contribution: Contribution, *, by: Person) -> None:
    _lock(contribution)
    waited = contribution.is_waiting
    contribution.withdraw()
    if contribution.is_numbered:
        _tell_members(contribution, "contribution.withdrawn", by=by)
    else:
        _tell_holders(contribution, "contribution.withdrawn", by=by)
    if waited:
        _tell_officers(contribution, "contribution.withdrawn", by=by)


def revise(contribution: Contribution, *, by: Person) -> Revision:
    """Begin the next revision, to begin with in the words of the last one."""
    _lock(contribution)
    revision = contribution.begin_revision(by=by)
    db.session.flush()
    _tell_holders(contribution, "draft.started", by=by)
    return revision


def issue(contribution: Contribution, *, by: Person) -> Revision:
    """The revision takes the place of the last wording, which stays where it can be read."""
    _lock(contribution)
    revision = contribution.issue_revision(by=by)
    _tell_members(contribution, "contribution.revised", by=by)
    return revision


def _number(contribution: Contribution, *, by: Person) -> None:
    """The next number of the meeting's series; the meeting's row stays locked until the commit.

    The version of the meeting is left alone: who is changing its place is not in the way of papers.
    """
    contribution.accept(
        db.session.scalars(
            update(Meeting)
            .where(Meeting.id == contribution.meeting.id)
            .values(last_number=Meeting.last_number + 1)
            .returning(Meeting.last_number)
            .execution_options(synchronize_session=False)
        ).one()
    )
    db.session.refresh(contribution.meeting, ["last_number"])
    _tell_members(contribution, "contribution.accepted", by=by)


def _meeting_after(meeting: Meeting) -> Meeting:
    following = db.session.scalars(
        select(Meeting)
        .where(Meeting.group_id == meeting.group_id, Meeting.number > meeting.number)
        .order_by(Meeting.number)
    )
    for candidate in following:
        if candidate.moment != Moment.PAST:
            return candidate
    raise Refused(
        _("There is no later meeting yet. Create it first; then this can be accepted for it.")
    )


def _draft_of(contribution: Contribution) -> Revision:
    _lock(contribution)
    revision = contribution.draft
    if revision is None or not contribution.is_being_written:
        raise Refused(_("There is no draft to change. It may have been submitted meanwhile."))
    return revision


def _lock(contribution: Contribution) -> None:
    """Nobody else submits, decides or saves until the commit; what they did before is seen."""
    session: Session = db.session
    session.flush()
    session.refresh(contribution, with_for_update={"of": Contribution})
    for revision in contribution.revisions:
        session.refresh(revision)


def _tell_holders(contribution: Contribution, kind: str, *, by: Person) -> None:
    topic = open_topic(
        contribution.holders_topic,
        title=contribution.title,
        address=contribution.work_url,
        audience=contribution.holders,
    )
    record(topic, kind, by=by, target_kind="draft", target_id=contribution.id)


def _tell_members(contribution: Contribution, kind: str, *, by: Person) -> None:
    """Those who have the document open, then those who follow the meeting."""
    meeting = contribution.meeting
    document = open_topic(
        contribution.topic,
        title=str(contribution.symbol),
        address=contribution.url,
        audience="members",
    )
    record(document, kind, by=by, target_kind="document", target_id=contribution.id)
    _tell_holders(contribution, kind, by=by)
    followers = open_topic(
        meeting.members_topic, title=meeting.title, address=meeting.url, audience="members"
    )
    record(followers, kind, by=by, target_kind="contribution", target_id=contribution.id)


def _tell_officers(contribution: Contribution, kind: str, *, by: Person) -> None:
    meeting = contribution.meeting
    queue = open_topic(
        meeting.officers_topic,
        title=meeting.title,
        address="/contributions/",
        audience=contribution.officers,
    )
    record(queue, kind, by=by, target_kind="waiting", target_id=contribution.id)
