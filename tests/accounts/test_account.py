import pytest

from wgcop.demo.people import PASSWORD

NEW = {"new_password": "copper lantern walks", "repeated": "copper lantern walks"}


def test_odile_chooses_in_which_capacity_she_speaks(http, world):
    browser = http(world.odile)
    swiss, jura = world.odile.capacities
    page = browser.get("/account").text
    assert swiss.delegation.name in page
    assert jura.delegation.name in page
    answer = browser.post("/account/capacity", data={"capacity": jura.key, "next": "/people/"})
    assert (answer.status_code, answer.location) == (303, "/people/")
    with browser.session_transaction() as kept:
        assert kept["capacity"] == jura.key
    assert f'value="{swiss.key}"' in browser.get("/account").text


def test_nobody_speaks_for_others(http, world):
    browser = http(world.odile)
    kenya = world.amina.capacities[0]
    assert browser.post("/account/capacity", data={"capacity": kenya.key}).status_code == 409
    with browser.session_transaction() as kept:
        assert "capacity" not in kept


def test_a_capacity_that_ended_is_no_longer_spoken_in(http, world):
    browser = http(world.odile)
    _swiss, jura = world.odile.capacities
    browser.post("/account/capacity", data={"capacity": jura.key})
    (membership,) = [m for m in world.odile.memberships if m.capacity.key == jura.key]
    http(world.ines).post(f"/people/{world.odile.id}/memberships/{membership.id}/end")
    assert jura.delegation.name not in browser.get("/account").text


def test_a_person_without_a_capacity_is_told_why(http, session, world):
    session.delete(world.amina.memberships[0])
    session.commit()
    assert "You can read but not comment" in http(world.amina).get("/account").text


def test_people_change_their_own_name_and_language(app, http, world):
    app.extensions["languages"] = ["en", "fr"]
    browser = http(world.amina)
    assert "français" in browser.get("/account").text
    answer = browser.post("/account", data={"name": "  Amina   B. ", "language": "fr"})
    assert answer.status_code == 303
    assert (world["amina@example.org"].name, world["amina@example.org"].language) == (
        "Amina B.",
        "fr",
    )


@pytest.mark.parametrize("wrong", [{"name": ""}, {"language": "tlh"}, {"name": "x" * 201}])
def test_a_wrong_name_or_language_is_refused(http, world, wrong):
    answer = http(world.amina).post("/account", data={"name": "Amina B.", "language": "en"} | wrong)
    assert answer.status_code == 422
    assert world.amina.name == "Amina Barasa"


def test_a_new_password_needs_the_old_one_and_signs_out_other_browsers(http, world, letters):
    here, there = http(world.amina), http(world.amina)
    wrong = here.post("/account/password", data=NEW | {"current_password": "not the one I have"})
    assert wrong.status_code == 422
    assert "not your current password" in wrong.text
    right = here.post("/account/password", data=NEW | {"current_password": PASSWORD})
    assert right.status_code == 303
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 303
    assert "was changed" in letters("amina@example.org")[0].subject


@pytest.mark.parametrize(
    "wrong, said",
    [
        ({"new_password": "short", "repeated": "short"}, "at least 12 characters"),
        ({"repeated": "something else entirely"}, "The two passwords differ"),
        ({"new_password": "amina@example.org", "repeated": "amina@example.org"}, "would guess"),
    ],
)
def test_a_poor_new_password_is_refused(http, world, wrong, said):
    data = NEW | {"current_password": PASSWORD} | wrong
    answer = http(world.amina).post("/account/password", data=data)
    assert answer.status_code == 422
    assert said in answer.text


@pytest.mark.settings(RATELIMIT_ENABLED=True)
def test_an_open_browser_is_no_place_to_guess_the_password(http, world):
    browser = http(world.amina)
    data = NEW | {"current_password": "not the one I have"}
    answers = [browser.post("/account/password", data=data).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


@pytest.mark.parametrize("name", ["\u200b", "\u2060\u200d", "...", "\0"])
def test_a_name_of_invisible_characters_is_refused(http, world, name):
    answer = http(world.amina).post("/account", data={"name": name, "language": "en"})
    assert answer.status_code == 422
    assert world.amina.name == "Amina Barasa"
