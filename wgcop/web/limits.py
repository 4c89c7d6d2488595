"""Limits on failures: a try is counted before the work, and given back if it succeeds.

If it were counted afterwards, a hundred requests sent at once would all be handled before the first
is counted.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import structlog
from flask import Response, make_response
from flask.typing import ResponseReturnValue
from flask_limiter import RateLimitExceeded
from limits import RateLimitItem, parse_many

from wgcop.web import limiter, origin

log = structlog.get_logger(__name__)

View = TypeVar("View", bound=Callable[..., Any])


def limit_failures(
    most: str,
    *,
    when: Callable[[Response], bool],
    key_func: Callable[[], str] = origin,
    exempt_when: Callable[[], bool] | None = None,
) -> Callable[[View], View]:
    """Limit, for each key, the number of answers of a view for which `when` holds. Use it as a
    decorator like `limiter.limit`.
    """
    items = parse_many(most)
    limited = limiter.limit(most, key_func=key_func, exempt_when=exempt_when)

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            key = key_func()  # afterwards somebody else may be signed in
            try:
                answer = make_response(view(*args, **kwargs))
            except RateLimitExceeded:
                raise
            except Exception:
                give_back(key)
                raise
            if not when(answer):
                give_back(key)
            return answer

        return limited(counted)  # type: ignore[return-value]

    def give_back(key: str) -> None:
        for taken in limiter.current_limits:
            if taken.limit in items and key in taken.request_args:
                give_one_back(taken.limit, *taken.request_args)

    return decorate


def give_one_back(limit: RateLimitItem, *counted_by: str) -> None:
    """Give a try back, unless the period in which it was counted is over. If that fails, the client
    still gets its answer.
    """
    counts = limiter.limiter
    try:
        if counts.get_window_stats(limit, *counted_by).remaining < limit.amount:
            counts.hit(limit, *counted_by, cost=-1)
    except Exception:
        log.exception("limit_not_given_back")
