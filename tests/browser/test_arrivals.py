"""Comments stand in their place however they arrive: out of turn, in parts, too fast, after a pause, or never sent."""

import pytest
from playwright.sync_api import expect

from tests.assets import STATIC
from tests.browser.fresh import until
from tests.browser.test_every_page import PAINTED
from tests.browser.test_threads import CLAUSE, RESOLUTION, WID, comment, composer, live, post, say
from wgcop.resolutions.queries import clause_by_wid
from wgcop.threads.actions.comments import post_comment, thread_of


@pytest.fixture
def posted(enter, session):
    """Comments that somebody wrote before the page was opened: `posted("amina", range(9), parent)`."""

    def post(name, numbers, parent=None):
        person, clause = enter.world.person(name), clause_by_wid(WID)
        comments = [
            post_comment(
                thread_of(clause),
                by=person,
                capacity=person.capacities[0],
                body=f"Point {number}.",
                key=f"{name}-{number}",
                parent=parent,
            ).comment
            for number in numbers
        ]
        session.commit()
        return comments

    return post


def order(page):
    words = page.locator(".comment[data-order]:not(.comment--waiting) > [data-body]")
    return [text.strip() for text in words.all_inner_texts()]


def as_written(address):
    return STATIC / address.partition("/static/v-0/")[2]


def test_comments_stand_in_the_order_of_their_numbers_whichever_arrives_first(enter):
    page = enter("amina").open(CLAUSE)
    live(page)
    # The page keeps its modules to itself: this one and what it imports come as they are written.
    page.route("**/static/v-0/**", lambda route: route.fulfill(path=as_written(route.request.url)))
    ids = page.evaluate(
        """async (wid) => {
            const { apply } = await import("/static/v-0/js/live.js");
            const list = `comments-clause:${wid}`;
            const html = (id) => `<li class="said" data-order="${id}">
                <article class="comment" id="comment-${id}"></article><ol id="replies-${id}" data-list></ol></li>`;
            for (const id of [903, 901, 902, 901])
                apply({ action: "append", target: list, html: html(id), about: { comment: `comment-${id}` } });
            return [...document.getElementById(list).children].map((one) => [...one.children].map(({ id }) => id));
        }""",
        WID,
    )

    numbers = (901, 902, 903)
    assert ids == [[f"comment-{number}", f"replies-{number}"] for number in numbers]


def test_ones_own_words_that_are_answered_late_stand_once_with_one_place_for_replies(enter):
    amina, haruko = enter("amina"), enter("haruko")
    kenya, japan = amina.open(CLAUSE), haruko.open(CLAUSE)
    live(kenya)
    live(japan)
    held_back = []

    def hold(route):
        held_back.append((route, route.fetch()))

    kenya.route("**/comments", hold)
    say(kenya, "Answered late.")
    expect(comment(japan, "Answered late.")).to_be_visible()
    say(japan, "In between.")
    expect(comment(kenya, "In between.")).to_be_visible()
    route, answer = held_back[0]
    with kenya.expect_response("**/comments"):
        route.fulfill(response=answer)
    expect(kenya.locator(".comment--waiting")).to_have_count(0)
    kenya.evaluate(PAINTED)

    expect(comment(kenya, "Answered late.")).to_have_count(1)
    assert order(kenya) == order(japan) == ["Answered late.", "In between."]
    ids = kenya.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    assert len(ids) == len(set(ids))


@pytest.mark.rest
def test_an_answer_that_newer_words_overtook_changes_nothing(enter):
    amina, japan = enter("amina"), enter("haruko").open(CLAUSE)
    live(japan)
    name = post(amina, f"{CLAUSE}/comments", body="First wording.")["id"]
    theirs, held_back = japan.locator(f"#comment-{name}"), []
    japan.route("**/live/*", lambda question: held_back.append(question))
    with japan.expect_request("**/live/*"):
        theirs.get_by_role("button", name="Support").click()
    post(amina, f"/comments/{name}", body="Second wording.")
    expect(theirs).to_contain_text("Second wording.")
    (question,) = held_back
    answer = question.fetch()
    assert "Second wording." in answer.text()
    post(amina, f"/comments/{name}", body="Third wording.")
    expect(theirs).to_contain_text("Third wording.")
    question.fulfill(response=answer)

    expect(theirs.locator("[data-do='support']")).to_be_focused()  # the answer was read
    expect(theirs).to_contain_text("Third wording.")


@pytest.mark.rest
def test_counts_that_newer_ones_overtook_are_not_shown(enter):
    amina, japan = enter("amina"), enter("haruko").open(RESOLUTION)
    live(japan)
    count = japan.locator(f'[data-open-thread="clause:{WID}"] [data-count]')
    held_back = []
    japan.route("**/counts", lambda question: held_back.append(question), times=1)
    with japan.expect_request("**/counts"):
        post(amina, f"{CLAUSE}/comments", body="One.")
    with japan.expect_response("**/counts"):
        post(amina, f"{CLAUSE}/comments", body="Two.")
    expect(count).to_have_text("2")
    japan.evaluate("""() => {
        const answered = Response.prototype.json;
        window.isRead = new Promise((read) => {
            Response.prototype.json = async function () {
                const result = await answered.call(this);
                setTimeout(read);
                return result;
            };
        });
    }""")
    held_back[0].fulfill(json={"comments": {f"clause:{WID}": 1}, "new": []})

    japan.evaluate("() => window.isRead")
    expect(count).to_have_text("2")


@pytest.mark.rest
def test_what_is_said_beyond_the_shown_part_is_counted_and_comes_in_its_order(enter, posted):
    posted("amina", range(90))
    amina, haruko = enter("amina"), enter("haruko")
    japan, kenya = haruko.open(CLAUSE), amina.open(CLAUSE)
    live(japan)
    live(kenya)
    later = japan.get_by_role("link", name="Later comments")
    expect(later).to_have_count(1)
    say(kenya, "Beyond what is shown.")

    expect(later).to_contain_text("(1 new)")
    expect(japan.locator("[data-heard]")).to_contain_text("Kenya")
    expect(comment(japan, "Beyond what is shown.")).to_have_count(0)
    say(japan, "Said below the gap.")
    expect(japan.locator(".comment--waiting")).to_have_count(0)
    own = comment(japan, "Said below the gap.")
    expect(own).to_have_count(1)
    assert later.bounding_box()["y"] < own.bounding_box()["y"]
    while later.count():
        later.click()
        expect(japan.locator("[data-more='later'][aria-busy]")).to_have_count(0)
    points = [f"Point {number}." for number in range(90)]
    assert order(japan) == [*points, "Beyond what is shown.", "Said below the gap."]


@pytest.mark.rest
def test_many_replies_come_in_parts_and_new_ones_at_their_end(enter, posted):
    (question,) = posted("haruko", [1000])
    posted("amina", range(45), question)
    amina, haruko = enter("amina", phone=True), enter("haruko")
    kenya, japan = amina.open(CLAUSE), haruko.open(f"{CLAUSE}?comment={question.name}")
    live(kenya)
    live(japan)
    earlier = kenya.get_by_role("link", name="Earlier replies")
    assert order(kenya) == ["Point 1000.", *(f"Point {n}." for n in range(25, 45))]
    comment(japan, "Point 1000.").get_by_role("button", name="Reply").click()
    japan.locator("form[data-reply]").get_by_role("textbox").fill("One more.")
    japan.keyboard.press("Control+Enter")
    kenya.locator("[data-pill]").click()
    expect(comment(kenya, "One more.")).to_have_count(1)
    earlier.click()
    expect(comment(kenya, "Point 5.")).to_have_count(1)
    earlier.click()
    expect(earlier).to_have_count(0)
    assert order(kenya) == ["Point 1000.", *(f"Point {n}." for n in range(45)), "One more."]


def test_comments_sent_too_fast_are_kept_with_the_reason_and_sent_later(enter):
    amina, haruko = enter("amina"), enter("haruko")
    kenya, japan = amina.open(CLAUSE), haruko.open(CLAUSE)
    live(kenya)
    live(japan)
    kenya.route(
        "**/comments",
        lambda route: route.fulfill(
            status=429, headers={"Retry-After": "2"}, json={"error": "You have said much."}
        ),
        times=1,
    )
    say(kenya, "One too many.")
    waiting = kenya.locator(".comment--waiting")
    expect(waiting).to_contain_text("One too many.")
    expect(waiting).to_contain_text("You have sent many comments in a short time.")
    expect(waiting).to_contain_text("sent automatically in 1 min")
    expect(waiting.get_by_role("button", name="Edit")).to_be_visible()
    expect(waiting.get_by_role("button", name="Discard")).to_be_visible()

    expect(comment(japan, "One too many.")).to_be_visible()
    expect(waiting).to_have_count(0)
    expect(comment(kenya, "One too many.")).to_have_count(1)


def test_a_laptop_that_slept_catches_up_in_one_request(enter, posted):
    haruko = enter("haruko")
    japan = haruko.open(CLAUSE)
    live(japan)
    haruko.go_offline()
    expect(japan.locator("html")).to_have_attribute("data-live", "off")
    posted("amina", range(12))
    requests = []
    japan.on("request", lambda request: requests.append(request.url))
    haruko.come_back()

    # What arrives at the end of what is read is shown at once, and otherwise behind the pill, which goes when it is scrolled to.
    last = comment(japan, "Point 11.")
    arrived = japan.locator("[data-pill]:visible").or_(last)
    expect(arrived.first).to_be_visible()
    japan.locator("[data-pill]").evaluate("(pill) => pill.hidden || pill.click()")
    expect(last).to_be_visible()
    assert order(japan) == [f"Point {number}." for number in range(12)]
    assert len([url for url in requests if f"/live/clause%3A{WID}" in url]) == 1


def test_signing_out_asks_what_becomes_of_words_that_wait(enter, axe):
    amina, haruko = enter("amina"), enter("haruko")
    kenya, japan = amina.open(CLAUSE), haruko.open(CLAUSE)
    live(kenya)
    kenya.route("**/comments", lambda route: route.abort("internetdisconnected"))
    say(kenya, "Not yet sent.")
    expect(kenya.locator(".comment--waiting")).to_be_visible()

    def sign_out(choice):
        kenya.locator(".menu.wide-only summary").click()
        kenya.get_by_role("button", name="Sign out").click()
        dialog = kenya.get_by_role("dialog", name="Some of your comments are still waiting")
        expect(dialog).to_be_visible()
        axe(kenya)
        dialog.get_by_role("button", name=choice).click()

    sign_out("Stay signed in")
    expect(kenya.locator(".comment--waiting")).to_be_visible()
    sign_out("Keep them and sign out")
    expect(kenya.locator("body[data-person]")).to_have_count(0)
    kenya.unroute("**/comments")
    assert "Not yet sent." in kenya.evaluate("JSON.stringify(localStorage)")
    expect(comment(japan, "Not yet sent.")).to_have_count(0)


def test_the_whole_flow_by_keyboard_alone(enter, axe):
    amina, haruko = enter("amina"), enter("haruko")
    japan = haruko.open(CLAUSE)
    live(japan)
    page = amina.open(RESOLUTION)
    live(page)
    keys = page.keyboard

    def tab_to(place):
        for _ in range(120):
            keys.press("Tab")
            if place.evaluate("(one) => one === document.activeElement"):
                return
        raise AssertionError("Tab does not lead there.")

    tab_to(page.locator(f'[data-open-thread="clause:{WID}"]'))
    keys.press("Enter")
    text = composer(page).locator("textarea[name='body']")
    expect(text).to_be_visible()
    tab_to(text)
    keys.type("Typed and sent with keys.")
    keys.press("Alt+5")
    keys.press("Control+Enter")
    expect(comment(japan, "Typed and sent with keys.").locator(".tag")).to_have_text("Question")
    expect(page.locator(".comment--waiting")).to_have_count(0)

    keys.press("Escape")
    keys.press("j")
    expect(comment(page, "Typed and sent with keys.")).to_be_focused()
    tab_to(comment(page, "Typed and sent with keys.").get_by_role("button", name="Edit"))
    keys.press("Enter")
    expect(page.get_by_label("Edit your comment")).to_be_focused()
    keys.press("Control+A")
    keys.type("Reworded with keys.")
    keys.press("Control+Enter")
    expect(comment(japan, "Reworded with keys.")).to_be_visible()
    # the form stays until the answer comes, and keys write in it as long as it does
    expect(comment(page, "Reworded with keys.")).to_be_focused()

    say(japan, "Japan agrees.")
    theirs = comment(page, "Japan agrees.")
    expect(theirs).to_be_visible()
    keys.press("j")
    expect(theirs).to_be_focused()
    tab_to(theirs.get_by_role("button", name="Support"))
    keys.press("Enter")
    expect(comment(japan, "Supported by Kenya")).to_be_visible()
    expect(page.get_by_role("button", name="Supported")).to_be_focused()
    keys.press("k")
    tab_to(comment(page, "Reworded with keys.").get_by_role("button", name="Retract"))
    keys.press("Enter")
    tab_to(page.get_by_role("dialog").get_by_role("button", name="Retract"))
    keys.press("Enter")
    expect(comment(japan, "This comment was retracted")).to_be_visible()
    expect(comment(page, "This comment was retracted")).to_be_focused()
    axe(page)


def test_words_that_wait_offline_can_be_edited_or_discarded_and_are_sent_once(enter):
    amina, haruko = enter("amina"), enter("haruko")
    kenya, japan = amina.open(CLAUSE), haruko.open(CLAUSE)
    live(kenya)
    live(japan)
    amina.go_offline()
    for words in ("First thought.", "Second thought."):
        say(kenya, words)
    waiting = kenya.locator(".comment--waiting")
    expect(waiting).to_have_count(2)
    expect(waiting.first).to_contain_text("Waiting for the connection")
    waiting.first.get_by_role("button", name="Discard").click()
    waiting.first.get_by_role("button", name="Edit").click()
    expect(waiting).to_have_count(0)
    text = composer(kenya).locator("textarea[name='body']")
    expect(text).to_have_value("Second thought.")
    text.fill("Second thought, better put.")
    kenya.keyboard.press("Control+Enter")
    amina.come_back()

    expect(comment(japan, "Second thought, better put.")).to_have_count(1)
    expect(waiting).to_have_count(0)
    assert order(kenya) == order(japan) == ["Second thought, better put."]


IS_NOT_ON_DISK = """async (words) => {
    const opening = indexedDB.open("wgcop")
    await new Promise((resolve) => opening.addEventListener("success", resolve))
    const all = opening.result.transaction("changes").objectStore("changes").getAll()
    await new Promise((resolve) => all.addEventListener("success", resolve))
    opening.result.close()
    return all.result.length > 0 && !all.result.some(({ value }) => value?.includes(words))
}"""


@pytest.mark.rest
def test_words_that_wait_can_be_discarded_when_signing_out(enter):
    kenya = enter("amina", phone=True).open(CLAUSE)
    live(kenya)
    kenya.route("**/comments", lambda route: route.abort("internetdisconnected"))
    say(kenya, "Thought better of.")
    expect(kenya.locator(".comment--waiting")).to_be_visible()
    kenya.locator(".menu.phone-only summary").click()
    kenya.locator(".menu.phone-only").get_by_role("button", name="Sign out").click()
    kenya.get_by_role("button", name="Discard them and sign out").click()

    expect(kenya.locator("body[data-person]")).to_have_count(0)
    assert "Thought better of." not in kenya.evaluate("JSON.stringify(localStorage)")
    until(kenya, IS_NOT_ON_DISK, "Thought better of.")
