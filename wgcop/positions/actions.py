"""Taking, confirming, releasing and withdrawing positions, and marking those of others as seen."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from wgcop import clock
from wgcop.accounts.desks import tell_own_pages
from wgcop.accounts.models import Capacity, Delegation, Person
from wgcop.accounts.regional import RegionalGroup
from wgcop.audit.actions import note
from wgcop.bodies.groups import Group
from wgcop.database import db, insert_into
from wgcop.errors import Outdated, Refused
from wgcop.events.actions import record
from wgcop.events.layers import key_of
from wgcop.positions.models import (
    ChairNotice,
    HeldPosition,
    Holder,
    Position,
    PositionMark,
    RegionalPosition,
)
from wgcop.positions.movements import ON_CLAUSES, MovementsReader
from wgcop.positions.notices import notices_on, tell_those_who_preside
from wgcop.positions.stances import Layer, Stance
from wgcop.positions.subjects import PositionSubject, subject_of
from wgcop.resolutions.models import Clause
from wgcop.threads.actions.comments import thread_of, topic_of
from wgcop.threads.chairing.followers import follows_standings
from wgcop.threads.models import MEMBERS


def take_position(
    thing: Any,
    layer: Layer,
    stance: Stance | None,
    reason: str = "",
    *,
    seen: int,
    words: str,
    by: Person,
    capacity: Capacity,
    group: RegionalGroup | None = None,
) -> HeldPosition | None:
    """Record the position of the delegation, or of the `group`, on a clause or a proposal in this
    layer, or its withdrawal if `stance` is None. Return the new row, or None if it would say the
    same as the current one.

    `seen` is the number of the row that the form showed (0 for none), and `words` are the words of
    the thing that it showed: a position is about words, so neither may have changed since.
    """
    holder, subject = group or _speaking_for(capacity), subject_of(thing)
    _lock(subject, layer, holder)
    if stance is not None:
        subject.require_open(layer, holder)
    present = subject.own(holder).get(layer)
    if stance is None and (present is None or present.stance is None):
        return None
    if present is not None and _same(present, stance, reason, words):
        return None
    if (present.id if present else 0) != seen:
        raise Outdated(another_was_recorded(group))
    if words != subject.words():
        raise Outdated(words_changed())
    taken = subject.new_row(holder)
    taken.layer, taken.stance = layer, stance
    taken.reason, taken.words = reason if stance else "", words
    taken.person, taken.capacity = by, capacity.title
    db.session.add(taken)
    db.session.flush()
    _record(taken, by=by)
    return taken


def another_was_recorded(group: RegionalGroup | None) -> str:
    if group:
        return _("Somebody else recorded another position for the regional group.")
    return _("Somebody else recorded another position for your delegation.")


def words_changed() -> str:
    return _("The wording changed while you were reading it.")


def release_position(
    within: HeldPosition, *, by: Person, capacity: Capacity
) -> HeldPosition | None:
    """Release a position as it stands within its delegation or regional group, and return the
    released one; None if the same is released already. A red line is never released.
    """
    if within.layer != Layer.WITHIN or within.stance is None:
        raise Refused(
            _("Only a position within the delegation or the regional group can be released.")
        )
    subject, holder = subject_of(within.thing), within.holder
    # The public topic first, as everywhere, so that no two transactions wait for each other.
    _lock(subject, Layer.RELEASED, holder)
    _lock(subject, Layer.WITHIN, holder)
    own = subject.own(holder)
    if own.get(Layer.WITHIN) is not within:
        raise Outdated(another_was_recorded(holder if isinstance(holder, RegionalGroup) else None))
    if not within.is_taken_on(subject.words()):
        raise Refused(
            _("This position was taken on an earlier wording. Confirm it before you release it.")
        )
    released = own.get(Layer.RELEASED)
    return take_position(
        within.thing,
        Layer.RELEASED,
        within.stance,
        within.reason,
        seen=released.id if released else 0,
        words=within.words,
        by=by,
        capacity=capacity,
        group=holder if isinstance(holder, RegionalGroup) else None,
    )


def tell_chair(
    clause: Clause, group: Group, line: str, *, by: Person, capacity: Capacity
) -> ChairNotice:
    """Tell those who preside over the group, and nobody else, that the delegation will have trouble
    with the clause. It replaces what the delegation told them before, and notes from before groups
    were named. Neither the history nor the audit trail names who told whom, because others read
    these.
    """
    delegation = _speaking_for(capacity)
    # Two heads who tell the same group at once do so one after the other.
    topic_of(thread_of(clause), delegation.audience, locks=True)
    for earlier in notices_on(clause, delegation):
        if earlier.group_id == group.id and earlier.line == line:
            return earlier
        if earlier.group_id in (group.id, None):
            earlier.withdrawn_at = clock.now()
    notice = ChairNotice(
        clause=clause,
        delegation=delegation,
        group=group,
        line=line,
        person=by,
        capacity=capacity.title,
    )
    db.session.add(notice)
    tell_of_notice(notice)
    return notice


def withdraw_notice(notice: ChairNotice) -> None:
    if notice.withdrawn_at is None:
        notice.withdrawn_at = clock.now()
        tell_of_notice(notice)


def tell_of_notice(notice: ChairNotice) -> None:
    """Let the open pages of the delegation and of those who preside show what is told now. The
    entries name nobody.
    """
    clause, delegation = notice.clause, notice.delegation
    record(
        topic_of(thread_of(clause), delegation.audience),
        "notice.changed",
        by=None,
        target_kind="own-positions",
        target_id=f"{clause.id}:{delegation.id}",
    )
    if notice.group is not None:
        tell_those_who_preside(clause, notice.group)


def see_movements(
    resolution_ids: Iterable[int],
    delegation: Delegation,
    seen: int,
    *,
    by: Person,
    on: MovementsReader = ON_CLAUSES,
) -> None:
    """Mark the movements on the clauses of these resolutions, or on other things there, up to the
    position with this number as seen. A mark never goes back, and never beyond the last position.
    """
    seen = min(seen, db.session.scalar(select(func.max(on.table.id))) or 0)
    # In order, so that two pages of one person never wait for each other.
    marks = [
        {
            "person_id": by.id,
            "delegation_id": delegation.id,
            "resolution_id": resolution_id,
            on.column: seen,
        }
        for resolution_id in sorted(resolution_ids)
    ]
    if marks:
        insert = insert_into(PositionMark)
        db.session.execute(
            insert.values(marks).on_conflict_do_update(
                index_elements=["person_id", "delegation_id", "resolution_id"],
                set_={on.column: insert.excluded[on.column]},
                where=on.mark < insert.excluded[on.column],
            )
        )
    tell_own_pages(by, delegation)


def _same(present: HeldPosition, stance: Stance | None, reason: str, words: str) -> bool:
    return (present.stance, present.reason, present.words) == (stance, reason, words)


def _speaking_for(capacity: Capacity) -> Delegation:
    if capacity.delegation is None:
        raise Refused(_("Only delegations take positions."))
    return capacity.delegation


ORDER = 0x706F736974
"""The key of the advisory lock under which positions get their numbers."""


def hold_numbers() -> None:
    """Let nobody else record a position until the commit: whoever has seen a position has seen all
    with smaller numbers. It comes before the topics are locked.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(ORDER)))


def _lock(subject: PositionSubject, layer: Layer, holder: Holder) -> None:
    """Let nobody else record a position of this holder in this layer until the commit, nor any
    other before this one.
    """
    hold_numbers()
    # Whoever rewords the thing locks it before its topics.
    subject.read_again()
    audience = MEMBERS if layer == Layer.RELEASED else holder.audience
    if layer == Layer.RELEASED:
        subject.lock_also()
    # The row of the topic is the lock: recording the entry locks it anyway.
    topic_of(subject.thread(), audience, locks=True)


def _record(position: HeldPosition, *, by: Person) -> None:
    kind = "position.taken" if position.stance else "position.withdrawn"
    tell_open_pages(position, kind, by=by)
    if position.layer == Layer.RELEASED:
        of = subject_of(position.thing).trail()
        if position.stance:
            note("position.released", by=by, of=of)
        else:
            note("position.withdrawn", by=by, of=of)


def tell_open_pages(position: HeldPosition, kind: str, *, by: Person | None) -> None:
    """Tell open pages that positions in the layer of this one have changed."""
    subject, is_released = subject_of(position.thing), position.layer == Layer.RELEASED
    thing_id, (released, within) = position.thing.id, subject.targets
    record(
        topic_of(subject.thread(), position.audience),
        kind,
        by=by,
        target_kind=released if is_released else within,
        target_id=thing_id if is_released else f"{thing_id}:{key_of(position.audience)}",
    )
    if is_released:
        subject.tell_also(position, by=by)


@follows_standings
def _tell_of_words(clause: Clause, by: Person) -> None:
    """Tell open pages to mark the released positions that are now on an earlier wording."""
    kinds: tuple[type[Any], ...] = (Position, RegionalPosition)
    for rows in kinds:
        released: HeldPosition | None = db.session.scalar(
            select(rows).where(rows.clause_id == clause.id, rows.layer == Layer.RELEASED).limit(1)
        )
        if released is not None:
            tell_open_pages(released, "position.words", by=by)
            return
