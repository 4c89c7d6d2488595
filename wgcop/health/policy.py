"""The permission to read more about the workspace's health than names and grades: only operators
have it.
"""

import hmac
from ipaddress import ip_address

from werkzeug.datastructures import Headers

FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")


def watches(headers: Headers, address: str, token: str) -> bool:
    """Return whether a request is from an operator: it has the token of METRICS_TOKEN, or comes
    from this machine without a proxy in between.

    A proxy on this machine has its address too, so a request that any proxy has marked needs the
    token.
    """
    given = headers.get("Authorization", "")
    if token and hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        return True
    return _is_here(address) and not any(headers.get(name) for name in FORWARDED)


def _is_here(address: str) -> bool:
    try:
        return ip_address(address.partition("%")[0]).is_loopback
    except ValueError:
        return False
