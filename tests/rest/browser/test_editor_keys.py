"""The editor of a paper by keys and by thumb: its toolbar, the way out of the text, and the caret."""

from playwright.sync_api import expect

from tests.browser.desk import begin_draft, is_saved, lines, text_on, type_at_end, write_on
from tests.browser.test_every_page import PAINTED


def test_keys_move_the_caret_work_the_toolbar_and_lead_out_of_the_text(
    enter, axe, no_sideways_scroll
):
    amina = enter("amina")
    page = write_on(amina, begin_draft(amina))
    type_at_end(page, "helpline")
    text_on(page).blur()
    text_on(page).focus()
    for key in ("Control+End", "Control+Home", "A", "Space"):
        page.keyboard.press(key)
    is_saved(page)
    assert lines(page) == ["A helpline"]

    # The toolbar is one stop.
    page.keyboard.press("Control+a")
    page.keyboard.press("Alt+F10")
    expect(page.get_by_label("Kind of paragraph")).to_be_focused()
    page.keyboard.press("ArrowRight")
    bold = page.get_by_role("button", name="Bold")
    expect(bold).to_be_focused()
    expect(bold).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Enter")
    expect(text_on(page).locator("strong")).to_have_text("A helpline")
    expect(bold).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Alt+F10")
    expect(bold).to_be_focused()
    page.keyboard.press("End")
    keys = page.get_by_role("button", name="Keys")
    expect(keys).to_be_focused()
    axe(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    axe(page)
    page.keyboard.press("Escape")
    no_sideways_scroll(page)

    # Tab never holds anybody in the text.
    type_at_end(page, "\n- a list")
    page.keyboard.press("Tab")
    expect(text_on(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("[data-announced]")).to_have_text("Tab now leaves the text.")
    page.keyboard.press("Tab")
    expect(text_on(page)).not_to_be_focused()

    # On paper a draft is its title and text.
    is_saved(page)
    page.set_viewport_size({"width": 700, "height": 900})
    page.emulate_media(media="print")
    expect(page.get_by_text("Draft · Third meeting of WG-COP")).to_be_visible()
    expect(text_on(page)).to_be_visible()
    for gone in (
        page.get_by_role("toolbar"),
        page.locator("[data-rail]"),
        page.get_by_text("Cover"),
    ):
        expect(gone.first).to_be_hidden()


def test_a_table_is_made_and_its_cells_are_joined_by_keys_alone(enter):
    amina = enter("amina")
    page = write_on(amina, begin_draft(amina))
    text_on(page).focus()
    page.keyboard.press("Alt+F10")
    menu = page.get_by_role("button", name="Table", exact=True)
    for _ in range(18):
        page.keyboard.press("ArrowRight")
    expect(menu).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Insert a table")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("Region")
    page.keyboard.press("Alt+F10")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("button", name="Delete the table")).to_be_focused()
    page.keyboard.press("Home")
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="Merge with the next cell")).to_be_focused()
    page.keyboard.press("Enter")
    expect(text_on(page).locator("th[colspan='2']")).to_have_text("Region")
    page.keyboard.press("Alt+F10")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    page.keyboard.press("Escape")
    expect(text_on(page)).to_be_focused()


def test_a_phone_writes_with_the_thumb(enter, axe, no_sideways_scroll):
    amina = enter("amina", phone=True)
    page = write_on(amina, begin_draft(amina))
    text_on(page).tap()
    page.keyboard.type("On the way. ")
    page.keyboard.insert_text("On the way. " * 60)
    page.get_by_role("button", name="List with bullets").tap()
    expect(text_on(page).locator("ul li")).to_have_count(1)
    is_saved(page)
    axe(page)
    no_sideways_scroll(page)
    bar = page.get_by_role("toolbar").bounding_box()
    assert bar["height"] < 70, "one line"
    page.emulate_media(color_scheme="dark")
    page.evaluate(PAINTED)
    axe(page, only="color-contrast")  # the one thing that a theme changes
