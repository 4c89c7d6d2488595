"""Which letters a person wants to get, by kind."""

import enum
from collections.abc import Mapping
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


class KeptChoice(Protocol):
    """A choice about letters of one kind. It is text, so that a form can carry it, and empty if the
    person wants none.
    """

    def of(self, person: Person) -> str: ...

    def choose(self, person: Person, choice: str) -> None:
        """Record this as the choice of the person. Raise `ValueError` if there is no such choice."""


class _Rhythm:
    """A choice of when letters come, stored in a column of the person."""

    def __init__(self, column: str, rhythm: type[MentionMail] | type[DigestRhythm]) -> None:
        self._column = column
        self._rhythm = rhythm

    def of(self, person: Person) -> str:
        chosen = getattr(person, self._column)
        return "" if chosen == self._rhythm.NEVER else str(chosen)

    def choose(self, person: Person, choice: str) -> None:
        setattr(person, self._column, self._rhythm(choice) if choice else self._rhythm.NEVER)


class _YesOrNo:
    """A choice of whether letters come at once, stored in a column of the person."""

    def __init__(self, column: str) -> None:
        self._column = column

    def of(self, person: Person) -> str:
        return "yes" if getattr(person, self._column) else ""

    def choose(self, person: Person, choice: str) -> None:
        setattr(person, self._column, bool(choice))


_choices: dict[LetterKind, KeptChoice] = {
    LetterKind.MENTIONS: _Rhythm("mention_mail", MentionMail),
    LetterKind.REPLIES: _Rhythm("reply_mail", MentionMail),
    LetterKind.PAPERS: _YesOrNo("paper_mail"),
    LetterKind.ITEMS: _YesOrNo("item_mail"),
    LetterKind.CLAUSES: _YesOrNo("clause_mail"),
    LetterKind.DIGEST: _Rhythm("digest", DigestRhythm),
}


def keep_choice(kind: LetterKind, kept: KeptChoice) -> None:
    """Register a choice about letters that a feature stores in its own tables."""
    _choices[kind] = kept


def wishes(person: Person, kind: LetterKind) -> bool:
    """Return whether the person wants letters of this kind, at once or later."""
    return bool(_choices[kind].of(person))


def chosen_among(person: Person, *kinds: LetterKind) -> dict[LetterKind, str]:
    """Return what the person has chosen for those of these kinds that they get."""
    return {kind: choice for kind in kinds if (choice := _choices[kind].of(person))}


def stop(person: Person, *kinds: LetterKind) -> dict[LetterKind, str]:
    """Stop letters of these kinds to the person, and return their former choices for the kinds that
    they received until now.
    """
    chosen = chosen_among(person, *kinds)
    for kind in chosen:
        _choices[kind].choose(person, "")
    return chosen


def resume(person: Person, chosen: Mapping[LetterKind, str]) -> None:
    """Undo `stop`. What the person has chosen again since stays."""
    for kind, choice in chosen.items():
        if not wishes(person, kind):
            _choices[kind].choose(person, choice)
