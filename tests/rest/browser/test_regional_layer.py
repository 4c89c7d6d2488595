"""Member States of a regional group talk within it, in browsers: whom a form addresses, a lost line, a filter, and a release."""

import re

from playwright.sync_api import expect

from tests.browser.fresh import same_as_fresh
from tests.browser.test_threads import CLAUSE, comment, composer, live, post, reads

ATU, ASMG = "regional:atu", "regional:asmg"
RESOLUTION = "/resolutions/67-hyderabad-2010"


def choose(page, readers):
    composer(page).locator("[name='body']").focus()  # on a phone the choice is folded until then
    composer(page).get_by_label(readers, exact=True).check()


def send(page, words, readers):
    """Send to the readers that the form names, and wait until the server has it."""
    composer(page).locator("[name='body']").fill(words)
    composer(page).get_by_role("button", name=f"Send to {readers} only").click()
    expect(comment(page, words)).to_have_count(1)
    expect(page.locator(".comment--waiting")).to_have_count(0)


def test_two_member_states_talk_within_their_group_and_nobody_else_hears(enter, axe):
    amina, farid, haruko = enter("amina"), enter("farid"), enter("haruko")
    kenya, egypt, japan = (each.open(CLAUSE) for each in (amina, farid, haruko))
    for page in (kenya, egypt, japan):
        live(page)

    # Everybody stands chosen; the button and a line say who will read, and the choice stays for the next words.
    form = composer(kenya)
    expect(form.locator("[name='audience']:checked")).to_have_value("members")
    choose(kenya, "Only ATU")
    line = form.get_by_text("Those who speak for the Member States of ATU read it.")
    expect(line).to_be_visible()
    axe(kenya)
    for number in range(3):
        send(kenya, f"Wombat {number}.", "ATU")
        expect(form.locator("[name='audience']:checked")).to_have_value(ATU)
        reads(egypt, f"Wombat {number}.")

    # Words that were begun for one group stay with it, over a reload, beside another choice elsewhere.
    composer(egypt).locator(f"[value='{ASMG}']").check()
    composer(egypt).locator("[name='body']").fill("For the Arab group.")
    egypt.reload()
    live(egypt)
    expect(composer(egypt).locator("[name='body']")).to_have_value("For the Arab group.")
    expect(composer(egypt).locator("[name='audience']:checked")).to_have_value(ASMG)
    composer(egypt).locator(".composer__send").click()
    reads(egypt, "For the Arab group.")

    # Egypt's line is lost, and Kenya goes on.
    farid.go_offline()
    send(kenya, "Wombat meanwhile.", "ATU")
    farid.come_back()
    live(egypt)
    reads(egypt, "Wombat meanwhile.")

    # A reply within the group can go nowhere else.
    comment(egypt, "Wombat 1.").locator("[data-do='reply']").click()
    reply = egypt.locator("form[data-reply]")
    expect(reply.locator("[name='audience']")).to_have_count(1)
    expect(reply.locator(".composer__readers:visible")).to_have_count(1)
    reply.locator("[name='body']").fill("Wombat answered.")
    reply.locator(".composer__send").click()
    reads(kenya, "Wombat answered.")

    # What is shown follows the choice, also what arrives.
    post(haruko, f"{CLAUSE}/comments", body="Numbat to all.", audience="members", key="n1")
    reads(kenya, "Numbat to all.")
    kenya.locator(".thread__shown").get_by_label("Only ATU", exact=True).check()
    expect(comment(kenya, "Numbat to all.")).to_be_hidden()
    expect(comment(kenya, "Wombat 1.")).to_be_visible()
    post(farid, f"{CLAUSE}/comments", body="Wombat arrives.", audience=ATU, key="w9")
    expect(comment(kenya, "Wombat arrives.")).to_be_visible()
    kenya.locator(".thread__shown").get_by_label("All", exact=True).check()
    expect(comment(kenya, "Numbat to all.")).to_be_visible()

    # The coordinator releases one; it speaks for the group.
    expect(comment(egypt, "Wombat 2.").locator("[data-do='release']")).to_have_count(0)
    comment(kenya, "Wombat 2.").locator("[data-do='release']").click()
    dialog = kenya.locator("#release-dialog")
    expect(dialog).to_contain_text("as a comment of the regional group")
    expect(dialog.get_by_text("as a comment of your delegation")).to_be_hidden()
    dialog.get_by_role("button", name="Release", exact=True).click()
    reads(japan, "Wombat 2.")
    expect(comment(japan, "Wombat 2.").locator(".person__name")).to_have_text("ATU")
    for words in ("Wombat 0.", "Wombat 1.", "Wombat answered.", "For the Arab group."):
        expect(comment(japan, words)).to_have_count(0)
    for page in (kenya, egypt, japan):
        same_as_fresh(page)

    # Egypt leaves the group: its open page hears nothing more, and a fresh one shows nothing of it.
    ines = enter("ines")
    page = ines.open("/regional-groups")
    page.get_by_role("button", name="Remove Egypt from ATU").click()
    expect(page.locator("#atu ~ ul").first).not_to_contain_text("Egypt")
    send(kenya, "Wombat after.", "ATU")
    egypt.reload()
    live(egypt)
    expect(comment(egypt, "Wombat")).to_have_count(1)  # the released one
    reads(egypt, "For the Arab group.")


POSITIONS = f"{CLAUSE}/positions"
WITHIN = f"{POSITIONS}/groups/atu"


def record(page, stance, reason):
    """Record a position within the group, which is what the form proposes."""
    page.get_by_role("radio", name=stance, exact=True).check()
    page.get_by_role("textbox", name="Reason").fill(reason)
    page.get_by_role("button", name="Record the position").click()
    expect(page.locator("#own-title ~ .positions")).to_contain_text(reason)


def test_a_group_on_a_phone_and_right_to_left(enter, axe, no_sideways_scroll):
    """Two coordinators talk within the group and record its position; the text and the pages of others follow."""
    amina, farid, caio = (enter(each, phone=True) for each in ("amina", "farid", "caio"))
    farid.read_right_to_left()
    kenya, egypt, brazil = (each.open("/regional-groups") for each in (amina, farid, caio))
    text = caio.another_tab(RESOLUTION)
    name = enter.world.farid.name

    def is_sound(*pages):
        for page in pages:
            axe(page)
            no_sideways_scroll(page)

    # The heads of two members name a coordinator and end the role.
    expect(egypt.locator("html")).to_have_attribute("dir", "rtl")
    for turn in range(3):
        egypt.locator("[name='atu-member']").select_option(label=f"{name} · Egypt")
        egypt.get_by_role("button", name="Name a coordinator of ATU").click()
        expect(coordinators(egypt)).to_contain_text(name)
        for page in (kenya, brazil):
            page.reload()
            expect(coordinators(page)).to_contain_text(name)
        if turn < 2:
            kenya.get_by_role("button", name=f"End the role of coordinator: {name}").click()
            expect(coordinators(kenya)).not_to_contain_text(name)
            egypt.reload()
    is_sound(kenya, egypt, brazil)

    # They talk within the group.
    for reader in (amina, farid, caio):
        live(reader.open(CLAUSE))
    for turn, (page, other) in enumerate([(kenya, egypt), (egypt, kenya), (kenya, egypt)]):
        choose(page, "Only ATU")
        send(page, f"Numbat {turn}.", "ATU")
        reads(other, f"Numbat {turn}.")
    is_sound(kenya, egypt)
    for page in (kenya, egypt, brazil):
        same_as_fresh(page)
    expect(comment(brazil, "Numbat")).to_have_count(0)

    # Its position is recorded, changed while a line is lost, and released to all members.
    live(text)
    for reader, address in ((amina, WITHIN), (farid, WITHIN), (caio, POSITIONS)):
        live(reader.open(address))
    record(kenya, "Objects", "Too early.")
    # The form follows what the page shows; one that is sent before would come back as outdated.
    expect(egypt.get_by_role("textbox", name="Reason")).to_have_value("Too early.")
    record(egypt, "Reserves its position", "We wait for a date.")
    expect(kenya.get_by_role("textbox", name="Reason")).to_have_value("We wait for a date.")
    farid.go_offline()
    record(kenya, "Agrees", "With this date.")
    farid.come_back()
    expect(egypt.locator("#positions-now")).to_contain_text("With this date.")
    is_sound(kenya, egypt)
    for page in (kenya, egypt, brazil):
        same_as_fresh(page)
    expect(brazil.locator("#positions-now")).not_to_contain_text("ATU")
    strip = text.locator(f"[data-positions-of='clause:{CLAUSE.rpartition('/')[2]}'] a")
    expect(strip).to_have_count(0)
    egypt.get_by_role("button", name="Release the position to all members").click()
    for page in (kenya, egypt, brazil):
        expect(page.locator("#released-title ~ .positions")).to_contain_text("With this date.")
    expect(strip).to_have_attribute("aria-label", re.compile("Agrees: ATU"))
    is_sound(kenya, egypt, brazil, text)
    for page in (kenya, egypt, brazil, text):
        same_as_fresh(page)


def coordinators(page):
    return page.locator("#atu ~ ul").nth(1)
