"""The layer of regional groups in the grid: one row that opens to what its members have released."""

import re

from tests.positions.test_positions import GRID, MARKED, take


def row_of(page, code):
    return page.split(f'id="group-{code}"')[1].split("</tr>")[0]


def test_the_row_of_a_group_shows_what_its_members_released_and_opens_to_them(world, http):
    take(http(world.amina), "objects", reason="Too vague.")
    take(http(world.teresa), "agrees")
    chair = http(world.helena)
    for _again in range(3):
        page = chair.get(GRID).text
        assert re.findall(r'id="group-(\w+)"', page) == ["ATU", "CITEL"]
        row = row_of(page, "ATU")
        assert "Objects" in row and "Kenya" in row and "Brazil" not in row
        assert 'class="is-member"' not in page
        opened = chair.get(f"{GRID}?open=atu").text
        (member,) = re.findall(r'<tr class="is-member">(.*?)</tr>', opened, re.DOTALL)
        assert "Kenya" in member and "Too vague." in member
        assert "open=" not in row_of(opened, "ATU")


def test_what_stays_within_a_delegation_is_not_in_the_row_of_its_group(world, http):
    kenya = http(world.amina)
    take(kenya, "agrees")
    take(kenya, "objects", "within", MARKED)
    for name in ("amina", "teresa", "helena", "ines"):
        page = http(world[name]).get(f"{GRID}?open=atu").text
        assert "Objects" not in row_of(page, "ATU") and "Agrees" in row_of(page, "ATU")
        (member,) = re.findall(r'<tr class="is-member">(.*?)</tr>', page, re.DOTALL)
        assert MARKED not in member and "Red line" not in member
    assert MARKED not in http(world.teresa).get(f"{GRID}?open=atu").text


def test_a_sector_member_belongs_to_no_regional_group(world, http):
    take(http(world.mateo), "objects")
    page = http(world.helena).get(GRID).text
    assert "Ondara" in page and "Ondara" not in row_of(page, "CITEL")


def test_the_filters_hold_when_a_group_is_opened_and_odd_addresses_do_no_harm(world, http):
    take(http(world.amina), "objects")
    take(http(world.teresa), "agrees")
    chair = http(world.helena)
    page = chair.get(f"{GRID}?region=africa&open=ATU").text
    assert re.findall(r'id="group-(\w+)"', page) == ["ATU"]
    assert "region=africa" in row_of(page, "ATU")
    for odd in ("slug=x", "_external=1", "open=nowhere", "endpoint=y"):
        assert chair.get(f"{GRID}?{odd}").status_code == 200
