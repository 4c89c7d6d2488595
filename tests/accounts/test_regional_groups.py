"""The secretariat keeps the list of the members of regional groups, and heads of their delegations name coordinators."""

import re
from typing import cast

import pytest
from sqlalchemy import Table, delete, select

from tests.positions.test_positions import GRID, take
from tests.positions.test_regional_groups import row_of
from wgcop.accounts.actions.regional import end_coordinator, leave_group, name_coordinator
from wgcop.accounts.models import Category, Membership, Person
from wgcop.accounts.regional import (
    REGIONAL_GROUPS,
    RegionalCoordinator,
    RegionalMembership,
    regional_group,
)
from wgcop.audit.models import AuditRow
from wgcop.database import db
from wgcop.errors import Refused

PAGE = "/regional-groups"


def part(page, key):
    return page.split(f'id="{key}"')[1].split("</section>")[0]


def states(visitor, key="atu"):
    rows = part(visitor.get(PAGE).text, key).split("<h3")[0]
    return re.findall(r'<p class="row__title"><bdi>([^<]*)', rows)


def coordinators(visitor, key="atu"):
    [*_states, rows] = part(visitor.get(PAGE).text, key).split("<h3")
    return re.findall(r'<a href="/people/\d+"><bdi>([^<]*)', rows)


def add(visitor, names, key="atu"):
    return visitor.post(f"{PAGE}/{key}/members", data={f"{key}-names": names})


def remove(world, visitor, name, key="atu"):
    number = world.delegation(name).id
    return visitor.post(f"{PAGE}/{key}/members/{number}/end")


def name(visitor, membership, key="atu"):
    return visitor.post(f"{PAGE}/{key}/coordinators", data={f"{key}-member": str(membership.id)})


def end(visitor, number, key="atu"):
    return visitor.post(f"{PAGE}/{key}/coordinators/{number}/end")


def test_everybody_signed_in_reads_who_belongs_to_which_group(world, http):
    for reader in ("ruth", "caio", "priya", "helena"):
        page = http(world[reader]).get(PAGE).text
        assert re.findall(r'<h2 class="block__title" id="(\w+)"', page) == [
            each.key for each in REGIONAL_GROUPS
        ]
        assert "Egypt" in part(page, "asmg") and "Egypt" in part(page, "atu")
        assert "Remove" not in page and "textarea" not in page
    assert http().get(PAGE).status_code in (302, 303)


def test_the_secretariat_adds_several_by_name_or_code_and_removes_them(world, http):
    ines, jonas = http(world.ines), http(world.jonas)
    for again in range(3):
        assert add(ines, "Kazakhstan\nbra\n\nKenya").status_code == 303
        assert states(jonas) == ["Brazil", "Egypt", "Kazakhstan", "Kenya"]
        assert remove(world, jonas, "Brazil").status_code == 303
        if again:  # nothing is there to remove twice
            assert remove(world, ines, "Brazil").status_code == 303
        assert states(ines) == ["Egypt", "Kazakhstan", "Kenya"]
        assert remove(world, ines, "Kazakhstan").status_code == 303
    assert "Brazil is no longer a member of ATU." not in ines.get(PAGE).text


def test_a_name_that_nobody_has_or_that_is_no_member_state_comes_back_with_what_was_typed(
    world, http
):
    ines = http(world.ines)
    answer = add(ines, "Kazakhstan\nSwizerland\nAtlantis")
    assert answer.status_code == 422
    assert "There is no delegation “Swizerland”. Similar names: Switzerland." in answer.text
    assert "There is no delegation “Atlantis”." in answer.text
    assert "Kazakhstan\nSwizerland\nAtlantis</textarea>" in part(answer.text, "atu")
    assert states(ines) == ["Egypt", "Kenya"]
    for nobody in ("Ondara Telecom", "Blue Lantern Labs", "Listening Line Network", "JURA"):
        answer = add(ines, f"Kazakhstan\n{nobody}")
        assert answer.status_code == 409 and "is not a Member State" in answer.text
    assert add(ines, "  ").status_code == 422
    assert add(ines, "Kenya", "nowhere").status_code == 404
    assert states(ines) == ["Egypt", "Kenya"]


def test_nobody_but_the_secretariat_changes_the_list(world, http):
    for reader in ("amina", "farid", "salma", "helena", "elke", "ruth"):
        assert add(http(world[reader]), "Brazil").status_code == 403
        assert remove(world, http(world[reader]), "Egypt").status_code == 403
    assert states(http(world.ines)) == ["Egypt", "Kenya"]


def test_the_rows_of_the_grid_follow_the_list_and_no_region(world, http):
    take(http(world.amina), "objects")
    take(http(world.teresa), "agrees")
    ines, chair = http(world.ines), http(world.helena)
    assert "Brazil" not in row_of(chair.get(GRID).text, "ATU")
    for _again in range(3):
        add(ines, "Brazil")
        assert "Brazil" in row_of(chair.get(GRID).text, "ATU")
        assert "Brazil" in row_of(chair.get(GRID).text, "CITEL")
        remove(world, ines, "Brazil")
        assert "Brazil" not in row_of(chair.get(GRID).text, "ATU")
    remove(world, ines, "Kenya")
    assert 'id="group-ATU"' not in chair.get(GRID).text


def test_heads_of_the_members_name_coordinators_and_nobody_else_does(world, http):
    wanjiru, salma = world.wanjiru.memberships[0], world.salma.memberships[0]
    assert coordinators(http(world.ruth)) == ["Amina Barasa"]
    for stranger in ("wanjiru", "salma", "teresa", "helena", "ruth"):
        assert name(http(world[stranger]), wanjiru).status_code == 403
    assert name(http(world.farid), wanjiru).status_code == 303
    assert name(http(world.ines), salma).status_code == 303
    assert coordinators(http(world.teresa)) == ["Amina Barasa", "Salma Derar", "Wanjiru Tende"]
    assert name(http(world.farid), wanjiru).status_code == 422  # is one already
    assert name(http(world.farid), world.teresa.memberships[0]).status_code == 422
    assert "Choose somebody" in name(http(world.farid), world.teresa.memberships[0]).text


def test_a_coordinator_ends_with_the_membership_of_the_delegation_or_of_the_group(
    world, http, session
):
    farid, ines = http(world.farid), http(world.ines)
    name(farid, world.wanjiru.memberships[0])
    number = world.wanjiru.memberships[0].id
    ines.post(f"/people/{world.wanjiru.id}/memberships/{number}/end")
    assert coordinators(farid) == ["Amina Barasa"]
    remove(world, ines, "Kenya")
    add(ines, "Kenya")
    assert coordinators(farid) == []
    session.expire_all()
    assert not session.scalars(
        select(RegionalCoordinator).where(RegionalCoordinator.group_key == "atu")
    ).all()


def test_whoever_is_no_member_state_any_more_belongs_to_no_group(world, http):
    kenya = world.delegation("Kenya")
    answer = http(world.ines).post(
        f"/delegations/{kenya.id}",
        data={
            "name": "Kenya",
            "code": "KEN",
            "category": "observer",
            "region": "africa",
            "version": "1",
        },
    )
    assert answer.status_code == 303
    assert states(http(world.helena)) == ["Egypt"] and coordinators(http(world.helena)) == []


def test_the_trail_names_what_was_done(world, http):
    ines = http(world.ines)
    add(ines, "Brazil")
    remove(world, ines, "Brazil")
    name(ines, world.wanjiru.memberships[0])
    trail = ines.get("/audit").text
    for deed in (
        "Added a Member State to a regional group",
        "Removed a Member State from a regional group",
        "Named a coordinator of a regional group",
    ):
        assert deed in trail


@pytest.mark.databases
def test_the_verbs_of_regional_groups_on_either_database(world, http, session):
    ines = http(world.ines)
    assert add(ines, "Brazil\nKazakhstan").status_code == 303
    assert name(http(world.teresa), world.caio.memberships[0]).status_code == 303
    [coordinator] = [
        each
        for each in session.scalars(
            select(RegionalCoordinator).where(RegionalCoordinator.group_key == "atu")
        )
        if each.membership.person.name == "Caio Marandu"
    ]
    assert end(http(world.teresa), coordinator.id).status_code == 303
    assert name(http(world.teresa), world.caio.memberships[0]).status_code == 303
    assert remove(world, ines, "Kazakhstan").status_code == 303
    brazil = world.delegation("Brazil")
    data = {
        "name": "Brazil",
        "code": "BRA",
        "category": Category.SECTOR_MEMBER,
        "region": "americas",
        "version": "1",
    }
    assert ines.post(f"/delegations/{brazil.id}", data=data).status_code == 303
    session.expire_all()
    left = session.scalars(
        select(RegionalMembership.group_key).where(RegionalMembership.delegation_id == brazil.id)
    ).all()
    assert left == [] and coordinators(ines) == ["Amina Barasa"]


def test_the_page_needs_as_many_statements_for_many_members_as_for_few(world, http, statements):
    ines = http(world.ines)

    def needed():
        with statements() as sent:
            ines.get(PAGE)
        return len(sent)

    ines.get(PAGE)
    few = needed()
    for group in REGIONAL_GROUPS:
        add(ines, "Kenya\nEgypt\nBrazil\nJapan\nKazakhstan\nSwitzerland", group.key)
    ines.get(PAGE)
    assert needed() == few


def test_a_task_that_somebody_else_ended_at_the_same_moment_is_ended_once(app, world):
    with app.app_context():
        amina = db.session.get_one(Person, world.amina.id)
        [task] = db.session.scalars(
            select(RegionalCoordinator).where(
                RegionalCoordinator.membership_id.in_([each.id for each in amina.memberships])
            )
        )
        # So another transaction leaves the table while this one has read the row.
        table = cast(Table, RegionalCoordinator.__table__)
        db.session.connection().execute(delete(table).where(table.c.id == task.id))
        end_coordinator(task, by=amina)
        db.session.commit()
        deed = AuditRow.deed == "person.coordinator-ended"
        assert db.session.scalars(select(AuditRow).where(deed)).all() == []


@pytest.mark.databases
def test_nobody_is_named_for_a_group_at_the_moment_when_their_state_leaves_it(
    app, world, statements
):
    """The row of the Member State is the lock of both verbs: the second waits, and then finds what the first did."""
    with app.app_context():
        if db.engine.dialect.name != "postgresql":
            pytest.skip("On SQLite, writers wait for one another.")
        atu, ines = regional_group("atu"), db.session.get_one(Person, world.ines.id)
        membership = db.session.get_one(Membership, world.wanjiru.memberships[0].id)
        for act in (
            lambda: name_coordinator(membership, atu, by=ines),
            lambda: leave_group(membership.delegation, atu, by=ines),
        ):
            with statements() as sent:
                act()
            [first] = [str(each) for each in sent if "FOR NO KEY UPDATE" in str(each)]
            assert "FROM delegation" in first
        with pytest.raises(Refused, match="Kenya is not a member of ATU"):
            name_coordinator(membership, atu, by=ines)
        db.session.rollback()
