"""The settings that a person may change in a thread, and the time zone in which they type times."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.i18n import clock_name
from wgcop.threads import policy
from wgcop.threads.chairing.queries import current_meeting


@dataclass(frozen=True)
class ChairControls:
    set_standing: bool = False
    resolve: bool = False
    pin: bool = False
    zone: str = "UTC"
    place: str = ""
    """The town that pages name the zone's time after."""

    @property
    def typed_in(self) -> str:
        return clock_name(clock.now(), self.zone, self.place)

    @property
    def any(self) -> bool:
        return self.set_standing or self.resolve or self.pin

    def local(self, at: datetime | None) -> str:
        """Format a time in this zone for an input of date and time; empty for None."""
        return at.astimezone(ZoneInfo(self.zone)).strftime("%Y-%m-%dT%H:%M") if at else ""


def chair_controls(person: Person) -> ChairControls:
    """Return the settings that the person may change in threads. The current meeting is read only
    for those who may set a standing.
    """
    may_set = policy.can_set_standing(person)
    meeting = current_meeting() if may_set else None
    return ChairControls(
        set_standing=may_set,
        resolve=policy.can_resolve(person),
        pin=policy.can_pin(person),
        zone=meeting.zone if meeting else "UTC",
        place=meeting.clock_place if meeting else "",
    )
