"""What the secretariat sets for a meeting, and the rule for when contributions are due."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo, available_timezones

from flask_babel import gettext as _

from wgcop.bodies.models import Meeting
from wgcop.errors import Invalid

CALENDAR_DAYS = 12
LAST_MINUTE = time(23, 59)
OPENING = time(9, 30)


@dataclass(frozen=True)
class Arrangements:
    """`due` is None if the rule of twelve calendar days decides."""

    title: str
    place: str
    zone: str
    starts_on: date
    ends_on: date
    opens_at: time = OPENING
    join_url: str = ""
    town: str = ""
    due: datetime | None = None

    @classmethod
    def of(cls, meeting: Meeting) -> Self:
        """Of a meeting as it is. `due` is set only if somebody chose another moment than the rule."""
        by_rule = cls(
            title=meeting.title,
            place=meeting.place,
            zone=meeting.zone,
            starts_on=meeting.starts_on,
            ends_on=meeting.ends_on,
            opens_at=meeting.opens_at,
            join_url=meeting.join_url,
            town=meeting.town,
        )
        if by_rule.contributions_due.astimezone(UTC) == meeting.contributions_due:
            return by_rule
        return replace(by_rule, due=meeting.contributions_due.astimezone(meeting.time_zone))

    def check(self) -> None:
        if not is_zone(self.zone):
            raise Invalid(
                _("There is no time zone “%(zone)s”. Write it as Europe/Zurich.", zone=self.zone)
            )
        if self.ends_on < self.starts_on:
            raise Invalid(_("A meeting cannot end before it starts."))

    @property
    def contributions_due(self) -> datetime:
        return self.due or due_by_rule(self.starts_on, self.zone)


def due_by_rule(starts_on: date, zone: str) -> datetime:
    """Twelve calendar days before the opening, at the end of that day where the meeting is."""
    return datetime.combine(starts_on - timedelta(days=CALENDAR_DAYS), LAST_MINUTE, ZoneInfo(zone))


def is_zone(name: str) -> bool:
    return name in available_timezones()


def zone_names() -> list[str]:
    """Zones named after a place, and UTC."""
    return sorted(
        name
        for name in available_timezones()
        if name == "UTC"
        or ("/" in name and not name.startswith(("Etc/", "SystemV/", "posix/", "right/")))
    )
