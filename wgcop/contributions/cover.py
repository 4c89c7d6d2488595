"""What stands on the cover of a contribution, and what it lacks to be in due form."""

import enum
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l


class Purpose(enum.StrEnum):
    """For action a paper is discussed; for information it is only distributed."""

    ACTION = "action"
    INFORMATION = "information"


class Field(enum.StrEnum):
    SOURCE = "source"
    TITLE = "title"
    ACTION_REQUIRED = "action_required"
    TEXT = "text"
    ABSTRACT = "abstract"
    KEYWORDS = "keywords"
    CONTACT = "contact"


PURPOSE_NAMES = {
    Purpose.ACTION: _l("For action"),
    Purpose.INFORMATION: _l("For information"),
}

FIELD_NAMES = {
    Field.SOURCE: _l("Source"),
    Field.TITLE: _l("Title"),
    Field.ACTION_REQUIRED: _l("Action required"),
    Field.TEXT: _l("Text"),
    Field.ABSTRACT: _l("Abstract"),
    Field.KEYWORDS: _l("Keywords"),
    Field.CONTACT: _l("Contact"),
}


@dataclass(frozen=True)
class Cover:
    """`source` follows from those in whose name the paper is brought, and is typed by nobody."""

    title: str
    source: str = ""
    purpose: Purpose = Purpose.ACTION
    action_required: str = ""
    abstract: str = ""
    keywords: str = ""
    contact: str = ""
    language: str = "en"

    def missing(self, words: str) -> list[Field]:
        """What a paper with these words must still have before it can be submitted."""
        needed = {Field.SOURCE: self.source, Field.TITLE: self.title, Field.TEXT: words}
        if self.purpose == Purpose.ACTION:
            needed[Field.ACTION_REQUIRED] = self.action_required
        return _empty(needed)

    @property
    def advisable(self) -> list[Field]:
        """What readers would be glad to have, though nobody insists."""
        return _empty(
            {
                Field.ABSTRACT: self.abstract,
                Field.KEYWORDS: self.keywords,
                Field.CONTACT: self.contact,
            }
        )


def _empty(fields: dict[Field, str]) -> list[Field]:
    return [field for field in Field if field in fields and not fields[field].strip()]
