"""People type, send, lose the connection, read and open pages again, in random order. In the end every page equals a fresh
one, private words have gone to nobody else, and what nobody has looked at is new. This runs the real scripts in Chromium;
`tests/events/test_interleavings.py` tries more orders with a model of the page, and `tests/rest/browser` more of these.
"""

import re
from collections.abc import Iterator
from itertools import count, cycle

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import exists, select

from tests import servers
from tests.browser.conftest import Room
from tests.browser.fresh import until
from tests.browser.test_threads import post
from tests.conftest import SETTINGS
from wgcop.database import db
from wgcop.resolutions.models import Clause
from wgcop.threads.models import Thread

PEOPLE = ("amina", "wanjiru", "haruko")
ACTS = """
window.acts = (() => {
    const all = (selector) => [...document.querySelectorAll(selector)];
    const pick = (list, number) => list[number % list.length];
    const composer = () => document.querySelector("form[data-composer]:not([data-reply])");
    const fill = (form, body, audience, type) => {
        for (const one of form.querySelectorAll("[name=audience]")) one.checked = one.value === audience;
        form.elements.type.value = type;
        form.elements.body.value = body;
        for (const name of ["input", "change"]) form.elements.body.dispatchEvent(new Event(name, { bubbles: true }));
    };
    const until = async (look) => {
        for (let tries = 0; tries < 60; tries++) {
            const result = look();
            if (result) return result;
            await new Promise((done) => setTimeout(done, 25));
        }
    };
    return {
        type(body, audience, type) {
            if (composer().elements.body.value) return false;
            fill(composer(), body, audience, type);
            return true;
        },
        send: () => composer().requestSubmit(),
        swap: () => document.querySelector("[data-aside]:not([hidden]) [data-do='swap']")?.click(),
        again: (number) => pick(all(".comment--waiting [data-do='again']"), number)?.click(),
        discard(number) {
            const comment = pick(all(".comment--waiting"), number);
            const words = comment?.querySelector("[data-body]").textContent;
            comment?.querySelector("[data-do='discard']").click();
            return words;
        },
        reply(number, body, type) {
            const button = pick(all(".comment [data-do='reply']"), number);
            if (!button) return null;
            const { audience } = button.closest(".comment").dataset;
            button.click();
            const form = document.querySelector("form[data-reply]");
            if (form.elements.body.value) return null;
            fill(form, body, audience, type);
            form.requestSubmit();
            return audience;
        },
        async edit(number, body) {
            const button = pick(all(".comment [data-do='edit']"), number);
            const comment = button?.closest(".comment");
            if (!comment) return null;
            const { id, dataset: { audience } } = comment;
            const words = comment.querySelector("[data-body]").textContent.trim();
            button.click();
            const form = await until(() => document.querySelector(`#${id} > form[data-in-place]`));
            if (!form) return null;
            form.elements.body.value = body;
            form.requestSubmit();
            await until(() => !form.isConnected);
            return [audience, words];
        },
        shows() {
            all("[data-pill]:not([hidden])").forEach((one) => one.click());
            return all("[data-thread] .comment[data-audience]").map((one) => [
                one.id,
                one.dataset.audience,
                "retracted" in one.dataset,
                one.closest("[data-list]").id,
                one.querySelector(":scope > .comment__head .tag:not(.tag--private)")?.textContent.trim() ?? "",
                one.querySelector("[data-body]").textContent.trim(),
            ]);
        },
        holds() {
            const { body, audience, type } = composer().elements;
            const stored = Object.keys(localStorage).filter((one) => one.includes(".kept.")).sort();
            return [body.value, body.value && audience.value, body.value && type.value, stored.length];
        },
        async news(clause) {
            const page = new DOMParser().parseFromString(await (await fetch("/")).text(), "text/html");
            const row = page.querySelector(`.row a[href="${clause}#new"]`)?.closest(".row");
            return Number(/(\\d+) new/.exec(row?.textContent)?.[1] ?? 0);
        },
        marked() {
            const thread = document.querySelector("[data-thread]");
            const marked = all(".comment.is-new").map(({ id }) => id);
            const first = document.querySelector("#new");
            const { top, bottom } = first?.getBoundingClientRect() ?? {};
            return {
                listed: (thread.dataset.new ?? "").split(" ").filter(Boolean).map((name) => `comment-${name}`),
                marked,
                chaired: thread.querySelector("[data-new-chaired]") ? 1 : 0,
                opensAt: Boolean(first) && top >= 0 && bottom <= innerHeight,
            };
        },
        waits: () => all(".comment--waiting").length + (localStorage.getItem(`wgcop.waiting.${document.body.dataset.person}`) ? 1 : 0),
        everything: () => JSON.stringify(localStorage),
    };
})();
"""
# What was on the reader's screen: even a part of it, even for a moment, counts as seen.
EYES = """
(() => {
    const earlier = () => JSON.parse(localStorage.getItem("eyes") ?? "[]");
    const eyes = new IntersectionObserver((all) => {
        const seen = all.filter((one) => one.isIntersecting).map(({ target }) => target.id);
        if (seen.length) localStorage.setItem("eyes", JSON.stringify([...new Set([...earlier(), ...seen])]));
    });
    const look = () => document.querySelectorAll(".comment[id]").forEach((one) => eyes.observe(one));
    new MutationObserver(look).observe(document, { childList: true, subtree: true });

    const { fetch } = globalThis;
    globalThis.marking = 0; // how many marks of what was read are under way
    globalThis.fetch = (address, options) => {
        const answer = fetch(address, options);
        if (!String(address).endsWith("/read-marks")) return answer;
        globalThis.marking++;
        return answer.finally(() => globalThis.marking--);
    };
})();
"""
FORGET_ALL = """async () => {
    localStorage.clear()
    const gone = indexedDB.deleteDatabase("wgcop")
    await new Promise((resolve) => gone.addEventListener("success", resolve))
}"""
LOW = {"width": 1280, "height": 420}
TALL = {"width": 1280, "height": 20_000}
# The page's own observers have been told of what is on the screen: they are older than this one.
LOOKED = """() => new Promise((done) => {
    const eyes = new IntersectionObserver(() => { eyes.disconnect(); done(); });
    eyes.observe(document.documentElement);
})"""
READING_TIME = 1_000  # in which a page takes for read what is on the screen, and tells the server

who, number = st.sampled_from(PEOPLE), st.integers(0, 5)
kinds = st.sampled_from(["substantive", "question"])
steps = st.lists(
    st.one_of(
        st.tuples(st.just("type"), who, st.booleans(), kinds),
        st.tuples(st.just("send"), who),
        st.tuples(st.just("type and send"), who, st.booleans(), kinds),
        st.tuples(st.just("cut off"), who),
        st.tuples(st.just("come back"), who),
        st.tuples(st.just("reload"), who),
        st.tuples(st.just("edit what waits"), who, number),
        st.tuples(st.just("discard what waits"), who, number),
        st.tuples(st.just("go back to the other"), who),
        st.tuples(st.just("reply"), who, number, kinds),
        st.tuples(st.just("edit"), who, number),
        st.tuples(st.just("stand"), st.sampled_from(["agreed", "parked", "open"])),
        st.tuples(st.just("catch up"), who),
    ),
    min_size=8,
    max_size=24,
)


class Table:
    """Three people on the page of one clause, two of them of one delegation; each types words that occur only once.

    The third has a low screen, and the chair no page at all.
    """

    numbers = count(1)

    def __init__(self, readers, chair, clause, kenya):
        self.readers, self.chair, self.clause, self.kenya = readers, chair, clause, kenya
        self.away = set()
        self.meant = {}  # words → whom they were typed for
        self.typed_by = {}
        self.alive = set()  # words that must be somewhere in the end
        for reader in readers.values():
            reader.page.goto(reader.served.url + clause)
            self.settle(reader)

    def settle(self, reader):
        reader.page.wait_for_function("() => document.documentElement.dataset.live === 'on'")
        reader.page.evaluate(ACTS)

    def do(self, step):
        verb, name, *rest = step
        if verb == "stand":
            post(self.chair, f"{self.clause}/standing", standing=name)
            return
        reader = self.readers[name]

        def act(expression, *arguments):
            return reader.page.evaluate(
                f"(values) => acts.{expression}(...values)", list(arguments)
            )

        match verb, rest:
            case (("type" | "type and send"), (privately, kind)):
                audience = self.kenya if privately and name != "haruko" else "members"
                words = self.words(name, audience)
                if act("type", words, audience, kind):
                    self.alive.add(words)
                if verb == "type and send":
                    act("send")
            case "send", ():
                act("send")
            case "cut off", ():
                reader.go_offline()
                self.away.add(name)
            case "come back", ():
                reader.come_back()
                self.away.discard(name)
            case "reload", () if name not in self.away:
                reader.page.reload()
                self.settle(reader)
            case "edit what waits", (number,):
                act("again", number)
            case "discard what waits", (number,):
                self.alive.discard(act("discard", number))
            case "go back to the other", ():
                act("swap")
            case "reply", (number, kind):
                words = self.words(name, "?")
                audience = act("reply", number, words, kind)
                if audience:
                    self.meant[words] = audience
                    self.alive.add(words)
            case "edit", (number,) if name not in self.away:
                words = self.words(name, "?")
                edited = act("edit", number, words)
                if edited:
                    self.meant[words], before = edited
                    self.alive.discard(before)
                    self.alive.add(words)
            case "catch up", () if name not in self.away:
                self.catch_up(reader)

    def words(self, name, audience):
        words = f"Word{next(self.numbers)}."
        self.meant[words], self.typed_by[words] = audience, name
        return words

    def settled(self):
        """Wait until every page that is connected has sent its comments and its read marks."""
        pages = [self.readers[name].page for name in self.readers.keys() - self.away]
        for page in pages:
            page.wait_for_function("() => acts.waits() === 0")
        for page in pages:
            page.evaluate(LOOKED)
            page.clock.run_for(READING_TIME)
        for page in pages:
            page.wait_for_function("() => marking === 0")

    def catch_up(self, reader):
        """Follow the link on the first page to the first new comment."""
        self.settled()
        page = reader.open("/")
        row = page.locator(".row", has=page.locator(f'a[href="{self.clause}#new"]'))
        if row.count():
            counted = int(re.search(r"(\d+) new", row.inner_text())[1])
            row.locator(f'a[href="{self.clause}#new"]').click()
            page.wait_for_function("() => document.querySelector('[data-thread]')")
            self.settle(reader)
            assert page.evaluate("acts.marked().opensAt"), (
                "The first of what is new is on the screen."
            )
            self.is_new(page, counted)
        else:
            page.goto(reader.served.url + self.clause)
            self.settle(reader)

    def is_new(self, page, counted, least=None):
        """The thread marks as many as new as the first page counts, or fewer where some were read while the thread was opened."""
        thread = page.evaluate("acts.marked()")
        if least is None or least == counted:
            assert sorted(thread["marked"]) == sorted(thread["listed"])
        else:  # the other tab has told this one meanwhile what was read there
            assert set(thread["marked"]) <= set(thread["listed"])
        marked = len(thread["marked"]) + thread["chaired"]
        assert (counted if least is None else least) <= marked <= counted
        return set(thread["marked"])

    def ends_well(self):
        for reader in self.readers.values():
            reader.come_back()
        self.away.clear()
        self.settled()
        stored, comments, fresh = "", {}, {}
        for name, reader in self.readers.items():
            before = reader.page.evaluate("acts.holds()")
            fresh[name] = self.fresh_page(name)
            comments[name] = fresh[name].evaluate("acts.shows()")
            assert fresh[name].evaluate("acts.holds()") == before, f"{name} finds another draft"
            fresh[name].set_viewport_size(TALL)
        for name, reader in self.readers.items():
            page = reader.page
            until(fresh[name], "async (clause) => !(await acts.news(clause))", self.clause)
            fresh[name].close()
            stored += page.evaluate("acts.everything()")
            try:
                page.wait_for_function(
                    "(wanted) => JSON.stringify(acts.shows()) === wanted",
                    arg=page.evaluate("(one) => JSON.stringify(one)", comments[name]),
                    timeout=5_000,
                )
            except Exception:
                assert page.evaluate("acts.shows()") == comments[name], f"{name}: not a fresh page"
        audiences = {words: audience for _, audience, *_, words in comments["amina"]}
        assert {words: self.meant[words] for words in audiences if words in self.meant} == audiences
        assert all(audience == "members" for _, audience, *_ in comments["haruko"])
        lost = {words for words in self.alive - set(audiences) if words not in stored}
        assert not lost, "These words were typed, and are lost."

    def fresh_page(self, name):
        """Another tab of the reader's, which marks as new only what they cannot have read."""
        reader = self.readers[name]
        looked_at = set(reader.page.evaluate("JSON.parse(localStorage.getItem('eyes') ?? '[]')"))
        counted = reader.page.evaluate("(clause) => acts.news(clause)", self.clause)
        with reader.context.expect_page() as opened:
            reader.page.evaluate("window.open(location.pathname)")
        page = opened.value
        page.wait_for_function(
            "() => document.querySelector('[data-controls] [data-do], [data-empty]')"
        )
        page.evaluate(ACTS)
        least = reader.page.evaluate("(clause) => acts.news(clause)", self.clause)
        new = self.is_new(page, counted, least)
        comments = page.evaluate("acts.shows()")
        writers = {one: self.typed_by.get(words) for one, *_, words in comments}
        of_others = {one for one, writer in writers.items() if writer != name}
        assert of_others - looked_at <= new, f"{name} has not seen what counts as read"
        assert name not in {writers[one] for one in new}, "One's own is not new."
        return page


@pytest.fixture(scope="module")
def play(chromium, templates, tmp_path_factory, transport) -> Iterator:
    """One workspace and one browser for each person; every run talks about the next clause."""
    folder = tmp_path_factory.mktemp("interleavings")
    with templates.get(None, with_world=True).copy(folder / "var") as data:
        settings = {**SETTINGS, **data, "LIVE_TRANSPORT": transport}
        with servers.workspace(settings, folder) as served:
            room = Room(chromium, served)
            readers, chair = {name: room(name) for name in PEOPLE}, room("helena")
            for reader in readers.values():
                reader.context.clock.install()
                reader.context.add_init_script(EYES)
            readers["haruko"].page.set_viewport_size(LOW)
            kenya = room.world.delegation("Kenya").audience
            with room._app.app_context():
                silent = select(Clause.wid).where(~exists().where(Thread.clause_id == Clause.id))
                clauses = cycle(db.session.scalars(silent.order_by(Clause.id)).all())

            def play_(steps):
                for reader in readers.values():
                    reader.come_back()
                    reader.page.goto(served.url + "/account")
                    reader.page.evaluate(FORGET_ALL)
                table = Table(readers, chair, f"/clauses/{next(clauses)}", kenya)
                for step in steps:
                    table.do(step)
                table.ends_well()

            yield play_
            room.leave()


AMINA_PRIVATELY = ("type and send", "amina", True, "question")
AMINA_PUBLICLY = ("type and send", "amina", False, "substantive")


OF_BROWSERS = settings(
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@settings(OF_BROWSERS, max_examples=2)
@given(steps=steps)
@example(  # private words in a tab that was closed
    steps=[("type", "amina", True, "question"), ("reload", "amina"), ("send", "amina")]
)
@example(  # private words that waited, edited after public ones, with others begun
    steps=[
        ("cut off", "amina"),
        AMINA_PRIVATELY,
        AMINA_PUBLICLY,
        ("type", "amina", False, "substantive"),
        ("edit what waits", "amina", 0),
        ("send", "amina"),
        ("come back", "amina"),
        ("reload", "amina"),
        ("send", "amina"),
    ]
)
@example(  # much is said while somebody is away, words of their own among it, and something by the chair
    steps=[
        ("type and send", "haruko", False, "substantive"),
        ("cut off", "haruko"),
        *[AMINA_PUBLICLY] * 7,
        ("stand", "parked"),
        ("come back", "haruko"),
        ("edit", "haruko", 0),
        ("catch up", "haruko"),
    ]
)
def test_pages_end_up_as_fresh_ones_private_words_go_to_nobody_else_and_the_unseen_is_new(
    play, steps
):
    play(steps)
