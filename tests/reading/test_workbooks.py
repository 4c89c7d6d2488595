"""A workbook is read as it is printed, and whatever in it is not plain cells is refused or told."""

import datetime as dt
import time

import pytest

from tests.reading.workbooks import MAIN, part, with_parts, workbook
from wgcop.reading.result import Unreadable
from wgcop.reading.sandbox import SandboxedReader
from wgcop.reading.workbooks import column_letters, read_workbook

PLAIN = workbook([["id", "name"], ["INI-001", "Ask First"]])
BOOK, SHEET = "xl/workbook.xml", "xl/worksheets/sheet1.xml"


def cells(content: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read_workbook(content, "").rows]


def faults(content: bytes) -> list[tuple[int, str, str]]:
    return [
        (each.row, column_letters(each.column), str(each.reason))
        for each in read_workbook(content, "").faults
    ]


def notes(content: bytes) -> list[str]:
    return [str(note) for note in read_workbook(content, "").notes]


def why_not(content: bytes) -> str:
    with pytest.raises(Unreadable) as error:
        read_workbook(content, "")
    return str(error.value)


def test_text_comes_back_as_it_was_written():
    words = ["=1+1", "a\nb", " 0049 ", "_x000D_", "_x0041_", "حماية", "#N/A", "'=x", "🙂"]
    assert cells(workbook([words])) == [tuple(words)]


def test_numbers_and_dates_are_read_as_they_are_printed():
    def add_dates(book, sheet):
        day = book.add_format({"num_format": "dd/mm/yy"})
        month = book.add_format({"num_format": "mmm-yy"})
        sheet.write_datetime(1, 0, dt.datetime(2007, 5, 17), day)
        sheet.write_number(1, 1, 39753, month)  # what becomes of 2008-11 that is typed in Excel
        sheet.write_datetime(1, 2, dt.datetime(2007, 5, 17, 14, 30), day)
        sheet.write_boolean(1, 3, True)

    content = workbook([[2009, 0.1, 3.25, 1e14, 7]], add_dates)
    assert cells(content) == [
        ("2009", "0.1", "3.25", "100000000000000", "7"),
        ("2007-05-17", "2008-11-01", "2007-05-17 14:30:00", "TRUE"),
    ]


def test_dates_of_a_workbook_that_counts_from_1904_are_the_same_days():
    plain = workbook(
        [["start"]],
        lambda book, sheet: sheet.write_datetime(
            1, 0, dt.datetime(2007, 5, 17), book.add_format({"num_format": "yyyy-mm-dd"})
        ),
    )
    book = part(plain, "xl/workbook.xml").replace(b"<workbookPr ", b'<workbookPr date1904="1" ')
    sheet = part(plain, SHEET).replace(b"<v>39219</v>", b"<v>37757</v>")
    content = with_parts(plain, {BOOK: book, SHEET: sheet})
    assert cells(content)[1] == ("2007-05-17",)


def test_a_formula_is_refused_with_its_place_whatever_its_cached_value_says():
    def add_formula(_book, sheet):
        sheet.write_formula("B3", '=CONCATENATE("a","b")', None, "looks like text")

    found = faults(workbook([["id", "name"]], add_formula))
    assert found == [(3, "B", "The cell holds a formula. Type the value instead.")]


def test_an_error_of_the_spreadsheet_is_refused():
    error = part(PLAIN, SHEET).replace(
        b"</sheetData>", b'<row r="3"><c r="A3" t="e"><v>#REF!</v></c></row></sheetData>'
    )
    [(row, column, reason)] = faults(with_parts(PLAIN, {SHEET: error}))
    assert (row, column) == (3, "A")
    assert "error" in reason


def test_merged_cells_are_refused():
    content = workbook([["id", "name"]], lambda _, sheet: sheet.merge_range("A2:A4", "INI-001"))
    assert faults(content) == [(2, "A", "The cells A2:A4 are merged. Separate them.")]


def test_hidden_rows_and_columns_are_read_and_told():
    def hide(_book, sheet):
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})

    content = workbook([["id", "name"], ["INI-001", "Ask First"]], hide)
    assert cells(content)[1] == ("INI-001", "Ask First")
    assert notes(content) == [
        "Rows that are hidden were read as well: 1.",
        "Columns that are hidden were read as well.",
    ]


def test_one_sheet_is_read_and_the_others_are_named():
    def add_sheets(book, sheet):
        sheet.hide()
        book.add_worksheet("Notes").write("A1", "read me")
        book.get_worksheet_by_name("Notes").activate()
        book.add_worksheet("More")

    content = workbook([["hidden"]], add_sheets)
    assert cells(content) == [("read me",)]
    assert notes(content) == [
        "Only the sheet “Notes” was read; the others were not: Registry; More."
    ]


def test_of_very_many_sheets_that_were_not_read_twenty_are_named():
    def add_sheets(book, _sheet):
        for number in range(1, 23):
            book.add_worksheet(f"Sheet {number}")

    [note] = notes(workbook([["id"]], add_sheets))
    assert note.endswith("; Sheet 19; Sheet 20.")


def test_the_sheet_called_registry_is_the_one_even_if_it_is_not_the_first():
    sheets = part(workbook([["a"]], lambda book, _: book.add_worksheet("B")), "xl/workbook.xml")
    content = workbook([["a"]], lambda book, _: book.add_worksheet("B").write("A1", "b"))
    renamed = sheets.replace(b'name="Registry"', b'name="First"').replace(b'"B"', b'"registry"')
    assert cells(with_parts(content, {BOOK: renamed})) == [("b",)]


def test_too_many_rows_are_refused_before_they_are_all_read():
    content = workbook([["id", "name"], *([f"INI-{n}", "x"] for n in range(100_000))])
    with SandboxedReader() as reader:
        begun = time.monotonic()
        with pytest.raises(Unreadable, match=r"more than 10,000 rows\. Import it in parts"):
            reader.workbook(content, "registry.xlsx")
    assert time.monotonic() - begun < 10


def test_a_lonely_cell_far_out_costs_nothing():
    for place, reason in (("A900000", "10,000 rows"), ("ZZZ1", "200 columns")):
        content = workbook([["id"]])
        row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        cell = f'<row r="{row}"><c r="{place}"><v>1</v></c></row></sheetData>'.encode()
        sheet = part(content, SHEET).replace(b"</sheetData>", cell)
        assert reason in why_not(with_parts(content, {SHEET: sheet}))


def test_rows_without_words_at_the_end_do_not_count():
    empty = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(3, 20_000))
    sheet = part(PLAIN, SHEET).replace(b"</sheetData>", empty + b"</sheetData>")
    assert len(cells(with_parts(PLAIN, {SHEET: sheet}))) == 2


@pytest.mark.parametrize("name", [BOOK, SHEET, "xl/sharedStrings.xml", "docProps/core.xml"])
def test_entities_are_refused_in_every_part(name):
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]>'
    body = part(PLAIN, name).partition(b"?>")[2]
    assert "entities" in why_not(with_parts(PLAIN, {name: bomb + body}))


def test_a_zip_bomb_is_refused_by_what_it_declares():
    bomb = b"<worksheet>" + b" " * 200_000_000
    assert "too large" in why_not(with_parts(PLAIN, {SHEET: bomb}))


def test_macros_are_refused():
    assert "macros" in why_not(with_parts(PLAIN, {"xl/vbaProject.bin": b"x"}))
    types = part(PLAIN, "[Content_Types].xml").replace(
        b"spreadsheetml.sheet.main+xml", b"ms-excel.sheet.macroEnabled.main+xml"
    )
    content = with_parts(PLAIN, {"[Content_Types].xml": types})
    assert "macros" in why_not(content)


def test_only_the_relations_of_the_workbook_say_which_sheet_is_checked():
    stray = part(PLAIN, "xl/_rels/workbook.xml.rels").replace(b"sheet1.xml", b"nowhere.xml")
    content = with_parts(PLAIN, {"xl/zzz/_rels/zzz.xml.rels": stray})
    assert cells(content) == cells(PLAIN)


def test_links_to_other_files_are_refused_but_links_to_pages_are_not():
    rels = (
        b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        b'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
        b'officeDocument/2006/relationships/externalLinkPath" Target="file:///c:/other.xlsx" '
        b'TargetMode="External"/></Relationships>'
    )
    content = with_parts(PLAIN, {"xl/externalLinks/_rels/externalLink1.xml.rels": rels})
    assert "linked to another file" in why_not(content)
    quoted = with_parts(PLAIN, {"customXml/item1.xml": rels})
    assert cells(quoted) == cells(PLAIN), "where it is no relation, it is data"
    linked = workbook([["id"]], lambda _, sheet: sheet.write_url("A2", "https://example.org"))
    assert cells(linked) == [("id",), ("https://example.org",)]


@pytest.mark.parametrize(
    "content, reason",
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),
        (b"PK\x03\x04 and nothing more", "damaged"),
        (PLAIN[: len(PLAIN) // 2], "damaged"),
    ],
)
def test_what_is_no_workbook_is_refused_in_plain_words(content, reason):
    assert reason in why_not(content)


def test_archives_of_other_programs_are_named():
    word = with_parts(PLAIN, {BOOK: None})
    assert "not an Excel workbook" in why_not(word)
    open_document = with_parts(PLAIN, {"mimetype": b"x", "content.xml": b"<a/>"})
    assert "OpenDocument" in why_not(open_document)
    assert ".xlsb" in why_not(with_parts(PLAIN, {"xl/workbook.bin": b"x"}))


def test_a_workbook_whose_parts_contradict_each_other_is_damaged():
    rels = part(PLAIN, "xl/_rels/workbook.xml.rels").replace(b"sheet1.xml", b"sheet9.xml")
    assert "damaged" in why_not(with_parts(PLAIN, {"xl/_rels/workbook.xml.rels": rels}))
    rubbish = f'<worksheet xmlns="{MAIN}"><sheetData><row r="one"/></sheetData></worksheet>'
    assert "damaged" in why_not(with_parts(PLAIN, {SHEET: rubbish.encode()}))
