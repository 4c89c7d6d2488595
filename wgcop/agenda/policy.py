"""Rights on meetings: who may arrange them, who may read an agenda, and who may change it."""

from wgcop.accounts.identity import Guest
from wgcop.accounts.models import Person
from wgcop.accounts.queries import has_whoever_presides
from wgcop.agenda.proposed.models import ProposedItem
from wgcop.agenda.sitting import presiding_in
from wgcop.bodies.models import Group, Meeting
from wgcop.suggestions.presiding import knows_who_presides
from wgcop.threads.chairing.queries import current_meeting

Reader = Person | Guest


def can_arrange_meetings(reader: Reader) -> bool:
    """Return whether the reader may arrange meetings of every group."""
    return reader.is_secretariat


def can_arrange(reader: Reader, group: Group) -> bool:
    """Return whether the reader may arrange meetings of this group: the secretariat may and, for a
    subgroup, also those who preside over it or over its parent group.
    """
    return reader.is_secretariat or (
        group.parent is not None and (_presides(reader, group) or _presides(reader, group.parent))
    )


def can_read_agenda(audiences: frozenset[str], meeting: Meeting) -> bool:
    return meeting.agenda_audience in audiences


def can_join(audiences: frozenset[str]) -> bool:
    """Return whether these readers may take part, and so see the link to join."""
    return "members" in audiences


def can_list_documents(audiences: frozenset[str]) -> bool:
    return "members" in audiences


def can_register(reader: Reader) -> bool:
    """Return whether the reader may register for meetings, as everybody with an account may."""
    return isinstance(reader, Person)


def can_see_participants(audiences: frozenset[str]) -> bool:
    return "members" in audiences


def can_keep_participants(reader: Reader) -> bool:
    """Return whether the reader may register others and mark attendance."""
    return reader.is_secretariat


def can_issue_participants(reader: Reader, meeting: Meeting) -> bool:
    """Return whether the reader may issue the list of participants as a document. Only the
    secretariat of the group that meets may, since it numbers the documents.
    """
    return _serves(reader, meeting.group)


def can_write_notes(reader: Reader, meeting: Meeting) -> bool:
    """Return whether the reader may write notes. The officers of the group that meets may: chair,
    vice-chairs, rapporteurs and secretariat.
    """
    return isinstance(reader, Person) and any(
        office.group_id == meeting.group_id for office in reader.offices
    )


def can_edit_agenda(reader: Reader, meeting: Meeting) -> bool:
    """Return whether the reader may edit the agenda. The secretariat of the group that meets may,
    its chair, rapporteur or convener, and a deputy who has taken the chair.
    """
    return meeting.group.agenda_editors in reader.audiences or _is_in_chair(reader, meeting)


def edits_by_chair(reader: Reader, meeting: Meeting) -> bool:
    """Return whether the reader edits the agenda only while they are in the chair."""
    return can_take_chair(reader, meeting) and meeting.group.agenda_editors not in reader.audiences


def can_preside(reader: Reader, meeting: Meeting) -> bool:
    """Return whether the reader may open, suspend, adjourn and close the meeting. The person who
    presides over the group may, and a deputy who has taken the chair.

    If nobody holds an office that presides, the secretariat of the group may.
    """
    return (
        _presides(reader, meeting.group)
        or _is_in_chair(reader, meeting)
        or (_serves(reader, meeting.group) and not has_whoever_presides(meeting.group))
    )


def can_take_chair(reader: Reader, meeting: Meeting) -> bool:
    """Return whether the reader may take the chair: the person who presides over the group may, and
    their deputies.
    """
    return isinstance(reader, Person) and reader.office_to_preside(meeting.group) is not None


def can_compose_report(reader: Reader, meeting: Meeting) -> bool:
    """Return whether the reader may compose the report. The editors of the agenda may, and then
    write the report together.
    """
    return can_edit_agenda(reader, meeting)


def can_keep_groups(reader: Reader) -> bool:
    """Return whether the reader may set up and close any group and name its officers and members."""
    return reader.is_secretariat


def can_keep_group(reader: Reader, group: Group) -> bool:
    """Return whether the reader may change this group: the secretariat may and, for a subgroup,
    also those who preside over its parent group.
    """
    return reader.is_secretariat or (group.parent is not None and _presides(reader, group.parent))


def can_see_officers_and_members(audiences: frozenset[str]) -> bool:
    """Return whether these readers may see the officers and members of groups. Only members may, as
    with everything about people.
    """
    return "members" in audiences


def can_propose(reader: Reader) -> bool:
    """Return whether the reader may propose items. Everybody who speaks for a delegation may; the
    deadline of the meeting is checked elsewhere.
    """
    return isinstance(reader, Person) and bool(reader.memberships)


def can_list_proposed(reader: Reader, meeting: Meeting) -> bool:
    """Return whether the reader may list proposals. Editors of the agenda see all of them, others
    those of their own delegation.
    """
    return can_edit_agenda(reader, meeting) or can_propose(reader)


def can_withdraw_proposed(reader: Reader, proposed: ProposedItem) -> bool:
    """Return whether the reader belongs to the delegation that made the proposal."""
    return proposed.delegation.audience in reader.audiences


def _is_in_chair(reader: Reader, meeting: Meeting) -> bool:
    """Return whether the reader is a deputy who has taken the chair of this meeting."""
    if not isinstance(reader, Person) or not reader.stands_in_for(meeting.group):
        return False
    presiding = presiding_in(meeting)
    return presiding is not None and presiding.person_id == reader.id


@knows_who_presides
def is_in_the_chair_now(person: Person) -> bool:
    """Return whether the person is a deputy in the chair of the meeting that is on today."""
    meeting = current_meeting()
    return meeting is not None and _is_in_chair(person, meeting)


def _serves(reader: Reader, group: Group) -> bool:
    return isinstance(reader, Person) and reader.serves(group)


def _presides(reader: Reader, group: Group) -> bool:
    return isinstance(reader, Person) and reader.presides_over(group)
