"""Bringing in a Word file: what was understood is shown beside the original, and used only if its person says so."""

import io
import re
import socket
import subprocess
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pytest
from PIL import Image
from sqlalchemy import func, select

from tests.missing import absent, program
from tests.reading.papers.test_hostile import HOSTILE, damaged, takes_minutes
from wgcop import paper
from wgcop.contributions.draft_tables import DraftVersion
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.documents.pdf import shelf
from wgcop.documents.pictures import pictures_in
from wgcop.drafting.cli import tracked_rows
from wgcop.drafting.jobs import drop_unused
from wgcop.drafting.views.word_files import gathered
from wgcop.drafting.word_files import WordFile
from wgcop.reading import confined
from wgcop.reading.page_images import page_images, without_outside
from wgcop.reading.papers import LeftOut
from wgcop.reading.reasons import Reason

WORDS = "Radio reaches parents whom posters do not."


def word_file(*, cover: bool = True, picture: bool = False, last: str = "") -> bytes:
    file = docx.Document()
    if cover:
        file.add_paragraph("SOURCE: Republic of Kenya")
        file.add_paragraph("TITLE: Plays on market days")
        file.add_paragraph("For information")
        file.add_paragraph("Keywords: radio, plays")
    file.add_heading("Background", 1)
    file.add_paragraph(WORDS)
    if last:
        file.add_paragraph(last)
    if picture:
        out = io.BytesIO()
        Image.new("RGB", (40, 30), "green").save(out, "PNG")
        file.add_picture(io.BytesIO(out.getvalue()))
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def bring(client, data: bytes, name: str = "plays.docx", **form):
    return client.post("/contributions/word", data={"file": (io.BytesIO(data), name), **form})


def stored(app, address) -> Contribution:
    with app.app_context():
        contribution = db.session.get(
            Contribution, int(re.search(r"/contributions/(\d+)", address)[1])
        )
        assert contribution.draft.text and contribution.draft.plain and contribution.meeting
        return contribution


def test_what_was_understood_is_shown_beside_the_original_before_anything_is_made(
    app, world, http, meeting
):
    with app.app_context():
        before = db.session.scalar(select(func.count(Contribution.id)))
    answer = bring(http(world.amina), word_file())
    assert answer.status_code == 303
    page = http(world.amina).get(answer.location).text
    assert "Plays on market days" in page and "radio, plays" in page
    assert page.count(WORDS) == 2, "as it will look, and as the original says it"
    assert "none left out" in page
    with app.app_context():
        assert db.session.scalar(select(func.count(Contribution.id))) == before


def test_using_it_begins_a_draft_with_the_fields_that_were_ticked(app, world, http, meeting):
    address = bring(http(world.amina), word_file(picture=True)).location
    answer = http(world.amina).post(f"{address}/use", data={"take": ["title", "purpose"]})
    assert answer.location.endswith("/edit")
    draft = stored(app, answer.location).draft
    assert (draft.title, draft.purpose, draft.keywords) == (
        "Plays on market days",
        "information",
        "",
    )
    assert WORDS in draft.plain and "SOURCE" not in draft.plain
    assert draft.contact.startswith("Amina Barasa, Kenya"), "as where it is written from nothing"
    (picture,) = pictures_in(draft.text)
    work = answer.location.removesuffix("/edit")
    with http(world.amina).get(f"{work}/pictures/{picture}") as shown:
        assert shown.mimetype == "image/png"
    assert http(world.amina).get(address).status_code == 404, "it is used"


def test_whom_to_ask_may_stand_at_the_end_of_the_file(app, world, http, meeting):
    contact = "Wanjiru Achieng, Kenya, wanjiru@example.org"
    address = bring(http(world.amina), word_file(last=f"Contact: {contact}")).location
    assert contact in http(world.amina).get(address).text.partition("Preview")[0]
    answer = http(world.amina).post(f"{address}/use", data={"take": ["contact"]})
    draft = stored(app, answer.location).draft
    assert draft.contact == contact and draft.plain.strip().endswith(WORDS)


def test_using_it_in_a_draft_replaces_the_text_and_keeps_the_old_one_as_a_version(
    app, world, http, draft
):
    work = draft(world.amina, keywords="")
    number = work.rpartition("/")[2]
    client = http(world.amina)
    assert "Bring in a Word file" in client.get(f"{work}/edit").text
    address = bring(client, word_file(), contribution=number).location
    page = client.get(address).text
    assert "It replaces your text." in page
    assert re.search(r'value="title">', page), "a field that is filled is not ticked"
    assert re.search(r'value="keywords" checked>', page)
    client.post(f"{address}/use", data={"take": ["keywords"]})
    changed = stored(app, work).draft
    assert (changed.title, changed.keywords) == ("Radio plays about the net", "radio, plays")
    assert WORDS in changed.plain and "recorded" not in changed.plain
    with app.app_context():
        kept = db.session.scalars(
            select(DraftVersion).where(DraftVersion.revision_id == changed.id)
        ).all()
        assert any("recorded" in paper.plain(version.text) for version in kept)


def test_cancelling_keeps_nothing(app, world, http, draft):
    work = draft(world.amina)
    address = bring(http(world.amina), word_file(), contribution=work.rpartition("/")[2]).location
    answer = http(world.amina).post(f"{address}/cancellation")
    assert answer.location == f"{work}/edit"
    assert "recorded" in stored(app, work).draft.plain
    with app.app_context():
        assert db.session.scalar(select(func.count(WordFile.id))) == 0


def test_nobody_else_sees_what_somebody_brought_in(world, http, meeting):
    address = bring(http(world.amina), word_file(picture=True)).location
    page = http(world.amina).get(address).text
    picture = re.search(r'src="(/contributions/word/\d+/pictures/\w+)"', page)[1]
    with http(world.amina).get(picture) as shown:
        assert shown.status_code == 200
    for other in (world.wanjiru, world.caio, world.ines, world.helena):
        assert http(other).get(address).status_code == 404
        assert http(other).get(picture).status_code == 404
        assert http(other).post(f"{address}/use").status_code == 404


def test_a_file_that_nobody_decided_on_is_gone_after_a_day(app, world, http, clock, meeting):
    address = bring(http(world.amina), word_file()).location
    clock.advance(minutes=23 * 60)
    with app.app_context():
        drop_unused()
    assert http(world.amina).get(address).status_code == 200
    clock.advance(minutes=2 * 60)
    with app.app_context():
        drop_unused()
    assert http(world.amina).get(address).status_code == 404


def test_a_print_is_gone_a_month_after_somebody_last_asked_for_it(app, clock):
    with app.app_context():
        shelf().mkdir(parents=True)
        printed = shelf() / "paper.pdf"
        printed.write_bytes(b"%PDF-")
        clock.advance(days=29)
        assert drop_unused() == 0 and printed.exists()
        clock.advance(days=2)
        assert drop_unused() == 1 and not printed.exists()


@pytest.mark.parametrize(
    "data, name, why",
    [
        (b"", "plays.docx", "It is empty"),
        (b"plain words", "plays.docx", "not a Word document"),
        (b"%PDF-1.7 and so on", "plays.pdf", "It is not a Word document"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "plays.doc",
            "old Word file, or protected",
        ),
    ],
)
def test_a_file_that_is_none_is_refused_with_a_sentence(data, name, why, world, http, meeting):
    answer = bring(http(world.amina), data, name)
    assert answer.status_code == 422
    assert name in answer.text and why in answer.text


def test_what_was_not_understood_is_named_with_its_place(world, http, meeting):
    file = docx.Document()
    paragraph = file.add_paragraph("Calls rose by a third.")
    file.add_comment(paragraph.runs[0], text="Check the figure.", author="Luc")
    file.sections[0].header.paragraphs[0].text = "Confidential"
    out = io.BytesIO()
    file.save(out)
    amina = http(world.amina)
    address = bring(amina, out.getvalue()).location
    page = amina.get(address).text
    assert "Comments in the file" in page and "Check the figure." in page
    assert "A header of the page." in page and "Confidential" in page
    draft = amina.post(f"{address.partition('?')[0]}/use").location
    beside_the_text = amina.get(draft).text
    assert "The text of plays.docx is in the draft now." in beside_the_text
    assert "1 comment from the file is now in the drafters&#39; discussion." in beside_the_text


def test_what_was_left_out_is_listed_by_kind_and_the_rarest_kind_first():
    line, comment = Reason("A line of the cover that matches no field."), Reason("A comment.")
    places = [LeftOut(line, "Geneva"), LeftOut(comment, "Check."), LeftOut(line, "Third meeting")]
    assert gathered(places) == [
        ("A comment.", ["Check."]),
        ("A line of the cover that matches no field.", ["Geneva", "Third meeting"]),
    ]


def test_beside_the_text_each_kind_has_a_line_and_none_is_dropped(app, world, http, meeting):
    kinds = [f"Kind {number} of what is no text." for number in range(12)]
    amina = http(world.amina)
    address = bring(amina, word_file()).location.partition("?")[0]
    with app.app_context():
        file = db.session.get_one(WordFile, int(address.rpartition("/")[2]))
        told = [
            [Reason(kind).as_list(), "A place that is told in many words, " * 9] for kind in kinds
        ]
        file.paper = {**file.paper, "not_understood": told}
        db.session.commit()
    page = amina.get(amina.post(f"{address}/use").location).text
    shown = re.findall(r"<li>(Kind \d+ of what is no text\.) “([^”]+)…”</li>", page)
    assert [kind for kind, _ in shown] == kinds
    assert all(len(place) <= 40 for _, place in shown)


@pytest.mark.rest
def test_where_libreoffice_is_the_pages_of_the_original_are_shown(app, world, http, meeting):
    app.config["LIBREOFFICE"] = program("soffice", of="LibreOffice")
    try:
        address = bring(http(world.amina), word_file()).location
    finally:
        app.config["LIBREOFFICE"] = ""
    page = http(world.amina).get(address).text
    assert 'alt="Page 1 of the original"' in page
    picture = re.search(r'src="(/contributions/word/\d+/pictures/\w+)" alt="Page 1', page)[1]
    with http(world.amina).get(picture) as shown:
        assert Image.open(io.BytesIO(shown.data)).width >= 850


def test_if_libreoffice_fails_the_lines_are_shown(tmp_path):
    assert page_images(word_file(), str(tmp_path / "nothing")) == []
    assert page_images(word_file(), "false") == []


@pytest.mark.rest
def test_without_bubblewrap_no_foreign_file_is_opened(monkeypatch, tmp_path):
    monkeypatch.setattr(confined, "CONFINER", "nothing-of-this-name")
    confined.can_be_confined.cache_clear()
    try:
        assert page_images(word_file(), program("soffice", of="LibreOffice")) == []
    finally:
        confined.can_be_confined.cache_clear()


def test_a_confined_program_reaches_no_network_and_no_files_but_its_folder(tmp_path):
    if not confined.can_be_confined():
        absent("bubblewrap")
    secret = tmp_path / "secret"
    secret.write_text("of the server")
    folder = tmp_path / "work"
    folder.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        tries = f"cat {secret}; cat /etc/passwd; ls /root; echo made > made; (: < /dev/tcp/127.0.0.1/{port}) && echo reached"
        done = subprocess.run(
            [*confined.confinement("bash", folder), "bash", "-c", tries],
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.stdout == ""
    assert (folder / "made").read_text() == "made\n"


def test_what_draws_the_pages_runs_confined(tmp_path):
    """It draws its page only where it can neither read what is beside it nor reach the network."""
    if not confined.can_be_confined():
        absent("bubblewrap")
    secret, office = tmp_path / "secret", tmp_path / "office" / "bin"
    secret.write_text("of the server")
    office.mkdir(parents=True)
    page = pypdfium2.PdfDocument.new()
    page.new_page(200, 300)
    page.save(office / "page.pdf")
    program = office / "draws"
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        program.write_text(
            f"#!/bin/bash\ncat {secret} && exit 1\n(: < /dev/tcp/127.0.0.1/{port}) && exit 1\n"
            f"cp {office}/page.pdf original.pdf\n"
        )
        program.chmod(0o755)
        assert len(page_images(word_file(), str(program))) == 1


WAYS_OUT = (
    '<Relationship Id="x1" Type="http://x/image" Target="http://evil.example/a.png" TargetMode="External"/>',
    '<Relationship Id="x1" Type="http://x/image" Target="http://evil.example/hyperlink" TargetMode="External"/>',
    '<Relationship Id="x1" Type="http://x/image" Target="http://evil.example/?>" TargetMode="External"/>',
    '<Relationship Id="x1" Type="http://x/image" Target="http://evil.example/a" TargetMode="Extern&#97;l"/>',
    '<Relationship Id="x1" Type="http://x/image" Target="file:///evil.example" TargetMode="external"/>',
    '<Relationship Id="x1" Type="http://x/image" Target="file:///evil.example"/>',
    '<Relationship Id="x1" Type="http://evil.example/hyperlink" Target="//evil.example/a" TargetMode="External"/>',
    '<Relationship Id="x1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" '
    'Target="http://evil.example/a.png" TargetMode="External"/>',  # LibreOffice shows a picture by this one too
)


@pytest.mark.parametrize("way", WAYS_OUT)
def test_no_way_of_writing_an_address_leads_out_of_a_drawn_file(way):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word_file())) as source, zipfile.ZipFile(out, "w") as target:
        for part in source.infolist():
            data = source.read(part)
            if part.filename == "word/_rels/document.xml.rels":
                data = data.replace(b"</Relationships>", way.encode() + b"</Relationships>")
            target.writestr(part.filename, data)
    with zipfile.ZipFile(io.BytesIO(without_outside(out.getvalue()))) as clean:
        assert b"evil" not in clean.read("word/_rels/document.xml.rels")


def test_no_field_of_a_drawn_file_fetches_another():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word_file())) as source, zipfile.ZipFile(out, "w") as target:
        for part in source.infolist():
            data = source.read(part)
            if part.filename == "word/document.xml":
                field = (
                    b'<w:p><w:r><w:instrText>INCLUDETEXT "/etc/passwd"</w:instrText></w:r></w:p>'
                    b"<w:p><w:r><w:instrText>INC</w:instrText></w:r><w:r>"
                    b'<w:instrText>LUDETEXT "/etc/passwd"</w:instrText></w:r></w:p>'
                )
                data = data.replace(b"<w:body>", b"<w:body>" + field)
            target.writestr(part.filename, data)
    with zipfile.ZipFile(io.BytesIO(without_outside(out.getvalue()))) as clean:
        assert b"passwd" not in clean.read("word/document.xml")


def send_hostile_files(app, client, files) -> None:
    """Each is answered with a page, and leaves nothing but pictures of papers that could be read."""
    folder = Path(app.config["DATA_DIR"])
    before = set(folder.parent.glob("*")) | set(folder.glob("*")) | set(Path.cwd().glob("*"))
    for data in files:
        answer = bring(client, data)
        assert answer.status_code in (303, 422)
        if answer.status_code == 422:
            assert "plays.docx: It " in answer.text or "plays.docx: The " in answer.text
        else:
            assert client.get(answer.location).status_code == 200
    after = set(folder.parent.glob("*")) | set(folder.glob("*")) | set(Path.cwd().glob("*"))
    assert after - before <= {folder / "files"}


def test_hostile_files_are_answered_with_a_sentence(app, world, http, meeting):
    names = ("entities", "macros")
    files = [HOSTILE[name] for name in names] + [damaged(seed) for seed in range(2)]
    send_hostile_files(app, http(world.amina), files)


@pytest.mark.long
@takes_minutes
def test_hundreds_of_hostile_files_are_answered_with_a_sentence(app, world, http, meeting):
    files = [*HOSTILE.values(), *(damaged(seed) for seed in range(300))]
    send_hostile_files(app, http(world.amina), files)


def test_the_command_names_rows_that_are_tracked_changes():
    tree = paper.from_text(
        "| Region | Projects |\n|---|---|\n| Africa | planned |\n| Asia | begun |"
    )
    rows = tree["content"][0]["content"]
    rows[1]["attrs"]["change"], rows[2]["attrs"]["change"] = "deleted", "inserted"
    assert tracked_rows(tree) == ["- deleted: Africa | planned", "- inserted: Asia | begun"]
