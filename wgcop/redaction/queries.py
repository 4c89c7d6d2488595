"""Find the text that a redaction would remove: the places of one thing, and others that contain the
same words.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Text, cast, func, inspect, or_, select
from sqlalchemy.orm import undefer

from wgcop.audit.naming import names_of
from wgcop.database import db
from wgcop.redaction.models import Redaction
from wgcop.redaction.passage import SoughtPassage
from wgcop.redaction.subjects import KeptWords, RedactionSubject, everything, kept_for

EXCERPT = 160
SHORTEST = 25
"""The smallest length at which a line is searched for elsewhere. A shorter one is too common to be
a copy.
"""
MOST_LINES = 40
MOST_ROWS = 500
ON_A_PAGE = 200


@dataclass(frozen=True)
class WordsInPlace:
    """A place of a thing that can be chosen: one row, or all its rows of a kind."""

    key: str
    name: str
    subject: RedactionSubject | None
    words: KeptWords
    rows: Sequence[Any]
    count: int

    @property
    def is_open(self) -> bool:
        return self.subject is not None and self.subject.is_open

    @property
    def texts(self) -> list[str]:
        return [text for row in self.rows for text in self.words.texts(row)]

    @property
    def is_unread(self) -> bool:
        return any(self.words.is_unread(row) for row in self.rows)

    @property
    def characters(self) -> int:
        return sum(map(len, self.texts))

    @property
    def excerpt(self) -> str:
        words = " ".join(" ".join(self.texts).split())
        return words if len(words) <= EXCERPT else f"{words[:EXCERPT].rstrip()}…"

    @property
    def files(self) -> set[str]:
        """The SHA-256 digests of its files. A column may contain one or several."""
        found: set[str] = set()
        for row in self.rows:
            for value in (getattr(row, name) for name in self.words.files):
                found.update([value] if isinstance(value, str) else value or ())
        return found - {""}


def parts_of(subject: RedactionSubject, thing: Any) -> list[WordsInPlace]:
    return [part for words in kept_for(subject) for part in _parts(subject, words, thing)]


def _parts(subject: RedactionSubject, words: KeptWords, thing: Any) -> Iterator[WordsInPlace]:
    of_thing = subject.rows_of(thing, words)
    key, name = words.key, str(words.name)
    if words.goes and not words.named:
        count = db.session.scalar(select(func.count()).select_from(words.model).where(of_thing))
        if count:
            yield WordsInPlace(key, name, subject, words, (), count)
        return
    rows = [row for row in _rows(words, of_thing) if words.files or any(words.texts(row))]
    if words.named is None and rows:
        yield WordsInPlace(key, name, subject, words, rows, len(rows))
    elif words.named is not None:
        for row in rows:
            yield WordsInPlace(
                f"{key}:{identity(row)}", words.named(row), subject, words, (row,), 1
            )


def identity(row: Any) -> str:
    return "-".join(map(str, inspect(row).identity))


def _rows(words: KeptWords, condition: Any) -> Sequence[Any]:
    model = words.model
    deferred = {attribute.key for attribute in inspect(model).column_attrs if attribute.deferred}
    wanted = [undefer(getattr(model, name)) for name in words.columns if name in deferred]
    keys = inspect(model).primary_key
    return (
        db.session.scalars(select(model).where(condition).order_by(*keys).options(*wanted))
        .unique()
        .all()
    )


def lines_in(texts: Iterable[str]) -> list[str]:
    """Return the longest lines of the texts, which serve to find copies of them."""
    lines = {" ".join(line.split()) for text in texts for line in text.splitlines()}
    return sorted((line for line in lines if len(line) >= SHORTEST), key=len)[-MOST_LINES:]


def copies_of(
    texts: Sequence[str], lines: Sequence[str], apart_from: Iterable[WordsInPlace]
) -> list[WordsInPlace]:
    """Return the places of any thing that contain one of the lines too, and titles that repeat one
    of the texts.
    """
    own = {row for part in apart_from for row in part.rows}
    patterns = [SoughtPassage(line) for line in lines]
    whole = {text.strip() for text in texts}
    found = []
    for subject, words in everything():
        repeats = _repeats(words, lines, whole)
        if words.goes or repeats is None:
            continue
        rows = [
            row
            for row in _rows(words, repeats)[:MOST_ROWS]
            if row not in own
            and (
                words.follow
                or any(pattern.stands_in(text) for pattern in patterns for text in words.texts(row))
            )
        ]
        if rows:
            name = f"{subject.name}: {words.name}" if subject else str(words.name)
            found.append(WordsInPlace(words.key, name, subject, words, rows, len(rows)))
            own.update(rows)
    return found


def _repeats(words: KeptWords, lines: Sequence[str], whole: Iterable[str]) -> Any:
    """Return a SQL condition that narrows the rows down before they are searched. JSON is stored
    with letters beyond ASCII escaped, so both forms are searched for.
    """
    columns = [getattr(words.model, name) for name in words.columns]
    if words.follow:
        return or_(*(column.in_(whole) for column in columns))
    forms = {form for line in lines for form in (line, json.dumps(line)[1:-1])}
    likes = ["%".join(map(_escaped, form.split())) for form in forms]
    conditions = [
        cast(column, Text).ilike(f"%{like}%", escape="!") for column in columns for like in likes
    ]
    return or_(*conditions) if conditions else None


def _escaped(word: str) -> str:
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def names_of_those_who_did(made: Iterable[Redaction]) -> dict[int, str]:
    named = names_of(("person", str(each.by_id)) for each in made if each.by_id)
    return {int(key): name for (_kind, key), name in named.items()}


def latest() -> Sequence[Redaction]:
    return db.session.scalars(
        select(Redaction).order_by(Redaction.id.desc()).limit(ON_A_PAGE)
    ).all()
