"""How a meeting and its agenda change on open pages: for everybody, and for members."""

from wgcop.bodies.models import Meeting
from wgcop.history.presenters import Presentation, presents_nothing, presents_row, replaced
from wgcop.meetings import queries
from wgcop.meetings.agendas import agenda_of
from wgcop.meetings.models import AgendaItem
from wgcop.meetings.outcomes.queries import outcome_of

PUBLIC = frozenset({"public"})
MEMBERS = frozenset({"public", "members"})


@presents_row("agenda", Meeting)
def agenda(meeting: Meeting, _: str) -> Presentation:
    """Only what is public, even while the agenda is not: this room is open to everybody once it is."""
    return _agenda(meeting, PUBLIC)


@presents_row("members-agenda", Meeting)
def members_agenda(meeting: Meeting, _: str) -> Presentation:
    return _agenda(meeting, MEMBERS)


@presents_row("meeting", Meeting)
def head(meeting: Meeting, _: str) -> Presentation:
    return _head(meeting, PUBLIC)


@presents_row("members-meeting", Meeting)
def members_head(meeting: Meeting, _: str) -> Presentation:
    return _head(meeting, MEMBERS)


@presents_row("floor", Meeting)
def floor(meeting: Meeting, _: str) -> Presentation:
    """For members, on whatever page they have open."""
    agenda = agenda_of(meeting, MEMBERS)
    return replaced(meeting.floor_id, "meetings/_floor.html", agenda=agenda)


@presents_row("members-item-outcome", AgendaItem)
def members_outcome(item: AgendaItem, _: str) -> Presentation:
    """Action points, agreed words and statements, wherever the item is shown with them."""
    return replaced(
        f"item-outcome-{item.id}",
        "meetings/item/_outcome.html",
        item=item,
        outcome=outcome_of(item),
    )


# Whose action point it is may have changed since, so their own pages ask for what is theirs now.
presents_nothing("action-point")


def _agenda(meeting: Meeting, audiences: frozenset[str]) -> Presentation:
    return replaced("agenda", "meetings/_agenda.html", agenda=agenda_of(meeting, audiences))


def _head(meeting: Meeting, audiences: frozenset[str]) -> Presentation:
    return replaced("meeting-head", "meetings/_head.html", head=queries.head(meeting, audiences))
