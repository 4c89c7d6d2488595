"""What surrounds a request, and what views need: a row or 404, permission or 403, who asks, which form of answer.

A request passes through these modules in this order:

- `received` makes what comes in storable: no control characters, no number that no row can have.
- `each_request` reads the whole body before the database is asked anything, and afterwards adds headers that
  protect and writes a line to the log.
- The view uses this module: `get_or_404`, `require`, `current_audiences`, `commit_and_show`, `wants_json`. `public` and
  `takes_files` mark views, for the tests that read them and for `each_request`. Limits count by
  `networks.network_of`. Forms take their common fields from `fields`; what several people type into one form at
  the same time is joined by `joining`, and what cannot be joined is one of the `conflicts`.
- `error_pages` turns whatever was raised into a page, or into JSON, in plain words. `outages` keeps out of the
  log what every request meets.

`session_cookie` reads who is signed in. Beside requests: `assets` serves style sheets and scripts under addresses that change with their content,
`modules` joins the scripts of a page into one file, and `words` are the sentences that scripts show.
"""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

from flask import (
    Flask,
    Response,
    current_app,
    flash,
    g,
    has_request_context,
    make_response,
    redirect,
    request,
)
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import NotFound

from wgcop.database import Base, db
from wgcop.networks import network_of
from wgcop.web import kept
from wgcop.web.session_cookie import SessionCookie

csrf = CSRFProtect()


def origin() -> str:
    """Return the address from which a request comes, as limits count it."""
    return network_of(request.remote_addr or "127.0.0.1")


# While Redis is away, each process counts for itself.
limiter = Limiter(
    key_func=origin, headers_enabled=True, in_memory_fallback_enabled=True, swallow_errors=True
)

Model = TypeVar("Model", bound=Base)
View = TypeVar("View", bound=Callable[..., Any])


def init_app(app: Flask) -> None:
    app.session_interface = SessionCookie()
    csrf.init_app(app)
    limiter.init_app(app)
    kept.init_app(app)


class Forbidden(Exception):
    """Raised when the reader may not do this; a guest is sent to sign in. Its message gives the
    reason, if that is known.
    """


def get_or_404(model: type[Model], key: Any) -> Model:
    return found_or_404(db.session.get(model, key))


def found_or_404(thing: Model | None) -> Model:
    if thing is None:
        raise NotFound
    return thing


def require(allowed: bool, why_not: str = "") -> None:
    if not allowed:
        raise Forbidden(why_not)


def require_sign_in() -> None:
    require(bool(current_user.is_authenticated))


def public(view: View) -> View:
    """Mark a view that anybody may call. Its content depends on the reader's audiences."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def filters_by_language(view: View) -> View:
    """Mark a view that reads `?language=` itself: it shows what is in this language."""
    view.filters_by_language = True  # type: ignore[attr-defined]
    return view


def takes_files(size: int, when: Callable[[Any], bool]) -> Callable[[View], View]:
    """Mark a view to which people for whom `when` holds may send up to `size` bytes."""

    def mark(view: View) -> View:
        view.takes_files = (size, when)  # type: ignore[attr-defined]
        return view

    return mark


def current_audiences() -> frozenset[str]:
    audiences: frozenset[str] = current_user.audiences
    return audiences


class HasPage(Protocol):
    @property
    def url(self) -> str: ...


def commit_and_show(page: HasPage | str, said: str = "", *, kind: str = "success") -> Response:
    """End a view whose verb succeeded: commit, and lead to a page that says what was done.

    A thing is asked for its address after the commit, when a new row has its number. Where the
    address contains the number of another new row, commit in the view. `kind` is that of the
    notice: `success`, `info` or `warning`.
    """
    db.session.commit()
    if said:
        flash(said, kind)
    return make_response(redirect(page if isinstance(page, str) else page.url, 303))


def uncached(answer: ResponseReturnValue) -> Response:
    """Return the answer with a header that forbids caches to store it, for pages that show a
    secret.
    """
    response = make_response(answer)
    response.headers["Cache-Control"] = "no-store"
    return response


def wants_json() -> bool:
    return (
        request.path.startswith(("/api/", "/live/"))
        or request.accept_mimetypes.best == "application/json"
    )


def form_is_stored() -> None:
    """Record that the form was stored although the answer is a page and no redirect."""
    g.form_is_stored = True


def is_of_a_draft() -> None:
    """Record that the downloaded file belongs to a draft. The secretariat must not learn about
    drafts.
    """
    g.is_of_a_draft = True


def is_fragment() -> bool:
    """Return whether one of our scripts asks for a part of a page, which it will put in place."""
    return request.headers.get("X-Fragment") == "1"


ELSEWHERE = "http://127.0.0.1:5000"


def site(*, is_trusted: bool = False) -> str:
    """Return the public address of the workspace, without a slash at the end.

    Without PUBLIC_URL the host of the request is used, but only on this machine or where the sender
    gains nothing by inventing one: no letter or feed may carry a host that a stranger chose.
    """
    base: str = current_app.config["PUBLIC_URL"]
    if not base and has_request_context():
        is_here = urlsplit(request.host_url).hostname in ("127.0.0.1", "localhost", "::1")
        base = request.host_url if is_here or is_trusted else ""
    return (base or ELSEWHERE).rstrip("/")


def who_asks() -> str:
    """Return who is asking, as limits count them: a person, or a guest's address."""
    return f"person:{current_user.id}" if current_user.is_authenticated else origin()


def local_path(address: str | None) -> str | None:
    """Return the path of an address within this site, or None: an outside link must not decide
    where we send people.
    """
    if not address:
        return None
    path = address.removeprefix(request.host_url.rstrip("/"))
    local = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if local and path.isprintable() else None
