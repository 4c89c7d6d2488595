"""The first page: calm for a guest, useful for whoever signed in, and never telling what is private."""

import re

from lxml import html
from sqlalchemy import delete, select

from wgcop.accounts.actions.people import appoint
from wgcop.accounts.models import Category, Delegation, GroupRole, Membership, Person
from wgcop.accounts.roles import Appointment
from wgcop.bodies.models import Meeting
from wgcop.events.models import Topic
from wgcop.following.actions import mark_read
from wgcop.following.models import ReadMark
from wgcop.home.queries import next_due
from wgcop.home.waiting import WaitingParts
from wgcop.observing.version import version
from wgcop.resolutions.models import Wording
from wgcop.threads.actions.comments import post_comment, thread_of

REPORT = "instructs the Director of the Telecommunication Development Bureau 5"


def test_a_guest_sees_what_this_is_and_how_to_sign_in(http, world):
    page = http().get("/")
    assert page.status_code == 200
    assert "Resolution 67 (Hyderabad, 2010)" in page.text
    assert 'href="/resolutions/67-hyderabad-2010"' in page.text
    assert "Third meeting of WG-COP" in page.text
    assert "Second meeting of WG-COP" in page.text
    assert "On now" in page.text
    assert 'href="/initiatives/?level=national"' in page.text
    assert "/sign-in" in page.text


def test_a_guest_sees_nothing_that_is_for_members(http, world):
    page = http().get("/").text
    for private in ("meet.example.org", "Amina", "WG-COP/3/1", "sheet of two pages"):
        assert private not in page


def test_the_page_of_an_empty_workspace_says_so(http, app):
    page = http().get("/")
    assert page.status_code == 200
    assert "No resolution has been imported yet." in page.text
    assert "No meeting is planned." in page.text
    assert "The registry is empty." in page.text


def test_a_new_secretariat_is_led_from_the_resolution_to_the_people(http, session):
    nora = Person(email="nora@example.org", name="Nora")
    appoint(nora, Appointment(GroupRole.SECRETARIAT), by=None)
    session.commit()
    steps = [
        "/resolutions/import",
        "/meetings/new",
        "/delegations/new",
        "/people/invitations/new",
    ]

    def shown():
        found = html.fromstring(http(nora).get("/").text).xpath("//section[h2/@id='first-steps']")
        rows = [row for section in found for row in section.xpath(".//li")]
        return {row.xpath(".//a/@href")[0]: "done" in row.text_content() for row in rows}

    assert shown() == dict.fromkeys(steps, False)
    assert all(http(nora).get(step).status_code == 200 for step in steps)
    kenya = Delegation(name="Kenya", code="KEN", category=Category.MEMBER_STATE)
    session.add(kenya)
    session.commit()
    assert shown() == dict.fromkeys(steps, False) | {"/delegations/new": True}
    amina = Person(
        email="amina@example.org", name="Amina", memberships=[Membership(delegation=kenya)]
    )
    session.add(amina)
    session.commit()
    assert "First steps" not in http(amina).get("/").text
    assert "First steps" in http(nora).get("/").text


def test_nobody_is_led_through_first_steps_where_all_are_done(http, world):
    assert "First steps" not in http(world.ines).get("/").text


def test_a_delegate_sees_what_is_on_the_floor(http, world):
    page = http(world.amina).get("/").text
    assert "https://meet.example.org/wg-cop-3" in page
    assert "Guidance to Member States, with Question 22-2/1" in page
    assert "One list of requests for information" in page
    assert 'href="/documents/WG-COP/3/1"' in page
    assert "/contributions/new?meeting=wg-cop-3" in page


def test_what_was_said_since_is_new_until_it_is_read(session, http, world):
    assert "I see convergence on make it available" in http(world.amina).get("/").text
    for topic in session.scalars(select(Topic).where(Topic.parent.is_not(None))):
        if topic.may_be_heard_by(world.amina.audiences):
            mark_read(topic, topic.seq, by=world.amina)
    session.commit()
    page = http(world.amina).get("/").text
    assert "I see convergence" not in page
    assert "You have read all comments" in page


def test_what_a_delegation_says_to_itself_is_new_to_nobody_else(session, http, world):
    wording = session.scalars(select(Wording).where(Wording.citation == REPORT)).one()
    post_comment(
        thread_of(wording.clause),
        by=world.wanjiru,
        capacity=world.wanjiru.capacities[0],
        body="We hold out for a table.",
        key="home-1",
        audience=world.delegation("Kenya").audience,
    )
    session.commit()
    assert "We hold out for a table." in http(world.amina).get("/").text
    assert "Only Kenya" in http(world.amina).get("/").text
    for other in (world.haruko, world.helena, world.ines, None):
        assert "We hold out" not in http(other).get("/").text
    assert "We hold out" not in http(world.wanjiru).get("/").text


def test_a_clause_stands_there_once_with_calls_and_replies_marked(session, http, world):
    clause = session.scalars(select(Wording).where(Wording.citation == REPORT)).one().clause
    kenya, colleague = world.delegation("Kenya").audience, world.wanjiru

    def say(key, body, by=colleague, **more):
        return post_comment(
            thread_of(clause), by=by, capacity=by.capacities[0], body=body, key=key, **more
        ).comment

    before = int(row_of(clause, http(world.amina))[1] or 0)
    first = say("home-2", "A table would do.", by=world.haruko)
    say("home-3", "We hold out for a table.", audience=kenya)
    say("home-4", "@Kenya, would a list do?", by=world.haruko, parent=first)
    session.commit()

    row, count = row_of(clause, http(world.amina))
    assert int(count) == before + 3, "private and public news are one line"
    words = row.text_content()
    assert "@ 1" in words
    assert "reply" in words
    assert "would a list do?" in words

    row, _count = row_of(clause, http(world.farid))
    assert "@ 1" not in row.text_content(), "Egypt was not called"
    assert "We hold out" not in row.text_content()


def row_of(clause, reader):
    """The clause's one line on the first page, and how much it says is new."""
    page = html.fromstring(reader.get("/").text)
    rows = page.xpath(f"//li[contains(@class, 'row')][.//a[@href='{clause.url}#new']]")
    assert len(rows) <= 1
    match = re.search(r"(\d+) new", rows[0].text_content()) if rows else None
    return (rows[0] if rows else None), match and match[1]


def test_a_delegations_drafts_are_its_own(http, world):
    draft = "Regional courses for those who train teachers"
    assert draft in http(world.farid).get("/").text
    for other in (world.amina, world.helena, world.ines):
        assert draft not in http(other).get("/").text


def test_a_late_paper_waits_for_its_writers_and_the_officers(http, world):
    for who, sees in (("ines", True), ("helena", True), ("mateo", True), ("amina", False)):
        page = http(world[who]).get("/").text
        assert ("A sheet of two pages for technological solutions" in page) is sees, who
        assert ("Waiting for the secretariat" in page) is sees, who


def test_the_deadline_says_how_near_it_is(session, world, clock):
    meeting = session.scalars(select(Meeting).where(Meeting.number == 3)).one()
    clock.stop(meeting.contributions_due)
    assert next_due([meeting]).state == "urgent"
    clock.advance(days=-5)
    assert next_due([meeting]).state == ""
    clock.advance(days=6)
    assert next_due([meeting]).state == "passed"
    assert next_due([]) is None


def test_of_two_deadlines_the_nearer_one_that_has_not_passed_counts(session, world, clock):
    second, third = session.scalars(select(Meeting).order_by(Meeting.number)).all()
    clock.stop(second.contributions_due)
    assert next_due([third, second]).meeting is second
    clock.advance(days=1)
    assert next_due([third, second]).meeting is third


def test_a_newcomer_is_not_told_that_all_of_it_came_since_they_were_here(http, world, session):
    session.execute(delete(ReadMark).where(ReadMark.person_id == world.amina.id))
    session.commit()
    amina = http(world.amina)
    assert "Recent comments" in amina.get("/").text
    topic = session.scalars(select(Topic).where(Topic.seq > 0)).first()
    mark_read(topic, 1, by=world.amina)
    session.commit()
    page = amina.get("/").text
    assert "New since you were here" in page and "Recent comments" not in page


def test_the_page_begins_with_what_waits_and_shows_three_of_what_others_did(http, world):
    page = http(world.ines).get("/").text
    own, now, news = (
        page.index(each) for each in ("Your action points", 'class="on-now"', 'id="news"')
    )
    assert own < now < news
    shown, _, folded = page.partition('id="implementation-news"')[2].partition("<details")
    assert shown.count('class="row is-new"') == 3
    assert folded.partition("</details>")[0].count('class="row is-new"') >= 3


def test_the_page_takes_the_same_few_statements_for_everybody(http, world, statements):
    numbers = set()
    for who in ("amina", "ines", "odile"):
        visitor = http(world[who])
        with statements() as sent:
            assert visitor.get("/").status_code == 200
        numbers.add(len(sent))
    assert max(numbers) <= 38


def test_nothing_is_missing_because_it_was_asked_beforehand_what_there_is(
    world, http, session, monkeypatch, statements
):
    people = [
        person
        for person in session.scalars(select(Person).where(Person.active).order_by(Person.id))
    ]
    fewest = 100
    for person in people:
        visitor = http(person)
        visitor.get("/")
        with statements() as sent:
            page = home_of(visitor)
        with monkeypatch.context() as patched:
            patched.setattr("wgcop.home.views.what_waits", lambda _: WaitingParts())
            patched.setattr("wgcop.accounts.kept_readers.present_stamp", lambda: None)
            assert page == home_of(visitor), person.name
        fewest = min(fewest, len(sent))

    assert len(people) > 4 and fewest <= 14


def test_who_opens_it_again_is_only_asked_for_how_far_they_have_read(
    world, http, session, statements
):
    wanjiru, amina = http(world.wanjiru), http(world.amina)
    for visitor in (wanjiru, amina):
        assert "I see convergence" in home_of(visitor)
        with statements() as sent:
            assert "I see convergence" in home_of(visitor)
        assert len(sent) == 2, "\n".join(sent)

    for topic in session.scalars(select(Topic).where(Topic.parent.is_not(None))):
        if topic.may_be_heard_by(world.wanjiru.audiences):
            mark_read(topic, topic.seq, by=world.wanjiru)
    session.commit()
    assert "You have read all comments" in home_of(wanjiru)
    assert "I see convergence" in home_of(amina)


def test_whatever_is_said_within_a_delegation_is_on_its_pages_at_once_and_on_no_others(
    session, http, world
):
    wording = session.scalars(select(Wording).where(Wording.citation == REPORT)).one()
    readers = {name: http(world[name]) for name in ("amina", "haruko", "helena", "ines", "teresa")}
    before = {name: home_of(reader) for name, reader in readers.items()}
    post_comment(
        thread_of(wording.clause),
        by=world.wanjiru,
        capacity=world.wanjiru.capacities[0],
        body="We hold out for a table.",
        key="home-2",
        audience=world.delegation("Kenya").audience,
    )
    session.commit()
    for name, reader in readers.items():
        page = home_of(reader)
        assert ("We hold out" in page) == (name == "amina"), name
        assert name == "amina" or page == before[name], name


def home_of(visitor):
    """As people see it, without tokens and what tells one request from another."""
    return html.fromstring(visitor.get("/").text).find(".//main").text_content()


def test_a_guests_page_takes_four_statements(http, world, statements):
    with statements() as sent:
        http().get("/")
    assert len(sent) == 4


def test_only_the_secretariat_reads_at_the_foot_which_version_runs(http, world):
    words = f"Version {version()}"
    assert words in http(world.ines).get("/").text
    assert words not in http(world.amina).get("/").text
    assert words not in http().get("/").text
