"""Reports on implementation: begun with last year's words, written by several, reviewed, adopted for good, and found."""

import hashlib
import html
import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from wgcop.database import db
from wgcop.implementation.states import ReviewState
from wgcop.implementation_reports.entries import EntriesNamed
from wgcop.implementation_reports.figures import value_of
from wgcop.implementation_reports.gathering import accepted_initiatives, reported
from wgcop.implementation_reports.models import AdoptedCopy, ImplementationReport
from wgcop.initiatives.kinds import EntryState
from wgcop.initiatives.models import EntryVersion, Initiative
from wgcop.mail import Message

OFFICERS = ("elke", "helena", "ines")
"""Rapporteur, chair, secretariat."""
MEMBERS = ("amina", "caio", "ruth", "salma")


def words(answer):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


@pytest.fixture
def reports(app, world):
    """Addresses of the report that is being written, and of the adopted one."""
    with app.app_context():
        rows = db.session.scalars(
            select(ImplementationReport).order_by(ImplementationReport.is_open.desc())
        )
        return [row.url for row in rows]


@pytest.fixture
def draft(reports):
    return reports[0]


@pytest.fixture
def adopted(reports):
    return reports[1]


@pytest.fixture
def section(app, draft):
    """`section("summary")`: what is stored of a section of the draft."""

    def read(key):
        with app.app_context():
            slug = draft.rpartition("/")[2]
            report = db.session.scalars(
                select(ImplementationReport).where(ImplementationReport.slug == slug)
            ).one()
            row = next(each for each in report.sections if each.key == key)
            return {
                "text": row.text,
                "version": row.version,
                "review": row.review,
                "mark": row.mark.value,
                "steps": [(step.kind.value, step.by.name) for step in row.steps],
            }

    return read


@pytest.fixture
def step(http, draft, section):
    """Take a step with a section, from the page as it is now or from an older one."""

    def take(person, kind, key="projects", version=None, **data):
        data |= {"version": version or section(key)["version"]}
        return http(person).post(f"{draft}/sections/{key}/{kind}", data=data)

    return take


@pytest.fixture
def write(http, draft, section):
    def send(person, text, key="projects", version=None):
        data = {"text": text, "version": version or section(key)["version"]}
        return http(person).post(f"{draft}/sections/{key}", data=data)

    return send


@pytest.fixture
def approve_all(app, draft):
    """As if everybody had done their part."""

    def act():
        with app.app_context():
            for row in (
                db.session.scalars(
                    select(ImplementationReport).where(
                        ImplementationReport.slug == draft.rpartition("/")[2]
                    )
                )
                .one()
                .sections
            ):
                row.review = ReviewState.APPROVED
            db.session.commit()

    return act


@pytest.fixture
def adopt(http, world, draft, approve_all):
    def act(**data):
        approve_all()
        return http(world.helena).post(f"{draft}/adoption", data=data)

    return act


# Who reads it


def test_everybody_reads_an_adopted_report_and_only_members_read_a_draft(
    world, http, draft, adopted
):
    assert "Document: C" in words(http().get(adopted))
    assert http().get(draft).headers["Location"].startswith("/sign-in")
    assert http().get(f"{draft}.docx").headers["Location"].startswith("/sign-in")
    assert draft not in http().get("/implementation/reports/").text
    for name in (*MEMBERS, *OFFICERS):
        assert http(world[name]).get(draft).headers["Location"] == f"{draft}/draft"
        assert http(world[name]).get(f"{draft}/draft").status_code == 200


def test_search_shows_a_draft_to_members_and_an_adopted_report_to_everybody(
    world, http, index, draft, adopted
):
    index()
    found = {
        who: {
            hit["url"]
            for hit in http(person).get("/search.json?q=kind:implementation-report").json["hits"]
        }
        for who, person in (("guest", None), ("amina", world.amina))
    }
    assert found == {"guest": {adopted}, "amina": {adopted, draft}}


def test_words_of_a_draft_revision_are_not_found_by_guests(world, http, index, adopted, app):
    assert http(world.ines).post(f"{adopted}/revision").status_code == 303
    with app.app_context():
        row = db.session.scalars(
            select(ImplementationReport).where(
                ImplementationReport.slug == adopted.rpartition("/")[2]
            )
        ).one()
        row.section("projects").text = "Quokkas were counted."
        db.session.commit()
    index()
    assert http().get("/search.json?q=quokkas").json["hits"] == []
    assert "Quokkas" not in http().get(adopted).text
    assert "Quokkas" in http(world.amina).get(f"{adopted}/draft").text


# Words


def test_a_report_begins_with_the_words_of_the_one_before_marked_as_unchanged(
    world, http, app, adopted
):
    slug = adopted.rpartition("/")[2]
    page = http(world.ines).get("/implementation/reports/new").text
    edition = re.search(r'<option[^>]* value="(\d+)"', page)[1]
    data = {
        "edition": edition,
        "previous": slug,
        "title": "Report for the next conference",
        "conference": "World Telecommunication Development Conference",
        "period_from": "2030-01-01",
        "period_to": "2030-12-31",
        "language": "en",
    }
    answer = http(world.ines).post("/implementation/reports/", data=data)
    assert answer.status_code == 303, words(answer)
    page = http(world.amina).get(answer.headers["Location"])
    assert "The regional offices named projects that could be supported." in words(page)
    assert page.text.count(">Unchanged</span>") == 10
    assert ">Updated</span>" not in page.text


def test_a_report_without_a_title_or_with_days_that_cannot_be_comes_back_filled_in(world, http):
    data = {"period_from": "2030-12-31", "period_to": "2030-01-01", "conference": "Council"}
    answer = http(world.ines).post("/implementation/reports/", data=data)
    assert answer.status_code == 422
    assert "Enter a title for the report." in words(answer)
    assert "This is before the first day." in words(answer)
    assert 'value="Council"' in answer.text


def test_a_section_is_updated_as_soon_as_somebody_changes_it_and_says_who_did(
    world, http, draft, section, write
):
    assert section("projects")["mark"] == "unchanged"
    assert write(world.elke, "A new project began in Kenya.").status_code == 303
    assert section("projects")["mark"] == "updated"
    assert section("projects")["steps"] == [("edited", "Elke Brunnhof")]
    page = http(world.amina).get(f"{draft}/draft")
    assert "A new project began in Kenya." in words(page)
    about = words(http(world.amina).get(f"{draft}/sections/projects"))
    assert "Regional projects are few" in about, "what the report before said is shown"


def test_a_section_whose_line_breaks_alone_change_is_saved_as_it_was_typed(world, section, write):
    """They make lists and paragraphs. Each change is one step; what is saved unchanged is none."""
    for person, text in (
        (world.ines, "Two projects: - one in Kenya - one in Egypt"),
        (world.elke, "Two projects:\n\n- one in Kenya\n- one in Egypt"),
        (world.elke, "Two projects:\n\n- one in Kenya\n- one in Egypt"),
        (world.ines, "Two projects:\n\n- one in Kenya\n\n- one in Egypt"),
    ):
        assert write(person, text.replace("\n", "\r\n")).status_code == 303
        assert section("projects")["text"] == text
    assert len(section("projects")["steps"]) == 3


def test_only_rapporteur_chair_and_secretariat_write(world, write):
    for name in OFFICERS:
        assert write(world[name], f"Written by {name}.").status_code == 303
    for name in MEMBERS:
        assert write(world[name], f"Written by {name}.").status_code == 403


def test_two_people_write_in_different_sections_at_once_and_neither_disturbs_the_other(
    world, write, section
):
    before = section("projects")["version"]
    assert write(world.elke, "Elke's words.", "summary").status_code == 303
    assert write(world.ines, "Ines's words.", "projects", version=before).status_code == 303
    assert section("summary")["text"] == "Elke's words."
    assert section("projects")["text"] == "Ines's words."


def test_two_people_write_in_the_same_section_and_the_second_sees_both_texts(world, write, section):
    version = section("projects")["version"]
    assert write(world.elke, "Elke's words.", version=version).status_code == 303
    answer = write(world.ines, "Ines's words.", version=version)
    assert answer.status_code == 409
    assert "Elke's words." in html.unescape(answer.text)
    assert "Ines's words.</textarea>" in html.unescape(answer.text)
    assert section("projects")["text"] == "Elke's words."
    again = re.search(r'name="version" value="(\d+)"', answer.text)[1]
    assert write(world.ines, "Both.", version=again).status_code == 303


def test_two_people_change_the_cover_and_the_second_sees_both(world, http, draft):
    ines, jonas = http(world.ines), http(world.jonas)
    page = ines.get(f"{draft}/cover").text
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    data = {
        "title": "First title",
        "period_from": "2026-01-01",
        "period_to": "2026-12-31",
        "language": "en",
        "version": version,
    }
    assert ines.post(f"{draft}/cover", data=data).status_code == 303
    answer = jonas.post(f"{draft}/cover", data={**data, "title": "Second title"})
    assert answer.status_code == 409
    assert "First title" in answer.text
    assert 'value="Second title"' in answer.text


# Review and adoption


def test_a_section_goes_from_draft_to_approved_with_who_and_when_and_back_when_it_is_changed(
    world, section, write, step
):
    write(world.ines, "Words.")
    assert step(world.ines, "submission").status_code == 303
    assert step(world.ines, "review").status_code == 403
    assert step(world.elke, "review").status_code == 303
    assert step(world.elke, "approval").status_code == 403
    assert step(world.helena, "approval").status_code == 303
    assert section("projects")["review"] == ReviewState.APPROVED
    assert section("projects")["steps"] == [
        ("edited", "Ines Carvalhal"),
        ("submitted", "Ines Carvalhal"),
        ("reviewed", "Elke Brunnhof"),
        ("approved", "Helena Tavira"),
    ]
    write(world.ines, "Other words.")
    assert section("projects")["review"] == ReviewState.DRAFT


def test_a_section_is_sent_back_with_a_reason(world, http, draft, section, step):
    assert section("summary")["review"] == ReviewState.SUBMITTED
    assert step(world.elke, "return", "summary", words="").status_code == 422
    assert step(world.elke, "return", "summary", words="Too short.").status_code == 303
    assert section("summary")["review"] == ReviewState.DRAFT
    assert "Too short." in words(http(world.ines).get(f"{draft}/sections/summary"))


def test_nobody_reviews_approves_or_sends_back_a_text_that_they_have_not_read(
    world, section, write, step
):
    write(world.ines, "First words.")
    step(world.ines, "submission")
    for officer, kind in (
        (world.elke, "review"),
        (world.helena, "approval"),
        (world.helena, "return"),
        (world.ines, "submission"),
    ):
        read = section("projects")["version"]
        write(world.ines, f"Unread before the {kind}.")
        if kind != "submission":
            step(world.ines, "submission")
        if kind in ("approval", "return"):
            step(world.elke, "review")
        before = section("projects")
        answer = step(officer, kind, version=read, words="Too long.")
        assert answer.status_code == 409
        assert "Somebody changed this after you opened the page." in words(answer)
        assert f"Unread before the {kind}." in words(answer)
        assert section("projects") == before
        if kind == "return":
            assert "Too long." in answer.text  # the reason that was typed stays in the form


def test_all_that_are_reviewed_are_approved_as_the_page_showed_them(
    world, http, draft, section, write, step
):
    for key in ("summary", "projects"):
        write(world.ines, "Words that are read.", key)
        step(world.ines, "submission", key)
        step(world.elke, "review", key)
    page = http(world.helena).get(f"{draft}/draft").text
    shown = re.findall(r'name="section" value="([\d.]+)" form="approving"', page)
    write(world.ines, "Words that nobody read.", "summary")
    step(world.ines, "submission", "summary")
    step(world.elke, "review", "summary")
    approve = http(world.helena).post
    assert approve(f"{draft}/approvals", data={"section": shown}).status_code == 303
    assert section("projects")["review"] == ReviewState.APPROVED
    assert section("summary")["review"] == ReviewState.REVIEWED
    assert approve(f"{draft}/approvals", data={"section": [*shown, "x.1"]}).status_code == 409
    assert section("summary")["review"] == ReviewState.REVIEWED


def test_the_first_page_says_what_waits_for_whom(world, http, draft):
    waiting = {
        name: words(http(world[name]).get("/")) for name in ("elke", "ines", "helena", "amina")
    }
    assert "1 section waits to be reviewed" in waiting["elke"]
    assert "to be reviewed" not in waiting["ines"]
    assert "1 section waits to be approved" in waiting["ines"]
    assert "1 section waits to be reviewed" in waiting["helena"]
    assert "1 section waits to be approved" in waiting["helena"]
    assert "section waits" not in waiting["amina"]


def test_a_report_is_not_adopted_before_all_its_sections_are_approved(world, http, draft, app):
    answer = http(world.helena).post(f"{draft}/adoption")
    assert answer.status_code == 409
    assert "sections are not approved yet" in words(answer)
    page = http(world.helena).get(f"{draft}/adoption")
    assert "8 sections are not approved yet" in words(page)
    with app.app_context():
        assert len(db.session.scalars(select(AdoptedCopy)).all()) == 1


def test_what_is_adopted_says_as_of_when_and_by_which_meeting_and_everybody_reads_it(
    world, http, draft, adopt, clock
):
    now = clock.stop()
    answer = adopt(meeting="wg-cop-2", note="Adopted **without** comment.")
    assert answer.status_code == 303, words(answer)
    page = http().get(draft)
    assert page.status_code == 200
    assert "Second meeting of WG-COP" in words(page)
    assert "Adopted without comment." in words(page)
    assert f"{now:%H:%M} UTC" in words(page)
    assert "Draft, not adopted" not in words(page)


def test_the_checksum_on_the_page_is_that_of_the_content_that_everybody_can_take(
    http, draft, adopt
):
    adopt()
    page = http().get(draft).text
    [printed] = set(re.findall(r"\b[0-9a-f]{64}\b", page))
    content = http().get(f"{draft}/copies/0.json").data
    assert hashlib.sha256(content).hexdigest() == printed
    stored = json.loads(content)
    assert stored["as_at"]
    assert stored["totals"][0][0] == "clauses"


def test_what_happens_to_the_registry_later_changes_nothing_in_an_adopted_report(
    world, http, app, draft, adopt
):
    adopt()
    before = http().get(draft).text
    content = http().get(f"{draft}/copies/0.json").data
    with app.app_context():
        for entry in db.session.scalars(select(Initiative)):
            entry.name = f"Renamed {entry.id}"
            entry.state = EntryState.WITHDRAWN
        db.session.commit()
    assert http().get(f"{draft}/copies/0.json").data == content
    after = http().get(draft).text
    assert "Renamed" not in after
    assert re.findall(r"INI-\d+", after) == re.findall(r"INI-\d+", before)


def test_an_adopted_report_does_not_change_and_a_revision_becomes_another_copy(
    world, http, draft, adopt, write, section, approve_all
):
    adopt()
    refused = write(world.ines, "Later words.")
    assert refused.status_code == 409
    assert "can no longer be changed" in words(refused)
    assert http(world.helena).post(f"{draft}/revision").status_code == 303
    assert write(world.ines, "Later words.").status_code == 303
    assert "Later words." not in http().get(draft).text, (
        "a revision is for members until it is adopted"
    )
    approve_all()
    assert (
        http(world.helena).post(f"{draft}/adoption", data={"note": "Corrected."}).status_code == 303
    )
    latest = http().get(draft)
    assert "Later words." in words(latest)
    assert re.search(r"C\d\d/18-E Rev\.1", words(latest))
    first = http().get(f"{draft}/copies/0")
    assert "Later words." not in words(first)
    assert "You are reading an older copy" in words(first)


def test_followers_hear_by_mail_that_it_was_adopted_and_nobody_else_does(
    world, http, app, draft, adopt
):
    slug = draft.rpartition("/")[2]
    assert http(world.amina).post("/follows", data={"topic": f"report:{slug}"}).status_code == 204
    assert http().post("/follows", data={"topic": f"report:{slug}"}).status_code == 303
    adopt(note="It was welcomed.")
    with app.app_context():
        letters = {
            row.recipient: row.text
            for row in db.session.scalars(select(Message))
            if row.subject.startswith("Adopted:")
        }
    assert "It was welcomed." in letters["amina@example.org"]
    assert draft in letters["amina@example.org"]
    assert "caio@example.org" not in letters


def test_members_see_a_section_change_while_they_read_and_guests_hear_nothing(
    world, listen, draft, write
):
    topic = f"report:{draft.rpartition('/')[2]}@members"
    amina, guest = listen(world.amina, topic), listen(None, topic)
    write(world.elke, "Heard at once.")
    [entry] = amina()
    assert entry["kind"] == "section.edited"
    assert "Heard at once." in entry["html"]
    assert "<form" not in entry["html"]
    assert guest() == []


# Comparison and figures


def test_two_reports_stand_side_by_side_with_their_words_and_figures(world, http, draft, adopted):
    page = http(world.amina).get(f"{draft}/compare")
    said = words(page)
    assert "The working group met" in said
    assert "<ins" in page.text
    assert "<del" in page.text
    assert "Operative clauses 8 8 –" in said
    assert "The words are the same." in said
    alone = http().get(f"{adopted}/compare")
    assert alone.status_code == 200
    assert draft not in alone.text
    assert http().get(f"{adopted}/compare?with={draft.rpartition('/')[2]}").status_code == 404


def test_the_figures_of_a_report_are_those_of_the_registrys_own_page(world, http, draft):
    registry = words(http().get("/initiatives/"))
    entries = re.search(r"(\d+) entries", registry)[1]
    report = words(http(world.amina).get(f"{draft}/draft"))
    assert f"Entries in the registry {entries}" in report
    for level in ("national", "regional", "international"):
        number = re.search(
            r"(\d+) of \d+ entries", words(http().get(f"/initiatives/?level={level}"))
        )[1]
        assert f"{level.capitalize()} initiatives {number}" in report


def test_a_report_is_read_and_composed_in_a_number_of_statements_that_nothing_raises(
    world, http, statements, draft, adopted, app
):
    amina, guest = http(world.amina), http()
    addresses = (
        (amina, f"{draft}/draft"),
        (guest, adopted),
        (amina, f"{draft}/compare"),
        (guest, "/implementation/reports/"),
    )

    def counted():
        numbers = []
        for who, address in addresses:
            with statements() as sent:
                assert who.get(address).status_code == 200
            numbers.append(len(sent))
        return numbers

    before = counted()
    with app.app_context():
        first = db.session.scalars(select(Initiative)).first()
        for number in range(60):
            db.session.add(
                Initiative(
                    slug=f"more-{number}",
                    number=1000 + number,
                    name=f"More {number}",
                    kind=first.kind,
                    level=first.level,
                    scope="More.",
                )
            )
        db.session.commit()
    assert counted() == before
    assert max(before) <= 45, before


@pytest.mark.parametrize("which", ["all", "changed", "new"])
def test_a_report_names_the_entries_that_its_cover_asks_for(app, world, draft, which):
    """Since the previous report: one entry came in, one was edited, the others stayed as they were."""
    with app.app_context():
        report = db.session.scalars(
            select(ImplementationReport).where(
                ImplementationReport.slug == draft.rpartition("/")[2]
            )
        ).one()
        moment = report.previous.adopted.adopted_at
        db.session.execute(update(EntryVersion).values(at=moment - timedelta(days=1)))
        versions = db.session.scalars(select(EntryVersion).order_by(EntryVersion.id)).all()
        new, edited = (
            versions[0],
            next(each for each in versions if each.initiative_id != versions[0].initiative_id),
        )
        for version, done in ((new, "accepted"), (edited, "edited")):
            version.at, version.done = moment + timedelta(days=1), done
        report.entries_named = EntriesNamed(which)
        db.session.flush()
        told = reported(report)
        all_entries = accepted_initiatives()
        names = {
            "all": {each.url for each in all_entries},
            "changed": {new.initiative.url, edited.initiative.url},
            "new": {new.initiative.url},
        }[which]
        assert {each.url for each in told.registry} == names & {each.url for each in all_entries}
        assert value_of(told.totals, "entries") == len(all_entries)
        db.session.rollback()
