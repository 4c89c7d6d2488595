"""Who there is, and what they do: they read, post, and send large files on slow lines."""

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import uuid4

import requests
from flask import Flask
from sqlalchemy import select

from bench.load.noted import Load
from tests.servers import sealed_cookie
from wgcop.accounts.models import Person
from wgcop.bodies.body import Body
from wgcop.database import db
from wgcop.resolutions.models import Clause

TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')
WRITE_EVERY, READ_EVERY = 0.25, 0.25
TRIES, AGAIN = 60, 1.0


@dataclass
class People:
    """As cookies, and what they work on."""

    writers: list[str]
    members: list[str]
    """Everybody who may comment."""
    secretary: str
    clauses: list[str]
    body: int

    @property
    def clause(self) -> str:
        return self.clauses[0]


def people(app: Flask) -> People:
    with app.app_context():
        everybody = {each.name.split()[0]: each for each in db.session.scalars(select(Person))}
        members = [name for name, each in everybody.items() if each.memberships]
        cookies = {name: "=".join(sealed_cookie(app, each)) for name, each in everybody.items()}
        clauses = db.session.scalars(select(Clause.wid).order_by(Clause.id)).all()
        body = db.session.scalar(select(Body.id).order_by(Body.id).limit(1))
        db.session.close()
        db.engine.dispose()
    assert clauses and body
    return People(
        writers=[cookies["Amina"], cookies["Haruko"]],
        members=[cookies[name] for name in members],
        secretary=cookies["Ines"],
        clauses=list(clauses),
        body=body,
    )


def write(
    load: Load, cookies: Sequence[str], first: int, clause: str, *, every: float = WRITE_EVERY
) -> None:
    """Several people in turn, since each may send only so many in a minute. What is refused for the moment stays in the form and
    is sent again, under the same key.
    """
    browsers = [load.door.browser(cookie) for cookie in cookies]
    tokens = [token_of(load, http) for http in browsers]
    address = f"{load.door.url}/clauses/{clause}/comments"
    number, key, tries = first, uuid4().hex, 0
    while not load.over.is_set() or 0 < tries < TRIES:
        http, token = browsers[number % len(browsers)], tokens[number % len(browsers)]
        form = {"body": f"Number {number}.", "audience": "members", "type": "substantive"}
        form["key"], headers = key, {"X-CSRFToken": token, "X-Fragment": "1"}
        answer = load.ask("posting", partial(http.post, address, form, headers=headers, timeout=60))
        if answer is not None and answer.ok:
            with load.lock:
                load.posted.append(number)
            number, key, tries = number + 1, uuid4().hex, 0
            load.over.wait(every)
        else:
            tries += 1
            time.sleep(min(every, AGAIN))
    for http in browsers:
        http.close()


def token_of(load: Load, http: requests.Session, page: str = "/resolutions/") -> str:
    for _ in range(TRIES):
        answer = load.ask("reading", lambda: http.get(load.door.url + page, timeout=60))
        if answer is not None and (token := TOKEN.search(answer.text)):
            return token[1]
        time.sleep(1)
    raise AssertionError(f"{page} was not shown.")


def read(load: Load, cookie: str, *, page: str = "/meetings/", every: float = READ_EVERY) -> None:
    with load.door.browser(cookie) as http:
        while not load.over.is_set():
            load.ask("reading", lambda: http.get(load.door.url + page, timeout=60))
            load.over.wait(every)


def upload(load: Load, cookie: str, body_id: int, seconds: float) -> None:
    """A large file on a slow line."""
    with load.door.browser(cookie) as http:
        token = token_of(load, http, "/priorwork/import")
        edge, text = "edge", b"Helplines in schools. " * 100_000
        parts = {"csrf_token": token, "body": str(body_id)}
        head = "".join(
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in parts.items()
        )
        head += f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="helplines.txt"\r\n\r\n'
        content = head.encode() + text + f"\r\n--{edge}--\r\n".encode()

        def send() -> requests.Response:
            return http.post(
                f"{load.door.url}/priorwork/import",
                data=Slow(load, content, seconds),  # type: ignore[arg-type]
                headers={
                    "Content-Type": f"multipart/form-data; boundary={edge}",
                    "Content-Length": str(len(content)),
                },
                allow_redirects=False,
                timeout=120,
            )

        answer = load.ask("uploading", send)
        load.uploaded = answer.status_code if answer is not None else 0


class Slow:
    """A body in a hundred pieces; in its middle it waits until the server has handed over to the next."""

    PIECES = 100

    def __init__(self, load: Load, content: bytes, seconds: float) -> None:
        self._load, self._content, self._seconds = load, content, seconds

    def __len__(self) -> int:
        return len(self._content)

    def __iter__(self) -> Iterator[bytes]:
        size = len(self._content) // self.PIECES + 1
        for number, start in enumerate(range(0, len(self._content), size)):
            yield self._content[start : start + size]
            if number == self.PIECES // 2:
                self._load.is_half_sent.set()
                self._load.handed_over.wait(90)
            time.sleep(self._seconds / self.PIECES)
