"""The page on which somebody chooses what to take away, the file itself, and the files that take
long to make.
"""

import structlog
from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from wgcop import files, printing
from wgcop.accounts.identity import current_capacity, current_person
from wgcop.database import db
from wgcop.errors import Busy, Refused
from wgcop.takeaway import actions
from wgcop.takeaway.forms import TakeawayForm
from wgcop.takeaway.gathering import read_file
from wgcop.takeaway.models import TakenFile
from wgcop.takeaway.scopes import AnyScope, scope_of
from wgcop.takeaway.writing import FORM_NAMES, file_name
from wgcop.web import (
    commit_and_show,
    is_fragment,
    require,
    require_sign_in,
    site,
    uncached,
)
from wgcop.web.downloads import name_download

log = structlog.get_logger(__name__)

bp = Blueprint("takeaway", __name__)


@bp.get("/takeaway")
def choose() -> ResponseReturnValue:
    """Show the choices for `?of=`, and the reader's files that were made in the background."""
    require_sign_in()
    of = request.args.get("of", "")
    scope = _scope(of) if of else None
    return uncached(_page(scope, TakeawayForm.about(scope) if scope else None))


@bp.get("/takeaway/file")
def take() -> ResponseReturnValue:
    """Send a short discussion at once. For a long one, redirect to the page that orders it."""
    require_sign_in()
    scope = _scope(request.args.get("of", ""))
    form = TakeawayForm.about(scope, request.args)
    if not form.validate():
        return _page(scope, form), 422
    if scope.is_long(with_private=form.with_private):
        return redirect(url_for("takeaway.choose", of=scope.of), 303)
    read = read_file(
        scope,
        form.chosen,
        made_for=current_person().name,
        with_private=form.with_private,
        site=site(is_trusted=True),
        language=_language(),
    )
    db.session.rollback()  # no transaction is open while the file is written
    try:
        written = read.write()
    except printing.PrintingFailed as error:
        log.warning("printing_failed", error=error)
        raise Busy(_("This could not be printed here. Choose another kind of file.")) from error
    answer = Response(written.content, mimetype=written.kind)
    private = form.with_private
    name = file_name(scope.of, read.made_at, written.ending, with_private=private)
    name_download(answer, name)
    return uncached(answer)


@bp.post("/takeaway")
def ask() -> ResponseReturnValue:
    """Order the file of a long discussion, which is made in the background."""
    require_sign_in()
    scope = _scope(request.form.get("of", ""))
    form = TakeawayForm.about(scope, request.form)
    if not form.validate():
        return _page(scope, form), 422
    file = actions.ask_for_file(
        scope,
        form.chosen,
        current_capacity(),
        with_private=form.with_private,
        site=site(is_trusted=True),
        language=_language(),
        by=current_person(),
    )
    db.session.flush()
    return commit_and_show(file)


@bp.get("/takeaway/<int:file_id>")
def show(file_id: int) -> ResponseReturnValue:
    """Show how far a file is, or where it is downloaded."""
    file = _own(file_id)
    if file is None:
        return _gone()
    template = "takeaway/_progress.html" if is_fragment() else "takeaway/show.html"
    return uncached(
        render_template(
            template,
            file=file,
            scope=scope_of(file.of, current_person(), file.asked_as),
            is_readable=file.is_made and actions.still_readable(file, current_person()),
            ends_on=actions.ends_on(file),
        )
    )


@bp.get("/takeaway/<int:file_id>/file")
def fetch(file_id: int) -> ResponseReturnValue:
    """Send the file, if the reader may still read all of it."""
    file = _own(file_id)
    if file is None:
        return _gone()
    if not file.is_made:
        raise Refused(_("This file is not ready yet."))
    require(
        actions.still_readable(file, current_person()),
        _("Something in this file has been withdrawn since it was created. Create it again."),
    )
    answer = files.answer(file.sha, file.name)
    answer.headers["Content-Type"] = file.kind
    return uncached(answer)


def _own(file_id: int) -> TakenFile | None:
    """Return the file if it was made for this reader and was not deleted yet."""
    require_sign_in()
    file = db.session.get(TakenFile, file_id)
    return file if file is not None and file.person_id == current_person().id else None


def _gone() -> ResponseReturnValue:
    """Say why there is no file. The answer is the same for the address of somebody else's file."""
    return uncached((render_template("takeaway/gone.html", days=actions.days_kept()), 404))


def _scope(of: str) -> AnyScope:
    scope = scope_of(of, current_person(), current_capacity())
    if scope is None:
        raise NotFound
    return scope


def _page(scope: AnyScope | None, form: TakeawayForm | None) -> str:
    return render_template(
        "takeaway/choose.html",
        scope=scope,
        form=form,
        is_long=scope is not None and scope.is_long(),
        count=scope.count() if scope else 0,
        files=actions.files_of(current_person()),
        names=FORM_NAMES,
        days=actions.days_kept(),
    )


def _language() -> str:
    return str(get_locale() or "en").replace("_", "-")
