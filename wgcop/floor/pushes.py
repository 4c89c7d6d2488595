"""Notifications to those whose papers, or whose delegation's papers, the meeting takes up next."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _

from wgcop.accounts.models import Person
from wgcop.agenda.agendas import floor_now
from wgcop.agenda.models import AgendaItem
from wgcop.agenda.queries import name_of_item
from wgcop.bodies.models import Moment
from wgcop.database import db
from wgcop.floor.concerned import people_of
from wgcop.push.models import PushKind
from wgcop.push.queue import PushWords, notify, words

SOURCE = "item"


def notify_next(item: AgendaItem, people: Collection[int]) -> None:
    notify(
        people,
        PushKind.ITEMS,
        source=SOURCE,
        target=f"{SOURCE}:{item.id}",
        topic=f"floor:{item.meeting_id}",
        about={"item": item.id},
    )


@words(SOURCE, lasts=timedelta(hours=1), urgency="high")
def as_it_leaves(person: Person, about: Sequence[Mapping[str, Any]]) -> PushWords | None:
    """Word the notification about the latest item that is still next, or already on the floor, and
    that still has a paper of the person or their delegation.
    """
    for each in reversed(about):
        item = db.session.get(AgendaItem, each["item"])
        if item is not None and (title := _title(item)) and _concerns(item, person):
            return PushWords(title, item.meeting.title, item.url)
    return None


def _title(item: AgendaItem) -> str:
    if item.closed or item.meeting.moment != Moment.NOW:
        return ""
    floor = floor_now(item.meeting)
    if item.id == floor.next:
        return _("Next: %(item)s", item=name_of_item(item))
    if item.id == floor.current:
        return _("Now on the floor: %(item)s", item=name_of_item(item))
    return ""


def _concerns(item: AgendaItem, person: Person) -> bool:
    return any(each.id == person.id for each in people_of(item, whole_delegations=True))
