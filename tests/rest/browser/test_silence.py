"""A text under silence, on the pages of those who answer and of those who circulated it."""

import re

from playwright.sync_api import expect

from tests.browser.fresh import same_as_fresh
from tests.browser.test_threads import live

SILENCES = "/meetings/wg-cop-3/silence"


def test_whoever_circulated_a_text_grants_more_time_where_the_request_arrives(enter):
    chair = enter("helena").open(f"{SILENCES}/new")
    chair.get_by_label("Title").fill("A letter to the regional offices")
    chair.get_by_label("Text").fill("Each office is asked for one page.")
    day = chair.evaluate("new Date(Date.now() + 5 * 864e5).toISOString().slice(0, 10)")
    chair.get_by_label("Last day").fill(day)
    chair.get_by_label("Until").fill("18:00")
    chair.get_by_role("button", name="Circulate").click()
    expect(chair).to_have_url(re.compile(r"/silence/\d+$"))
    live(chair)

    kenya = enter("amina").open(re.sub(r"^.*?//[^/]*", "", chair.url))
    live(kenya)
    kenya.get_by_text("Ask for more time").first.click()
    form = kenya.locator("form[action$=extensions]")
    form.locator("textarea").fill("Nairobi needs two days.")
    form.locator("input[type=date]").fill(
        chair.evaluate("new Date(Date.now() + 7 * 864e5).toISOString().slice(0, 10)")
    )
    form.locator("input[type=time]").fill("18:00")
    form.get_by_role("button").click()

    live(kenya)
    chair.get_by_role("button", name="Grant more time to Kenya").click()
    expect(kenya.locator("[data-standing]")).to_contain_text("Granted")
    live(chair)
    kenya.get_by_text("Object", exact=True).click()
    objection = kenya.locator("form[action$=objections]")
    objection.locator("textarea").fill("Kenya cannot ask its office.")
    objection.get_by_role("button").click()
    expect(chair.locator("[data-standing]")).to_contain_text("Silence broken")
    expect(chair.get_by_role("button", name="Withdraw the text")).to_have_count(0)
    for page in (chair, kenya):
        live(page)
        same_as_fresh(page)
