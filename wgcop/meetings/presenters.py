"""Presents changes to a meeting or its agenda on open pages: one version for everybody, one for
members.
"""

from flask import current_app
from flask_babel import get_locale
from markupsafe import Markup

from wgcop import clock
from wgcop.agenda.agendas import agenda_of
from wgcop.agenda.models import AgendaItem
from wgcop.agenda.proposed.queries import number_waiting
from wgcop.agenda.queries import ON_THE_AGENDA
from wgcop.bodies.models import Meeting
from wgcop.events.presenters import Presentation, presents_nothing, presents_row, replaced
from wgcop.floor.presenters import shown_room
from wgcop.floor.queries import over_since, speakers_of
from wgcop.floor.shown import MEMBERS
from wgcop.meetings.heads import head_of
from wgcop.outcomes.queries import outcome_of
from wgcop.outcomes.silence.models import SilenceProcedure
from wgcop.records.notes.showing import notes_for
from wgcop.web.kept import kept

PUBLIC = frozenset({"public"})
AGENDA = "meetings/_agenda.html"

presents_nothing("group")


@presents_row("silence", SilenceProcedure)
def silence(procedure: SilenceProcedure, _: str) -> Presentation:
    """Present a text under silence, on its own page and on that of its item."""
    return replaced(procedure.dom_id, "meetings/silence/_standing.html", procedure=procedure)


@presents_row("agenda", Meeting)
def agenda(meeting: Meeting, _: str) -> Presentation:
    """Present the public part of the agenda, even before it is published, because everybody can
    listen to this topic from the publication on.
    """
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


@presents_row("waiting-proposals", Meeting)
def waiting(meeting: Meeting, _: str) -> Presentation:
    """Present the number of waiting proposals to the editors of the agenda."""
    return replaced(
        "agenda-waiting",
        "meetings/_waiting.html",
        meeting=meeting,
        waiting=number_waiting(meeting),
    )


@presents_row("floor", Meeting)
def floor(meeting: Meeting, _: str) -> Presentation:
    """Present the floor to members, on any open page."""
    agenda = shown_room(meeting).agenda
    return replaced(
        meeting.floor_id, "meetings/_floor.html", agenda=agenda, changes_in=agenda.changes_in
    )


@presents_row("item-actions", AgendaItem)
def actions(item: AgendaItem, _: str) -> Presentation:
    return _outcome(item, "actions")


@presents_row("item-wordings", AgendaItem)
def wordings(item: AgendaItem, _: str) -> Presentation:
    return _outcome(item, "wordings")


@presents_row("item-statements", AgendaItem)
def statements(item: AgendaItem, _: str) -> Presentation:
    return _outcome(item, "statements")


# An action point may have another owner by now, so the pages of its owners ask for their own list again.
presents_nothing("action-point")


@presents_row("item-speakers", AgendaItem)
def speakers(item: AgendaItem, _: str) -> Presentation:
    return replaced(
        f"item-speakers-{item.id}",
        "meetings/item/_speakers_shown.html",
        item=item,
        speakers=speakers_of(item),
        now=over_since(item.meeting) or clock.now(),
    )


@presents_row("item-notes", AgendaItem)
def notes(item: AgendaItem, _: str) -> Presentation:
    """Present the notes as members read them; their writers use an editor instead."""
    shown = notes_for(item.id, MEMBERS, may_write=False)
    assert shown is not None
    return replaced(shown.dom_id, "meetings/item/_notes_text.html", shown=shown)


def _agenda(meeting: Meeting, audiences: frozenset[str]) -> Presentation:
    return replaced("agenda", AGENDA, agenda=agenda_of(meeting, audiences))


def shown_agenda(meeting: Meeting, audiences: frozenset[str], at: int | None) -> Markup:
    """Return the agenda for readers with the same rights who do not edit it. The HTML is cached
    under the stamp `at`, which must have been read before the meeting.
    """
    seen = audiences & ON_THE_AGENDA

    def render() -> Markup:
        html = current_app.jinja_env.get_template(AGENDA).render(agenda=agenda_of(meeting, seen))
        return Markup(html)  # noqa: S704 (a template of ours, which escapes)

    if at is None:
        return render()
    return kept(at, ("agenda", meeting.id, seen, str(get_locale())), render)


def _outcome(item: AgendaItem, part: str) -> Presentation:
    """Present the action points, wordings or statements of an item to members, wherever they are
    shown.
    """
    return replaced(
        f"item-{part}-{item.id}",
        f"meetings/item/_{part}_shown.html",
        item=item,
        outcome=outcome_of(item),
    )


def _head(meeting: Meeting, audiences: frozenset[str]) -> Presentation:
    return replaced("meeting-head", "meetings/_head.html", head=head_of(meeting, audiences))
