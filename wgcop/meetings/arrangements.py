"""The arrangements of a meeting by the secretariat. If they set no deadline for contributions, the
rule of the group applies.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Self

from flask_babel import gettext as _

from wgcop.bodies.models import Meeting
from wgcop.bodies.zones import is_zone
from wgcop.errors import Invalid
from wgcop.numbering.deadlines.rule import DeadlineRule

OPENING = time(9, 30)


@dataclass(frozen=True)
class Arrangements:
    """The arrangements of a meeting. If `due` is None, `rule`, the deadline rule of the group,
    decides.
    """

    title: str
    place: str
    zone: str
    starts_on: date
    ends_on: date
    opens_at: time = OPENING
    join_url: str = ""
    town: str = ""
    contact: str = ""
    contact_address: str = ""
    due: datetime | None = None
    rule: DeadlineRule = field(default_factory=DeadlineRule)

    @classmethod
    def of(cls, meeting: Meeting, rule: DeadlineRule) -> Self:
        """Return the arrangements of a meeting as it is. `due` is set only if it differs from the
        deadline of the rule.
        """
        by_rule = cls(
            title=meeting.title,
            place=meeting.place,
            zone=meeting.zone,
            starts_on=meeting.starts_on,
            ends_on=meeting.ends_on,
            opens_at=meeting.opens_at,
            join_url=meeting.join_url,
            town=meeting.town,
            contact=meeting.contact,
            contact_address=meeting.contact_address,
            rule=rule,
        )
        if by_rule.contributions_due.astimezone(UTC) == meeting.contributions_due:
            return by_rule
        return replace(by_rule, due=meeting.contributions_due.astimezone(meeting.time_zone))

    def check(self) -> None:
        if not is_zone(self.zone):
            raise Invalid(
                _("There is no time zone “%(zone)s”. Enter it like Europe/Zurich.", zone=self.zone)
            )
        if self.ends_on < self.starts_on:
            raise Invalid(_("A meeting cannot end before it starts."))

    @property
    def contributions_due(self) -> datetime:
        return self.due or self.rule.due(self.starts_on, self.zone)
