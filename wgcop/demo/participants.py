"""The registrations for the third meeting of the demo world, and the attendance on its first day."""

from dataclasses import dataclass

from wgcop.registration.models import Attendance


@dataclass(frozen=True)
class DemoRegistration:
    """A registration that was made `days` days before the world is loaded."""

    days: int
    planned: Attendance
    attended: Attendance | None = None


@dataclass(frozen=True)
class DemoVisitor:
    """A person without an account, whom the secretariat registers."""

    name: str
    organization: str
    email: str
    days: int
    planned: Attendance


IN_PERSON, REMOTE = Attendance.IN_PERSON, Attendance.REMOTE

# The keys are first names. Ines and a few others have not registered.
REGISTERED = {
    "amina": DemoRegistration(52, IN_PERSON, IN_PERSON),
    "wanjiru": DemoRegistration(51, REMOTE, REMOTE),
    "luc": DemoRegistration(49, IN_PERSON, IN_PERSON),
    "elke": DemoRegistration(44, IN_PERSON, IN_PERSON),
    "helena": DemoRegistration(43, IN_PERSON, IN_PERSON),
    "farid": DemoRegistration(40, IN_PERSON, REMOTE),
    "teresa": DemoRegistration(33, REMOTE, REMOTE),
    "haruko": DemoRegistration(31, IN_PERSON, IN_PERSON),
    "mateo": DemoRegistration(24, REMOTE),
    "ruth": DemoRegistration(19, REMOTE, REMOTE),
}

VISITORS = (
    DemoVisitor(
        "Nadia Tolmas", "Lake Schools Association", "nadia@example.org", 18, Attendance.REMOTE
    ),
)
