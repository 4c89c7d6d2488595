"""What arrives from outside, as the database can hold it: no unseen characters, no number beyond its keys."""

from collections.abc import Iterable
from datetime import UTC, datetime

from flask import Flask, Request, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.exceptions import NotFound, RequestEntityTooLarge
from werkzeug.routing import IntegerConverter, Map
from werkzeug.utils import cached_property

from wgcop import markup

LARGEST_KEY = 2**31 - 1
LARGEST_NUMBER = 2**63 - 1


class CleanRequest(Request):
    """Forms and addresses without control characters and overrides of direction.

    PostgreSQL keeps no NUL, and a name that turns the text after it around belongs to nobody.
    """

    @cached_property
    def args(self) -> MultiDict[str, str]:
        return _clean(super().args)

    def _load_form_data(self) -> None:
        if "form" in self.__dict__:
            return
        try:
            super()._load_form_data()
        except RequestEntityTooLarge:
            # The page that says so asks for the form again.
            self.__dict__.update(form=ImmutableMultiDict(), files=ImmutableMultiDict())
            raise
        self.__dict__["form"] = _clean(self.__dict__["form"])


class Key(IntegerConverter):
    """`<int:…>` in a route: what no row can be numbered is no address."""

    def __init__(self, map: Map, max: int | None = LARGEST_KEY, **options: bool) -> None:
        super().__init__(map, max=max, **options)


def init_app(app: Flask) -> None:
    """Before any route is made."""
    app.request_class = CleanRequest
    app.url_map.converters["int"] = Key
    app.before_request(refuse_unseen)


def refuse_unseen() -> None:
    if markup.clean(request.path) != request.path:
        raise NotFound


def key(typed: str) -> int:
    """A number that a row can have; for `args.get(…, type=key)`, which passes over anything else."""
    number = int(typed)
    if not 0 < number <= LARGEST_KEY:
        raise ValueError(f"No row has the number {number}.")
    return number


def moment(typed: str) -> int:
    """A number as large as a database keeps one; for `args.get(…, type=moment)`."""
    number = int(typed)
    if not 0 < number <= LARGEST_NUMBER:
        raise ValueError(f"No place has the number {number}.")
    return number


def instant(typed: str) -> datetime:
    """A moment with its zone that the calendar has in UTC too: the first hours of the year 1 are none in Tokyo."""
    at = datetime.fromisoformat(typed)
    if at.tzinfo is None:
        raise ValueError(f"Nobody knows in which zone {typed} is.")
    return in_utc(at)


def in_utc(at: datetime) -> datetime:
    try:
        return at.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"The calendar does not reach to {at}.") from error


def keys(typed: Iterable[int]) -> list[int]:
    """Those that a row can have."""
    return [number for number in typed if 0 < number <= LARGEST_KEY]


def _clean(received: MultiDict[str, str]) -> MultiDict[str, str]:
    return ImmutableMultiDict(
        (markup.clean(name), markup.clean(value)) for name, value in received.items(multi=True)
    )
