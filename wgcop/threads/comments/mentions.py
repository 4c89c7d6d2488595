"""People and delegations that are mentioned in a comment."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from wgcop import clock
from wgcop.database import Base

Kind = Literal["person", "delegation"]
TOKEN = re.compile(r"@\[([^\]\n]{1,200})\]\((person|delegation):(\d{1,9})\)")


class Mention(Base):
    """A mention of a person or a delegation in a comment: exactly one of the two is set.

    `seq` is the number, in the comment's topic, of the entry that first mentioned them.
    """

    __tablename__ = "comment_mention"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(
        ForeignKey("comment.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"), index=True)
    seq: Mapped[int] = mapped_column(default=0)

    @property
    def who(self) -> tuple[Kind, int | None]:
        if self.person_id is not None:
            return "person", self.person_id
        return "delegation", self.delegation_id


class MentionLetter(Base):
    """A letter to a person about a comment that mentions them or, if `is_reply`, that answers them:
    it waits to be written until `written_at` is set. The primary key ensures that nobody gets two
    letters.
    """

    __tablename__ = "mention_letter"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    comment_id: Mapped[int] = mapped_column(
        ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    noted_at: Mapped[datetime] = mapped_column(default=clock.now)
    written_at: Mapped[datetime | None]
    is_reply: Mapped[bool] = mapped_column(default=False, server_default=false())


Index(
    "ix_mention_letter_waiting",
    MentionLetter.person_id,
    sqlite_where=MentionLetter.written_at.is_(None),
    postgresql_where=MentionLetter.written_at.is_(None),
)


@dataclass(frozen=True)
class Mentionable:
    """A person or delegation that can be mentioned, under its current name."""

    kind: Kind
    id: int
    name: str

    @property
    def token(self) -> str:
        return f"@[{self.name}]({self.kind}:{self.id})"


def with_tokens(text: str, everybody: Iterable[Mentionable]) -> str:
    """Replace typed names by tokens, which hold an id. A name that several of `everybody` share
    stays plain text, because it is ambiguous.
    """
    mentionables = list(everybody)
    by_id = {(one.kind, one.id): one for one in mentionables}
    by_name: dict[str, list[Mentionable]] = {}
    for one in mentionables:
        by_name.setdefault(one.name, []).append(one)

    def token_for(match: re.Match[str]) -> str:
        if match["name"] is not None:
            same = by_name[match["name"]]
            return same[0].token if len(same) == 1 else match[0]
        one = by_id.get((_kind(match[2]), int(match[3])))
        return one.token if one else f"@{match[1]}"

    names = "|".join(re.escape(name) for name in sorted(by_name, key=len, reverse=True))
    either = rf"{TOKEN.pattern}|(?<![\w@])@(?P<name>{names})(?!\w)" if names else TOKEN.pattern
    return re.sub(either, token_for, text) if names else text


def without_tokens(text: str) -> str:
    """Return the text as typed, with names in place of tokens."""
    return TOKEN.sub(r"@\1", text)


def mentioned(text: str) -> frozenset[tuple[Kind, int]]:
    return frozenset((_kind(kind), int(key)) for _, kind, key in TOKEN.findall(text))


def _kind(word: str) -> Kind:
    return "person" if word == "person" else "delegation"
