import pytest

from wgcop.bodies.levels import Level, Region
from wgcop.bodies.subjects import Subject
from wgcop.errors import Invalid
from wgcop.priorwork.imports.cells import canonical, column_meanings, stated_facts
from wgcop.priorwork.imports.table import COLUMNS, read_facts
from wgcop.priorwork.kinds import Audience, WorkKind


@pytest.fixture(autouse=True)
def _words(app):
    with app.app_context():
        yield


@pytest.fixture
def database(tmp_path):
    return {"DATA_DIR": tmp_path, "DATABASE_URL": f"sqlite:///{tmp_path / 'unused.db'}"}


@pytest.mark.parametrize(
    "table",
    [
        b"file,title\na.txt,One\nb.txt,Two",
        b"\xef\xbb\xbffile;title\r\na.txt;One\r\nb.txt;Two\r\n",
        b"title\tfile\nOne\ta.txt\n\n\nTwo\tb.txt\n",
        b'File , TITLE\n"a.txt","One"\nb.txt,Two',
    ],
    ids=["commas", "as Excel writes it", "tabs", "quotes and capitals"],
)
def test_a_table_is_read_as_programs_write_it(table):
    rows = read_facts(table)
    assert [(row.file, row.cells["title"].strip()) for row in rows] == [
        ("a.txt", "One"),
        ("b.txt", "Two"),
    ]


def test_rows_know_their_lines_even_after_cells_with_several_lines():
    rows = read_facts(b'file,title\na.txt,"One\nand more"\n\nb.txt,Two')
    assert [row.line for row in rows] == [3, 5]


def test_text_of_an_old_program_is_read_too():
    [row] = read_facts("file,title\na.txt,Évaluation".encode("cp1252"))
    assert row.cells["title"] == "Évaluation"


@pytest.mark.parametrize(
    "table, complaint",
    [
        (b"", "empty"),
        (b"file,titel\na,b", "Line 1.*“titel”"),
        (b"title\nOne", "“file” is missing"),
        (b"file,title,title\na,b,c", "is there twice"),
        (b"file,title\na.txt,One\nb.txt,Two,Three", "Line 3.*more cells"),
        (b'file,title\na.txt,"One"x', "Line 2 of the table cannot be read"),
    ],
)
def test_a_file_that_is_no_table_of_facts_is_refused_with_the_line(table, complaint):
    with pytest.raises(Invalid, match=complaint):
        read_facts(table)


def test_cells_become_facts():
    facts = stated_facts(
        {
            "file": "a.txt",
            "symbol": " 1/REP/31 ",
            "title": "Securing  networks",
            "date": "2014-03",
            "language": "FR",
            "level": "Regional",
            "region": "Arab States",
            "kind": "question-report",
            "subjects": "legal; Capacity building;legal",
            "link": "https://example.org/a",
            "audience": "members",
            "clauses": "wtdc-67.a;wtdc-67.b",
        }
    )
    assert facts.values == {
        "symbol": "1/REP/31",
        "title": "Securing networks",
        "dated": "2014-03",
        "language": "fr",
        "level": Level.REGIONAL,
        "region": Region.ARAB_STATES,
        "kind": WorkKind.QUESTION_REPORT,
        "subjects": (Subject.LEGAL, Subject.CAPACITY_BUILDING),
        "link": "https://example.org/a",
        "audience": Audience.MEMBERS,
    }
    assert facts.clauses == ("wtdc-67.a", "wtdc-67.b")


@pytest.mark.parametrize(
    "cells, complaint",
    [
        ({"date": "spring 2010"}, "date: “spring 2010”"),
        ({"date": "2010-02-30"}, "date"),
        ({"level": "lunar"}, "level: “lunar” is not one of national, regional, international"),
        ({"subjects": "legal; moral"}, "subjects: “moral”"),
        ({"language": "English"}, "language"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"audience": "nobody"}, "audience"),
        ({"title": "t" * 501}, "title: longer than 500"),
    ],
)
def test_a_cell_that_makes_no_sense_is_named_with_the_reason(cells, complaint):
    with pytest.raises(Invalid, match=complaint):
        stated_facts(cells)


def test_the_order_of_columns_and_the_path_of_the_file_do_not_matter():
    assert canonical({"file": "a", "title": "T", "date": ""}) == canonical(
        {"title": " T ", "file": "b"}
    )


def test_every_column_is_explained():
    assert tuple(column_meanings()) == COLUMNS
    assert all(column_meanings().values())
