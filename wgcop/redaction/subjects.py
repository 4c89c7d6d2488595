"""What can be redacted: each feature signs up its things, and says where the words and files of each are kept."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from flask_babel import LazyString
from sqlalchemy import JSON, ColumnElement

from wgcop.redaction.marking import Marker, texts_in

Take = Callable[[Any, Marker], None]


@dataclass(frozen=True)
class KeptWords:
    """Rows in which words of people stand, and the columns that hold them.

    `of` gives the rows of a thing. With `named` each row is offered by itself, under that name; otherwise all rows
    together. `thing` gives the thing that a row belongs to, which is told when words go from a copy of theirs. `take` does it in another way than column by column; `goes` says that the row is deleted, and `files` are columns with the
    digest of a stored file. What keeps copies of many things, such as a report, takes out `passages_only`.
    Copies that `follow` are titles that repeat a whole text; these and `letters` are taken out without being asked about. What is `open` the secretariat
    may read anyway: only there it is told whether the same words stand elsewhere, or it could search in what delegations keep to themselves.
    """

    key: str
    name: LazyString
    model: Any
    columns: tuple[str, ...]
    of: Callable[[Any], ColumnElement[bool]]
    named: Callable[[Any], str] | None = None
    files: tuple[str, ...] = ()
    is_unread: Callable[[Any], bool] = lambda _row: False
    """Whether nobody knows which words its file holds, so that it goes only if it is chosen by itself."""
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
    """A kind of thing. `find` takes what its address ends with; `afterwards` tells open pages, and whatever else follows."""

    kind: str
    name: LazyString
    find: Callable[[str], Any | None]
    key: Callable[[Any], object]
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    may_read: Callable[[Any, frozenset[str]], bool]
    words: tuple[KeptWords, ...]
    quoted_as: Callable[[Any], str] | None = None
    """What stands in the address of the thing in letters that quote it."""
    afterwards: Callable[[Any, Any], None] = field(default=lambda _thing, _by: None)


_subjects: dict[str, RedactionSubject] = {}
_copies: list[KeptWords] = []


def sign_up(*subjects: RedactionSubject) -> None:
    for subject in subjects:
        _subjects[subject.kind] = subject


def sign_up_copies(*words: KeptWords) -> None:
    """Rows that belong to no thing, and may repeat the words of any: letters, titles of topics."""
    _copies.extend(words)


def subject_of(kind: str) -> RedactionSubject | None:
    return _subjects.get(kind)


def owners_of(words: KeptWords, rows: Iterable[Any]) -> Iterator[tuple[RedactionSubject, Any]]:
    """The things to which these rows belong."""
    for subject in _subjects.values():
        if words.thing is not None and any(each is words for each in subject.words):
            yield from ((subject, words.thing(row)) for row in rows)


def everything() -> Iterator[KeptWords]:
    """All places where words of people are kept."""
    return (words for _name, words in named_places())


def named_places() -> Iterator[tuple[str, KeptWords]]:
    """With the name of what each belongs to."""
    for subject in _subjects.values():
        for words in subject.words:
            yield f"{subject.name}: {words.name}", words
    for words in _copies:
        yield str(words.name), words
