"""The fields of a contribution's cover."""

import enum
from dataclasses import dataclass, replace
from typing import Self

from flask_babel import lazy_gettext as _l

from wgcop.numbering.kinds import DocumentKind


class Purpose(enum.StrEnum):
    """The purpose of a paper. A paper for action is discussed; a paper for information is only
    distributed.
    """

    ACTION = "action"
    INFORMATION = "information"


class CoverField(enum.StrEnum):
    """The fields of a cover, by their names in the form."""

    SOURCE = "source"
    TITLE = "title"
    TEXT = "text"
    ACTION_REQUIRED = "action_required"
    KEYWORDS = "keywords"
    QUESTIONS = "questions"
    ITEMS = "items"
    CLAUSES = "clauses"
    ABSTRACT = "abstract"
    LESSONS = "lessons"
    CONTACT = "contact"


PURPOSE_NAMES = {
    Purpose.ACTION: _l("For action"),
    Purpose.INFORMATION: _l("For information"),
}

FIELD_NAMES = {
    CoverField.SOURCE: _l("Source"),
    CoverField.TITLE: _l("Title"),
    CoverField.TEXT: _l("Text"),
    CoverField.ACTION_REQUIRED: _l("Action required"),
    CoverField.KEYWORDS: _l("Keywords"),
    CoverField.QUESTIONS: _l("Questions"),
    CoverField.ITEMS: _l("Agenda items"),
    CoverField.CLAUSES: _l("Clauses"),
    CoverField.ABSTRACT: _l("Abstract"),
    CoverField.LESSONS: _l("Lessons learned and suggested best practices"),
    CoverField.CONTACT: _l("Contact"),
}


@dataclass(frozen=True)
class Cover:
    """The text of a cover. `source` is not typed: it follows from the delegations and offices that
    bring the paper.

    With `sole_language` the cover says “Original: English only”: no other language version is
    expected.
    """

    title: str
    source: str = ""
    purpose: Purpose = Purpose.ACTION
    action_required: str = ""
    abstract: str = ""
    keywords: str = ""
    lessons: str = ""
    contact: str = ""
    language: str = "en"
    sole_language: bool = False

    def of(self, kind: DocumentKind) -> Self:
        """Return the cover for a document of this kind. An information document asks for no action,
        regardless of the chosen purpose.
        """
        if kind != DocumentKind.INFORMATION:
            return self
        return replace(self, purpose=Purpose.INFORMATION)

    def filled(self, words: str) -> set[CoverField]:
        """Return the fields that are filled in, for a paper with this text."""
        values = {
            CoverField.SOURCE: self.source,
            CoverField.TITLE: self.title,
            CoverField.TEXT: words,
            CoverField.ACTION_REQUIRED: self.action_required,
            CoverField.KEYWORDS: self.keywords,
            CoverField.ABSTRACT: self.abstract,
            CoverField.LESSONS: self.lessons,
            CoverField.CONTACT: self.contact,
        }
        return {field for field, value in values.items() if value.strip()}


LONGEST_TEXT = 200_000
"""The largest number of characters of a text, some hundred pages. Longer papers are split."""
