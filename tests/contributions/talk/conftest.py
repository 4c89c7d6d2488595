"""A late paper in the name of two delegations, and what the secretariat and its source do with it."""

import re

import pytest

WORDS = "Sekrit: the budget of page 4 is wrong."


@pytest.fixture
def keys(world):
    people = {"egypt": world.farid, "brazil": world.teresa}
    return {name: person.memberships[0].delegation_id for name, person in people.items()}


@pytest.fixture
def consent(http):
    def give(person, address):
        key = f"delegation-{person.memberships[0].delegation_id}"
        wording = re.search(r'name="wording" value="(\w+)"', http(person).get(address).text)
        assert wording, f"{person.name} is not asked"
        sent = http(person).post(f"{address}/sources/{key}/consent", data={"wording": wording[1]})
        assert sent.status_code == 303, sent.text

    return give


@pytest.fixture
def joint(world, http, draft, meeting, keys, consent):
    """A paper of Kenya's by Wanjiru in the name of Egypt too, whose head Farid consented; it came after the deadline."""
    address = draft(world.wanjiru, together_with=[keys["egypt"]])
    assert http(world.wanjiru).post(f"{address}/consents").status_code == 303
    consent(world.farid, address)
    meeting.after()
    assert http(world.wanjiru).post(f"{address}/submission").status_code == 303
    return address


@pytest.fixture
def decide(world, http, joint):
    def post(verb, **data):
        answer = http(world.ines).post(f"{joint}/{verb}", data=data)
        assert answer.status_code == 303, answer.text

    return post


@pytest.fixture
def ask(decide):
    return lambda: decide("change-requests", words=WORDS, key="one")


@pytest.fixture
def give_back(world, http, joint):
    def post():
        chosen = {"paper": joint.rpartition("/")[2], "reason": WORDS}
        assert http(world.ines).post("/contributions/queue/returns", data=chosen).status_code == 303

    return post


@pytest.fixture
def name_sources(world, http, joint, typed):
    """Names these beside Kenya in the draft, with other words, and asks for their consent."""

    def save(*delegations, text="Other words.", asks=True, **changes):
        page = http(world.wanjiru).get(f"{joint}/edit").text
        steps = re.search(r'name="steps" value="(\d*)"', page)[1]
        sent = typed(steps=steps, text=text, together_with=list(delegations), **changes)
        assert http(world.wanjiru).post(joint, data=sent).status_code == 303
        if asks:
            assert http(world.wanjiru).post(f"{joint}/consents").status_code == 303

    return save
