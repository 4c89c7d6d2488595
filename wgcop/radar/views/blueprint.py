"""The blueprint of these pages, and what several of them need."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_limiter import RateLimitExceeded

from wgcop.web import limiter, who_asks
from wgcop.web.error_pages import error_page
from wgcop.web.waiting import when_again

bp = Blueprint("radar", __name__)

PER_PERSON = "30 per minute; 600 per hour"


asking_limit = limiter.shared_limit(PER_PERSON, scope="radar", key_func=who_asks)


@bp.errorhandler(RateLimitExceeded)
def too_much(_error: RateLimitExceeded) -> ResponseReturnValue:
    return error_page(
        429,
        _("You have made many requests in a short time. %(when)s", when=when_again()),
    )
