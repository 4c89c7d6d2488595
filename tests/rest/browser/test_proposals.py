"""Two delegations propose words while a colleague and another delegation look on, on pages that stay open; and one on a phone."""

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
FOLDED = "Proposals of delegations"


def folded(page):
    """The heading under which a thread keeps the proposals folded; its menu has a link of the same name."""
    return page.locator("summary").filter(has_text=FOLDED)


def write(page, old, new, reasons):
    """Propose other words for the clause, look at the change, and save it."""
    page.get_by_role("link", name="Propose words", exact=True).click()
    words = page.get_by_role("textbox", name="Proposed words")
    typed = words.input_value()
    assert old in typed
    words.fill(typed.replace(old, new))
    page.get_by_role("textbox", name="Reasons").fill(reasons)
    page.get_by_role("button", name="Preview the change").click()
    expect(page.locator("#preview ins")).to_contain_text(new.partition(" ")[0])
    expect(page.get_by_role("textbox", name="Reasons")).to_have_value(reasons)
    page.get_by_role("button", name="Save within the delegation").click()
    live(page)


def test_two_delegations_propose_and_everybody_sees_it(enter, axe, no_sideways_scroll):
    amina, teresa, caio, haruko = (enter(each) for each in ("amina", "teresa", "caio", "haruko"))
    kenya, brazil, colleague, japan = (each.open(PAGE) for each in (amina, teresa, caio, haruko))
    thread, text = haruko.another_tab(CLAUSE), haruko.another_tab(RESOLUTION)
    everybody = (kenya, brazil, colleague, japan, thread, text)
    for page in everybody:
        live(page)
    expect(folded(thread)).to_be_hidden()

    for number in (1, 2, 3):
        is_cut_off = number == 2
        if is_cut_off:
            haruko.go_offline()
            for page in (japan, thread, text):
                expect(page.locator("html")).to_have_attribute("data-live", "off")
        write(kenya, "many of them", f"all {number} of them", f"Kenya, round {number}.")
        kenya.get_by_role("button", name="Release to all members").click()
        expect(brazil.locator(RELEASED)).to_contain_text(f"Kenya, round {number}.")
        live(amina.open(PAGE))

        # A colleague reads what stays within the delegation, and nobody else.
        write(brazil, "many of them", f"{number} of them", f"Brazil, round {number}.")
        expect(colleague.locator(OWN)).to_contain_text(f"Brazil, round {number}.")
        for page in (kenya, japan, thread):
            expect(page.locator("main")).not_to_contain_text(f"Brazil, round {number}.")
        brazil.get_by_role("button", name="Release to all members").click()
        expect(brazil.get_by_text("These change the same words:")).to_be_visible()
        expect(kenya.locator(RELEASED)).to_contain_text(f"Brazil, round {number}.")
        expect(colleague.locator(OWN)).not_to_contain_text(f"Brazil, round {number}.")
        brazil.get_by_role("button", name="Withdraw", exact=True).click()
        expect(brazil.get_by_role("button", name="Restore")).to_be_visible()
        live(teresa.open(PAGE))

        if is_cut_off:
            haruko.come_back()
        for page in (japan, thread):
            expect(page.locator(f"{RELEASED} .proposal")).to_have_count(number)
            expect(page.locator(f"{RELEASED} .proposals__withdrawn li")).to_have_count(number)
        expect(text.locator(COUNT)).to_have_text(str(number))
        for page in everybody:
            same_as_fresh(page)
        if number == 1:
            folded(thread).click()
            for page in (kenya, japan, thread, text):
                axe(page)
                no_sideways_scroll(page)


def test_a_proposal_on_a_phone_and_right_to_left(enter, axe, no_sideways_scroll):
    farid = enter("farid", phone=True)
    farid.read_right_to_left()
    page = farid.open(PAGE)

    def is_sound():
        axe(page)
        no_sideways_scroll(page)

    live(page)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    is_sound()
    page.get_by_role("link", name="Propose words", exact=True).click()
    words = page.get_by_role("textbox", name="Proposed words")
    words.fill(words.input_value().replace("many of them", "all of them"))
    is_sound()
    page.get_by_role("button", name="Preview the change").click()
    expect(page.locator("#preview del")).to_contain_text("many")
    is_sound()
    page.get_by_role("button", name="Save within the delegation").click()
    live(page)
    expect(page.locator("#change-title ~ .proposal__words del")).to_contain_text("many")
    is_sound()
    page.get_by_role("button", name="Release to all members").click()
    expect(page.get_by_role("button", name="Release to all members")).to_have_count(0)
    farid.open(CLAUSE)
    folded(page).click()
    expect(page.locator(f"{RELEASED} del")).to_contain_text("many")
    is_sound()
