"""What a reader may set in a thread, and in which zone they type moments; reads the meeting that is on."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.i18n import clock_name
from wgcop.threads import policy
from wgcop.threads.chairing.queries import meeting_that_is_on


@dataclass(frozen=True)
class MayLead:
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


def what_may_be_led(person: Person) -> MayLead:
    """Those who may set no times are spared the question which meeting is on."""
    may_set = policy.can_set_standing(person)
    meeting = meeting_that_is_on() if may_set else None
    return MayLead(
        set_standing=may_set,
        resolve=policy.can_resolve(person),
        pin=policy.can_pin(person),
        zone=meeting.zone if meeting else "UTC",
        place=meeting.clock_place if meeting else "",
    )
