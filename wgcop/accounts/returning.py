"""The address to which a reader comes back from a page about their account."""

from urllib.parse import quote_plus

from flask import request, url_for
from flask_login import current_user

from wgcop.web import local_path
from wgcop.web.kept import for_each_reader

ABOUT_ACCOUNTS = "accounts"
"""The blueprint of these pages."""
PLAIN = "!$'()*,/:;?@"
"""Characters that may stand in the value of a parameter as they are."""


def here() -> str | None:
    """This page, if it can be loaded again."""
    signing_in = request.blueprint == ABOUT_ACCOUNTS and not current_user.is_authenticated
    if signing_in or request.method != "GET":
        return local_path(request.values.get("next"))
    return local_path(request.full_path.rstrip("?"))


def quoted_here() -> str:
    return quote_plus(here() or "", safe=PLAIN)


def leading_back(view: str) -> str:
    """The address of this view, which then leads back here. A page that is kept has a gap for where that is."""
    place = for_each_reader("here", quoted_here)
    return f"{url_for(view)}?next={place}" if place else url_for(view)
