"""A long form is stored in the browser until it is saved, for its writer and nobody else."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.test_threads import CLAUSE, composer, live
from wgcop.database import writing
from wgcop.initiatives.models import Initiative
from wgcop.priorwork.models import Document

NEW = "/contributions/new"

HEIGHTS = """async (scrolled) => {
  const frame = () => new Promise(requestAnimationFrame);
  scrollTo(0, scrolled);
  for (let count = 0; count < 5; count++) await frame();
  const column = document.querySelector(".drafting__side");
  const heights = new Set();
  for (let count = 0; count < 20; count++, await frame()) heights.add(column.offsetHeight);
  return heights.size;
}"""


def offer(page):
    return page.locator(".kept")


def nothing_is_kept(page):
    page.wait_for_function(
        "() => !Object.keys(localStorage).some((name) => name.includes('.kept.'))"
    )


def sign_out(page, choice):
    page.locator(".menu.wide-only summary").click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.get_by_role("button", name=choice).click()
    expect(page.locator("body[data-person]")).to_have_count(0)


def be(reader, room, name):
    reader.context.clear_cookies()
    reader.context.add_cookies([room._cookie(room.world.person(name))])


def test_an_unsaved_contribution_is_offered_again_until_it_is_saved(enter, axe, no_sideways_scroll):
    amina = enter("amina")
    page = amina.open(NEW)
    page.get_by_label("Title").fill("A helpline for every country")
    page.close()

    page = amina.another_tab(NEW)
    expect(offer(page)).to_contain_text("you typed here and did not save")
    expect(offer(page).locator("time")).to_contain_text("20")
    expect(page.get_by_label("Title")).to_have_value("A helpline for every country")
    axe(page)
    page.set_viewport_size({"width": 390, "height": 740})
    no_sideways_scroll(page)
    page.set_viewport_size({"width": 1280, "height": 860})
    offer(page).get_by_role("button", name="Discard it").click()
    expect(page.get_by_label("Title")).to_have_value("")
    expect(offer(page)).to_have_count(0)
    nothing_is_kept(page)

    page.get_by_label("Title").fill("A helpline in every language")
    page.reload()
    offer(page).get_by_role("button", name="Keep it").click()
    expect(page.get_by_label("Title")).to_have_value("A helpline in every language")
    page.route("**/contributions/", lambda route: route.abort("internetdisconnected"))
    page.get_by_role("button", name="Start writing").click()
    page.wait_for_url("chrome-error://**")
    page.unroute("**/contributions/")
    page.goto(amina.served.url + NEW)
    expect(page.get_by_label("Title")).to_have_value("A helpline in every language")
    page.get_by_role("button", name="Start writing").click()
    expect(page.get_by_label("Title", exact=True)).to_have_value("A helpline in every language")
    nothing_is_kept(page)

    # What the server has not heard of the draft itself is kept in the browser.
    page.route("**/contributions/*", lambda route: route.abort("internetdisconnected"))
    page.locator("#cover > summary").click()
    page.get_by_role("radio", name="For information").check()
    page.get_by_label("Keywords").fill("helplines")
    expect(page.locator("[data-autosaved]")).to_contain_text("kept in this browser")
    address = page.url
    page.unroute("**/contributions/*")
    page.close()
    page = amina.another_tab(address.removeprefix(amina.served.url))
    expect(offer(page)).to_have_count(1)
    title = page.get_by_label("Title", exact=True)
    assert title.bounding_box()["width"] > 600, "the note leaves the columns as they are"
    # The rail keeps still below the note, wherever the page stands.
    for height in (600, 760, 1000, 860):
        page.set_viewport_size({"width": 1280, "height": height})
        for scrolled in (0, 60, 120, 180, 10_000):
            assert page.evaluate(HEIGHTS, scrolled) == 1, (height, scrolled)
    page.evaluate("scrollTo(0, 0)")
    page.locator("#cover > summary").click()
    expect(page.get_by_role("radio", name="For information")).to_be_checked()
    with page.expect_response(lambda answer: answer.request.method == "POST") as saved:
        page.get_by_role("button", name="Save", exact=True).click()
    assert saved.value.status == 303
    expect(offer(page)).to_have_count(0)
    nothing_is_kept(page)
    page.locator("#cover > summary").click()
    expect(page.get_by_label("Keywords")).to_have_value("helplines")


def test_what_one_person_typed_is_nobody_elses_and_is_asked_about_at_sign_out(enter):
    reader = enter("amina")
    page = reader.open(CLAUSE)
    live(page)
    composer(page).locator("textarea[name='body']").fill("Half a thought")
    page.goto(reader.served.url + NEW)
    page.get_by_label("Title").fill("Not yet for others")
    page.locator(".menu.wide-only summary").click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    dialog = page.get_by_role("dialog", name="What you typed is not saved yet")
    expect(dialog.get_by_role("listitem")).to_have_text(
        ["Comments that you have started: 1", "Forms that you have not saved: 1"]
    )
    dialog.get_by_role("button", name="Keep them and sign out").click()
    expect(page.locator("body[data-person]")).to_have_count(0)

    be(reader, enter, "haruko")
    page.goto(reader.served.url + NEW)
    expect(page.get_by_label("Title")).to_have_value("")
    expect(offer(page)).to_have_count(0)
    page.get_by_role("button", name="Start writing").focus()
    be(reader, enter, "amina")
    page.goto(reader.served.url + NEW)
    expect(page.get_by_label("Title")).to_have_value("Not yet for others")
    sign_out(page, "Discard them and sign out")
    assert "Not yet for others" not in page.evaluate("JSON.stringify(localStorage)")
    assert "Half a thought" not in page.evaluate("JSON.stringify(localStorage)")


@pytest.mark.rest
def test_every_kind_of_long_form_brings_back_what_was_typed(enter, session):
    ines = enter("ines")
    document = session.scalars(select(Document.id).order_by(Document.id)).first()
    forms = {
        "/meetings/wg-cop-3/items/new": {"title": "Helplines", "note": "At noon."},
        "/meetings/new": {"title": "Fifth meeting", "place": "Geneva"},
        "/initiatives/new": {"name": "Safer pages", "scope": "Ten countries."},
        "/priorwork/bodies/new": {"name": "Group on helplines"},
        f"/priorwork/{document}/edit": {"title": "Another title"},
        "/delegations/new": {"name": "Ruritania"},
        "/people/invitations/new": {"people": "a@example.org,A,KEN,head,"},
        "/resolutions/import": {"text": "RESOLUTION 99\n\nrecalling"},
    }
    for address, fields in forms.items():
        page = ines.open(address)
        for name, words in fields.items():
            page.locator(f"form[data-keep] [name='{name}']").fill(words)
        box = page.locator("form[data-keep] [type='checkbox']").first
        ticked = box.count() and not box.is_checked()
        if box.count():
            box.evaluate("(one) => one.click()")
        page.reload()
        expect(offer(page)).to_have_count(1)
        for name, words in fields.items():
            expect(page.locator(f"form[data-keep] [name='{name}']")).to_have_value(words)
        assert not box.count() or box.is_checked() == ticked, address


@pytest.mark.rest
def test_a_kept_form_comes_back_with_the_version_that_it_was_typed_on(enter, session):
    ines = enter("ines")
    entry = session.scalars(select(Initiative).order_by(Initiative.id)).first()
    page = ines.open(f"/initiatives/{entry.slug}/edit")
    page.get_by_label("Scope").fill("What Ines types.")
    page.close()
    session.rollback()
    with writing():
        entry = session.scalars(select(Initiative).order_by(Initiative.id)).first()
        entry.scope = "What a colleague saved meanwhile."
        session.commit()

    page = ines.another_tab(f"/initiatives/{entry.slug}/edit")
    expect(page.get_by_label("Scope")).to_have_value("What Ines types.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Somebody else changed this entry")).to_be_visible()
    expect(page.get_by_text("What a colleague saved meanwhile.")).to_be_visible()
    expect(page.get_by_label("Scope")).to_have_value("What Ines types.")
    expect(offer(page)).to_have_count(0)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("What Ines types.").first).to_be_visible()
    nothing_is_kept(page)
