"""Who may cut a rolling text as a document."""

from wgcop.accounts.identity import Guest
from wgcop.accounts.models import Person
from wgcop.bodies.models import Meeting
from wgcop.numbering.kinds import DocumentKind, kinds_open_to

Reader = Person | Guest


def groups_that_cut(reader: Reader) -> frozenset[int]:
    """Return the groups for whose meetings the reader may cut rolling texts: those of which they
    hold an office that issues temporary documents.
    """
    if not isinstance(reader, Person):
        return frozenset()
    return frozenset(
        office.group_id
        for office in reader.offices
        if DocumentKind.TEMPORARY in kinds_open_to(None, office.role)
    )


def can_cut(reader: Reader, meeting: Meeting) -> bool:
    return meeting.group_id in groups_that_cut(reader)


def can_cut_somewhere(reader: Reader) -> bool:
    return bool(groups_that_cut(reader))
