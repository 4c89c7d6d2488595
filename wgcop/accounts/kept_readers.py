"""For whom a page is kept: for all delegates of a kind, for guests, or for one reader alone."""

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
"""Whoever is no delegate as others are is loaded as a person."""

FURTHER_FILLS: dict[str, Callable[[Reader], object]] = {}
"""What other features have for gaps of their own; the values are turned into text only where a page has the gap."""


def or_alone(keep: Keep) -> Keep:
    """A page that would depend on something unforeseen of its reader is not shared."""

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
    """Only of plain requests: no other part was asked for, and there is nothing to be said once."""
    return (None, None, None) if request.args else _reader()


def _reader() -> tuple[Reader | None, DelegateKind | OneReader | None, int | None]:
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
    """As whom a page that is kept is rendered."""
    return nobody_of(kind) if isinstance(kind, DelegateKind) else person


def fills_for(person: Reader) -> dict[str, object]:
    own = person.fills if isinstance(person, Delegate) else {}
    further = {name: fill(person) for name, fill in FURTHER_FILLS.items()}
    return {**own, **further, **_of_request()}


def frame_reader() -> FrameReader | None:
    """Whose frame is kept: as of a page, and of guests too. None where it is made for the one reader."""
    reader, kind, at = _reader()
    if reader is not None and kind is not None and at is not None:
        stands_for = who_stands_for(reader, kind)
        return FrameReader(at, kind, stands_for, fills_for(reader), let_person_be_loaded)
    let_person_be_loaded()
    return _guest() if request.method == "GET" else None


def _guest() -> FrameReader | None:
    """Whose session has ended, or has to be completed first, is no guest like others."""
    at, guest = present_stamp(), current_user._get_current_object()
    if at is None or not isinstance(guest, Guest) or session.keys() & {"_user_id", "_flashes"}:
        return None
    return FrameReader(at, Guest, guest, _of_request(), let_person_be_loaded)


def _of_request() -> dict[str, object]:
    return {"csrf": csrf_value(), "here": quoted_here()}
