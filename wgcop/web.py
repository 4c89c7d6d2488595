"""What every page needs: finding or 404, permission or 403, errors in plain words, and headers that protect."""

from collections.abc import Callable
from time import perf_counter
from typing import Any, TypeVar

import structlog
from flask import (
    Flask,
    Response,
    current_app,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, NotFound

from wgcop.db import Base, db
from wgcop.errors import Invalid, Refused

log = structlog.get_logger(__name__)
csrf = CSRFProtect()
limiter = Limiter(key_func=get_remote_address, headers_enabled=True)

Model = TypeVar("Model", bound=Base)
View = TypeVar("View", bound=Callable[..., Any])

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


class Forbidden(Exception):
    """The reader may not; a guest is shown the way to sign in."""


def get_or_404(model: type[Model], key: Any) -> Model:
    found = db.session.get(model, key)
    if found is None:
        raise NotFound
    return found


def found_or_404(thing: Model | None) -> Model:
    if thing is None:
        raise NotFound
    return thing


def require(allowed: bool) -> None:
    if not allowed:
        raise Forbidden


def require_sign_in() -> None:
    require(bool(current_user.is_authenticated))


def public(view: View) -> View:
    """Marks a view that anybody may call; what it shows is scoped by the reader's audiences."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def takes_files(size: int, when: Callable[[Any], bool]) -> Callable[[View], View]:
    """Marks a view to which those for whom `when` holds may send more than the usual request."""

    def mark(view: View) -> View:
        view.takes_files = (size, when)  # type: ignore[attr-defined]
        return view

    return mark


def current_audiences() -> frozenset[str]:
    audiences: frozenset[str] = current_user.audiences
    return audiences


def wants_json() -> bool:
    return (
        request.path.startswith(("/api/", "/live/"))
        or request.accept_mimetypes.best == "application/json"
    )


def is_fragment() -> bool:
    """A script of ours asks for the part of a page that it will put in place."""
    return request.headers.get("X-Fragment") == "1"


def who_asks() -> str:
    """Whose asking a limit counts."""
    return f"person:{current_user.id}" if current_user.is_authenticated else get_remote_address()


def init_app(app: Flask) -> None:
    app.before_request(note_start)
    app.before_request(allow_files)  # before the form's token is looked for in it
    csrf.init_app(app)
    limiter.init_app(app)
    app.after_request(protect)
    app.after_request(log_request)
    app.add_template_global(generate_csrf, "csrf_value")
    app.register_error_handler(Forbidden, forbidden)
    app.register_error_handler(Refused, refused)
    app.register_error_handler(Invalid, invalid)
    app.register_error_handler(StaleDataError, lost_update)
    app.register_error_handler(IntegrityError, same_moment)
    app.register_error_handler(DataError, too_much)
    app.register_error_handler(OverflowError, too_much)
    app.register_error_handler(CSRFError, expired_form)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, unexpected)


def reader_if_asked() -> Any:
    """The signed-in person if this request has asked for him: a picture or a broken page asks nobody."""
    reader = g.get("_login_user")
    return reader if reader is not None and reader.is_authenticated else None


def note_start() -> None:
    g.started = perf_counter()


def allow_files() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    size, when = getattr(view, "takes_files", (0, None))
    if when is not None and when(current_user):
        request.max_content_length = size


def log_request(response: Response) -> Response:
    """One line a request; the route stands for the path, which may hold the token of a link."""
    if request.endpoint != "static":
        log.info(
            "request",
            method=request.method,
            route=request.url_rule.rule if request.url_rule else None,
            status=response.status_code,
            ms=round((perf_counter() - g.started) * 1000, 1),
            person=getattr(reader_if_asked(), "id", None),
        )
    return response


def protect(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if reader_if_asked() is not None and "Cache-Control" not in headers:
        headers["Cache-Control"] = "private, no-cache"
    return response


def error_page(status: int, message: str = "") -> ResponseReturnValue:
    if wants_json() or is_fragment():
        return jsonify(error=message or _("That did not work.")), status
    return render_template([f"errors/{status}.html", "errors/500.html"], message=message), status


def forbidden(error: Forbidden) -> ResponseReturnValue:
    if not current_user.is_authenticated and not wants_json() and not is_fragment():
        wanted = request.full_path.rstrip("?") if request.method == "GET" else request.referrer
        return redirect(url_for("accounts.sign_in", next=local_path(wanted)), 303)
    return error_page(403)


def refused(error: Refused) -> ResponseReturnValue:
    db.session.rollback()
    return error_page(409, str(error))


def invalid(error: Invalid) -> ResponseReturnValue:
    db.session.rollback()
    return error_page(422, str(error))


def lost_update(error: StaleDataError) -> ResponseReturnValue:
    db.session.rollback()
    return error_page(
        409,
        _(
            "Somebody else changed this while you were writing. Go back, copy your words, and reload."
        ),
    )


def same_moment(error: IntegrityError) -> ResponseReturnValue:
    """Two made the same thing at once; the other one's is there now, so trying again helps."""
    db.session.rollback()
    log.warning("same_moment", endpoint=request.endpoint, error=str(error.orig))
    return error_page(
        503, _("Somebody else did the same at this very moment. Go back and send it again.")
    )


def too_much(error: DataError | OverflowError) -> ResponseReturnValue:
    """What slipped by the forms and is more than a column holds."""
    db.session.rollback()
    log.warning("too_much", endpoint=request.endpoint, error=str(getattr(error, "orig", error)))
    return error_page(
        400,
        _("A number or a text in what was sent is longer than can be kept. Go back, shorten it."),
    )


def expired_form(error: CSRFError) -> ResponseReturnValue:
    return error_page(
        400, _("This form is too old to be accepted. Go back, reload the page and send it again.")
    )


def http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    response = error_page(error.code)
    return response


def unexpected(error: Exception) -> ResponseReturnValue:
    log.exception("unexpected_error", method=request.method, endpoint=request.endpoint)
    if wants_json() or is_fragment():
        return jsonify(error=_("That did not work.")), 500
    # Without what every other page is given, the reader included: reading it may be what failed.
    languages = current_app.extensions["languages"]
    with force_locale(request.accept_languages.best_match(languages) or languages[0]):
        return current_app.jinja_env.get_template("errors/500.html").render(message=""), 500


def local_path(address: str | None) -> str | None:
    """The path within this site, or None: a link from outside never decides where we send people."""
    if not address:
        return None
    path = address.removeprefix(request.host_url.rstrip("/"))
    local = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if local and path.isprintable() else None
