"""How people come to a workspace: straight to the server, or through the proxy, from an address of their own."""

import socket
import ssl
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import requests
import websocket
from requests.adapters import HTTPAdapter

from tests.servers import HOST


class From(HTTPAdapter):
    """Connections that come from one address of the loopback."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__(pool_maxsize=4)

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, source_address=(self._address, 0), **options)


@dataclass(frozen=True)
class Door:
    url: str
    certificate: str = ""
    """Of a proxy whose certificate was made on the spot."""
    address: str = HOST
    """Of those who come: each address of 127.0.0.0/8 is one of this machine."""
    origin: str = ""
    """What a browser says where it comes from, if the proxy is not asked by its usual port."""

    @cached_property
    def port(self) -> int:
        return urlsplit(self.url).port or 80

    @cached_property
    def host(self) -> str:
        return urlsplit(self.url).hostname or HOST

    @cached_property
    def trusted(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.certificate)

    def browser(self, cookie: str = "") -> requests.Session:
        http = requests.Session()
        http.trust_env = False
        if self.certificate:
            http.verify = self.certificate
        http.mount("http", From(self.address))
        name, _, value = cookie.partition("=")
        if name:
            # A jar of cookies adds this to a name without a dot.
            domain = self.host if "." in self.host else f"{self.host}.local"
            http.cookies.set(name, value, domain=domain, path="/")
        return http

    def connection(self, *, patience: float = 60) -> socket.socket:
        bare = socket.create_connection(
            (HOST, self.port), timeout=patience, source_address=(self.address, 0)
        )
        if not self.certificate:
            return bare
        try:
            return self.trusted.wrap_socket(bare, server_hostname=self.host)
        except OSError:
            bare.close()
            raise

    def line(self, client: websocket.WebSocket, cookie: str = "") -> None:
        """A live connection."""
        client.connect(
            f"{self.url.replace('http', 'ws', 1)}/socket.io/?EIO=4&transport=websocket",
            cookie=cookie,
            origin=self.origin or self.url,
            socket=self.connection(),
        )
