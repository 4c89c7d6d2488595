"""An entry of the registry: what somebody does for children online, at which level, and how we know."""

import enum
from datetime import datetime

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from wgcop import clock, dates
from wgcop.bodies.levels import LEVEL_NAMES, REGION_NAMES, Level, Region
from wgcop.db import Base
from wgcop.search.records import KindNames, Record, Searchable


class InitiativeKind(enum.StrEnum):
    CAMPAIGN = "campaign"
    TECHNOLOGY = "technology"
    GUIDELINES = "guidelines"
    LEGAL_INSTRUMENT = "legal-instrument"
    NETWORK = "network"
    HOTLINE = "hotline"
    STUDY = "study"
    CAPACITY_BUILDING = "capacity-building"
    REGIONAL_PROJECT = "regional-project"
    PARTNERSHIP = "partnership"
    PROGRAMME = "programme"


class Confidence(enum.StrEnum):
    """How sure the entry's facts are: each has a source, or some still need one."""

    SOURCED = "sourced"
    TO_BE_CONFIRMED = "to-be-confirmed"


INITIATIVE_KIND_NAMES = {
    InitiativeKind.CAMPAIGN: _l("Campaign"),
    InitiativeKind.TECHNOLOGY: _l("Technology"),
    InitiativeKind.GUIDELINES: _l("Guidelines"),
    InitiativeKind.LEGAL_INSTRUMENT: _l("Legal instrument"),
    InitiativeKind.NETWORK: _l("Network"),
    InitiativeKind.HOTLINE: _l("Hotline or helpline"),
    InitiativeKind.STUDY: _l("Study"),
    InitiativeKind.CAPACITY_BUILDING: _l("Capacity building"),
    InitiativeKind.REGIONAL_PROJECT: _l("Regional project"),
    InitiativeKind.PARTNERSHIP: _l("Partnership"),
    InitiativeKind.PROGRAMME: _l("Programme"),
}

CONFIDENCE_NAMES = {
    Confidence.SOURCED: _l("Sourced"),
    Confidence.TO_BE_CONFIRMED: _l("To be confirmed"),
}


def topic_name(slug: str) -> str:
    return f"initiative:{slug}"


class Initiative(Searchable, Base):
    """`region` is one of ITU-D's six, `area` what the entry itself covers: `Kenya`, `European Union`."""

    __tablename__ = "initiative"
    search_kind = "initiative"
    search_names = KindNames(
        one=_l("Registry entry"),
        many=_l("Registry"),
        all_of=lambda count: ngettext(
            "All %(num)d registry entry", "All %(num)d registry entries", count
        ),
        plurals=("initiatives",),
        aliases=("entry", "entries", "registry"),
        help_place=8,
    )
    shows_level = True
    is_work = True

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    acronym: Mapped[str] = mapped_column(String(40), default="")
    kind: Mapped[InitiativeKind]
    level: Mapped[Level]
    region: Mapped[Region | None]
    area: Mapped[str] = mapped_column(String(120), default="")
    lead: Mapped[str] = mapped_column(String(300), default="")
    started: Mapped[str] = mapped_column(String(10), default="")
    ended: Mapped[str] = mapped_column(String(10), default="")
    scope: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text, default="")
    confidence: Mapped[Confidence] = mapped_column(default=Confidence.SOURCED)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def topic(self) -> str:
        return topic_name(self.slug)

    @property
    def url(self) -> str:
        return f"/initiatives/{self.slug}"

    @property
    def title(self) -> str:
        return f"{self.name} ({self.acronym})" if self.acronym else self.name

    @property
    def years(self) -> str:
        return dates.years(self.started, self.ended)

    @property
    def kind_name(self) -> str:
        return str(INITIATIVE_KIND_NAMES[self.kind])

    @property
    def level_name(self) -> str:
        return str(LEVEL_NAMES[self.level])

    @property
    def where(self) -> str:
        """`Kenya, Africa`, `Arab States`, or nothing for what is worldwide."""
        region = str(REGION_NAMES[self.region]) if self.region else ""
        return ", ".join(dict.fromkeys(filter(None, (self.area, region))))

    @property
    def needs_confirmation(self) -> bool:
        return self.confidence == Confidence.TO_BE_CONFIRMED

    def search_record(self) -> Record:
        return Record(
            id=f"initiative:{self.id}",
            kind="initiative",
            title=self.title,
            text=f"{self.scope}\n{self.lead}\n{self.where}",
            url=self.url,
            year=dates.year_of(self.started),
            level=self.level,
            region=self.region or "",
            source=self.lead,
            also_called=(self.kind.replace("-", " "), self.area),
            audience=frozenset({"public"}),
        )
