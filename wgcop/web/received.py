"""Sanitizing of input so that it can be stored: no control characters, and no number beyond the
range of row ids.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Request, Response, request
from flask_babel import gettext as _
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.exceptions import BadHost, NotFound, RequestEntityTooLarge
from werkzeug.routing import IntegerConverter, Map
from werkzeug.utils import cached_property

from wgcop import markup
from wgcop.errors import Invalid

LARGEST_KEY = 2**31 - 1
LARGEST_NUMBER = 2**63 - 1


class CleanRequest(Request):
    """A request whose forms and addresses have no control characters and no characters that reverse
    text.

    PostgreSQL cannot store NUL, and no name may reverse the text after it.
    """

    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:
        try:
            return super().get_json(force=force, silent=silent, cache=cache)
        except RecursionError as error:
            raise Invalid(_("The JSON is nested too deeply to be read.")) from error

    @cached_property
    def args(self) -> MultiDict[str, str]:
        return _clean(super().args)

    def _load_form_data(self) -> None:
        if "form" in self.__dict__:
            return
        try:
            super()._load_form_data()
        except RequestEntityTooLarge:
            # The error page asks for the form again.
            self.__dict__.update(form=ImmutableMultiDict(), files=ImmutableMultiDict())
            raise
        self.__dict__["form"] = _clean(self.__dict__["form"])


class Key(IntegerConverter):
    """The converter of `<int:…>` in a route, up to the largest number that a row can have."""

    def __init__(self, map: Map, max: int | None = LARGEST_KEY, **options: bool) -> None:
        super().__init__(map, max=max, **options)


def init_app(app: Flask) -> None:
    """Register the request class and the converter. Call it before any route is registered."""
    app.request_class = CleanRequest
    app.url_map.converters["int"] = Key
    app.before_request(refuse_unseen)


def refuse_unseen() -> Response | None:
    """Refuse invalid requests. If the host is not a valid name, not even an error page can be
    rendered, since pages contain addresses.
    """
    if isinstance(request.routing_exception, BadHost):
        text = "The address names a host that cannot be.\n"
        return Response(text, 400, content_type="text/plain; charset=utf-8")
    if markup.clean(request.path) != request.path:
        raise NotFound
    return None


def key(typed: str) -> int:
    """Read a number within the range of row ids, for `args.get(…, type=key)`, which ignores
    anything else.
    """
    number = int(typed)
    if not 0 < number <= LARGEST_KEY:
        raise ValueError(f"No row has the number {number}.")
    return number


def moment(typed: str) -> int:
    """Read a number that a database can store, for `args.get(…, type=moment)`."""
    number = int(typed)
    if not 0 < number <= LARGEST_NUMBER:
        raise ValueError(f"No place has the number {number}.")
    return number


def instant(typed: str) -> datetime:
    """Read a moment with its zone that also exists in UTC, unlike the first hours of the year 1 in
    Tokyo.
    """
    at = datetime.fromisoformat(typed)
    if at.tzinfo is None:
        raise ValueError(f"{typed} says no time zone.")
    return in_utc(at)


def in_utc(at: datetime) -> datetime:
    try:
        return at.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"The calendar does not reach to {at}.") from error


def keys(typed: Iterable[int]) -> list[int]:
    """Return those of the numbers that are within the range of row ids."""
    return [number for number in typed if 0 < number <= LARGEST_KEY]


def _clean(received: MultiDict[str, str]) -> MultiDict[str, str]:
    return ImmutableMultiDict(
        (markup.clean(name), markup.clean(value)) for name, value in received.items(multi=True)
    )
