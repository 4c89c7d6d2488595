"""The queue of the secretariat, on which colleagues decide at the same time."""

from playwright.sync_api import expect

from tests.browser.fresh import same_as_fresh
from tests.browser.test_threads import live

QUEUE = "/contributions/queue"


def decide(reader, what, paper, reason="The day is full."):
    """As the queue does, without opening it."""
    url, request = reader.served.url, reader.context.request
    token = request.get(f"{url}/api/v1/session").json()["csrf"]
    form = {"csrf_token": token, "paper": paper, "reason": reason}
    assert request.post(f"{url}{QUEUE}/{what}", form=form).ok


def rows(page, part):
    return page.locator(f"#{part}-rows .queue__row")


def test_the_queue_shows_what_a_colleague_decides_and_keeps_what_one_has_chosen(enter):
    ines, jonas = enter("ines"), enter("jonas")
    page, other = ines.open(QUEUE), jonas.open(QUEUE)
    for each in (page, other):
        live(each)
    paper = rows(page, "waiting").first.locator("[name=paper]").get_attribute("value")
    row = page.locator(f"#waiting-{paper}")
    # Nobody has begun here: each decision shows, with all that can be chosen next.
    decide(jonas, "holdings", paper)
    expect(page.locator(f"#held-rows #waiting-{paper}")).to_be_visible()
    expect(row.locator("[name=paper]")).to_be_visible()
    for each in (page, other):
        expect(each.locator(f"#held-rows #waiting-{paper}")).to_be_visible()
        same_as_fresh(each)

    # Whoever has begun keeps their choice and their words, and is told.
    row.locator("[name=paper]").check()
    reason = page.locator("textarea[name=reason]")
    reason.fill("It belongs to another group.")
    decide(jonas, "requests", paper, "Say which children.")
    expect(other.locator(f"#asked-rows #waiting-{paper}")).to_contain_text("which children")
    same_as_fresh(other)
    told = page.locator("[data-queue-moved]")
    expect(told).to_contain_text("Others have decided")
    expect(row.locator("[name=paper]")).to_be_checked()
    expect(reason).to_have_value("It belongs to another group.")
    page.get_by_role("button", name="Hold for the next meeting").click()
    expect(page.locator(".notices")).to_contain_text("Only a contribution that waits")
    expect(page.locator("textarea[name=reason]")).to_have_value("It belongs to another group.")


def test_whoever_takes_back_what_they_chose_sees_what_colleagues_have_decided(enter):
    ines, jonas = enter("ines"), enter("jonas")
    page = ines.open(QUEUE)
    live(page)
    paper = rows(page, "waiting").first.locator("[name=paper]").get_attribute("value")
    choice, told = page.locator(f"#paper-{paper}"), page.locator("[data-queue-moved]")

    def decided_meanwhile(what, part):
        decide(jonas, what, paper)
        expect(told).to_be_visible()
        expect(page.locator(f"#{part}-rows #waiting-{paper}")).to_have_count(0)

    def shows(part):
        expect(told).to_be_hidden()
        expect(page.locator(f"#{part}-rows #waiting-{paper}")).to_be_visible()
        same_as_fresh(page)

    choice.focus()
    decided_meanwhile("holdings", "held")
    choice.blur()
    shows("held")

    choice.check()
    decided_meanwhile("requests", "asked")
    choice.blur()
    expect(told).to_be_visible()
    choice.uncheck()
    choice.blur()
    shows("asked")
