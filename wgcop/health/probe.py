"""The probe of `wgcop doctor`, which shows how one of its own requests looks to the server after it
came through the proxy.

The question is sealed with the key of the installation and valid for a minute before and after it
was made, so that nobody else learns who connects, and clocks may differ a little.
"""

import secrets
from dataclasses import asdict, dataclass
from typing import Any

from flask import Flask, Request
from itsdangerous import BadData, URLSafeSerializer

from wgcop import clock
from wgcop.observing.version import version

GOOD_FOR = 60
FORWARDED = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host")


@dataclass(frozen=True)
class Arrived:
    """How a request arrived. `peer` is the address connected to the server, which is the proxy's if
    there is one. The rest is as the server sees it.
    """

    peer: str
    address: str
    scheme: str
    host: str
    forwarded: list[str]
    proxies: int
    has_request_id: bool
    version: str

    @classmethod
    def of(cls, request: Request, proxies: int) -> "Arrived":
        original: dict[str, Any] = request.environ.get("werkzeug.proxy_fix.orig", {})
        return cls(
            peer=original.get("REMOTE_ADDR") or request.remote_addr or "",
            address=request.remote_addr or "",
            scheme=request.scheme,
            host=request.host,
            forwarded=[name for name in FORWARDED if request.headers.get(name)],
            proxies=proxies,
            has_request_id=bool(request.headers.get("X-Request-ID")),
            version=version(),
        )

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def question(app: Flask) -> str:
    return str(_sealed(app).dumps([secrets.token_hex(8), clock.now().timestamp()]))


def is_ours(app: Flask, asked: str) -> bool:
    try:
        _, asked_at = _sealed(app).loads(asked)
    except BadData:
        return False
    return bool(abs(clock.now().timestamp() - asked_at) <= GOOD_FOR)


def _sealed(app: Flask) -> URLSafeSerializer:
    return URLSafeSerializer(app.config["SECRET_KEY"], salt="doctor's probe")
