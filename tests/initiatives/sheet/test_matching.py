"""A table against the registry: what it would add and change, and every mistake with its row and column."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.initiatives.sheet.entries import (
    KNOWN,
    entry,
    faults,
    hard_entries,
    read,
    told,
    written,
)
from tests.reading.workbooks import workbook
from wgcop.bodies.levels import Region
from wgcop.errors import Invalid
from wgcop.fields.cells import kept_as_text, typed
from wgcop.initiatives.kinds import Confidence, EntryState, InitiativeKind, ProjectState
from wgcop.markup import clean
from wgcop.reading.tables import as_csv, guarded
from wgcop.registry_sheets.columns import COLUMNS, LIST
from wgcop.registry_sheets.matching import plan
from wgcop.registry_sheets.table import table_of_csv

HEADER = "id,name,level,scope"


def table(*lines: str, header: str = HEADER, stored=()):
    return read("\n".join((header, *lines)).encode(), stored)


@pytest.mark.parametrize("columns", [COLUMNS, LIST], ids=["all columns", "short list"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_was_exported_changes_nothing(kind, columns):
    entries = [each for each in hard_entries() if each.is_accepted or columns is COLUMNS]
    found = read(written(kind, entries, columns), entries)
    assert (faults(found), found.added, told(found)) == ([], [], [])
    assert found.same == len(entries)


@given(st.text(max_size=12) | st.text(alphabet="'=-09.a ", max_size=6))
def test_every_text_comes_back_through_the_guards_of_a_cell(text):
    cell = " ".join(clean(text).split())
    assert typed(guarded(kept_as_text(cell))) == cell


def test_one_edited_cell_is_one_change():
    one = entry(7, project_state=ProjectState.RUNNING)
    found = table("INI-007,completed", header="id,project_state", stored=[one])
    assert told(found) == [("Ask First", "project_state", "running", "completed")]
    assert found.changed[0].values == {"project_state": ProjectState.COMPLETED}


def test_columns_that_a_table_leaves_out_stay_as_they_are():
    assert told(table("INI-007,Other lead", header="id,lead", stored=[entry(7)])) == [
        ("Ask First", "lead", "", "Other lead")
    ]


def test_the_same_value_in_other_words_is_no_change():
    one = entry(7, regions=(Region.ARAB_STATES, Region.CIS), confidence=Confidence.PARTLY_SOURCED)
    found = table("ini-7,CIS ; arab states,P", header="ID,Regions,Confidence", stored=[one])
    assert (faults(found), told(found), found.same) == ([], [], 1)


def test_an_emptied_cell_empties_the_fact_but_never_the_state():
    one = entry(7, state=EntryState.PROPOSED, lead="Union")
    found = table("INI-007,,", header="id,lead,state", stored=[one])
    assert told(found) == [("Ask First", "lead", "Union", "")]


def test_a_country_brings_its_region_and_the_next_import_is_quiet():
    one = entry(7)
    found = table("INI-007,Kenya,", header="id,countries,regions", stored=[one])
    assert found.changed[0].values["regions"] == (Region.AFRICA,)
    again = entry(7, countries=("KE",), regions=(Region.AFRICA,))
    assert table("INI-007,KE,", header="id,countries,regions", stored=[again]).same == 1


def test_a_row_without_an_id_is_a_new_entry():
    found = table(",New,international,Something.")
    [row] = found.added
    assert (row.name, row.number, row.initiative) == ("New", None, None)
    assert row.values["kind"] == InitiativeKind.PROGRAMME
    assert row.values["confidence"] == Confidence.TO_BE_CONFIRMED
    assert found.notes == [
        "The table has no column “kind”: new entries are entered as “Programme”."
    ]


def test_a_new_entry_may_bring_a_number_that_is_free():
    found = table("INI-012,New,international,Something.", stored=[entry(7)])
    assert [row.number for row in found.added] == [12]
    assert found.last_number == 12


@pytest.mark.parametrize(
    "cell, values",
    [
        ("global", ((), (), "")),
        ("Europe", ((Region.EUROPE,), (), "")),
        ("United Kingdom", ((Region.EUROPE,), ("GB",), "")),
        ("European Union", ((Region.EUROPE,), (), "European Union")),
        ("OECD", ((), (), "OECD")),
        ("Commonwealth", ((), (), "Commonwealth")),
        ("Kenya; Rwanda; Americas", ((Region.AFRICA, Region.AMERICAS), ("KE", "RW"), "")),
    ],
)
def test_one_cell_says_where_and_is_printed_in_the_same_words(cell, values):
    content = f"name,level,scope,region\nNew,regional,Something.,{cell}\n".encode()
    [row] = read(content, []).added
    assert tuple(row.values[name] for name in ("regions", "countries", "area")) == values
    stored = entry(7, **{k: row.values[k] for k in ("regions", "countries", "area")})
    assert next(each for each in LIST if each.name == "region").write(stored) == cell


def test_a_date_keeps_its_remark_and_a_date_of_excel_is_a_date():
    found = read(b"name,level,scope,start,end\nNew,regional,S.,2004 (from memory),2012 (c.)\n", [])
    values = found.added[0].values
    assert [values[name] for name in ("started", "started_note", "ended", "ended_note")] == [
        *("2004", "from memory", "2012", "c."),
    ]
    content = workbook(
        [["id", "start"], ["INI-007"]],
        lambda book, sheet: sheet.write_datetime(
            1, 1, dt.datetime(2008, 11, 1), book.add_format({"num_format": "dd/mm/yyyy"})
        ),
    )
    assert told(read(content, [entry(7)])) == [("Ask First", "start", "", "2008-11-01")]


WRONG = [
    ("id", "INI-XY", "There is no entry “INI-XY”"),
    ("name", "", "must not be empty"),
    ("name", "Guide", "This name belongs to INI-008. To change that entry, enter its id."),
    ("level", "lunar", "“lunar” is not one of: national, regional, international."),
    ("kind", "song", "“song” is not one of: campaign, technology"),
    ("kind", "", "must not be empty"),
    ("state", "merged", "Entries are merged on their page"),
    ("state", "done", "is not one of: proposed, accepted"),
    ("regions", "Africa; Moon", "“Moon” is not one of: africa"),
    ("countries", "Kenia", "“Kenia” is not a country"),
    ("target_groups", "children; cats", "“cats” is not one of"),
    ("measures", "magic", "“magic” is not one of"),
    ("clauses", "res67.2010.99", "There is no clause “res67.2010.99”"),
    ("start", "Nov-08", "“Nov-08” is not a date"),
    ("end", "1999", "This is before the start."),
    ("links", "example.org", "“example.org” is not the address of a web page"),
    ("source", "", "Name the source"),
    ("confidence", "X", "“X” is not one of"),
    ("contact_address", "nobody", "This is not an e-mail address."),
    ("owner", "ATL", "There is no delegation with the code “ATL”."),
    ("confirm_by", "2027", "Write a whole date"),
    ("acronym", "x" * 41, "It has 41 characters. Use at most 40."),
    ("project_state", "asleep", "“asleep” is not one of: planned"),
]


@pytest.mark.parametrize("column, cell, reason", WRONG)
def test_a_wrong_cell_is_refused_with_its_row_and_column(column, cell, reason):
    stored = [entry(7, started="2009"), entry(8, name="Guide")]
    columns = ["id", column] if column != "id" else ["id", "lead"]
    row = ["INI-007", cell] if column != "id" else [cell, "x"]
    found = read(
        as_csv(columns, [["INI-008", stored_cell(stored[1], columns[1])], row]).encode(), stored
    )
    [fault] = faults(found)
    assert fault.startswith(f"Row 3, column “{column}”: ")
    assert reason in fault
    assert not found.changes_something


def stored_cell(one, column):
    return next(each for each in COLUMNS if each.name == column).write(one)


def test_every_mistake_is_told_at_once():
    found = table(",,lunar,", ",New,international,Something.", "INI-9,x,national,y")
    assert [fault.partition(": ")[0] for fault in faults(found)] == [
        *("Row 2, column “name”", "Row 2, column “level”", "Row 2, column “scope”"),
        "Row 4, column “countries”",
    ]


def test_a_broken_rule_is_told_at_the_column_that_the_table_has_for_it():
    """One cell says in which regions and countries; a date has a column of its own."""
    found = table(
        "INI-007,national,,", "INI-008,international,Africa,1999",
        header="id,level,region,end", stored=[entry(7), entry(8, name="Guide", started="2009")],
    )  # fmt: skip
    assert [fault.partition(": ")[0] for fault in faults(found)] == [
        *("Row 2, column “region”", "Row 3, column “end”"),
    ]


def test_an_id_that_no_entry_has_is_named_where_the_table_cannot_add_it():
    found = table("INI-9999,Ghost", header="id,name")
    assert faults(found) == [
        "Row 2, column “id”: There is no entry “INI-9999”. To add it, the table needs the columns level, scope."
    ]


def test_two_rows_may_not_be_about_the_same_entry():
    stored = [entry(7)]
    found = table("INI-007,x", "INI-7,y", header="id,lead", stored=stored)
    assert faults(found) == ["Row 3, column “id”: Row 2 has the same id."]
    found = table("INI-007,x", "entry-7,y", header="id,lead", stored=stored)
    assert faults(found) == ["Row 3, column “id”: Row 2 has the same id."]
    found = table(",New,international,S.", ",new,international,S.")
    assert faults(found) == ["Row 3, column “name”: Row 2 has the same name."]


def test_an_id_with_the_name_and_the_lead_of_something_else_is_refused():
    stored = [entry(7, lead="Ministry")]
    [fault] = faults(table("INI-007,Radio plays,Union", header="id,name,lead", stored=stored))
    assert "INI-007 is “Ask First” by Ministry" in fault
    found = table("INI-007,Ask Me First,Ministry", header="id,name,lead", stored=stored)
    assert told(found) == [("Ask Me First", "name", "Ask First", "Ask Me First")]


def test_a_name_that_is_there_needs_its_id():
    [fault] = faults(table(",ask  first,international,S.", stored=[entry(7)]))
    assert (
        fault
        == "Row 2, column “name”: This name belongs to INI-007. To change that entry, enter its id."
    )


def test_a_number_comes_with_acceptance():
    header = f"{HEADER},state"
    [fault] = faults(table("INI-009,New,international,S.,proposed", header=header))
    assert "An entry gets a number when it is accepted" in fault


def test_an_older_entry_that_lacks_something_may_be_changed_elsewhere():
    lacking = entry(7, source="")
    assert told(table("INI-007,Union", header="id,lead", stored=[lacking]))


@pytest.mark.parametrize(
    "header, reason",
    [
        ("id,name,colour", "There is no column “colour”. The columns are id, state, name, acronym"),
        ("id,name,name", "The column “name” is there twice."),
        ("lead,level", "The column “id” is missing."),
        ("id,region,countries", "The columns “region” and “countries” mean the same."),
        ("", "The table is empty."),
    ],
)
def test_columns_that_nobody_knows_are_refused(header, reason):
    with pytest.raises(Invalid, match=reason.replace("(", r"\(")):
        table_of_csv(f"{header}\n".encode())


@pytest.mark.parametrize("delimiter", [";", "\t", ","])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_csv_is_read_however_a_spreadsheet_separated_it(delimiter, encoding):
    content = delimiter.join(["id", "lead"]) + "\r\n" + delimiter.join(["INI-007", "Été"]) + "\r\n"
    assert told(read(content.encode(encoding), [entry(7)])) == [("Ask First", "lead", "", "Été")]


@pytest.mark.parametrize(
    "encoding, reason",
    [("cp1252", "Line 2 has characters that are not UTF-8"), ("utf-16", "UTF-16")],
)
def test_a_csv_in_another_encoding_is_refused_rather_than_guessed(encoding, reason):
    with pytest.raises(Invalid, match=reason):
        table_of_csv("id,lead\nINI-007,Été\n".encode(encoding))


def test_a_csv_of_too_many_rows_is_refused():
    content = b"id,lead\n" + b"INI-001,x\n" * 10_001
    with pytest.raises(Invalid, match=r"more than 10,000 rows\. Import it in parts"):
        table_of_csv(content)


def test_cells_beyond_the_columns_are_no_facts():
    assert faults(table("INI-007,Union,,surplus", header="id,lead", stored=[entry(7)])) == [
        "Row 2: it has more cells than there are columns."
    ]
    found = read(workbook([["id", "lead"], ["INI-007", "Union", "", "surplus"]]), [entry(7)])
    assert faults(found) == ["Row 2: it has more cells than there are columns."]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them():
    found = table('INI-007,"two\nlines"', "", "INI-008,x", header="id,lead", stored=[entry(7)])
    assert [fault.partition(":")[0] for fault in faults(found)] == ["Row 4, column “id”"]


def test_formulas_and_merged_cells_are_told_with_the_names_of_their_columns():
    def spoil(_book, sheet):
        sheet.write_formula("B2", "=1+1", None, 2)
        sheet.merge_range("A3:A4", "INI-008")

    found = read(workbook([["id", "lead"]], spoil), [entry(7)])
    assert "Row 2, column “lead”: The cell holds a formula. Type the value instead." in faults(
        found
    )
    assert "Row 3, column “id”: The cells A3:A4 are merged. Separate them." in faults(found)


def test_matching_thousands_of_rows_is_quick():
    stored = [entry(number, name=f"Entry {number}") for number in range(1, 2001)]
    found = plan(table_of_csv(written("csv", stored)), stored, KNOWN)
    assert found.same == 2000
