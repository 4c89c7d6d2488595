"""The readers for whom a page is kept: all delegates of a kind, all guests, or a single reader."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

import structlog
from flask import Response, request, session
from flask_login import current_user

from wgcop.accounts.delegate import Delegate, delegate_who_reads, let_person_be_loaded
from wgcop.accounts.identity import CAPACITY, Guest
from wgcop.accounts.models import Person
from wgcop.accounts.nobody import DelegateKind, OneReader, nobody_of
from wgcop.accounts.returning import quoted_here
from wgcop.web.frames import FrameReader
from wgcop.web.kept import AskedOfNobody, csrf_value, present_stamp

log = structlog.get_logger(__name__)

Keep = TypeVar("Keep", bound=Callable[..., Response | None])

Reader = Delegate | Person
"""A reader for whom a page can be cached. Officers, and people with several delegations or none,
are loaded as a person.
"""

FURTHER_FILLS: dict[str, Callable[[Reader], object]] = {}
"""The values that other features put into gaps of their own. They become text only where a page has
the gap.
"""


def or_alone(keep: Keep) -> Keep:
    """Decorate a function that answers with a cached page. If rendering turns out to need anything
    else about the reader, the page is not shared but rendered for this reader alone.
    """

    @wraps(keep)
    def keep_or_leave(*args: Any, **options: Any) -> Response | None:
        answer = None
        try:
            answer = keep(*args, **options)
        except AskedOfNobody as asked:
            log.error("page_not_kept", asked=str(asked))
        finally:
            if answer is None:
                let_person_be_loaded()
        return answer

    return cast(Keep, keep_or_leave)


def reader_of_kept_page() -> tuple[Reader | None, DelegateKind | OneReader | None, int | None]:
    """Return the reader, the kind and the stamp under which the requested page is cached, or
    `(None, None, None)`. Requests with parameters get no cached page.
    """
    return (None, None, None) if request.args else _reader()


def _reader() -> tuple[Reader | None, DelegateKind | OneReader | None, int | None]:
    # A page with messages that are shown once must not be kept.
    if request.method != "GET" or "_flashes" in session:
        return None, None, None
    delegate = delegate_who_reads()
    if delegate is not None:
        return delegate, delegate.kind, present_stamp()
    person = current_user._get_current_object()
    if not isinstance(person, Person):
        return None, None, None
    return person, OneReader(person.id, session.get(CAPACITY, "")), present_stamp()


def who_stands_for(person: Reader, kind: DelegateKind | OneReader) -> Any:
    """Return the object that the template gets as the current person while a cached page is
    rendered.
    """
    return nobody_of(kind) if isinstance(kind, DelegateKind) else person


def fills_for(person: Reader) -> dict[str, object]:
    own = person.fills if isinstance(person, Delegate) else {}
    further = {name: fill(person) for name, fill in FURTHER_FILLS.items()}
    return {**own, **further, **_of_request()}


def frame_reader() -> FrameReader | None:
    """Return the reader for whom the page's frame is cached, which may be a guest, or None if it is
    made for this one reader.
    """
    reader, kind, at = _reader()
    if reader is not None and kind is not None and at is not None:
        stands_for = who_stands_for(reader, kind)
        return FrameReader(at, kind, stands_for, fills_for(reader), let_person_be_loaded)
    let_person_be_loaded()
    return _guest() if request.method == "GET" else None


def _guest() -> FrameReader | None:
    """Return the reader of a guest's frame, or None: a person whose session has ended, or still has
    to be completed, differs from other guests.
    """
    at, guest = present_stamp(), current_user._get_current_object()
    if at is None or not isinstance(guest, Guest) or session.keys() & {"_user_id", "_flashes"}:
        return None
    return FrameReader(at, Guest, guest, _of_request(), let_person_be_loaded)


def _of_request() -> dict[str, object]:
    return {"csrf": csrf_value(), "here": quoted_here()}
