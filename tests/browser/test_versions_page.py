"""The list of versions of a draft can be read on a phone."""

from playwright.sync_api import expect

from tests.browser.desk import begin_draft, is_saved, type_at_end, write_on


def test_a_version_is_named_in_one_line_on_a_phone(enter, axe, no_sideways_scroll):
    amina = enter("amina", phone=True)
    address = begin_draft(amina)
    page = write_on(amina, address)
    type_at_end(page, "A helpline is free of charge.")
    is_saved(page)
    page = amina.open(f"{address.removesuffix('/edit')}/versions")
    name = page.get_by_role("link", name="Version 1", exact=True)
    assert name.bounding_box()["height"] < 32
    no_sideways_scroll(page)
    axe(page)
    page.get_by_role("link", name="Edit the draft").click()
    expect(page.get_by_role("heading", name="Edit the draft")).to_be_visible()
