"""The form for an entry: every fact goes in and comes back, and what cannot be right is refused at its field."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from wgcop.bodies.levels import Region
from wgcop.database import db
from wgcop.initiatives.facts import RegistryFacts
from wgcop.initiatives.kinds import InitiativeKind, Measure, ProjectState, TargetGroup
from wgcop.initiatives.models import Initiative
from wgcop.resolutions.models import Wording

pytestmark = pytest.mark.usefixtures("session")

PROJECT = {
    "name": "Schools on Lake Quokka",
    "acronym": "SLQ",
    "kind": "regional-project",
    "level": "regional",
    "lead": "BDT",
    "partners": "UNICEF\r\n\r\nMinistry of Education\nUNICEF",
    "basis": "Exchange of letters",
    "regional_office": "Addis Ababa",
    "budget_line": "Regional initiatives",
    "project_state": "running",
    "scope": "Teachers of three countries learn together.",
    "countries": ["KE", "UG"],
    "regions": ["europe"],
    "area": "Great Lakes",
    "target_groups": ["parents-and-educators", "children"],
    "measures": ["capacity-building"],
    "started": "2025",
    "started_note": "about",
    "ended": "2027-03",
    "ended_note": "planned",
    "links": "https://quokka.example/lake\nhttp://quokka.example",
    "source": "Project document.",
    "confidence": "partly-sourced",
    "contact_role": "Area office",
    "contact_address": "area@example.org",
}


def stored(address: str) -> Initiative:
    db.session.expire_all()
    return db.session.scalars(
        select(Initiative).where(Initiative.slug == address.rpartition("/")[2])
    ).one()


@pytest.fixture
def clause(session, world):
    served = Wording.citation.endswith("Bureau 4")
    return session.scalars(select(Wording).where(served)).one().clause


def test_every_fact_is_stored_and_shown(world, http, clause):
    ines = http(world.ines)
    form = unescape(ines.get("/initiatives/new").text)
    for field in RegistryFacts.fields:
        assert str(field.label) in form
    assert "Resolution 67 (Hyderabad, 2010)" in form and "recognizing" not in form
    answer = ines.post("/initiatives/", data=PROJECT | {"clauses": [str(clause.id)]})
    assert answer.status_code == 303, answer.text
    facts = RegistryFacts.of(stored(answer.location))
    assert facts.partners == ("UNICEF", "Ministry of Education")
    assert facts.regions == (Region.AFRICA, Region.EUROPE), "countries bring their region"
    assert facts.countries == ("KE", "UG")
    assert facts.target_groups == (TargetGroup.CHILDREN, TargetGroup.PARENTS_AND_EDUCATORS)
    assert facts.measures == (Measure.CAPACITY_BUILDING,)
    assert facts.clauses == (clause,)
    assert facts.project_state == ProjectState.RUNNING
    assert facts.links == ("https://quokka.example/lake", "http://quokka.example")
    page = unescape(http().get(answer.location).text)
    for shown in (
        "Kenya, Uganda",
        "Africa, Europe",
        "Great Lakes",
        "Exchange of letters",
        "Addis Ababa",
        "Running",
        "(about)",
        "Parents and educators",
        'href="https://quokka.example/lake"',
        "area@example.org",
        f'href="{clause.place}"',
    ):
        assert shown in page
    again = ines.get(f"{answer.location}/edit").text
    for typed in ("SLQ", "Addis Ababa", "Ministry of Education", "planned"):
        assert typed in again
    assert again.count(" checked") >= 8


@pytest.mark.parametrize(
    ("mistake", "message"),
    [
        (
            {"links": "https://quokka.example\njavascript:alert(1)"},
            "is not the address of a web page",
        ),
        ({"links": "ftp://quokka.example"}, "is not the address of a web page"),
        ({"links": "https://user:word@quokka.example"}, "is not the address of a web page"),
        ({"links": "\n".join(f"https://q.example/{n}" for n in range(41))}, "at most 40 lines"),
        ({"countries": ["ZZ"]}, "not a valid choice"),
        ({"countries": [], "regions": []}, "Choose the region of a regional project."),
        ({"kind": "partnership", "partners": " \n"}, "Name the partners"),
        ({"contact_address": "ask anybody"}, "This is not an e-mail address."),
        ({"level": "national", "countries": [], "area": ""}, "Name the country"),
    ],
)
def test_a_mistake_comes_back_at_its_field_with_all_that_was_typed(world, http, mistake, message):
    answer = http(world.amina).post("/initiatives/", data=PROJECT | mistake)
    assert answer.status_code == 422
    page = unescape(answer.text)
    assert message in page
    assert "Schools on Lake Quokka" in page and "Exchange of letters" in page
    assert re.search(r'checked[^>]*value="parents-and-educators"', page)


def test_an_entry_of_another_kind_keeps_what_only_its_old_kind_had(world, http):
    ines = http(world.ines)
    address = ines.post("/initiatives/", data=PROJECT).location
    version = str(stored(address).version)
    changed = PROJECT | {"kind": "programme", "version": version}
    assert ines.post(address, data=changed).status_code == 303
    entry = stored(address)
    assert (entry.kind, entry.regional_office) == (InitiativeKind.PROGRAMME, "Addis Ababa")


def test_what_is_too_long_is_not_cut_by_the_browser_and_comes_back_whole(world, http):
    ines = http(world.ines)
    assert "maxlength" not in ines.get("/initiatives/new").text.partition("<main")[2]
    name, scope = "Quokkas " * 60, "Teachers learn together. " * 500
    answer = ines.post("/initiatives/", data=PROJECT | {"name": name, "scope": scope})
    assert answer.status_code == 422
    assert "Use at most 300 characters." in answer.text
    assert unescape(answer.text).count(name.strip()) == 1
    assert scope.strip() in unescape(answer.text)
