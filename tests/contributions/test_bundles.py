"""All papers of a meeting or of an agenda item in one ZIP: what is in it, for whom, and how it is sent."""

import io
import random
import re
import zipfile
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from tests.contributions.test_enclosures import PDF, attach
from wgcop.agenda.models import AgendaItem
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.documents.bundles import contents
from wgcop.documents.bundles.naming import archive_name, paper_name
from wgcop.documents.bundles.zipping import ZipStream
from wgcop.errors import Busy
from wgcop.printing import PrintingFailed, shelf

PRINTED = b"%PDF-1.7\n"
AT = datetime(2026, 11, 26, tzinfo=UTC)
ALL = "/contributions/papers.zip?meeting=wg-cop-3"


@pytest.fixture(autouse=True)
def printer(request, monkeypatch):
    """Prints at once, but for a test that asks for the real one."""
    if "real_printer" not in request.fixturenames:
        monkeypatch.setattr(shelf, "print_page", lambda html, _pictures: PRINTED + html.encode())


@pytest.fixture
def real_printer():
    """The process that prints."""


def unpacked(answer) -> zipfile.ZipFile:
    assert answer.status_code == 200, answer.text
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert archive.testzip() is None
    return archive


def documents_of_third_meeting(app) -> list[str]:
    with app.app_context():
        rows = db.session.scalars(
            select(Contribution)
            .where(Contribution.number.is_not(None), Contribution.meeting.has(slug="wg-cop-3"))
            .order_by(Contribution.symbol_order)
        )
        return [str(each.symbol) for each in rows]


def test_what_is_written_piece_by_piece_is_a_whole_zip():
    archive, noise = ZipStream(), random.Random(7).randbytes(3_000_000)
    sent = []
    archive.add("a.txt", b"words", at=AT)
    sent += archive.take()
    assert sent, "the first entry is sent before the next one is made"
    pieces = (noise[at : at + 100_000] for at in range(0, len(noise), 100_000))
    sent += archive.add_in_pieces("folder/noise.pdf", pieces, at=AT, is_packed=True)
    assert max(map(len, sent)) <= 256 * 1024
    sent += archive.end()
    archive.close()
    with zipfile.ZipFile(io.BytesIO(b"".join(sent))) as whole:
        assert whole.testzip() is None
        assert whole.read("a.txt") == b"words"
        assert whole.read("folder/noise.pdf") == noise


@pytest.mark.parametrize(
    ("symbol", "title", "name"),
    [
        ("WG-COP/3/7 Rev.1", "Radio plays", "WG-COP-3-7 Rev.1 - Radio plays.docx"),
        ("WG-COP/3/7", "../../etc/passwd", "WG-COP-3-7 - ..-..-etc-passwd.docx"),
        ("WG-COP/3/7", 'a\\b: "c" <d>|e?*\r\n', "WG-COP-3-7 - a-b- -c- -d-e-.docx"),
        ("WG-COP/3/7", "gpj.\u202eexe", "WG-COP-3-7 - gpj. exe.docx"),
        ("WG-COP/3/7", "...", "WG-COP-3-7.docx"),
        ("CWG-COP-14/3(Add.1)-E", "إذاعة", "CWG-COP-14-3(Add.1)-E - إذاعة.docx"),
    ],
)
def test_names_come_from_symbols_and_hostile_titles_harm_nobody(symbol, title, name):
    assert paper_name(symbol, title, "docx") == name


def test_long_titles_are_cut_between_letters():
    name = paper_name("WG-COP/3/7", "電" * 300, "docx")
    assert len(name.encode()) <= 180
    assert name.endswith("電.docx")
    assert len(archive_name("WG-COP", "3", "電" * 300).encode()) <= 180


def test_all_papers_of_a_meeting_with_their_files_and_a_list(app, world, http, draft):
    address = draft(world.amina, title="Radio / plays: <b>all</b>")
    attach(http(world.amina), address, ("Budget.pdf", PDF), ("Notes.txt", b"In four districts."))
    http(world.amina).post(f"{address}/submission")
    url = http(world.amina).get(address).headers["Location"]
    symbol = url.removeprefix("/documents/").replace("/", "-")
    answer = http(world.caio).get(ALL)
    assert answer.mimetype == "application/zip"
    assert 'filename="WG-COP 3.zip"' in answer.headers["Content-Disposition"]
    archive = unpacked(answer)
    names = archive.namelist()
    assert names[0] == "index.html"
    assert f"{symbol} - Radio - plays- -b-all-b-.docx" in names
    assert PRINTED in archive.read(f"{symbol} - Radio - plays- -b-all-b-.pdf")
    assert archive.read(f"{symbol} - files/Budget.pdf") == PDF
    assert archive.read(f"{symbol} - files/Notes.txt") == b"In four districts."
    index = archive.read("index.html").decode()
    for each in documents_of_third_meeting(app):
        assert each in index
        assert any(name.startswith(each.replace("/", "-")) for name in names)
    assert "Radio / plays: &lt;b&gt;all&lt;/b&gt;" in index
    paper = zipfile.ZipFile(io.BytesIO(archive.read(names[1])))
    assert "word/document.xml" in paper.namelist()


def test_it_holds_the_latest_wording_under_its_own_name(world, http, document):
    address, url = document(world.amina)
    http(world.amina).post(f"{address}/revisions")
    http(world.amina).post(f"{address}/submission")
    start = url.removeprefix("/documents/").replace("/", "-")
    names = [each for each in unpacked(http(world.caio).get(ALL)).namelist() if start in each]
    assert len(names) == 2 and all(name.startswith(f"{start} Rev.1 - ") for name in names)


def test_drafts_and_papers_that_wait_are_not_in_it(world, http, draft, meeting):
    draft(world.amina, title="Quagga in draft")
    meeting.after()
    waits = draft(world.amina, title="Quagga that waits")
    http(world.amina).post(f"{waits}/submission")
    for reader in (world.amina, world.caio, world.ines):
        assert "Quagga" not in " ".join(unpacked(http(reader).get(ALL)).namelist())


def test_an_item_gives_its_papers_and_those_of_the_items_below_it(app, world, http, document):
    with app.app_context():
        top = db.session.scalars(
            select(AgendaItem).where(
                AgendaItem.meeting.has(slug="wg-cop-3"),
                AgendaItem.id.in_(select(AgendaItem.parent_id)),
            )
        ).first()
        below = db.session.scalars(select(AgendaItem).where(AgendaItem.parent_id == top.id)).first()
        above, under = top.id, below.id
    document(world.amina, title="Quagga", items=[under])
    document(world.amina, title="Elsewhere")
    for item in (above, under):
        names = unpacked(http(world.caio).get(f"{ALL}&item={item}")).namelist()
        assert any("Quagga" in name for name in names)
        assert not any("Elsewhere" in name for name in names)


@pytest.mark.parametrize("item", ["0", "999999", "seven", "-1", str(10**30)])
def test_an_item_that_is_not_of_the_meeting_is_not_there(world, http, item):
    assert http(world.caio).get(f"{ALL}&item={item}").status_code == 404


def test_guests_are_sent_to_sign_in(http):
    assert http().get(ALL).status_code == 303


def test_a_meeting_without_papers_gives_only_the_list(app, world, http, fourth_meeting):
    fourth_meeting()
    archive = unpacked(http(world.caio).get("/contributions/papers.zip?meeting=wg-cop-4"))
    assert archive.namelist() == ["index.html"]


def test_ten_papers_take_as_many_statements_as_two(world, http, document, statements, monkeypatch):
    counts = []
    monkeypatch.setattr(contents, "BATCH", 50)
    for more in (2, 6):
        for number in range(more):
            document(world.amina, title=f"Paper {number}")
        with statements() as sent:
            unpacked(http(world.caio).get(ALL))
        counts.append(len(sent))
    assert counts[0] == counts[1]
    monkeypatch.setattr(contents, "BATCH", 4)
    with statements() as sent:
        unpacked(http(world.caio).get(ALL))
    assert len(sent) > counts[1], "more batches take more statements, by a few each"


def test_the_first_piece_comes_before_any_paper_is_read(world, http, document, statements):
    document(world.amina)
    answer = http(world.caio).get(ALL, buffered=False)
    with statements() as sent:
        assert b"index.html" in next(answer.response)
    assert not sent
    answer.close()


def test_an_item_has_its_papers_as_they_are_printed(app, world, http, document, real_printer):
    with app.app_context():
        item = db.session.scalars(
            select(AgendaItem.id).where(AgendaItem.meeting.has(slug="wg-cop-3"))
        ).first()
    document(world.amina, title="Quagga", items=[item])
    archive = unpacked(http(world.caio).get(f"{ALL}&item={item}"))
    [name] = [each for each in archive.namelist() if "Quagga" in each and each.endswith(".pdf")]
    assert re.fullmatch(rb"%PDF-.*%%EOF\n", archive.read(name), re.DOTALL)


@pytest.mark.parametrize("why", [PrintingFailed("too long"), Busy("later")])
def test_a_paper_that_is_not_printed_is_named_and_there_as_a_word_file(
    world, http, document, monkeypatch, why
):
    def fail(*_args):
        raise why

    monkeypatch.setattr(shelf, "print_page", fail)
    document(world.amina, title="Quagga")
    archive = unpacked(http(world.caio).get(ALL))
    assert not any(name.endswith(".pdf") for name in archive.namelist())
    assert "Quagga.docx" in archive.read("Not printed.txt").decode()


def test_a_paper_is_printed_once_for_all_its_readers(world, http, document, monkeypatch):
    printed = []
    monkeypatch.setattr(
        shelf, "print_page", lambda html, _pictures: printed.append(html) or PRINTED
    )
    _work, address = document(world.amina, title="Quagga")
    unpacked(http(world.caio).get(ALL))
    count = len(printed)
    unpacked(http(world.ines).get(ALL))
    assert http(world.caio).get(f"{address}.pdf").data == PRINTED
    assert len(printed) == count > 0
