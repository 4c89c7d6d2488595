"""Decides who may set the rules of a group for its documents."""

from wgcop.accounts.identity import Guest
from wgcop.accounts.models import GroupRole, Person
from wgcop.bodies.models import Group

Reader = Person | Guest


def groups_of_secretariat(reader: Reader) -> list[int]:
    if not isinstance(reader, Person):
        return []
    return [office.group_id for office in reader.offices if office.role == GroupRole.SECRETARIAT]


def can_set_rules(reader: Reader, group: Group) -> bool:
    """Return whether the person may set the numbering and the deadlines of the group: only its
    secretariat may.
    """
    return is_secretariat_of(reader, group.id)


def is_secretariat_of(reader: Reader, group_id: int) -> bool:
    return group_id in groups_of_secretariat(reader)
