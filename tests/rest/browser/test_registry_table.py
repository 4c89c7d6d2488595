"""The secretariat brings a table of the registry from a desk and a phone, and others take the table away."""

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, WIDE

HEADER = "id,name,kind,level,scope,lead\n"


def table(rows: str) -> dict[str, object]:
    content = (HEADER + rows).encode()
    return {"name": "registry.csv", "mimeType": "text/csv", "buffer": content}


def test_a_table_is_looked_at_before_it_is_imported(enter, axe, no_sideways_scroll):
    page = enter("ines").open("/initiatives/")

    def fits():
        """On a phone, too."""
        page.set_viewport_size(PHONE)
        no_sideways_scroll(page)
        axe(page)
        page.set_viewport_size(WIDE)

    page.get_by_role("link", name="Import", exact=True).click()
    page.get_by_text("Columns of the table").click()
    fits()

    page.get_by_label("Table").set_input_files(table(",Quokka plays,song,lunar,Radio.,Union\n"))
    page.get_by_role("button", name="Show the changes").click()
    expect(page.get_by_text("Nothing was imported")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="kind")).to_contain_text("“song” is not one of")
    expect(page.get_by_role("row").filter(has_text="lunar")).to_contain_text("level")
    fits()

    page.get_by_label("Table").set_input_files(
        table(",Quokka plays,campaign,international,Ten minutes on the radio.,Union\n")
    )
    page.get_by_role("button", name="Show the changes").click()
    expect(page.get_by_role("heading", name="1 entry is added")).to_be_visible()
    fits()
    page.reload()  # the file is not needed again
    page.get_by_role("button", name="Import all of it").click()
    expect(page.get_by_role("heading", name="1 entry added")).to_be_visible()
    fits()
    page.get_by_role("link", name="Quokka plays").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Quokka plays")
