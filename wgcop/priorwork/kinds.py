"""The kinds of documents that bodies publish, who may read them here, and their languages."""

import enum
from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from wgcop.fields.kinds import Language
from wgcop.i18n import language_name


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


class AnyLanguage(Language):
    """The language of a document, which need not be one of the six. A form offers those that its
    documents have.
    """

    shape = "language"

    def word(self, kept: str, called: Mapping[str, str]) -> str:
        return language_name(kept)
