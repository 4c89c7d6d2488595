"""What is on the floor, as members see it on every page: rendered once in each language until something moves."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app, render_template, request
from flask_babel import get_locale
from markupsafe import Markup

from wgcop import clock
from wgcop.bodies.models import Meeting
from wgcop.db import SAFE_METHODS
from wgcop.meetings import policy
from wgcop.meetings.agendas import agenda_of
from wgcop.meetings.queries import meetings_on_now
from wgcop.meetings.room.queries import room_of
from wgcop.web.kept import kept, present_stamp

MEMBERS = frozenset({"public", "members"})
SECONDS_LEFT = "{seconds-left}"


@dataclass(frozen=True)
class ShownFloor:
    """The floor of one meeting. `seq` was read first, so that nothing newer is missed."""

    topic: str
    seq: int
    html: Markup
    notices: Markup
    """A break, and what the chair announces."""


def floors_on_now(audiences: frozenset[str]) -> list[ShownFloor]:
    """Of all meetings held at this moment, for readers who may take part in them. Whoever reads asks the database nothing for it
    until something is written, for some seconds."""
    if not policy.can_join(audiences):
        return []
    at = present_stamp() if request.method in SAFE_METHODS else None
    rendered = (
        _rendered_now() if at is None else kept(at, ("floors", str(get_locale())), _rendered_now)
    )
    if any(each.is_over for each in rendered):
        rendered = _rendered_now()
    return [each.shown() for each in rendered]


def _rendered_now() -> list["_Rendered"]:
    return [_rendered(meeting, seq) for meeting, seq in meetings_on_now()]


@dataclass(frozen=True)
class _Rendered:
    topic: str
    seq: int
    html: str
    notices: str
    changes_at: datetime | None
    """When it changes by itself."""

    @property
    def is_over(self) -> bool:
        return self.changes_at is not None and self.changes_at <= clock.now()

    def shown(self) -> ShownFloor:
        left = (self.changes_at - clock.now()).total_seconds() if self.changes_at else 0
        html = self.html.replace(SECONDS_LEFT, str(max(round(left), 1)))
        return ShownFloor(self.topic, self.seq, Markup(html), Markup(self.notices))  # noqa: S704 (templates of ours, which escape)


def shown_floor(meeting: Meeting, seq: int) -> ShownFloor:
    return _rendered(meeting, seq).shown()


def _rendered(meeting: Meeting, seq: int) -> _Rendered:
    """As it was rendered for whoever asked first since the topic of the floor has this number.

    It is the same for all members: what is on an agenda, all of them may read.
    """
    rendered: dict[tuple[int, str], _Rendered] = current_app.extensions.setdefault("floors", {})
    key = (meeting.id, str(get_locale()))
    known = rendered.get(key)
    if known is None or known.seq != seq or known.is_over:
        known = _render(meeting, seq)
        if request.method in SAFE_METHODS:  # what is not committed yet may never be
            rendered[key] = known
    return known


def _render(meeting: Meeting, seq: int) -> _Rendered:
    agenda = agenda_of(meeting, MEMBERS)
    left = agenda.changes_in
    html = render_template(
        "meetings/_floor.html", agenda=agenda, changes_in=None if left is None else SECONDS_LEFT
    )
    notices = render_template("meetings/room/_notices.html", room=room_of(meeting))
    changes_at = None if left is None else clock.now() + timedelta(seconds=left)
    return _Rendered(meeting.floor_topic, seq, html, notices, changes_at)
