"""The kinds of agenda items, and the groups of people who may read a note."""

import enum

from flask_babel import lazy_gettext as _l


class ItemKind(enum.StrEnum):
    """The purpose of an item, in the order in which most agendas have them."""

    OPENING = "opening"
    ADOPTION = "adoption-of-agenda"
    APPROVAL = "approval-of-report"
    DOCUMENTS = "documents"
    CLAUSES = "clauses"
    REPORT = "report"
    OTHER = "other-business"

    @property
    def needs_documents(self) -> bool:
        return self in (ItemKind.APPROVAL, ItemKind.DOCUMENTS, ItemKind.REPORT)

    @property
    def needs_clauses(self) -> bool:
        return self == ItemKind.CLAUSES


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
