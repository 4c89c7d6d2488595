"""A body whose documents are in the corpus: a Question, a group or an organization."""

import enum
from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop.bodies.levels import LEVEL_NAMES, REGION_NAMES, Level, Region
from wgcop.database import Base
from wgcop.i18n import in_order
from wgcop.search.records import KindNames, Record, Searchable


class BodyKind(enum.StrEnum):
    QUESTION = "question"
    GROUP = "group"
    ORGANIZATION = "organization"


BODY_KIND_NAMES = {
    BodyKind.QUESTION: _l("Question"),
    BodyKind.GROUP: _l("Group"),
    BodyKind.ORGANIZATION: _l("Organization"),
}


def topic_name(slug: str) -> str:
    return f"body:{slug}"


class Body(Searchable, Base):
    """A body. `family` contains the codes and aliases of its whole lineage, including its own; the
    actions keep it up to date.
    """

    __tablename__ = "body"
    search_kind = "body"
    search_names = KindNames(
        one=_l("Body"),
        many=_l("Bodies"),
        all_of=lambda count: ngettext("All %(num)d body", "All %(num)d bodies", count),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[BodyKind]
    name: Mapped[str] = mapped_column(String(300))
    level: Mapped[Level] = mapped_column(default=Level.INTERNATIONAL)
    region: Mapped[Region | None]
    period: Mapped[str] = mapped_column(String(20), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    family: Mapped[list[str]] = mapped_column(JSON, default=list)
    version: Mapped[int] = mapped_column(default=1)

    aliases: Mapped[list["BodyAlias"]] = relationship(
        back_populates="body", cascade="all, delete-orphan", order_by="BodyAlias.name"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def url(self) -> str:
        return f"/priorwork/bodies/{self.slug}"

    @property
    def topic(self) -> str:
        return topic_name(self.slug)

    @property
    def designation(self) -> str:
        """The code as people cite it: `Question 22-1/1`, or the plain code of other bodies."""
        return self.called(self.code)

    def called(self, name: str) -> str:
        return (
            _("Question %(code)s", code=in_order(name)) if self.kind == BodyKind.QUESTION else name
        )

    @property
    def title(self) -> str:
        return f"{self.designation}: {self.name}" if self.name != self.code else self.name

    @property
    def also_called(self) -> tuple[str, ...]:
        """The names under which a search finds it and its lineage. “Question” is the English word
        in every language.
        """
        own = "Question " if self.kind == BodyKind.QUESTION else ""
        return tuple(f"{own}{name}" for name in self.family)

    @property
    def kind_name(self) -> str:
        return str(BODY_KIND_NAMES[self.kind])

    @property
    def level_name(self) -> str:
        return str(LEVEL_NAMES[self.level])

    @property
    def region_name(self) -> str:
        return str(REGION_NAMES[self.region]) if self.region else ""

    def search_record(self) -> Record:
        return Record(
            id=f"body:{self.id}",
            kind="body",
            title=self.title,
            text=" ".join(filter(None, (self.name, self.period, self.link))),
            url=self.url,
            body=self.code,
            level=self.level,
            region=self.region or "",
            also_called=self.also_called,
            audience=frozenset({"public"}),
        )


class BodyAlias(Base):
    """Another name of a body; for example, Resolution 67 prints `22-2/1` for Question 22-1/1."""

    __tablename__ = "body_alias"

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)

    body: Mapped[Body] = relationship(back_populates="aliases")


class Succession(Base):
    """The link between a body and an earlier one whose work it continues."""

    __tablename__ = "body_succession"

    earlier_id: Mapped[int] = mapped_column(
        ForeignKey("body.id", ondelete="CASCADE"), primary_key=True
    )
    later_id: Mapped[int] = mapped_column(
        ForeignKey("body.id", ondelete="CASCADE"), primary_key=True, index=True
    )


def alternatives(bodies: Iterable[Body]) -> dict[str, tuple[str, ...]]:
    """Return for each name of a Question the other names in its lineage."""
    return {
        name: tuple(other for other in body.family if other != name)
        for body in bodies
        if body.kind == BodyKind.QUESTION and len(body.family) > 1
        for name in body.family
    }
