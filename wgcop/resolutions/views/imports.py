"""Pages that import a resolution: its text is read, shown beside its clauses, and stored when that
is confirmed.
"""

import hashlib
from typing import TypeVar

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from wgcop import markup
from wgcop.accounts.identity import current_person
from wgcop.database import db, unlocked
from wgcop.errors import Busy, Refused
from wgcop.reading import plain, reader_of
from wgcop.reading.result import Unreadable
from wgcop.reading.sandbox import read_at_once
from wgcop.resolutions import actions, policy
from wgcop.resolutions.forms import ResolutionForm, TextForm
from wgcop.resolutions.parse import ParseError, parse
from wgcop.resolutions.queries import clauses_of_work, edition_called
from wgcop.resolutions.tree import ParsedResolution
from wgcop.resolutions.views.blueprint import bp
from wgcop.web import commit_and_show, require, takes_files

LARGEST_FILE = 16 * 1024 * 1024
LINES_AROUND = 2

Received = TypeVar("Received", bound=TextForm)


@bp.get("/resolutions/import")
def import_form() -> ResponseReturnValue:
    require(policy.can_import(current_user))
    return page(ResolutionForm())


@bp.post("/resolutions/import")
@takes_files(LARGEST_FILE, policy.can_import)
def read_text() -> ResponseReturnValue:
    """Show the clauses that would be stored, for confirmation."""
    require(policy.can_import(current_user))
    with unlocked():
        form = received(ResolutionForm(request.form))
        resolution, status = read(form)
    return page(form, resolution), status


@bp.post("/resolutions/")
@takes_files(LARGEST_FILE, policy.can_import)
def import_resolution() -> ResponseReturnValue:
    require(policy.can_import(current_user))
    with unlocked():
        form = received(ResolutionForm(request.form))
        resolution, status = read(form)
    if resolution is None:
        return page(form), status
    if form.confirmed.data != digest(form):
        form.form_errors.append(_("The text has changed. Look at its clauses again."))
        return page(form, resolution), 409
    try:
        edition = actions.import_resolution(resolution, by=current_person())
    except Refused as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return page(form, resolution), 409
    return commit_and_show(edition)


def received(form: Received) -> Received:
    """Return the submitted form. The text of an uploaded file replaces the one in the form."""
    form.validate()
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return form
    try:
        form.text.data = text_of(upload.read(), upload.filename)
        form.text.errors = []
    except Unreadable as error:
        form.text.errors = []
        form.file.errors = [f"{upload.filename}: {error.reason}"]
    except Busy as error:
        form.text.errors = []
        form.file.errors = [str(error)]
        form.is_too_early = True
    return form


def text_of(content: bytes, name: str) -> str:
    """Return the text of a file. Plain text keeps its indents and empty lines, which separate its
    clauses.
    """
    if reader_of(content, name) is plain.read:
        return markup.clean(plain.decode(content))
    return read_at_once(content, name).text


def read(form: ResolutionForm) -> tuple[ParsedResolution | None, int]:
    """Return the resolution and an HTTP status. The resolution is None if it cannot be read; the
    form then shows the reason.
    """
    if form.errors:
        return None, 503 if form.is_too_early else 422
    try:
        resolution = parse(form.text.data)
    except ParseError as error:
        form.text.errors = [str(error)]
        form.wrong_line = error.line_number
        return None, 422
    if edition_called(resolution.slug):
        form.form_errors.append(
            _("%(name)s is already in the workspace.", name=resolution.designation)
        )
        return resolution, 409
    return resolution, 200


def digest(form: ResolutionForm) -> str:
    return hashlib.sha256(form.text.data.strip().encode()).hexdigest()


def page(form: ResolutionForm, resolution: ParsedResolution | None = None) -> str:
    form.confirmed.data = digest(form) if resolution else ""
    return render_template(
        "resolutions/import.html",
        form=form,
        resolution=resolution,
        stored=edition_called(resolution.slug) if resolution else None,
        earlier=clauses_of_work(resolution.work) if resolution else frozenset(),
        passage=lines_around(form),
    )


def lines_around(form: ResolutionForm) -> list[tuple[int, str, bool]]:
    """Return the unreadable line and its neighbours, each with its number and whether it is the
    unreadable one.
    """
    wrong = form.wrong_line
    lines = list(enumerate((form.text.data or "").split("\n"), start=1))
    return [
        (number, line, number == wrong)
        for number, line in lines[max(wrong - 1 - LINES_AROUND, 0) : wrong + LINES_AROUND]
        if wrong
    ]
