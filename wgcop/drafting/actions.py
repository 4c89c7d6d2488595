"""The actions of people who write contributions. `submission` has the actions on submitted ones."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from wgcop import paper
from wgcop.accounts.desks import tell_desks
from wgcop.accounts.models import Capacity, Delegation, Person
from wgcop.audit.actions import note
from wgcop.bodies.body import Body
from wgcop.bodies.models import Meeting
from wgcop.contributions import letters, policy
from wgcop.contributions.agendas import agendas
from wgcop.contributions.announcements import tell_drafters, tell_members, tell_officers
from wgcop.contributions.cover import Cover
from wgcop.contributions.draft_desk import DRAFTS
from wgcop.contributions.drafters import DrafterRole
from wgcop.contributions.enclosures.models import Enclosure
from wgcop.contributions.locks import close_draft, lock
from wgcop.contributions.models import Contribution
from wgcop.contributions.paper_state import PaperState
from wgcop.contributions.revisions import Revision
from wgcop.contributions.sources import Answer, Source
from wgcop.database import db
from wgcop.drafting import submission
from wgcop.errors import Outdated, Refused
from wgcop.numbering.kinds import DocumentKind
from wgcop.radar import actions as radar
from wgcop.radar.answers import HitAnswer
from wgcop.radar.models import Relation
from wgcop.resolutions.models import Clause
from wgcop.writing import broadcasts
from wgcop.writing.saving import keep_version, save_text


class NoDraft(Refused):
    """A refusal to save because the draft no longer exists. The page shows what was typed, so that
    it can be copied.
    """


def start_draft(
    meeting: Meeting,
    capacity: Capacity,
    cover: Cover,
    text: paper.Node,
    clauses: Iterable[Clause] = (),
    *,
    questions: Iterable[Body] = (),
    together_with: Iterable[Delegation] = (),
    items: Collection[int] = (),
    key: str | None = None,
    kind: DocumentKind | None = None,
    by: Person,
) -> Contribution:
    """Begin a draft that only its writer sees, in the name of `capacity`, under these agenda
    `items`.

    The `key` makes it idempotent: a form that is sent twice begins one draft.
    """
    begun = begun_with(key, by=by)
    if begun is not None:
        return begun
    kind = kind or DocumentKind.CONTRIBUTION
    contribution = Contribution(meeting=meeting, drafted_by=by, key=key, kind=kind)
    contribution.name_drafter(by, by=by)
    revision = Revision(number=0)
    contribution.revisions.append(revision)
    revision.write(cover.for_kind(kind), text, by=by)
    revision.point_to(clauses)
    revision.feed(questions)
    _set_sources(contribution, revision, [Source.of(capacity), *_delegations(together_with)])
    try:
        with db.session.begin_nested():
            db.session.add(contribution)
    except IntegrityError:
        begun = begun_with(key, by=by)  # the same form was sent twice at the same moment
        if begun is None:
            raise
        return begun
    if items:
        agendas().place(contribution, items, by=by)
    tell_drafters(contribution, "draft.started", by=by)
    return contribution


def begun_with(key: str | None, *, by: Person) -> Contribution | None:
    if not key:
        return None
    return db.session.scalar(
        select(Contribution).where(Contribution.drafted_by_id == by.id, Contribution.key == key)
    )


def save_draft(
    contribution: Contribution,
    cover: Cover,
    text: paper.Node | None,
    clauses: Iterable[Clause] = (),
    *,
    version: int,
    text_version: int | None = None,
    by: Person,
    note: str = "",
    questions: Iterable[Body] | None = None,
    capacity: Capacity | None = None,
    together_with: Iterable[Delegation] | None = None,
    kind: DocumentKind | None = None,
    meeting: Meeting | None = None,
    items: Collection[int] | None = None,
    keeps_version: bool = False,
) -> Revision:
    """Save the form of a draft. None leaves a value as it is: the text, the Questions, the sources,
    the kind, the meeting, or the agenda items.

    `version` is the version of the draft with which the form was merged; raise `Outdated` if
    somebody has saved since. `text` was typed on the basis of `text_version`, or of the present
    version if None: it is merged with what others have written since, or `TextContested` is raised.
    `keeps_version` keeps a version of a text that is not typed in the form, but written step by
    step in the editor.
    """
    revision = _draft_of(contribution)
    if revision.version != version:
        raise Outdated(_("Somebody else saved this draft while you were writing."))
    if text is not None:
        save_text(db.session, contribution.id, text, desk=DRAFTS, version=text_version, by=by.id)
        db.session.refresh(revision, ["text", "plain", "changed_at", "changed_by_id"])
    elif keeps_version:
        keep_version(db.session, contribution.id, desk=DRAFTS, by=by.id)
    before = _beside_the_cover(revision)
    contribution.choose_kind(kind or contribution.kind)
    if (
        not contribution.is_numbered
    ):  # the submission checks decide whether a revision may be for action
        cover = cover.for_kind(contribution.kind)
    revision.write(cover, by=by)
    revision.note = note
    revision.point_to(clauses)
    if questions is not None:
        revision.feed(questions)
    lead = [Source.of(capacity)] if capacity else revision.sources[:1]
    others = revision.sources[1:] if together_with is None else _delegations(together_with)
    tell_desks(contribution.consenting_audience)  # whoever is no source any more is told too
    _set_sources(contribution, revision, [*lead, *others])
    db.session.flush()
    revision.ask_again()
    if meeting is not None and meeting is not contribution.meeting:
        move_draft(contribution, meeting)
    standing = agendas().items_of(contribution) if items is not None else ()
    if items is not None:
        _choose_items(contribution, revision, items, by=by)
    is_moved = items is not None and not contribution.submitted_at and set(items) != set(standing)
    if is_moved or _beside_the_cover(revision) != before:
        revision.be_changed(by)
    tell_drafters(contribution, "draft.saved", by=by)
    return revision


def _beside_the_cover(revision: Revision) -> tuple[object, ...]:
    """Return the values of the form other than the fields of the cover and the text."""
    contribution = revision.contribution
    return (
        *(contribution.kind, contribution.meeting_id, revision.note),
        [clause.wid for clause in revision.clauses],
        [question.id for question in revision.questions],
        [source.key for source in revision.sources],
        sorted(revision.items_when_issued or ()),
    )


def name_drafter(
    contribution: Contribution,
    person: Person,
    role: DrafterRole = DrafterRole.WRITE,
    *,
    by: Person,
) -> None:
    lock(contribution)
    contribution.name_drafter(person, role, by=by)
    tell_drafters(contribution, "drafter.named", by=by)


def change_role(
    contribution: Contribution, person: Person, role: DrafterRole, *, by: Person
) -> None:
    """Change what a drafter may do. Their open pages have to connect again, and can no longer write
    the text if they only read or comment.
    """
    lock(contribution)
    contribution.change_role(person, role)
    tell_drafters(contribution, "drafter.role", by=by)
    broadcasts.after_commit_cut_off(db.session, person.id)


def drop_drafter(contribution: Contribution, person: Person, *, by: Person) -> None:
    """Remove a drafter. The drafters are told first, while the person who leaves is still one of
    them.
    """
    lock(contribution)
    tell_drafters(contribution, "drafter.left", by=by)
    contribution.drop_drafter(person)
    broadcasts.after_commit_cut_off(db.session, person.id)


def ask_for_consent(contribution: Contribution, *, by: Person) -> None:
    """Ask for consent from every source that `by` does not speak for and that has no request yet."""
    revision = _draft_of(contribution)
    revision.ask_again()
    wording = revision.fingerprint
    for source in revision.unagreed(by):
        if not source.asked_wording:
            source.ask(wording, by=by)
            letters.write_asked(contribution, source)
    tell_drafters(contribution, "consent.asked", by=by)


def see_request(source: Source, wording: str, *, by: Person) -> None:
    """Record that `by` has seen the wording. The drafters are told that a person who decides for
    the source has seen it.
    """
    contribution = source.revision.contribution
    _draft_of(contribution)
    db.session.refresh(source)
    if source.see(wording, by=by):
        tell_drafters(contribution, "consent.seen", by=by)


def answer_for(
    source: Source, answer: Answer, *, wording: str, reason: str = "", by: Person
) -> None:
    """Record the answer of a source to the wording that was read. If the wording has changed since,
    the answer is refused, and the source must read the wording again.
    """
    contribution = source.revision.contribution
    revision = _draft_of(contribution)
    db.session.refresh(source)
    revision.ask_again()
    source.give(answer, wording, revision.typed, reason.strip(), by=by)
    tell_drafters(contribution, f"consent.{source.consent}", by=by)


def take_back(source: Source, *, by: Person) -> None:
    contribution = source.revision.contribution
    _draft_of(contribution)
    db.session.refresh(source)
    source.take_back()
    tell_drafters(contribution, "consent.taken-back", by=by)


def move_draft(contribution: Contribution, meeting: Meeting) -> None:
    """Move a draft to another meeting; refuse if it was submitted. The sources must consent again."""
    if contribution.state != PaperState.DRAFT or contribution.draft is None:
        raise Refused(_("Only a draft can be moved to another meeting."))
    if contribution.attachment:
        raise Refused(_("An addendum or corrigendum stays with its document."))
    contribution.meeting = meeting
    contribution.draft.ask_again()


def send_out(
    contribution: Contribution, answers: Sequence[HitAnswer] | None, *, by: Person
) -> None:
    """Submit the draft or issue the next revision, once its writer has said how it relates to
    earlier work.

    A new paper that duplicates earlier work is withdrawn instead, and such a revision is refused.
    If there is no draft to send, only the answers are kept. `answers` is None if the radar did not
    respond, which does not delay the paper.
    """
    lock(contribution)
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
    elif contribution.state == PaperState.CHANGE_ASKED:
        submission.resubmit(contribution, by=by)
    else:
        submission.submit(contribution, by=by)


def withdraw(contribution: Contribution, *, by: Person) -> None:
    lock(contribution)
    close_draft(contribution, by=by)
    waited = contribution.is_waiting or contribution.state == PaperState.CHANGE_ASKED
    contribution.withdraw()
    if contribution.is_numbered:
        tell_members(contribution, "contribution.withdrawn", by=by)
    if waited:
        tell_officers(contribution, "contribution.withdrawn", by=by)
    if waited or contribution.is_numbered:
        letters.write_withdrawn(contribution)
    if contribution.is_numbered:
        letters.write_to_followers(contribution)
    tell_drafters(contribution, "contribution.withdrawn", by=by)


def replace(contribution: Contribution, other: Contribution | None, *, by: Person) -> None:
    """Record which document this paper replaces; None means that it replaces none. Readers of both
    documents are told.
    """
    lock(contribution)
    if other is not None and contribution in _replaced_by(other):
        raise Refused(_("%(symbol)s itself replaces this document.", symbol=other.symbol))
    contribution.take_place_of(other)
    if contribution.is_numbered:
        tell_members(contribution, "contribution.replaces", by=by)
        if other is not None:
            letters.write_to_followers(other, contribution)
    tell_drafters(contribution, "contribution.replaces", by=by)


def revise(contribution: Contribution, *, by: Person) -> Revision:
    """Begin the next revision with the text of the latest wording."""
    lock(contribution)
    revision = contribution.begin_revision(by=by)
    db.session.flush()
    tell_drafters(contribution, "draft.started", by=by)
    return revision


def issue(contribution: Contribution, *, by: Person) -> Revision:
    """Issue the draft as the next revision. It takes the place of the former wording, which can
    still be read at its own address.
    """
    lock(contribution)
    close_draft(contribution, by=by)
    revision = contribution.issue_revision(by=by)
    tell_members(contribution, "contribution.revised", by=by, joins=revision.items_when_issued)
    letters.write_revised(contribution)
    letters.write_to_followers(contribution)
    tell_drafters(contribution, "contribution.revised", by=by)
    return revision


def _set_sources(contribution: Contribution, revision: Revision, sources: Iterable[Source]) -> None:
    """Set the sources; the first one leads. A delegation that is named twice counts once."""
    revision.set_sources({source.key: source for source in sources}.values())
    if not contribution.issued:
        contribution.delegation = revision.lead


def _choose_items(
    contribution: Contribution, revision: Revision, items: Collection[int], *, by: Person
) -> None:
    """Place a draft under these agenda items. A paper that was submitted before only joins items,
    when its next wording is issued: the secretariat may have placed it under the others.
    """
    if contribution.submitted_at is not None:
        standing = agendas().items_of(contribution)
        revision.items_when_issued = [item for item in items if item not in standing]
    else:
        agendas().place(contribution, items, by=by)


def _replaced_by(document: Contribution) -> Iterator[Contribution]:
    """Yield the documents that `document` replaces, directly or through others."""
    while document.replaces_id is not None:
        document = db.session.get_one(Contribution, document.replaces_id)
        yield document


def _delegations(delegations: Iterable[Delegation]) -> list[Source]:
    return [Source.of_delegation(delegation) for delegation in delegations]


def _draft_of(contribution: Contribution) -> Revision:
    lock(contribution)
    revision = contribution.draft
    if revision is None or not contribution.is_being_written:
        raise NoDraft(_("There is no draft to edit. It may have just been submitted."))
    return revision


def take_away(enclosures: Collection[Enclosure]) -> None:
    """Remove attached files that would be refused today, on behalf of the administrator."""
    for enclosure in enclosures:
        db.session.delete(enclosure)
    note("files.taken-away", by=None, detail=str(len(enclosures)))
