"""`wgcop priorwork import`: a folder becomes documents that are found, again and again without doubling."""

import json

import pytest
from sqlalchemy import func, select

from wgcop import files
from wgcop.events.models import Entry
from wgcop.priorwork.cli import imports
from wgcop.priorwork.models import Document
from wgcop.search.indexer import drain_all


def documents(session):
    return {d.key: d for d in session.scalars(select(Document).order_by(Document.id))}


@pytest.fixture
def table(tmp_path):
    def write(text):
        place = tmp_path / "facts.csv"
        place.write_text(text)
        return place

    return write


def test_a_folder_is_imported_except_for_one_bad_file(session, bodies, folder, run):
    result = run("import", folder, "--body", "22/1")
    assert result.exit_code == 1
    assert "3 new, 1 failed." in result.output
    assert "picture.png: It is a picture, not a text." in result.output
    imported = documents(session)
    assert set(imported) == {"helplines.txt", "reports/2014.html", "schools.txt"}
    assert imported["reports/2014.html"].title == "Report of 2014"
    assert imported["helplines.txt"].level == "international"


def test_running_the_command_again_changes_nothing(session, bodies, folder, run):
    run("import", folder, "--body", "22/1")
    entries = session.scalar(select(func.count()).select_from(Entry))
    versions = {key: d.version for key, d in documents(session).items()}
    session.expire_all()
    result = run("import", folder, "--body", "22/1")
    assert "3 the same, 1 failed." in result.output
    assert {key: d.version for key, d in documents(session).items()} == versions
    assert session.scalar(select(func.count()).select_from(Entry)) == entries


def test_a_changed_file_keeps_its_address_and_corrections_by_hand(session, bodies, folder, run):
    run("import", folder, "--body", "22/1")
    document = documents(session)["schools.txt"]
    before, document.title = document.id, "Lessons that fit"
    session.commit()
    (folder / "schools.txt").write_text("Lessons for schools\n\nFifty minutes each.")
    result = run("import", folder, "--body", "22/1")
    assert "1 changed, 2 the same" in result.output
    session.expire_all()
    document = documents(session)["schools.txt"]
    assert (document.id, document.title) == (before, "Lessons that fit")
    assert "Fifty" in document.text


def test_the_table_adds_facts_that_files_do_not_state(session, bodies, folder, run, table):
    facts = table(
        "file,symbol,date,level,region,kind,subjects,audience,body\n"
        "2014.html,1/REP/31,2014-03,regional,africa,report,legal; technical,members,22-2/1\n"
    )
    assert run("import", folder, "--body", "22/1", "--metadata", facts).exit_code == 1
    document = documents(session)["1/REP/31"]
    assert document.body.code == "22-1/1"
    assert (document.dated, document.level, document.region) == ("2014-03", "regional", "africa")
    assert document.subjects == ["legal", "technical"]
    assert document.audience == "members"


def test_mistakes_in_the_table_are_reported_by_line_and_the_rest_is_imported(
    session, bodies, folder, run, table
):
    facts = table("file,date\nschools.txt,soon\nlost.txt,2010\nhelplines.txt,2012\n")
    result = run("import", folder, "--body", "22/1", "--metadata", facts)
    assert "schools.txt: Line 2: date: “soon”" in result.output
    assert "lost.txt: Line 3: there is no such file" in result.output
    assert documents(session)["helplines.txt"].dated == "2012"
    assert "schools.txt" not in documents(session)


def test_an_unknown_column_stops_the_import(session, bodies, folder, run, table):
    result = run(
        "import", folder, "--body", "22/1", "--metadata", table("file,titel\nschools.txt,x")
    )
    assert result.exit_code == 1
    assert "titel" in str(result.exception)
    assert documents(session) == {}


def test_the_table_may_lie_in_the_folder(session, bodies, folder, run):
    (folder / "facts.csv").write_text("file,title\nschools.txt,Lessons\n")
    result = run("import", folder, "--body", "22/1", "--metadata", folder / "facts.csv")
    assert "3 new, 1 failed." in result.output


def test_an_unknown_body_is_explained(bodies, folder, run):
    result = run("import", folder, "--body", "9/9")
    assert result.exit_code == 1
    message = str(result.exception)
    assert "22-1/1, 22/1, 3/2" in message
    assert "wgcop priorwork body 9/9" in message


def test_a_missing_folder_is_explained(bodies, run, tmp_path):
    result = run("import", tmp_path / "nothing", "--body", "22/1")
    assert "no such folder" in str(result.exception)


def test_a_dry_run_says_what_would_be_done(session, bodies, folder, run):
    result = run("import", folder, "--body", "22/1", "--dry-run")
    assert "schools.txt: new" in result.output
    assert "(nothing stored)" in result.output
    assert documents(session) == {}


def test_a_dry_run_predicts_the_outcome_of_the_import(bodies, folder, run):
    (folder / "empty.txt").write_bytes(b"")
    (folder / "facts.csv").write_text("file,title\nschools.txt,Schools")
    table = ("--metadata", folder / "reports" / ".." / "facts.csv")
    promised = run("import", folder, "--body", "22/1", *table, "--dry-run").stdout
    done = run("import", folder, "--body", "22/1", *table).stdout
    assert "3 new, 2 failed" in promised
    assert "3 new, 2 failed" in done


def test_as_json_each_file_has_its_outcome(bodies, folder, run):
    rows = json.loads(run("import", folder, "--body", "22/1", "--json").stdout)
    assert {row["file"]: row["outcome"] for row in rows} == {
        "helplines.txt": "new",
        "picture.png": "failed",
        "reports/2014.html": "new",
        "schools.txt": "new",
    }


def test_a_single_file_can_be_imported(bodies, folder, run):
    assert "1 new." in run("import", folder / "schools.txt", "--body", "3/2").output


def test_a_reader_that_crashes_fails_only_its_own_file(session, bodies, folder, run, monkeypatch):
    monkeypatch.setattr(imports, "read_step", _failing_for("helplines.txt", imports.read_step))
    result = run("import", folder, "--body", "22/1")
    assert "helplines.txt: The disk is gone." in result.output
    assert "2 new, 2 failed." in result.output


def _failing_for(name, read):
    def reading(step, content, room):
        if step.file.name == name:
            raise OSError(5, "The disk is gone")
        return read(step, content, room)

    return reading


def test_an_import_costs_the_same_for_each_file(bodies, folder, run, statements):
    with statements() as one:
        run("import", folder / "schools.txt", "--body", "22/1")
    (folder / "more.txt").write_text("Another text\n\nfor the corpus.")
    with statements() as two:
        run("import", folder, "--body", "22-1/1")
    assert len(two) < 4 * len(one)  # there are four


def test_a_hit_opens_at_its_passage(session, bodies, folder, run, http):
    run("import", folder, "--body", "22/1")
    session.commit()
    drain_all()
    [hit] = http().get('/api/v1/search?q="somebody answers"').get_json()["hits"]
    assert hit["url"].endswith("#s-2")
    page = http().get(hit["url"].partition("#")[0]).text
    assert 'id="s-2"' in page


def test_bodies_are_entered_changed_and_listed(session, run):
    assert run("body", "5/1").exit_code == 1
    first = run("body", "5/1", "--kind", "question", "--name", "First")
    assert first.output == "Question 5/1: First\n"
    run("body", "5/2", "--kind", "question", "--name", "Second", "--after", "5/1")
    run("body", "5/2", "--alias", "Q5bis", "--level", "regional", "--region", "africa")
    listed = run("bodies").output
    assert "5/2" in listed
    assert "Second (also Q5bis)" in listed
    assert run("body", "5/2").output == "Question 5/2: Second\n"


def test_the_help_explains_the_columns(run):
    output = run("import", "--help").output
    assert "subjects" in output
    assert "capacity-building" in output


def test_a_link_that_leads_out_of_the_folder_is_not_followed(
    session, bodies, folder, run, tmp_path
):
    (tmp_path / "secret.txt").write_text("Of the machine, not of the corpus.")
    (folder / "innocent.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "reports" / "more").symlink_to(tmp_path)
    run("import", folder, "--body", "22/1")
    assert set(documents(session)) == {"helplines.txt", "reports/2014.html", "schools.txt"}


def test_a_file_without_read_permission_is_reported(session, bodies, folder, run, monkeypatch):
    digest_of = files.digest_of

    def refuse(place):
        if place.name == "helplines.txt":
            raise PermissionError(13, "Permission denied")
        return digest_of(place)

    monkeypatch.setattr(files, "digest_of", refuse)
    result = run("import", folder, "--body", "22/1")
    assert "helplines.txt: Permission denied." in result.output
    assert "2 new, 2 failed." in result.output
