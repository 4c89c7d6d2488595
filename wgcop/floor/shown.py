"""The floor as members see it on every page: rendered once in each language until something
changes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app, g, render_template, request
from flask_babel import get_locale
from markupsafe import Markup

from wgcop import clock
from wgcop.agenda import policy
from wgcop.agenda.agendas import agenda_of
from wgcop.agenda.queries import meetings_on_now
from wgcop.bodies.models import Meeting
from wgcop.database import SAFE_METHODS
from wgcop.floor.queries import room_of

MEMBERS = frozenset({"public", "members"})
SECONDS_LEFT = "{seconds-left}"


@dataclass(frozen=True)
class ShownFloor:
    """The floor of one meeting. `seq` was read before everything else, so that nothing newer is
    missed.
    """

    meeting_id: int
    topic: str
    seq: int
    html: Markup
    notices: Markup
    """The HTML of the notices: a break, and the chair's announcements."""


def floors_on_now(audiences: frozenset[str]) -> list[ShownFloor]:
    """Return the floors of all meetings held at this moment; none for readers who may not take
    part.
    """
    if not policy.can_join(audiences):
        return []
    if "floors" in g:
        return g.floors
    floors = [shown_floor(meeting, seq) for meeting, seq in meetings_on_now()]
    if request.method in SAFE_METHODS:  # read once for the page and for the strip on it
        g.floors = floors
    return floors


@dataclass(frozen=True)
class _Rendered:
    seq: int
    html: str
    notices: str
    changes_at: datetime | None
    """The time when the floor changes without an event, or None."""


def shown_floor(meeting: Meeting, seq: int) -> ShownFloor:
    """Return the floor of a meeting, rendered once for each number `seq` of the floor's topic.

    It is the same for all members, since all of them may read everything on an agenda.
    """
    rendered: dict[tuple[int, str], _Rendered] = current_app.extensions.setdefault("floors", {})
    key, now = (meeting.id, str(get_locale())), clock.now()
    known = rendered.get(key)
    if known is None or known.seq != seq or (known.changes_at and known.changes_at <= now):
        known = _render(meeting, seq)
        if request.method in SAFE_METHODS:  # a request that writes may still be rolled back
            rendered[key] = known
    left = (known.changes_at - now).total_seconds() if known.changes_at else 0
    html = known.html.replace(SECONDS_LEFT, str(max(round(left), 1)))
    shown, notices = Markup(html), Markup(known.notices)  # noqa: S704 (templates of ours, which escape)
    return ShownFloor(meeting.id, meeting.floor_topic, seq, shown, notices)


def _render(meeting: Meeting, seq: int) -> _Rendered:
    agenda = agenda_of(meeting, MEMBERS)
    left = agenda.changes_in
    html = render_template(
        "meetings/_floor.html", agenda=agenda, changes_in=None if left is None else SECONDS_LEFT
    )
    notices = render_template("meetings/room/_notices.html", room=room_of(meeting))
    changes_at = None if left is None else clock.now() + timedelta(seconds=left)
    return _Rendered(seq, html, notices, changes_at)
