"""Files that go with a paper: what is taken, who gets them, and how they are found."""

import io
import re
import zipfile
from pathlib import Path
from threading import BoundedSemaphore

import pytest
from PIL import Image
from sqlalchemy import select

from tests.audit.noted import noted
from tests.contributions.conftest import paper_at, status
from tests.reading.papers.test_hostile import HOSTILE
from tests.reading.pdfs import pdf
from wgcop import files
from wgcop.audit.models import AuditRow
from wgcop.contributions.enclosures.checking import MEDIA_TYPES, checked, safe_name
from wgcop.contributions.enclosures.models import Enclosure
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.drafting import jobs
from wgcop.drafting.cli import contributions_group
from wgcop.drafting.jobs import read_enclosures
from wgcop.errors import Refused
from wgcop.reading import sandbox
from wgcop.reading.handing_out import check
from wgcop.reading.result import Unreadable
from wgcop.search import indexer

PDF = pdf([["Budget"]])


FROM_LIBREOFFICE = sorted((Path(__file__).parent / "attached").iterdir())


def package(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def office(main: str, *others: str, types: str = "") -> bytes:
    parts = {"[Content_Types].xml": f"<Types>{types}</Types>"}
    return package(parts | dict.fromkeys((main, *others), "<x/>"))


def related(main: str, kind: str, target: str, mode: str = "External") -> bytes:
    """An Office file that says of itself where another one is."""
    namespace = "http://schemas.openxmlformats.org"
    return package(
        {
            "[Content_Types].xml": "<Types/>",
            main: "<x/>",
            f"{main.partition('/')[0]}/_rels/part.xml.rels": f'<r:Relationships xmlns:r="{namespace}/package/2006/relationships">'
            f'<r:Relationship Id="r1" Type="{namespace}/officeDocument/2006/relationships/{kind}" '
            f'Target="{target}" TargetMode="{mode}"/></r:Relationships>',
        }
    )


def open_document(kind: str, content: str, **parts: str) -> bytes:
    spaces = "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
        for prefix, space in (
            ("office", "office"),
            ("draw", "drawing"),
            ("table", "table"),
            ("presentation", "presentation"),
        )
    )
    return package(
        {
            "mimetype": MEDIA_TYPES[kind],
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": f'<office:document-content{spaces} xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
            f' xmlns:xlink="http://www.w3.org/1999/xlink">{content}</office:document-content>',
            **parts,
        }
    )


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(out, "PNG")
    return out.getvalue()


def attach(client, address, *sent):
    data = {"files": [(io.BytesIO(content), name) for name, content in sent]}
    return client.post(f"{address}/files", data=data)


def stored(app) -> list[tuple[str, str, int]]:
    with app.app_context():
        rows = db.session.scalars(select(Enclosure).order_by(Enclosure.name))
        return [(each.name, each.kind, each.size) for each in rows]


def url_of(app, name: str) -> str:
    with app.app_context():
        row = db.session.scalars(select(Enclosure).where(Enclosure.name == name)).first()
        return row.url


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("Budget.pdf", PDF, "pdf"),
        ("Text.docx", office("word/document.xml"), "docx"),
        ("Calls.xlsx", office("xl/workbook.xml"), "xlsx"),
        ("Talk.pptx", office("ppt/presentation.xml"), "pptx"),
        ("Map.PNG", png(), "png"),
        ("Notes.txt", "Été, 日本".encode(), "txt"),
        ("Figures.csv", b"district,calls\nKibera,40\n", "csv"),
        ("Figures.csv", "district;appels\nÉté;40".encode("cp1252"), "csv"),
        ("Figures.csv", "district;calls".encode("utf-16"), "csv"),
    ],
)
def test_what_a_file_holds_decides_its_kind(name, content, kind):
    assert checked(content, name).kind == kind


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.pdf", b"", "empty"),
        ("run.exe", b"MZ\x90\0", "cannot be attached"),
        ("page.html", b"<!doctype html><p>", "cannot be attached"),
        ("page.txt", b"<!doctype html><script>alert(1)</script>", "something else"),
        ("drawing.svg", b"<svg onload='alert(1)'/>", "cannot be attached"),
        ("drawing.png", b"<svg onload='alert(1)'/>", "something else"),
        ("drawing.csv", b"\xef\xbb\xbf  <svg/>", "something else"),
        ("script.txt", b"#!/bin/sh\nrm -rf /", "something else"),
        ("program.txt", b"\x7fELF\0\0", "something else"),
        ("program.pdf", b"MZ\x90\0%PDF-", "something else"),
        ("text.pdf", office("word/document.xml"), "something else"),
        ("archive.docx", office("evil/thing.xml"), "something else"),
        ("broken.docx", b"PK\x03\x04 no more", "something else"),
        ("text.docm", office("word/document.xml"), "cannot be attached"),
        ("text.docx", office("word/document.xml", "word/vbaProject.bin"), "macros"),
        ("text.docx", office("word/document.xml", types="application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
        ("text.docx", office("word/document.xml", "word/embeddings/oleObject1.bin"), "macros"),
        ("calls.xlsx", office("xl/workbook.xml", "xl/activeX/activeX1.xml"), "macros"),
        ("text.docx", related("word/document.xml", "image", "https://example.org/seen.png"), "picture that is stored elsewhere"),
        ("text.docx", related("word/document.xml", "image", "https://example.org/seen.png", "external"), "picture that is stored elsewhere"),
        ("text.docx", related("word/document.xml", "image", "file:///seen.png", "Internal"), "picture that is stored elsewhere"),
        ("text.docx", related("word/document.xml", "image/hyperlink", "https://example.org/seen.png"), "fetches from another file"),
        ("text.docx", related("word/document.xml", "attachedTemplate", "https://example.org/a.dotm"), "fetches its template"),
        ("text.docx", related("word/document.xml", "attachedTemplate", "file:///\\\\host\\share\\a.dotx"), "fetches its template"),
        ("text.docx", related("word/document.xml", "oleObject", "file:///C:/budget.xlsx"), "fetches from another file"),
        ("calls.xlsx", related("xl/workbook.xml", "externalLinkPath", "other.xlsx"), "fetches from another file"),
        ("talk.pptx", related("ppt/presentation.xml", "video", "https://example.org/film"), "fetches from another file"),
        ("text.odt", open_document("odt", '<draw:image xlink:href="../map.png"/>'), "picture that is stored elsewhere"),
        ("text.odt", open_document("odt", '<text:section-source xlink:href="https://example.org/a.odt"/>'), "fetches from another file"),
        ("calls.ods", open_document("ods", """<table:table-cell table:formula="of:=['file:///C:/a.ods'#$A.B2]"/>"""), "fetches from another file"),
        ("calls.ods", open_document("ods", "<office:scripts><office:script/></office:scripts>"), "macros"),
        ("calls.ods", open_document("ods", "", **{"Basic/Standard/Module1.xml": "<x/>"}), "macros"),
        ("talk.odp", open_document("odp", '<presentation:event-listener presentation:action="execute"/>'), "macros"),
        ("text.odt", open_document("odt", "", **{"Object 1": "\u0011"}).replace(b"mimetype", b"mimetyp_"), "something else"),
        ("text.odt", package({"mimetype": MEDIA_TYPES["odt"], "META-INF/manifest.xml": "<m><encryption-data/></m>"}), "password"),
        ("calls.ods", open_document("odt", ""), "something else"),
    ],
)  # fmt: skip
def test_programs_and_disguises_are_refused_with_a_sentence(name, content, says):
    with pytest.raises(Unreadable, match=says):
        check(checked(content, name).data, name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        *((file.name, file.read_bytes()) for file in FROM_LIBREOFFICE),
        ("text.docx", related("word/document.xml", "hyperlink", "https://example.org")),
        ("text.docx", related("word/document.xml", "attachedTemplate", "file:///C:\\Users\\amina\\a.dotx")),
        ("text.docx", office("word/document.xml", "word/media/image1.svg")),
        ("talk.odp", open_document("odp", '<presentation:event-listener xlink:href="https://example.org"/>')),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_files_as_offices_save_them_are_taken_with_their_links_and_pictures(name, content):
    check(checked(content, name).data, name)


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        parts.writestr("word/document.xml", "<x/>")
        with parts.open("word/media/image1.png", "w") as part:
            for _ in range(300):
                part.write(bytes(1_000_000))
    return out.getvalue()


def pdf_with(catalog: bytes) -> bytes:
    return PDF.replace(b"/Type /Catalog", b"/Type /Catalog " + catalog)


HOSTILE_FILES = {
    "bomb.docx": (bomb, "too large when unpacked"),
    "laughs.docx": (HOSTILE["entities"], "entities of its own"),
    "outside.docx": (HOSTILE["an entity from a file"], "entities of its own"),
    "lying.docx": (HOSTILE["a size that lies"], "damaged"),
    "climbing.docx": (office("word/document.xml", "../../../../x"), "leads outside"),
    "macros.docx": (HOSTILE["macros by type"], "macros"),
    "script.pdf": (
        pdf_with(b"/OpenAction << /S /J#61vaScript /JS (app.alert(1)) >>"),
        "holds scripts",
    ),
    "launch.pdf": (pdf_with(b"/OpenAction << /S /Launch /F (cmd.exe) >>"), "starts programs"),
    "files.pdf": (pdf_with(b"/Names << /EmbeddedFiles << /Names [] >> >>"), "holds other files"),
}


def test_hostile_files_are_each_refused_with_a_sentence_and_the_good_one_is_kept(
    app, world, http, draft
):
    pairs = [
        (name, content() if callable(content) else content)
        for name, (content, _says) in HOSTILE_FILES.items()
    ]
    answer = attach(http(world.amina), draft(world.amina), *pairs, ("Budget.pdf", PDF))
    assert answer.status_code == 422
    for name, (_content, says) in HOSTILE_FILES.items():
        assert re.search(f"{re.escape(name)}[^•]{{0,200}}{says}", answer.text, re.DOTALL), name
    assert [name for name, _kind, _size in stored(app)] == ["Budget.pdf"]


def test_a_pdf_that_only_speaks_of_scripts_is_taken():
    check(pdf([["/JavaScript"]], title="/Launch"), "about.pdf")
    check(pdf_with(b"/Lang (/JavaScript \\( /JS)"), "about.pdf")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\amina\\Budget.pdf", "Budget.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie- x.pdf"),
        ("gpj.\u202eexe.txt", "gpj. exe.txt"),
        ('"><script>.csv', "-script-.csv"),
        ("x" * 400 + ".pdf", "x" * 146 + ".pdf"),
        ("..pdf", "file.pdf"),
        ("مرفق.pdf", "مرفق.pdf"),
    ],
)
def test_names_are_such_as_every_system_can_store(sent, kept):
    assert safe_name(sent) == kept


def test_a_drafter_attaches_files_and_readers_of_the_paper_download_them(app, world, http, draft):
    address = draft(world.amina)
    answer = attach(http(world.amina), address, ("Budget.pdf", PDF), ("Calls.csv", b"a,b\n"))
    assert answer.status_code == 303, answer.text
    page = http(world.amina).get(address).text
    assert "2 attached files" in page
    assert "Budget.pdf" in page
    url = url_of(app, "Budget.pdf")
    for other in (world.wanjiru, world.caio, world.ines, world.helena):
        assert http(other).get(url).status_code == 404
    assert http().get(url).status_code == 303
    http(world.amina).post(f"{address}/submission")
    for reader in (world.wanjiru, world.caio, world.ines, world.ruth):
        with http(reader).get(url) as sent:
            assert sent.data == PDF
            assert sent.mimetype == "application/pdf"
            assert sent.headers["Content-Disposition"].startswith("attachment")
            assert sent.headers["X-Content-Type-Options"] == "nosniff"
            assert "sandbox" in sent.headers["Content-Security-Policy"]
    assert http().get(url).status_code == 303
    assert "Budget.pdf" in http(world.caio).get(address, follow_redirects=True).text


def test_the_good_ones_are_kept_when_one_of_several_is_refused(app, world, http, draft):
    address = draft(world.amina)
    answer = attach(http(world.amina), address, ("Budget.pdf", PDF), ("run.exe", b"MZ\x90\0"))
    assert answer.status_code == 422
    assert "These files were not attached" in answer.text
    assert "run.exe" in answer.text
    assert [name for name, _kind, _size in stored(app)] == ["Budget.pdf"]


def test_while_others_send_files_the_rest_is_kept_and_it_is_said_which_to_send_again(
    app, world, http, draft, monkeypatch
):
    monkeypatch.setattr(sandbox, "_free", BoundedSemaphore(1))
    address = draft(world.amina)
    sent = (("Map.png", png()), ("Calls.csv", b"a,b\n"), ("Budget.pdf", PDF))
    with sandbox._free:
        answer = attach(http(world.amina), address, *sent)
    assert answer.status_code == 422
    assert "These files were not attached" in answer.text
    for name in ("Map.png", "Budget.pdf"):
        assert re.search(f"{name}</bdi></a>: Other files are being read", answer.text)
    assert [name for name, _kind, _size in stored(app)] == ["Calls.csv"]
    assert attach(http(world.amina), address, *sent).status_code == 303
    assert len(stored(app)) == 3


def test_files_from_before_they_were_checked_are_found_and_taken_away(
    app, world, http, document, monkeypatch
):
    address, _ = document(world.amina)
    http(world.amina).post(f"{address}/revisions")
    with monkeypatch.context() as before:
        before.setattr(
            "wgcop.contributions.enclosures.reading.SandboxedReader.check", lambda *_: None
        )
        attach(
            http(world.amina),
            address,
            ("Macros.docx", HOSTILE["macros by type"]),
            ("Budget.pdf", PDF),
        )

    def run(*options: str):
        return app.test_cli_runner().invoke(contributions_group, ["recheck", *options])

    told = run()
    assert isinstance(told.exception, Refused)
    assert (
        f"{address}: Macros.docx: It contains macros" in told.output
        and "Budget.pdf" not in told.output
    )
    assert len(stored(app)) == 2
    with app.app_context():
        assert noted(db.session, "files.taken-away") == []
    assert run("--remove").exit_code == 0
    with app.app_context():
        assert noted(db.session, "files.taken-away") == [("files.taken-away", None, "", "1")]
    assert [name for name, _kind, _size in stored(app)] == ["Budget.pdf"]
    assert run().exit_code == 0


def test_the_same_file_sent_twice_is_one_and_another_of_its_name_gets_a_number(
    app, world, http, draft
):
    address = draft(world.amina)
    for content in (PDF, PDF, PDF + b"more"):
        assert attach(http(world.amina), address, ("Budget.pdf", content)).status_code == 303
    assert [name for name, _kind, _size in stored(app)] == ["Budget (2).pdf", "Budget.pdf"]


def test_only_its_drafters_add_and_remove_and_only_until_it_is_submitted(app, world, http, draft):
    address = draft(world.amina, drafters=[world.wanjiru])
    assert attach(http(world.caio), address, ("Budget.pdf", PDF)).status_code == 404
    assert attach(http(world.wanjiru), address, ("Budget.pdf", PDF)).status_code == 303
    url = url_of(app, "Budget.pdf")
    http(world.amina).post(f"{address}/submission")
    assert attach(http(world.amina), address, ("Late.pdf", PDF)).status_code == 403
    assert http(world.amina).post(f"{url}/removal").status_code == 403
    assert [name for name, _kind, _size in stored(app)] == ["Budget.pdf"]


def test_who_takes_an_annex_of_a_document_is_in_the_trail_and_of_a_draft_is_not(
    app, world, http, draft, meeting
):
    def takers():
        with app.app_context():
            noted = select(AuditRow.person_id).where(AuditRow.of_id == url)
            return db.session.scalars(noted).all()

    address = draft(world.amina)
    attach(http(world.amina), address, ("Budget.pdf", PDF))
    url = url_of(app, "Budget.pdf")
    with http(world.amina).get(url) as sent:
        assert (sent.status_code, takers()) == (200, [])
    http(world.amina).post(f"{address}/submission")
    with http(world.caio).get(url) as sent:
        assert (sent.status_code, takers()) == (200, [world.caio.id])


def test_a_revision_begins_with_the_files_of_the_last_wording_and_leaves_those_alone(
    app, world, http, document
):
    address, _ = document(world.amina)
    http(world.amina).post(f"{address}/revisions")
    attach(http(world.amina), address, ("First.pdf", PDF))
    http(world.amina).post(f"{address}/submission")
    http(world.amina).post(f"{address}/revisions")
    assert len(stored(app)) == 2, "one for each wording"
    with app.app_context():
        contribution = db.session.get(Contribution, int(address.rpartition("/")[2]))
        [of_draft] = contribution.draft.enclosures
        removal = f"{of_draft.url}/removal"
    assert http(world.caio).get(removal.removesuffix("/removal")).status_code == 404
    with http(world.amina).get(removal.removesuffix("/removal")) as sent:
        assert sent.status_code == 200
    assert http(world.amina).post(removal).status_code == 303
    assert "First.pdf" in http(world.caio).get(address, follow_redirects=True).text


def test_an_annex_that_its_source_took_away_on_request_stays_with_its_drafters(
    app, world, http, draft, meeting
):
    address = draft(world.amina, drafters=[world.wanjiru])
    attach(http(world.amina), address, ("Annex.txt", b"Names of children"), ("Map.txt", b"A map"))
    taken_away = url_of(app, "Annex.txt")
    meeting.after()
    http(world.amina).post(f"{address}/submission")
    assert status(http(world.ines), taken_away) == 200, "the secretariat reads what was submitted"
    http(world.ines).post(
        f"{address}/change-requests", data={"words": "Without the annex.", "key": "1"}
    )
    with app.app_context():
        contribution = paper_at(address)
        urls = {each.name: each.url for each in contribution.draft.enclosures}
    assert http(world.amina).post(f"{urls['Annex.txt']}/removal").status_code == 303
    assert http(world.amina).post(f"{address}/submission").status_code == 303
    http(world.ines).post(f"{address}/acceptance")
    for reader in (world.caio, world.teresa, world.helena, world.ines, world.ruth):
        assert status(http(reader), urls["Map.txt"]) == 200, reader.name
        assert status(http(reader), taken_away) == 404, reader.name
    for drafter in (world.amina, world.wanjiru):
        assert status(http(drafter), taken_away) == 200, drafter.name


def test_more_files_than_are_read_at_once_are_read_the_next_time(
    app, world, http, draft, monkeypatch
):
    monkeypatch.setattr(jobs, "AT_ONCE", 2)
    names = [f"{number}.txt" for number in range(3)]
    attach(
        http(world.amina),
        draft(world.amina),
        *((name, f"The quagga of {name}.".encode()) for name in names),
    )
    with app.app_context():
        assert [read_enclosures() for _ in range(3)] == [2, 1, 0]
        read = {each.name: each.text for each in db.session.scalars(select(Enclosure))}
    assert read == {name: f"The quagga of {name}." for name in names}


def test_they_are_found_by_name_and_by_their_text_by_whoever_may_read_the_paper(
    app, world, http, draft
):
    address = draft(world.amina)
    attach(
        http(world.amina), address, ("Zebracrossing.txt", b"The quagga is an animal of the plain.")
    )
    with app.app_context():
        assert read_enclosures() == 1
        assert read_enclosures() == 0
        indexer.drain_all()

    def finds(person, q):
        return "#files" in http(person).get("/search", query_string={"q": q}).text

    assert finds(world.amina, "quagga")
    assert not finds(world.caio, "quagga")
    http(world.amina).post(f"{address}/submission")
    with app.app_context():
        indexer.drain_all()
    assert finds(world.caio, "quagga")
    assert finds(world.caio, "Zebracrossing")
    assert not finds(None, "quagga")


def test_who_consented_is_asked_again_when_the_files_change(world, http, draft):
    jura = world.elke.memberships[0].delegation_id
    address = draft(world.amina, together_with=[jura])
    http(world.amina).post(f"{address}/consents")
    wording = re.search(r'name="wording"[^>]*value="(\w+)"', http(world.elke).get(address).text)[1]
    source = f"{address}/sources/delegation-{jura}"
    assert http(world.elke).post(f"{source}/consent", data={"wording": wording}).status_code == 303
    assert ">Submit<" in http(world.amina).get(address).text
    assert attach(http(world.amina), address, ("Budget.pdf", PDF)).status_code == 303
    page = http(world.amina).get(address).text
    assert ">Submit<" not in page
    assert "asked again for this one" in page


def test_attached_files_survive_the_cleaning_of_unused_ones(app, world, http, draft):
    attach(http(world.amina), draft(world.amina), ("Budget.pdf", PDF))
    with app.app_context():
        assert files.digest(PDF) in files.needed()
