"""What people may not change stays as it was, whatever they send; tests/permissions has the whole matrix."""

import pytest

from tests.permissions.matrix import OF_THE_DEMO, rows
from wgcop.accounts import identity, policy


def browser_of(http, world, reader):
    return http(world[OF_THE_DEMO[reader]] if OF_THE_DEMO[reader] else None)


@pytest.fixture
def ids(world, invited):
    invited("mira@example.org", delegation="Kenya")
    return {
        "luc": world.luc.id,
        "elke": world.elke.id,
        "kenya": world.delegation("Kenya").id,
        "membership": world.luc.memberships[0].id,
        "office": world.elke.offices[0].id,
        "invitation": 1,
    }


@pytest.mark.parametrize("reader", sorted(OF_THE_DEMO.keys() - {"secretariat"}))
def test_people_without_the_right_change_nothing(http, world, ids, reader):
    for row in rows("routes.txt"):
        if row.method == "POST" and row.address.startswith(("/people/", "/delegations/")):
            data = {
                "delegation": ids["kenya"],
                "role": "head",
                "office": "chair",
                "email": "intruder@example.org",
                "people": "email,name,delegation,role\nintruder@example.org,I,KEN,head\n",
                "name": "Atlantis",
                "code": "ATL",
                "category": "observer",
            }
            browser_of(http, world, reader).post(row.address.format(**ids), data=data)
    assert [c.label for c in world.luc.capacities] == ["Switzerland · Head of delegation"]
    assert [c.label for c in world.elke.capacities][-1] == "Rapporteur, Question 22-2/1"
    assert world.luc.active
    assert "intruder" not in http(world.ines).get("/people/invitations").text
    assert world.delegation("Kenya").code == "KEN"


@pytest.mark.parametrize(
    "reader, may",
    [(name, name in {"rapporteur", "vice-chair", "chair", "secretariat"}) for name in OF_THE_DEMO],
)
def test_officers_see_every_address(session, world, reader, may):
    asking = world[OF_THE_DEMO[reader]] if OF_THE_DEMO[reader] else identity.Guest()
    assert policy.can_see_email(asking, world.luc) is may


def test_a_guest_is_shown_the_way_back(http, world):
    assert http().get("/people/?name=a").location == "/sign-in?next=/people/?name%3Da"


def test_the_directory_is_not_for_scripts_of_guests(http, world):
    assert http().get("/people/", headers={"Accept": "application/json"}).status_code == 403
