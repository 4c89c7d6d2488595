"""Whoever reads further up loses nothing: what came meanwhile stands at the end as soon as they are there."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_arrivals import order, posted  # noqa: F401 (a fixture)
from tests.browser.test_threads import CLAUSE, comment, live, say


@pytest.fixture
def long_thread(enter, posted):  # noqa: F811
    posted("haruko", range(1, 16))
    page = enter("amina").open(CLAUSE)
    live(page)
    return page


def go_up(page):
    page.mouse.move(640, 400)
    while page.locator("[data-thread] ol").first.evaluate(
        "(list) => list.getBoundingClientRect().bottom <= innerHeight + 200"
    ):
        page.mouse.wheel(0, -300)
        page.evaluate("() => new Promise(requestAnimationFrame)")


def go_down(page, words):
    """Until they are before the reader's eyes, as somebody turns a wheel."""
    for _ in range(60):
        if comment(page, words).count():
            break
        page.mouse.wheel(0, 300)
        page.evaluate("() => new Promise(requestAnimationFrame)")


def test_what_came_while_somebody_read_further_up_is_there_at_the_end_in_order(
    enter,
    long_thread,
    posted,  # noqa: F811
):
    kenya, switzerland, japan = long_thread, enter("luc").open(CLAUSE), enter("haruko").open(CLAUSE)
    live(switzerland)
    live(japan)
    pill = kenya.locator("[data-pill]")
    for turn in range(3):
        go_up(kenya)
        say(japan, f"Japan asks, time {turn}.")
        expect(pill).to_contain_text("1 new")
        say(switzerland, f"Switzerland agrees, time {turn}.")
        expect(pill).to_contain_text("2 new")
        go_down(kenya, f"Switzerland agrees, time {turn}.")
        expect(comment(kenya, f"Switzerland agrees, time {turn}.")).to_be_visible()
        expect(comment(kenya, f"Japan asks, time {turn}.")).to_have_count(1)
        expect(pill).to_be_hidden()

    # one's own words stand behind those that came before them
    go_up(kenya)
    say(japan, "Japan asks again.")
    expect(pill).to_contain_text("1 new")
    say(kenya, "Kenya takes note.")
    expect(comment(kenya, "Kenya takes note.")).to_be_visible()
    expect(comment(kenya, "Japan asks again.")).to_have_count(1)
    expect(kenya.locator(".comment--waiting")).to_have_count(0)
    assert order(kenya)[-2:] == ["Japan asks again.", "Kenya takes note."]
    shown = order(kenya)
    kenya.reload()
    live(kenya)
    assert order(kenya) == shown
