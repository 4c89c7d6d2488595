"""The time at which a person who has reached a limit may continue."""

from math import ceil
from time import time

from flask import Flask
from flask_babel import ngettext

from wgcop.web import limiter

LONGEST_IN_MINUTES = 90


def init_app(app: Flask) -> None:
    app.add_template_global(when_again)


def when_again() -> str:
    """Return a sentence that says the same as `Retry-After`, computed from whole seconds as in that
    header.
    """
    limit = limiter.current_limit
    minutes = max(ceil(int(limit.reset_at - time()) / 60), 1) if limit else 1
    if minutes <= LONGEST_IN_MINUTES:
        return ngettext("Try again in a minute.", "Try again in %(num)d minutes.", minutes)
    return ngettext("Try again in an hour.", "Try again in %(num)d hours.", ceil(minutes / 60))
