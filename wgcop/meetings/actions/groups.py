"""Setting up a group, changing its officers and members, and closing it when its work is done."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from wgcop import clock
from wgcop.accounts.actions.people import appoint, end_office
from wgcop.accounts.models import Office, Person
from wgcop.accounts.roles import LEADERS, Appointment, GroupRole
from wgcop.accounts.stepping_down import lock_all_held
from wgcop.agenda.actions.locks import lock_item
from wgcop.agenda.group_members import GroupMember, ItemGroup
from wgcop.agenda.models import AgendaItem
from wgcop.bodies.group_fields import FIELDS
from wgcop.bodies.groups import GROUP_KIND_NAMES
from wgcop.bodies.models import Group, GroupKind, Moment
from wgcop.database import db
from wgcop.errors import Invalid, Outdated, Refused
from wgcop.events.actions import open_topic, record
from wgcop.events.models import Topic
from wgcop.following.topics import opens_topics
from wgcop.i18n import written_to
from wgcop.meetings.groups.facts import GroupFacts
from wgcop.meetings.groups.queries import (
    is_code_used,
    meetings_of_group,
    members_of,
    officers_of,
)

PREFIXES = {
    GroupKind.WORKING_GROUP: "WG",
    GroupKind.STUDY_GROUP: "SG",
    GroupKind.RAPPORTEUR_GROUP: "RG",
    GroupKind.AD_HOC_GROUP: "AHG",
    GroupKind.DRAFTING_GROUP: "DG",
    GroupKind.CORRESPONDENCE_GROUP: "CG",
}


def create_group(code: str, facts: GroupFacts, *, by: Person) -> Group:
    """Set up a group. A subgroup takes over the secretariat of the group above; otherwise `by`
    becomes the secretariat. Raise Invalid if the code is used.
    """
    if is_code_used(code):
        raise Invalid(_("There is already a group %(code)s. Choose another code.", code=code))
    _check(facts)
    group = Group(code=code, name=facts.name, kind=facts.kind, parent=facts.parent)
    db.session.add(group)
    db.session.flush()
    secretariat = [by]
    if facts.parent:
        secretariat = [
            each.person for each in officers_of(facts.parent) if each.role == GroupRole.SECRETARIAT
        ]
    for person in secretariat:
        appoint(person, Appointment(GroupRole.SECRETARIAT), by=by, group=group)
    _write(group, facts, by=by)
    _record(group, "group.set-up", by=by)
    return group


def set_up_on_item(
    item: AgendaItem, kind: GroupKind, leaders: Sequence[Person], *, by: Person
) -> Group:
    """Set up an ad hoc or drafting group in one step, below the group that meets, with the next
    free code. It can be described further at any time.

    Everybody can read a group's name and mandate, so they contain the title of the item only if the
    agenda is published.
    """
    if kind not in (GroupKind.AD_HOC_GROUP, GroupKind.DRAFTING_GROUP):
        raise Invalid(_("Only an ad hoc group or a drafting group is set up on an item."))
    lock_item(item)
    parent = item.meeting.group
    # Lock the group above: two subgroups that are set up at once must not get the same code.
    above = select(Group.id).where(Group.id == parent.id)
    db.session.execute(above.with_for_update(key_share=True))
    code = _next_code(parent, kind)
    # Everybody reads them: they are not in the language of whoever set the group up.
    with written_to("en"):
        name, mandate = _words_of_group(item, kind, code)
    facts = GroupFacts(
        name=name[:300], kind=kind, parent=parent, mandate=mandate, leaders=tuple(leaders)
    )
    group = create_group(code, facts, by=by)
    db.session.add(ItemGroup(group=group, item=item))
    db.session.flush()
    return group


def _words_of_group(item: AgendaItem, kind: GroupKind, code: str) -> tuple[str, str]:
    """Return the name and the mandate of a group that is set up on the item."""
    meeting = item.meeting.title
    if item.meeting.agenda_published:
        name = {
            GroupKind.AD_HOC_GROUP: _("Ad hoc group on “%(item)s”", item=item.title),
            GroupKind.DRAFTING_GROUP: _("Drafting group on “%(item)s”", item=item.title),
        }[kind]
        mandate = _(
            "To work on “%(item)s” and to report to %(meeting)s.", item=item.title, meeting=meeting
        )
    else:
        name = f"{GROUP_KIND_NAMES[kind]} {code}"
        mandate = _("To report to %(meeting)s.", meeting=meeting)
    return name, mandate


def change_group(group: Group, facts: GroupFacts, *, version: int, by: Person) -> None:
    """Change a group, but neither its code nor the group above it: documents depend on the code,
    the secretariat on the group above.
    """
    if version != group.version:
        raise Outdated(_("Somebody else changed this group while you were writing."))
    _check(facts)
    lock_all_held([office.person for office in officers_of(group)])
    _write(group, facts, by=by)
    _record(group, "group.changed", by=by)


def close_group(group: Group, *, by: Person) -> None:
    """Close a group whose work is done. Its meetings and documents stay. Raise Refused if it still
    has a meeting that is not over.
    """
    if any(meeting.moment != Moment.PAST for meeting in meetings_of_group(group)):
        raise Refused(_("This group still has a meeting. It can be closed after that."))
    if not group.is_closed:
        group.closed_at = clock.now()
        _record(group, "group.closed", by=by)


def reopen_group(group: Group, *, by: Person) -> None:
    if group.is_closed:
        group.closed_at = None
        _record(group, "group.reopened", by=by)


def _check(facts: GroupFacts) -> None:
    if facts.parent is None and not facts.kind.stands_alone:
        raise Invalid(
            _(
                "Choose the group that it serves. It reports to that group and shares its secretariat."
            )
        )
    if facts.parent is not None and facts.parent.is_closed:
        raise Invalid(_("The group that it would serve is closed."))
    if facts.deputies and not facts.has_deputies:
        raise Invalid(_("A convener has no deputies."))


def _write(group: Group, facts: GroupFacts, *, by: Person) -> None:
    for each in FIELDS:
        setattr(group, each.name, getattr(facts, each.name))
    group.question, group.open_to_all = facts.question, facts.open_to_all
    leader, deputy = LEADERS[facts.kind]
    wanted = {leader: facts.leaders}
    if deputy:
        wanted[deputy] = facts.deputies
    _seat(officers_of(group), group, wanted, by=by)
    _name_members(group, facts)
    # The version goes up even if only officers or members change, so that two editors cannot undo each other.
    flag_modified(group, "mandate")
    db.session.flush()


def _seat(
    officers: Iterable[Office],
    group: Group,
    wanted: dict[GroupRole, tuple[Person, ...]],
    *,
    by: Person,
) -> None:
    """Appoint the leaders and deputies in `wanted`, and end the offices of all others. The
    secretariat is not touched, nor are the rapporteurs of a group without a parent.

    Appointments come first: a deputy in the chair who becomes the leader stays in it.
    """
    named = {role for pair in LEADERS.values() for role in pair if role}
    if not group.is_below_another:
        named &= set(wanted)
    before = list(officers)
    held = {(office.person, office.role) for office in before}
    for role, people in wanted.items():
        for person in people:
            if (person, role) not in held:
                appoint(person, Appointment(role), by=by, group=group)
    for office in before:
        if office.role in named and office.person not in wanted.get(office.role, ()):
            end_office(office, by=by)


def _name_members(group: Group, facts: GroupFacts) -> None:
    delegations = set() if facts.open_to_all else set(facts.delegations)
    people = set() if facts.open_to_all else set(facts.people)
    for member in members_of(group):
        if member.delegation in delegations:
            delegations.remove(member.delegation)
        elif member.person in people:
            people.remove(member.person)
        else:
            db.session.delete(member)
    db.session.add_all(GroupMember(group_id=group.id, delegation=each) for each in delegations)
    db.session.add_all(GroupMember(group_id=group.id, person=each) for each in people)


def _next_code(parent: Group, kind: GroupKind) -> str:
    number = 1
    while is_code_used(code := f"{parent.code}-{PREFIXES[kind]}-{number}"):
        number += 1
    return code


def _record(group: Group, kind: str, *, by: Person) -> None:
    record(_open(group), kind, by=by, target_kind="group", target_id=group.id)


def _open(group: Group) -> Topic:
    return open_topic(group.topic, title=group.name, address=group.url, audience="members")


def _opened(name: str, _reader: Person) -> Topic | None:
    """Open the topic of this name for a person who follows the group; None if there is none."""
    group = db.session.scalar(select(Group).where(Group.code == name.partition(":")[2]))
    return _open(group) if group else None


opens_topics("group", _opened)
