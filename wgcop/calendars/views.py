"""Meetings and deadlines for calendar programs: a file, a feed for everybody, and a feed for each
member.
"""

from hashlib import sha256

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from wgcop.accounts.identity import current_person, require_factor
from wgcop.accounts.models import Person
from wgcop.accounts.secret_addresses import address_of, reader_at
from wgcop.agenda import policy, queries
from wgcop.agenda.blueprint import bp
from wgcop.calendars import actions
from wgcop.calendars.feeds import all_meetings, calendar_of
from wgcop.calendars.models import CalendarAddress
from wgcop.database import db
from wgcop.i18n import written_to
from wgcop.outcomes.queries import open_action_points
from wgcop.web import (
    commit_and_show,
    current_audiences,
    found_or_404,
    limiter,
    public,
    require_sign_in,
    site,
    uncached,
)

calendars = Blueprint("calendars", __name__)
NUMBERS = (b"SEQUENCE:", b"LAST-MODIFIED:", b"DTSTAMP:")
MIMETYPE = "text/calendar"
FRESH = 300
"""Seconds for which a shared cache may answer guests without asking the server."""


@bp.get("/<slug>/calendar.ics")
@public  # dates are public; the link to join is for those who are signed in
def calendar(slug: str) -> Response:
    meeting = found_or_404(queries.meeting_by_slug(slug))
    written = calendar_of(
        [meeting],
        current_audiences(),
        root=site(),
        name=meeting.title,
        may_propose=policy.can_propose(current_person()),
    )
    answer = _of_this_reader(written)
    answer.headers["Content-Disposition"] = f'attachment; filename="{meeting.slug}.ics"'
    return answer


@calendars.get("/calendar.ics")
@public  # the file holds what this reader may see
@limiter.limit("60 per minute")
def feed() -> Response:
    return _of_this_reader(_everything_for(current_person()))


@calendars.get("/calendar/<token>.ics")
@public  # the secret in its address stands for a member, and shows what they may see now
@limiter.limit("60 per minute")
def own_feed(token: str) -> Response:
    reader = found_or_404(reader_at(CalendarAddress, token))
    require_factor(reader)
    with written_to(reader.language):
        written = _everything_for(reader)
    return _kept_by_nobody_else(Response(written, mimetype=MIMETYPE))


@calendars.get("/calendar")
@public
def subscribe() -> ResponseReturnValue:
    return _page()


@calendars.post("/calendar/address")
def open_address() -> ResponseReturnValue:
    """Make the secret address and show it. Only its hash is stored, so that it cannot be shown
    again.
    """
    require_sign_in()
    token = actions.open_calendar(by=current_person())
    db.session.commit()
    return uncached(_page(site() + url_for("calendars.own_feed", token=token)))


@calendars.post("/calendar/address/removal")
def close_address() -> ResponseReturnValue:
    require_sign_in()
    actions.withdraw_calendar(by=current_person())
    return commit_and_show(
        url_for("calendars.subscribe"), _("The address of your calendar no longer works.")
    )


def _everything_for(reader: policy.Reader) -> bytes:
    return calendar_of(
        all_meetings(),
        reader.audiences,
        root=site(),
        name=_("WG-COP: meetings and deadlines"),
        may_propose=policy.can_propose(reader),
        points=open_action_points(reader) if isinstance(reader, Person) else (),
    )


def _page(own_address: str = "") -> str:
    signed_in = current_user.is_authenticated
    return render_template(
        "meetings/calendar.html",
        address=site() + url_for("calendars.feed"),
        own=address_of(CalendarAddress, current_person()) if signed_in else None,
        own_address=own_address,
        as_webcal=lambda address: "webcal:" + address.partition(":")[2],
    )


def _of_this_reader(written: bytes) -> Response:
    answer = Response(written, mimetype=MIMETYPE)
    answer.vary.update(("Accept-Language", "Cookie"))
    if current_user.is_authenticated:
        return _kept_by_nobody_else(answer)
    answer.cache_control.public = True
    answer.cache_control.max_age = FRESH
    return _unless_known(answer)


def _kept_by_nobody_else(answer: Response) -> Response:
    answer.cache_control.private = answer.cache_control.no_cache = True
    return _unless_known(answer)


def _unless_known(answer: Response) -> Response:
    """Answer 304 Not Modified to a program that has the same calendar already.

    The ETag leaves out the sequence numbers and time stamps, since these also count changes that a
    calendar does not show, such as registrations.
    """
    lines = (line for line in answer.data.split(b"\r\n") if not line.startswith(NUMBERS))
    answer.set_etag(sha256(b"\n".join(lines)).hexdigest(), weak=True)
    answer.make_conditional(request)
    return answer
