"""Changing who belongs to a delegation, who holds an office, and which accounts are active."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import func, select

from wgcop.accounts import letters
from wgcop.accounts.actions.chapters import begin_chapter, lock_chapters
from wgcop.accounts.actions.ways_in import end_every_way_in
from wgcop.accounts.models import (
    Delegation,
    DelegationRole,
    GroupRole,
    Membership,
    Office,
    Person,
)
from wgcop.accounts.roles import Appointment
from wgcop.accounts.stepping_down import give_back_all, lock_all_held
from wgcop.audit.actions import Thing, note
from wgcop.bodies.models import Group
from wgcop.database import db
from wgcop.errors import Refused
from wgcop.events import actions as events

FROM_NOW_ON = "reads from now on"
"""The note in the audit trail about a member who does not read earlier discussions."""

GROUP_CODE = "WG-COP"
GROUP_NAME = "Council Working Group on Child Online Protection"


def working_group() -> Group:
    """Return the group of this installation, and create it when it is first needed."""
    group = db.session.scalar(select(Group).where(Group.code == GROUP_CODE))
    if group is None:
        group = Group(code=GROUP_CODE, name=GROUP_NAME)
        db.session.add(group)
    return group


def refuse_if_erased(person: Person) -> None:
    """Refuse to change an erased person: otherwise anonymous contributions of their delegation
    would get a name again.
    """
    if person.is_erased:
        raise Refused(_("This person was erased. Invite them again."))


def join_delegation(
    person: Person,
    delegation: Delegation,
    role: DelegationRole,
    *,
    by: Person | None,
    last_day: date | None = None,
    first_chapter: int = 1,
) -> Membership:
    """Add the person to the delegation, or change their role in it and its last day.

    A new member reads the discussions within it from this chapter on; if it is 0, from now on. A
    change of role changes nothing about that.
    """
    refuse_if_erased(person)
    membership = next((m for m in person.memberships if m.delegation is delegation), None)
    reads = ""
    if membership is None:
        lock_chapters(delegation)
        if not first_chapter:
            begin_chapter(delegation)
            reads = FROM_NOW_ON
        present = delegation.present_chapter
        membership = Membership(
            person=person,
            delegation=delegation,
            first_chapter=first_chapter or present,
            present_chapter=present,
        )
        db.session.add(membership)
    membership.role = role
    membership.last_day = last_day
    detail = " · ".join(filter(None, [_said(role, delegation.name, until=last_day), reads]))
    record_change(person, "person.joined-delegation", by=by, detail=detail)
    return membership


def leave_delegation(membership: Membership, *, by: Person | None) -> None:
    person = membership.person
    person.memberships.remove(membership)
    name = membership.delegation.name
    record_change(person, "person.left-delegation", by=by, detail=_said(membership.role, name))


def name_deputy(membership: Membership, *, by: Person) -> None:
    """Let a member record the positions of the delegation, as its heads do."""
    if membership.role == DelegationRole.HEAD:
        raise Refused(_("Heads of delegation record positions already."))
    if not membership.is_deputy:
        membership.is_deputy = True
        person, name = membership.person, membership.delegation.name
        record_change(person, "person.deputy-named", by=by, detail=name)


def end_deputy(membership: Membership, *, by: Person) -> None:
    if membership.is_deputy:
        membership.is_deputy = False
        person, name = membership.person, membership.delegation.name
        record_change(person, "person.deputy-ended", by=by, detail=name)


def open_earlier(membership: Membership, first_chapter: int, *, by: Person) -> None:
    """Let a member read the discussions within the delegation from this chapter on, and tell them."""
    if first_chapter >= membership.first_chapter:
        raise Refused(_("This person reads these earlier discussions already."))
    membership.first_chapter = first_chapter
    person, name = membership.person, membership.delegation.name
    record_change(person, "person.earlier-opened", by=by, detail=name)
    letters.write_earlier_opened(membership)


def appoint(
    person: Person,
    appointment: Appointment,
    *,
    by: Person | None,
    group: Group | None = None,
    last_day: date | None = None,
) -> Office:
    """Give the person the office, or a new scope and last day for it, in `group` or else in the
    working group. The secretariat also serves the subgroups.
    """
    refuse_if_erased(person)
    group = group or working_group()
    scope = appointment.scope or (group.code if group.is_below_another else "")
    office = next(
        (o for o in person.offices if o.group is group and o.role == appointment.role), None
    )
    if office is None:
        office = Office(person=person, group=group, role=appointment.role)
    elif last_day is not None and office.role == GroupRole.SECRETARIAT and not office.is_inherited:
        refuse_to_leave_no_secretary_for_good(person)
    office.scope = scope
    office.last_day = last_day
    detail = _said(office.role, scope or group.code, until=last_day)
    record_change(person, "person.appointed", by=by, detail=detail)
    if appointment.role == GroupRole.SECRETARIAT:
        for below in groups_below(group):
            appoint(person, appointment, by=by, group=below, last_day=last_day)
    return office


def end_office(office: Office, *, by: Person | None) -> None:
    person = office.person
    lock_all_held([person])
    if office.role == GroupRole.SECRETARIAT and person.active and not office.is_inherited:
        refuse_to_lose_the_last_secretary()
        if by is not None:
            refuse_to_leave_no_secretary_for_good(person)
    person.offices.remove(office)
    give_back_all(person, by=by)
    where = office.scope or office.group.code
    record_change(person, "person.office-ended", by=by, detail=_said(office.role, where))
    if office.role == GroupRole.SECRETARIAT:
        below = {group.id for group in groups_below(office.group)}
        for served in [o for o in person.offices if o.group_id in below and o.is_inherited]:
            end_office(served, by=by)


def groups_below(group: Group) -> Sequence[Group]:
    """Return the groups that report to this one directly."""
    db.session.flush()
    return db.session.scalars(select(Group).where(Group.parent_id == group.id)).all()


def deactivate(person: Person, *, by: Person | None) -> None:
    """Deactivate the account: the person can no longer sign in, but their comments stay. `by` is
    None if the last day of the account is over.
    """
    if person is by:
        raise Refused(
            _("You cannot deactivate your own account. Ask a colleague in the secretariat.")
        )
    lock_all_held([person])
    if by is not None:
        refuse_to_leave_no_secretary_for_good(person)
    person.active = False
    end_every_way_in(person, by=by)
    give_back_all(person, by=by)
    record_change(person, "person.deactivated", by=by)


def reactivate(person: Person, *, by: Person) -> None:
    refuse_if_erased(person)
    person.active = True
    if person.has_ended:
        person.last_day = None
    record_change(person, "person.reactivated", by=by)


def set_last_day(person: Person, last_day: date | None, *, by: Person) -> None:
    """Set the day (in UTC) after which the account ends; None means that it does not end."""
    refuse_if_erased(person)
    if last_day is not None:
        if person is by:
            raise Refused(_("You cannot end your own account. Ask a colleague in the secretariat."))
        refuse_to_leave_no_secretary_for_good(person)
    person.last_day = last_day
    detail = last_day.isoformat() if last_day else "none"
    record_change(person, "person.last-day-set", by=by, detail=detail)


def refuse_to_leave_no_secretary_for_good(person: Person) -> None:
    """Refuse if nobody else in the secretariat has an account without a last day: somebody must be
    able to appoint people, now and later.
    """
    if not person.is_secretariat:
        return
    # If two secretaries end each other's accounts at once, the second waits here and then sees what
    # the first did.
    # FOR NO KEY UPDATE: new offices and papers may still refer to the group.
    group = select(Group.id).where(Group.code == GROUP_CODE)
    db.session.execute(group.with_for_update(key_share=True))
    others = db.session.scalar(
        select(func.count(Office.person_id.distinct()))
        .select_from(Office)
        .join(Office.person)
        .where(
            Office.role == GroupRole.SECRETARIAT,
            Office.last_day.is_(None),
            Office.person_id != person.id,
            Person.active,
            Person.last_day.is_(None),
        )
    )
    if not others:
        raise Refused(
            _(
                "Nobody else in the secretariat has an account without a last day. Appoint somebody first."
            )
        )


def refuse_to_lose_the_last_secretary() -> None:
    count = db.session.scalar(
        select(func.count(Office.person_id.distinct()))
        .select_from(Office)
        .join(Office.person)
        .where(Office.role == GroupRole.SECRETARIAT, Person.active)
    )
    if count == 1:
        raise Refused(_("This is the only person in the secretariat. Appoint somebody else first."))


def _said(role: DelegationRole | GroupRole, where: str, *, until: date | None = None) -> str:
    detail = f"{role.value} · {where}"
    return f"{detail} · until {until.isoformat()}" if until else detail


def record_change(person: Person, kind: str, *, by: Person | None, detail: str = "") -> None:
    """Record in the person's own history, and in the audit trail, who changed what about the
    account, and when.
    """
    db.session.add(person)
    db.session.flush()
    topic = events.open_topic(
        person.topic, title=person.name, address=f"/people/{person.id}", audience=person.topic
    )
    events.record(topic, kind, by=by, target_kind="person", target_id=person.id)
    note(kind, by=by, of=Thing.person(person), detail=detail)
