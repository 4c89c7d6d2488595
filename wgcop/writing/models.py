"""The steps of a text and its kept versions: the columns of every desk, and the tables of drafts."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from wgcop import clock, paper
from wgcop.accounts.models import Person
from wgcop.database import PLAIN_WORDS, WORDS

Places = dict[str, list[int]]
"""The start and end of quoted words, by the id of their comment, followed by 1 if some words were
cut off at an end.
"""


class WritingColumns:
    """The state of a text. Its version is the number of steps that it has taken.

    A text in which nobody has written yet has no row, and is at version 0.
    """

    version: Mapped[int] = mapped_column(default=0)
    kept: Mapped[int] = mapped_column(default=0)
    """The version at which the text was last kept."""
    kept_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)


class StepColumns:
    """The step from version `number - 1` to `number`, made on the page that `client` names."""

    number: Mapped[int] = mapped_column(primary_key=True)
    step: Mapped[Any] = mapped_column(JSON, info=WORDS)
    client: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Occasion(enum.StrEnum):
    """The reason why a version was kept."""

    BEGUN = "begun"
    PAUSE = "pause"
    SAVED = "saved"
    RESTORED = "restored"
    SUBMITTED = "submitted"


class VersionColumns:
    """The text as it was after `version` steps."""

    number: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    occasion: Mapped[Occasion]
    text: Mapped[paper.Node] = mapped_column(JSON, deferred=True, info=WORDS)
    plain: Mapped[str] = mapped_column(Text, deferred=True, info=PLAIN_WORDS)
    words_added: Mapped[int] = mapped_column(default=0)
    words_removed: Mapped[int] = mapped_column(default=0)
    restored: Mapped[int | None]
    """The number of the version that was restored, if this one restores another."""
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)

    @declared_attr
    def by(cls) -> Mapped[Person]:
        return relationship(Person)


class VersionWriterColumns:
    """A person who wrote since the version before."""

    number: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)

    @declared_attr
    def person(cls) -> Mapped[Person]:
        return relationship(Person)
