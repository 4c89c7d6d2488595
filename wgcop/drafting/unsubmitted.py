"""Looks after papers that were never submitted: hands them over when their drafters have left, and
ends them in time.
"""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.orm import selectinload

from wgcop import clock
from wgcop.accounts.models import DelegationRole, Membership, Office, Person
from wgcop.audit.actions import note
from wgcop.contributions import letters
from wgcop.contributions.announcements import tell_drafters
from wgcop.contributions.drafters import Drafter, DrafterRole
from wgcop.contributions.locks import lock
from wgcop.contributions.models import NOTICE, Contribution
from wgcop.contributions.revisions import Revision
from wgcop.contributions.talk.circles import draft_talk, papers_parent
from wgcop.database import db, retention
from wgcop.errors import Refused
from wgcop.events.models import Topic
from wgcop.radar.models import RadarDecision
from wgcop.threads.models import Comment, Thread
from wgcop.writing import broadcasts

AT_ONCE = 100


@retention.keeps(
    "drafts",
    _l("Drafts never submitted, counted from their last change"),
    why=_l(
        "So that their delegations can continue them. The drafters get an e-mail a month before."
    ),
    days=730,
)
def end_drafts(before: datetime) -> int:
    """End drafts whose drafters were told in time, then write the letters for those that end next.
    Return how many drafts ended.
    """
    now = clock.now()
    told = Contribution.warned_at < now - NOTICE
    ended = _drafts(~_touched_since(before), told, ~_touched_since(Contribution.warned_at))
    for draft in ended:
        _end(draft)
    if ended:
        note("drafts.ended", by=None, detail=str(len(ended)))
    db.session.flush()
    is_new = or_(Contribution.warned_at.is_(None), _touched_since(Contribution.warned_at))
    # Drafts that are kept for less than two months get their letter halfway.
    due = before + min(NOTICE, (now - before) / 2)
    for draft in _drafts(~_touched_since(due), is_new):
        _tell(draft)
    return len(ended)


def keep(draft: Contribution, *, by: Person) -> None:
    """Keep a draft for as long as if it had been changed today."""
    lock(draft)
    if not draft.was_never_submitted:
        raise Refused(_("It was submitted. Submitted papers are never deleted automatically."))
    draft.kept_at, draft.warned_at = clock.now(), None
    tell_drafters(draft, "draft.saved", by=by)


def pass_on_papers_of(person: Person, *, by: Person) -> None:
    """Pass a person's papers on before they are erased. Papers that others write with them stay
    with these.
    """
    writes = Drafter.role == DrafterRole.WRITE
    others = select(Drafter).where(
        Drafter.contribution_id == Contribution.id, Drafter.person_id != person.id, writes
    )
    papers = db.session.scalars(
        select(Contribution)
        .where(Contribution.drafters.any(and_(Drafter.person_id == person.id, writes)))
        .where(~others.exists())
        .order_by(Contribution.id)
    )
    for paper in papers.all():
        lock(paper)
        if _pass_on(paper, instead_of=person, by=by):
            paper.drop_drafter(person)
            broadcasts.after_commit_cut_off(db.session, person.id)


def _pass_on(paper: Contribution, *, instead_of: Person | None, by: Person | None) -> bool:
    """Make others drafters of the paper: the heads of its delegation or, if it has none, its
    longest-standing member; for an office, those who hold the same one. Return whether there was
    anybody.
    """
    heirs = _heirs(paper, instead_of)
    drafting = {drafter.person_id: drafter for drafter in paper.drafters}
    for heir in heirs:
        if drafter := drafting.get(heir.id):
            drafter.role, drafter.named_at = DrafterRole.WRITE, clock.now()
        else:
            paper.name_drafter(heir, by=by)
    if heirs:
        db.session.flush()
        tell_drafters(paper, "drafter.named", by=by)
        # Submitted papers may be many, and there is nothing to do about them.
        if paper.is_being_written:
            letters.write_passed_on(paper, heirs)
    return bool(heirs)


def _heirs(paper: Contribution, leaving: Person | None) -> list[Person]:
    writing = [drafter.person_id for drafter in paper.drafters if drafter.writes]
    may = [Person.active, Person.id.not_in(writing)]
    if leaving is not None:
        may.append(Person.id != leaving.id)
    if paper.delegation_id is None:
        offices = [source.office for source in paper.current.sources if source.office]
        if not offices:
            return []
        same = and_(Office.group_id == offices[0].group_id, Office.role == offices[0].role)
        return list(db.session.scalars(select(Person).where(*may, Person.offices.any(same))))
    members = db.session.execute(
        select(Person, Membership.role)
        .join(Membership, Membership.person_id == Person.id)
        .where(*may, Membership.delegation_id == paper.delegation_id)
        .order_by(Membership.id)
    ).all()
    heads = [person for person, role in members if role == DelegationRole.HEAD]
    return [head for head in heads or [person for person, _role in members[:1]] if head.is_active]


def _tell(draft: Contribution) -> None:
    """Tell the drafters that their draft will end. If no drafter is left who may write, pass it on
    instead: the new drafters get the whole period.
    """
    readers = [drafter.person for drafter in draft.drafters if drafter.person.is_active]
    is_written = any(drafter.writes and drafter.person.is_active for drafter in draft.drafters)
    if not is_written and _pass_on(draft, instead_of=None, by=None):
        return
    draft.warned_at = clock.now()
    letters.write_ends_soon(draft, readers)


def _end(draft: Contribution) -> None:
    """Delete a draft and the discussion among its drafters. Its files are removed when nothing else
    needs them.
    """
    thread = db.session.scalar(select(Thread).where(Thread.name == draft_talk(draft.id)))
    if thread is not None:
        db.session.execute(
            delete(Comment)
            .where(Comment.thread_id == thread.id)
            .execution_options(synchronize_session=False)
        )
        db.session.delete(thread)
    for topic in db.session.scalars(select(Topic).where(Topic.parent == papers_parent(draft.id))):
        db.session.delete(topic)
    db.session.execute(delete(RadarDecision).where(RadarDecision.record_id == draft.search_key))
    db.session.delete(draft)
    db.session.flush()


def _drafts(*conditions: ColumnElement[bool]) -> list[Contribution]:
    """Return and lock drafts that meet these conditions. None of their wordings was ever submitted,
    not even one that was given back.
    """
    never = (
        Contribution.submitted_at.is_(None),
        Contribution.number.is_(None),
        ~Contribution.revisions.any(Revision.submitted_at.is_not(None)),
    )
    return list(
        db.session.scalars(
            select(Contribution)
            .where(*never, *conditions)
            .options(selectinload(Contribution.drafters).joinedload(Drafter.person))
            .order_by(Contribution.id)
            .limit(AT_ONCE)
            .with_for_update(of=Contribution)
        )
    )


def _touched_since(moment: object) -> ColumnElement[bool]:
    """Match drafts that were touched since `moment`: the cover or text was changed, a drafter was
    named, or somebody asked to keep it.
    """
    return or_(
        Contribution.revisions.any(Revision.changed_at >= moment),
        Contribution.drafters.any(Drafter.named_at >= moment),
        and_(Contribution.kept_at.is_not(None), Contribution.kept_at >= moment),
    )
