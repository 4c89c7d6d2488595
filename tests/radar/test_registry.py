"""What is asked of an entry of the registry before it is saved, and who reads the answer."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from tests.radar.texts import ANOTHER_TOPIC, RADIO, REWORDED
from wgcop.bodies.levels import Level, Region
from wgcop.database import db
from wgcop.errors import Refused
from wgcop.initiatives import actions
from wgcop.initiatives.facts import RegistryFacts
from wgcop.initiatives.kinds import InitiativeKind
from wgcop.initiatives.models import Initiative
from wgcop.radar.models import Unchecked

EARLIER = "/documents/WG-COP/3/80"
TYPED = {
    "name": "Radio for parents",
    "kind": "campaign",
    "level": "national",
    "regions": "africa",
    "area": "Kenya",
    "scope": REWORDED,
    "source": "Letter of 3 May 2010.",
    "confidence": "sourced",
}


@pytest.fixture
def save(http, world, earlier):
    """`save(decision=…, reason=…)` sends the entry with the answer for Brazil's paper, as the secretariat or `by` another."""

    def save(address="/initiatives/", scope=REWORDED, by=None, **answers):
        visitor, data = http(by or world.ines), {**TYPED, "scope": scope}
        if address != "/initiatives/":
            form = visitor.get(f"{address}/edit").text
            data["version"] = re.search(r'name="version" value="(\d+)"', form)[1]
        name = earlier.replace(":", "-")
        data |= {f"{name}-{field}": value for field, value in answers.items()}
        return visitor.post(address, data={**data, "decided": "1"} if answers else data)

    return save


@pytest.fixture
def broken_radar(monkeypatch):
    def fail(*_, **__):
        raise OSError("the index is gone")

    monkeypatch.setattr("wgcop.radar.timed_check.check", fail)


def test_an_entry_is_added_once_it_says_how_it_stands(world, http, save):
    asked = save()
    assert asked.status_code == 422
    assert "How does it relate to earlier work?" in asked.text
    assert "Radio plays in Brazil" in asked.text and "<mark>" in asked.text
    assert "Please correct this" not in asked.text, "nothing is wrong yet"
    assert REWORDED in unescape(asked.text), "what was typed is there"
    assert "Enter a reason, in one line." in save(decision="builds-on").text
    assert TYPED["name"] not in http().get("/initiatives/").text
    entry = save(decision="builds-on", reason="The trial, in Kenya.").location
    for reader, sees in ((world.amina, True), (world.ruth, True), (None, False)):
        page = http(reader).get(entry).text
        assert ("Builds on it" in page and "The trial, in Kenya." in page) is sees
    back = http(world.caio).get(EARLIER).text
    assert "Works that build on this" in back and f'href="{entry}"' in back


def test_what_is_said_of_earlier_work_stays_with_a_proposal(world, http, save):
    entry = save(by=world.amina, decision="builds-on", reason="The trial, in Kenya.").location
    page = http(world.amina).get(entry).text
    assert "Builds on it" in page and "The trial, in Kenya." in page


def test_a_proposal_that_was_not_compared_waits_to_be(world, http, save, broken_radar):
    entry = save(by=world.amina).location
    assert "It has not been compared with earlier work yet" in http(world.amina).get(entry).text


def test_a_duplicate_is_not_added(http, save):
    answer = save(decision="duplicates", reason="Brazil has it.")
    assert answer.status_code == 422
    assert "A text that duplicates other work cannot be submitted." in answer.text
    assert "Brazil has it." in answer.text
    assert TYPED["name"] not in http().get("/initiatives/").text


def test_the_verb_itself_does_not_add_a_duplicate(session, world, earlier, duplicate_of):
    facts = RegistryFacts(
        name="Radio for parents",
        kind=InitiativeKind.CAMPAIGN,
        level=Level.NATIONAL,
        regions=(Region.AFRICA,),
        scope=REWORDED,
    )
    session.commit()  # what it read before the paper was brought is old
    with pytest.raises(Refused, match="cannot be submitted"):
        actions.add_initiative(facts, [duplicate_of(earlier)], by=world.ines)
    session.rollback()
    assert session.scalar(select(Initiative).where(Initiative.name == facts.name)) is None


def test_an_entry_is_asked_about_again_when_its_text_has_changed_much(world, http, save, drain):
    entry = save(decision="builds-on", reason="The trial, in Kenya.").location
    drain()
    assert save(entry, scope=f"{REWORDED} It goes on.").status_code == 303
    changed = f"{RADIO} {ANOTHER_TOPIC}"
    assert save(entry, scope=changed).status_code == 422
    assert save(entry, scope=changed, decision="duplicates", reason="Now.").status_code == 303
    page = http(world.amina).get(entry).text
    assert "Duplicates it" in page and "Builds on it" not in page, "the latest counts"


def test_a_radar_that_fails_keeps_no_entry_back(world, http, save, broken_radar):
    entry = save().location
    for reader, may in ((world.ines, True), (world.amina, False), (None, False)):
        page = http(reader).get(entry).text
        assert "It has not been compared with earlier work yet" in page
        assert ("Compare it now" in page) is may


def test_an_entry_of_the_same_name_and_lead_is_told_before_it_is_saved(world, http, drain):
    ines = http(world.ines)
    typed = {**TYPED, "name": "Safe Surf", "lead": "Telecom Board", "scope": "Films for schools."}
    first = ines.post("/initiatives/", data=typed).location
    drain()
    again = {**typed, "name": "SAFE SURF", "scope": "A film."}
    asked = ines.post("/initiatives/", data=again)
    assert asked.status_code == 422
    assert "The registry already has an entry with this name and this lead" in asked.text
    assert f'href="{first}"' in asked.text and "A film." in asked.text
    assert http().get("/initiatives/").text.lower().count("safe surf") == 1
    refused = ines.post("/initiatives/", data={**typed, "is_another": "1"})
    assert refused.status_code == 422, "to the letter it is no other"
    assert (
        "already has an entry with this name" in refused.text
        and "Films for schools." in refused.text
    )
    assert (
        "/initiatives/" not in refused.text.partition("already has an entry with this name")[2][:90]
    )
    namesake = {**typed, "lead": "Another Board", "is_another": "1"}
    second = ines.post("/initiatives/", data=namesake)
    assert second.status_code == 303 and second.location != first
    assert ines.post(second.location, data={**typed, "is_another": "1"}).status_code in (
        409,
        422,
    )
    other = {**again, "name": "Safe-Surf", "lead": "Ministry of Signals"}
    assert ines.post("/initiatives/", data=other).status_code == 303, "another lead, another thing"
    assert ines.post("/initiatives/", data={**again, "is_another": "1"}).status_code == 303
    form = ines.get(f"{first}/edit").text
    version = re.search(r'name="version" value="(\d+)"', form)[1]
    drain()
    kept = {**typed, "scope": "Films for all schools.", "version": version}
    assert ines.post(first, data=kept).status_code == 303, "what was said once is not asked again"


def test_entries_without_a_lead_are_told_by_their_name(world, http, drain):
    ines = http(world.ines)
    typed = {**TYPED, "name": "Click Safely", "lead": "", "scope": "Films for schools."}
    first = ines.post("/initiatives/", data=typed).location
    drain()
    asked = ines.post("/initiatives/", data={**typed, "name": "click safely"})
    assert asked.status_code == 422 and f'href="{first}"' in asked.text
    led = {**typed, "name": "Click safely!", "lead": "Telecom Board"}
    asked = ines.post("/initiatives/", data=led)
    assert asked.status_code == 422, "whoever leads the first one may be this board"
    assert ines.post("/initiatives/", data={**led, "is_another": "1"}).status_code == 303
    other = {**typed, "name": "Safely click", "lead": "Another Board", "is_another": ""}
    drain()
    asked = ines.post("/initiatives/", data=other)
    assert asked.text.count("error-summary__list") == 1


def test_who_says_that_it_is_another_one_says_it_once(world, http, save, drain):
    http(world.ines).post("/initiatives/", data={**TYPED, "lead": "Board", "scope": "Short."})
    drain()
    both = {**TYPED, "name": "Radio for PARENTS", "lead": "Board", "is_another": "1"}
    asked = http(world.ines).post("/initiatives/", data=both)
    assert asked.status_code == 422
    assert "How does it relate to earlier work?" in asked.text
    assert 'type="hidden" name="is_another" value="1"' in asked.text


def test_a_few_words_are_not_compared(app, save, broken_radar):
    assert save(scope="Short films for schools.").status_code == 303
    with app.app_context():
        assert db.session.scalar(select(Unchecked.record_id)) is None
