"""Decisions on hits of the radar, records that still wait for their check, and pairs of near-identical works."""

import enum
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.database import WORDS, Base
from wgcop.errors import Refused
from wgcop.radar.matching.overlap import Finding, Shingles
from wgcop.radar.shingle_store import from_bytes


class Relation(enum.StrEnum):
    BUILDS_ON = "builds-on"
    COMPLEMENTS = "complements"
    SUPERSEDES = "supersedes"
    DUPLICATES = "duplicates"
    UNRELATED = "unrelated"


RELATION_NAMES = {
    Relation.BUILDS_ON: _l("Builds on it"),
    Relation.COMPLEMENTS: _l("Complements it"),
    Relation.SUPERSEDES: _l("Supersedes it"),
    Relation.DUPLICATES: _l("Duplicates it"),
    Relation.UNRELATED: _l("Unrelated"),
}

FINDING_NAMES = {
    Finding.EARLIER: _l("earlier wording of the same document"),
    Finding.PASSAGES: _l("shares passages with"),
    Finding.TOPIC: _l("same topic"),
}


def finding_name(finding: Finding) -> str:
    return str(FINDING_NAMES[finding])


class RadarDecision(Base):
    """A drafter's decision on how a record relates to an earlier one. The latest decision on a pair
    counts.
    """

    __tablename__ = "radar_decision"
    __table_args__ = (Index("ix_radar_decision_record_id_other_id", "record_id", "other_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[str] = mapped_column(String(200))
    other_id: Mapped[str] = mapped_column(String(200), index=True)
    finding: Mapped[Finding]
    score: Mapped[float]
    decision: Mapped[Relation]
    reason: Mapped[str] = mapped_column(String(300), info=WORDS)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """The shingles of the text to which the decision refers."""

    by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @property
    def shingles(self) -> Shingles:
        return from_bytes(self.data)

    @property
    def decision_name(self) -> str:
        return str(RELATION_NAMES[self.decision])


class Unchecked(Base):
    """A record that was submitted while the radar did not answer. Its hits are decided on later."""

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


class Pair(Base):
    """A pair of near-identical works of different bodies, for the secretariat to judge once.

    The digests are those of the judged texts: if a text changes, the pair is judged again.
    """

    __tablename__ = "radar_pair"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(32))
    other_id: Mapped[str] = mapped_column(String(200))
    other_digest: Mapped[str] = mapped_column(String(32))
    found_at: Mapped[datetime] = mapped_column(default=clock.now)
    verdict: Mapped[Verdict | None]
    reason: Mapped[str] = mapped_column(String(300), default="", info=WORDS)
    judged_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    judged_at: Mapped[datetime | None] = mapped_column(index=True)

    judged_by: Mapped[Person | None] = relationship(lazy="joined")

    @property
    def wordings(self) -> frozenset[tuple[str, str]]:
        return frozenset(((self.record_id, self.digest), (self.other_id, self.other_digest)))

    @property
    def is_judged(self) -> bool:
        return self.judged_at is not None

    @property
    def verdict_name(self) -> str:
        return str(VERDICT_NAMES[self.verdict]) if self.verdict else ""

    def judge(self, verdict: Verdict, reason: str, *, by: Person) -> None:
        if self.is_judged:
            raise Refused(
                _("Somebody has already judged this: %(verdict)s.", verdict=self.verdict_name)
            )
        self.verdict = verdict
        self.reason = reason
        self.judged_by = by
        self.judged_at = clock.now()

    def take_back(self) -> None:
        """Withdraw the judgement; the pair is open again. Raise Refused if it has not been judged."""
        if not self.is_judged:
            raise Refused(_("This has not been judged yet: there is nothing to withdraw."))
        self.verdict = self.judged_by = self.judged_at = None
        self.reason = ""
