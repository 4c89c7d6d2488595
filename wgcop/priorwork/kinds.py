"""The kinds of documents that bodies publish, and who may read them here."""

import enum

from flask_babel import lazy_gettext as _l


class WorkKind(enum.StrEnum):
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
    WorkKind.REPORT: _l("Report"),
    WorkKind.QUESTION_REPORT: _l("Report on a Question"),
    WorkKind.GUIDELINES: _l("Guidelines"),
    WorkKind.RECOMMENDATION: _l("Recommendation"),
    WorkKind.STUDY: _l("Study"),
    WorkKind.SURVEY: _l("Survey"),
    WorkKind.PROJECT: _l("Project"),
    WorkKind.LIAISON: _l("Liaison statement"),
    WorkKind.OTHER: _l("Other"),
}

AUDIENCE_NAMES = {
    Audience.PUBLIC: _l("Everybody"),
    Audience.MEMBERS: _l("People who are signed in"),
}
