"""LibreOffice opens discussions that are taken away without repair, and saves them with every word and cell."""

import io
import subprocess
from dataclasses import replace

import docx
import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from tests.conftest import program
from tests.positions.test_desk import take_on
from tests.takeaway.test_content import AT, COMMENTS, comment, whole
from tests.validators import faults_in_office
from wgcop.i18n import written_to
from wgcop.takeaway.content import TakenPaper, TakenPart, TakenPosition
from wgcop.takeaway.writing import as_docx, as_xlsx


@pytest.fixture(scope="module")
def convert(tmp_path_factory):
    soffice = program("soffice", of="LibreOffice")
    profile = tmp_path_factory.mktemp("profile")

    def run(content, start, end):
        file = tmp_path_factory.mktemp("taken") / f"taken.{start}"
        file.write_bytes(content)
        out = tmp_path_factory.mktemp("converted")
        subprocess.run(
            [
                *(soffice, f"-env:UserInstallation=file://{profile}", "--headless"),
                *("--convert-to", end, "--outdir", str(out), str(file)),
            ],
            capture_output=True,
            check=True,
            timeout=120,
        )
        [made] = out.iterdir()
        return made.read_bytes()

    return run


@pytest.fixture(params=["en", "ar"])
def discussion(request, session):
    said = [
        comment(
            words,
            person="أمينة" if number % 2 else "Amina",
            delegation="Kenya",
            capacity="Head",
            readers="Only Kenya" if number % 3 else "",
            quoted="=quoted" if number % 2 else "",
            supporters=("Brazil", "-Japan"),
            number=str(number),
        )
        for number, words in enumerate(COMMENTS, 1)
    ]
    parts = [
        TakenPart(
            "recalling *a)*",
            "/a",
            "the words",
            "Open",
            "**Now** it is open.",
            positions=[
                TakenPosition("p:1", "a)", "Kenya", "Member State", "Reserves", AT, "/p", "=1+1"),
                TakenPosition("p:2", "a)", "مصر", "Member State", "Agrees", AT, "/p", "نعم"),
            ],
            papers=[TakenPaper(1, "a)", "WG-COP/3/1", "A title", "Kenya", AT, "/documents/1")],
            comments=said,
        ),
        TakenPart("recalling b)", "/b"),
    ]
    with written_to(request.param):
        yield whole(*parts)


def test_a_word_file_is_saved_again_with_all_its_words(convert, discussion):
    content = as_docx(discussion)
    again = convert(content, "docx", "docx")
    assert words_of(again) == words_of(content)
    printed = pypdfium2.PdfDocument(convert(content, "docx", "pdf"))
    read = "".join(page.get_textpage().get_text_range() for page in printed)
    assert "Amina, Head, Kenya" in read.replace("\r\n", " ")


def test_a_workbook_is_saved_again_with_all_its_cells(convert, discussion):
    for taken in (discussion, replace(discussion, is_grid=True)):
        content = as_xlsx(taken)
        assert cells_of(convert(content, "xlsx", "xlsx")) == cells_of(content)


@pytest.fixture
def spoken(world, http):
    """Kenya and Brazil have spoken on two clauses, within and released, in words that look like formulas and run both ways."""
    first, second = (f"/clauses/wtdc-67.recs_recognizing__rec_{each}/positions" for each in "ab")
    kenya, brazil = http(world.amina), http(world.teresa)
    take_on(kenya, first, "reserves", "within", "=1+1 is what we ask")
    take_on(kenya, first, "objects", "red-line", "+Never a date.")
    take_on(kenya, second, "agrees", "released", "نوافق على هذا النص")
    take_on(brazil, first, "objects", "released", "-Too early")
    take_on(brazil, second, "agrees-ad-referendum", "released", "@capital <b>waits</b>")


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(
    "address",
    [
        "/resolutions/67-hyderabad-2010/positions.xlsx",
        "/takeaway/file?of=positions:67-hyderabad-2010&form=xlsx&private=yes",
        "/takeaway/file?of=positions:67-hyderabad-2010&form=docx&private=yes",
        "/takeaway/file?of=resolution:67-hyderabad-2010&form=xlsx&private=yes",
        "/takeaway/file?of=resolution:67-hyderabad-2010&form=docx",
        "/delegation.docx",
    ],
)
def test_what_the_demo_world_gives_is_saved_again_with_every_word(
    app, convert, world, http, spoken, address, language, monkeypatch, tmp_path
):
    monkeypatch.setitem(app.extensions, "languages", ["en", "ar"])
    amina = http(world.amina)
    amina.post("/language", data={"language": language})
    answer = amina.get(address)
    assert answer.status_code == 200, answer.text
    kind = "xlsx" if "xlsx" in address else "docx"
    assert faults_in_office(answer.data, tmp_path, kind) == []
    read = cells_of if kind == "xlsx" else words_of
    before = read(answer.data)
    assert read(convert(answer.data, kind, kind)) == before
    said = str(before)
    assert "early" in said or "delegation" in address
    is_private = "private=yes" in address or "delegation" in address
    assert ("+Never" in said) is is_private


def words_of(content):
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([*cells, *(each.text for each in document.paragraphs)]).split()


def cells_of(content):
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {
        name: [[str(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python()]
        for name in book.sheet_names
    }
