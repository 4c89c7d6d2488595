"""Who may draft, read, submit, number and revise a contribution."""

from wgcop.accounts.identity import Guest
from wgcop.accounts.models import Capacity, GroupRole, Person
from wgcop.contributions.cover import Purpose
from wgcop.contributions.models import Contribution, State

Reader = Person | Guest


def can_list(reader: Reader) -> bool:
    return "members" in reader.audiences


def can_draft(reader: Reader) -> bool:
    """Whoever speaks for a delegation or holds an office of the group."""
    return isinstance(reader, Person) and bool(reader.capacities)


def purposes(capacity: Capacity) -> list[Purpose]:
    """Observers bring papers for information only."""
    return [Purpose.INFORMATION] if capacity.is_observer else list(Purpose)


def can_read(reader: Reader, contribution: Contribution) -> bool:
    return not contribution.audience.isdisjoint(reader.audiences)


def can_write(reader: Reader, contribution: Contribution) -> bool:
    """Those whose paper it is. The draft of a revision is seen by nobody else either."""
    return contribution.holders in reader.audiences


def can_edit(reader: Reader, contribution: Contribution) -> bool:
    return can_write(reader, contribution) and contribution.is_being_written


def can_withdraw(reader: Reader, contribution: Contribution) -> bool:
    return can_write(reader, contribution) and contribution.state != State.WITHDRAWN


def can_revise(reader: Reader, contribution: Contribution) -> bool:
    return can_write(reader, contribution) and contribution.state == State.ACCEPTED


def can_decide(reader: Reader, contribution: Contribution) -> bool:
    """Accepting what is late, or holding it, is for the group's secretariat."""
    return isinstance(reader, Person) and any(
        office.role == GroupRole.SECRETARIAT and office.group_id == contribution.meeting.group_id
        for office in reader.offices
    )
