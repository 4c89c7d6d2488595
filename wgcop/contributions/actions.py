"""What people do with contributions.

Each verb records in the order that `history.actions.record` asks for: on the document, on the meeting and its agenda,
and for the drafters last.
"""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from wgcop import paper
from wgcop.accounts.models import Capacity, Delegation, Person
from wgcop.bodies.models import Meeting, Moment
from wgcop.contributions import policy
from wgcop.contributions.agendas import agendas
from wgcop.contributions.cover import Cover
from wgcop.contributions.models import Contribution, PaperState
from wgcop.contributions.revisions import Revision
from wgcop.contributions.series import take_number
from wgcop.contributions.sources import Answer, Source
from wgcop.db import db
from wgcop.errors import Refused
from wgcop.history.actions import open_topic, record
from wgcop.radar import actions as radar
from wgcop.radar.answers import HitAnswer
from wgcop.radar.models import Relation
from wgcop.resolutions.models import Clause


class OutdatedDraft(Refused):
    """Somebody else saved the draft meanwhile. The form comes back with both texts."""


class NoDraft(Refused):
    """There is nothing to save into any more. What was typed is shown, so that it can be copied."""


def start_draft(
    meeting: Meeting,
    capacity: Capacity,
    cover: Cover,
    text: paper.Node,
    clauses: Iterable[Clause] = (),
    *,
    together_with: Iterable[Delegation] = (),
    item: int | None = None,
    by: Person,
) -> Contribution:
    """A draft that only its writer sees, in the name of what they speak for, under an `item` of the agenda."""
    contribution = Contribution(meeting=meeting, drafted_by=by)
    contribution.name_drafter(by, by=by)
    revision = Revision(number=0)
    contribution.revisions.append(revision)
    revision.write(cover, text, by=by)
    revision.point_to(clauses)
    _set_sources(contribution, revision, [Source.of(capacity), *_delegations(together_with)])
    db.session.add(contribution)
    db.session.flush()
    if item is not None:
        agendas().place(contribution, item, by=by)
    _tell_drafters(contribution, "draft.started", by=by)
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
    capacity: Capacity | None = None,
    together_with: Iterable[Delegation] | None = None,
    meeting: Meeting | None = None,
    item: int | None = None,
) -> Revision:
    """None leaves things as they are: the sources, the meeting, the item of its agenda."""
    revision = _draft_of(contribution)
    if revision.version != version:
        raise OutdatedDraft(_("Somebody else saved this draft while you were writing."))
    revision.write(cover, text, by=by)
    revision.note = note
    revision.point_to(clauses)
    lead = [Source.of(capacity)] if capacity else revision.sources[:1]
    others = revision.sources[1:] if together_with is None else _delegations(together_with)
    _set_sources(contribution, revision, [*lead, *others])
    db.session.flush()
    revision.ask_again()
    if meeting is not None and meeting is not contribution.meeting:
        move_draft(contribution, meeting)
    if item is not None:
        agendas().place(contribution, item, by=by)
    _tell_drafters(contribution, "draft.saved", by=by)
    return revision


def name_drafter(contribution: Contribution, person: Person, *, by: Person) -> None:
    _lock(contribution)
    contribution.name_drafter(person, by=by)
    _tell_drafters(contribution, "drafter.named", by=by)


def drop_drafter(contribution: Contribution, person: Person, *, by: Person) -> None:
    """The drafters hear of it first, while whoever leaves is still one of them."""
    _lock(contribution)
    _tell_drafters(contribution, "drafter.left", by=by)
    contribution.drop_drafter(person)


def ask_for_consent(contribution: Contribution, *, by: Person) -> None:
    """From every source that `by` does not speak for and that has no request yet."""
    revision = _draft_of(contribution)
    wording = revision.fingerprint
    for source in revision.unagreed(by):
        if not source.asked_wording:
            source.ask(wording, by=by)
    _tell_drafters(contribution, "consent.asked", by=by)


def answer_for(
    source: Source, answer: Answer, *, wording: str, reason: str = "", by: Person
) -> None:
    """Answers for the wording that was read. If it changed meanwhile, it has to be read again."""
    contribution = source.revision.contribution
    revision = _draft_of(contribution)
    db.session.refresh(source)
    source.give(answer, wording, revision.typed, reason.strip(), by=by)
    _tell_drafters(contribution, f"consent.{source.consent}", by=by)


def take_back(source: Source, *, by: Person) -> None:
    contribution = source.revision.contribution
    _draft_of(contribution)
    db.session.refresh(source)
    source.take_back()
    _tell_drafters(contribution, "consent.taken-back", by=by)


def move_draft(contribution: Contribution, meeting: Meeting) -> None:
    """To another meeting, as long as it was not submitted to this one. It needs consent again."""
    if contribution.state != PaperState.DRAFT or contribution.draft is None:
        raise Refused(_("Only a draft can be moved to another meeting."))
    contribution.meeting = meeting
    contribution.draft.ask_again()


def send_out(
    contribution: Contribution, answers: Sequence[HitAnswer] | None, *, by: Person
) -> None:
    """Submit the draft or issue the next revision, once its writer has said how it relates to earlier work.

    A new paper that is a duplicate is withdrawn instead, and such a revision is refused. Where there is nothing
    to send, the answers alone are kept; they are None if the radar did not answer, which is no reason to wait.
    """
    _lock(contribution)
    words = (contribution.draft or contribution.current).words
    radar.decide(
        contribution.search_key,
        words,
        answers,
        if_duplicate=policy.if_duplicate(contribution),
        by=by,
    )
    if contribution.draft is None:
        return
    if any(answer.decision == Relation.DUPLICATES for answer in answers or ()):
        withdraw(contribution, by=by)
    elif contribution.state == PaperState.ACCEPTED:
        issue(contribution, by=by)
    else:
        submit(contribution, by=by)


def submit(contribution: Contribution, *, by: Person) -> None:
    """Accepted at once if it is on time now, whenever the draft was begun."""
    _lock(contribution)
    contribution.submit(by=by)
    if contribution.is_on_time:
        _number(contribution, by=by)
    else:
        _tell_officers(contribution, "contribution.submitted", by=by)
    _tell_drafters(contribution, "contribution.submitted", by=by)


def accept(contribution: Contribution, *, by: Person) -> None:
    """As a delayed contribution. One that was held goes to the next meeting."""
    _lock(contribution)
    contribution.refuse_unless_waiting()
    if contribution.state == PaperState.HELD:
        contribution.meeting = _meeting_after(contribution.meeting)
    _number(contribution, by=by)
    _tell_officers(contribution, "contribution.accepted", by=by)
    _tell_drafters(contribution, "contribution.accepted", by=by)


def hold(contribution: Contribution, reason: str, *, by: Person) -> None:
    _lock(contribution)
    contribution.hold(reason.strip())
    _tell_officers(contribution, "contribution.held", by=by)
    _tell_drafters(contribution, "contribution.held", by=by)


def withdraw(contribution: Contribution, *, by: Person) -> None:
    _lock(contribution)
    waited = contribution.is_waiting
    contribution.withdraw()
    if contribution.is_numbered:
        _tell_members(contribution, "contribution.withdrawn", by=by)
    if waited:
        _tell_officers(contribution, "contribution.withdrawn", by=by)
    _tell_drafters(contribution, "contribution.withdrawn", by=by)


def revise(contribution: Contribution, *, by: Person) -> Revision:
    """Begin the next revision with the words of the last one."""
    _lock(contribution)
    revision = contribution.begin_revision(by=by)
    db.session.flush()
    _tell_drafters(contribution, "draft.started", by=by)
    return revision


def issue(contribution: Contribution, *, by: Person) -> Revision:
    """The revision takes the place of the last wording, which can still be read at its own address."""
    _lock(contribution)
    revision = contribution.issue_revision(by=by)
    _tell_members(contribution, "contribution.revised", by=by)
    _tell_drafters(contribution, "contribution.revised", by=by)
    return revision


def _number(contribution: Contribution, *, by: Person) -> None:
    contribution.accept(take_number(contribution.meeting))
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
    raise Refused(_("There is no later meeting yet. Create it first, then accept this for it."))


def _set_sources(contribution: Contribution, revision: Revision, sources: Iterable[Source]) -> None:
    """The first source leads. A delegation that is named twice counts once."""
    revision.set_sources({source.key: source for source in sources}.values())
    contribution.delegation = revision.sources[0].delegation


def _delegations(delegations: Iterable[Delegation]) -> list[Source]:
    return [Source.of_delegation(delegation) for delegation in delegations]


def _draft_of(contribution: Contribution) -> Revision:
    _lock(contribution)
    revision = contribution.draft
    if revision is None or not contribution.is_being_written:
        raise NoDraft(_("There is no draft to edit. It may have just been submitted."))
    return revision


def _lock(contribution: Contribution) -> None:
    """Nobody else can change this paper until the commit; what they changed before is read again."""
    session: Session = db.session
    session.flush()
    session.refresh(contribution, with_for_update={"of": Contribution})
    session.expire(contribution, ["drafters"])
    for revision in contribution.revisions:
        session.refresh(revision)
        session.expire(revision, ["sources"])


def _tell_drafters(contribution: Contribution, kind: str, *, by: Person) -> None:
    """Each on a topic of their own, so that nobody else learns even that there is a draft."""
    people = [drafter.person for drafter in contribution.drafters]
    for person in sorted(people, key=lambda person: person.topic):
        topic = open_topic(person.topic, title=person.name, address="/", audience=person.topic)
        record(topic, kind, by=by, target_kind="draft", target_id=_target_of(contribution, person))


def _target_of(contribution: Contribution, person: Person) -> str:
    return f"{contribution.id}:{person.id}"


def _tell_members(contribution: Contribution, kind: str, *, by: Person) -> None:
    """Those who have the document open, then the agenda, then the list of the meeting."""
    meeting = contribution.meeting
    document = open_topic(
        contribution.topic,
        title=str(contribution.symbol),
        address=contribution.url,
        audience="members",
    )
    record(document, kind, by=by, target_kind="document", target_id=contribution.id)
    agendas().show_change(contribution, by=by)
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
