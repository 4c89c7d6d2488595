"""Groups: their kinds, the groups they serve, and their earlier names."""

import enum
from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop.bodies.body import Body
from wgcop.database import WORDS, Base

if TYPE_CHECKING:
    from wgcop.bodies.models import Meeting


AGENDA_EDITORS = "agenda-editors:"
"""The beginning of the names of the audiences that draw up agendas."""


class GroupKind(enum.StrEnum):
    WORKING_GROUP = "working-group"
    STUDY_GROUP = "study-group"
    RAPPORTEUR_GROUP = "rapporteur-group"
    AD_HOC_GROUP = "ad-hoc-group"
    DRAFTING_GROUP = "drafting-group"
    CORRESPONDENCE_GROUP = "correspondence-group"

    @property
    def stands_alone(self) -> bool:
        """Whether a group of this kind can exist without a group above. All others serve a group
        and report to it.
        """
        return self in (GroupKind.WORKING_GROUP, GroupKind.STUDY_GROUP)


GROUP_KIND_NAMES = {
    GroupKind.WORKING_GROUP: _l("Working group"),
    GroupKind.STUDY_GROUP: _l("Study group"),
    GroupKind.RAPPORTEUR_GROUP: _l("Rapporteur group"),
    GroupKind.AD_HOC_GROUP: _l("Ad hoc group"),
    GroupKind.DRAFTING_GROUP: _l("Drafting group"),
    GroupKind.CORRESPONDENCE_GROUP: _l("Correspondence group"),
}


class Group(Base):
    """A group that meets and numbers papers: the Council Working Group, a study group, a rapporteur
    group.

    A subgroup serves the group above it and has the same secretariat. A group is closed when its
    work is done.
    """

    __tablename__ = "working_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(300), info=WORDS)
    symbol_name: Mapped[str] = mapped_column(String(40), default="")
    """The name at the beginning of its document symbols, if that is not the code: a group can be
    renamed.
    """

    kind: Mapped[GroupKind] = mapped_column(default=GroupKind.WORKING_GROUP)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("working_group.id"), index=True)
    question_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), index=True)
    mandate: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    """The terms of reference, in a few sentences."""
    open_to_all: Mapped[bool] = mapped_column(default=True)
    """Whether everybody who takes part in the group above takes part. Otherwise its members are
    named.
    """
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    parent: Mapped["Group | None"] = relationship(remote_side=id)
    question: Mapped[Body | None] = relationship()
    meetings: Mapped[list["Meeting"]] = relationship(
        back_populates="group", order_by="Meeting.starts_on"
    )
    earlier_names: Mapped[list["GroupName"]] = relationship(
        back_populates="group",
        order_by=lambda: (GroupName.since, GroupName.name),
        cascade="all, delete-orphan",
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def url(self) -> str:
        return f"/groups/{self.code}"

    @property
    def topic(self) -> str:
        """The topic of the group. People who follow it are told about all its meetings."""
        return f"group:{self.code}"

    @property
    def kind_name(self) -> str:
        return str(GROUP_KIND_NAMES[self.kind])

    @property
    def is_below_another(self) -> bool:
        return self.parent_id is not None

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def name_in_symbols(self) -> str:
        return self.symbol_name or self.code

    @property
    def all_names(self) -> list[str]:
        """The names under which its documents are found, the current one first. Working groups of
        the Council are called both with and without the C.
        """
        names = [self.name_in_symbols, self.code, *(each.name for each in self.earlier_names)]
        others = [
            name.removeprefix("C") if name.startswith("CWG") else f"C{name}"
            for name in names
            if name.startswith(("WG", "CWG"))
        ]
        return list(dict.fromkeys([*names, *others]))

    @property
    def officers(self) -> str:
        """The audience of the group's officers."""
        return f"officers:{self.code}"

    @property
    def secretariat(self) -> str:
        """The audience that consists of the group's secretariat only."""
        return f"secretariat:{self.code}"

    @property
    def agenda_editors(self) -> str:
        """The audience of those who draw up the group's agendas: its secretariat, and the person
        who presides over it.
        """
        return f"{AGENDA_EDITORS}{self.code}"


class GroupName(Base):
    """An earlier name of a group, with its years as far as they are known, such as WG-CP, 2009 to
    2010.
    """

    __tablename__ = "group_name"
    __table_args__ = (UniqueConstraint("group_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("working_group.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(40))
    since: Mapped[int | None]
    until: Mapped[int | None]

    group: Mapped[Group] = relationship(back_populates="earlier_names")

    @property
    def years(self) -> str:
        if self.since == self.until:
            return str(self.since or "")
        return f"{self.since or ''}–{self.until or ''}"
