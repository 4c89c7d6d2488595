"""The text of a paper in a plain form, for whoever wants it and where there are no scripts; and its versions."""

from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.desk import begin_draft, is_saved, lines, text_on, type_at_end, write_on


def test_the_plain_form_and_the_editor_pass_their_words_to_each_other(
    enter, axe, no_sideways_scroll
):
    amina, wanjiru = enter("amina"), enter("wanjiru")
    address = begin_draft(amina, "wanjiru")
    page = write_on(amina, address)

    # From the editor to the form and back.
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

    # Without scripts the form is all there is.
    plain = enter("amina", java_script_enabled=False).open(address)
    expect(plain.get_by_label("Text", exact=True)).to_have_value(
        "From the editor.\n\nFrom the form. And on."
    )
    expect(plain.locator("[data-editor]")).to_be_hidden()

    # Saving the cover first sends what was just typed.
    type_at_end(page, " Typed and saved at once.")
    with page.expect_navigation():
        page.get_by_role("button", name="Save").first.click()
    expect(text_on(page)).to_contain_text("Typed and saved at once.")

    # On a phone each version has its name in one line.
    page = amina.open(f"{address.removesuffix('/edit')}/versions")
    page.set_viewport_size(PHONE)
    name = page.get_by_role("link", name="Version 1", exact=True)
    assert name.bounding_box()["height"] < 32
    no_sideways_scroll(page)
    axe(page)
    page.get_by_role("link", name="Edit the draft").click()
    expect(page.get_by_role("heading", name="Edit the draft")).to_be_visible()
