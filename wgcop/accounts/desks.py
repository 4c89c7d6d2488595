"""Notifies open pages about a delegation of changes that none of their topics reports. The message
has no content: each page asks for what its own reader may see.
"""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from wgcop import live
from wgcop.accounts.models import Delegation, Person
from wgcop.database import after_commit


def tell_desks(audiences: Iterable[str], *, session: Session | None = None) -> None:
    """Notify, after the commit, the open desks of people in these audiences of delegations or of
    their heads. Other audiences have no desk.
    """
    after_commit(_tell, *audiences, session=session)


def _tell(audiences: list[str]) -> None:
    for audience in dict.fromkeys(audiences):
        kind, _colon, key = audience.partition(":")
        room = live.changes_room(f"delegation:{key}", audience)
        if kind in ("delegation", "heads") and live.is_heard(room):
            live.send("changed", {"topic": f"delegation:{key}"}, to=room)


def tell_own_pages(person: Person, delegation: Delegation) -> None:
    """Notify, after the commit, all open pages of this person alone: a change that concerns nobody
    else in the delegation.
    """
    after_commit(_tell_person, (person.id, delegation.topic))


def _tell_person(told: list[tuple[int, str]]) -> None:
    for person_id, topic in dict.fromkeys(told):
        if live.is_heard(room := live.marks_room(person_id)):
            live.send("changed", {"topic": topic}, to=room)
