"""A package, and the brackets and clauses that it links."""

import enum
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Delegation, Person
from wgcop.brackets.models import Bracket
from wgcop.brackets.outcomes import BracketDeed
from wgcop.database import WORDS, Base, drawn_id
from wgcop.errors import Refused
from wgcop.resolutions.models import Clause, Resolution

LONGEST_WORDS = 2_000
MOST_MEMBERS = 40


class PackageMove(enum.StrEnum):
    """What became of a bracket or a clause since it was linked."""

    LIFTED = "lifted"
    REOPENED = "reopened"
    REWORDED = "reworded"
    AGREED = "agreed"
    WORDS = "words"
    GONE = "gone"


MOVE_NAMES = {
    PackageMove.LIFTED: _l("Lifted since"),
    PackageMove.REOPENED: _l("Opened again since"),
    PackageMove.REWORDED: _l("Alternatives changed since"),
    PackageMove.AGREED: _l("Agreed since"),
    PackageMove.WORDS: _l("Reworded since"),
    PackageMove.GONE: _l("Its words are gone from the clause"),
}
_MOVES = {
    BracketDeed.LIFTED: PackageMove.LIFTED,
    BracketDeed.REOPENED: PackageMove.REOPENED,
    BracketDeed.REWORDED: PackageMove.REWORDED,
}


def move_name(move: PackageMove) -> str:
    return str(MOVE_NAMES[move])


class BracketPackage(Base):
    """Brackets and clauses of a resolution that are agreed only together. One that is dissolved
    keeps its trace.
    """

    __tablename__ = "bracket_package"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=drawn_id)
    resolution_id: Mapped[int] = mapped_column(ForeignKey("resolution.id"), index=True)
    words: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    capacity: Mapped[str] = mapped_column(String(200))
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    dissolved_at: Mapped[datetime | None]
    dissolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    why_dissolved: Mapped[str] = mapped_column(Text, default="", info=WORDS)

    resolution: Mapped[Resolution] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=person_id)
    delegation: Mapped[Delegation | None] = relationship()
    dissolved_by: Mapped[Person | None] = relationship(foreign_keys=dissolved_by_id)
    members: Mapped[list["PackageMember"]] = relationship(
        back_populates="package", order_by="PackageMember.id", cascade="all, delete-orphan"
    )

    @property
    def url(self) -> str:
        return f"/packages/{self.id}"

    @property
    def is_dissolved(self) -> bool:
        return self.dissolved_at is not None

    @property
    def title(self) -> str:
        return _("Package: %(names)s", names=" · ".join(each.name for each in self.members))

    def dissolve(self, why: str, *, by: Person) -> None:
        if self.is_dissolved:
            raise Refused(_("This package is dissolved already."))
        self.dissolved_at, self.dissolved_by, self.why_dissolved = clock.now(), by, why


class PackageMember(Base):
    """A bracket in a package, or a clause as a whole, as it stood when it was linked: `seen` is the
    last change of the bracket, `words_mark` a mark of the words of the clause, and `was_agreed` says
    of a whole clause whether these were agreed.
    """

    __tablename__ = "bracket_package_member"
    __table_args__ = (Index("ix_bracket_package_member_on_clause", "clause_id", "package_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    package_id: Mapped[int] = mapped_column(
        ForeignKey("bracket_package.id", ondelete="CASCADE"), index=True
    )
    clause_id: Mapped[int] = mapped_column(ForeignKey("clause.id", ondelete="CASCADE"))
    bracket_id: Mapped[int | None] = mapped_column(
        ForeignKey("bracket.id", ondelete="CASCADE"), index=True
    )
    seen: Mapped[int] = mapped_column(default=0)
    words_mark: Mapped[str] = mapped_column(String(16), default="")
    was_agreed: Mapped[bool] = mapped_column(default=False, server_default=false())

    package: Mapped[BracketPackage] = relationship(back_populates="members")
    clause: Mapped[Clause] = relationship()
    bracket: Mapped[Bracket | None] = relationship()

    @property
    def name(self) -> str:
        return self.bracket.title if self.bracket else self.clause.wording.citation

    @property
    def url(self) -> str:
        return self.bracket.url if self.bracket else self.clause.place

    def moves(
        self, *, words_mark: str, is_agreed: bool, is_gone: bool = False
    ) -> list[PackageMove]:
        """Return what became of it, each kind once; the clause has these words now. `is_gone` says of
        an open bracket that its words are not in the clause.
        """
        if self.bracket is not None:
            since = (each.deed for each in self.bracket.changes if each.number > self.seen)
            told = list(dict.fromkeys(_MOVES[deed] for deed in since if deed in _MOVES))
            return [*told, *([PackageMove.GONE] if is_gone else [])]
        agreed = [PackageMove.AGREED] if is_agreed and not self.was_agreed else []
        return [*agreed, *([PackageMove.WORDS] if words_mark != self.words_mark else [])]
