"""The record of a redaction: who did it, when and why. The redacted text itself is not in it."""

import enum
from datetime import datetime

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from wgcop import clock
from wgcop.database import Base


class RedactionReason(enum.StrEnum):
    CHILD = "child"
    ABUSE = "abuse"
    PERSON = "person"
    UNMEANT = "unmeant"
    LAW = "law"
    OTHER = "other"


REASON_NAMES: dict[RedactionReason, LazyString] = {
    RedactionReason.CHILD: _l("personal data of a child"),
    RedactionReason.ABUSE: _l("it shows or describes the abuse of a child"),
    RedactionReason.PERSON: _l("personal data"),
    RedactionReason.UNMEANT: _l("it was not meant for the workspace"),
    RedactionReason.LAW: _l("required by law"),
    RedactionReason.OTHER: _l("against the rules of the workspace"),
}


class Redaction(Base):
    """A redaction. `digest` is keyed: a person who still has the text can prove with it that this
    was removed, and nobody can recover the text from it.
    """

    __tablename__ = "redaction"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(300))
    reason: Mapped[RedactionReason]
    note: Mapped[str] = mapped_column(Text, default="")
    places: Mapped[int]
    characters: Mapped[int]
    files: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str] = mapped_column(String(64))
