"""Member States of a regional group talk within it, in browsers: whom a form addresses, a lost line, a filter, and a release."""

from playwright.sync_api import expect

from tests.browser.fresh import same_as_fresh
from tests.browser.test_threads import CLAUSE, comment, composer, live, post, reads

ATU, ASMG = "regional:atu", "regional:asmg"
RESOLUTION = "/resolutions/67-hyderabad-2010"


def choose(page, readers):
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
