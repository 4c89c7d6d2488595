"""The interface for texts that several people write together, regardless of the feature that owns
them. A feature registers a desk, which determines where its texts are stored and who may write in
them.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, cast

from sqlalchemy import Row, Table, bindparam, insert, select, update
from sqlalchemy.orm import Session

from wgcop.database import Base
from wgcop.paper import Node
from wgcop.writing.models import Places
from wgcop.writing.reasons import Declined, DeclineReason

COLOURS = 8
StepRow = Row[Any, str, int]
"""The columns `step`, `client` and `person_id`."""


@dataclass(frozen=True)
class Manuscript:
    """A text that several people write together. `revision` is the id of the row that stores it,
    `document` the id by which pages name it.
    """

    desk: "WritingDesk"
    document: int
    revision: int


@dataclass(frozen=True)
class OpenManuscript(Manuscript):
    """A text as its writers see it: `writers` lists them in a fixed order, and `version` counts its
    steps.
    """

    writers: tuple[int, ...]
    version: int = 0
    kept: int = 0
    kept_at: datetime | None = None
    changed_at: datetime | None = None
    hears_changes: bool = False
    """Whether its desk is notified of each change to the text."""
    places: Places | None = None
    """The places of the words that comments quote, as its desk keeps them."""

    @property
    def has_begun(self) -> bool:
        """Whether anybody has written in the text."""
        return self.changed_at is not None

    def colour_of(self, person_id: int) -> int:
        """Return the writer's colour, from 1 to 8. The first eight writers have different ones."""
        return self.writers.index(person_id) % COLOURS + 1


class WritingDesk(ABC):
    """The storage and permissions of one kind of text. The primary keys of its tables begin with
    the column `key`, which names the row with the text.
    """

    name: ClassVar[str]
    key: ClassVar[str]
    text: ClassVar[Any]
    """The model that stores the text: `text`, `plain`, `changed_at` and `changed_by_id`."""
    writing: ClassVar[Any]
    step: ClassVar[Any]
    version: ClassVar[Any]
    version_writer: ClassVar[Any]
    keeps_places: ClassVar[bool] = False
    """Whether comments can quote passages of its texts while they are written."""

    def __init__(self) -> None:
        """Build the statements that run with each key press: on plain tables, and only once."""
        texts, writings, steps = (
            cast(Table, model.__table__) for model in (self.text, self.writing, self.step)
        )
        of, step_of = writings.c[self.key], steps.c[self.key]
        text_of = next(iter(texts.primary_key))
        self.add_steps = insert(steps)
        self.move_on = update(writings).where(of == bindparam("of"))
        self.write_text = update(texts).where(text_of == bindparam("of"))
        self._since = (
            select(steps.c.step, steps.c.client, steps.c.person_id)
            .where(step_of == bindparam("of"), steps.c.number > bindparam("version"))
            .order_by(steps.c.number)
        )
        self._stored = (
            select(writings.c.version, texts.c.text)
            .select_from(texts)
            .outerjoin(writings, of == text_of)
            .where(text_of == bindparam("of"))
        )

    @abstractmethod
    def open(
        self, session: Session, document: int, person_id: int, *, lock: bool = False
    ) -> OpenManuscript:
        """Return the text if this person may write in it now, otherwise raise `Declined`. With
        `lock`, it stays locked until the commit.
        """

    @abstractmethod
    def lock(self, session: Session, document: int) -> None:
        """Lock the text, so that nobody else writes in it until the commit."""

    @abstractmethod
    def document_of(self, session: Session, revision: int) -> int:
        """Return the id of the document to which the row of a text belongs."""

    def quotes_of(self, session: Session, of: Manuscript) -> Sequence[Any]:
        """Return the quotes of comments on the text."""
        return ()

    @abstractmethod
    def was_changed(self, session: Session, manuscript: Manuscript) -> None:
        """Respond to a step that changed the text. It is called only if the manuscript
        `hears_changes`.
        """

    @abstractmethod
    def was_kept(self, session: Session, manuscript: Manuscript) -> None:
        """Respond to a version of the text that was saved."""

    def key_in(self, model: Any) -> Any:
        """Return the column of a model that names the row with the text."""
        return getattr(model, self.key)

    def row(self, model: type[Base], revision: int, **values: Any) -> Any:
        return model(**{self.key: revision}, **values)

    def steps_since(self, session: Session, revision: int, version: int) -> Sequence[StepRow]:
        return session.execute(self._since, {"of": revision, "version": version}).all()

    def stored_text(self, session: Session, revision: int) -> tuple[int, Node]:
        """Return version and text. They belong together, because one SQL statement reads both."""
        version, text = session.execute(self._stored, {"of": revision}).one()
        return version or 0, text


_desks: dict[str, WritingDesk] = {}


def sign_up(desk: WritingDesk) -> None:
    _desks[desk.name] = desk


def desk_called(name: object) -> WritingDesk:
    desk = _desks.get(name) if isinstance(name, str) else None
    if desk is None:
        raise Declined(DeclineReason.UNKNOWN)
    return desk


def all_desks() -> list[WritingDesk]:
    return list(_desks.values())
