"""Permissions on chairs' texts."""

from wgcop.accounts.models import GroupRole, Person
from wgcop.agenda.leading import presides_over_clause
from wgcop.agenda.policy import Reader
from wgcop.resolutions.models import Clause
from wgcop.threads.models import MEMBERS

MERGE = (GroupRole.CHAIR, GroupRole.RAPPORTEUR, GroupRole.SECRETARIAT)


def can_read_chairs_texts(audiences: frozenset[str]) -> bool:
    return MEMBERS in audiences


def can_merge(reader: Reader, clause: Clause) -> bool:
    """Return whether the reader may merge the words of the clause: the chair, rapporteurs and the
    secretariat may, and whoever presides over a meeting that is held at this moment and has the
    clause on its agenda, such as a vice-chair in the chair or the convener of a drafting group.
    """
    if not isinstance(reader, Person) or not reader.offices:
        return False
    return reader.holds(*MERGE) or presides_over_clause(reader, clause)
