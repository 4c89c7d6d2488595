"""Whatever happens in whatever order, every page ends up showing what a fresh page would show."""

import os
import re
from dataclasses import dataclass, field
from itertools import cycle

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.conftest import SETTINGS, Listener, Visitor, World
from wgcop.app import create_app
from wgcop.db import db
from wgcop.resolutions.models import Clause

BUDGET = 400 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 10
WRITERS = ("amina", "haruko", "wanjiru")

steps = st.lists(
    st.one_of(
        st.tuples(st.just("post"), st.sampled_from(WRITERS), st.booleans()),
        st.tuples(st.just("reply"), st.sampled_from(WRITERS), st.integers(0, 9)),
        st.tuples(st.just("edit"), st.integers(0, 9)),
        st.tuples(st.just("retract"), st.integers(0, 9)),
        st.tuples(st.just("stand"), st.sampled_from(["agreed", "parked", "open"])),
        st.tuples(st.just("drop"), st.integers(0, 2)),
        st.tuples(st.just("lose"), st.integers(0, 2)),
        st.tuples(st.just("lose"), st.integers(0, 2)),
        st.tuples(st.just("return"), st.integers(0, 2)),
        st.tuples(st.just("hear"), st.integers(0, 2)),
        st.tuples(st.just("reload"), st.integers(0, 2)),
    ),
    min_size=12,
    max_size=40,
)


@dataclass
class Page:
    """A page as live.js keeps it: elements by their DOM id in order, and the last number of each topic."""

    app: object
    visitor: Visitor
    person: object
    clause: str
    shown: dict[str, str] = field(default_factory=dict)
    seqs: dict[str, int] = field(default_factory=dict)
    sockets: dict[str, Listener] = field(default_factory=dict)
    is_part: bool = False

    def load(self):
        """The page as the server writes it; it starts to listen from the numbers it was written with."""
        page = self.visitor.get(f"{self.clause}/thread", headers={"X-Fragment": "1"}).text
        self.seqs = {
            topic: int(seq)
            for topic, seq in re.findall(r'data-topic="([^"]+)" data-seq="(\d+)"', page)
        }
        self.shown = elements(page)
        self.is_part = "data-more=" in page

    def connect(self):
        for topic in self.seqs:
            if topic not in self.sockets:
                self.sockets[topic] = Listener(self.app, self.visitor, topic, "en")
            # As on every connection: joining tells the last number, and a different one is asked after.
            if self.sockets[topic].answer["seq"] != self.seqs[topic]:
                self.catch_up(topic)

    def drop(self):
        for socket in self.sockets.values():
            socket.leave()
        self.sockets.clear()

    def lose(self):
        """What was under way to this page never arrives, as when a laptop sleeps; the socket seems alive."""
        for socket in self.sockets.values():
            socket()

    def hear(self):
        for topic, socket in self.sockets.items():
            for entry in socket():
                if entry["seq"] <= self.seqs[topic]:
                    continue
                if entry["seq"] != self.seqs[topic] + 1:
                    self.catch_up(topic)
                    continue
                self.seqs[topic] = entry["seq"]
                self.apply(entry)

    def catch_up(self, topic):
        missed = self.visitor.get(f"/live/{topic}?after={self.seqs[topic]}").json
        if missed["reload"]:
            self.load()
            return
        for entry in missed["entries"]:
            self.apply(entry)
        self.seqs[topic] = max(self.seqs[topic], missed["seq"])

    def apply(self, entry):
        above = entry["target"].replace("replies-", "comment-")
        if (
            entry["action"] == "append"
            and "replies-" in entry["target"]
            and above not in self.shown
        ):
            return
        for dom_id, html in elements(entry["html"]).items():
            if dom_id in self.shown or entry["action"] == "append":
                self.shown[dom_id] = html

    def settle(self):
        """The line is back and nothing happens any more."""
        self.drop()
        self.connect()
        self.hear()


def elements(html):
    """Each comment by its id and what it says, and what the chair has set."""
    found = {}
    for part in re.split(r'(?=<li class="comment[ "])|(?=<div class="chaired")', html):
        match = re.match(r'<(?:li|div) class="(?:comment|chaired)[^>]* id="([^"]+)"', part)
        if match:
            assert match[1] not in found, f"{match[1]} stands twice"
            says = re.search(r"data-body>(.*?)</(?:div|p)>", part, re.DOTALL)
            standing = re.search(r'data-standing-now="([^"]+)"', part)
            found[match[1]] = says[1] if says else standing[1] if standing else ""
    return found


class Talk:
    """Three people who write, and the three pages they have open."""

    def __init__(self, app, clause):
        self.clause = clause
        world = World(app)
        app.test_client_class = Visitor
        self.visitors = {}
        for name in (*WRITERS, "helena"):
            self.visitors[name] = app.test_client()
            self.visitors[name].sign_in(world[name])
        self.kenya = world.delegation("Kenya").audience
        self.pages = [Page(app, self.visitors[name], name, clause) for name in WRITERS]
        for page in self.pages:
            page.load()
            page.connect()
        self.comments = []
        self.count = 0

    def do(self, step):
        match step:
            case ("post", who, privately):
                private = privately and who != "haruko"
                self.say(who, self.kenya if private else "members")
            case ("reply", who, number) if self.comments:
                comment = self.comments[number % len(self.comments)]
                if comment[2] == "members" or who != "haruko":
                    self.say(who, comment[2], comment[0])
            case ("edit", number) if self.comments:
                comment, who, _ = self.comments[number % len(self.comments)]
                self.count += 1
                self.visitors[who].post(f"/comments/{comment}", data={"body": f"W{self.count}"})
            case ("retract", number) if self.comments:
                comment, who, _ = self.comments[number % len(self.comments)]
                self.visitors[who].post(f"/comments/{comment}/retraction")
            case ("stand", standing):
                self.visitors["helena"].post(f"{self.clause}/standing", data={"standing": standing})
            case ("drop", page):
                self.pages[page].drop()
            case ("lose", page):
                self.pages[page].lose()
            case ("return", page):
                self.pages[page].connect()
            case ("hear", page):
                self.pages[page].hear()
            case ("reload", page):
                self.pages[page].drop()
                self.pages[page].load()
                self.pages[page].connect()

    def say(self, who, audience, parent=""):
        self.count += 1
        answer = self.visitors[who].post(
            f"{self.clause}/comments",
            data={"body": f"W{self.count}", "audience": audience, "parent": parent},
            headers={"Accept": "application/json"},
        )
        if answer.status_code == 201:
            self.comments.append((answer.json["id"], who, audience))

    def close(self):
        for page in self.pages:
            page.drop()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def served(request, templates, tmp_path_factory):
    """One database for all runs, each of which talks about the next clause, so that threads stay short."""
    cluster = request.getfixturevalue("cluster") if request.param == "postgresql" else None
    folder = tmp_path_factory.mktemp("interleavings") / "var"
    with templates.get(cluster, with_world=True).copy(folder) as data:
        app = create_app({**SETTINGS, **data})
        with app.app_context():
            wids = list(db.session.scalars(select(Clause.wid).order_by(Clause.id)))
        yield app, cycle(f"/clauses/{wid}" for wid in wids)
        with app.app_context():
            db.engine.dispose()


@pytest.mark.long
@settings(
    max_examples=BUDGET,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(steps=steps)
def test_every_page_ends_up_as_a_fresh_one(served, steps):
    app, clauses = served
    talk = Talk(app, next(clauses))
    try:
        for step in steps:
            talk.do(step)
        for page in talk.pages:
            page.settle()
            fresh = Page(page.app, page.visitor, page.person, page.clause)
            fresh.load()
            # A long thread comes in parts: what two parts share is the same in both.
            both = page.shown.keys() & fresh.shown.keys()
            if not (page.is_part or fresh.is_part):
                assert page.shown.keys() == fresh.shown.keys(), "A gap, or something too much."
            assert [page.shown[k] for k in both] == [fresh.shown[k] for k in both], (
                "A page shows something else than a fresh one."
            )
            assert page.seqs == fresh.seqs
    finally:
        talk.close()
