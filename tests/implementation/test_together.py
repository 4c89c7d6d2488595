"""Search, the first page, open pages and the page of a clause: each shows what its reader may know of the chain."""

import re

from lxml import html
from sqlalchemy import delete, select

from tests.implementation.deeds import (
    CAMPAIGNS,
    JOINING,
    PAGE,
    WHAT,
    action_at,
    add_action,
    add_evidence,
    approved,
    ask,
    reply,
    step,
    version,
)
from wgcop.events.models import Entry, Topic

TOPIC = "implementation:wtdc-67"
WAITING = "//section[@aria-labelledby='waiting-actions']"


def found(visitor, words):
    return [each["url"] for each in visitor.get(f"/search.json?q={words}").json["hits"]]


def test_search_finds_an_action_for_whom_its_page_opens(world, http, index):
    address = add_action(http(world.amina), world.delegation("Kenya"), what="Quokka radio plays.")
    index()
    for name, sees in (("amina", True), ("helena", True), ("caio", False)):
        assert (address in found(http(world[name]), "quokka")) is sees, name
    assert address not in found(http(), "quokka")
    step(http(world.amina), address, "submission")
    index()
    assert address in found(http(world.caio), "quokka")
    assert address not in found(http(), "quokka")
    step(http(world.elke), address, "review")
    step(http(world.ines), address, "approval")
    index()
    assert address in found(http(), "quokka")


def test_search_and_its_feeds_have_the_approved_words_only(world, http, index):
    address = add_action(http(world.amina), world.delegation("Kenya"), what="Quokka radio plays.")
    approved(http, world, address)
    newer = {"what": "Wombat plays.", "delegation": world.delegation("Kenya").id}
    newer |= {"version": version(http(world.amina), address)}
    http(world.amina).post(f"{address}/edit", data=newer)
    index()
    assert address in found(http(), "quokka")
    for visitor in (http(), http(world.caio)):
        assert address not in found(visitor, "wombat")
        assert "Wombat" not in visitor.get("/search.atom?q=plays").text
        assert "Wombat" not in visitor.get("/search.csv?q=plays").text


def test_a_draft_is_heard_by_its_delegation_and_the_officers_alone(world, http, listen):
    kenya = world.delegation("Kenya").id
    inside = listen(world.wanjiru, f"{TOPIC}@{kenya}")
    officers = listen(world.helena, f"{TOPIC}@officers")
    members, everybody = listen(world.caio, f"{TOPIC}@members"), listen(None, TOPIC)
    assert not listen(world.caio, f"{TOPIC}@{kenya}").answer["ok"]
    assert not listen(world.caio, f"{TOPIC}@officers").answer["ok"]
    address = add_action(http(world.amina), world.delegation("Kenya"))
    for heard in (inside(), officers()):
        assert [each["kind"] for each in heard] == ["action.added"]
        assert WHAT in heard[0]["html"]
    assert members() == everybody() == []
    step(http(world.amina), address, "submission")
    heard = members()
    assert heard[0]["target"].startswith("actions-of-")
    assert WHAT in heard[0]["html"] and heard[1]["target"] == "implementation-figures"
    assert everybody() == []


def test_guests_hear_the_approved_words_and_not_the_newer_ones(world, http, listen, session):
    address = add_action(http(world.amina), world.delegation("Kenya"))
    approved(http, world, address)
    everybody = listen(None, TOPIC)
    newer = {"what": "Play it on television.", "delegation": world.delegation("Kenya").id}
    newer |= {"version": version(http(world.amina), address)}
    http(world.amina).post(f"{address}/edit", data=newer)
    assert all("television" not in each["html"] for each in everybody())


def test_evidence_that_only_members_read_is_not_told_to_guests(world, http, listen):
    members, everybody = listen(world.caio, f"{TOPIC}@members"), listen(None, TOPIC)
    assert add_evidence(http(world.ines), "WG-COP/3/1", JOINING).status_code == 303
    assert any("WG-COP/3/1" in each["html"] for each in members())
    assert all("WG-COP/3/1" not in each["html"] for each in everybody())


def test_replies_are_heard_when_they_are_released(world, http, listen):
    asked = ask(http(world.ines))
    members = listen(world.caio, f"{TOPIC}@members")
    kenya = world.delegation("Kenya")
    reply(http(world.wanjiru), asked, kenya, words="We joined in March.")
    assert members() == []
    address = f"{asked}/replies/{kenya.id}"
    http(world.amina).post(f"{address}/release", data={"version": 2})
    assert any("We joined in March." in each["html"] for each in members())


def test_the_first_page_shows_to_each_what_waits_for_them(world, http):
    def waits(person):
        """Beside it, who follows all that is done reads of it among the news."""
        page = html.fromstring(http(person).get("/").text)
        return any(WHAT in each.text_content() for each in page.xpath(WAITING))

    address = add_action(http(world.amina), world.delegation("Kenya"))
    assert waits(world.wanjiru)
    for other in (world.caio, world.ines, world.elke):
        assert not waits(other)
    step(http(world.amina), address, "submission")
    assert waits(world.elke)
    assert not waits(world.amina) and not waits(world.ines)
    step(http(world.elke), address, "review")
    assert waits(world.ines)
    step(http(world.ines), address, "approval")
    assert not waits(world.ines)


def test_the_clause_says_how_many_actions_it_has_and_how_many_are_late(world, http, session):
    member = http(world.caio).get(f"/clauses/{CAMPAIGNS}").text
    assert "3 actions" in member and "1 is late" in member
    guest = http().get(f"/clauses/{CAMPAIGNS}").text
    assert "2 actions" in guest and "is late" not in guest
    address = add_action(http(world.amina), world.delegation("Kenya"))
    assert "3 actions" in http(world.amina).get(f"/clauses/{CAMPAIGNS}").text
    step(http(world.amina), address, "submission")
    assert "4 actions" in http(world.caio).get(f"/clauses/{CAMPAIGNS}").text


def test_members_follow_what_is_done_about_a_resolution(world, http, session):
    page = http(world.caio).get(PAGE).text
    assert f'name="topic" value="{TOPIC}@members"' in page
    topic = f"{TOPIC}@members"
    session.execute(delete(Topic).where(Topic.name == topic))  # nothing is done about it yet
    session.commit()
    for name in ("caio", "daichi"):
        visitor = http(world[name])
        for verb, follows in (("follows", True), ("follows/removal", False), ("follows", True)):
            assert visitor.post(f"/{verb}", data={"topic": topic, "next": PAGE}).status_code == 303
            assert ('aria-pressed="true"' in visitor.get(PAGE).text) is follows
    for unknown in (f"{TOPIC}@officers", "implementation:none@members", "clause:none"):
        assert http(world.caio).post("/follows", data={"topic": unknown}).status_code == 404


def test_each_step_is_on_record(world, http, session):
    address = add_action(http(world.amina), world.delegation("Kenya"))
    approved(http, world, address)
    action = action_at(session, address)
    kinds = session.scalars(
        select(Entry.kind)
        .join(Topic)
        .where(Topic.name == f"{TOPIC}@members", Entry.target_id == str(action.id))
        .order_by(Entry.seq)
    ).all()
    assert kinds == ["action.submitted", "action.reviewed", "action.approved"]
    assert [each.kind for each in action.statements] == [
        "added",
        "submitted",
        "reviewed",
        "approved",
    ]


def test_who_follows_the_implementation_reads_on_the_first_page_what_others_did(world, http):
    follow = {"topic": f"{TOPIC}@members", "next": "/"}
    before = add_action(http(world.amina), world.delegation("Kenya"), what="Quokka radio plays.")
    step(http(world.amina), before, "submission")
    http(world.caio).post("/follows", data=follow)
    news = http(world.caio).get("/").text
    shown = (
        r'name="topic" value="(implementation:[^"]+)"><input type="hidden" name="seq" value="(\d+)"'
    )
    marks = dict(re.findall(shown, news))
    http(world.caio).post("/read-marks", data={"topic": list(marks), "seq": list(marks.values())})
    draft = add_action(http(world.amina), world.delegation("Kenya"), what="Wombat plays.")
    assert "Quokka" not in http(world.caio).get("/").text
    assert "Wombat" not in http(world.caio).get("/").text, "a draft of another delegation"
    step(http(world.amina), draft, "submission")
    for name, hears in (("caio", True), ("farid", False)):
        page = http(world[name]).get("/").text
        assert ("Wombat" in page) is hears, name
    assert f'href="{draft}"' in http(world.caio).get("/").text


def test_the_first_page_shows_the_beginning_of_a_long_action_also_without_spaces(world, http):
    what = "为农村学校的教师开办四期上网安全课程" * 9
    http(world.caio).post("/follows", data={"topic": f"{TOPIC}@members", "next": "/"})
    address = add_action(http(world.amina), world.delegation("Kenya"), what=what)
    step(http(world.amina), address, "submission")
    page = html.fromstring(http(world.caio).get("/").text)
    [title] = [each.text_content() for each in page.xpath(f"//a[@href='{address}']")]
    assert what.startswith(title.removesuffix("…")) and len(title) > 100
