"""The kinds of documents that bodies publish, and who may read them here."""

import enum

from flask_babel import lazy_gettext as _l


class DocumentKind(enum.StrEnum):
    REPORT = "report"
    QUESTION_REPORT = "question-report"
    GUIDELINES = "guidelines"
    RECOMMENDATION = "recommendation"
    STUDY = "study"
    SURVEY = "survey"
    PROJECT = "project"
    LIAISON = "liaison-statement"
    OTHER = "other"


class Audience(enum.StrEnum):
    PUBLIC = "public"
    MEMBERS = "members"


DOCUMENT_KIND_NAMES = {
    DocumentKind.REPORT: _l("Report"),
    DocumentKind.QUESTION_REPORT: _l("Report on a Question"),
    DocumentKind.GUIDELINES: _l("Guidelines"),
    DocumentKind.RECOMMENDATION: _l("Recommendation"),
    DocumentKind.STUDY: _l("Study"),
    DocumentKind.SURVEY: _l("Survey"),
    DocumentKind.PROJECT: _l("Project"),
    DocumentKind.LIAISON: _l("Liaison statement"),
    DocumentKind.OTHER: _l("Other"),
}

AUDIENCE_NAMES = {
    Audience.PUBLIC: _l("Everybody"),
    Audience.MEMBERS: _l("People who are signed in"),
}
