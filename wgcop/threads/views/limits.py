"""The limit on the number of comments that a person may send in a short time."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_limiter import RateLimitExceeded

from wgcop.database import SAFE_METHODS
from wgcop.threads.views.blueprint import bp
from wgcop.web import limiter, who_asks
from wgcop.web.error_pages import error_page
from wgcop.web.waiting import when_again

PER_PERSON = "20 per minute; 300 per hour"


writing_limit = limiter.shared_limit(PER_PERSON, scope="comments", key_func=who_asks)


@bp.errorhandler(RateLimitExceeded)
def too_much(_error: RateLimitExceeded) -> ResponseReturnValue:
    if request.method in SAFE_METHODS:
        return error_page(
            429,
            _(
                "You have had many comments translated in a short time. %(when)s",
                when=when_again(),
            ),
        )
    return error_page(
        429,
        _(
            "You have sent many comments in a short time. What you wrote is kept. %(when)s",
            when=when_again(),
        ),
    )
