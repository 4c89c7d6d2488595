"""The registry of things that can be redacted: each feature registers its own, and declares where
the texts and files of each are kept.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from flask_babel import LazyString
from sqlalchemy import JSON, ColumnElement

from wgcop.redaction.marking import Marker, texts_in

Take = Callable[[Any, Marker], None]


@dataclass(frozen=True)
class KeptWords:
    """A kind of rows with texts that people wrote, and the columns that hold them.

    `of` returns the condition for the rows of a thing. With `named` each row is offered separately,
    under that name; otherwise all rows together. `thing` returns the thing to which a row belongs,
    which is told when text is removed from a copy in it. `take` replaces the removal column by
    column; `goes` means that the row is deleted, and `files` are columns with the digest of a
    stored file. `passages_only` is for rows that hold copies of many things, such as a report: only
    a passage is removed from them.

    Copies that `follow` are titles that repeat a whole text; these and `letters` are redacted
    without asking. The secretariat may read rows that are `open` anyway. It is told only for these
    whether they contain the same words; otherwise it could search through delegations' private
    texts.
    """

    key: str
    name: LazyString
    model: Any
    columns: tuple[str, ...]
    of: Callable[[Any], ColumnElement[bool]]
    named: Callable[[Any], str] | None = None
    files: tuple[str, ...] = ()
    is_unread: Callable[[Any], bool] = lambda _row: False
    """Whether the text in a row's file is unknown, so that it is removed only if it is chosen
    separately.
    """
    take: Take | None = None
    thing: Callable[[Any], Any] | None = None
    goes: bool = False
    passages_only: bool = False
    follow: bool = False
    letters: bool = False
    open: bool = False

    def texts(self, row: Any) -> list[str]:
        return [text for name in self.columns for text in texts_in(getattr(row, name))]

    def take_out(self, row: Any, marker: Marker) -> None:
        if self.take is not None:
            self.take(row, marker)
            return
        for name in self.columns:
            mark_column(row, name, marker)


def mark_column(row: Any, name: str, marker: Marker) -> None:
    value, column = getattr(row, name), row.__table__.c[name]
    if value is None:
        return
    if isinstance(column.type, JSON):
        setattr(row, name, marker.in_json(value))
    else:
        setattr(row, name, marker.in_text(value, getattr(column.type, "length", None)))


@dataclass(frozen=True)
class RedactionSubject:
    """A kind of thing that can be redacted. `find` takes the end of its address; `afterwards`
    notifies open pages and takes any other follow-up steps.
    """

    kind: str
    name: LazyString
    find: Callable[[str], Any | None]
    key: Callable[[Any], object]
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    may_read: Callable[[Any, frozenset[str]], bool]
    words: tuple[KeptWords, ...]
    quoted_as: Callable[[Any], str] | None = None
    """A function that returns the part of the thing's address by which letters that quote it are
    found.
    """
    afterwards: Callable[[Any, Any], None] = field(default=lambda _thing, _by: None)


_subjects: dict[str, RedactionSubject] = {}
_copies: list[KeptWords] = []


def sign_up(*subjects: RedactionSubject) -> None:
    for subject in subjects:
        _subjects[subject.kind] = subject


def sign_up_copies(*words: KeptWords) -> None:
    """Register rows that belong to no thing and may repeat the words of any: letters, titles of
    topics.
    """
    _copies.extend(words)


def subject_of(kind: str) -> RedactionSubject | None:
    return _subjects.get(kind)


def owners_of(words: KeptWords, rows: Iterable[Any]) -> Iterator[tuple[RedactionSubject, Any]]:
    """Yield the things to which these rows belong, each with its subject."""
    for subject in _subjects.values():
        if words.thing is not None and any(each is words for each in subject.words):
            yield from ((subject, words.thing(row)) for row in rows)


def everything() -> Iterator[KeptWords]:
    """Return the kinds of rows in which people's texts are stored."""
    return (words for _name, words in named_places())


def named_places() -> Iterator[tuple[str, KeptWords]]:
    """Yield the kinds of rows in which people's texts are stored, each with a name that tells what
    it belongs to.
    """
    for subject in _subjects.values():
        for words in subject.words:
            yield f"{subject.name}: {words.name}", words
    for words in _copies:
        yield str(words.name), words
