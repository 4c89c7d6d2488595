"""Two delegations propose words while a delegate looks on, on pages that stay open."""

from playwright.sync_api import expect

from tests.browser.fresh import same_as_fresh
from tests.browser.test_threads import live

WID = "wtdc-67.recs_recognizing__rec_b"
CLAUSE = f"/clauses/{WID}"
PAGE = f"{CLAUSE}/proposals"
RESOLUTION = "/resolutions/67-hyderabad-2010"
RELEASED = f'[id="proposals-{WID}"]'
OWN = f'[id="own-proposals-{WID}"]'
COUNT = "#strip-recs_recognizing__rec_b .clause__proposals"


def write(page, old, new, reasons=""):
    """Propose other words, from the page of the proposals."""
    page.get_by_role("link", name="Propose words", exact=True).click()
    words = page.get_by_role("textbox", name="Proposed words")
    typed = words.input_value()
    assert old in typed
    words.fill(typed.replace(old, new))
    page.get_by_role("textbox", name="Reasons").fill(reasons)
    page.get_by_role("button", name="Preview the change").click()
    expect(page.locator("#preview ins")).to_contain_text(new.split(" ")[0])
    page.get_by_role("button", name="Save within the delegation").click()
    live(page)


def test_two_delegations_propose_and_everybody_sees_it(enter, axe, no_sideways_scroll):
    amina, teresa, caio = enter("amina"), enter("teresa"), enter("caio")
    kenya, brazil = amina.open(PAGE), teresa.open(PAGE)
    here, thread, text = (
        caio.open(PAGE),
        caio.another_tab(CLAUSE),
        caio.another_tab(RESOLUTION),
    )
    for page in (kenya, brazil, here, thread, text):
        live(page)
    thread.get_by_text("Proposals of delegations").wait_for(state="hidden")

    for number in (1, 2, 3):
        is_cut_off = number == 2
        if is_cut_off:
            caio.go_offline()
            expect(here.locator("html")).to_have_attribute("data-live", "off")
        write(kenya, "many of them", f"all {number} of them", reasons=f"Kenya, round {number}.")
        kenya.get_by_role("button", name="Release to all members").click()
        expect(kenya.get_by_role("button", name="Release to all members")).to_have_count(0)
        kenya.goto(kenya.url.partition("/proposals/")[0] + PAGE)
        live(kenya)
        expect(brazil.locator(RELEASED)).to_contain_text(f"Kenya, round {number}.")
        write(brazil, "many of them", f"{number} of them", reasons=f"Brazil, round {number}.")
        expect(kenya.locator(RELEASED)).not_to_contain_text(f"Brazil, round {number}.")
        brazil.get_by_role("button", name="Release to all members").click()
        expect(brazil.get_by_text("These change the same words:")).to_be_visible()
        expect(kenya.locator(RELEASED)).to_contain_text(f"Brazil, round {number}.")
        brazil.get_by_role("button", name="Withdraw", exact=True).click()
        expect(brazil.get_by_role("button", name="Restore")).to_be_visible()
        brazil.goto(brazil.url.partition("/proposals/")[0] + PAGE)
        live(brazil)
        if is_cut_off:
            caio.come_back()
            live(here)
        expect(here.locator(f"{RELEASED} .proposal")).to_have_count(number)
        expect(here.locator(f"{RELEASED} .proposals__withdrawn li")).to_have_count(number)
        expect(thread.locator(f"{RELEASED} .proposal")).to_have_count(number)
        expect(text.locator(COUNT)).to_have_text(str(number))
        for page in (kenya, brazil, here, thread, text):
            same_as_fresh(page)
        if number == 1:
            for page in (kenya, here, thread, text):
                axe(page)
                no_sideways_scroll(page)


def test_a_proposal_on_a_phone_from_right_to_left(enter, axe, no_sideways_scroll):
    farid = enter("farid", phone=True, locale="ar")
    page = farid.open(PAGE)
    live(page)
    assert page.locator("html").get_attribute("dir") == "rtl"
    axe(page)
    page.locator("a[href$='/proposals/new']").first.click()
    words = page.locator("[name=words]")
    words.fill(words.input_value().replace("many of them", "all of them"))
    axe(page)
    no_sideways_scroll(page)
    page.locator("form.form button.button--primary").click()
    live(page)
    expect(page.locator("del").first).to_contain_text("many")
    axe(page)
    no_sideways_scroll(page)
    page.locator("form[action$='/release'] button").click()
    expect(page.locator("form[action$='/release']")).to_have_count(0)
    page = farid.open(CLAUSE)
    page.locator(".proposals-on-thread > summary").click()
    expect(page.locator(f"{RELEASED} del")).to_contain_text("many")
    axe(page)
    no_sideways_scroll(page)
