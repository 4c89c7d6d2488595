"""The fields of a contribution's cover."""

import enum
from dataclasses import dataclass, replace
from typing import Self

from flask_babel import lazy_gettext as _l

from wgcop.contributions.kinds import DocumentKind


class Purpose(enum.StrEnum):
    """The purpose of a paper. A paper for action is discussed; a paper for information is only
    distributed.
    """

    ACTION = "action"
    INFORMATION = "information"


class Field(enum.StrEnum):
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
    Field.SOURCE: _l("Source"),
    Field.TITLE: _l("Title"),
    Field.TEXT: _l("Text"),
    Field.ACTION_REQUIRED: _l("Action required"),
    Field.KEYWORDS: _l("Keywords"),
    Field.QUESTIONS: _l("Questions"),
    Field.ITEMS: _l("Agenda items"),
    Field.CLAUSES: _l("Clauses"),
    Field.ABSTRACT: _l("Abstract"),
    Field.LESSONS: _l("Lessons learned and suggested best practices"),
    Field.CONTACT: _l("Contact"),
}


@dataclass(frozen=True)
class Cover:
    """The words of a cover. `source` is not typed: it follows from the delegations and offices that
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
        whatever purpose was chosen.
        """
        if kind != DocumentKind.INFORMATION:
            return self
        return replace(self, purpose=Purpose.INFORMATION)

    def filled(self, words: str) -> set[Field]:
        """Return the fields that are filled in, for a paper whose text has these words."""
        values = {
            Field.SOURCE: self.source,
            Field.TITLE: self.title,
            Field.TEXT: words,
            Field.ACTION_REQUIRED: self.action_required,
            Field.KEYWORDS: self.keywords,
            Field.ABSTRACT: self.abstract,
            Field.LESSONS: self.lessons,
            Field.CONTACT: self.contact,
        }
        return {field for field, value in values.items() if value.strip()}
