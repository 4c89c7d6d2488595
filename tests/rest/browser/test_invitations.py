"""Links of invitations, which are shown once, can be copied."""

import re

from playwright.sync_api import expect

LIST = "email,name,delegation,role,group_roles\n" + "\n".join(
    f"person{n}@example.org,Person {n},KEN,member," for n in range(30)
)


def test_thirty_links_are_copied_one_by_one_or_together_or_taken_as_a_table(
    enter, axe, no_sideways_scroll
):
    reader = enter("ines", phone=True, permissions=["clipboard-read", "clipboard-write"])
    page = reader.open("/people/invitations/new")
    page.get_by_label("or paste").or_(page.locator("textarea[name=people]")).first.fill(LIST)
    page.get_by_role("button", name="Invite all").click()
    links = page.locator("[data-invitation-link]")
    expect(links).to_have_count(30)
    axe(page)
    no_sideways_scroll(page)
    height = links.first.bounding_box()["height"]
    assert height < 40, "a link takes one line"

    def pasted():
        return page.evaluate("navigator.clipboard.readText()")

    page.get_by_role("button", name="Copy the link for person7@example.org").click()
    expect(page.locator("[data-copy-says]")).to_have_text("Copied")
    assert pasted() == links.nth(7).get_attribute("href")
    page.get_by_role("button", name="Copy all").click()
    expect(page.locator("[data-copy-says]")).to_have_text("Copied")
    lines = pasted().strip().splitlines()
    assert len(lines) == 30
    assert re.fullmatch(r"Person 3 <person3@example.org> http\S+/invitations/\S+", lines[3])

    with page.expect_download() as download:
        page.get_by_role("button", name="Download as a table").click()
    assert download.value.suggested_filename == "invitations.csv"
    table = download.value.path().read_text()
    assert table.count("\n") == 31 and links.nth(29).get_attribute("href") in table
