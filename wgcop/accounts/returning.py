"""The address to which a reader comes back from a page about their account."""

from urllib.parse import quote_plus

from flask import request, url_for
from flask_login import current_user

from wgcop.web import local_path
from wgcop.web.kept import for_each_reader

ABOUT_ACCOUNTS = "accounts"
"""The blueprint of pages about accounts."""
PLAIN = "!$'()*,/:;?@"
"""The characters that may appear unquoted in the value of a parameter."""


def here() -> str | None:
    """Return the path of this page, or of the one it leads back to if it is a sign-in page or a
    form. None if there is no such page on this site.
    """
    signing_in = request.blueprint == ABOUT_ACCOUNTS and not current_user.is_authenticated
    if signing_in or request.method != "GET":
        return local_path(request.values.get("next"))
    return local_path(request.full_path.rstrip("?"))


def quoted_here() -> str:
    return quote_plus(here() or "", safe=PLAIN)


def leading_back(view: str) -> str:
    """Return the address of this view, which then leads back to this page. On a cached page that
    part is a gap.
    """
    place = for_each_reader("here", quoted_here)
    return f"{url_for(view)}?next={place}" if place else url_for(view)
