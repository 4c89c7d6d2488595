"""Identify the sender of a request from its headers only, without a query, before any work is done."""

import re

from flask import Flask
from itsdangerous import BadSignature
from werkzeug.http import parse_cookie

from wgcop.networks import network_of

_COOKIE = re.compile(rb"\r\ncookie:[ \t]*([^\r\n]*)", re.IGNORECASE)
_FORWARDED = re.compile(rb"\r\nx-forwarded-for:[ \t]*([^\r\n]*)", re.IGNORECASE)


def is_signed_in(app: Flask, head: bytes) -> bool:
    """Return whether the head has a cookie that we sealed for somebody. It does not matter here
    whether their session has ended since.
    """
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    try:
        cookies = parse_cookie(b"; ".join(_COOKIE.findall(head)).decode("latin-1"))
        sealed = cookies[app.config["SESSION_COOKIE_NAME"]]
        read = serializer.loads(sealed, max_age=int(app.permanent_session_lifetime.total_seconds()))
    except (KeyError, BadSignature):
        return False
    return isinstance(read, dict) and "_user_id" in read


def network(proxies: int, head: bytes, of_connection: str) -> str:
    """Return the network from which a request was sent. Each trusted proxy has added the address of
    its client.
    """
    addresses = b",".join(_FORWARDED.findall(head)).decode("latin-1").split(",")
    if not proxies or len(addresses) < proxies:
        return of_connection
    return network_of(addresses[-proxies].strip()) or of_connection
