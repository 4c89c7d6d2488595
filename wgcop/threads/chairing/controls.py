"""What a reader may set in a thread, and in which zone they type moments; reads the meeting that is on."""

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
    """Whose clock shows that zone's time."""

    @property
    def typed_in(self) -> str:
        return clock_name(clock.now(), self.zone, self.place)

    @property
    def any(self) -> bool:
        return self.set_standing or self.resolve or self.pin

    def local(self, at: datetime | None) -> str:
        """As a control for date and time takes it."""
        return at.astimezone(ZoneInfo(self.zone)).strftime("%Y-%m-%dT%H:%M") if at else ""


def chair_controls(person: Person) -> ChairControls:
    """Those who may set no times are spared the question which meeting is on."""
    may_set = policy.can_set_standing(person)
    meeting = current_meeting() if may_set else None
    return ChairControls(
        set_standing=may_set,
        resolve=policy.can_resolve(person),
        pin=policy.can_pin(person),
        zone=meeting.zone if meeting else "UTC",
        place=meeting.clock_place if meeting else "",
    )
