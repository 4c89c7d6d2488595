"""A delegate is back after two weeks. She finds everything that concerns her from one page, and her successor the
state of everything in one document; what was not on the screen stays unread.
"""

import re
from dataclasses import replace

import docx
import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests import servers
from tests.browser.conftest import application_of
from tests.browser.test_every_page import NARROW
from tests.conftest import SETTINGS
from tests.rest.browser.two_weeks import COMMENTS, PAPERS, POSITIONS, pass_two_weeks
from tests.slices import part_of_today
from tests.templates import Template
from wgcop import clock as workspace_clock
from wgcop.accounts.models import Person
from wgcop.app import create_app
from wgcop.database import db
from wgcop.events.models import Entry, Topic
from wgcop.following.models import ReadMark
from wgcop.search import indexer
from wgcop.threads.models import Comment

RESOLUTION = "/resolutions/67-hyderabad-2010"
READ_IN_A_MINUTE = 200
"""Words, by somebody who reads English as a third language."""
MINUTES = 10


@pytest.fixture(scope="module")
def two_weeks(templates, tmp_path_factory):
    """They pass once: the data as they leave it, and what is told of them."""
    folder = tmp_path_factory.mktemp("two-weeks") / "var"
    with templates.get(None, with_world=True).copy(folder) as data:
        app = create_app({**SETTINGS, **data})
        try:
            told = pass_two_weeks(app, workspace_clock.stop)
        finally:
            workspace_clock.start()
        with app.app_context():
            indexer.drain_all()
            db.engine.dispose()
        yield Template(folder), told


@pytest.fixture
def server(practised, two_weeks, tmp_path, transport):
    left, _told = two_weeks
    with left.copy(tmp_path / "var") as data:
        settings = {**SETTINGS, **data, "LIVE_TRANSPORT": transport}
        with servers.workspace(settings, tmp_path) as served:
            yield served


@pytest.fixture
def told(server, two_weeks):
    _left, told = two_weeks
    return replace(told, app=application_of(server))


def words_on(page):
    return " ".join(page.locator("main").inner_text().split())


def links_on(page):
    return page.locator("main a").evaluate_all(
        "(all) => all.map((one) => one.getAttribute('href'))"
    )


def missing(page, told):
    """What the page does not name, or what none of its links leads to."""
    words, links = words_on(page), links_on(page)
    for kind, each in told.all_concerns:
        if each.words not in words:
            yield f"{kind}: “{each.words}” is not named"
        if not any(each.leads_to in link for link in links if link):
            yield f"{kind}: no link leads to “{each.words}”"


def unread(page):
    """What is unread for her in the discussions of the resolution, and how much is in her inbox."""
    counts, inbox = (
        page.evaluate(f"fetch('{address}').then((answer) => answer.json())")
        for address in (f"{RESOLUTION}/counts", "/inbox/count")
    )
    return counts["new"], inbox["count"]


def test_she_finds_everything_that_concerns_her_from_one_page(told, enter, axe, no_sideways_scroll):
    assert (told.comments, told.papers, told.positions) == (COMMENTS + 2, PAPERS, POSITIONS)
    wanjiru = enter("wanjiru")
    page = wanjiru.open("/")
    at_first = unread(page)
    assert len(at_first[0]) >= 10

    # One click: the page that gathers everything.
    page.get_by_role("link", name="Since your last visit").first.click()
    expect(page).to_have_url(re.compile("/catch-up"))
    gone = list(missing(page, told))
    assert not gone, "\n".join(gone)
    assert len(words_on(page).split()) < MINUTES * READ_IN_A_MINUTE
    axe(page)

    page.set_viewport_size(NARROW)
    no_sideways_scroll(page)


NOTE_WHAT_IS_ON_THE_SCREEN = """
    window.addEventListener("DOMContentLoaded", () => {
        const seen = new IntersectionObserver((changes) => changes.forEach(({ target, isIntersecting }) => {
            if (isIntersecting) window.noteSeen(target.id.replace("comment-", ""));
        }));
        const watch = () => document.querySelectorAll(".comment").forEach((one) => seen.observe(one));
        new MutationObserver(watch).observe(document.body, { childList: true, subtree: true });
        watch();
    });
"""


def marks_of(app, person):
    """How far she has read each topic, by its name: on its pages and in the inbox."""
    with app.app_context():
        rows = db.session.execute(
            select(Topic.name, ReadMark.seq, ReadMark.told)
            .join(ReadMark, ReadMark.topic_id == Topic.id)
            .where(ReadMark.person_id == person.id)
        )
        return {name: (seq, told) for name, seq, told in rows}


def said_between(app, topic, first, last):
    """The names of the comments with these numbers."""
    with app.app_context():
        ids = select(Entry.target_id).join(Entry.topic)
        numbers = db.session.scalars(
            ids.where(
                Topic.name == topic,
                Entry.kind == "comment.posted",
                Entry.seq > first,
                Entry.seq <= last,
            )
        ).all()
        names = select(Comment.name).where(Comment.id.in_(map(int, numbers)))
        return set(db.session.scalars(names))


def link_to(page, concern):
    """The link beside these words, or on them."""
    words = re.compile(rf"{re.escape(concern.words)}(?!\d)")
    return page.locator("main li", has_text=words).locator(f"a[href*='{concern.leads_to}']").first


def only_what_was_seen_is_read(page, told, before, on_the_screen):
    """On pages and in the inbox, no mark passes over a comment that was not on the screen."""
    marked = marks_of(told.app, told.world.wanjiru)
    page.evaluate("0")  # its answer comes after all that the page noted before it sent these marks
    for topic, marks in marked.items():
        for first, last in zip(before.get(topic, (0, 0)), marks, strict=True):
            assert said_between(told.app, topic, first, last) <= set(on_the_screen), topic


def clicked_today(told):
    """What calls her, and the first of each kind; of the others a part, since there are links to all of them."""
    kinds = {"calls"}
    known, others = [], []
    for kind, concern in told.all_concerns:
        is_known = kind == "calls" or kind not in kinds
        (known if is_known else others).append((kind, concern))
        kinds.add(kind)
    return known + part_of_today(others, 3)


@pytest.mark.long
def test_each_thing_is_one_click_away_and_what_was_not_on_the_screen_stays_unread(told, enter):
    wanjiru, on_the_screen = enter("wanjiru"), []
    # A method of a list takes no attribute, and Playwright sets one.
    wanjiru.context.expose_function("noteSeen", lambda name: on_the_screen.append(name))
    wanjiru.context.add_init_script(NOTE_WHAT_IS_ON_THE_SCREEN)
    page = wanjiru.open("/")
    before = marks_of(told.app, told.world.wanjiru)
    page.get_by_role("link", name="Since your last visit").first.click()
    expect(page).to_have_url(re.compile("/catch-up"))
    assert marks_of(told.app, told.world.wanjiru) == before, "the page marks nothing as read"

    for kind, concern in clicked_today(told):
        link_to(page, concern).click()
        expect(page).not_to_have_url(re.compile("/catch-up"))
        if kind == "calls":
            expect(page.locator(f"#comment-{concern.leads_to}")).to_be_in_viewport()
        elif kind == "clauses":
            expect(page.locator(".comment:visible").first).to_be_attached()
        else:
            expect(page.locator("main").get_by_text(concern.shown).first).to_be_visible()
        only_what_was_seen_is_read(page, told, before, on_the_screen)
        page.go_back()
        expect(page).to_have_url(re.compile("/catch-up"))

    assert on_the_screen, "no page showed a comment"
    still_new, _in_inbox = unread(page)
    assert {f"clause:{wid}" for wid in told.clauses} <= set(still_new)


def join_as_successor(told, amina, enter):
    """Amina invites Mira, who accepts; the secretariat makes her head, and Amina names her in a draft."""
    people = amina.open("/delegation/people")
    people.get_by_label("E-mail").fill("mira@example.org")
    people.get_by_role("button", name="Invite", exact=True).click()
    link = people.locator("[data-invitation-link]").get_attribute("href")
    mira = enter()
    page = mira.open(re.sub(r"^https?://[^/]+", "", link))
    page.get_by_label("Your name").fill("Mira Okello")
    page.get_by_label("Password").fill("copper lantern walks")
    page.get_by_role("button", name="Accept and sign in").click()
    expect(page.get_by_text("Welcome. You are signed in.")).to_be_visible()
    with told.app.app_context():
        person = db.session.scalars(select(Person.id).where(Person.name == "Mira Okello")).one()
    kenya = told.world.delegation("Kenya").id
    told.post("ines", f"/people/{person}/memberships", delegation=kenya, role="head")
    for draft in told.drafts:
        told.post("amina", f"{draft}/drafters", person="Mira Okello", role="write")
    return mira


def dead_links(reader, addresses):
    """The addresses that do not show their reader what they name."""
    for address in addresses:
        answer = reader.context.request.get(address)
        named = re.search(r"[?]comment=(\w+)", address)
        is_there = not named or f'id="comment-{named[1]}"' in answer.text()
        if not answer.ok or "/sign-in" in answer.url or not is_there:
            yield f"{answer.status} {address}"


def test_her_successor_has_the_state_of_everything_in_one_document_and_each_link_opens(told, enter):
    amina = enter("amina")
    mira = join_as_successor(told, amina, enter)
    desk = amina.open("/delegation")
    with desk.expect_download() as handed_over:
        desk.get_by_role("link", name="Hand over as a Word document").click()
    document = docx.Document(handed_over.value.path())
    words = "\n".join(each.text for each in document.paragraphs)
    lost = [each for each in told.state if each not in words]
    assert not lost, "\n".join([*lost, "", words])
    assert "Drafters: Amina Barasa, Mira Okello" in words
    links = {each.target_ref for each in document.part.rels.values() if each.is_external}
    assert len(links) > 30
    assert not list(dead_links(mira, links))

    # The page says the same, to her successor too.
    page = mira.open("/delegation")
    shown = in_order(words_on(page))
    lost = [each for each in told.state if in_order(each) not in shown]
    assert not lost, "\n".join([*lost, "", shown])
    positions = page.locator("#desk-open-positions, #desk-settled-positions")
    for one in positions.locator(".positions__one").all():
        expect(one).to_contain_text("Amina Barasa")
        expect(one.locator("time")).to_have_count(1)
    own = [each for each in links_on(page) if each and each.startswith("/")]
    assert not list(dead_links(mira, {mira.served.url + each for each in own}))


def in_order(words):
    """Words without the signs between them, by which page and document differ."""
    said = re.sub(r" \(Amina Barasa, ?", "", words)
    return " ".join(re.findall(r"\w+", said))
