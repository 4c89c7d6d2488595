"""Addresses of pages outside (pure)."""

from urllib.parse import urlsplit


def is_outside(address: str) -> bool:
    """Whether it leads to a page of the web and to nothing else, and hides no name or password."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    is_web = parts.scheme.lower() in ("http", "https")
    return (
        is_web
        and bool(host)
        and not parts.username
        and address.isprintable()
        and " " not in address
    )
