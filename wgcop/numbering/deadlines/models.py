"""The deadlines that the secretariat set for a group, and the timing of a paper when it was
submitted.
"""

from collections.abc import Collection
from datetime import date, datetime, time

from sqlalchemy import JSON, ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from wgcop.bodies.models import Group, GroupKind, Meeting, Moment
from wgcop.database import db
from wgcop.numbering.deadlines.rule import LAST_MINUTE, DeadlineRule, Deadlines, Timing
from wgcop.numbering.deadlines.working_days import WORKING_WEEK
from wgcop.numbering.kinds import DocumentKind
from wgcop.numbering.locked_rules import StoredRules

WHEN_IT_MEETS = DeadlineRule(action_days=0, delayed_days=0)
USUAL = {
    GroupKind.AD_HOC_GROUP: WHEN_IT_MEETS,
    GroupKind.DRAFTING_GROUP: WHEN_IT_MEETS,
}
"""The deadlines of groups of these kinds until the secretariat sets others. Such groups meet within
hours of being set up.
"""


class GroupDeadlines(StoredRules):
    """The deadlines of one group. `exempt` maps kinds of document to days, `holidays` are days as
    `2026-12-25`, and `working_week` counts from 0 for Monday.
    """

    __tablename__ = "group_deadlines"

    group_id: Mapped[int] = mapped_column(
        ForeignKey("working_group.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    translated_days: Mapped[int | None]
    action_days: Mapped[int]
    delayed_days: Mapped[int]
    posting_days: Mapped[int]
    available_days: Mapped[int | None]
    exempt: Mapped[dict[str, int | None]] = mapped_column(JSON, default=dict)
    last_minute: Mapped[time] = mapped_column(default=LAST_MINUTE)
    zone: Mapped[str] = mapped_column(String(60), default="")
    working_week: Mapped[list[int]] = mapped_column(JSON, default=lambda: sorted(WORKING_WEEK))
    holidays: Mapped[list[str]] = mapped_column(JSON, default=list)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def rule(self) -> DeadlineRule:
        return DeadlineRule(
            translated_days=self.translated_days,
            action_days=self.action_days,
            delayed_days=self.delayed_days,
            posting_days=self.posting_days,
            available_days=self.available_days,
            exempt={kind: self.exempt[kind] for kind in DocumentKind if kind in self.exempt},
            last_minute=self.last_minute,
            zone=self.zone,
            working_week=frozenset(self.working_week),
            holidays=frozenset(map(date.fromisoformat, self.holidays)),
        )

    def set_rule(self, rule: DeadlineRule) -> None:
        self.translated_days = rule.translated_days
        self.action_days = rule.action_days
        self.delayed_days = rule.delayed_days
        self.posting_days = rule.posting_days
        self.available_days = rule.available_days
        self.exempt = {str(kind): days for kind, days in rule.exempt.items()}
        self.last_minute = rule.last_minute
        self.zone = rule.zone
        self.working_week = sorted(rule.working_week)
        self.holidays = sorted(day.isoformat() for day in rule.holidays)


class Timed:
    """Columns of a paper that say whether it came in time and by when the secretariat must have
    posted it.
    """

    timing: Mapped[Timing | None]
    post_by: Mapped[datetime | None]


def rule_of(group: Group) -> DeadlineRule:
    stored = db.session.get(GroupDeadlines, group.id)
    return stored.rule if stored else USUAL.get(group.kind, DeadlineRule())


def deadlines_set_for(groups: Collection[int]) -> dict[int, GroupDeadlines]:
    """Return the stored deadlines by the ids of their groups, in one SQL statement. Groups without
    deadlines of their own are left out.
    """
    stored = db.session.scalars(select(GroupDeadlines).where(GroupDeadlines.group_id.in_(groups)))
    return {each.group_id: each for each in stored}


def deadlines_of(meeting: Meeting, kind: DocumentKind, rule: DeadlineRule) -> Deadlines:
    """Return the deadlines of a paper of this kind for a meeting. A report has none once its
    meeting has begun, because it is about that meeting and is approved at its end or later.
    """
    if kind == DocumentKind.REPORT and meeting.moment != Moment.COMING:
        return Deadlines()
    return rule.deadlines(
        meeting.starts_on,
        meeting.zone,
        kind,
        ends_on=meeting.ends_on,
        due=meeting.contributions_due,
    )
