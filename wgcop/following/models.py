"""A person's read mark on a topic, and how much of it they follow; an event writes no row for each
follower.
"""

import enum
from datetime import datetime

from flask_babel import LazyString, lazy_pgettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, ForeignKey, String, case, false, literal
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from wgcop import clock
from wgcop.database import Base


class ReadMark(Base):
    """How far a person has read a topic: `seq` on its pages, `told` in the inbox. Somebody who
    began to follow late may have been told what is new without having read what was there before.
    """

    __tablename__ = "read_mark"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    topic_id: Mapped[int] = mapped_column(
        ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    seq: Mapped[int] = mapped_column(default=0)
    told: Mapped[int] = mapped_column(default=0, server_default="0")


class FollowLevel(enum.StrEnum):
    """How much of a topic somebody is told."""

    EVERYTHING = "everything"
    MENTIONS = "mentions"
    NOTHING = "nothing"


LEVEL_NAMES: dict[FollowLevel, LazyString] = {
    FollowLevel.EVERYTHING: _l("Everything"),
    FollowLevel.MENTIONS: _l("Only mentions and replies"),
    FollowLevel.NOTHING: lazy_pgettext("news of a discussion", "Nothing"),
}


class Follow(Base):
    """A person's choice of how much of a topic they are told. `queries.level_for` says what holds
    without one.
    """

    __tablename__ = "follow"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    topic_id: Mapped[int] = mapped_column(
        ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    follows: Mapped[bool] = mapped_column(default=True)
    silences: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether somebody who does not follow it is not even told about mentions and replies."""

    since: Mapped[datetime | None] = mapped_column(default=clock.now)
    """When the person began to follow. The inbox shows nothing that happened before."""

    @hybrid_property
    def level(self) -> FollowLevel:
        if self.follows:
            return FollowLevel.EVERYTHING
        return FollowLevel.NOTHING if self.silences else FollowLevel.MENTIONS

    @level.inplace.setter
    def _set_level(self, level: FollowLevel) -> None:
        self.follows = level == FollowLevel.EVERYTHING
        self.silences = level == FollowLevel.NOTHING

    @level.inplace.expression
    @classmethod
    def _level_in_sql(cls) -> ColumnElement[str]:
        return case(
            (cls.follows, level_in_sql(FollowLevel.EVERYTHING)),
            (cls.silences, level_in_sql(FollowLevel.NOTHING)),
            else_=level_in_sql(FollowLevel.MENTIONS),
        )


def level_in_sql(level: FollowLevel) -> ColumnElement[str]:
    return literal(level.value, String)
