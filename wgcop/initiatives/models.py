"""The entry of the registry: an initiative for children online, its level, and the sources of its
facts.
"""

import enum
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    Select,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from wgcop import clock, dates
from wgcop.accounts.models import Delegation, Person
from wgcop.bodies.countries import named_countries
from wgcop.bodies.levels import LEVEL_NAMES, REGION_NAMES, Level, Region
from wgcop.database import WORDS, Base
from wgcop.errors import Refused
from wgcop.fields.showing import ShownFact, shown_facts, words_of
from wgcop.i18n import comma
from wgcop.initiatives.fields import IN_SEARCH, ON_PAGE
from wgcop.initiatives.kinds import (
    INITIATIVE_KIND_NAMES,
    MEASURE_NAMES,
    PROJECT_STATE_NAMES,
    STATE_NAMES,
    TARGET_GROUP_NAMES,
    Confidence,
    Dimension,
    EntryState,
    InitiativeKind,
    Measure,
    ProjectState,
    TargetGroup,
)
from wgcop.resolutions.models import Clause
from wgcop.search.records import KindNames, Record, Searchable

MOST_NAMED = 4


REGISTRY = "registry"
"""The topic of the registry as a whole."""
UNCONFIRMED = "unconfirmed"
"""The state that search gives to an entry that was not confirmed in time."""
OVER = {ProjectState.COMPLETED, ProjectState.CANCELLED}
LONGEST_CHAIN = 5
"""The depth to which search loads the names of entries merged into an entry, and into those in
turn.
"""


def topic_name(slug: str) -> str:
    return f"initiative:{slug}"


initiative_clause = Table(
    "initiative_clause",
    Base.metadata,
    Column("initiative_id", ForeignKey("initiative.id", ondelete="CASCADE"), primary_key=True),
    Column("clause_id", ForeignKey("clause.id"), primary_key=True, index=True),
)


class Coverage(Base):
    """One region, country (ISO 3166-1 alpha-2), target group or measure that an entry covers."""

    __tablename__ = "initiative_coverage"

    initiative_id: Mapped[int] = mapped_column(
        ForeignKey("initiative.id", ondelete="CASCADE"), primary_key=True
    )
    dimension: Mapped[Dimension] = mapped_column(primary_key=True, index=True)
    value: Mapped[str] = mapped_column(String(40), primary_key=True)


class Initiative(Searchable, Base):
    """An entry of the registry. `area` is the coverage in the entry's own words: `Kenya`, `European
    Union`, `Commonwealth`.
    """

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
    number: Mapped[int | None] = mapped_column(unique=True)
    """The number in the registry, `7` for `INI-007`, given when the entry is accepted and never
    reused.
    """
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    state: Mapped[EntryState] = mapped_column(default=EntryState.ACCEPTED, index=True)
    name: Mapped[str] = mapped_column(String(300), info=WORDS)
    acronym: Mapped[str] = mapped_column(String(40), default="", info=WORDS)
    kind: Mapped[InitiativeKind]
    level: Mapped[Level]
    area: Mapped[str] = mapped_column(String(120), default="", info=WORDS)
    lead: Mapped[str] = mapped_column(String(300), default="", info=WORDS)
    partners: Mapped[list[str]] = mapped_column(JSON, default=list, info=WORDS)
    started: Mapped[str] = mapped_column(String(10), default="")
    started_note: Mapped[str] = mapped_column(String(60), default="", info=WORDS)
    """The qualification that the source adds to the date: `from memory`, `c.`"""
    ended: Mapped[str] = mapped_column(String(10), default="")
    ended_note: Mapped[str] = mapped_column(String(60), default="", info=WORDS)
    scope: Mapped[str] = mapped_column(Text, info=WORDS)
    links: Mapped[list[str]] = mapped_column(JSON, default=list, info=WORDS)
    source: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    confidence: Mapped[Confidence] = mapped_column(default=Confidence.SOURCED)
    contact_role: Mapped[str] = mapped_column(String(200), default="", info=WORDS)
    """The contact, by role and never by name: "Focal point for child online protection, BDT"."""
    contact_address: Mapped[str] = mapped_column(String(254), default="", info=WORDS)
    basis: Mapped[str] = mapped_column(String(300), default="", info=WORDS)
    """The basis of a partnership: "Memorandum of understanding, 2008"."""
    regional_office: Mapped[str] = mapped_column(String(120), default="", info=WORDS)
    budget_line: Mapped[str] = mapped_column(String(200), default="", info=WORDS)
    """The budget line of a regional project, if it is public."""
    project_state: Mapped[ProjectState | None]

    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"), index=True)
    """The delegation that answers for the entry. If it is None, the secretariat does."""
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    proposed_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("initiative.id"), index=True)
    confirm_by: Mapped[date | None] = mapped_column(index=True)
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)

    coverage: Mapped[list[Coverage]] = relationship(
        cascade="all, delete-orphan", order_by=(Coverage.dimension, Coverage.value)
    )
    clauses: Mapped[list[Clause]] = relationship(secondary=initiative_clause, order_by=Clause.id)
    delegation: Mapped[Delegation | None] = relationship()
    proposed_by: Mapped[Person | None] = relationship(foreign_keys=[proposed_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=[confirmed_by_id])
    merged_into: Mapped["Initiative | None"] = relationship(
        remote_side=[id], back_populates="merged_from"
    )
    merged_from: Mapped[list["Initiative"]] = relationship(
        back_populates="merged_into", order_by=number
    )

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
    def reference(self) -> str:
        """Return the reference, such as `INI-007`; empty before the entry is accepted."""
        return f"INI-{self.number:03}" if self.number else ""

    @property
    def is_accepted(self) -> bool:
        return self.state == EntryState.ACCEPTED

    @property
    def years(self) -> str:
        return dates.years(self.started, self.ended)

    @property
    def kind_name(self) -> str:
        return str(INITIATIVE_KIND_NAMES[self.kind])

    @property
    def level_name(self) -> str:
        return str(LEVEL_NAMES[self.level])

    def covered(self, dimension: Dimension) -> tuple[str, ...]:
        return tuple(row.value for row in self.coverage if row.dimension == dimension)

    def cover(self, dimension: Dimension, values: Iterable[str]) -> None:
        """Replace the values that the entry covers in this dimension."""
        wanted = {str(value) for value in values}
        self.coverage = [
            row for row in self.coverage if row.dimension != dimension or row.value in wanted
        ]
        missing = wanted.difference(self.covered(dimension))
        self.coverage += [Coverage(dimension=dimension, value=value) for value in sorted(missing)]

    @property
    def regions(self) -> tuple[Region, ...]:
        return _in_order(Region, self.covered(Dimension.REGION))

    @property
    def countries(self) -> tuple[str, ...]:
        return tuple(sorted(self.covered(Dimension.COUNTRY)))

    @property
    def target_groups(self) -> tuple[TargetGroup, ...]:
        return _in_order(TargetGroup, self.covered(Dimension.TARGET_GROUP))

    @property
    def measures(self) -> tuple[Measure, ...]:
        return _in_order(Measure, self.covered(Dimension.MEASURE))

    @property
    def region_names(self) -> list[str]:
        return [str(REGION_NAMES[region]) for region in self.regions]

    @property
    def country_names(self) -> list[str]:
        return list(named_countries(self.countries).values())

    @property
    def target_group_names(self) -> list[str]:
        return [str(TARGET_GROUP_NAMES[group]) for group in self.target_groups]

    @property
    def measure_names(self) -> list[str]:
        return [str(MEASURE_NAMES[measure]) for measure in self.measures]

    @property
    def project_state_name(self) -> str:
        return str(PROJECT_STATE_NAMES[self.project_state]) if self.project_state else ""

    @property
    def where(self) -> str:
        """Return the place: `Kenya, Africa`, `Arab States`, or nothing for a worldwide entry. If
        there are many countries, only their regions are named.
        """
        countries = self.country_names if len(self.countries) <= MOST_NAMED else ()
        return comma().join(
            dict.fromkeys(filter(None, (self.area, *countries, *self.region_names)))
        )

    @property
    def shown(self) -> list[ShownFact]:
        return shown_facts(self, ON_PAGE)

    @property
    def needs_confirmation(self) -> bool:
        return self.confidence != Confidence.SOURCED

    def accept(self, *, by: Person) -> None:
        if self.state != EntryState.PROPOSED:
            raise Refused(_("This entry is no longer waiting for a decision."))
        self.state = EntryState.ACCEPTED
        self._decide("", by)

    def decline(self, reason: str, *, by: Person) -> None:
        if self.state != EntryState.PROPOSED:
            raise Refused(_("This entry is no longer waiting for a decision."))
        self.state = EntryState.DECLINED
        self._decide(reason, by)

    def withdraw(self) -> None:
        if self.state != EntryState.PROPOSED:
            raise Refused(_("Only a proposed entry can be withdrawn."))
        self.state = EntryState.WITHDRAWN

    def propose_again(self) -> None:
        if self.state not in (EntryState.DECLINED, EntryState.WITHDRAWN):
            raise Refused(_("This entry is already proposed."))
        self.state = EntryState.PROPOSED
        self.proposed_at = clock.now()
        self.decision_note = ""

    def _decide(self, reason: str, by: Person) -> None:
        self.decided_by = by
        self.decided_at = clock.now()
        self.decision_note = reason

    @property
    def state_name(self) -> str:
        return str(STATE_NAMES[self.state])

    @property
    def circle(self) -> str:
        """The audience of its topic until it is accepted; see `circles` for who belongs to it."""
        return f"proposal:{self.id}"

    @property
    def heard_by(self) -> str:
        """The audience of its topic: public if the entry is accepted, or was until it was merged
        into another; otherwise its circle.
        """
        was_public = self.state == EntryState.MERGED and self.number
        return "public" if self.is_accepted or was_public else self.circle

    @property
    def is_over(self) -> bool:
        """Return whether the initiative has ended, or was completed or cancelled. Nobody is asked
        to confirm it again.
        """
        return self.project_state in OVER or dates.has_passed(self.ended, clock.now().date())

    @property
    def is_unconfirmed(self) -> bool:
        """Return whether the entry is overdue: it is accepted and not over, and its date for
        confirmation has passed.
        """
        return bool(
            self.is_accepted
            and self.confirm_by
            and self.confirm_by < clock.now().date()
            and not self.is_over
        )

    def confirm(self, *, by: Person) -> None:
        self.confirmed_at = clock.now()
        self.confirmed_by = by
        self.confirm_by = dates.a_year_after(clock.now().date())

    @property
    def last(self) -> "Initiative":
        """Return the entry that stays at the end of a chain of merges: this one if it was not
        merged.
        """
        return self.merged_into.last if self.merged_into else self

    @property
    def former_names(self) -> tuple[str, ...]:
        """Return the numbers and names of all entries that were merged into this one, directly or
        by way of others.
        """
        return tuple(
            name
            for entry in self.merged_from
            for name in (entry.reference, entry.title, *entry.former_names)
            if name
        )

    @property
    def audiences(self) -> frozenset[str]:
        """Return who may read the entry: everybody once it is accepted; before that those who
        propose it.
        """
        return frozenset({"public"}) if self.is_accepted else self.proposing

    @property
    def proposing(self) -> frozenset[str]:
        """The audiences of its proposer, their delegation and the secretariat."""
        asked = {"secretariat"}
        if self.proposed_by_id:
            asked.add(f"person:{self.proposed_by_id}")
        if self.delegation_id:
            asked.add(f"delegation:{self.delegation_id}")
        return frozenset(asked)

    @classmethod
    def search_query(cls) -> Select[Any]:
        return select(cls).options(
            selectinload(cls.coverage),
            selectinload(cls.clauses),
            selectinload(cls.merged_from, recursion_depth=LONGEST_CHAIN),
        )

    def search_record(self) -> Record | None:
        if self.state == EntryState.MERGED:
            return None
        return Record(
            id=f"initiative:{self.id}",
            kind="initiative",
            title=self.title,
            text="\n".join(filter(None, self._searched())),
            symbol=self.reference,
            state=UNCONFIRMED if self.is_unconfirmed else "",
            url=self.url,
            year=dates.year_of(self.started),
            level=self.level,
            region=self.regions[0] if len(self.regions) == 1 else "",
            regions=self.regions,
            countries=self.countries,
            source=self.lead,
            clauses=tuple(clause.wid for clause in self.clauses),
            also_called=(self.kind.replace("-", " "), self.area, *self.former_names),
            audience=self.audiences,
        )

    def _searched(self) -> Iterable[str]:
        yield from (self.scope, self.lead, *self.partners, self.where)
        yield from words_of(self, IN_SEARCH)


@event.listens_for(Initiative, "before_insert")
@event.listens_for(Initiative, "before_update")
def _give_first_date(_mapper: Any, _connection: Any, initiative: Initiative) -> None:
    """Set the date for confirmation to a year from now when an accepted entry is stored without
    one, however it was created. A new row without a state will be accepted by default.
    """
    if initiative.confirm_by is None and initiative.state in (None, EntryState.ACCEPTED):
        initiative.confirm_by = dates.a_year_after(clock.now().date())


E = TypeVar("E", bound=enum.StrEnum)


def _in_order(kind: type[E], values: Iterable[str]) -> tuple[E, ...]:
    present = set(values)
    return tuple(each for each in kind if each.value in present)


class EntryVersion(Base):
    """A version of an entry, stored after each action on it. `facts` has the columns of the
    registry's sheet.
    """

    __tablename__ = "initiative_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    initiative_id: Mapped[int] = mapped_column(
        ForeignKey("initiative.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int]
    done: Mapped[str] = mapped_column(String(40))
    """The action: `proposed`, `accepted`, `edited`, `confirmed`, `imported`, `merged`, …"""
    note: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, info=WORDS)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)

    by: Mapped[Person | None] = relationship()
    initiative: Mapped[Initiative] = relationship()


class OverlapAnswer(enum.StrEnum):
    JOIN_US = "join-us"
    STAYS_APART = "stays-apart"


OVERLAP_ANSWER_NAMES = {
    OverlapAnswer.JOIN_US: _l("Join us"),
    OverlapAnswer.STAYS_APART: _l("Stays apart"),
}


class Overlap(Base):
    """A proposed entry that overlaps with an existing one, whose owner was told and may answer."""

    __tablename__ = "initiative_overlap"
    __table_args__ = (UniqueConstraint("initiative_id", "other_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    initiative_id: Mapped[int] = mapped_column(
        ForeignKey("initiative.id", ondelete="CASCADE"), index=True
    )
    other_id: Mapped[int] = mapped_column(
        ForeignKey("initiative.id", ondelete="CASCADE"), index=True
    )
    told_at: Mapped[datetime] = mapped_column(default=clock.now)
    answer: Mapped[OverlapAnswer | None]
    words: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    contact: Mapped[str] = mapped_column(String(254), default="", info=WORDS)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    answered_at: Mapped[datetime | None]

    @property
    def url(self) -> str:
        return f"/initiatives/overlaps/{self.id}"

    @property
    def answer_name(self) -> str:
        return str(OVERLAP_ANSWER_NAMES[self.answer]) if self.answer else ""

    initiative: Mapped[Initiative] = relationship(foreign_keys=[initiative_id])
    other: Mapped[Initiative] = relationship(foreign_keys=[other_id])
    answered_by: Mapped[Person | None] = relationship()
