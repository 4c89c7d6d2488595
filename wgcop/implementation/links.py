"""Addresses of pages outside (pure)."""

from urllib.parse import urlsplit


def is_outside(address: str) -> bool:
    """Return whether this is the address of a web page, without a user name or password in it."""
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
