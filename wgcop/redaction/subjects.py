"""The registry of things that can be redacted: each feature registers its own, and declares where
the texts and files of each are kept.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask_babel import LazyString
from sqlalchemy import JSON, ColumnElement, inspect, select

from wgcop import paper
from wgcop.database import FILES, PLAIN_WORDS, WORDS, db, marked
from wgcop.redaction import owning
from wgcop.redaction.marking import Marker, texts_in


@dataclass(frozen=True)
class KeptWords:
    """A kind of rows with texts that people wrote, in the columns that the model marks with WORDS,
    PLAIN_WORDS and FILES.

    With `named` each row is offered separately, under that name; otherwise all rows together.
    `take` replaces the removal column by column; `goes` means that the row is deleted.
    `passages_only` is for rows that hold copies of many things, such as a report: only a passage is
    removed from them.

    `is_private` rows may be read by fewer people than their thing. The page says neither how many
    there are nor what is in them, and a passage is sought in them without saying whether it is there.

    Copies that `follow` are titles that repeat a whole text; these and `letters` are redacted
    without asking.
    """

    key: str
    name: LazyString
    model: Any
    only: tuple[str, ...] = ()
    """The columns, if other marked ones belong to another place."""
    of: Callable[[Any], ColumnElement[bool]] | None = None
    """A function that returns the condition for the rows of a thing. It is needed if no foreign key
    leads from the rows to their thing, or several do.
    """
    named: Callable[[Any], str] | None = None
    is_unread: Callable[[Any], bool] = lambda _row: False
    """Whether the text in a row's file is unknown, so that it is removed only if it is chosen
    separately.
    """
    take: Callable[[Any, Marker], None] | None = None
    goes: bool = False
    passages_only: bool = False
    is_private: bool = False
    follow: bool = False
    letters: bool = False

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return self._those(marked(self.model, WORDS, PLAIN_WORDS))

    @cached_property
    def files(self) -> tuple[str, ...]:
        return self._those(marked(self.model, FILES))

    def _those(self, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in self.only or names if name in names)

    def texts(self, row: Any) -> list[str]:
        return [text for name in self.columns for text in texts_in(getattr(row, name))]

    def take_out(self, row: Any, marker: Marker) -> None:
        if self.take is not None:
            self.take(row, marker)
        else:
            mark_row(row, marker, self.columns)
            for name in self.files:
                setattr(row, name, "")


def mark_row(row: Any, marker: Marker, names: Sequence[str] = ()) -> None:
    """Put the mark into all marked columns of a row, or only into some."""
    plain = marked(type(row), PLAIN_WORDS)
    for name in names or marked(type(row), WORDS):
        if name not in plain:
            _mark_column(row, name, marker)
    for name in plain:
        # it must say the same as the tree
        setattr(row, name, paper.plain(row.text))


def _mark_column(row: Any, name: str, marker: Marker) -> None:
    value, [column] = getattr(row, name), inspect(type(row)).attrs[name].columns
    if value is None:
        return
    if isinstance(column.type, JSON):
        setattr(row, name, marker.in_json(value))
    else:
        setattr(row, name, marker.in_text(value, getattr(column.type, "length", None)))


@dataclass(frozen=True)
class RedactionSubject:
    """A kind of thing that can be redacted. `key_column` has the end of its address; `hold` locks a
    thing into which words may come at any moment; `afterwards` notifies open pages and takes any
    other follow-up steps.
    """

    kind: str
    name: LazyString
    model: Any
    words: tuple[KeptWords, ...]
    key_column: str = "id"
    title: Callable[[Any], str] = lambda thing: thing.title
    url: Callable[[Any], str] = lambda thing: thing.url
    may_read: Callable[[Any, frozenset[str]], bool] = lambda _thing, audiences: (
        "members" in audiences
    )
    is_open: bool = False
    """Whether the secretariat may read all its rows anyway. It is told only for these whether they
    contain the same words as others; otherwise it could search through delegations' private texts.
    """
    quoted_as: Callable[[Any], str] | None = None
    """A function that returns the part of the thing's address by which letters that quote it are
    found.
    """
    hold: Callable[[Any], None] | None = None
    afterwards: Callable[[Any, Any], None] = field(default=lambda _thing, _by: None)

    def key(self, thing: Any) -> Any:
        return getattr(thing, self.key_column)

    def find(self, key: str) -> Any | None:
        if self.key_column == "id":
            return db.session.get(self.model, int(key)) if key.isdecimal() else None
        column = getattr(self.model, self.key_column)
        return db.session.scalar(select(self.model).where(column == key))

    def rows_of(self, thing: Any, words: KeptWords) -> ColumnElement[bool]:
        """Return the condition for the rows of a thing."""
        return words.of(thing) if words.of else owning.rows_of(words.model, thing)


_subjects: dict[str, RedactionSubject] = {}
_kept_elsewhere: dict[str, list[KeptWords]] = {}
_copies: list[KeptWords] = []


def sign_up(*subjects: RedactionSubject) -> None:
    for subject in subjects:
        _subjects[subject.kind] = subject


def keeps_also(kind: str, *words: KeptWords) -> None:
    """Register rows of a feature above that repeat the words of a thing of this kind, so that they
    go with it. They belong to another thing too, which names them in its own subject.
    """
    _kept_elsewhere.setdefault(kind, []).extend(words)


def kept_for(subject: RedactionSubject) -> Sequence[KeptWords]:
    return (*subject.words, *_kept_elsewhere.get(subject.kind, ()))


def sign_up_copies(*words: KeptWords) -> None:
    """Register rows that belong to no thing and may repeat the words of any: letters, titles of
    topics.
    """
    _copies.extend(words)


_copies_of_many: list[Callable[[], set[str]]] = []


def goes_with_any_redaction(drop: Callable[[], set[str]]) -> Callable[[], set[str]]:
    """Register a function that deletes copies which may repeat the words of anything and are made
    again on demand. It returns the digests of their files.
    """
    _copies_of_many.append(drop)
    return drop


def drop_copies_of_many() -> frozenset[str]:
    return frozenset().union(*(drop() for drop in _copies_of_many))


def subject_of(kind: str) -> RedactionSubject | None:
    return _subjects.get(kind)


def held_subjects() -> list[tuple[RedactionSubject, Callable[[Any], None]]]:
    """Return the kinds of things that are locked while words are taken out of them, and how."""
    return [(subject, subject.hold) for subject in _subjects.values() if subject.hold]


def everything() -> Iterator[tuple[RedactionSubject | None, KeptWords]]:
    """Yield the kinds of rows in which people's texts are stored, each with the kind of thing to
    which it belongs.
    """
    for subject in _subjects.values():
        for words in subject.words:
            yield subject, words
    for words in _copies:
        yield None, words
