"""What kinds of documents bodies leave behind, who may read them here, and what an import does with them."""

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


class Outcome(enum.StrEnum):
    WAITING = "waiting"
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    FAILED = "failed"
    CANCELLED = "cancelled"


OUTCOME_NAMES = {
    Outcome.WAITING: _l("Waiting"),
    Outcome.NEW: _l("New"),
    Outcome.CHANGED: _l("Changed"),
    Outcome.SAME: _l("The same"),
    Outcome.FAILED: _l("Failed"),
    Outcome.CANCELLED: _l("Left out"),
}
