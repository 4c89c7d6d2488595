"""Two people read a French comment in English: in its place, with its words back by one press, and live until the end."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_threads import CLAUSE, comment, live, post, said
from tests.translator import TranslatorService

SAID = "La Suisse peut accepter cette formulation."
SECRET = "La délégation garde cette formulation pour elle."


@pytest.fixture
def service():
    opened = TranslatorService()
    yield opened
    opened.close()


@pytest.fixture
def settings(service):
    return {"TRANSLATOR_URL": service.url}


def translate(said):
    return said.get_by_role("link", name="Translate")


def test_two_people_read_a_comment_in_their_language(enter, service, axe, no_sideways_scroll):
    luc, haruko, ruth = enter("luc"), enter("haruko"), enter("ruth")
    haruko.page.set_viewport_size({"width": 1280, "height": 860})
    ruth.page.set_viewport_size({"width": 390, "height": 780})
    for reader in (luc, haruko, ruth):
        reader.open(CLAUSE)
        live(reader.page)
    said(luc.page, SAID)

    for reader in (haruko, ruth, haruko):
        page = reader.page
        words = comment(page, SAID)
        translate(words).click()
        shown = page.locator("[data-translation]")
        expect(shown).to_contain_text("Translated by machine")
        expect(shown.locator("[lang='en'] p")).to_have_text(f"[en] {SAID}")
        expect(shown).to_be_focused()
        expect(words.locator("> [data-body]")).to_be_hidden()
        expect(translate(words)).to_be_hidden()
        no_sideways_scroll(page)
        axe(page)
        page.get_by_role("link", name="Show original").click()
        expect(shown).to_have_count(0)
        expect(words.locator("> [data-body]")).to_be_visible()
        expect(translate(words)).to_be_focused()
    assert service.words == [SAID]

    # The same on a page of its own, which needs no script.
    said_by_luc = comment(haruko.page, SAID).get_attribute("id").removeprefix("comment-")
    for reader in (haruko, ruth):
        page = reader.another_tab(f"/comments/{said_by_luc}")
        page.set_viewport_size(reader.page.viewport_size)
        page.get_by_role("link", name="Translate by machine").click()
        expect(page.locator("[data-translation] [lang='en'] p")).to_have_text(f"[en] {SAID}")
        expect(page.locator(".comment [lang='fr']")).to_contain_text(SAID)
        no_sideways_scroll(page)
        axe(page)
        page.close()

    service.answers += [(500, "")]
    said(luc.page, f"{SAID} Encore.")
    words = comment(haruko.page, "Encore.")
    translate(words).click()
    expect(words.get_by_role("alert")).to_contain_text("does not answer")
    expect(words.locator("> [data-body]")).to_be_visible()
    translate(words).click()
    expect(words.locator("[data-translation]")).to_contain_text("[en]")
    expect(words.get_by_role("alert")).to_have_count(0)

    # The comment is reworded while its translation is shown: the new words stand there, not those of before.
    name = words.get_attribute("id").removeprefix("comment-")
    post(luc, f"/comments/{name}", body="La Suisse a changé cette formulation.")
    changed = comment(haruko.page, "La Suisse a changé")
    expect(changed.locator("> [data-body]")).to_be_visible()
    expect(haruko.page.locator("[data-translation]")).to_have_count(0)
    translate(changed).click()
    expect(changed.locator("[data-translation]")).to_contain_text("[en] La Suisse a changé")


def test_a_private_comment_has_the_link_once_the_head_allows_it(enter, service):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    wanjiru.open(CLAUSE)
    live(wanjiru.page)
    audience = wanjiru.page.locator(
        "form[data-composer] [name='audience'][value^='delegation:']"
    ).first
    post(
        amina, f"{CLAUSE}/comments", body=SECRET, key="s", audience=audience.get_attribute("value")
    )

    words = comment(wanjiru.page, SECRET)
    expect(words.get_by_role("button", name="Reply")).to_be_visible()
    expect(translate(words)).to_have_count(0)

    amina.open("/delegation/people")
    amina.page.get_by_role("button", name="Allow translation").click()
    expect(amina.page.get_by_role("button", name="Send nothing more")).to_be_visible()
    wanjiru.open(CLAUSE)
    translate(words).click()
    expect(words.locator("[data-translation]")).to_contain_text(f"[en] {SECRET}")

    amina.page.get_by_role("button", name="Send nothing more").click()
    expect(amina.page.get_by_role("button", name="Allow translation")).to_be_visible()
    words.get_by_role("link", name="Show original").click()
    translate(words).click()
    expect(words.get_by_role("alert")).to_contain_text("are not sent to a translation service")
    assert service.words == [SECRET]
