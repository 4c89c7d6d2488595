"""The order of items on an agenda: storing a new order, and refusing an impossible one with an
explanation.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from flask_babel import gettext as _

from wgcop import clock
from wgcop.agenda.agendas import floor_now
from wgcop.agenda.models import AgendaItem
from wgcop.agenda.outline import AgendaOutline, BelowItself, Impossible, TooDeep
from wgcop.bodies.models import Meeting
from wgcop.errors import Refused


def keep_the_floor(meeting: Meeting, items: Mapping[int, AgendaItem]) -> None:
    """Mark the item on the floor as taken up, so that it stays there when another item moves in
    front of it. Without the mark, the first open item is on the floor.
    """
    floor = floor_now(meeting)
    if floor.current is not None:
        for item in items.values():
            item.taken_up_at = (
                (item.taken_up_at or clock.now()) if item.id == floor.current else None
            )


def rearrange(items: Iterable[AgendaItem], outline: AgendaOutline) -> None:
    places = outline.places()
    for item in items:
        item.parent_id, item.position = places[item.id]


@contextmanager
def possible_places() -> Iterator[None]:
    try:
        yield
    except BelowItself as error:
        raise Refused(_("An item cannot be moved below itself.")) from error
    except TooDeep as error:
        raise Refused(_("An agenda has no more than four levels.")) from error
    except Impossible as error:
        raise Refused(
            _("The agenda has just changed. Look at it again, then move the item.")
        ) from error
