"""A delegation at its desk: what others change against its positions, its deputies, and handing over."""

from playwright.sync_api import expect

from tests.browser.fresh import same_as_fresh
from tests.browser.test_every_page import NARROW

CLAUSE = "/clauses/wtdc-67.recs_recognizing__rec_b/positions"
DESK = "/delegation"


def take(reader, stance, layer):
    page = reader.open(CLAUSE)
    page.get_by_label(stance, exact=True).check()
    page.get_by_label(layer, exact=True).check()
    page.get_by_role("button", name="Record the position").click()
    expect(page.locator(".positions").filter(has_text=stance).first).to_be_visible()


def test_the_desk_tells_what_others_changed_until_it_is_marked_as_seen(
    enter, axe, no_sideways_scroll
):
    amina, teresa = enter("amina"), enter("teresa")
    take(amina, "Agrees", "Within the delegation")
    for stance in ("Objects", "Reserves its position", "Can live with it"):
        take(teresa, stance, "Released to all members")
        desk = amina.open(DESK)
        changes = desk.get_by_role("region", name="Changed against your positions")
        expect(changes).to_contain_text("Brazil")
        expect(changes).to_contain_text(stance)
        desk.get_by_role("button", name="I have seen these changes").click()
        expect(changes).not_to_contain_text("Brazil")
    axe(desk)
    with desk.expect_download() as handed_over:
        desk.get_by_role("link", name="Hand over as a Word document").click()
    assert handed_over.value.suggested_filename.endswith(".docx")
    desk.set_viewport_size(NARROW)
    no_sideways_scroll(desk)


def test_a_head_names_a_deputy_and_ends_it(enter, axe, no_sideways_scroll):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    for _turn in range(3):
        people = amina.open(f"{DESK}/people")
        people.get_by_role("button", name="Name deputy: Wanjiru Tende").click()
        expect(people.get_by_text("Deputy", exact=True)).to_be_visible()
        take(wanjiru, "Objects", "Within the delegation")
        same_as_fresh(people)
        people.get_by_role("button", name="End as deputy: Wanjiru Tende").click()
        expect(people.get_by_text("Deputy", exact=True)).to_have_count(0)
        page = wanjiru.open(CLAUSE)
        expect(page.get_by_role("button", name="Record the position")).to_have_count(0)
    axe(people)
    people.get_by_label("E-mail").fill("mira@example.org")
    people.get_by_role("button", name="Invite", exact=True).click()
    expect(people.locator("[data-invitation-link]")).to_be_visible()
    expect(people.get_by_role("region", name="Open invitations")).to_contain_text("mira")
    people.set_viewport_size(NARROW)
    no_sideways_scroll(people)
