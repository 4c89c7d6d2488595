"""A restart while people work: does a request fail, does a comment get lost, and when is everybody back?

Pages listen to a clause, people post comments and read pages, and one large file is on its way the whole time. `wgcop restart`
lets a new server take the place of the old one; with `--term` the server is told to end and started again, as a service manager does.
Pages behave as in a browser: they come back within the seconds that the server names, and ask for what they missed.
"""

import argparse
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import requests
import websocket
from flask import Flask
from sqlalchemy import select

from tests.architecture.reading import ROOT
from tests.servers import HOST, answers, environment, free_port, sealed_cookie, wait_for
from wgcop import demo, migrations
from wgcop.accounts.models import Person
from wgcop.app import create_app
from wgcop.bodies.body import Body
from wgcop.db import db, writing
from wgcop.resolutions.models import Clause
from wgcop.search import indexer

WGCOP = Path(sys.prefix) / "bin" / "wgcop"
NUMBER = re.compile(r"Number (\d+)\.")
TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')
WRITE_EVERY, READ_EVERY = 0.25, 0.25
WRITERS, READERS = 4, 4
UPLOAD_SECONDS = 4.0
"""From the moment when the new server answers: the file began before the restart, and ends after it."""


class Served:
    """The server as an administrator starts it, in a process that can start another in its place."""

    def __init__(self, settings: dict[str, Any], folder: Path) -> None:
        self.settings = settings
        self.port, self.log = free_port(), folder / "server.log"
        self.environment = {**os.environ, **environment(settings), "PYTHONPATH": str(ROOT)}
        self._started: list[subprocess.Popen[bytes]] = []

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [WGCOP, "serve", "--host", HOST, "--port", str(self.port)],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._started.append(process)
        wait_for(lambda: answers(self.port), lambda: process.poll() is None, self.log)

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [WGCOP, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def end(self, by: signal.Signals) -> subprocess.Popen[bytes]:
        self._started[-1].send_signal(by)
        return self._started[-1]

    def end_and_start(self) -> None:
        self.end(signal.SIGTERM).wait()
        self.start()

    def kill(self) -> None:
        """With all servers that took the place of one that was started here."""
        for process in self._started:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@dataclass
class Load:
    """What everybody did and met."""

    served: Served
    topic: str
    over: Event = field(default_factory=Event)
    is_half_sent: Event = field(default_factory=Event)
    handed_over: Event = field(default_factory=Event)
    lock: Lock = field(default_factory=Lock)
    sent: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    longest: float = 0.0
    posted: list[int] = field(default_factory=list)
    came_back: list[float] = field(default_factory=list)
    away: list[float] = field(default_factory=list)
    codes: Counter[int] = field(default_factory=Counter)
    uploaded: int = 0

    def ask(self, kind: str, act: Callable[[], requests.Response]) -> requests.Response | None:
        began = time.monotonic()
        try:
            answer = act()
            problem = "" if answer.status_code < 400 else f"{answer.status_code}"
        except requests.RequestException as error:
            answer, problem = None, type(error).__name__
        with self.lock:
            self.sent[kind] += 1
            if kind != "uploading":
                self.longest = max(self.longest, time.monotonic() - began)
            if problem:
                self.failed.append(f"{kind}: {problem}")
        return answer


class Page(Thread):
    """An open page. `heard` is every comment that it shows, with how often it came."""

    def __init__(self, load: Load, cookie: str) -> None:
        super().__init__(daemon=True)
        self.load, self.cookie = load, cookie
        self.seq, self.heard = -1, Counter[int]()
        self.is_open = Event()

    def run(self) -> None:
        lost = 0.0
        while not self.load.over.is_set():
            within = 0.5
            client = websocket.WebSocket()
            try:
                self._connect(client)
                if lost:
                    with self.load.lock:
                        self.load.came_back.append(time.monotonic())
                        self.load.away.append(time.monotonic() - lost)
                self.is_open.set()
                within = self._listen(client)
            except (websocket.WebSocketException, OSError, requests.RequestException):
                pass
            finally:
                client.shutdown()
            self.is_open.clear()
            lost = time.monotonic()
            time.sleep(random.uniform(0, within))

    def _connect(self, client: websocket.WebSocket) -> None:
        address = f"ws://{HOST}:{self.load.served.port}/socket.io/?EIO=4&transport=websocket"
        client.settimeout(60)
        client.connect(address, cookie=self.cookie, origin=self.load.served.url)
        client.send("40")
        join = ["join", {"topic": self.load.topic, "language": "en"}]
        while not str(client.recv()).startswith("40"):
            pass
        client.send("420" + json.dumps(join))
        while not (answer := str(client.recv())).startswith("430"):
            pass
        seq = json.loads(answer[3:])[0]["seq"]
        if self.seq < 0:
            self.seq = seq
        elif seq != self.seq:
            self._catch_up()

    def _listen(self, client: websocket.WebSocket) -> float:
        """Until the server closes; within how many seconds to come back."""
        while True:
            opcode, data = client.recv_data(control_frame=True)
            if opcode == websocket.ABNF.OPCODE_CLOSE:
                code = int.from_bytes(data[:2], "big")
                with self.load.lock:
                    self.load.codes[code] += 1
                return float(data[2:] or 0.5) if code == 1012 else 0.5
            text = data.decode()
            if text == "2":
                client.send("3")
            elif text.startswith('42["entry"'):
                self._take(json.loads(text[2:])[1])

    def _take(self, entry: dict[str, Any]) -> None:
        if entry["seq"] <= self.seq:
            return
        if entry["seq"] != self.seq + 1:
            self._catch_up()
            return
        self.seq = entry["seq"]
        self._note(entry)

    def _catch_up(self) -> None:
        address = f"{self.load.served.url}/live/{self.load.topic}?after={self.seq}"
        answer = self.load.ask(
            "catching up",
            lambda: requests.get(address, headers={"Cookie": self.cookie}, timeout=60),
        )
        if answer is not None and answer.ok:
            missed = answer.json()
            for entry in missed["entries"]:
                self._note(entry)
            self.seq = missed["seq"]

    def _note(self, entry: dict[str, Any]) -> None:
        if found := NUMBER.search(entry.get("html") or ""):
            self.heard[int(found[1])] += 1


@contextmanager
def browser(cookie: str) -> Iterator[requests.Session]:
    with requests.Session() as http:
        name, _, value = cookie.partition("=")
        http.cookies.set(name, value, domain=HOST, path="/")
        yield http


def write(load: Load, cookie: str, first: int, clause: str) -> None:
    with browser(cookie) as http:
        write_on(load, http, first, clause)


def write_on(load: Load, http: requests.Session, first: int, clause: str) -> None:
    token = TOKEN.search(http.get(f"{load.served.url}/resolutions/").text)
    assert token
    headers = {"X-CSRFToken": token[1], "X-Fragment": "1"}
    address = f"{load.served.url}/clauses/{clause}/comments"
    number = first
    while not load.over.is_set():
        form = {"body": f"Number {number}.", "audience": "members", "type": "substantive"}
        post = partial(http.post, address, form, headers=headers, timeout=60)
        answer = load.ask("posting", post)
        if answer is not None and answer.ok:
            with load.lock:
                load.posted.append(number)
        number += 1
        load.over.wait(WRITE_EVERY)


def read(load: Load, cookie: str) -> None:
    with browser(cookie) as http:
        while not load.over.is_set():
            load.ask("reading", lambda: http.get(f"{load.served.url}/meetings/", timeout=60))
            load.over.wait(READ_EVERY)


def upload(load: Load, cookie: str, body_id: int, seconds: float) -> None:
    """A large file on a slow line."""
    with browser(cookie) as http:
        upload_on(load, http, body_id, seconds)


def upload_on(load: Load, http: requests.Session, body_id: int, seconds: float) -> None:
    token = TOKEN.search(http.get(f"{load.served.url}/priorwork/import").text)
    assert token
    edge, text = "edge", b"Helplines in schools. " * 100_000
    parts = {"csrf_token": token[1], "body": str(body_id)}
    head = "".join(
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in parts.items()
    )
    head += f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="helplines.txt"\r\n\r\n'
    content = head.encode() + text + f"\r\n--{edge}--\r\n".encode()

    def send() -> requests.Response:
        pieces = 100
        size = len(content) // pieces + 1

        def slowly() -> Iterator[bytes]:
            for number, start in enumerate(range(0, len(content), size)):
                yield content[start : start + size]
                if number == pieces // 2:
                    load.is_half_sent.set()
                    load.handed_over.wait(90)
                time.sleep(seconds / pieces)

        class Slow:
            def __len__(self) -> int:
                return len(content)

            def __iter__(self) -> Iterator[bytes]:
                return slowly()

        return http.post(
            f"{load.served.url}/priorwork/import",
            data=Slow(),  # type: ignore[arg-type]
            headers={
                "Content-Type": f"multipart/form-data; boundary={edge}",
                "Content-Length": str(len(content)),
            },
            allow_redirects=False,
            timeout=120,
        )

    answer = load.ask("uploading", send)
    load.uploaded = answer.status_code if answer is not None else 0


@dataclass
class People:
    """Who there is, as cookies, and what they work on."""

    writers: list[str]
    secretary: str
    clause: str
    body: int


def people(app: Flask) -> People:
    with app.app_context():
        everybody = {each.name.split()[0]: each for each in db.session.scalars(select(Person))}
        cookies = {name: "=".join(sealed_cookie(app, each)) for name, each in everybody.items()}
        clause = db.session.scalar(select(Clause.wid).order_by(Clause.id).limit(1))
        body = db.session.scalar(select(Body.id).order_by(Body.id).limit(1))
        db.session.close()
        db.engine.dispose()
    assert clause and body
    return People([cookies["Amina"], cookies["Haruko"]], cookies["Ines"], clause, body)


@dataclass
class Outcome:
    load: Load
    pages: list[Page]
    took: float
    said: str
    spread: float

    @property
    def missed(self) -> int:
        """How many comments are not on a page that was open when they were posted."""
        return sum(len(set(self.load.posted) - set(page.heard)) for page in self.pages)

    @property
    def twice(self) -> int:
        return sum(count > 1 for page in self.pages for count in page.heard.values())


def restart_under_load(
    served: Served, app: Flask, clients: int, *, before: float, term: bool, seconds: float
) -> Outcome:
    who = people(app)
    load = Load(served, f"clause:{who.clause}")
    pages = [Page(load, who.writers[number % 2]) for number in range(clients)]
    for page in pages:
        page.start()
    for page in pages:
        assert page.is_open.wait(60), "A page could not be opened."
    others = [
        *(
            Thread(target=write, args=(load, who.writers[n % 2], 10_000 * (n + 1), who.clause))
            for n in range(WRITERS)
        ),
        *(Thread(target=read, args=(load, who.writers[0])) for _ in range(READERS)),
    ]
    uploading = Thread(target=upload, args=(load, who.secretary, who.body, seconds))
    for thread in (*others, uploading):
        thread.start()
    time.sleep(before)
    began = time.monotonic()
    if term:
        load.handed_over.set()  # it ends while the server drains
        served.end_and_start()
        said = ""
    else:
        ended = served.command("restart")
        said = ended.stdout + ended.stderr
        assert ended.returncode == 0, said
    took = time.monotonic() - began
    load.handed_over.set()
    deadline = time.monotonic() + 120
    while len(load.came_back) < clients and time.monotonic() < deadline:
        time.sleep(0.1)
    uploading.join()
    load.over.set()
    for thread in others:
        thread.join()
    while any(set(load.posted) - set(page.heard) for page in pages):
        if time.monotonic() > deadline:
            break
        time.sleep(0.1)
    back = load.came_back or [began]
    return Outcome(load, pages, took, said, max(back) - min(back))


@contextmanager
def demo_world(settings: dict[str, Any]) -> Iterator[Flask]:
    app = create_app(settings)
    with app.app_context():
        migrations.upgrade(db.engine)
        with writing():
            demo.load(db.session)
            db.session.commit()
        indexer.drain_all()
        db.engine.dispose()
    yield app


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--term", action="store_true", help="end the server and start it again")
    parser.add_argument("--log", type=Path, help="where the log of the server goes")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wgcop-bench-") as name:
        folder = Path(name)
        settings = {
            "DATA_DIR": folder / "var",
            "SECRET_KEY": "measured",
            "RATELIMIT_ENABLED": False,
        }
        with demo_world(settings) as app:
            served = Served(settings, folder)
            if asked.log:
                served.log = asked.log
            served.start()
            try:
                report(
                    restart_under_load(
                        served,
                        app,
                        asked.clients,
                        before=3,
                        term=asked.term,
                        seconds=UPLOAD_SECONDS,
                    )
                )
            finally:
                served.kill()


def report(outcome: Outcome) -> None:
    load = outcome.load
    print(f"load of the machine         {os.getloadavg()[0]:.1f}")
    print(f"clients                     {len(outcome.pages)}")
    print(f"requests                    {sum(load.sent.values())} ({dict(load.sent)})")
    print(f"  failed                    {len(load.failed)} {sorted(Counter(load.failed).items())}")
    print(f"  longest answer            {load.longest:.2f} s")
    print(f"upload                      {load.uploaded}")
    print(f"comments posted             {len(load.posted)}")
    print(f"  not on a page             {outcome.missed}")
    print(f"  twice on a page           {outcome.twice}")
    print(f"closed with code            {dict(load.codes)}")
    print(f"new server ready after      {outcome.took:.1f} s")
    print(f"pages come back within      {outcome.spread:.1f} s")
    print(f"  longest without a line    {max(load.away, default=0):.1f} s")


if __name__ == "__main__":
    main()
