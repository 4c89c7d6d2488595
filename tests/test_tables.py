"""A table is read as spreadsheets save it, and every row knows its lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgcop.errors import Invalid
from wgcop.reading.tables import CsvTable, as_csv, decode_csv

CELLS = st.text(alphabet='ab é,;\t"\n\r', max_size=6).filter(lambda cell: not cell[:1].isspace())


def test_the_first_filled_row_names_the_columns():
    table = CsvTable("\ufeff\n ; \nFile Name; ;Title\na.txt;unnamed;One\n\nb.txt;;Two;;more\n")
    assert table.columns == ["file_name", "", "title"]
    first, second = table
    assert (first.cells, first.surplus) == ({"file_name": "a.txt", "title": "One"}, ())
    assert (second.cells, second.surplus) == ({"file_name": "b.txt", "title": "Two"}, ("more",))
    assert (first.first_line, second.last_line) == (4, 6)


def test_a_row_knows_where_it_begins_and_ends():
    rows = CsvTable('a,b\n1,"two\nlines"\n3,4\n')
    assert [(row.first_line, row.last_line) for row in rows] == [(2, 3), (4, 4)]


def test_an_open_quotation_mark_is_refused_with_its_line():
    with pytest.raises(Invalid, match="Line 2 of the table"):
        list(CsvTable('a,b\n1,"two"x\n'))


def test_an_empty_text_is_a_table_without_columns():
    assert CsvTable(" \n\n").columns == []


def test_an_old_encoding_is_read_only_where_it_is_welcome():
    old = "a\né".encode("cp1252")
    assert decode_csv(old, otherwise="cp1252") == "a\né"
    with pytest.raises(Invalid, match="Line 2"):
        decode_csv(old)


@pytest.mark.parametrize("content, name", [(b"PK\x03\x04", "workbook"), (b"\xff\xfea", "UTF-16")])
def test_a_workbook_is_refused_by_name(content, name):
    with pytest.raises(Invalid, match=name):
        decode_csv(content, otherwise="cp1252")


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_what_is_written_is_read_again(rows):
    table = CsvTable(as_csv(["one", "two"], rows))
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    assert [tuple(row.cells.values()) for row in table] == filled
