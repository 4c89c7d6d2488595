import random
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
import requests
from sqlalchemy import select

from tests import servers
from tests.conftest import SETTINGS
from wgcop.database import db
from wgcop.resolutions.models import Clause

KILLS_AFTER = (0.7, 1.6, 1.1)
WRITERS = 3
LETTERS = "bcdfghjklmnpqrtvwxz"


def invented_word():
    return "".join(random.choices(LETTERS, k=14))


@dataclass
class Writer:
    """Posts one comment after another; whatever was not acknowledged is sent again, with the same key."""

    caller: servers.Caller
    address: str
    acknowledged: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)

    def write_until_cut_off(self, cut_off):
        while not cut_off.is_set():
            word = invented_word()
            self.unanswered.append(word)
            try:
                self.send(word)
            except requests.RequestException:
                return

    def send(self, word):
        data = {"body": f"We read {word} here.", "audience": "members", "key": f"key-{word}"}
        answer = self.caller.post(self.address, data)
        while answer.status_code == 503:  # somebody else did the same at the same moment
            answer = self.caller.post(self.address, data)
        assert answer.status_code in (200, 201), answer.text
        self.acknowledged.append(word)
        self.unanswered.remove(word)

    def send_again(self):
        self.caller.forget_connections()  # they led to the server that is no more
        for word in list(self.unanswered):
            self.send(word)


@pytest.fixture
def people(world):
    return [person for person in world.people if person.memberships][:WRITERS]


def test_a_killed_server_loses_no_acknowledged_comment_and_doubles_none(
    world, app, database, people, tmp_path
):
    with app.app_context():
        wid = db.session.scalar(select(Clause.wid).order_by(Clause.id).limit(1))
    with servers.workspace({**SETTINGS, **database}, tmp_path) as served:
        address = f"/clauses/{wid}/comments"
        writers = [Writer(servers.Caller(served, app, person), address) for person in people]

        for pause in KILLS_AFTER:
            cut_off = threading.Event()
            with ThreadPoolExecutor(len(writers)) as pool:
                streams = [pool.submit(w.write_until_cut_off, cut_off) for w in writers]
                time.sleep(pause)
                served.kill()
                cut_off.set()
                for stream in streams:
                    stream.result()
            served.start()
            for writer in writers:
                writer.send_again()

        written = [word for writer in writers for word in writer.acknowledged]
        assert len(written) > len(KILLS_AFTER) * len(writers)
        assert not any(writer.unanswered for writer in writers)

        assert sorted(words_of_the_thread(writers[0].caller, wid)) == sorted(written)

        numbers = writers[0].caller.get(f"/live/clause:{wid}?after=0").json()
        assert numbers["seq"] >= len(written)
        assert found_by_search(writers[0].caller, written) == []


def words_of_the_thread(caller, wid):
    """What a reader finds who goes through the thread from its first comment to its last."""
    after, words = 1, []
    while True:
        part = caller.get(f"/clauses/{wid}/thread/part?after={after}").text
        places = [int(place) for place in re.findall(r'data-order="(\d+)"', part)]
        if not places:
            return words
        words += re.findall(rf"We read ([{LETTERS}]{{14}}) here", part)
        after = max(places)


def found_by_search(caller, words):
    """The words that cannot be found by the time a patient reader gives up."""
    missing, deadline = list(words), time.monotonic() + 30
    while missing and time.monotonic() < deadline:
        missing = [word for word in missing if hits(caller, word) != 1]
    return missing


def hits(caller, word):
    return caller.get("/api/v1/search", params={"q": word}).json()["total"]
