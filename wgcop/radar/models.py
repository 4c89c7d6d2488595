"""What was decided on a hit of the radar, what waits to be compared, and clusters of near-identical work."""

import enum
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.db import Base
from wgcop.search.radar import Finding, Shingles
from wgcop.search.radar_store import from_bytes


class Decision(enum.StrEnum):
    BUILDS_ON = "builds-on"
    COMPLEMENTS = "complements"
    SUPERSEDES = "supersedes"
    DUPLICATES = "duplicates"
    UNRELATED = "unrelated"


DECISION_NAMES = {
    Decision.BUILDS_ON: _l("Builds on it"),
    Decision.COMPLEMENTS: _l("Complements it"),
    Decision.SUPERSEDES: _l("Supersedes it"),
    Decision.DUPLICATES: _l("Duplicates it"),
    Decision.UNRELATED: _l("Unrelated"),
}

FINDING_NAMES = {
    Finding.EARLIER: _l("earlier wording of the same"),
    Finding.PASSAGES: _l("shares passages with"),
    Finding.TOPIC: _l("same topic"),
}


def finding_name(finding: Finding) -> str:
    return str(FINDING_NAMES[finding])


class RadarDecision(Base):
    """What the drafter of one record said of another that the radar found; of a pair the latest counts."""

    __tablename__ = "radar_decision"
    __table_args__ = (Index("ix_radar_decision_record_id_other_id", "record_id", "other_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[str] = mapped_column(String(200))
    other_id: Mapped[str] = mapped_column(String(200), index=True)
    finding: Mapped[Finding]
    score: Mapped[float]
    decision: Mapped[Decision]
    reason: Mapped[str] = mapped_column(String(300))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """The shingles of the text that was decided on."""

    by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @property
    def shingles(self) -> Shingles:
        return from_bytes(self.data)

    @property
    def decision_name(self) -> str:
        return str(DECISION_NAMES[self.decision])


class Unchecked(Base):
    """A record that went out while the radar did not answer: its hits are decided on later."""

    __tablename__ = "radar_unchecked"

    record_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Verdict(enum.StrEnum):
    SAME = "same"
    RELATED = "related"
    DIFFERENT = "different"


VERDICT_NAMES = {
    Verdict.SAME: _l("The same work"),
    Verdict.RELATED: _l("Related work"),
    Verdict.DIFFERENT: _l("Not the same"),
}


class Cluster(Base):
    """Near-identical work of several bodies, for the secretariat to judge once."""

    __tablename__ = "radar_cluster"

    id: Mapped[int] = mapped_column(primary_key=True)
    found_at: Mapped[datetime] = mapped_column(default=clock.now)
    verdict: Mapped[Verdict | None]
    reason: Mapped[str] = mapped_column(String(300), default="")
    judged_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    judged_at: Mapped[datetime | None] = mapped_column(index=True)

    judged_by: Mapped[Person | None] = relationship(lazy="joined")
    members: Mapped[list["ClusterMember"]] = relationship(
        cascade="all, delete-orphan", order_by="ClusterMember.record_id", lazy="selectin"
    )

    @property
    def wordings(self) -> frozenset[tuple[str, str]]:
        return frozenset((member.record_id, member.digest) for member in self.members)

    @property
    def verdict_name(self) -> str:
        return str(VERDICT_NAMES[self.verdict]) if self.verdict else ""

    def judge(self, verdict: Verdict, reason: str, *, by: Person) -> None:
        self.verdict = verdict
        self.reason = reason
        self.judged_by = by
        self.judged_at = clock.now()


class ClusterMember(Base):
    """`digest` is of the text as it was: another one is looked at anew."""

    __tablename__ = "radar_cluster_member"
    __table_args__ = (UniqueConstraint("cluster_id", "record_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("radar_cluster.id", ondelete="CASCADE"))
    record_id: Mapped[str] = mapped_column(String(200), index=True)
    digest: Mapped[str] = mapped_column(String(32))
