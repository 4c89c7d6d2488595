"""Thousands of live connections at one clause, two processes of the server, all on this machine.

Each connection is somebody else's, with an account and a cookie of their own, and has the clause open. Told are: how long all need to
join; from the post of a comment until it has reached each of them; how long pages take meanwhile, beside what they take with nobody
there, each page compared with itself; memory and processor time of the server.

The clients share the machine with the server. So they are one loop without threads, and read what has come only after the kernel has
stamped it; still, what they take of the two cores while they join is missing to the server, and is told apart.
"""

import argparse
import json
import os
import re
import resource
import selectors
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import cycle
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import select

from bench.contenders import family, percentile, processor_time, read, resident
from bench.listeners import ENTRY, HOST, SO_TIMESTAMPNS, Client, came_at, handshake
from bench.readers import command
from bench.room import fill
from tests.servers import Caller, redis, sealed_cookie, workspace
from wgcop import demo
from wgcop.accounts.models import Person
from wgcop.app import create_app
from wgcop.database import db, migrations, writing
from wgcop.resolutions.models import Clause
from wgcop.search import indexer

PROCESSES = 2
OTHER_FILES = 500
"""Of a process of the server, beside its live connections: the database, the index, requests."""
FROM_EACH_ADDRESS = 4_000
AT_ONCE = 256
"""So many are on their way in at any time."""
PAGES_A_SECOND = 10

Took = dict[str, list[float]]
"""Seconds, by page."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("connections", type=int, nargs="*", default=[1000, 2000, 5000, 10000])
    parser.add_argument("--entries", type=int, default=10)
    parser.add_argument(
        "--world", type=Path, help="a folder to keep the people in, for the next run"
    )
    options = parser.parse_args()
    most = max(options.connections)
    require_files(most)
    print(f"Load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    with ExitStack() as opened:
        folder = options.world or opened.enter_context(temporary())
        room = opened.enter_context(served(folder, most))
        idle = room.pages()
        print(f"Pages with nobody there: {times(flat(idle))}")
        for count in sorted(options.connections):
            room.measure(count, options.entries, idle)
    print(f"Load after: {os.getloadavg()[0]:.1f}")


def require_files(connections: int) -> None:
    """This program holds one end of each connection; a process of the server may get all of the others."""
    needed = connections + OTHER_FILES
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most < needed:
        sys.exit(
            f"{connections:,} connections need {needed:,} open files, and a process may have {most:,} here. "
            f"Raise the limit: 'ulimit -Hn {needed}' as root, or LimitNOFILE= in a unit."
        )
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


class Room:
    def __init__(self, port: int, pid: int, clause: str, cookies: list[str], writer: Caller):
        self._port, self._pid, self._clause, self._writer = port, pid, clause, writer
        self._cookies = cycle(cookies)  # who was dropped is replaced
        self._processes = set(family(pid))
        self._reader = cookies[0]
        self.clients: list[Client] = []
        self._selector = selectors.DefaultSelector()
        self.dropped = 0

    def measure(self, count: int, entries: int, idle: Took) -> None:
        server, own, start = processor_time(self._pid), time.process_time(), time.monotonic()
        new = count - len(self.clients)
        self._join(new)
        took = time.monotonic() - start
        server, own = processor_time(self._pid) - server, time.process_time() - own
        print(f"\n{count:,} connections, {PROCESSES} processes")
        print(
            f"  {new:,} joined in {took:.1f} s: {server / new * 1000:.1f} ms of the server's processor time each, "
            f"{own / new * 1000:.2f} of the clients'",
            flush=True,
        )
        before, since = processor_time(self._pid), time.monotonic()
        at_rest = self.pages()
        rest = (processor_time(self._pid) - before) / (time.monotonic() - since)
        delays, each, took_posts = [], [], []
        with asking(self._port, self._clause, self._reader) as answered:
            for _ in range(entries):
                before = processor_time(self._pid)
                posted, arrived = self._post()
                took_posts.append(posted)
                each.append(processor_time(self._pid) - before)
                delays += arrived
            busy = answered()
        print(f"  from a post to everybody: {times(delays)}, last {max(delays) * 1000:.0f} ms")
        print(
            f"  processor time of an entry: {statistics.median(each) * 1000:.0f} ms; its post took {times(took_posts)}"
        )
        for what, pages in (("at rest", at_rest), ("while entries come", busy)):
            ratios = {
                page: statistics.median(pages[page]) / statistics.median(idle[page])
                for page in idle
            }
            named = ", ".join(
                f"/{page.split('/')[3]} {ratio:.2f}" for page, ratio in ratios.items()
            )
            print(
                f"  pages {what}: {times(flat(pages))}; {statistics.fmean(ratios.values()):.2f} times idle ({named})"
            )
        if self._processes - set(family(self._pid)):
            self._processes = set(family(self._pid))
            print("  A process of the server ended meanwhile: look in its log.")
        memory = resident(self._pid) / 1024
        shared = sum(proportional(one) for one in family(self._pid)) / 1024
        print(
            f"  server at rest: {rest * 100:.0f} % of a processor (with {PAGES_A_SECOND} pages a second); "
            f"memory {memory:.0f} MB, {shared:.0f} MB with what is shared counted once; dropped {self.dropped}",
            flush=True,
        )

    def pages(self, seconds: float = 6.0) -> Took:
        with asking(self._port, self._clause, self._reader) as answered:
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                self._take(0.2)
            return answered()

    def _join(self, count: int) -> None:
        """A connection, the handshake, the namespace and the topic, each as soon as the one before is answered."""
        told = json.dumps(["join", {"topic": f"clause:{self._clause}", "language": "en"}])
        left, joining = count, 0
        deadline = time.monotonic() + 600
        while left or joining:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{left + joining} of {count} have not joined.")
            while left and joining < AT_ONCE:
                self._connect(next(self._cookies))
                left, joining = left - 1, joining + 1
            for client, message, _ in self._take(0.5):
                if client.joined:
                    continue
                if message.startswith(b"HTTP/1.1 101"):
                    client.send("40")
                elif message.startswith(b"40"):
                    client.send(f"420{told}")
                elif message.startswith(b"430"):
                    assert b'"ok":true' in message, message
                    client.joined = True
                    joining -= 1
                elif message.startswith(b"HTTP/"):
                    raise ConnectionError(message[:300].decode())

    def _connect(self, cookie: str) -> None:
        connection = socket.socket()
        # The loopback has many addresses: one alone would run out of ports.
        address = f"127.0.0.{2 + len(self.clients) // FROM_EACH_ADDRESS}"
        connection.bind((address, 0))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        connection.connect((HOST, self._port))
        connection.sendall(handshake(self._port, cookie))
        connection.setblocking(False)
        client = Client(connection)
        self.clients.append(client)
        self._selector.register(connection, selectors.EVENT_READ, client)

    def _post(self) -> tuple[float, list[float]]:
        """How long the post took, and after how long the comment had reached each."""
        words = {"body": f"{WORDS} {time.time()}", "audience": "members", "type": "substantive"}
        start = time.time()
        answer = self._writer.post(f"/clauses/{self._clause}/comments", words)
        answer.raise_for_status()
        posted = time.time() - start
        time.sleep(0.5)  # the server has the machine to itself
        arrived: dict[int, float] = {}
        deadline = time.monotonic() + 60
        while len(arrived) < len(self.clients):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{len(arrived)} of {len(self.clients)} have the comment.")
            for client, message, at in self._take(0.5):
                if message.startswith(ENTRY):
                    arrived.setdefault(id(client), at - start)
        return posted, list(arrived.values())

    def _take(self, timeout: float) -> Iterator[tuple[Client, bytes, float]]:
        for key, _ in self._selector.select(timeout):
            client: Client = key.data
            try:
                received, about, _, _ = client.socket.recvmsg(1 << 16, 64)
                if not received:
                    raise ConnectionResetError
                client.buffer += received
                at = came_at(about)
                if not client.is_open:
                    head, end, rest = bytes(client.buffer).partition(b"\r\n\r\n")
                    if not end:
                        continue
                    client.is_open, client.buffer = True, bytearray(rest)
                    yield client, head, at
                for message in client.messages():
                    yield client, message, at
            except BlockingIOError:
                continue
            except ConnectionError:
                self.dropped += 1
                self._selector.unregister(client.socket)
                client.socket.close()
                self.clients.remove(client)


WORDS = "Kenya supports the text as it stands and thanks the rapporteur."


@contextmanager
def asking(port: int, clause: str, cookie: str) -> Iterator[Callable[[], Took]]:
    """Pages that are asked for beside. Gives what tells how long each took."""
    url = f"http://{HOST}:{port}"
    pages = [f"{url}/resolutions/", f"{url}/clauses/{clause}", f"{url}/initiatives/"]
    with subprocess.Popen(
        command(cookie, PAGES_A_SECOND, pages), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as readers:

        def answered() -> Took:
            took: Took = {page: [] for page in pages}
            for page, seconds in json.loads(readers.communicate()[0])["took"]:
                took[page].append(seconds)
            return took

        yield answered


def flat(took: Took) -> list[float]:
    return [each for seconds in took.values() for each in seconds]


def times(delays: list[float]) -> str:
    return ", ".join(f"p{p} {percentile(delays, p):.0f} ms" for p in (50, 95))


def proportional(pid: int) -> int:
    found = re.search(r"Pss:\s+(\d+)", read(pid, "smaps_rollup"))
    return int(found[1]) if found else 0


@contextmanager
def temporary() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="wgcop-bench-") as name:
        yield Path(name)


@contextmanager
def served(folder: Path, people: int) -> Iterator[Room]:
    with redis() as redis_url:
        is_new = not (folder / "var").exists()
        settings = {
            "DATA_DIR": folder / "var",
            "SECRET_KEY": "measured",
            "RATELIMIT_ENABLED": False,
            "REDIS_URL": redis_url,
            "SOCKETS": people,
        }
        app = create_app(settings)
        with app.app_context():
            if is_new:
                migrations.upgrade(db.engine)
                with writing():
                    demo.load(db.session)
                    fill(people, 1)
                    db.session.commit()
                indexer.drain_all()
            named = Person.name.like("Delegate %")
            everybody = db.session.scalars(select(Person).where(named)).all()
            if len(everybody) < people:
                sys.exit(f"In {folder} there are {len(everybody):,} people. Name another --world.")
            cookies = ["=".join(sealed_cookie(app, person)) for person in everybody]
            clause = db.session.scalars(select(Clause.wid).order_by(Clause.id)).first()
            writer = next(one for one in db.session.scalars(select(Person)) if one.memberships)
            db.engine.dispose()
        with workspace(settings, folder, "--processes", str(PROCESSES)) as running:
            assert running.process and clause
            caller = Caller(running, app, writer)
            caller.get("/resolutions/")
            yield Room(running.port, running.process, clause, cookies, caller)


if __name__ == "__main__":
    main()
