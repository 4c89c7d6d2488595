"""What somebody writes in a language version stays theirs to read when others issue or discard that version meanwhile."""

import re

from playwright.sync_api import expect

from tests.browser.desk import begin_draft, type_at_end, write_on

TEXT = "Un essai dans quatre districts."
LEFT = "Words that are not in the text"


def test_words_of_a_version_that_was_issued_or_discarded_meanwhile_are_shown(enter):
    amina, ines = enter("amina"), enter("ines")
    address = begin_draft(amina)
    paper = address.removesuffix("/edit")
    page = write_on(amina, address)
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    page.get_by_label("Action required").fill("Adopt it.")
    type_at_end(page, "A trial in four districts.")
    expect(page.locator("[data-autosaved]")).to_have_text("Saved")
    expect(page.locator("[data-editor]")).to_have_attribute("data-state", "saved")

    def asks(reader, act, **values):
        token = reader.page.locator("meta[name='csrf-token']").get_attribute("content")
        form = {"csrf_token": token, **values}
        sent = reader.page.request.post(
            f"{ines.served.url}{paper}{act}", form=form, max_redirects=0
        )
        assert sent.status == 303, sent.text()

    ines.open("/account")
    asks(amina, "/submission")

    def begun(language):
        """By Ines, who issues or discards it later; Amina has it open."""
        asks(ines, "/translations", language=language)
        desk = ines.open(f"{paper}/translations/{language}/edit")
        desk.get_by_label("Title").fill(f"Titre {language}")
        desk.get_by_label("Text", exact=True).fill(f"{TEXT} {language}")
        desk.get_by_role("button", name="Save and continue writing").click()
        expect(desk.get_by_text("Saved.")).to_be_visible()
        mine = amina.another_tab(f"{paper}/translations/{language}/edit")
        mine.get_by_label("Text", exact=True).fill(f"Mot à mot, {language}.")
        return mine

    # On the page that she wrote on.
    for language, act, values in (
        ("fr", "/issue", {"status": "translation"}),
        ("es", "/removal", {}),
        ("ru", "/issue", {"status": "translation"}),
    ):
        mine = begun(language)
        asks(ines, f"/translations/{language}{act}", **values)
        mine.get_by_role("button", name="Save and view").click()
        expect(mine.get_by_text("issued or discarded while you were writing")).to_be_visible()
        expect(mine.get_by_label("Text", exact=True)).to_have_value(f"Mot à mot, {language}.")
        mine.close()

    # On the pages that come later, where hers was closed; and in no other place.
    mine = begun("zh")
    mine.wait_for_function("() => JSON.stringify(localStorage).includes('Mot à mot, zh.')")
    versions = amina.another_tab(f"{paper}/translations")
    left = versions.get_by_label(LEFT)
    expect(versions.locator("[data-left-words]")).to_be_visible()
    said = [each.input_value() for each in left.all()]
    assert len(said) == 3 and not [words for words in said if "zh" in words]
    mine.close()
    asks(ines, "/translations/zh/removal")
    for shown, count in ((f"{paper}/translations", 4), (f"{paper}/translations/zh/edit", 1)):
        versions.goto(ines.served.url + shown)
        expect(left).to_have_count(count)
        assert any("Mot à mot, zh." in each.input_value() for each in left.all())
    versions.get_by_role("button", name=re.compile("I have copied them")).click()
    expect(left).to_have_count(0)
    versions.goto(f"{ines.served.url}{paper}/translations")
    expect(left).to_have_count(3)
