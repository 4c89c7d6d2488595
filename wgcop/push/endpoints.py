"""Push services of browsers: which addresses are allowed, and a connection that reaches nothing
else.

The browser states the address, so anybody who is signed in can invent one. It must use https and
lead to the open internet. The services in `PUSH_SERVICES` may be elsewhere, such as in the network
of the organization.
"""

import socket
from contextlib import suppress
from threading import Timer
from urllib.parse import urlsplit

import requests
from flask import current_app
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util.connection import create_connection

from wgcop import mail
from wgcop.networks import is_public
from wgcop.origins import origin_of

PATIENCE = (5, 10)
"""The number of seconds to connect, and between two pieces of an answer."""
LONGEST_CALL = 20.0
"""The number of seconds after which a call is cut off, so that a service that answers byte by byte
holds nobody up.
"""


def is_offered() -> bool:
    """Return whether this workspace sends notifications. One that was restored to look at it sends
    none.
    """
    return bool(current_app.config["WEB_PUSH"]) and not mail.is_trial(current_app)


def is_service(endpoint: str) -> bool:
    """Return whether this may be an address at a push service. The address of the host is checked
    only when the connection is opened.
    """
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        return False
    if not endpoint.isascii() or not endpoint.isprintable() or " " in endpoint:
        return False
    if parts.username is not None or parts.password is not None:
        return False
    if origin_of(endpoint) in own_services():
        return True
    host = parts.hostname or ""
    is_name = host.rpartition(".")[2].isalpha() and not host.endswith((".local", ".localhost"))
    return parts.scheme == "https" and port in (None, 443) and "." in host and is_name


def own_services() -> frozenset[str]:
    """Return the origins of push services that need not be on the open internet."""
    named: str = current_app.config["PUSH_SERVICES"]
    return frozenset(filter(None, map(origin_of, named.replace(",", " ").split())))


class NotPublic(OSError):
    """Raised when a host has no address on the open internet."""


class PublicConnection(HTTPSConnection):
    """A connection to an address on the open internet, which is checked at the moment of
    connecting: a name may lead elsewhere than a minute before.
    """

    _cut_off: Timer | None = None
    _twin: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        try:
            line = self._connected()
        except TimeoutError as error:
            raise ConnectTimeoutError(self, f"{self.host} does not answer.") from error
        except OSError as error:
            raise NewConnectionError(self, f"{self.host} cannot be reached: {error}") from error
        self._twin = line.dup()
        self._cut_off = Timer(LONGEST_CALL, _shut, [self._twin])
        self._cut_off.daemon = True
        self._cut_off.start()
        return line

    def _connected(self) -> socket.socket:
        port = self.port or 443
        found = socket.getaddrinfo(self.host, port, type=socket.SOCK_STREAM)
        places = [str(place[4][0]) for place in found if is_public(str(place[4][0]))]
        failure: OSError = NotPublic("the name leads to no address of the open internet")
        for place in places:
            try:
                return create_connection(
                    (place, port), self.timeout, socket_options=self.socket_options
                )
            except OSError as error:
                failure = error
        raise failure

    def close(self) -> None:
        if self._cut_off is not None:
            self._cut_off.cancel()
        if self._twin is not None:
            self._twin.close()
        super().close()


def _shut(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


class PublicPool(HTTPSConnectionPool):
    ConnectionCls = PublicConnection


class PublicAdapter(HTTPAdapter):
    def init_poolmanager(self, *args: object, **options: object) -> None:
        super().init_poolmanager(*args, **options)  # type: ignore[arg-type]
        self.poolmanager.pool_classes_by_scheme = {"https": PublicPool}


class ServiceLine(requests.Session):
    """Calls push services and nobody else: it follows no redirects, uses no proxy, and does not
    read the body of the answer.
    """

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False
        self.adapters.clear()
        self.mount("https://", PublicAdapter())
        for origin in own_services():
            self.mount(f"{origin}/", HTTPAdapter())

    def call(self, endpoint: str, body: bytes, headers: dict[str, str]) -> requests.Response:
        """Send the body and return the answer, of which only the head is read."""
        answer = self.post(
            endpoint,
            data=body,
            headers={**headers, "Connection": "close"},
            timeout=PATIENCE,
            allow_redirects=False,
            stream=True,
        )
        answer.close()
        return answer
