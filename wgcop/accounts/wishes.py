"""Which letters a person wants to get, by kind."""

import enum
from typing import Protocol

from flask_babel import lazy_gettext as _l

from wgcop.accounts.models import DigestRhythm, MentionMail, Person


class LetterKind(enum.StrEnum):
    MENTIONS = "mentions"
    REPLIES = "replies"
    PAPERS = "papers"
    ITEMS = "items"
    CLAUSES = "clauses"
    DIGEST = "digest"
    SEARCHES = "searches"


LETTER_NAMES = {
    LetterKind.MENTIONS: _l("When a comment mentions you"),
    LetterKind.REPLIES: _l("When somebody replies to you"),
    LetterKind.PAPERS: _l("Decisions on your papers"),
    LetterKind.ITEMS: _l("When an agenda item with your paper is coming up"),
    LetterKind.CLAUSES: _l("When a text is to be agreed"),
    LetterKind.DIGEST: _l("What is new in what you follow"),
    LetterKind.SEARCHES: _l("What is new in your saved searches"),
}

_YES_OR_NO = {
    LetterKind.PAPERS: "paper_mail",
    LetterKind.ITEMS: "item_mail",
    LetterKind.CLAUSES: "clause_mail",
}


class KeptElsewhere(Protocol):
    """A choice about letters that a feature stores in its own tables."""

    def wishes(self, person: Person) -> bool: ...

    def stop(self, person: Person) -> None: ...


_elsewhere: dict[LetterKind, KeptElsewhere] = {}


def keep_choice(kind: LetterKind, kept: KeptElsewhere) -> None:
    _elsewhere[kind] = kept


def wishes(person: Person, kind: LetterKind) -> bool:
    """Return whether the person wants letters of this kind, at once or later."""
    match kind:
        case LetterKind.MENTIONS:
            return person.mention_mail != MentionMail.NEVER
        case LetterKind.REPLIES:
            return person.reply_mail != MentionMail.NEVER
        case LetterKind.DIGEST:
            return person.digest != DigestRhythm.NEVER
        case LetterKind.SEARCHES:
            return _elsewhere[kind].wishes(person)
        case _:
            return bool(getattr(person, _YES_OR_NO[kind]))


def stop(person: Person, kind: LetterKind) -> None:
    match kind:
        case LetterKind.MENTIONS:
            person.mention_mail = MentionMail.NEVER
        case LetterKind.REPLIES:
            person.reply_mail = MentionMail.NEVER
        case LetterKind.DIGEST:
            person.digest = DigestRhythm.NEVER
        case LetterKind.SEARCHES:
            _elsewhere[kind].stop(person)
        case _:
            setattr(person, _YES_OR_NO[kind], False)
