"""Whatever happens in whatever order, every page ends up showing what a fresh page would show."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import cycle

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests import servers
from tests.conftest import SETTINGS, World
from tests.databases import IS_LONG
from tests.events.lines import lines
from tests.events.pages import (
    BelievesWhatWasOvertaken,
    DeafToGaps,
    ForgetsItsNumbers,
    InOrderOfArrival,
    Page,
)
from wgcop.app import create_app
from wgcop.database import db
from wgcop.resolutions.models import Clause

WRITERS = ("amina", "haruko", "wanjiru")
AMINA, HARUKO, WANJIRU = range(3)

writer, number, page = st.sampled_from(WRITERS), st.integers(0, 9), st.integers(0, 2)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("post"), writer, st.booleans(), st.booleans()),
        st.tuples(st.just("reply"), writer, number, st.booleans()),
        st.tuples(st.just("at once"), st.booleans()),
        st.tuples(st.just("edit"), number),
        st.tuples(st.just("retract"), number),
        st.tuples(st.just("release"), number),
        st.tuples(st.just("support"), number),
        st.tuples(st.just("stand"), st.sampled_from(["agreed", "parked", "open"])),
        st.tuples(st.just("resolve"), st.sampled_from(["resolution", "reopening"])),
        st.tuples(st.just("drop"), page),
        st.tuples(st.just("lose"), page),
        st.tuples(st.just("return"), page),
        st.tuples(st.just("hear"), page),
        st.tuples(st.just("hear"), page),
        st.tuples(st.just("ask"), page),
        st.tuples(st.just("answer"), page),
        st.tuples(st.just("reload"), page),
    ),
    min_size=12,
    max_size=40,
)


@dataclass(frozen=True)
class Said:
    id: str
    who: str
    audience: str


class Talk:
    """Three people who write, and the three pages they have open; the chair has none."""

    def __init__(self, place, clause, kind=Page):
        self.clause = clause
        world = World(place.app)
        self.lines = lines((*WRITERS, "helena", "teresa"), place.app, world, place.served)
        self.kenya = world.delegation("Kenya").audience
        self.said = []
        self.count = 0
        self.pages = [kind(self.lines[name], clause) for name in WRITERS]
        for page in self.pages:
            page.load()
            page.connect()

    def do(self, step):
        match step:
            case ("post", who, privately, hears):
                private = privately and who != "haruko"
                self.say(who, self.kenya if private else "members", hears=hears)
            case ("reply", who, number, hears) if said := self.pick(number):
                if said.audience == "members" or who != "haruko":
                    self.say(who, said.audience, said.id, hears=hears)
            case ("at once", privately):
                audience = self.kenya if privately else "members"
                self.say_at_once(
                    [("amina", audience), ("haruko", "members"), ("wanjiru", audience)]
                )
            case ("edit", number) if said := self.pick(number):
                self.change(said.who, f"/comments/{said.id}", {"body": self.words()})
            case ("retract", number) if said := self.pick(number):
                self.change(said.who, f"/comments/{said.id}/retraction")
            case ("support", number) if said := self.pick(number):
                self.lines["teresa"].post(f"/comments/{said.id}/support", {})
            case ("release", number) if said := self.pick(number):
                answer = self.lines["amina"].post(f"/comments/{said.id}/release", {})
                if answer:
                    self.pages[AMINA].said(answer)
                    self.said.append(Said(answer["id"], "amina", "members"))
            case ("stand", standing):
                self.lines["helena"].post(f"{self.clause}/standing", {"standing": standing})
            case ("resolve", verb):
                self.lines["helena"].post(f"{self.clause}/thread/{verb}", {})
            case ("ask", page):
                for topic in self.pages[page].seqs:
                    self.pages[page].ask(topic)
            case ("answer", page):
                for topic in list(self.pages[page].asked):
                    self.pages[page].answered(topic)
            case ("return", page):
                self.pages[page].connect()
            case ("reload", page):
                self.pages[page].drop()
                self.pages[page].load()
                self.pages[page].connect()
            case ("drop" | "lose" | "hear" as verb, page):
                getattr(self.pages[page], verb)()

    def pick(self, number):
        return self.said[number % len(self.said)] if self.said else None

    def words(self):
        self.count += 1
        return f"W{self.count}"

    def say(self, who, audience, parent="", *, hears=False):
        """Whether the writer's own page gets the answer, or learns of it only by its number."""
        answer = self.post(who, audience, parent)
        if answer and hears:
            self.pages[WRITERS.index(who)].said(answer)

    def say_at_once(self, words):
        with ThreadPoolExecutor(len(words)) as together:
            list(together.map(lambda one: self.post(*one), words))

    def post(self, who, audience, parent=""):
        data = {"body": self.words(), "audience": audience, "parent": parent}
        answer = self.lines[who].post(f"{self.clause}/comments", data)
        if answer:
            self.said.append(Said(answer["id"], who, audience))
        return answer

    def change(self, who, address, data=None):
        """After its own change the page asks by number, as for everybody else's."""
        answer = self.lines[who].post(address, data or {})
        if answer:
            self.pages[WRITERS.index(who)].catch_up(answer["topic"])

    def ends_well(self):
        for page in self.pages:
            page.settle()
            fresh = Page(page.line, page.clause)
            fresh.load()
            assert page.seqs == fresh.seqs
            # A long thread comes in parts: what two parts share is the same in both.
            if page.is_part or fresh.is_part:
                both = page.shown.keys() & fresh.shown.keys()
                assert [page.shown[k] for k in both] == [fresh.shown[k] for k in both]
            else:
                assert page.reads() == fresh.reads(), "Not what a fresh page shows."

    def close(self):
        for page in self.pages:
            page.drop()


class Place:
    """One workspace for all runs; each run uses the next clause, so that threads stay short."""

    def __init__(self, app, served=None):
        self.app = app
        self.served = served
        with app.app_context():
            wids = list(db.session.scalars(select(Clause.wid).order_by(Clause.id)))
        self.clauses = cycle(f"/clauses/{wid}" for wid in wids)

    def play(self, steps, kind=Page):
        talk = Talk(self, next(self.clauses), kind)
        try:
            for step in steps:
                talk.do(step)
            talk.ends_well()
        finally:
            talk.close()


@pytest.fixture(scope="module")
def open_place(request, templates, tmp_path_factory):
    with ExitStack() as opened:

        def open_(database, processes=1):
            cluster = request.getfixturevalue("cluster") if database == "postgresql" else None
            folder = tmp_path_factory.mktemp("interleavings")
            data = {
                **SETTINGS,
                **opened.enter_context(
                    templates.get(cluster, with_world=True).copy(folder / "var")
                ),
            }
            app = create_app(data)

            def let_go():
                with app.app_context():
                    db.engine.dispose()

            opened.callback(let_go)
            if processes == 1:
                return Place(app)
            data["REDIS_URL"] = request.getfixturevalue("redis_url")
            served = servers.workspace(data, folder, "--processes", str(processes))
            return Place(app, opened.enter_context(served))

        yield open_


@pytest.fixture(scope="module")
def on_sqlite(open_place):
    return open_place("sqlite")


@pytest.fixture(scope="module")
def on_postgresql(open_place):
    return open_place("postgresql")


@pytest.fixture(scope="module")
def in_two_processes(open_place):
    return open_place("postgresql", processes=2)


def tries(short, long):
    return settings(
        max_examples=long if IS_LONG else short,
        deadline=None,
        # What two processes do at once is not the same twice: making a failure shorter leads nowhere.
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


@pytest.mark.long
@tries(6, 150)
@given(steps=steps)
def test_every_page_ends_up_as_a_fresh_one_on_sqlite(on_sqlite, steps):
    on_sqlite.play(steps)


@pytest.mark.rest
@pytest.mark.long
@tries(4, 100)
@given(steps=steps)
def test_every_page_ends_up_as_a_fresh_one_on_postgresql(on_postgresql, steps):
    on_postgresql.play(steps)


@pytest.mark.rest
@pytest.mark.long
@tries(4, 100)
@given(steps=steps)
def test_every_page_ends_up_as_a_fresh_one_with_two_processes_and_redis(in_two_processes, steps):
    in_two_processes.play(steps)


# That a page without one of the rules is found out shows that the tests above can fail.

POST = ("post", "amina", False, False)
BROKEN = {
    DeafToGaps: [POST, ("lose", HARUKO), POST, ("hear", HARUKO)],
    InOrderOfArrival: [("post", "haruko", False, False), ("post", "amina", False, True)],
    BelievesWhatWasOvertaken: [POST, ("ask", HARUKO), ("edit", 0), ("hear", HARUKO)],
    ForgetsItsNumbers: [("drop", HARUKO), POST, ("return", HARUKO)],
}


@pytest.mark.parametrize("kind", BROKEN, ids=lambda kind: kind.__name__)
def test_a_page_that_lacks_a_rule_is_found_out(on_sqlite, kind):
    on_sqlite.play(BROKEN[kind])
    with pytest.raises(AssertionError, match="Not what a fresh page shows"):
        on_sqlite.play(BROKEN[kind], kind)


def test_a_release_reaches_those_who_were_away_and_those_who_stayed(on_sqlite, in_two_processes):
    released = [
        ("post", "wanjiru", True, True),
        ("reply", "amina", 0, True),
        ("drop", HARUKO),
        ("lose", WANJIRU),
        ("release", 0),
        ("release", 1),
        ("hear", WANJIRU),
        ("return", HARUKO),
        ("retract", 2),
        ("hear", HARUKO),
    ]
    for place in (on_sqlite, in_two_processes):
        place.play(released)
