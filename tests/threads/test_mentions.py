"""Calling people and delegations by name: who may read it is told, nobody else."""

import pytest
from sqlalchemy import String, cast, select

from wgcop.events.models import Entry, Topic
from wgcop.threads.comments.mentions import Mentionable, mentioned, with_tokens, without_tokens
from wgcop.threads.models import Comment

WID = "wtdc-67.recs_recognizing__rec_b"
CLAUSE = f"/clauses/{WID}"
KENYA = Mentionable("delegation", 3, "Kenya")
AMINA = Mentionable("person", 7, "Amina Barasa")
TWINS = [Mentionable("person", 8, "Jo Li"), Mentionable("person", 9, "Jo Li")]
EVERYBODY = [KENYA, AMINA, *TWINS, Mentionable("person", 10, "Amina")]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("@Kenya agrees", "@[Kenya](delegation:3) agrees"),
        ("(@Kenya)", "(@[Kenya](delegation:3))"),
        ("thanks, @Amina Barasa.", "thanks, @[Amina Barasa](person:7)."),
        ("mail@Kenya and @Kenyans", "mail@Kenya and @Kenyans"),
        ("@Jo Li", "@Jo Li"),
        ("@[Jo Li](person:9)", "@[Jo Li](person:9)"),
        ("@[Japan](delegation:3)", "@[Kenya](delegation:3)"),
        ("@[Nobody](person:99)", "@Nobody"),
    ],
)
def test_names_become_ids(text, expected):
    assert with_tokens(text, EVERYBODY) == expected
    assert with_tokens(expected, EVERYBODY) == expected


def test_the_edit_form_shows_names_as_they_were_typed():
    assert (
        without_tokens("@[Kenya](delegation:3) and @[Amina Barasa](person:7)")
        == "@Kenya and @Amina Barasa"
    )
    assert mentioned("@[Kenya](delegation:3)") == {("delegation", 3)}


@pytest.fixture
def say(world, http):
    def post(name, body, **fields):
        answer = http(world[name]).post(
            f"{CLAUSE}/comments",
            data={"body": body, "key": body[:40], **fields},
            headers={"Accept": "application/json"},
        )
        assert answer.status_code == 201, answer.text
        return answer.json

    return post


@pytest.fixture
def people_told(session, world):
    """Names of those who have the mention in their inbox."""

    def number_of(comment):
        return cast(select(Comment.id).where(Comment.name == comment).scalar_subquery(), String)

    def names(comment):
        session.expire_all()
        topics = session.scalars(
            select(Topic.name)
            .join(Entry)
            .where(Entry.kind == "comment.mentioned", Entry.target_id == number_of(comment))
        ).all()
        return sorted(p.name for p in world.people if p.topic in topics)

    return names


def test_a_person_and_a_delegations_people_are_told(say, people_told, session):
    comment = say("amina", "@Japan and @Helena Tavira: what do you think? @Kenya agrees.")

    assert people_told(comment["id"]) == [
        "Daichi Oribe",
        "Haruko Minase",
        "Helena Tavira",
        "Wanjiru Tende",
    ]
    stored_body = session.scalar(select(Comment.body).where(Comment.name == comment["id"]))
    assert "@[Japan](delegation:" in stored_body


def test_a_mention_is_highlighted_and_found_by_name(world, http, say):
    japan = world.delegation("Japan").id
    markup = f'<span class="mention" data-who="delegation:{japan}">@Japan</span>'
    assert markup in say("amina", "@Japan, please.")["html"]


def test_nobody_is_told_of_a_mention_that_they_may_not_read(world, say, people_told):
    kenya = world.delegation("Kenya").audience
    comment = say("amina", "@Japan must not know, @Kenya must.", audience=kenya)

    assert people_told(comment["id"]) == ["Wanjiru Tende"]


def test_a_release_tells_those_who_may_read_it_from_then_on(world, http, say, people_told):
    kenya = world.delegation("Kenya").audience
    private = say("wanjiru", "@Japan should agree.", audience=kenya)["id"]
    assert people_told(private) == []
    public = http(world.amina).post(
        f"/comments/{private}/release", headers={"Accept": "application/json"}
    )

    assert "Haruko Minase" in people_told(public.json["id"])


def test_an_edit_tells_only_those_who_are_newly_mentioned(world, http, say, people_told, session):
    comment = say("amina", "@Japan, please.")["id"]
    number = session.scalar(select(Comment.id).where(Comment.name == comment))
    http(world.amina).post(f"/comments/{comment}", data={"body": "@Japan and @Brazil, please."})
    http(world.amina).post(f"/comments/{comment}", data={"body": "@Brazil and @Japan, please."})

    assert {"Haruko Minase", "Teresa Vilhena"} <= set(people_told(comment))
    entries = session.scalars(select(Entry).where(Entry.kind == "comment.mentioned"))
    here = [e.topic_id for e in entries if e.target_id == str(number)]
    assert len(here) == len(set(here))


def test_an_edit_form_shows_names_and_not_ids(world, http, say):
    comment = say("amina", "@Japan, please.")["id"]

    assert ">@Japan, please.</textarea>" in http(world.amina).get(f"/comments/{comment}/edit").text


def test_the_same_text_sent_twice_is_stored_once_despite_its_mention(world, http, say):
    first = say("amina", "@Japan, please.")
    again = http(world.amina).post(
        f"{CLAUSE}/comments",
        data={"body": "@Japan, please.", "key": "@Japan, please."},
        headers={"Accept": "application/json"},
    )

    assert (again.status_code, again.json["id"]) == (200, first["id"])


def test_names_are_completed_for_members_only(world, http):
    answer = http(world.amina).get("/people/suggest?q=JAP")

    assert [s["name"] for s in answer.json["suggestions"]] == ["Japan"]
    assert "Haruko Minase" in str(http(world.amina).get("/people/suggest?q=minase").json)
    assert http(world.amina).get("/people/suggest?q=").json["suggestions"] == []
    assert http().get("/people/suggest?q=jap").status_code == 303
    assert "@example" not in str(http(world.amina).get("/people/suggest?q=a").json)


def test_for_a_private_comment_only_members_of_the_delegation_are_suggested(world, http):
    amina, kenya = http(world.amina), world.delegation("Kenya").audience

    def offered(letters, audience):
        query = {"q": letters, "audience": audience}
        suggestions = amina.get("/people/suggest", query_string=query).json["suggestions"]
        return {one["name"] for one in suggestions}

    assert offered("a", kenya) == {"Amina Barasa"} and offered("ken", kenya) == {"Kenya"}
    assert len(offered("a", "members")) > 1 and offered("jap", kenya) == set()
