"""The trail as the secretariat reads it."""

import ast
import csv
import io
import re

import click
import pytest
from sqlalchemy import select

from tests.architecture.reading import every_command, modules, name, report, tree
from tests.audit.test_chain import verify
from tests.initiatives.registered import RADIO
from wgcop.accounts.models import Person
from wgcop.agenda.models import AgendaItem
from wgcop.audit import queries
from wgcop.audit.deeds import DEEDS, IN_HISTORY, KIND_NAMES, PLACES
from wgcop.audit.models import AuditRow
from wgcop.audit.views import EXPORTS
from wgcop.bodies.models import Meeting
from wgcop.cli import main
from wgcop.database import db
from wgcop.implementation_reports.models import ImplementationReport
from wgcop.initiatives.actions import add_initiative
from wgcop.initiatives.models import Initiative

SECRET = "quokka"
WID = "wtdc-67.recs_recognizing__rec_b"
JSON = {"Accept": "application/json"}


@pytest.fixture
def rows(app):
    """What was added to the trail since the demo world."""

    def read(session):
        return session.scalars(select(AuditRow).order_by(AuditRow.number)).all()

    with app.app_context():
        before = len(read(db.session))

    def added():
        with app.app_context():
            return [
                (row.deed, row.person_id, row.of_kind, row.detail)
                for row in read(db.session)[before:]
            ]

    return added


def said(page):
    """The rows of the page, as words."""
    body = re.search(r"<tbody>(.*?)</tbody>", page.text, re.S)
    found = re.findall(r"<tr>(.*?)</tr>", body[1], re.S) if body else []
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in found]


def test_ines_reads_that_she_appointed_luc_and_in_which_office(world, http, rows):
    ines = http(world.ines)
    ines.post(f"/people/{world.luc.id}/offices", data={"office": "rapporteur", "scope": "Youth"})
    assert rows() == [("person.appointed", world.ines.id, "person", "rapporteur · Youth")]
    first = said(ines.get("/audit"))[0]
    assert "Ines" in first and "Assigned an office" in first and "Luc" in first
    assert "rapporteur · Youth" in first


@pytest.mark.parametrize("who", ["amina", "helena", "luc", "elke"])
def test_nobody_but_the_secretariat_reads_it(world, http, who):
    person = http(world[who])
    assert person.get("/audit").status_code == 403
    assert person.get("/audit.csv").status_code == 403
    assert "/audit" not in person.get("/").text
    assert "/audit" in http(world.ines).get("/").text


def test_nothing_of_kenyas_private_layer_is_in_it(world, http, rows):
    amina = http(world.amina)
    private = whisper(amina, world)
    amina.post(f"/comments/{private}/retraction")
    amina.post("/contributions/", data={"title": f"Draft of a {SECRET}", "meeting": "wg-cop-3"})
    assert rows() == []
    assert SECRET not in http(world.ines).get("/audit.csv").text


def test_a_released_comment_is_in_it_by_its_clause_and_without_its_words(world, http, rows):
    amina = http(world.amina)
    private = whisper(amina, world)
    assert amina.post(f"/comments/{private}/release", headers=JSON).status_code == 201
    assert [row[0] for row in rows()] == ["comment.released"]
    table = http(world.ines).get("/audit.csv").text
    assert SECRET not in table and "recognizing" in table
    assert "/comments/" in http(world.ines).get("/audit").text


def test_the_name_of_an_entry_is_looked_up_and_goes_from_the_trail_when_it_is_redacted(
    world, http, app
):
    with app.app_context():
        ines = db.session.get(Person, world.ines.id)
        entry = add_initiative(RADIO.but(name=f"Talks of {SECRET}"), by=ines)
        db.session.commit()
        key = entry.id
    ines = http(world.ines)
    assert SECRET in said(ines.get(f"/audit?thing={SECRET}"))[0]
    assert SECRET in ines.get(f"/audit.csv?thing={SECRET}").text
    with app.app_context():
        of_entry = (AuditRow.of_kind == "initiative") & (AuditRow.of_id == str(key))
        stored = db.session.scalars(select(AuditRow.of_name).where(of_entry))
        assert set(stored) == {""}
        db.session.get(Initiative, key).name = "[redacted]"
        db.session.commit()
    assert SECRET not in ines.get("/audit").text
    assert SECRET not in ines.get("/audit.csv").text


def test_an_item_that_the_chair_removes_is_in_it(world, http, rows, app):
    with app.app_context():
        items = select(AgendaItem).join(Meeting).where(Meeting.slug == "wg-cop-3")
        empty = [
            each.id
            for each in db.session.scalars(items.order_by(AgendaItem.id))
            if not each.decisions
        ]
    helena, meeting = http(world.helena), "/meetings/wg-cop-3"
    removed = next(
        each
        for each in reversed(empty)
        if helena.post(f"{meeting}/items/{each}/removal").status_code == 303
    )
    with app.app_context():
        assert db.session.get(AgendaItem, removed) is None
    [(deed, by, kind, count)] = rows()
    assert (deed, by, kind) == ("item.removed", world.helena.id, "item") and int(count) >= 1


def test_the_trail_is_narrowed_by_person_deed_thing_and_day(world, http, clock):
    ines = http(world.ines)
    clock.stop()
    ines.post(f"/people/{world.luc.id}/deactivation")
    clock.advance(days=3)
    ines.post(f"/people/{world.luc.id}/reactivation")
    everything = said(ines.get("/audit"))
    assert "Reactivated" in everything[0] and "Deactivated" in everything[1]
    assert len(said(ines.get("/audit?deed=person.deactivated"))) == 1
    assert all("Luc" in row for row in said(ines.get("/audit?person=luc&deed=people"))[:2])
    assert said(ines.get("/audit?person=nobody-at-all")) == []
    assert "No action matches" in ines.get("/audit?person=nobody-at-all").text
    assert said(ines.get("/audit?thing=no+such+thing")) == []
    by_amina = said(ines.get(f"/audit?by={world.amina.id}"))
    assert not any("Reactivated" in row for row in by_amina)
    assert ines.get("/audit?since=not-a-day&by=x&before=-9&deed=none").status_code == 200


def test_the_last_day_there_is_includes_every_row(world, http):
    ines = http(world.ines)
    assert said(ines.get("/audit?until=9999-12-31")) == said(ines.get("/audit"))
    whole = ines.get("/audit.csv?until=9999-12-31")
    assert whole.status_code == 200 and len(whole.text.splitlines()) > 10
    assert ines.get("/audit?since=0001-01-01&until=0001-01-01").status_code == 200


@pytest.mark.parametrize(
    "asked, field",
    [
        ("since=notadate", "From"),
        ("until=2026-02-31", "Until"),
        ("deed=nope", "What was done"),
        ("by=x", "by"),
    ],
)
def test_a_table_is_not_made_of_a_filter_that_cannot_be_used(world, http, rows, asked, field):
    ines = http(world.ines)
    refused = ines.get(f"/audit.csv?{asked}")
    assert refused.status_code == 422 and "attachment" not in str(refused.headers)
    told = re.search(r'class="problem__said">(.*?)</p>', refused.text)
    assert told and field in told[1]
    assert rows() == [], "Nothing was taken."
    page = ines.get(f"/audit?{asked}")
    assert page.status_code == 200 and ('aria-invalid="true"' in page.text) == (field != "by")


def test_older_rows_follow_on_further_pages_without_a_gap(world, http, app):
    ines = http(world.ines)
    for turn in range(80):
        ines.post(f"/people/{world.luc.id}/{'deactivation' if turn % 2 else 'reactivation'}")
    numbers, address = [], "/audit"
    while address:
        page = ines.get(address)
        numbers += [int(row.split()[-1]) for row in said(page)]
        link = re.search(r'rel="next" href="([^"]+)"', page.text)
        address = link[1].replace("&amp;", "&") if link else None
    assert numbers == sorted(set(numbers), reverse=True) and len(numbers) > 100


def test_taking_the_table_is_in_the_trail_itself(world, http, rows):
    ines = http(world.ines)
    ines.post(f"/people/{world.luc.id}/deactivation")
    table = list(csv.DictReader(io.StringIO(ines.get("/audit.csv?deed=people").text)))
    assert table[0]["Deed"] == "person.deactivated" and table[0]["Name"] == world.ines.name
    assert [row[0] for row in rows()] == ["person.deactivated", "trail.exported"]


@pytest.mark.parametrize("at_once", [1, 7])
def test_the_table_holds_each_row_once_however_many_are_read_at_once(
    world, http, monkeypatch, at_once
):
    ines = http(world.ines)

    def table():
        return list(csv.DictReader(io.StringIO(ines.get("/audit.csv?until=2999-01-01").text)))

    whole = table()
    assert len(whole) > 14
    monkeypatch.setattr(queries, "IN_A_TABLE", at_once)
    again = table()
    assert again[0]["Deed"] == "trail.exported" and again[1:] == whole


def test_who_takes_papers_and_tables_is_in_the_trail_and_no_guest_is(world, http, rows):
    amina = http(world.amina)
    assert amina.get("/search.csv?q=children").status_code == 200
    assert amina.head("/search.csv?q=children").status_code == 200
    assert http().get("/initiatives/registry.csv").status_code == 200
    assert rows() == [("export.taken", world.amina.id, "export", "")]


TAKE_FILES = {
    "contributions export": ("WG-COP/3/1", "paper.txt", "--format", "txt"),
    "registry export": ("registry.csv",),
    "report": ("{adopted}", "--format", "html", "--output", "report.html"),
}
"""Commands that give what delegations wrote as a file, and what each is tried with."""
TAKE_NONE = {
    "backup": "noted as a backup",
    "priorwork import": "brings files in",
    "registry import": "brings a file in",
    "resolutions import": "brings a file in",
    "restore": "brings a file in",
    "setup": "writes settings",
}


def test_who_takes_a_file_by_a_command_is_in_the_trail_once(
    world, app, rows, tmp_path, monkeypatch
):
    with app.app_context():
        is_adopted = ImplementationReport.is_open.is_(False)
        adopted = db.session.scalars(select(ImplementationReport.slug).where(is_adopted)).first()
    monkeypatch.chdir(tmp_path)
    for command, options in TAKE_FILES.items():
        words = [*command.split(), *(each.format(adopted=adopted) for each in options)]
        said = app.test_cli_runner().invoke(main, words)
        assert said.exit_code == 0, said.output
    taken = [("export.taken", None, "export", "")]
    assert rows() == taken * len(TAKE_FILES)


def test_every_command_that_may_write_a_file_says_whether_it_is_an_export():
    may_write = {
        name
        for name, command in every_command(main)
        if any(isinstance(p.type, click.Path) and not p.type.exists for p in command.params)
    }
    report(
        "Note each of these as wgcop.commands.rules does with others, or say in TAKE_NONE why not.",
        sorted(may_write - TAKE_FILES.keys() - TAKE_NONE.keys()),
    )


FILES = re.compile(r"\.(csv|xlsx|zip|docx|pdf|json|html|any\()|\.<any|<any\(")
NO_EXPORTS = {
    "contributions.draft_in_word": "a draft is its drafters' own",
    "contributions.draft_in_print": "a draft is its drafters' own",
    "contributions.compare_in_word": "it may be a draft",
    "contributions.compare_in_print": "it may be a draft",
    "initiatives.coverage_table": "counts of what everybody reads",
    "initiatives.coverage_picture": "counts of what everybody reads",
    "meetings.calendar": "dates that everybody reads",
    "accounts.recovery_codes_file": "one's own",
    "search_api.search": "read by programs, as a page of results",
}


def test_every_address_of_a_file_says_whether_it_is_an_export(app):
    files = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if FILES.search(rule.rule) and not rule.rule.startswith("/api/")
    }
    report(
        "Add these to EXPORTS of wgcop.audit.views, or say in NO_EXPORTS why no trail needs them.",
        sorted(files - EXPORTS.keys() - NO_EXPORTS.keys()),
    )
    assert set(EXPORTS) <= set(app.view_functions), "these are gone"


def test_the_page_takes_few_statements(world, http, statements):
    ines = http(world.ines)
    ines.get("/audit")
    with statements() as sent:
        ines.get("/audit")
    assert len(sent) <= 7


def test_the_demo_world_has_a_whole_trail(world, session):
    assert list(verify(session)) == []
    assert session.scalar(select(AuditRow.number).limit(1))


def test_every_deed_has_a_name_and_every_kind_of_thing_too():
    noted = {kind for kind, _ in IN_HISTORY}
    assert noted <= DEEDS.keys()
    assert set(IN_HISTORY.values()) <= KIND_NAMES.keys()
    assert PLACES.keys() <= KIND_NAMES.keys()


def whisper(amina, world):
    data = {"body": SECRET, "audience": "delegation", "type": "substantive", "key": "1"}
    return amina.post(f"/clauses/{WID}/comments", data=data, headers=JSON).json["id"]


def test_every_deed_that_a_verb_notes_has_a_name():
    unknown = [
        f"{name(file)}:{call.lineno} {deed}"
        for file in modules()
        for call in ast.walk(tree(file))
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", getattr(call.func, "attr", "")) in NOTING
        and any(keyword.arg == "by" for keyword in call.keywords)
        for argument in call.args[:2]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        for deed in [argument.value]
        if imports_the_trail(file) and deed not in DEEDS
    ]
    report("Give these a name in DEEDS of wgcop.audit.deeds.", unknown)


NOTING = {"note", "_note", "record_change"}


def imports_the_trail(file):
    return "wgcop.audit.actions" in file.read_text() or "record_change" in file.read_text()
