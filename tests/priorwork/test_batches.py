"""Imports from the web page: the files are the queue, and nothing of it is lost."""

import io
import re
import zipfile

import pytest
from sqlalchemy import select

from tests.reading.pdfs import hostile, pdf
from wgcop import files
from wgcop.bodies.body import Body
from wgcop.priorwork.imports import jobs
from wgcop.priorwork.imports.jobs import bring_in_waiting
from wgcop.priorwork.imports.models import TRIES, Import, ImportFile
from wgcop.priorwork.imports.outcomes import ImportOutcome
from wgcop.priorwork.models import Document
from wgcop.reading.sandbox import SandboxedReader

FIRST = ("first.txt", b"A first paper\n\nIts words are its own.")
SECOND = ("second.txt", b"A second paper\n\nIts words differ.")
PICTURE = ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(100))


@pytest.fixture
def body_id(session, world):
    return session.scalar(select(Body.id).where(Body.code == "22-1/1"))


@pytest.fixture
def send(http, world, body_id):
    """`send(FIRST, SECOND, table=…)` as the secretariat; the answer."""

    def post(*files, table=None, by=None):
        data = {
            "body": str(body_id),
            "files": [(io.BytesIO(content), name) for name, content in files],
        }
        if table is not None:
            data["table"] = (io.BytesIO(table.encode()), "facts.csv")
        return http(by or world.ines).post("/priorwork/import", data=data)

    return post


def outcomes(session):
    session.expire_all()
    latest = session.scalars(select(Import).order_by(Import.id.desc())).first()
    return {file.name: (file.outcome, str(file.reason or "")) for file in latest.files}


def test_an_empty_file_is_reported_each_time_and_a_table_in_a_zip_is_no_document(session, send):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("papers/facts.csv", "file,title\nfirst.txt,First")
        archive.writestr("papers/first.txt", FIRST[1])
        archive.writestr("papers/empty.txt", b"")
    for first in ("new", "same"):
        send(("papers.zip", packed.getvalue()))
        session.rollback()
        bring_in_waiting()
        results = outcomes(session)
        assert results.pop("first.txt") == (first, "")
        assert results["empty.txt"] == ("failed", "It is empty.")
        assert results["facts.csv"][0] == "failed"
        assert "It is a table, not a document." in results["facts.csv"][1]


def test_files_wait_until_the_background_work_reads_them(session, send, http, world):
    answer = send(FIRST, SECOND, PICTURE)
    assert answer.status_code == 303
    page = http(world.ines).get(answer.location)
    assert "0 of 3 files are read." in page.text
    assert "Cancel the rest" in page.text
    session.rollback()
    assert bring_in_waiting() == 3
    assert outcomes(session) == {
        "first.txt": (ImportOutcome.NEW, ""),
        "second.txt": (ImportOutcome.NEW, ""),
        "picture.png": (ImportOutcome.FAILED, "It is a picture, not a text."),
    }
    page = http(world.ines).get(answer.location).text
    assert "All 3 files are read." in page
    assert "It is a picture, not a text." in page
    assert "A first paper" in page


def test_importing_the_same_files_again_changes_nothing(session, send):
    send(FIRST)
    bring_in_waiting()
    send(FIRST)
    bring_in_waiting()
    assert outcomes(session)["first.txt"][0] == ImportOutcome.SAME


def test_a_zip_with_its_table(session, send):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in (FIRST, SECOND):
            archive.writestr(f"papers/{name}", text)
    send(
        ("papers.zip", content.getvalue()),
        table="file,date,audience\nfirst.txt,2012,members\nthird.txt,2013,\nsecond.txt,soon,",
    )
    bring_in_waiting()
    results = outcomes(session)
    assert results["first.txt"][0] == ImportOutcome.NEW
    assert results["second.txt"][1].startswith("Line 4: date")
    assert results["third.txt"] == (ImportOutcome.FAILED, "Line 3: there is no such file")
    document = session.scalars(select(Document).where(Document.key == "first.txt")).one()
    assert (document.dated, document.audience) == ("2012", "members")


def test_two_files_with_one_symbol_do_not_replace_each_other(session, send):
    for _once_more in range(3):
        send(FIRST, SECOND, table="file,symbol\nfirst.txt,S-1\nsecond.txt,S-1\n")
        session.rollback()
        bring_in_waiting()
        results = outcomes(session)
        assert results["second.txt"] == ("failed", "Line 3: first.txt has the same symbol")
    assert results["first.txt"][0] == ImportOutcome.SAME
    kept = session.scalars(select(Document).where(Document.key == "S-1")).one()
    assert "Its words are its own." in kept.text


def test_a_withdrawn_document_stays_withdrawn_and_the_import_says_so(session, send, http, world):
    send(FIRST)
    session.rollback()
    bring_in_waiting()
    address = session.scalars(select(Document).where(Document.key == FIRST[0])).one().url
    session.rollback()
    http(world.jonas).post(f"{address}/withdrawal")
    for content, outcome in ((FIRST[1], "same"), (FIRST[1] + b" More.", "changed")):
        send((FIRST[0], content))
        session.rollback()
        bring_in_waiting()
        told = "first.txt is withdrawn, and stays so until it is brought back on its page."
        assert outcomes(session)["first.txt"] == (outcome, told)
        assert http(world.amina).get(address).status_code == 404
    http(world.ines).post(f"{address}/return")
    assert "More." in http(world.amina).get(address).text


def test_the_table_itself_is_no_document(session, send):
    table = "file,date\nfirst.txt,2012"
    send(FIRST, ("facts.csv", table.encode()), table=table)
    bring_in_waiting()
    assert outcomes(session) == {"first.txt": (ImportOutcome.NEW, "")}


def test_pages_that_could_not_be_read_are_reported(session, send):
    send(("scanned.pdf", pdf([["Words on the first page."], []])))
    bring_in_waiting()
    outcome, reason = outcomes(session)["scanned.pdf"]
    assert outcome == ImportOutcome.NEW
    assert reason == "Pages without text (page images): 1 of 2."


def test_a_table_with_a_mistake_comes_back_before_anything_is_stored(session, send):
    before = len(session.scalars(select(Import)).all())
    session.rollback()
    answer = send(FIRST, table="file,titel\nfirst.txt,x")
    assert answer.status_code == 422
    assert "titel" in answer.text
    assert send().status_code == 422
    assert len(session.scalars(select(Import)).all()) == before


def test_waiting_files_can_be_cancelled_and_imported_ones_stay(session, send, http, world):
    where = send(FIRST, SECOND).location
    jobs.bring_in(jobs.next_waiting(), SandboxedReader())
    assert http(world.ines).post(f"{where}/cancellation").status_code == 303
    assert bring_in_waiting() == 0
    assert {o for o, _ in outcomes(session).values()} == {
        ImportOutcome.NEW,
        ImportOutcome.CANCELLED,
    }
    assert http(world.ines).post(f"{where}/cancellation").status_code == 409


def test_a_file_cancelled_while_it_is_read_stays_out(session, send, http, world, monkeypatch):
    where = send(FIRST).location
    read = jobs.read_file

    def cancelled_meanwhile(file, room):
        result = read(file, room)
        session.rollback()
        http(world.ines).post(f"{where}/cancellation")
        return result

    monkeypatch.setattr(jobs, "read_file", cancelled_meanwhile)
    bring_in_waiting()
    assert outcomes(session)["first.txt"][0] == ImportOutcome.CANCELLED
    assert session.scalar(select(Document.id).where(Document.key == "first.txt")) is None


class Crash(BaseException):
    """The machine stops here."""


def test_after_a_crash_an_import_continues(session, send, monkeypatch):
    send(FIRST, SECOND)
    settle = jobs.settle

    def crashing(file, result):
        settle(file, result)
        raise Crash

    monkeypatch.setattr(jobs, "settle", crashing)
    with pytest.raises(Crash):
        bring_in_waiting()
    session.rollback()
    assert {o for o, _ in outcomes(session).values()} == {ImportOutcome.WAITING}
    monkeypatch.setattr(jobs, "settle", settle)
    session.rollback()
    assert bring_in_waiting() == 2
    assert {o for o, _ in outcomes(session).values()} == {ImportOutcome.NEW}


def test_a_file_that_ends_the_work_each_time_is_given_up(session, send, monkeypatch):
    send(FIRST, SECOND)
    read = SandboxedReader.read

    def hopeless(room, content, name):
        if name == "first.txt":
            raise MemoryError
        return read(room, content, name)

    monkeypatch.setattr(SandboxedReader, "read", hopeless)
    assert bring_in_waiting() == 2 + TRIES
    results = outcomes(session)
    assert results["first.txt"][0] == ImportOutcome.FAILED
    assert results["second.txt"][0] == ImportOutcome.NEW


def test_open_pages_see_the_outcome_of_each_file(session, send, listen, http, world):
    where = send(FIRST).location
    topic = "import:" + re.search(r"\d+$", where)[0]
    hear = listen(world.jonas, topic)
    assert hear.answer["ok"]
    for other in (None, world.farid, world.elke, world.helena):
        assert not listen(other, topic).answer["ok"]
        assert http(other).get(f"/live/{topic}").status_code == 404
    session.rollback()
    bring_in_waiting()
    [heard] = hear()
    assert heard["kind"] == "import.advanced"
    assert "A first paper" in heard["html"]
    assert "None" not in heard["html"]
    assert 'value="1"' in heard["html"]


def test_nobody_but_the_secretariat_imports(send, http, world):
    where = send(FIRST).location
    for who in (None, "ruth", "farid", "amina", "elke", "helena"):
        visitor = http(world[who] if who else None)
        statuses = [
            visitor.get("/priorwork/import"),
            visitor.post("/priorwork/import", data={"files": [(io.BytesIO(b"x"), "a.txt")]}),
            visitor.get(where),
            visitor.post(f"{where}/cancellation"),
        ]
        assert {answer.status_code for answer in statuses} == {403 if who else 303}, who
        assert "Import documents" not in visitor.get("/priorwork/").text


@pytest.mark.settings(WTF_CSRF_ENABLED=True)
@pytest.mark.parametrize("who, status", [("ines", 400), ("farid", 413), (None, 413)])
def test_only_the_secretariat_may_upload_large_files(http, world, who, status):
    """The form's token is missing; what matters is who is heard out."""
    visitor = http(world[who] if who else None)
    answer = visitor.post(
        "/priorwork/import",
        data=b"--x\r\nContent-Disposition: form-data; name=files; filename=long.txt\r\n\r\n"
        + b"word " * 700_000
        + b"\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == status


def test_the_page_costs_the_same_for_each_file(send, http, world, statements):
    visitor = http(world.ines)
    one, three = send(FIRST).location, send(FIRST, SECOND, PICTURE).location
    bring_in_waiting()
    with statements() as sent_for_one:
        visitor.get(one)
    with statements() as sent_for_three:
        visitor.get(three)
    assert len(sent_for_three) == len(sent_for_one)
    assert ImportFile.__tablename__ in " ".join(sent_for_one)


def test_a_hostile_file_fails_alone(session, send, limits):
    limits(MOST_MEMORY=128 << 20)
    send(("small.pdf", hostile()), ("good.pdf", pdf([["Words on the first page."]])))
    assert bring_in_waiting() == 2
    results = outcomes(session)
    assert results["small.pdf"][0] == ImportOutcome.FAILED
    assert results["small.pdf"][1].startswith("It cannot be read")
    assert results["good.pdf"][0] == ImportOutcome.NEW


def test_files_that_became_no_document_are_removed(app, session, send, clock):
    """Of the two papers with the same words one was never brought in: what it shares stays."""
    send(FIRST, PICTURE)
    bring_in_waiting()
    send(FIRST)
    bring_in_waiting()
    send(SECOND)
    lost = files.store(b"An upload that was broken off.")
    digests = [files.digest(content) for _, content in (FIRST, SECOND)]
    session.rollback()
    assert jobs.drop_unused_files() == 0, "an upload may still be coming in"
    clock.advance(hours=2)
    assert jobs.drop_unused_files() == 2
    assert [files.read(sha) for sha in digests] == [FIRST[1], SECOND[1]]
    for unused in (lost, files.digest(PICTURE[1])):
        with pytest.raises(FileNotFoundError):
            files.read(unused)
    assert bring_in_waiting() == 1
    assert outcomes(session)["second.txt"][0] == ImportOutcome.NEW


def test_a_number_that_another_document_has_is_drawn_again(session, send, monkeypatch):
    """Among 100,000 documents that is likely. The second of two that are stored at once counts too."""
    taken = session.scalars(select(Document.id)).first()
    drawn = iter([taken, 4711, 4711, taken, 4712])
    send(FIRST, SECOND)
    session.rollback()
    monkeypatch.setattr("wgcop.database.columns.secrets.randbelow", lambda largest: next(drawn) - 1)
    assert bring_in_waiting() == 2
    monkeypatch.undo()
    assert outcomes(session) == {
        "first.txt": (ImportOutcome.NEW, ""),
        "second.txt": (ImportOutcome.NEW, ""),
    }
    named = {
        document.file_name: document.id
        for document in session.scalars(select(Document).where(Document.id.in_([4711, 4712])))
    }
    assert named == {"first.txt": 4711, "second.txt": 4712}


def test_of_two_stored_in_one_statement_each_gets_a_number_of_its_own(session, world, monkeypatch):
    model = session.scalars(select(Document)).first()
    shared = {
        column.key: getattr(model, column.key)
        for column in Document.__mapper__.column_attrs
        if column.key not in ("id", "key", "version")
    }
    drawn = iter([4711, 4711, 4712])
    monkeypatch.setattr("wgcop.database.columns.secrets.randbelow", lambda largest: next(drawn) - 1)
    session.add_all([Document(**shared, key="one"), Document(**shared, key="two")])
    session.flush()
    ids = session.scalars(select(Document.id).where(Document.key.in_(["one", "two"])))
    assert sorted(ids) == [4711, 4712]
