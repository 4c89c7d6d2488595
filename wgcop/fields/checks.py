"""Checks for the text in a field."""

import re
from urllib.parse import urlsplit

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


def no_web_address(text: str) -> LazyString | None:
    if is_web_address(text):
        return None
    return _l(
        "“%(address)s” is not the address of a web page. Write it in full, and nothing else: https://…",
        address=text[:80],
    )


def is_web_address(text: str) -> bool:
    """Return whether this is an address that a link may lead to: http or https, with a host, and
    without a password.
    """
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    is_whole = parts.scheme in ("http", "https") and bool(parts.hostname)
    return is_whole and "@" not in parts.netloc and not any(each.isspace() for each in text)


def no_link(text: str) -> LazyString | None:
    is_link = re.fullmatch(r"https?://\S+", text)
    return None if is_link else _l("A link must begin with https://.")
