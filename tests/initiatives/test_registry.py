"""The registry's pages: what is shown to whom, and what the secretariat may do."""

import re

import pytest

from wgcop.accounts.actions.people import working_group
from wgcop.accounts.models import Category, Delegation, GroupRole, Office, Person
from wgcop.bodies.levels import Level, Region
from wgcop.database import db
from wgcop.errors import Refused
from wgcop.events.models import Entry, Topic
from wgcop.initiatives import actions, queries
from wgcop.initiatives.facts import RegistryFacts
from wgcop.initiatives.kinds import Confidence, InitiativeKind
from wgcop.initiatives.models import Initiative
from wgcop.initiatives.queries import RegistryFilters

CAMPAIGN = RegistryFacts(
    name="Ask First",
    kind=InitiativeKind.CAMPAIGN,
    level=Level.NATIONAL,
    regions=(Region.AFRICA,),
    area="Kenya",
    lead="Ministry of Information",
    started="2009-03",
    scope="Posters and radio for parents.",
    source="Letter of 3 May 2010.",
)
NETWORK = RegistryFacts(
    name="Helplines Together",
    acronym="HT",
    kind=InitiativeKind.NETWORK,
    level=Level.INTERNATIONAL,
    lead="Helplines Together",
    scope="Exchange between helplines.",
    confidence=Confidence.TO_BE_CONFIRMED,
)
GUIDE = RegistryFacts(
    name="Guide for teachers",
    kind=InitiativeKind.GUIDELINES,
    level=Level.REGIONAL,
    regions=(Region.AFRICA,),
    started="2008",
    ended="2010",
    scope="A leaflet.",
    source="Leaflet.",
)
TYPED = {
    "name": "Click Wisely",
    "acronym": "",
    "kind": "campaign",
    "level": "national",
    "regions": "americas",
    "area": "Brazil",
    "lead": "Regulator",
    "started": "2010-02",
    "ended": "",
    "scope": "Short films for schools.",
    "source": "Report of 2010.",
    "confidence": "sourced",
}


@pytest.fixture
def people(app):
    """One of the secretariat, and a delegate."""
    with app.app_context():
        ines = Person(email="ines@example.org", name="Ines")
        ines.offices.append(Office(group=working_group(), role=GroupRole.SECRETARIAT))
        obi = Person(email="obi@example.org", name="Obi")
        kenya = Delegation(name="Kenya", code="KEN", category=Category.MEMBER_STATE)
        db.session.add_all([ines, obi, kenya])
        db.session.commit()
        _ = ines.epoch, ines.id, obi.epoch, obi.id
        db.session.expunge_all()
    return {"ines": ines, "obi": obi}


@pytest.fixture
def entries(app, people):
    with app.app_context():
        ines = db.session.get(Person, people["ines"].id)
        for facts in (CAMPAIGN, NETWORK, GUIDE):
            actions.add_initiative(facts, by=ines)
        db.session.commit()


def rows(page) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/initiatives/[^"]*">([^<]*)</a>', page.text)


def test_a_guest_reads_the_registry_in_order_of_names(http, entries):
    page = http().get("/initiatives/")
    assert page.status_code == 200
    assert rows(page) == ["Ask First", "Guide for teachers", "Helplines Together (HT)"]
    assert "Kenya, Africa" in page.text
    assert "2009–" in page.text
    assert "2008–2010" in page.text


def test_the_table_is_narrowed_by_the_address(http, entries):
    for query, names in (
        ("level=national", ["Ask First"]),
        ("region=africa", ["Ask First", "Guide for teachers"]),
        ("kind=network", ["Helplines Together (HT)"]),
        ("region=africa&kind=guidelines", ["Guide for teachers"]),
        ("level=lunar&kind=", ["Ask First", "Guide for teachers", "Helplines Together (HT)"]),
    ):
        assert rows(http().get(f"/initiatives/?{query}")) == names, query


def test_choices_that_nothing_fits_say_how_to_go_on(http, entries):
    page = http().get("/initiatives/?level=national&kind=network")
    assert rows(page) == []
    assert "No entry matches these choices" in page.text


def test_each_choice_says_how_many_it_would_show(session, entries):
    counts = queries.registry_counts(RegistryFilters(region=Region.AFRICA))
    assert counts.total == 3
    assert counts.by_level == {Level.NATIONAL: 1, Level.REGIONAL: 1}
    assert counts.by_kind == {InitiativeKind.CAMPAIGN: 1, InitiativeKind.GUIDELINES: 1}
    assert counts.by_region == {Region.AFRICA: 2, "worldwide": 1}


def test_an_empty_registry_says_so(http):
    assert "The registry is empty" in http().get("/initiatives/").text


def test_the_table_costs_the_same_however_long_it_is(http, entries, statements):
    with statements() as sent:
        http().get("/initiatives/")
    assert len(sent) == 9


def test_a_long_registry_comes_in_pages_that_keep_the_choices(app, http, people, entries):
    with app.app_context():
        by = db.session.get_one(Person, people["ines"].id)
        for number in range(1, 121):
            facts = CAMPAIGN.but(name=f"Campaign {number:03}")
            actions.add_initiative(facts, by=by)
        db.session.commit()
    address = "/initiatives/?kind=campaign"
    first = http().get(address)
    assert len(rows(first)) == 50
    assert "121 of 123" in first.text
    following = re.search(r'rel="next" href="([^"]+)"', first.text)[1].replace("&amp;", "&")
    second = http().get(following)
    assert "kind=campaign" in following and len(rows(second)) == 50
    assert not set(rows(first)) & set(rows(second))
    assert len(rows(http().get(f"{address}&page=3"))) == 21
    assert http().get(f"{address}&page=99").status_code == 200


def test_an_entry_shows_its_facts_and_where_they_are_from(http, entries):
    page = http().get("/initiatives/ask-first")
    assert "Posters and radio for parents." in page.text
    assert "March 2009" in page.text
    assert "Letter of 3 May 2010." in page.text
    assert "To be confirmed" not in page.text


def test_what_still_needs_a_source_is_marked(http, entries):
    assert "To be confirmed" in http().get("/initiatives/helplines-together").text


def test_an_entry_that_is_not_there_is_not_found(http, entries):
    assert http().get("/initiatives/nothing").status_code == 404


def test_the_secretariat_adds_an_entry(app, http, people):
    visitor = http(people["ines"])
    assert visitor.get("/initiatives/new").status_code == 200
    answer = visitor.post("/initiatives/", data=TYPED)
    assert (answer.status_code, answer.location) == (303, "/initiatives/click-wisely")
    assert "Short films for schools." in http().get("/initiatives/click-wisely").text


@pytest.mark.parametrize("who", [None, "obi"])
def test_nobody_else_adds_or_edits(http, people, entries, who):
    visitor = http(people[who] if who else None)
    answers = [
        visitor.get("/initiatives/new"),
        visitor.post("/initiatives/", data=TYPED),
        visitor.get("/initiatives/ask-first/edit"),
        visitor.post("/initiatives/ask-first", data=TYPED | {"version": "1"}),
    ]
    for answer in answers:
        if who:
            assert answer.status_code == 403
        else:
            assert answer.status_code == 303
            assert answer.location.startswith("/sign-in")
    assert "New entry" not in visitor.get("/initiatives/").text
    assert rows(http().get("/initiatives/")) == [
        "Ask First",
        "Guide for teachers",
        "Helplines Together (HT)",
    ]


def test_a_form_with_a_mistake_comes_back_filled_in(http, people):
    ines = http(people["ines"])
    for mistake, message in (
        ({"name": "  "}, "Enter the initiative"),
        ({"kind": ""}, "Choose a kind."),
        ({"level": "lunar"}, "Not a valid choice"),
        ({"started": "spring 2010"}, "Write a year, a month or a day"),
        ({"ended": "2009"}, "This is before the start."),
        ({"area": ""}, "Name the country"),
        ({"source": ""}, "Name the source"),
        ({"scope": ""}, "Describe in a sentence"),
        ({"name": "n" * 301}, "Use at most 300 characters."),
    ):
        answer = ines.post("/initiatives/", data=TYPED | mistake)
        assert answer.status_code == 422, mistake
        assert message in answer.text, mistake
        assert "Regulator" in answer.text
    assert rows(http().get("/initiatives/")) == []


def test_a_second_entry_of_the_same_name_lead_and_country_is_refused(http, people, entries):
    namesake = TYPED | {"name": "Ask First"}
    of_the_ministry = namesake | {"lead": "Ministry of Information"}
    ines = http(people["ines"])
    answer = ines.post("/initiatives/", data=of_the_ministry)
    assert answer.status_code == 422
    assert (
        "The registry already has an entry with this name, lead and countries: INI-" in answer.text
    )
    assert TYPED["scope"] in answer.text, "what was typed stays in the form"
    for other in (namesake, of_the_ministry | {"countries": ["BR"]}):
        added = ines.post("/initiatives/", data=other | {"is_another": "1"})
        assert added.status_code == 303, "another lead, or another country"
        assert added.location != "/initiatives/ask-first"


def test_an_edited_entry_keeps_its_address(http, people, entries):
    visitor = http(people["ines"])
    form = visitor.get("/initiatives/ask-first/edit")
    assert "Posters and radio for parents." in form.text
    answer = visitor.post(
        "/initiatives/ask-first", data=TYPED | {"name": "Ask Twice", "version": "1"}
    )
    assert answer.location == "/initiatives/ask-first"
    assert "Ask Twice" in http().get("/initiatives/ask-first").text


def test_who_was_slower_sees_both_wordings_and_can_save_again(http, people, entries):
    first, second = http(people["ines"]), http(people["ines"])
    first.post("/initiatives/ask-first", data=TYPED | {"scope": "Said first.", "version": "1"})

    late = second.post(
        "/initiatives/ask-first", data=TYPED | {"scope": "Said later.", "version": "1"}
    )
    assert late.status_code == 409
    assert "Said first." in late.text
    assert "Said later." in late.text

    [version] = re.findall(r'name="version" value="(\d+)"', late.text)
    again = second.post(
        "/initiatives/ask-first", data=TYPED | {"scope": "Both.", "version": version}
    )
    assert again.status_code == 303


def test_everybody_on_an_entrys_page_hears_that_it_changed(http, listen, people, entries):
    hear = listen(None, "initiative:ask-first")
    http(people["ines"]).post("/initiatives/ask-first", data=TYPED | {"version": "1"})
    [heard] = hear()
    assert heard["kind"] == "initiative.edited"
    assert heard["action"] == "replace"
    assert "Short films for schools." in heard["html"]


def test_saving_without_a_change_leaves_no_trace(session, people, entries):
    ines = session.get(Person, people["ines"].id)
    initiative = queries.initiative_by_slug("ask-first")
    actions.edit_initiative(initiative, CAMPAIGN, by=ines)
    session.commit()
    assert initiative.version == 1
    kinds = session.query(Entry.kind).join(Topic).where(Topic.name == initiative.topic).all()
    assert kinds == [("initiative.added",)]


def test_an_entry_may_not_take_the_name_of_another(session, people, entries):
    ines = session.get(Person, people["ines"].id)
    with pytest.raises(Refused):
        actions.edit_initiative(queries.initiative_by_slug("ask-first"), GUIDE, by=ines)


def test_an_entry_is_found_by_everybody(session, entries):
    record = queries.initiative_by_slug("helplines-together").search_record()
    assert record.audience == {"public"}
    assert record.title == "Helplines Together (HT)"
    assert (record.kind, record.level, record.year) == ("initiative", "international", None)
    campaign = session.query(Initiative).filter_by(slug="ask-first").one().search_record()
    assert (campaign.year, campaign.region) == (2009, "africa")
