"""LibreOffice opens discussions that are taken away without repair, and saves them with every word and cell."""

import io
from dataclasses import replace

import docx
import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from tests.positions.test_desk import take_on
from tests.rest.libreoffice.office import Convert, Way
from tests.takeaway.test_content import AT, COMMENTS, comment, whole
from tests.validators import faults_in_office
from wgcop.i18n import written_to
from wgcop.takeaway.content import TakenDiscussion, TakenPaper, TakenPart, TakenPosition
from wgcop.takeaway.writing import as_docx, as_xlsx

LANGUAGES = ["en", "ar"]


def discussion() -> TakenDiscussion:
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
    return whole(*parts)


def files_of(write) -> list[bytes]:
    """What is written of the discussion to a reader of each language."""
    files = []
    for language in LANGUAGES:
        with written_to(language):
            files.append(write(discussion()))
    return files


def test_a_word_file_is_saved_again_and_printed_with_all_its_words(convert: Convert, session):
    files = files_of(as_docx)
    came = convert([Way(file, ("docx", kind)) for kind in ("docx", "pdf") for file in files])
    for file, again, pdf in zip(files, came, came[len(files) :], strict=False):
        assert words_of(again) == words_of(file)
        read = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
        assert "Amina, Head, Kenya" in read.replace("\r\n", " ")


def test_a_workbook_is_saved_again_with_all_its_cells(convert: Convert, session):
    files = [
        *files_of(as_xlsx),
        *files_of(lambda taken: as_xlsx(replace(taken, is_grid=True))),
    ]
    for file, again in zip(
        files, convert([Way(file, ("xlsx", "xlsx")) for file in files]), strict=True
    ):
        assert cells_of(again) == cells_of(file)


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


GIVEN = (
    "/resolutions/67-hyderabad-2010/positions.xlsx",
    "/takeaway/file?of=positions:67-hyderabad-2010&form=xlsx&private=yes",
    "/takeaway/file?of=positions:67-hyderabad-2010&form=docx&private=yes",
    "/takeaway/file?of=resolution:67-hyderabad-2010&form=xlsx&private=yes",
    "/takeaway/file?of=resolution:67-hyderabad-2010&form=docx",
    "/delegation.docx",
)


def test_what_the_demo_world_gives_is_saved_again_with_every_word(
    app, convert: Convert, world, http, spoken, monkeypatch, tmp_path
):
    monkeypatch.setitem(app.extensions, "languages", LANGUAGES)
    amina, given = http(world.amina), {}
    for language in LANGUAGES:
        amina.post("/language", data={"language": language})
        for address in GIVEN:
            answer = amina.get(address)
            assert answer.status_code == 200, answer.text
            given[language, address] = answer.data
    kinds = {address: "xlsx" if "xlsx" in address else "docx" for address in GIVEN}
    saved = convert([Way(data, (kinds[address],) * 2) for (_, address), data in given.items()])
    for ((language, address), data), again in zip(given.items(), saved, strict=True):
        kind, what = kinds[address], f"{address} in {language}"
        assert faults_in_office(data, tmp_path, kind) == [], what
        read = cells_of if kind == "xlsx" else words_of
        before = read(data)
        assert read(again) == before, what
        said = str(before)
        assert "early" in said or "delegation" in address, what
        is_private = "private=yes" in address or "delegation" in address
        assert ("+Never" in said) is is_private, what


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
