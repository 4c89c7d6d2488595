"""Who may arrange meetings, read an agenda and change it."""

from wgcop.accounts.identity import Guest
from wgcop.accounts.models import Capacity, Person
from wgcop.accounts.queries import has_whoever_presides
from wgcop.bodies.models import Group, Meeting
from wgcop.meetings.outcomes.action_points import ActionPoint
from wgcop.meetings.outcomes.statements import DeliveredStatement, StatementKind
from wgcop.meetings.proposed.models import ProposedItem
from wgcop.meetings.room.models import presiding_in

Reader = Person | Guest


def can_arrange_meetings(reader: Reader) -> bool:
    """Of every group."""
    return reader.is_secretariat


def can_arrange(reader: Reader, group: Group) -> bool:
    """A group below another also meets when whoever presides over it, or over that one, calls a meeting."""
    return reader.is_secretariat or (
        group.parent is not None and (_presides(reader, group) or _presides(reader, group.parent))
    )


def can_read_agenda(audiences: frozenset[str], meeting: Meeting) -> bool:
    return meeting.agenda_audience in audiences


def can_join(audiences: frozenset[str]) -> bool:
    """The link to join is for those who take part."""
    return "members" in audiences


def can_list_documents(audiences: frozenset[str]) -> bool:
    return "members" in audiences


def can_register(reader: Reader) -> bool:
    """Everybody with an account says themselves whether they attend."""
    return isinstance(reader, Person)


def can_see_participants(audiences: frozenset[str]) -> bool:
    return "members" in audiences


def can_keep_participants(reader: Reader) -> bool:
    """Register others, and say who was there."""
    return reader.is_secretariat


def can_issue_participants(reader: Reader, meeting: Meeting) -> bool:
    """As a document of the meeting: whoever gives its documents their numbers."""
    return _serves(reader, meeting.group)


def can_write_notes(reader: Reader, meeting: Meeting) -> bool:
    """The officers of the group that meets: chair, vice-chairs, rapporteurs, secretariat."""
    return isinstance(reader, Person) and any(
        office.group_id == meeting.group_id for office in reader.offices
    )


def can_edit_agenda(reader: Reader, meeting: Meeting) -> bool:
    """The secretariat of the group that meets, its chair, rapporteur or convener, and the deputy who has taken the chair."""
    return meeting.group.agenda_editors in reader.audiences or _is_in_chair(reader, meeting)


def can_preside(reader: Reader, meeting: Meeting) -> bool:
    """Open, suspend, adjourn and close it: who presides over the group, and the deputy who has taken the chair.

    Where nobody has such an office, the secretariat of the group.
    """
    return (
        _presides(reader, meeting.group)
        or _is_in_chair(reader, meeting)
        or (_serves(reader, meeting.group) and not has_whoever_presides(meeting.group))
    )


def can_take_chair(reader: Reader, meeting: Meeting) -> bool:
    """Who presides over the group, and whoever stands in for them."""
    return isinstance(reader, Person) and reader.office_to_preside(meeting.group) is not None


def can_compose_report(reader: Reader, meeting: Meeting) -> bool:
    """Those who edit its agenda, who then write in the report together."""
    return can_edit_agenda(reader, meeting)


def can_keep_groups(reader: Reader) -> bool:
    """Set up any group, name its officers and members, close it."""
    return reader.is_secretariat


def can_keep_group(reader: Reader, group: Group) -> bool:
    """A group below another also by the chair of that one."""
    return reader.is_secretariat or (group.parent is not None and _presides(reader, group.parent))


def can_see_silence(audiences: frozenset[str]) -> bool:
    """What is circulated, and who answered what, is for members."""
    return "members" in audiences


def can_circulate(reader: Reader, meeting: Meeting) -> bool:
    """Put a text under silence, grant more time, withdraw the text: those who draw up the agenda."""
    return can_edit_agenda(reader, meeting)


def can_see_officers_and_members(audiences: frozenset[str]) -> bool:
    """Who they are is for those who are signed in, as all people are."""
    return "members" in audiences


def can_propose(reader: Reader) -> bool:
    """Whoever speaks for a delegation, until the deadline of the meeting."""
    return isinstance(reader, Person) and bool(reader.memberships)


def can_list_proposed(reader: Reader, meeting: Meeting) -> bool:
    """All that is proposed, or what one's own delegation proposes."""
    return can_edit_agenda(reader, meeting) or can_propose(reader)


def can_withdraw_proposed(reader: Reader, proposed: ProposedItem) -> bool:
    """The delegation that proposes it."""
    return proposed.delegation.audience in reader.audiences


def can_read_outcomes(audiences: frozenset[str]) -> bool:
    """Action points, agreed wordings and statements name people and delegations: they are for members."""
    return "members" in audiences


def can_report_on(reader: Reader, point: ActionPoint) -> bool:
    """Who says that it is done: its owner, and whoever leads the meeting."""
    return can_edit_agenda(reader, point.item.meeting) or (
        isinstance(reader, Person) and point.is_owned_by(reader)
    )


def kinds_to_deliver(reader: Reader, capacity: Capacity | None) -> list[StatementKind]:
    """The delegation that a person speaks for delivers statements, and reservations unless it observes.

    The secretariat puts both on record on behalf of delegations.
    """
    if reader.is_secretariat:
        return list(StatementKind)
    if capacity is None or capacity.delegation is None:
        return []
    return [StatementKind.STATEMENT] if capacity.is_observer else list(StatementKind)


def can_deliver(reader: Reader, capacity: Capacity | None) -> bool:
    return bool(kinds_to_deliver(reader, capacity))


def can_take_back(reader: Reader, capacity: Capacity | None, statement: DeliveredStatement) -> bool:
    """Correct or withdraw it: whoever speaks for the delegation, and the secretariat on its behalf."""
    if reader.is_secretariat:
        return True
    speaks_for = capacity.delegation if capacity else None
    return speaks_for is not None and speaks_for.id == statement.delegation_id


def _is_in_chair(reader: Reader, meeting: Meeting) -> bool:
    """Only of deputies is it asked."""
    if not isinstance(reader, Person) or not reader.stands_in_for(meeting.group):
        return False
    presiding = presiding_in(meeting)
    return presiding is not None and presiding.person_id == reader.id


def _serves(reader: Reader, group: Group) -> bool:
    return isinstance(reader, Person) and reader.serves(group)


def _presides(reader: Reader, group: Group) -> bool:
    return isinstance(reader, Person) and reader.presides_over(group)
