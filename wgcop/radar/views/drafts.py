"""Views that compare a text with earlier work: on a page of its own, and beside the form in which
it is written.
"""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from wgcop.database import only_read, unlocked
from wgcop.errors import Busy
from wgcop.languages import guessing
from wgcop.radar.check import LONGEST, Check
from wgcop.radar.namesakes import namesakes
from wgcop.radar.timed_check import check_in_time
from wgcop.radar.views.blueprint import asking_limit, bp
from wgcop.reading import Unreadable
from wgcop.reading.sandbox import read_at_once
from wgcop.web import current_audiences, public

WRITTEN_IN = ("name", "title", "abstract", "keywords", "scope", "text")
"""The fields of all forms with a text to compare; the last ones contain most of it."""


@bp.get("/radar")
@public  # compares with what the reader's audiences may see
def show() -> ResponseReturnValue:
    return page("")


@bp.post("/radar")
@public
@asking_limit
def compare() -> ResponseReturnValue:
    """Compare a typed text, a file, or the fields of a form on another page."""
    only_read()
    try:
        text, problem = submitted_text()
    except Busy as error:
        return page(form_text(request.form), problem=str(error)), 503, {"Retry-After": "30"}
    if problem:
        return page(text, problem=problem), 422
    check = check_in_language(text)
    if check is None:
        return (
            page(text, problem=_("The comparison did not finish. Try again in a moment.")),
            503,
            {"Retry-After": "30"},
        )
    return page(text, check)


@bp.post("/radar/beside")
@public
@asking_limit
def beside() -> ResponseReturnValue:
    """Show the panel beside a form; answer 204 if it would be empty."""
    only_read()
    same = namesakes(
        request.form.get("name", ""),
        request.form.get("acronym", ""),
        request.form.get("lead", ""),
        audiences=current_audiences(),
        besides=request.form.get("besides", ""),
    )
    check = check_in_language(form_text(request.form)) or Check(0)
    if not (same or check.says_something):
        return Response(status=204)
    return render_template("radar/_beside.html", check=check, same=same)


def submitted_text() -> tuple[str, str]:
    """Return the text from the form or the file, and an error message or nothing."""
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        text = form_text(request.form)
        return text, "" if text else _("Paste a text, or choose a file.")
    if not current_user.is_authenticated:
        # Reading a file costs more than comparing a text, so guests may not do it.
        return form_text(request.form), _("Sign in to compare a file. Everybody can paste a text.")
    try:
        with unlocked():
            return read_at_once(upload.read(), upload.filename).text[:LONGEST], ""
    except Unreadable as error:
        return form_text(request.form), f"{upload.filename}: {error.reason}"


def form_text(form: MultiDict[str, str]) -> str:
    written = (form.get(field, "").strip() for field in WRITTEN_IN)
    return "\n".join(filter(None, written))[:LONGEST]


def check_in_language(text: str) -> Check | None:
    audiences = current_audiences()
    with unlocked():
        return check_in_time(
            text,
            audiences=audiences,
            language=guessing.guess(text) or "en",
            besides=request.form.get("besides", ""),
        )


def page(text: str, check: Check | None = None, problem: str = "") -> str:
    return render_template("radar/show.html", text=text, check=check, problem=problem, most=LONGEST)
