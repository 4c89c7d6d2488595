"""The text of a paper in a plain form, for whoever wants it and where there are no scripts."""

from playwright.sync_api import expect

from tests.browser.desk import begin_draft, is_saved, lines, text_on, type_at_end, write_on


def test_the_plain_form_remains_and_its_words_reach_the_editor(enter):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    address = begin_draft(amina, "wanjiru")
    page = write_on(amina, address)
    type_at_end(page, "From the editor.")
    is_saved(page)
    form = wanjiru.open(address)
    form.get_by_role("link", name="Write in a plain form").click()
    field = form.get_by_label("Text", exact=True)
    expect(field).to_have_value("From the editor.")
    expect(form.locator("[data-editor]")).to_have_count(0)
    field.fill("From the editor.\n\nFrom the form.")
    form.get_by_role("button", name="Save").first.click()
    expect(text_on(page)).to_contain_text("From the form.")
    type_at_end(page, " And on.")
    is_saved(page)
    assert lines(page) == ["From the editor.", "From the form. And on."]


def test_without_scripts_the_form_is_all_there_is(enter):
    amina = enter("amina")
    address = begin_draft(amina)
    type_at_end(write_on(amina, address), "Kept words")
    is_saved(amina.page)
    plain = enter("amina", java_script_enabled=False).open(address)
    expect(plain.get_by_label("Text", exact=True)).to_have_value("Kept words")
    expect(plain.locator("[data-editor]")).to_be_hidden()


def test_saving_the_cover_first_sends_what_was_just_typed(enter):
    amina = enter("amina")
    page = write_on(amina, begin_draft(amina))
    type_at_end(page, "Typed and saved at once.")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("Typed and saved at once.").first).to_be_visible()
