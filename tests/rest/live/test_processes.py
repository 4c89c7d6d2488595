"""The production server: two processes through Redis as one, and seats that leave room for pages."""

import json
import re
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
import requests
import websocket
from sqlalchemy import select

from tests import servers
from tests.conftest import SETTINGS, program
from tests.slices import part_of_today
from wgcop import live
from wgcop.accounts.models import Person
from wgcop.app import create_app
from wgcop.database import db
from wgcop.demo.people import PASSWORD
from wgcop.resolutions.models import Clause

COMMENTS = 12

on_each_of_both = pytest.mark.parametrize(
    ("database", "transport"),
    part_of_today(
        [
            ("sqlite", "own"),
            ("sqlite", "stock"),
            ("postgresql", "stock"),
            ("postgresql", "own"),
        ],
        2,
    ),
    indirect=True,
)
"""Every database and every transport each day, and every pair of these within two."""


@pytest.fixture
def wid(app):
    with app.app_context():
        wid = db.session.scalar(select(Clause.wid).order_by(Clause.id).limit(1))
        db.session.close()
        db.engine.dispose()
    return wid


class Page:
    """A page that is open on a clause."""

    def __init__(self, served, app, person, wid):
        self.socket = websocket.WebSocket()
        self.socket.settimeout(20)
        try:
            self.socket.connect(
                served.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket",
                cookie="=".join(servers.sealed_cookie(app, person)),
                origin=served.url,
            )
        except websocket.WebSocketBadStatusException:
            self.socket.shutdown()
            raise
        self.socket.send("40")
        self.wait_for("40")
        join = ["join", {"topic": f"clause:{wid}", "language": "en"}]
        self.socket.send("420" + json.dumps(join))
        assert '"ok":true' in self.wait_for("430")

    def wait_for(self, start):
        while not (message := self.socket.recv()).startswith(start):
            pass
        return message

    def numbers(self, count):
        return [json.loads(self.wait_for('42["entry"')[2:])[1]["seq"] for _ in range(count)]

    def hears_within(self, seconds):
        self.socket.settimeout(seconds)
        try:
            return self.wait_for('42["entry"')
        except websocket.WebSocketTimeoutException:
            return None
        finally:
            self.socket.settimeout(20)

    def hears_nothing_more(self):
        self.socket.settimeout(0.5)
        with pytest.raises(websocket.WebSocketTimeoutException):
            self.wait_for('42["entry"')
        return True


def workers(served):
    children = Path(f"/proc/{served.process}/task/{served.process}/children")
    return children.read_text().split()


def sockets_of(worker):
    count = 0
    for file in Path(f"/proc/{worker}/fd").iterdir():
        with suppress(FileNotFoundError):  # it was closed meanwhile
            count += file.readlink().name.startswith("socket:")
    return count


@pytest.fixture(params=live.TRANSPORTS)
def transport(request):
    return request.param


@pytest.fixture
def two_processes(world, app, database, redis_url, tmp_path, transport):
    settings = {**SETTINGS, **database, "REDIS_URL": redis_url, "LIVE_TRANSPORT": transport}
    with servers.workspace(settings, tmp_path, "--processes", "2") as served:
        yield served


@pytest.mark.parametrize("transport", ["own"], indirect=True)
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_no_process_speaks_to_the_database_on_a_connection_of_another(two_processes, world, app):
    """Otherwise each would get the other's answers from the first requests on."""
    people = [servers.Caller(two_processes, app, person) for person in world.people[:16]]
    with ThreadPoolExecutor(len(people)) as together:
        answers = list(together.map(lambda person: person.get("/resolutions/"), people * 3))
    assert {answer.status_code for answer in answers} == {200}


@pytest.fixture
def pages(two_processes, world, app, wid):
    opened = pages_in_each_process(two_processes, world, app, wid)
    yield opened
    for page in opened:
        page.socket.shutdown()


def pages_in_each_process(served, world, app, wid):
    """Pages of Haruko and Teresa in turn, until each process holds several: the kernel may give a
    dozen connections to one of them.
    """
    deadline = time.monotonic() + 20
    while len(workers(served)) < 2:
        assert time.monotonic() < deadline, "There is one process only."
        time.sleep(0.1)
    idle = {worker: sockets_of(worker) for worker in workers(served)}
    opened, people = [], (world.haruko, world.teresa)
    while not all(sockets_of(worker) >= idle[worker] + 7 for worker in idle):
        assert len(opened) < 100, "One of the processes takes no connection."
        opened.append(Page(served, app, people[len(opened) % 2], wid))
    return opened


@on_each_of_both
def test_a_comment_posted_to_one_process_is_heard_once_and_in_order_in_both(
    two_processes, world, app, wid, pages
):
    writers = [servers.Caller(two_processes, app, world.amina) for _ in range(4)]
    for number in range(COMMENTS):
        answer = writers[number % 4].post(
            f"/clauses/{wid}/comments",
            {"body": f"Number {number}.", "audience": "members", "type": "substantive"},
        )
        assert answer.status_code in (200, 201), answer.text

    first = writers[0].get(f"/live/clause:{wid}").json()["seq"] - COMMENTS + 1
    for page in pages:
        assert page.numbers(COMMENTS) == list(range(first, first + COMMENTS))
    assert all(page.hears_nothing_more() for page in pages[:4])


@on_each_of_both
def test_whose_rights_change_is_cut_off_in_every_process(
    two_processes, world, database, redis_url, pages
):
    elsewhere = create_app({**SETTINGS, **database, "REDIS_URL": redis_url})
    with elsewhere.app_context():
        haruko = db.session.get(Person, world.haruko.id)
        haruko.epoch += 1
        db.session.commit()
        db.session.close()
        db.engine.dispose()

    for page in pages[::2]:
        assert page.wait_for("41") == "41"
    for page in pages[1::2]:
        page.socket.send('42["nothing"]')
        assert page.hears_nothing_more()


@pytest.fixture
def passing_redis():
    program("redis-server", of="Redis")
    server = servers.Redis()
    server.start()
    yield server
    server.stop()


def figure(served, name):
    """Of all processes together, whichever answers."""
    text = requests.get(f"{served.url}/metrics", timeout=5).text
    return float(text.partition(f"\n{name} ")[2].partition("\n")[0])


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_without_redis_people_go_on_and_with_it_the_processes_find_each_other(
    world, app, database, wid, tmp_path, passing_redis, transport
):
    settings = {
        **SETTINGS,
        **database,
        "REDIS_URL": passing_redis.url,
        "RATELIMIT_ENABLED": True,
        "LIVE_TRANSPORT": transport,
    }
    with servers.workspace(settings, tmp_path, "--processes", "2") as served:
        health = lambda: requests.get(f"{served.url}/healthz", timeout=5).text  # noqa: E731
        amina = servers.Caller(served, app, world.amina)

        def say(body):
            answer = amina.post(f"/clauses/{wid}/comments", {"body": body, "audience": "members"})
            assert answer.status_code in (200, 201), answer.text

        pages = pages_in_each_process(served, world, app, wid)
        say("With it.")
        [before] = {page.numbers(1)[0] for page in pages}
        assert health() == "ok"
        assert figure(served, "wgcop_processes") == 2
        if transport == "own":
            assert figure(served, 'wgcop_live_connections{transport="own"}') == len(pages)
            sent = figure(served, 'wgcop_live_deliveries_total{transport="own"}')
            assert sent >= len(pages)

        passing_redis.stop()
        begun = time.monotonic()
        for number in range(4):
            say(f"Without it, {number}.")
        luc = requests.Session()
        form = luc.get(f"{served.url}/sign-in", timeout=10).text
        token = re.search(r'name="csrf_token" value="([^"]+)"', form)[1]
        data = {"email": "luc@example.org", "password": PASSWORD, "csrf_token": token}
        signed_in = luc.post(
            f"{served.url}/sign-in", data, timeout=10, allow_redirects=False
        ).status_code
        token = re.search(
            r'name="csrf-token" content="([^"]+)"', luc.get(f"{served.url}/", timeout=10).text
        )[1]
        signed_out = luc.post(f"{served.url}/sign-out", {"csrf_token": token}, timeout=10)
        assert (signed_in, signed_out.status_code) == (303, 200)
        assert amina.post("/radar", {"text": "Helplines that children call. " * 30}).ok
        assert "Redis does not answer" in health()
        assert time.monotonic() - begun < 15
        heard = [page for page in pages if page.hears_within(1)]
        assert heard, "Those in the process that was written to hear it all the same."

        passing_redis.start()
        for page in pages:  # each is made to connect anew, and so asks for what it missed
            page.wait_for("41")
            page.socket.shutdown()
        assert health() == "ok"
        pages = pages_in_each_process(served, world, app, wid)
        say("With it again.")
        assert {page.numbers(1)[0] for page in pages} == {before + 5}
        for page in pages:
            page.socket.shutdown()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_sockets_and_polls_leave_room_for_pages(world, app, database, wid, tmp_path):
    settings = {**SETTINGS, **database, "SOCKETS": 6, "THREADS": 6, "THREADS_FOR_PAGES": 4}
    with servers.workspace(settings, tmp_path) as served:
        pages = [Page(served, app, world.haruko, wid) for _ in range(6)]
        with pytest.raises(websocket.WebSocketBadStatusException) as refused:
            Page(served, app, world.teresa, wid)
        polls = [waiting_poll(served) for _ in range(2)]
        polling = requests.get(
            polling_address(served), headers={"Accept-Language": "en"}, timeout=5
        )
        teresa = servers.Caller(served, app, world.teresa)

        assert refused.value.status_code == 503
        assert b"All live connections are in use" in refused.value.resp_body
        assert (polling.status_code, polling.headers["Retry-After"]) == (503, "10")
        assert teresa.get(f"/live/clause:{wid}").json()["topic"] == f"clause:{wid}"
        assert teresa.get("/resolutions/").status_code == 200

        pages.pop().socket.close()
        pages.append(let_in(served, app, world.teresa, wid))
        for page in pages:
            page.socket.shutdown()
        for poll in polls:
            poll.close()


def polling_address(served):
    return f"{served.url}/socket.io/?EIO=4&transport=polling"


def waiting_poll(served):
    """The connection of a client that polls while there is no news, and looks like a WebSocket."""
    sid = json.loads(requests.get(polling_address(served), timeout=5).text[1:])["sid"]
    poll = socket.create_connection((servers.HOST, served.port))
    address = polling_address(served).removeprefix(served.url)
    disguise = "Upgrade: websocket\r\nConnection: keep-alive"
    head = f"GET {address}&sid={sid} HTTP/1.1\r\nHost: {servers.HOST}\r\n{disguise}\r\n\r\n"
    poll.sendall(head.encode())
    poll.settimeout(0.3)
    with pytest.raises(TimeoutError):
        poll.recv(1)
    return poll


def let_in(served, app, person, wid):
    deadline = time.monotonic() + 10
    while True:
        try:
            return Page(served, app, person, wid)
        except websocket.WebSocketBadStatusException:
            assert time.monotonic() < deadline, "A seat that was left stays taken."
            time.sleep(0.1)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_threads_of_sockets_leave_room_for_pages_on_the_stock_transport(
    world, app, database, wid, tmp_path
):
    few = {"SOCKETS": 6, "THREADS": 3, "THREADS_FOR_PAGES": 2, "LIVE_TRANSPORT": live.STOCK}
    with servers.workspace({**SETTINGS, **database, **few}, tmp_path) as served:
        pages = [Page(served, app, world.haruko, wid) for _ in range(7)]
        with pytest.raises(websocket.WebSocketBadStatusException) as refused:
            Page(served, app, world.teresa, wid)
        teresa = servers.Caller(served, app, world.teresa)

        assert refused.value.status_code == 503
        assert teresa.get("/resolutions/").status_code == 200
        body = {"body": "Heard by all.", "audience": "members", "type": "substantive"}
        assert teresa.post(f"/clauses/{wid}/comments", body).ok
        assert len({page.numbers(1)[0] for page in pages}) == 1
        pages.pop().socket.close()
        pages.append(let_in(served, app, world.teresa, wid))
        for page in pages:
            page.socket.shutdown()
