"""Two delegations take positions on a proposal while others look on, on pages that stay open; and one on a phone."""

from playwright.sync_api import expect

from tests.browser.fresh import same_as_fresh
from tests.browser.test_positions import PUBLIC, WITHIN
from tests.browser.test_threads import live
from tests.rest.browser.test_delegation_desk import DESK, parts_of
from tests.rest.browser.test_proposals import CLAUSE, PAGE, RELEASED, folded, write

RED_LINE = "Red line, never released"
EARLIER = "taken on an earlier wording"
WORDS = "Proposed words"


def shown(page):
    """The released positions on a proposal, on its page and on that of its positions."""
    return page.locator("[id^='positions-proposal-']")


def own(page):
    return page.locator("[id^='own-positions-proposal-']")


def record(page, stance, layer, reason):
    page.get_by_role("radio", name=stance, exact=True).check()
    page.get_by_role("textbox", name="Reason").fill(reason)
    page.get_by_role("radio", name=layer, exact=True).check()
    page.get_by_role("button", name="Record the position").click()
    expect(own(page)).to_contain_text(reason)
    live(page)


def offered_by(reader):
    """A proposal that was just released: its address."""
    page = reader.open(PAGE)
    live(page)
    write(page, "many of them", "all of them", "Nobody is left out.")
    page.get_by_role("button", name="Release to all members").click()
    expect(page.get_by_role("button", name="Release to all members")).to_have_count(0)
    return page.url.removeprefix(reader.served.url)


def test_two_delegations_take_positions_on_a_proposal_and_everybody_sees_them(
    enter, axe, no_sideways_scroll
):
    amina, wanjiru, teresa, haruko = (
        enter(each) for each in ("amina", "wanjiru", "teresa", "haruko")
    )
    address = offered_by(amina)
    at = f"{address}/positions"
    kenya, brazil, colleague, japan = (each.open(at) for each in (amina, teresa, wanjiru, haruko))
    proposal, of_colleague = haruko.another_tab(address), wanjiru.another_tab(address)
    listed, thread = haruko.another_tab(PAGE), haruko.another_tab(CLAUSE)
    everybody = (kenya, brazil, colleague, japan, proposal, of_colleague, listed, thread)
    for page in everybody:
        live(page)
    mark = f"#{address.strip('/').replace('/', '-').replace('proposals', 'proposal')} .stance"

    acts = (("Agrees", "Objects"), ("Can live with it", "Reserves its position"), ("Agrees",) * 2)
    for number, (of_kenya, of_brazil) in enumerate(acts):
        is_cut_off = number == 1
        if is_cut_off:
            haruko.go_offline()
            for page in (japan, proposal, listed, thread):
                expect(page.locator("html")).to_have_attribute("data-live", "off")
        record(kenya, of_kenya, PUBLIC, f"Kenya, round {number}.")
        expect(shown(brazil)).to_contain_text(f"Kenya, round {number}.")
        record(brazil, of_brazil, PUBLIC, f"Brazil, round {number}.")
        expect(shown(kenya)).to_contain_text(f"Brazil, round {number}.")
        record(brazil, of_brazil, WITHIN, f"Only Brazil, round {number}.")
        record(kenya, of_kenya, RED_LINE, f"Never, round {number}.")
        if is_cut_off:
            haruko.come_back()
        for page in (colleague, of_colleague):
            expect(own(page)).to_contain_text(f"Never, round {number}.")
        for page in (colleague, of_colleague, japan, proposal):
            expect(shown(page)).to_contain_text(f"Kenya, round {number}.")
            expect(shown(page)).to_contain_text(f"Brazil, round {number}.")
            expect(page.locator("main")).not_to_contain_text("Only Brazil")
        for page in (listed, thread):
            names = "Brazil, Kenya" if of_kenya == of_brazil else "Brazil"
            expect(page.locator(f"{mark}[title='{of_brazil}: {names}']")).to_have_count(1)
        for page in (japan, proposal, brazil):
            expect(page.locator("main")).not_to_contain_text("Never, round")
        for page in everybody:
            same_as_fresh(page)
        if number == 0:
            for page in (kenya, colleague, proposal, listed):
                axe(page)
                no_sideways_scroll(page)


def test_after_a_rewording_positions_stand_as_taken_on_an_earlier_wording(enter):
    amina, teresa, haruko = (enter(each) for each in ("amina", "teresa", "haruko"))
    address = offered_by(amina)
    brazil, japan = teresa.open(f"{address}/positions"), haruko.open(address)
    for page in (brazil, japan):
        live(page)
    record(brazil, "Agrees", PUBLIC, "As it stands.")
    expect(shown(japan)).to_contain_text("As it stands.")
    for number in (1, 2, 3):
        is_cut_off = number == 2
        if is_cut_off:
            haruko.go_offline()
            expect(japan.locator("html")).to_have_attribute("data-live", "off")
        page = amina.open(f"{address}/edit")
        words = page.get_by_role("textbox", name=WORDS)
        words.fill(words.input_value().replace("of them", "of them all"))
        page.get_by_role("button", name="Save the change for all members").click()
        expect(page.locator("#positions-title")).to_be_visible()
        expect(shown(brazil)).to_contain_text(EARLIER)
        if is_cut_off:
            haruko.come_back()
        expect(shown(japan)).to_contain_text(EARLIER)
        expect(shown(page)).to_contain_text(EARLIER)
        for each in (brazil, japan, page):
            same_as_fresh(each)
        brazil.get_by_role("button", name="Confirm the released position for this wording").click()
        for each in (brazil, japan, page):
            expect(shown(each)).not_to_contain_text(EARLIER)
            same_as_fresh(each)


def test_a_position_on_a_proposal_on_a_phone_and_right_to_left(enter, axe, no_sideways_scroll):
    address = offered_by(enter("amina"))
    farid = enter("farid", phone=True)
    farid.read_right_to_left()

    def is_sound(page):
        axe(page)
        no_sideways_scroll(page)

    page = farid.open(address)
    live(page)
    is_sound(page)
    page.get_by_role("link", name="Positions", exact=True).click()
    live(page)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    is_sound(page)
    for number, stance in enumerate(("Objects", "Reserves its position", "Can live with it")):
        record(page, stance, WITHIN, f"Egypt, round {number}.")
        page.get_by_role("button", name="Release the position to all members").click()
        expect(shown(page)).to_contain_text(f"Egypt, round {number}.")
        live(page)
    is_sound(page)
    page.get_by_role("link", name="Changes of positions").click()
    expect(page.locator(".timeline__item")).to_have_count(6)
    is_sound(page)
    farid.open(CLAUSE)
    folded(page).click()
    expect(page.locator(f"{RELEASED} .stance[title='Can live with it: Egypt']")).to_have_count(1)
    is_sound(page)


def test_the_desk_hears_what_others_change_on_a_proposal(enter):
    """A head and a delegate of Kenya at their desks, one of whom is cut off; Egypt and Brazil change what they released."""
    amina, wanjiru, farid, teresa = (
        enter(each) for each in ("amina", "wanjiru", "farid", "teresa")
    )
    address = offered_by(amina)
    at = f"{address}/positions"
    kenya, egypt, brazil = (each.open(at) for each in (amina, farid, teresa))
    for page in (kenya, egypt, brazil):
        live(page)
    record(kenya, "Agrees", WITHIN, "Only Kenya.")
    desks = amina.another_tab(DESK), wanjiru.open(DESK)
    for desk in desks:
        live(desk)
        expect(desk.locator("#desk-proposals")).to_contain_text("Only Kenya.")

    acts = (("Objects", "Agrees"), ("Reserves its position", "Objects"), ("Agrees", "Agrees"))
    for number, (of_egypt, of_brazil) in enumerate(acts):
        is_cut_off = number == 1
        if is_cut_off:
            wanjiru.go_offline()
            expect(desks[1].locator("html")).to_have_attribute("data-live", "off")
        record(egypt, of_egypt, PUBLIC, f"Egypt, round {number}.")
        record(brazil, of_brazil, PUBLIC, f"Brazil, round {number}.")
        record(brazil, of_brazil, WITHIN, f"Only Brazil, round {number}.")
        record(egypt, of_egypt, RED_LINE, f"Only Egypt, round {number}.")
        if is_cut_off:
            wanjiru.come_back()
            live(desks[1])
        for page in (
            *(desk.locator("#desk-changes") for desk in desks),
            kenya.locator("#moved-title + ul"),
        ):
            expect(page).to_contain_text(f"Egypt, round {number}.")
            expect(page).to_contain_text(f"Brazil, round {number}.")
        for page in (*desks, kenya):
            expect(page.locator("main")).not_to_contain_text("Only Egypt")
            expect(page.locator("main")).not_to_contain_text("Only Brazil")
        for desk in desks:
            same_as_fresh(desk, parts_of)
        same_as_fresh(kenya)
        # Each reader marks for themselves.
        desks[0].get_by_role("button", name="I have seen these changes").click()
        expect(desks[0].locator("#desk-changes")).not_to_contain_text("Egypt")
        expect(desks[1].locator("#desk-changes")).to_contain_text(f"Egypt, round {number}.")
        live(desks[0])
