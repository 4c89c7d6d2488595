"""The kinds of documents that a group numbers."""

import enum

from flask_babel import lazy_gettext as _l

from wgcop.accounts.roles import Category, GroupRole


class DocumentKind(enum.StrEnum):
    CONTRIBUTION = "contribution"
    TEMPORARY = "temporary"
    INFORMATION = "information"
    REPORT = "report"
    LIAISON = "liaison"
    ADMINISTRATIVE = "administrative"


KIND_NAMES = {
    DocumentKind.CONTRIBUTION: _l("Contribution"),
    DocumentKind.TEMPORARY: _l("Temporary document"),
    DocumentKind.INFORMATION: _l("Information document"),
    DocumentKind.REPORT: _l("Report"),
    DocumentKind.LIAISON: _l("Liaison statement"),
    DocumentKind.ADMINISTRATIVE: _l("Administrative document"),
}


KIND_HEADINGS = {
    DocumentKind.CONTRIBUTION: _l("Contributions"),
    DocumentKind.TEMPORARY: _l("Temporary documents"),
    DocumentKind.INFORMATION: _l("Information documents"),
    DocumentKind.REPORT: _l("Reports"),
    DocumentKind.LIAISON: _l("Liaison statements"),
    DocumentKind.ADMINISTRATIVE: _l("Administrative documents"),
}

KIND_USES = {
    DocumentKind.CONTRIBUTION: _l("Brought by a source for the meeting to discuss, or for information."),
    DocumentKind.TEMPORARY: _l("Prepared for the meeting or at it, such as a compilation by the chair."),
    DocumentKind.INFORMATION: _l("Always for information: it is distributed and not discussed."),
    DocumentKind.REPORT: _l("Reports on work done: on a meeting, a Question or an activity."),
    DocumentKind.LIAISON: _l("A letter from one group to another, for action, comment or information."),
    DocumentKind.ADMINISTRATIVE: _l("Agendas, lists and time plans of the secretariat."),
}  # fmt: skip
"""A sentence for each kind that says what it is for."""

_FOR_ALL = (DocumentKind.CONTRIBUTION, DocumentKind.INFORMATION)


def kinds_open_to(category: Category | None, office: GroupRole | None) -> list[DocumentKind]:
    """Return the kinds of documents that a person may submit who speaks for a delegation of this
    category or holds this office.

    Observers, which represent other bodies, may also send liaison statements; officers may submit
    reports; the secretariat may choose any kind.
    """
    if office == GroupRole.SECRETARIAT or category == Category.SECRETARIAT:
        return list(DocumentKind)
    if category == Category.OBSERVER:
        more = {DocumentKind.LIAISON}
    elif office is not None:
        more = {DocumentKind.TEMPORARY, DocumentKind.REPORT, DocumentKind.LIAISON}
    else:
        more = set()
    return [kind for kind in DocumentKind if kind in _FOR_ALL or kind in more]


class Attachment(enum.StrEnum):
    """The kinds of documents that are numbered within another document."""

    ADDENDUM = "addendum"
    CORRIGENDUM = "corrigendum"


ATTACHMENT_NAMES = {
    Attachment.ADDENDUM: _l("Addendum"),
    Attachment.CORRIGENDUM: _l("Corrigendum"),
}
