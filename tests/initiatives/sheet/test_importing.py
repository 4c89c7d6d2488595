"""The secretariat brings a table: it sees what would happen, confirms, and all of it happens or nothing."""

import io
import re
import zipfile

import pytest
from sqlalchemy import func, select

from tests.reading.workbooks import workbook
from wgcop.accounts.models import Delegation, Person
from wgcop.bodies.levels import Level
from wgcop.database import db
from wgcop.events.models import Entry, Topic
from wgcop.following.actions import follow
from wgcop.initiatives import actions
from wgcop.initiatives.facts import RegistryFacts
from wgcop.initiatives.kinds import EntryState, InitiativeKind
from wgcop.initiatives.merging.actions import merge
from wgcop.initiatives.models import REGISTRY, EntryVersion, Initiative
from wgcop.mail import Message
from wgcop.registry_sheets import queries
from wgcop.registry_sheets.models import RegistryImport
from wgcop.registry_sheets.queries import entries_in_every_state
from wgcop.registry_sheets.writing import as_csv_file, as_xlsx_file
from wgcop.resolutions.models import Clause
from wgcop.search.outbox import StaleRecord

NEW = ",Quokka plays,campaign,international,Ten minutes on the radio.,Union"
PROPOSED = {
    "name": "Kangaroo week",
    "kind": "campaign",
    "level": "national",
    "countries": ["BR"],
    "scope": "A week of talks.",
    "source": "Plan of work.",
    "confidence": "sourced",
}
HEADER = "id,name,kind,level,scope,lead"


@pytest.fixture
def quokka(app, world):
    """An entry of the registry, by its id in a table."""
    with app.app_context():
        facts = RegistryFacts(
            name="Quokka talks",
            kind=InitiativeKind.CAMPAIGN,
            level=Level.INTERNATIONAL,
            scope="Teachers talk with parents.",
            source="Plan of work.",
            lead="Teachers’ union",
        )
        one = actions.add_initiative(facts, by=world.ines)
        db.session.commit()
        return one.reference


def brought(browser, content: str | bytes, name: str = "registry.csv"):
    data = content.encode() if isinstance(content, str) else content
    return browser.post("/initiatives/import", data={"file": (io.BytesIO(data), name)})


def confirmed(browser, kept: str, page):
    """Confirm what this page showed."""
    seen = re.search(r'name="seen" value="(.*?)"', page.text)
    return browser.post(f"{kept}/confirmation", data={"seen": seen[1] if seen else ""})


def total() -> int:
    db.session.expire_all()
    return db.session.scalar(select(func.count()).select_from(Initiative)) or 0


def called(name: str) -> Initiative:
    db.session.expire_all()
    return db.session.scalars(select(Initiative).where(Initiative.name == name)).one()


def called_by(reference: str) -> Initiative:
    db.session.expire_all()
    number = int(reference[4:])
    return db.session.scalars(select(Initiative).where(Initiative.number == number)).one()


def done_to(initiative: Initiative) -> list[tuple[int, str, str, int | None]]:
    return [
        (each.number, each.done, each.note, each.by_id)
        for each in db.session.scalars(
            select(EntryVersion)
            .where(EntryVersion.initiative_id == initiative.id)
            .order_by(EntryVersion.number)
        )
    ]


def told_on(initiative: Initiative) -> list[str]:
    return list(
        db.session.scalars(
            select(Entry.kind)
            .join(Entry.topic)
            .where(Topic.name == initiative.topic)
            .order_by(Entry.seq)
        )
    )


@pytest.mark.databases
def test_a_table_is_shown_first_and_carried_out_when_it_is_confirmed(session, world, http, quokka):
    ines, before = http(world.ines), total()
    answer = brought(
        ines,
        f"{HEADER}\n{NEW}\n{quokka},Quokka talks,campaign,international,"
        "Teachers talk with parents.,Ministry\n",
    )
    assert answer.status_code == 303
    page = ines.get(answer.location)
    assert "1 entry is added" in page.text
    assert "Quokka plays" in page.text
    assert "1 entry changes" in page.text
    assert re.search(r"<del>.*Teachers’ union</del>.*<ins>.*Ministry</ins>", page.text, re.DOTALL)
    assert total() == before

    assert ines.post(f"{answer.location}/confirmation").location == answer.location
    added, changed = called("Quokka plays"), called("Quokka talks")
    assert (added.lead, added.is_accepted, added.reference) == (
        *("Union", True),
        f"INI-{int(quokka[4:]) + 1:03}",
    )
    assert changed.lead == "Ministry"
    done = ines.get(answer.location)
    assert "1 entry added" in done.text
    assert "1 entry changed" in done.text
    assert added.url in done.text


@pytest.mark.databases
def test_history_topic_and_index_hear_of_each_entry(session, world, http, quokka):
    ines = http(world.ines)
    kept = brought(
        ines, f"{HEADER}\n{NEW}\n{quokka},Quokka talks,study,international,New.,Ministry\n"
    )
    ines.post(f"{kept.location}/confirmation")
    added, changed = called("Quokka plays"), called("Quokka talks")
    assert done_to(added) == [(1, "imported", "registry.csv", world.ines.id)]
    assert done_to(changed)[-1] == (2, "imported", "registry.csv", world.ines.id)
    assert told_on(added) == ["initiative.added"]
    assert told_on(changed) == ["initiative.added", "initiative.edited"]
    stale = set(db.session.scalars(select(StaleRecord.record_id)))
    assert {added.search_key, changed.search_key} <= stale


def test_search_finds_what_was_imported(world, http, index, quokka):
    ines = http(world.ines)
    kept = brought(ines, f"{HEADER}\n{NEW}\n")
    index()
    assert "/initiatives/quokka-plays" not in http().get("/search?q=quokka").text
    ines.post(f"{kept.location}/confirmation")
    index()
    assert "/initiatives/quokka-plays" in http().get("/search?q=quokka").text


def test_one_wrong_row_keeps_all_others_out(session, world, http, quokka):
    ines, before = http(world.ines), total()
    answer = brought(
        ines, f"{HEADER}\n{NEW}\n{quokka},Quokka talks,song,international,New.,Ministry\n"
    )
    assert answer.status_code == 422
    assert "Nothing was imported" in answer.text
    assert "Row\u00a03" in answer.text
    assert "“song” is not one of: campaign" in answer.text
    assert "Quokka plays" in answer.text
    assert total() == before
    assert db.session.scalar(select(func.count()).select_from(RegistryImport)) == 0
    assert called("Quokka talks").lead == "Teachers’ union"


@pytest.mark.parametrize(
    "content, name, reason",
    [
        (b"", "empty.csv", "The file is empty."),
        (b"id,colour\n", "registry.csv", "There is no column “colour”."),
        ("id,lead\nINI-001,Été\n".encode("cp1252"), "registry.csv", "Line 2 has characters that"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "registry.xls", "protected by a password"),
        (b"PK\x03\x04rubbish", "registry.xlsx", "The workbook is damaged."),
        (b"\x89PNG\r\n\x1a\n", "registry.csv", "not UTF-8"),
    ],
)
def test_what_is_no_table_is_refused_at_its_field(world, http, content, name, reason):
    answer = brought(http(world.ines), content, name)
    assert answer.status_code == 422
    assert reason in answer.text
    assert 'id="file-error"' in answer.text


def test_a_file_has_to_be_chosen(world, http):
    answer = http(world.ines).post("/initiatives/import", data={})
    assert (answer.status_code, "Choose a file." in answer.text) == (422, True)


def test_a_workbook_is_read_apart_and_told_with_its_formulas(session, world, http, quokka):
    ines = http(world.ines)
    answer = brought(ines, workbook([["id", "lead"], [quokka, "Ministry"]]), "registry.xlsx")
    ines.post(f"{answer.location}/confirmation")
    assert called("Quokka talks").lead == "Ministry"

    def add_formula(_book, sheet):
        sheet.write_formula("B2", '="Mini"&"stry"', None, "Ministry")

    answer = brought(ines, workbook([["id", "lead"], [quokka]], add_formula), "registry.xlsx")
    assert answer.status_code == 422
    assert "The cell holds a formula." in answer.text


@pytest.mark.settings(LANGUAGES=["en", "ar"])
def test_the_sheet_runs_as_the_page_of_whoever_takes_it(world, http):
    arabic, english = http(world.amina), http(world.teresa)
    arabic.get("/?language=ar")
    sheets = [
        zipfile.ZipFile(io.BytesIO(client.get("/initiatives/registry.xlsx").data)).read(
            "xl/worksheets/sheet1.xml"
        )
        for client in (arabic, english)
    ]
    assert [b'rightToLeft="1"' in sheet for sheet in sheets] == [True, False]


@pytest.mark.parametrize("write", [as_csv_file, as_xlsx_file])
def test_the_whole_registry_comes_back_without_a_change(app, world, http, write):
    ines = http(world.ines)
    with app.app_context():
        content = write(entries_in_every_state())
    page = ines.get(brought(ines, content).location)
    assert "Nothing changed" in page.text
    assert "Import all of it" not in page.text


@pytest.mark.databases
def test_what_was_changed_meanwhile_is_shown_before_it_is_overwritten(session, world, http, quokka):
    ines = http(world.ines)
    kept = brought(ines, f"id,lead\n{quokka},Ministry\n").location
    called("Quokka talks").lead = "Union of teachers"
    db.session.commit()
    answer = ines.post(f"{kept}/confirmation")
    assert answer.status_code == 409
    assert "Somebody changed the registry after the preview" in answer.text
    assert "Changed in the meantime" in answer.text
    assert called("Quokka talks").lead == "Union of teachers"
    assert confirmed(ines, kept, answer).status_code == 303
    assert called("Quokka talks").lead == "Ministry"


def test_each_officer_confirms_the_changes_that_their_own_page_shows(session, world, http, quokka):
    ines, jonas = http(world.ines), http(world.jonas)
    kept = brought(ines, f"id,lead\n{quokka},Ministry\n").location
    pages = {each: each.get(kept) for each in (ines, jonas)}
    for lead in ("Union of teachers", "Union of schools", "Union of parents"):
        called("Quokka talks").lead = lead
        db.session.commit()
        for officer, page in pages.items():
            answer = confirmed(officer, kept, page)
            assert answer.status_code == 409
            assert lead.split()[-1] in answer.text
            pages[officer] = officer.get(kept)
            assert "Changed in the meantime" in pages[officer].text
    assert called("Quokka talks").lead == "Union of parents"
    assert confirmed(jonas, kept, pages[jonas]).status_code == 303
    assert called("Quokka talks").lead == "Ministry"


def test_a_row_of_an_entry_that_was_merged_names_the_one_that_stayed(session, world, http, quokka):
    ines = http(world.ines)
    kept = brought(ines, f"id,lead\n{quokka},Ministry\n").location
    page = ines.get(kept)
    gone = called("Quokka talks")
    facts = RegistryFacts.of(gone)
    other = RegistryFacts(**vars(facts) | {"name": "Wombat talks"})
    staying = actions.add_initiative(other, by=world.ines)
    merge(gone, staying, facts, by=world.ines)
    db.session.commit()
    told = f"{quokka} was merged into {staying.reference} “Quokka talks”."
    for answer in (confirmed(ines, kept, page), brought(ines, f"id,lead\n{quokka},Union\n")):
        assert told in answer.text
    assert called_by(quokka).lead == "Teachers’ union"


def test_a_name_that_was_taken_meanwhile_keeps_the_whole_table_out(session, world, http, quokka):
    ines = http(world.ines)
    kept = brought(ines, f"{HEADER}\n{NEW}\n,Wombat plays,study,international,S.,Union\n").location
    entry = called("Quokka talks")
    entry.name, entry.lead = "Quokka plays", "Union"
    db.session.commit()
    before = total()
    answer = ines.post(f"{kept}/confirmation")
    assert answer.status_code == 409
    assert "It can no longer be imported" in answer.text
    assert f"This name belongs to {quokka}." in answer.text
    assert confirmed(ines, kept, answer).status_code == 409
    assert total() == before


def test_a_table_is_imported_once(session, world, http, quokka):
    ines = http(world.ines)
    kept = brought(ines, f"{HEADER}\n{NEW}\n").location
    assert ines.post(f"{kept}/confirmation").status_code == 303
    after = total()
    assert ines.post(f"{kept}/confirmation").status_code == 409
    assert total() == after


def test_a_table_that_nobody_confirmed_is_dropped_after_a_week(session, world, http, clock, quokka):
    ines = http(world.ines)
    clock.stop()
    brought(ines, f"{HEADER}\n{NEW}\n")
    begun = clock.advance(days=8)
    ines = http(world.ines)
    second = brought(ines, f"{HEADER}\n{NEW}\n").location
    assert [each.at for each in session.scalars(select(RegistryImport))] == [begun]
    assert ines.get(second).status_code == 200


def test_a_state_edited_in_the_table_is_one_change(session, world, http, quokka):
    ines = http(world.ines)
    kept = brought(ines, f"id,state\n{quokka},withdrawn\n").location
    page = ines.get(kept)
    assert page.text.count("<dt><code>") == 1
    ines.post(f"{kept}/confirmation")
    withdrawn = called("Quokka talks")
    assert (withdrawn.state, withdrawn.reference) == (EntryState.WITHDRAWN, quokka)
    assert done_to(withdrawn)[-1][2] == "registry.csv · accepted → withdrawn"
    assert "Quokka talks" not in http().get("/initiatives/").text


@pytest.mark.databases
def test_an_entry_gets_its_number_when_the_table_accepts_it(session, world, http, quokka):
    ines = http(world.ines)
    header = f"{HEADER},state,source"
    kept = brought(ines, f"{header}\n{NEW},proposed,Letter.\n").location
    ines.post(f"{kept}/confirmation")
    proposed = called("Quokka plays")
    assert (proposed.state, proposed.number) == (EntryState.PROPOSED, None)
    assert "Quokka plays" not in http().get("/initiatives/").text
    kept = brought(ines, f"id,state\n{proposed.slug},accepted\n").location
    ines.post(f"{kept}/confirmation")
    accepted = called("Quokka plays")
    assert accepted.number == int(quokka[4:]) + 1
    assert accepted.decided_by_id == world.ines.id


def test_clauses_and_owners_are_named_by_their_codes(session, world, http, quokka):
    ines = http(world.ines)
    wid = db.session.scalars(select(Clause.wid).order_by(Clause.id)).first()
    code = db.session.scalars(select(Delegation.code).where(Delegation.name == "Kenya")).one()
    kept = brought(ines, f"id,clauses,owner\n{quokka},{wid},{code.lower()}\n").location
    ines.post(f"{kept}/confirmation")
    entry = called("Quokka talks")
    assert [clause.wid for clause in entry.clauses] == [wid]
    assert entry.delegation.name == "Kenya"


def test_nobody_else_imports_or_sees_what_others_are_about_to_import(world, http, quokka):
    kept = brought(http(world.ines), f"{HEADER}\n{NEW}\n").location
    for person in (world.amina, world.helena, world.elke, world.ruth):
        browser = http(person)
        assert browser.get("/initiatives/import").status_code == 403
        assert brought(browser, f"{HEADER}\n{NEW}\n").status_code == 403
        assert browser.get(kept).status_code == 403
        assert browser.post(f"{kept}/confirmation").status_code == 403
        assert "/initiatives/import" not in browser.get("/initiatives/").text
    assert http().get(kept).location.startswith("/sign-in")
    assert "/initiatives/import" in http(world.ines).get("/initiatives/").text


@pytest.mark.databases
def test_more_rows_take_no_more_questions_to_the_database(world, http, statements, quokka):
    def asked(rows: int) -> tuple[int, int]:
        ines = http(world.ines)
        lines = (f",Play {rows}-{n},study,international,S.,Union" for n in range(rows))
        with statements() as sent:
            kept = brought(ines, "\n".join((HEADER, *lines)))
        with statements() as written:
            assert ines.post(f"{kept.location}/confirmation").status_code == 303
        reads = [each for each in written if each.startswith("SELECT")]
        return len(sent), len(reads)

    assert asked(3) == asked(60)


def test_the_columns_are_explained_where_the_file_is_chosen(world, http):
    page = http(world.ines).get("/initiatives/import")
    for word in ("project_state", "confirm_by", "capacity-building"):
        assert f"<code>{word}</code>" in page.text


def test_everybody_takes_away_what_the_filtered_table_shows(app, world, http, quokka):
    ines = http(world.ines)
    kept = brought(ines, f"{HEADER},state\n{NEW},proposed\n,Wombat day,study,regional,S.,Union,\n")
    ines.post(f"{kept.location}/confirmation")
    whole = http().get("/initiatives/registry.csv")
    assert whole.headers["Content-Disposition"] == 'attachment; filename="registry.csv"'
    assert "Quokka talks" in whole.text
    assert "Wombat day" in whole.text
    some = http(world.amina).get("/initiatives/registry.csv?kind=study").text
    assert ("Wombat day" in some, "Quokka talks" in some) == (True, False)
    assert "Quokka plays" not in whole.text, "What is only proposed is not for everybody."
    assert "Quokka plays" in ines.get("/initiatives/registry.csv?states=all").text
    assert http(world.helena).get("/initiatives/registry.csv?states=all").status_code == 403
    assert "registry.csv?kind=study" in http().get("/initiatives/?kind=study").text
    workbook = http().get("/initiatives/registry.xlsx?kind=study")
    assert workbook.data.startswith(b"PK")


def test_a_table_takes_a_few_questions_to_the_database_however_long_it_is(http, statements, quokka):
    with statements() as sent:
        http().get("/initiatives/registry.csv")
    assert len(sent) <= 5


def test_followers_and_proposers_get_one_letter_each(session, world, http, quokka):
    caio, ines = http(world.caio), http(world.ines)
    caio.post("/initiatives/", data=PROPOSED)
    proposed = called("Kangaroo week")
    talks = called("Quokka talks")
    amina = db.session.get_one(Person, world.amina.id)
    for name in (REGISTRY, talks.topic):
        follow(db.session.scalars(select(Topic).where(Topic.name == name)).one(), by=amina)
    db.session.commit()
    before = db.session.scalar(select(func.max(Message.id))) or 0
    kept = brought(ines, f"id,lead\n{quokka},Ministry\n").location
    ines.post(f"{kept}/confirmation")
    kept = brought(ines, f"id,state\n{proposed.slug},accepted\n").location
    ines.post(f"{kept}/confirmation")
    kept = brought(ines, f"{HEADER}\n{NEW}\n,Wombat day,study,regional,S.,Union\n").location
    ines.post(f"{kept}/confirmation")
    letters = db.session.execute(
        select(Message.recipient, Message.subject).where(Message.id > before).order_by(Message.id)
    ).all()
    told = [(who.partition("@")[0], what.removeprefix("WG-COP: ")) for who, what in letters]
    assert [what for who, what in told if who == "amina"] == [
        "1 entry that you follow was changed in the registry",
        "1 new entry in the registry",
        "2 new entries in the registry",
    ]
    kangaroos = f"{called('Kangaroo week').reference} in the registry: Kangaroo week"
    assert [what for who, what in told if who == "caio"] == [kangaroos]
    assert "ines" not in dict(told)


def test_one_table_is_one_letter_to_each_person_whatever_it_does(session, world, http, quokka):
    caio, ines = http(world.caio), http(world.ines)
    amina = db.session.get_one(Person, world.amina.id)
    for name in (REGISTRY, called("Quokka talks").topic):
        follow(db.session.scalars(select(Topic).where(Topic.name == name)).one(), by=amina)
    db.session.commit()
    for number, lead in enumerate(("Ministry", "Union", "Regulator")):
        names = [f"{word} week {number}" for word in ("Kangaroo", "Wallaby")]
        for name in names:
            caio.post("/initiatives/", data={**PROPOSED, "name": name, "is_another": "1"})
        rows = [f"{called(name).slug},,accepted" for name in names]
        before = db.session.scalar(select(func.max(Message.id))) or 0
        kept = brought(ines, "\n".join(["id,lead,state", f"{quokka},{lead},", *rows]) + "\n")
        assert ines.post(f"{kept.location}/confirmation").status_code == 303
        letters = db.session.scalars(select(Message).where(Message.id > before)).all()
        told = {each.recipient.partition("@")[0]: each for each in letters}
        assert len(told) == len(letters)
        assert told["caio"].subject == "WG-COP: 2 entries that were proposed are in the registry"
        assert told["amina"].subject == "WG-COP: 3 entries of the registry concern you"
        assert all(name in told["amina"].text for name in ("Quokka talks", *names))


def test_of_a_table_longer_than_what_is_told_at_once_each_entry_is_told_once(
    session, world, http, monkeypatch
):
    monkeypatch.setattr("wgcop.events.actions.AT_ONCE", 2)
    names = [f"Quokka play {number}" for number in range(5)]
    rows = "\n".join(NEW.replace("Quokka plays", name) for name in names)
    ines = http(world.ines)
    kept = brought(ines, f"{HEADER}\n{rows}\n").location
    assert ines.post(f"{kept}/confirmation").status_code == 303
    assert [told_on(called(name)) for name in names] == [["initiative.added"]] * 5


def test_the_last_versions_of_entries_are_the_same_however_many_are_asked_for_at_once(
    session, world, monkeypatch
):
    keys = session.scalars(select(Initiative.id)).all()
    whole = queries.last_versions(keys)
    assert len(whole) > 4
    monkeypatch.setattr(queries, "_AT_ONCE", 2)
    assert queries.last_versions(keys) == whole
