"""The kinds of agenda items, the groups of people who may read a note, and documents as an agenda
lists them.
"""

import enum
from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _l

from wgcop.fields.kinds import FieldKind


class ItemKind(enum.StrEnum):
    """The purpose of an item, in the order in which most agendas have them."""

    OPENING = "opening"
    ADOPTION = "adoption-of-agenda"
    APPROVAL = "approval-of-report"
    DOCUMENTS = "documents"
    CLAUSES = "clauses"
    REPORT = "report"
    OTHER = "other-business"


ITEM_KIND_NAMES = {
    ItemKind.OPENING: _l("Opening"),
    ItemKind.ADOPTION: _l("Adoption of the agenda"),
    ItemKind.APPROVAL: _l("Approval of a report"),
    ItemKind.DOCUMENTS: _l("Documents"),
    ItemKind.CLAUSES: _l("Discussion of clauses"),
    ItemKind.REPORT: _l("Report"),
    ItemKind.OTHER: _l("Any other business"),
}


class NoteReaders(enum.StrEnum):
    EVERYBODY = "everybody"
    """Everybody who may read the agenda."""
    MEMBERS = "members"
    OFFICERS = "officers"


NOTE_READER_NAMES = {
    NoteReaders.EVERYBODY: _l("Everybody who reads the agenda"),
    NoteReaders.MEMBERS: _l("Members only"),
    NoteReaders.OFFICERS: _l("Officers of the group only"),
}


class ListedDocuments(FieldKind):
    """Documents with their symbols and titles. Another title does not make a document another one."""

    empty = ()

    def kept(self, value: Iterable[tuple[str, str]]) -> list[list[str]]:
        return [list(each) for each in value]

    def words(self, kept: Iterable[list[str]], called: Mapping[str, str]) -> list[str]:
        return [symbol for symbol, _title in kept]
