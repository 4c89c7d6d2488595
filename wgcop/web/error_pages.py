"""Pages that say in plain words what went wrong and what to do, or JSON if a script asks."""

import structlog
from flask import (
    Flask,
    current_app,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError

from wgcop.database import is_of_the_moment, only_read
from wgcop.errors import Busy, Invalid, Refused
from wgcop.i18n import language_of_page, page_language
from wgcop.web import Forbidden, is_fragment, local_path, wants_json
from wgcop.web.each_request import request_id
from wgcop.web.outages import Outages

log = structlog.get_logger(__name__)

RETRY_AFTER = 30
"""The seconds after which a request that met a busy server may be sent again."""


SAID = {
    404: _l("There is nothing at this address"),
    413: _l("This is too large"),
}
"""The error messages for programs and scripts. They say the same as the titles of the error pages.
"""


def init_app(app: Flask) -> None:
    app.extensions["outages"] = Outages()
    app.register_error_handler(Forbidden, forbidden)
    app.register_error_handler(Refused, refused)
    app.register_error_handler(Invalid, invalid)
    app.register_error_handler(Busy, busy)
    app.register_error_handler(StaleDataError, lost_update)
    app.register_error_handler(IntegrityError, same_moment)
    app.register_error_handler(DataError, too_much)
    app.register_error_handler(OverflowError, too_much)
    app.register_error_handler(CSRFError, expired_form)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, unexpected)
    app.add_template_global(whom_to_tell)


def error_page(status: int, message: str = "") -> ResponseReturnValue:
    only_read()
    if wants_json() or is_fragment():
        reason = message or str(SAID.get(status, "")) or _("This did not work.")
        return jsonify(error=reason, request_id=request_id()), status
    return render_template([f"errors/{status}.html", "errors/500.html"], message=message), status


def forbidden(error: Forbidden) -> ResponseReturnValue:
    if not current_user.is_authenticated and not wants_json() and not is_fragment():
        wanted = request.full_path.rstrip("?") if request.method == "GET" else request.referrer
        return redirect(url_for("accounts.sign_in", next=local_path(wanted)), 303)
    return error_page(403, str(error))


def refused(error: Refused) -> ResponseReturnValue:
    return error_page(409, str(error))


def invalid(error: Invalid) -> ResponseReturnValue:
    return error_page(422, str(error))


def busy(error: Busy) -> ResponseReturnValue:
    response = make_response(error_page(503, str(error)))
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def lost_update(error: StaleDataError) -> ResponseReturnValue:
    only_read()
    return error_page(
        409,
        _(
            "Somebody else changed this while you were writing. Go back, copy your words, and reload."
        ),
    )


def same_moment(error: IntegrityError) -> ResponseReturnValue:
    """Answer when two people created the same thing at once. The other one is stored now, so trying
    again helps.
    """
    only_read()
    log.warning("same_moment", endpoint=request.endpoint, error=error)
    return error_page(
        503, _("Somebody else did the same at the same moment. Go back and send it again.")
    )


def too_much(error: DataError | OverflowError) -> ResponseReturnValue:
    """Answer when a value passed the forms but is too large for its column."""
    only_read()
    log.warning("too_much", endpoint=request.endpoint, error=error)
    return error_page(
        400,
        _("A number or a text is too long. Go back and shorten it."),
    )


def expired_form(error: CSRFError) -> ResponseReturnValue:
    """Answer a form whose token is not of this session. If nobody is signed in, a form that guests
    do not have is from a session that has ended.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    if not (current_user.is_authenticated or getattr(view, "is_public", False)):
        return error_page(
            400,
            _(
                "You are no longer signed in. Sign in in another tab, then load the page of this form again and send it."
            ),
        )
    return error_page(400, _("This form is too old. Go back, reload the page and send it again."))


def http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    if isinstance(error, InternalServerError):  # an error page itself has failed
        return unexpected(error.original_exception or error)
    return error_page(error.code)


def unexpected(error: BaseException) -> ResponseReturnValue:
    if is_of_the_moment(error):
        outages: Outages = current_app.extensions["outages"]
        outages.met(error, request.endpoint)
        return without_reader(
            503,
            _l(
                "Nothing can be saved at the moment: the database is busy, or the disk is full. Try "
                "again in a few minutes."
            ),
            {"Retry-After": str(RETRY_AFTER)},
        )
    log.exception("unexpected_error", method=request.method, endpoint=request.endpoint)
    return without_reader(500)


def whom_to_tell() -> str:
    """Return a sentence with the number of the request. An administrator finds the error in the log
    by this number.
    """
    return _("Tell the secretariat this number: %(number)s", number=request_id())


def without_reader(
    status: int,
    message: LazyString | str = "",
    headers: dict[str, str] | None = None,
    *,
    template: str = "errors/500.html",
) -> ResponseReturnValue:
    """Render a page without the reader and the usual context, since loading those may be what
    failed.
    """
    g.pop("_login_user", None)
    languages = current_app.extensions["languages"]
    with force_locale(request.accept_languages.best_match(languages) or languages[0]):
        # Named here, since the language that the reader chose is in the database.
        headers = {"Content-Language": language_of_page()} | (headers or {})
        if wants_json() or is_fragment():
            sentence = str(message) or " ".join((_("This did not work."), whom_to_tell()))
            return jsonify(error=sentence, request_id=request_id()), status, headers
        page = current_app.jinja_env.get_template(template)
        return page.render(message=message, status=status, **page_language()), status, headers
