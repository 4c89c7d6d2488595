"""The course of the number of open brackets of a text, drawn and as a table."""

from datetime import datetime, timedelta

import structlog
from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from wgcop import clock, drawing
from wgcop.brackets.course_queries import course_of_text
from wgcop.brackets.views.blueprint import bp
from wgcop.brackets.views.reading import edition_with_brackets
from wgcop.database import db
from wgcop.drawing import Chart, DrawingFailed, Drawn
from wgcop.errors import Busy
from wgcop.events.queries import seqs_for
from wgcop.resolutions.queries import topics_of_work
from wgcop.web import current_audiences
from wgcop.web.joining import mark

log = structlog.get_logger(__name__)


@bp.get("/resolutions/<slug>/brackets/course")
def course(slug: str) -> ResponseReturnValue:
    """Show the course, in all or through one meeting. A page that is notified of a change asks for it
    again and says what it shows; if nothing differs, the answer is empty (204).
    """
    edition = edition_with_brackets(slug)
    shown_course = course_of_text(edition, request.args.get("meeting", ""), now=_next_hour())
    shown = mark(repr([shown_course.course, request.args.get("meeting", "")]))
    if request.headers.get("X-Shown") == shown:
        return "", 204
    topics = seqs_for(topics_of_work(edition), current_audiences())
    chart = shown_course.chart(str(get_locale() or "en").replace("_", "-"))
    page = {"edition": edition, "text": shown_course, "shown": shown, "topics": topics}
    return render_template("brackets/course.html", picture=_drawn(chart), **page)


def _next_hour() -> datetime:
    """Return the end of the hour, up to which the line is drawn: a picture is drawn once an hour unless
    the count moves.
    """
    return clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def _drawn(chart: Chart | None) -> Drawn | None:
    """Draw the picture; without it, the page still has its table. Drawing may take a moment, in which
    no transaction may be open.
    """
    if chart is None:
        return None
    try:
        db.session.rollback()  # it would keep a connection from everybody else
        [drawn] = drawing.draw([chart])
        return drawn
    except (DrawingFailed, Busy) as error:
        log.warning("drawing_failed", error=error)
        return None
