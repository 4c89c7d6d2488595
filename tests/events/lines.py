"""How a page of these tests reaches the workspace: in this process, or over the network like a browser."""

import json
from collections.abc import Iterable
from typing import Any, Protocol

import websocket
from flask import Flask

from tests.conftest import Listener, Visitor
from tests.servers import Caller, Workspace, sealed_cookie
from wgcop.accounts.models import Person

FRAGMENT = {"X-Fragment": "1"}


class Ear(Protocol):
    def heard(self) -> list[dict[str, Any]]: ...
    def leave(self) -> None: ...


class Line(Protocol):
    def get(self, address: str) -> str: ...
    def json(self, address: str) -> Any: ...
    def post(self, address: str, data: dict[str, Any]) -> Any:
        """The answer, or None if it was refused."""

    def listen(self, topics: list[str]) -> tuple[Ear, dict[str, int]]:
        """Listen from now on; the last number of each topic."""


class InProcess:
    def __init__(self, app: Flask, visitor: Visitor) -> None:
        self._app = app
        self._visitor = visitor

    def get(self, address: str) -> str:
        return str(self._visitor.get(address, headers=FRAGMENT).text)

    def json(self, address: str) -> Any:
        return self._visitor.get(address).json

    def post(self, address: str, data: dict[str, Any]) -> Any:
        answer = self._visitor.post(address, data=data, headers=FRAGMENT)
        assert answer.status_code < 500, answer.text
        return answer.json if answer.status_code < 300 else None

    def listen(self, topics: list[str]) -> tuple[Ear, dict[str, int]]:
        first, *others = topics
        listener = Listener(self._app, self._visitor, first, "en")
        seqs = {first: listener.answer["seq"]}
        return Local(listener), seqs | {one: listener.join(one)["seq"] for one in others}


class Local:
    def __init__(self, listener: Listener) -> None:
        self._listener = listener

    def heard(self) -> list[dict[str, Any]]:
        return self._listener()

    def leave(self) -> None:
        self._listener.leave()


class Served:
    """Over the network: whichever process accepts the connection answers."""

    def __init__(self, served: Workspace, app: Flask, person: Person) -> None:
        self._served = served
        self._caller = Caller(served, app, person)
        self._cookie = "=".join(sealed_cookie(app, person))

    def get(self, address: str) -> str:
        self._caller.forget_connections()
        return self._caller.get(address, headers=FRAGMENT).text

    def json(self, address: str) -> Any:
        self._caller.forget_connections()
        return self._caller.get(address).json()

    def post(self, address: str, data: dict[str, Any]) -> Any:
        self._caller.forget_connections()
        answer = self._caller.post(address, data)
        assert answer.status_code < 500, answer.text
        return answer.json() if answer.ok else None

    def listen(self, topics: list[str]) -> tuple[Ear, dict[str, int]]:
        """Connect again, as browsers do, if the process did not hear the others yet."""
        while True:
            ear = Remote(self._served, self._cookie)
            try:
                return ear, {topic: ear.join(topic) for topic in topics}
            except Disconnected:
                ear.leave()


class Disconnected(Exception):
    """Raised when the server ends a connection that waits for an answer."""


class Remote:
    PATIENCE = 0.02

    def __init__(self, served: Workspace, cookie: str) -> None:
        self._heard: list[dict[str, Any]] = []
        self._socket = websocket.WebSocket()
        self._socket.settimeout(20)
        self._socket.connect(
            served.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket",
            cookie=cookie,
            origin=served.url,
        )
        self._socket.send("40")
        self._await("40")

    def join(self, topic: str) -> int:
        self._socket.settimeout(20)
        self._socket.send("420" + json.dumps(["join", {"topic": topic, "language": "en"}]))
        (answer,) = json.loads(self._await("430")[3:])
        assert answer["ok"], answer
        return int(answer["seq"])

    def heard(self) -> list[dict[str, Any]]:
        self._socket.settimeout(self.PATIENCE)
        try:
            while True:
                self._note(self._socket.recv())
        except websocket.WebSocketTimeoutException:
            heard, self._heard = self._heard, []
            return heard

    def leave(self) -> None:
        self._socket.shutdown()

    def _await(self, start: str) -> str:
        while not (message := str(self._socket.recv())).startswith(start):
            if message.startswith("41"):
                raise Disconnected
            self._note(message)
        return message

    def _note(self, message: Any) -> None:
        if message == "2":
            self._socket.send("3")
        elif message.startswith('42["entry"'):
            self._heard.append(json.loads(message[2:])[1])


def lines(
    people: Iterable[str], app: Flask, world: Any, served: Workspace | None
) -> dict[str, Line]:
    if served is not None:
        return {name: Served(served, app, world[name]) for name in people}
    app.test_client_class = Visitor
    found: dict[str, Line] = {}
    for name in people:
        visitor = app.test_client()
        assert isinstance(visitor, Visitor)
        visitor.sign_in(world[name])
        found[name] = InProcess(app, visitor)
    return found
