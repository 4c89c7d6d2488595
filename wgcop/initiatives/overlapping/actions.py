"""Tell the owner of an entry that another one overlaps with it, and record their answer."""

from flask_babel import gettext as _

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.errors import Invalid, Refused
from wgcop.initiatives.actions import Answers, note
from wgcop.initiatives.kinds import EntryState
from wgcop.initiatives.models import Initiative, Overlap, OverlapAnswer
from wgcop.initiatives.namesakes import same_as
from wgcop.initiatives.overlapping.letters import write_answered, write_told
from wgcop.initiatives.overlapping.queries import overlapping, told_before
from wgcop.radar.models import Relation


def tell_of_overlaps(initiative: Initiative, answers: Answers, *, by: Person) -> list[Overlap]:
    """Tell the owners of the entries that `initiative` overlaps with, each once. A delegation that
    answers for both entries is not told.
    """
    known = told_before(initiative)
    told = []
    for other in overlapping(initiative, _named(initiative, answers)):
        if other.id in known or _know_each_other(initiative, other, by):
            continue
        overlap = Overlap(initiative=initiative, other=other)
        db.session.add(overlap)
        told.append(overlap)
    db.session.flush()
    write_told(told, by=by)
    return told


def _know_each_other(initiative: Initiative, other: Initiative, by: Person) -> bool:
    if other.delegation_id is None:
        return by.is_secretariat
    return other.delegation_id == initiative.delegation_id


def answer(overlap: Overlap, given: OverlapAnswer, words: str, contact: str, *, by: Person) -> None:
    """Record an answer and tell the proposers. It replaces an earlier one."""
    if overlap.initiative.state not in (EntryState.PROPOSED, EntryState.ACCEPTED):
        raise Refused(_("The other entry is no longer proposed."))
    if given == OverlapAnswer.JOIN_US and not words.strip():
        raise Invalid(_("Enter how they can join."))
    overlap.answer = given
    overlap.words = words.strip()
    overlap.contact = contact.strip()
    overlap.answered_by = by
    overlap.answered_at = clock.now()
    db.session.flush()
    note(overlap.initiative, "initiative.overlap-answered", by=by)
    write_answered(overlap, by=by)


def _named(initiative: Initiative, answers: Answers) -> set[int]:
    """Return the ids of the entries with the same name and lead, and of those that share passages
    and were not declared unrelated.
    """
    hits = {
        answer.hit.work.id.partition(":")[2]
        for answer in answers or ()
        if answer.hit.work.kind == "initiative" and answer.decision != Relation.UNRELATED
    }
    return {int(key) for key in hits} | {other.id for other in same_as(initiative)}
