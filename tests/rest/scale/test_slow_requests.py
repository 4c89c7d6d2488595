"""What takes long for one keeps nobody else from writing."""

import re
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from argon2 import PasswordHasher
from sqlalchemy import event, select

from tests import servers
from tests.conftest import SETTINGS
from wgcop import paper
from wgcop.accounts import passwords
from wgcop.database import db
from wgcop.demo.people import PASSWORD
from wgcop.errors import Busy
from wgcop.priorwork.imports import actions as imports
from wgcop.resolutions.models import Clause

WID = "wtdc-67.recs_recognizing__rec_b"
COMMENT = {"body": "Kenya agrees.", "audience": "members"}


class Gate:
    """Slow work that has begun, and goes on when it is told to."""

    def __init__(self):
        self.begun, self.may_end = threading.Event(), threading.Event()

    def __call__(self, *_, **__):
        self.begun.set()
        assert self.may_end.wait(30)


@pytest.fixture
def beside(http, world):
    """`beside(gate, request)`: makes the slow request, and answers how a comment fares meanwhile."""

    def post(gate, request):
        answers = []
        slow = threading.Thread(target=lambda: answers.append(request().status_code))
        slow.start()
        try:
            assert gate.begun.wait(30)
            writer = threading.Thread(
                target=lambda: answers.append(
                    http(world.amina).post(f"/clauses/{WID}/comments", data=COMMENT).status_code
                )
            )
            writer.start()
            writer.join(10)
            assert answers, "The comment waits for the slow request."
        finally:
            gate.may_end.set()
            slow.join(30)
        return answers

    return post


def test_a_comment_is_posted_while_a_password_is_being_hashed(http, world, beside, monkeypatch):
    gate, verify = Gate(), PasswordHasher.verify

    def slowly(*arguments):
        gate()
        return verify(*arguments)

    monkeypatch.setattr(PasswordHasher, "verify", slowly)
    form = {"email": "luc@example.org", "password": PASSWORD}
    assert beside(gate, lambda: http().post("/sign-in", data=form)) == [303, 303]


def test_a_comment_is_posted_while_files_are_unpacked(http, world, beside, monkeypatch):
    gate = Gate()
    monkeypatch.setattr(imports, "unpack", lambda _: gate() or [])
    ines = http(world.ines)
    body = re.search(
        r'name="body".*?<option value="(\d+)"', ines.get("/priorwork/import").text, re.S
    )
    form = {"body": body[1], "files": (BytesIO(b"A long text."), "long.txt")}
    assert beside(gate, lambda: ines.post("/priorwork/import", data=form)) == [303, 303]


def test_a_comment_is_posted_while_a_long_paper_is_read(http, world, beside, monkeypatch):
    gate, read = Gate(), paper.from_text

    def slowly(text):
        gate()
        return read(text)

    monkeypatch.setattr(paper, "from_text", slowly)
    form = {"text": "A long one.", "title": "Long"}
    answers = beside(gate, lambda: http(world.amina).post("/contributions/", data=form))
    assert answers[0] == 303 and answers[1] in (303, 422)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_all_who_sign_in_at_once_get_in_and_comments_go_on(app, http, world, monkeypatch):
    """Together their hashes take longer than anybody waits for the database."""
    verify = PasswordHasher.verify

    def slowly(*arguments):
        time.sleep(0.06)
        return verify(*arguments)

    monkeypatch.setattr(PasswordHasher, "verify", slowly)
    monkeypatch.setattr(passwords, "_turns", threading.BoundedSemaphore(2))
    with app.app_context():
        db.engine.dispose()
        event.listen(db.engine, "connect", lambda c, _: c.execute("PRAGMA busy_timeout = 400"))
    form = {"email": "luc@example.org", "password": PASSWORD}
    amina = http(world.amina)
    with ThreadPoolExecutor(32) as people:
        coming = [people.submit(lambda: http().post("/sign-in", data=form)) for _ in range(32)]
        said = []
        while not all(each.done() for each in coming):
            begun = time.monotonic()
            said.append(amina.post(f"/clauses/{WID}/comments", data=COMMENT).status_code)
            assert time.monotonic() - begun < 0.9
            time.sleep(0.1)
    assert {each.result().status_code for each in coming} == {303}
    assert len(said) > 2 and set(said) == {303}


def test_as_many_passwords_are_hashed_at_once_as_there_are_cores(app, monkeypatch):
    turns = threading.BoundedSemaphore(1)
    monkeypatch.setattr(passwords, "_turns", turns)
    monkeypatch.setattr(passwords, "LONGEST_WAIT", 0.05)
    with app.test_request_context():
        assert passwords.hash_of("copper lantern walks")
        with turns, pytest.raises(Busy, match="Many people"):
            passwords.hash_of("copper lantern walks")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_comments_are_posted_while_a_file_comes_in_byte_by_byte(world, app, database, tmp_path):
    with app.app_context():
        wid = db.session.scalar(select(Clause.wid).order_by(Clause.id).limit(1))
        db.session.close()
    with servers.workspace({**SETTINGS, **database}, tmp_path) as served:
        ines, amina = (servers.Caller(served, app, p) for p in (world.ines, world.amina))
        assert ines.get("/priorwork/import").status_code == 200
        head = (
            f"POST /priorwork/import HTTP/1.1\r\nHost: {servers.HOST}\r\nCookie: {ines.cookies}\r\n"
            "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000000\r\n\r\n--x"
        )
        with socket.create_connection((servers.HOST, served.port)) as slow:
            slow.sendall(head.encode())
            time.sleep(0.3)
            for number in range(5):
                slow.sendall(b"-")
                begun = time.monotonic()
                posted = amina.post(f"/clauses/{wid}/comments", {**COMMENT, "key": f"k{number}"})
                assert posted.status_code == 201
                assert time.monotonic() - begun < 10
