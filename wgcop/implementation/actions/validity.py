"""Asks whether actions and evidence are still valid when a clause gets a new wording, and records
the answer.
"""

from collections import defaultdict

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from wgcop import clock
from wgcop.accounts.models import Capacity, Person
from wgcop.database import db
from wgcop.errors import Invalid, Refused
from wgcop.implementation.actions.announcements import (
    tell_of_action,
    tell_of_evidence,
    tell_person,
)
from wgcop.implementation.actions.writing import log_step
from wgcop.implementation.evidence import Evidence
from wgcop.implementation.letters import write_still_valid
from wgcop.implementation.models import ImplementationAction
from wgcop.implementation.queries import latest_edition, secretariat
from wgcop.implementation.states import StepKind
from wgcop.implementation.validity import Validity, ValidityCheck
from wgcop.markup import has_visible
from wgcop.resolutions.actions import follows_import
from wgcop.resolutions.models import ClauseDescent, DescentKind, Edition, Section, Wording
from wgcop.resolutions.typeset import is_same_wording

Answered = ImplementationAction | Evidence


@follows_import
def ask_after_import(edition: Edition, by: Person | None) -> None:
    """Move actions and evidence over to the new edition if it words the clause in the same way;
    otherwise ask whether they are still valid.

    An edition that is older than the one in force asks nothing.
    """
    if latest_edition([edition.resolution_id])[edition.resolution_id] is not edition:
        return
    words = _words_by_clause(edition)
    bound: list[Answered] = [
        *db.session.scalars(
            select(ImplementationAction)
            .join(ImplementationAction.edition)
            .where(
                Edition.resolution_id == edition.resolution_id,
                ImplementationAction.no_longer_at.is_(None),
            )
            .options(
                joinedload(ImplementationAction.clause), joinedload(ImplementationAction.created_by)
            )
            .order_by(ImplementationAction.id)
        ),
        *db.session.scalars(
            select(Evidence)
            .join(Evidence.edition)
            .where(
                Edition.resolution_id == edition.resolution_id,
                Evidence.no_longer_at.is_(None),
                Evidence.removed_at.is_(None),
            )
            .options(
                joinedload(Evidence.clause),
                joinedload(Evidence.action),
                joinedload(Evidence.added_by),
            )
            .order_by(Evidence.id)
        ),
    ]
    before = {thing.edition_id: _words_by_clause(thing.edition) for thing in bound}
    merged = _merged_since(edition)
    asking: defaultdict[Person, list[Answered]] = defaultdict(list)
    keepers = secretariat()
    for thing in bound:
        now = thing.clause_asked_about
        now = now if now in words else merged.get(now, thing.clause_id)
        old, new = before[thing.edition_id].get(thing.clause_id), words.get(now)
        if old is not None and new is not None and is_same_wording(old, new):
            _bind(thing, edition, Validity.UNCHANGED)
            thing.clause_id = now
            thing.asked_edition = thing.asked_clause_id = None
        else:
            thing.asked_edition = edition
            thing.asked_clause_id = now if now != thing.clause_id else None
            giver = thing.created_by if isinstance(thing, ImplementationAction) else thing.added_by
            for person in {*keepers, *([giver] if giver.active else [])}:
                asking[person].append(thing)
    db.session.flush()
    for person in sorted(asking, key=lambda person: person.topic):
        tell_person(person, "validity.asked", "implementation-notice", edition.id, by=by)
    write_still_valid(edition, asking)


def say_validity(
    thing: Answered,
    answer: Validity,
    words: str,
    *,
    edition_id: int,
    by: Person,
    capacity: Capacity | None,
) -> None:
    """Record the answer for the edition whose wording the reader compared. A thing that is still
    valid is bound to this edition from now on.
    """
    db.session.flush()
    db.session.refresh(thing, with_for_update={"of": type(thing)})
    if thing.asked_edition_id is None or not thing.asks:
        raise Refused(_("Somebody has already answered this."))
    if thing.asked_edition_id != edition_id:
        raise Refused(_("There is a newer edition now. Compare its wording."))
    if answer == Validity.NO_LONGER and not has_visible(words):
        raise Invalid(_("Enter why it no longer answers the clause."))
    edition = thing.asked_edition
    assert edition is not None
    _bind(thing, edition, answer, words.strip(), by=by, capacity=capacity)
    if answer != Validity.NO_LONGER:
        thing.clause_id = thing.clause_asked_about
    thing.asked_edition = thing.asked_clause_id = None
    if answer == Validity.NO_LONGER:
        thing.no_longer_at = clock.now()
    db.session.flush()
    if isinstance(thing, ImplementationAction):
        log_step(thing, StepKind.CHECKED, words.strip(), by=by, capacity=capacity)
        tell_of_action(thing, "action.checked", by=by)
    else:
        tell_of_evidence(thing, "evidence.checked", by=by)


def _bind(
    thing: Answered,
    edition: Edition,
    answer: Validity,
    words: str = "",
    *,
    by: Person | None = None,
    capacity: Capacity | None = None,
) -> None:
    check = ValidityCheck(
        from_edition_id=thing.edition_id,
        edition=edition,
        answer=answer,
        words=words,
        by=by,
        capacity=capacity.label if capacity else "",
    )
    thing.checks.append(check)
    if answer != Validity.NO_LONGER:
        thing.edition = edition


def _merged_since(edition: Edition) -> dict[int, int]:
    """Return by the id of each clause that was merged into another one with this edition that other
    clause's id.
    """
    rows = db.session.execute(
        select(ClauseDescent.ancestor_id, ClauseDescent.clause_id).where(
            ClauseDescent.edition_id == edition.id, ClauseDescent.kind == DescentKind.MERGED
        )
    )
    return {ancestor_id: clause_id for ancestor_id, clause_id in rows}


def _words_by_clause(edition: Edition) -> dict[int, str]:
    rows = db.session.execute(
        select(Wording.clause_id, Wording.text)
        .join(Wording.section)
        .where(Section.edition_id == edition.id)
    )
    return {clause_id: text for clause_id, text in rows}
