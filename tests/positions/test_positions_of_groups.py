"""A regional group has a position of its own: its coordinators record it, its members read it, and everybody once it is released."""

import csv
import io
import re

import pytest
from sqlalchemy import delete, select

from tests.accounts.test_regional_groups import name, remove
from tests.positions.test_positions import (
    CLAUSE,
    GRID,
    PAGE,
    RESOLUTION,
    TOPIC,
    WID,
    agree_on,
    hidden,
    released,
)
from tests.positions.test_positions import take as take_own
from tests.positions.test_regional_groups import row_of
from tests.redaction.test_redaction import MARK, redact
from tests.takeaway.test_taking import rows_in
from wgcop.database import db
from wgcop.positions.models import Position, RegionalPosition
from wgcop.resolutions.models import Clause

ATU = f"{PAGE}/groups/atu"
MARKED = "Quagga: the group waits for two members."
FIELDS = ("seen", "words_seen", "speaking_as")
OUTSIDERS = ("caio", "haruko", "ruth", "elke", "helena", "ines", "mateo")


def take(visitor, stance, layer="within", reason="", page=None):
    page = page if page is not None else visitor.get(ATU).text
    fields = {each: hidden(page, each) for each in FIELDS}
    return visitor.post(ATU, data={"stance": stance, "layer": layer, "reason": reason} | fields)


def act(visitor, what, page=None):
    page = page if page is not None else visitor.get(ATU).text
    return visitor.post(f"{ATU}/{what}", data={each: hidden(page, each) for each in FIELDS})


def own(page):
    part = page.split('id="own-title"')[1].split("<form")[0]
    return " ".join(re.sub("<[^>]+>", " ", part).split())


@pytest.mark.databases
def test_a_group_has_a_position_of_its_own_on_either_database(world, http, session):
    amina, before = http(world.amina), None
    for stance, said in (("objects", "Objects"), ("reserves", "Reserves"), ("agrees", "Agrees")):
        before = before or amina.get(ATU).text
        assert take(amina, stance, reason=MARKED).status_code == 303
        for member in ("amina", "wanjiru", "farid", "salma"):
            shown = own(http(world[member]).get(ATU).text)
            assert said in shown and MARKED in shown and "Within the regional group" in shown
    assert take(amina, "objects", page=before).status_code == 409
    assert (
        "recorded another position for the regional group"
        in take(amina, "objects", page=before).text
    )
    assert act(amina, "release").status_code == 303
    for reader in ("caio", "helena"):
        assert released(http(world[reader]).get(PAGE).text)["ATU"] == "Agrees"
    taken = session.scalars(
        select(RegionalPosition)
        .where(RegionalPosition.clause.has(Clause.wid == WID))
        .order_by(RegionalPosition.id)
    )
    assert [each.layer for each in taken] == [*["within"] * 3, "released"]


def test_only_coordinators_record_it_and_only_for_their_group(world, http):
    page = http(world.amina).get(ATU).text
    fields = {each: hidden(page, each) for each in FIELDS}
    data = {"stance": "agrees", "layer": "released"} | fields
    for stranger in ("wanjiru", "farid", "salma", *OUTSIDERS):
        visitor = http(world[stranger])
        assert visitor.post(ATU, data=data).status_code == 403
        for what in ("release", "within/confirmation", "within/withdrawal"):
            assert visitor.post(f"{ATU}/{what}", data=fields).status_code == 403
        assert 'name="stance"' not in visitor.get(ATU).text
    assert http(world.amina).post(f"{PAGE}/groups/asmg", data=data).status_code == 403
    assert http(world.amina).get(f"{PAGE}/groups/nowhere").status_code == 404
    assert http().get(ATU).status_code == 303
    name(http(world.farid), world.farid.memberships[0])
    assert take(http(world.farid), "agrees").status_code == 303


def test_what_stays_within_the_group_is_on_no_page_of_others(world, http, index):
    amina = http(world.amina)
    take(amina, "objects", "within", MARKED)
    take(amina, "objects", "red-line", MARKED)
    take(amina, "agrees", "released")
    index()
    inside = http(world.farid)
    assert MARKED in inside.get(ATU).text and MARKED in inside.get(f"{PAGE}/history").text
    for reader in OUTSIDERS:
        visitor = http(world[reader])
        for page in (
            *(PAGE, ATU, f"{PAGE}/history", CLAUSE, GRID, f"{GRID}?open=atu", f"{GRID}.csv"),
            *("/", "/inbox", "/audit", "/search?q=quagga", f"/live/{TOPIC}?after=0"),
            *(f"/takeaway/file?of={TOPIC}&form=json&private=yes",),
        ):
            assert "two members" not in visitor.get(page).text, (reader, page)
    assert "two members" not in http(world.teresa).get("/delegation").text


def test_three_changes_by_two_coordinators_are_heard_within_and_outside_only_what_is_released(
    world, http, listen
):
    name(http(world.farid), world.farid.memberships[0])
    amina, farid = http(world.amina), http(world.farid)
    inside, outside = listen(world.wanjiru, f"{TOPIC}@atu"), listen(world.caio, TOPIC)
    take(amina, "objects")
    take(farid, "reserves")
    take(amina, "agrees", reason="Together.")
    assert [each["kind"] for each in inside()] == ["position.taken"] * 3
    assert outside() == []
    act(farid, "release")
    [heard] = outside()
    fresh = http(world.caio).get(PAGE).text
    assert "Together." in heard["html"] and heard["html"].strip() in fresh
    assert "Together." in own(http(world.wanjiru).get(ATU).text)
    act(amina, "released/withdrawal")
    assert "Together." not in http(world.caio).get(PAGE).text


def test_the_row_of_the_group_shows_its_own_position_beside_those_of_its_members(world, http):
    amina, chair = http(world.amina), http(world.helena)
    take_own(amina, "agrees")
    take(amina, "objects", "released", "As a group.")
    row = row_of(chair.get(GRID).text, "ATU")
    assert "the group itself" in row and "As a group." in row
    assert "Objects" in row and "Agrees" in row and "Kenya" in row
    # It is nobody's row, and takes no part in what moved against a delegation.
    rows = re.findall(r'<th scope="row"><bdi>([^<]*)', chair.get(GRID).text)
    assert "Kenya" in rows and "ATU" not in rows
    assert "moved-title" not in http(world.farid).get(GRID).text
    act(amina, "released/withdrawal")
    assert "the group itself" not in chair.get(GRID).text


def strip_of(page):
    return page.split(f'data-positions-of="{TOPIC}"')[1].split("</p>")[0]


def test_the_strip_names_the_group_before_delegations_and_open_pages_follow(world, http):
    amina, caio = http(world.amina), http(world.caio)
    take(amina, "objects", "within", MARKED)
    assert f'data-positions-of="{TOPIC}"' not in caio.get(RESOLUTION).text
    take_own(amina, "objects")
    take_own(http(world.teresa), "agrees")
    for stance, said in (
        ("objects", "Objects: ATU, Kenya; Agrees: Brazil"),
        ("agrees", "Objects: Kenya; Agrees: ATU, Brazil"),
        ("reserves", "Objects: Kenya; Reserves its position: ATU; Agrees: Brazil"),
    ):
        take(amina, stance, "released")
        assert said in strip_of(caio.get(RESOLUTION).text)
        assert said in strip_of(caio.get(f"{RESOLUTION}/counts").json["strips"])
        assert "Quagga" not in caio.get(RESOLUTION).text
    act(amina, "released/withdrawal")
    assert "ATU" not in strip_of(caio.get(RESOLUTION).text)
    assert "data-positions-of" not in http().get(RESOLUTION).text


def test_the_files_of_the_grid_have_a_row_for_the_group_as_the_page_has(world, http):
    amina, chair = http(world.amina), http(world.helena)
    take_own(amina, "agrees")
    take(amina, "objects", "released", "=As a group.")
    take(amina, "reserves", "within", MARKED)
    cell = "The group itself: Objects: =As a group.\nAgrees: Kenya"
    text = chair.get(f"{GRID}.csv").text
    table = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
    (row,) = [row for row in table if row[0] == "ATU"]
    assert row[1] == "Regional group" and cell in row
    (row,) = [
        row
        for row in rows_in(chair.get(f"{GRID}.xlsx").data)
        if row[:2] == ["ATU", "Regional group"]
    ]
    assert cell in row
    for page in (text, http(world.amina).get(f"{GRID}.csv").text):
        assert "Quagga" not in page


def test_a_narrowed_grid_has_a_group_with_its_members_that_are_in_it(world, http):
    take(http(world.amina), "agrees", "released", "As a group.")
    for visitor in map(http, (world.helena, world.amina)):
        for asked, is_in in (
            ("region=africa", True),
            ("region=americas", False),
            ("category=member-state", True),
            ("category=sector-member", False),
            ("region=africa&category=sector-member", False),
        ):
            for ending in ("", ".csv"):
                assert ("As a group." in visitor.get(f"{GRID}{ending}?{asked}").text) is is_in, (
                    asked
                )


def test_the_row_stands_also_where_no_member_released_anything(world, http):
    take(http(world.amina), "agrees", "released")
    page = http(world.helena).get(GRID).text
    assert "the group itself" in row_of(page, "ATU")


def test_the_row_stands_also_where_no_delegation_has_a_position(app, world, http):
    take(http(world.amina), "agrees", "released")
    with app.app_context():
        db.session.execute(delete(Position))
        db.session.commit()
    page = http(world.helena).get(GRID).text
    assert "the group itself" in row_of(page, "ATU") and "No positions yet" not in page


def test_a_new_wording_leaves_it_taken_on_an_earlier_one_until_a_coordinator_confirms(
    app, world, http
):
    amina = http(world.amina)
    take(amina, "agrees", "released")
    agree_on("Other words.", app, world)
    assert "taken on an earlier wording" in http(world.caio).get(PAGE).text
    assert act(amina, "released/confirmation").status_code == 303
    assert "taken on an earlier wording" not in http(world.caio).get(PAGE).text


def test_a_red_line_of_the_group_is_never_released(world, http):
    amina = http(world.amina)
    take(amina, "objects", "red-line")
    assert "Release the position" not in amina.get(ATU).text
    assert act(amina, "release").status_code == 404


def test_whose_delegation_left_the_group_reads_and_records_nothing_more(world, http):
    amina = http(world.amina)
    take(amina, "objects", "within", MARKED)
    page = amina.get(ATU).text
    remove(world, http(world.ines), "Kenya")
    assert MARKED not in amina.get(ATU).text and MARKED not in amina.get(f"{PAGE}/history").text
    assert take(amina, "agrees", page=page).status_code == 403
    assert MARKED in http(world.farid).get(ATU).text


def test_the_secretariat_redacts_a_released_reason_of_a_group_and_none_within_it(
    world, http, session
):
    amina, ines = http(world.amina), http(world.ines)
    take(amina, "objects", "released", "Call 555-0100 at night.")
    row = session.scalars(select(RegionalPosition)).one()
    address = f"/redactions/regional-position/{row.id}"
    assert address in ines.get(f"{PAGE}/history").text
    redact(ines, "regional-position", row.id)
    page = http(world.caio).get(PAGE).text
    assert "555-0100" not in page and MARK in page
    take(amina, "objects", "red-line", "Call 555-0199.")
    session.expire_all()
    hidden_row = session.scalars(
        select(RegionalPosition).where(RegionalPosition.layer == "red-line")
    ).one()
    assert "555-0199" not in ines.get(f"/redactions/regional-position/{hidden_row.id}").text
    assert "555-0199" not in ines.get(f"{PAGE}/history").text
