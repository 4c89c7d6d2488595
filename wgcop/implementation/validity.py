"""Binds actions and evidence to an edition of a clause. When a newer edition words the clause
differently, somebody says whether they are still valid.
"""

import enum
from datetime import datetime
from typing import ClassVar

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.database import WORDS, Base
from wgcop.resolutions.models import Clause, Edition


class Validity(enum.StrEnum):
    """The answer to whether a thing still answers its clause. `UNCHANGED` is recorded without
    asking, if a newer edition words the clause in the same way.
    """

    STILL_VALID = "still-valid"
    NO_LONGER = "no-longer"
    UNCHANGED = "unchanged"


VALIDITY_NAMES = {
    Validity.STILL_VALID: _l("Still valid"),
    Validity.NO_LONGER: _l("No longer valid"),
    Validity.UNCHANGED: _l("Wording unchanged"),
}


class Bound:
    """The columns that bind an action or a piece of evidence to a clause, and to the edition whose
    wording it answers.

    If `asked_edition` is set, a newer edition words the clause differently or leaves it out, and
    nobody has answered yet whether the thing is still valid.
    """

    is_action: ClassVar[bool] = False

    clause_id: Mapped[int] = mapped_column(ForeignKey("clause.id"), index=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    asked_edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"), index=True)
    asked_clause_id: Mapped[int | None] = mapped_column(ForeignKey("clause.id"), index=True)
    """The clause that has the words of its own in the newer edition, if its own was merged into it."""
    no_longer_at: Mapped[datetime | None]
    """The time when somebody recorded that it no longer answers the clause. It stays in the history
    and is not counted.
    """

    @declared_attr
    def clause(cls) -> Mapped[Clause]:
        return relationship(foreign_keys=lambda: cls.clause_id)  # type: ignore[arg-type]

    @declared_attr
    def asked_clause(cls) -> Mapped[Clause | None]:
        return relationship(foreign_keys=lambda: cls.asked_clause_id)  # type: ignore[arg-type]

    @declared_attr
    def edition(cls) -> Mapped[Edition]:
        return relationship(foreign_keys=lambda: cls.edition_id)  # type: ignore[arg-type]

    @declared_attr
    def asked_edition(cls) -> Mapped[Edition | None]:
        return relationship(foreign_keys=lambda: cls.asked_edition_id)  # type: ignore[arg-type]

    @property
    def clause_asked_about(self) -> int:
        """The id of the clause with whose words in the newer edition it is compared."""
        return self.asked_clause_id or self.clause_id

    @property
    def asks(self) -> bool:
        """Whether somebody should confirm that the action or evidence is still valid."""
        return self.asked_edition_id is not None and self.no_longer_at is None


class ValidityCheck(Base):
    """An answer about an action or a piece of evidence, given when `edition` followed
    `from_edition`.
    """

    __tablename__ = "validity_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int | None] = mapped_column(
        ForeignKey("implementation_action.id", ondelete="CASCADE"), index=True
    )
    evidence_id: Mapped[int | None] = mapped_column(
        ForeignKey("implementation_evidence.id", ondelete="CASCADE"), index=True
    )
    from_edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    answer: Mapped[Validity]
    words: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    capacity: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)

    by: Mapped[Person | None] = relationship()
    from_edition: Mapped[Edition] = relationship(foreign_keys=from_edition_id)
    edition: Mapped[Edition] = relationship(foreign_keys=edition_id)

    @property
    def name(self) -> str:
        return str(VALIDITY_NAMES[self.answer])
