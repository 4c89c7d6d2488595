"""How a clause and its thread are laid out, at a desk and on a phone."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete, select

from tests.browser.fresh import same_as_fresh, until
from tests.browser.test_threads import composer, live, post
from wgcop.contributions.models import Contribution
from wgcop.contributions.talk.circles import draft_talk
from wgcop.following.models import Follow
from wgcop.threads.models import Comment

PATH = "/clauses/wtdc-67.instructs_the-director-of-the-telecommunication-development-bureau__para_"
LED = f"{PATH}1"
RESOLUTION = "/resolutions/67-hyderabad-2010"

BOX = "(one) => { const { x, y, width, height } = one.getBoundingClientRect(); return [x, y, width, height] }"

HAS_READ = """async (comment) => {
    const text = await (await fetch(location.href)).text()
    const threads = new DOMParser().parseFromString(text, "text/html").querySelectorAll("[data-unread]")
    return ![...threads].some(({ dataset }) => dataset.unread.includes(comment))
}"""


def y_of(place):
    return place.evaluate(BOX)[1]


def style(place, name):
    return place.evaluate("(one, name) => getComputedStyle(one)[name]", name)


def test_on_a_phone_a_thread_begins_at_once_and_a_comment_reads_well(look):
    page = look("haruko", phone=True).open(LED)
    live(page)
    thread = page.locator(".thread")

    # What the chair has set, a line on what is done, and one row of tools stand before the first comment; the rest is behind "…".
    rows = thread.locator(":scope > :not(template, [hidden], .visually-hidden)")
    before = rows.evaluate_all(
        "(all) => all.map((one) => one.className.split(' ')[0]).filter(Boolean)"
    )
    assert before[: before.index("comments")] in (
        ["chaired", "on-agendas", *["details"] * 3, "carried-out", "cluster"],
        ["chaired__new", "chaired", "on-agendas", *["details"] * 3, "carried-out", "cluster"],
    )
    expect(thread.locator(".positions-on-thread")).to_be_hidden()  # no delegation took one
    expect(thread.locator(".proposals-on-thread")).to_be_hidden()  # nor proposed words
    expect(thread.locator(".brackets-on-thread")).to_be_hidden()  # nor put any in brackets
    menu = thread.locator(".thread__more .menu__panel")
    expect(menu).to_be_hidden()
    expect(menu).to_contain_text("Read out new comments")
    expect(menu).to_contain_text("Changes by the chair")
    expect(page.locator(".clause.is-open > .clause__standing")).to_be_hidden()

    # Other clauses show their standing only where it is not “open”.
    for one in page.locator(".clause:not(.is-open) > .clause__standing").all():
        is_open = one.get_attribute("data-standing") == "open"
        expect(one).to_be_visible(visible=not is_open)

    comment = thread.locator(".comment").first
    body = comment.locator(".comment__body")
    assert (style(body, "fontSize"), style(body, "lineHeight")) == ("16px", "25px")
    assert y_of(comment.locator(".comment__time")) >= y_of(comment.locator(".person")) + 16


def test_on_a_phone_a_composer_is_one_line_until_somebody_begins(look):
    page = look("haruko", phone=True).open(LED)
    live(page)
    form = composer(page)
    assert form.bounding_box()["height"] <= 72
    form.locator("textarea[name='body']").tap()
    kind, language = form.locator("select[name='type']"), form.locator("select[name='language']")
    assert y_of(kind) == y_of(language)
    chips, button = form.locator(".composer__audience"), form.locator(".composer__send")
    _, top, _, height = chips.evaluate(BOX)
    assert y_of(button) - (top + height) < 16, "Who reads it stands right at the button."
    expect(button).to_have_text("Comment to everybody", use_inner_text=True)
    form.get_by_label("Only Japan").check()
    expect(button).to_have_text("Send to Japan only", use_inner_text=True)


def test_a_private_comment_is_edited_in_its_colour(enter):
    amina = enter("amina")
    name = post(amina, f"{LED}/comments", body="Between us.", audience="delegation")["id"]
    page = amina.open(f"{LED}?comment={name}#comment-{name}")
    live(page)
    mine = page.locator(f"#comment-{name}")
    colour = style(mine, "backgroundColor")
    mine.get_by_role("button", name="Edit").click()
    form = mine.locator("form.composer")
    assert style(form, "backgroundColor") == colour != style(composer(page), "backgroundColor")
    expect(form.get_by_role("button", name="Save for Kenya only")).to_be_visible()


def test_an_anchor_from_before_comments_had_names_leads_to_the_comment(enter, session):
    amina = enter("amina")
    name = post(amina, f"{LED}/comments", body="Said long ago.", audience="members")["id"]
    comment = session.scalar(select(Comment).where(Comment.name == name))
    comment.number = comment.id
    session.commit()
    page = amina.open(f"{LED}#comment-{comment.id}")
    expect(page.locator(f"#comment-{name}")).to_be_in_viewport()
    assert page.url.endswith(f"{LED}?comment={name}#comment-{name}")
    page.goto("about:blank")
    page = amina.open(f"{LED}#comment-{comment.id + 1}")
    expect(page.locator(f"#comment-{name}")).to_be_visible()


def test_what_is_new_is_marked_at_the_reply_and_a_target_touches_nothing(enter):
    amina, haruko = enter("amina"), enter("haruko")
    first = post(amina, f"{PATH}5/comments", body="An older point.")["id"]
    page = haruko.open(f"{PATH}5")
    live(page)
    until(page, HAS_READ, first)
    page.goto("about:blank")
    reply = post(amina, f"{PATH}5/comments", body="A newer reply.", parent=first)["id"]
    page = haruko.open(f"{PATH}5?comment={reply}#comment-{reply}")
    live(page)
    above = page.locator("[data-new-since] + .said > .comment")
    expect(above).to_have_attribute("id", f"comment-{reply}")

    target, here = page.locator(f"#comment-{reply}"), page.locator("[data-presence]")
    expect(here).to_contain_text("here:")
    _, top, _, height = target.evaluate(BOX)
    assert style(target, "outlineStyle") == "none"
    spread = re.findall(r"(-?[\d.]+)px", style(target, "boxShadow"))
    assert spread and all(float(y) == 0 for y in spread[1::4]), "The bar is beside, not around it."
    assert y_of(here) >= top + height


@pytest.mark.rest
def test_at_a_desk_the_operative_parts_stay_beside_the_text(look):
    page = look("amina").open(f"{PATH}1")
    live(page)
    outline = page.get_by_role("navigation", name="Operative parts")
    parts = outline.get_by_role("link")
    expect(parts).to_have_text(
        [
            re.compile("^invites Member"),
            re.compile("^invites Sector"),
            re.compile("^instructs the Director"),
        ]
    )
    page.mouse.wheel(0, 900)
    until(page, "() => scrollY > 0")
    expect(outline).to_be_in_viewport(ratio=1)
    text = page.locator(".resolution")
    x, _, width, _ = outline.evaluate(BOX)
    assert x + width <= text.evaluate(BOX)[0] + 1
    new = page.locator(
        ".section--operative:has(.clause__count.is-new) > .section__heading"
    ).all_inner_texts()
    marked = page.locator(".outline__part.is-new").evaluate_all(
        "(all) => all.map((one) => one.firstChild.textContent.trim())"
    )
    assert marked == new != []


@pytest.mark.rest
def test_codes_stay_whole_and_words_are_quoted_above_them(look):
    page = look("amina").open(RESOLUTION)
    live(page)
    codes = page.locator(".clause__text .unbroken", has_text="ITU-D")
    for width in range(320, 460, 20):
        page.set_viewport_size({"width": width, "height": 740})
        lines = codes.evaluate_all("(all) => all.map((one) => one.getClientRects().length)")
        assert lines and set(lines) == {1}
    page.set_viewport_size({"width": 1280, "height": 860})
    words = page.locator("[data-words]").nth(2)
    words.scroll_into_view_if_needed()
    words.dblclick(position={"x": 60, "y": 40})
    button = page.get_by_role("button", name="Quote", exact=True)
    expect(button).to_be_visible()
    selected = page.evaluate("getSelection().getRangeAt(0).getBoundingClientRect().top")
    _, top, _, height = button.evaluate(BOX)
    assert top + height <= selected
    assert "Sans" in style(button, "fontFamily").split(",")[0]


@pytest.mark.rest
@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_names_are_offered_over_what_stands_below_and_push_nothing(look, phone):
    page = look("amina", phone=phone).open(f"{PATH}2")
    live(page)
    text = composer(page).locator("textarea[name='body']")
    text.click()
    form, send = composer(page), composer(page).locator(".composer__send")
    before = form.bounding_box()["height"], send.evaluate("(one) => one.offsetTop")
    text.press_sequentially("@Ja")
    expect(page.get_by_role("option").first).to_be_visible()
    assert (form.bounding_box()["height"], send.evaluate("(one) => one.offsetTop")) == before
    page.keyboard.press("Escape")
    text.fill("")


@pytest.mark.rest
def test_the_words_of_a_resolution_run_their_own_way_in_a_page_from_right_to_left(
    look, no_sideways_scroll
):
    page = look("amina").open(LED)
    live(page)
    page.evaluate("document.documentElement.dir = 'rtl'")
    text, label = (
        page.locator(".clause.is-open > .clause__text"),
        page.locator(".clause.is-open > .clause__label"),
    )
    assert style(text, "direction") == "ltr"
    assert label.evaluate(BOX)[0] > text.evaluate(BOX)[0], (
        "The page itself runs from right to left."
    )
    for width in (320, 390, 640, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        no_sideways_scroll(page)
        ways = page.locator(":is(.carried-out, .on-agendas__items) a").all()
        assert ways and min(way.evaluate(BOX)[3] for way in ways) >= 24


def test_a_clause_is_printed_alone_and_says_whether_private_words_are_on_the_paper(enter):
    amina = enter("amina")
    post(amina, f"{PATH}2/comments", body="Kenya agrees.", audience="members")
    kenya = enter.world.amina.memberships[0].delegation.audience
    post(amina, f"{PATH}2/comments", body="Only until Friday.", audience=kenya)
    page = amina.open(f"/threads/clause:{PATH.removeprefix('/clauses/')}2")
    expect(page).to_have_url(re.compile(re.escape(PATH)))  # with the words of the clause
    live(page)
    page.locator(".thread__more > summary").click()
    page.set_viewport_size({"width": 700, "height": 990})
    page.emulate_media(media="print")
    expect(page.locator(".clause:visible")).to_have_count(1)
    expect(page.locator(".clause.is-open .clause__text")).to_contain_text("to collaborate closely")
    expect(page.get_by_text("Kenya agrees.")).to_be_visible()
    expect(page.get_by_text("Only until Friday.")).to_be_hidden()
    expect(
        page.get_by_text("Without comments that only a delegation or a regional group may read.")
    ).to_be_visible()
    expect(page.locator(".menu__panel:visible, .floor-strip:visible")).to_have_count(0)

    page.emulate_media(media="screen")
    page.evaluate("() => { window.print = () => (window.prints = (window.prints ?? 0) + 1) }")
    page.get_by_role("button", name="Print with restricted comments").click()
    assert page.evaluate("window.prints") == 1
    page.emulate_media(media="print")
    expect(page.get_by_text("Only until Friday.")).to_be_visible()
    expect(
        page.get_by_text("With comments that only a delegation or a regional group may read.")
    ).to_be_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.get_by_text("Only until Friday.")).to_be_hidden()

    # The discussion of the whole text, by itself, says the same.
    page = amina.open(f"{RESOLUTION}/discussion")
    page.emulate_media(media="print")
    expect(page.get_by_text("Kenya agrees.")).to_be_visible()
    expect(page.get_by_text("Only until Friday.")).to_be_hidden()
    expect(
        page.get_by_text("Without comments that only a delegation or a regional group may read.")
    ).to_be_visible()


def test_keys_go_from_clause_to_clause_and_each_is_a_heading(look):
    page = look("amina").open(RESOLUTION)
    live(page)
    words = page.locator(".clause__text")
    expect(page.get_by_role("heading", level=3, name="recognizing b)")).to_have_count(1)
    for key, place in (("J", 0), ("J", 1), ("J", 2), ("K", 1), ("J", 2)):
        page.keyboard.press(f"Shift+{key}")
        expect(words.nth(place)).to_be_focused()
    expect(words.nth(2)).to_be_in_viewport()


def test_two_people_follow_a_thread_of_its_own_in_which_nobody_has_spoken(enter, session):
    papers = session.scalars(select(Contribution).where(Contribution.state == "draft"))
    paper = next(each for each in papers if len(each.drafters) > 1)
    people = [enter(drafter.person.email) for drafter in paper.drafters[:2]]
    pages = [person.open(f"/threads/{draft_talk(paper.id)}") for person in people]
    for page in pages:
        live(page)
    for name in ("Following", "Follow", "Following"):
        for page in pages:
            button = page.locator("[data-thread] .follow")
            button.click()
            expect(button).to_have_accessible_name(name)
            same_as_fresh(page)

    # What was asked before the press is answered after it.
    late = []
    page.route("**/counts", lambda route: late.append((route, route.fetch())), times=1)
    page.evaluate("document.dispatchEvent(new CustomEvent('live:changed', { detail: {} }))")
    while not late:
        page.wait_for_timeout(50)
    page.evaluate("""() => {
        window.seen = [];
        const button = document.querySelector("[data-thread] .follow");
        const note = () => seen.push(button.getAttribute("aria-pressed"));
        new MutationObserver(note).observe(button, { attributes: true });
    }""")
    button.click()
    expect(button).to_have_accessible_name("Follow")
    [(route, answer)] = late
    answers = []
    page.on("response", lambda one: one.url.endswith("/counts") and answers.append(one))
    route.fulfill(response=answer)
    while len(answers) < 2:  # it is asked again
        page.wait_for_timeout(50)
    assert set(page.evaluate("seen")) == {"false"}


def test_whoever_takes_part_in_a_thread_of_its_own_sees_at_once_that_they_follow_it(enter, session):
    paper = session.scalars(select(Contribution).where(Contribution.state == "draft")).first()
    session.execute(delete(Follow))
    session.commit()
    reader = enter("farid")
    page = reader.open(f"/threads/{draft_talk(paper.id)}")
    live(page)
    button = page.locator("[data-thread] .follow")
    expect(button).to_have_accessible_name("Follow")
    composer(page).locator("[name=body]").fill("A word to the drafters.")
    composer(page).locator("[type=submit]").click()
    expect(page.get_by_text("A word to the drafters.")).to_be_visible()
    expect(button).to_have_accessible_name("Following")
    fresh = reader.another_tab(page.url.removeprefix(enter._served.url))
    expect(fresh.locator("[data-thread] .follow")).to_have_accessible_name("Following")
