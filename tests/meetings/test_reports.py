"""The report of a meeting as a paper, its record on the meeting's page, and all its material in one ZIP."""

import csv
import html
import io
import re
import subprocess
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.conftest import program
from tests.contributions.test_print import printed, tool
from wgcop import paper
from wgcop.agenda.models import AgendaItem
from wgcop.bodies.models import Meeting
from wgcop.contributions.draft_desk import DRAFTS
from wgcop.contributions.models import Contribution
from wgcop.contributions.paper_state import PaperState
from wgcop.database import db
from wgcop.numbering.deadlines.models import rule_of
from wgcop.numbering.deadlines.rule import Timing
from wgcop.numbering.kinds import DocumentKind
from wgcop.printing import shelf
from wgcop.reading.papers import read_paper
from wgcop.records.models import MeetingReport
from wgcop.writing.saving import save_text

PAGE = "/meetings/wg-cop-2"
"""The second meeting is over."""


def words(answer):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def letters(text):
    """Where lines and links break words differs between the page and the files."""
    return re.sub(r"[\s\u00ad]", "", text)


@pytest.fixture
def composed(world, http):
    """The working address of the report, which the secretariat composed."""
    answer = http(world.ines).post(f"{PAGE}/report")
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].removesuffix("/edit")


@pytest.fixture
def text_of(app):
    def read(address):
        with app.app_context():
            paper_id = int(address.rpartition("/")[2])
            return paper.plain(db.session.get_one(Contribution, paper_id).current.text)

    return read


@pytest.fixture
def write(app, world):
    """Somebody changes words of the report by hand."""

    def change(address, before, after, by):
        with app.app_context():
            row = db.session.get_one(Contribution, int(address.rpartition("/")[2]))
            typed = paper.to_text(row.current.text)
            assert before in typed
            save_text(
                db.session,
                row.id,
                paper.from_text(typed.replace(before, after)),
                desk=DRAFTS,
                by=by.id,
            )
            db.session.commit()

    return change


def test_the_report_of_the_second_meeting_says_what_was_decided_there(composed, text_of):
    lines = text_of(composed).splitlines()
    assert "1 Introduction" in lines
    assert "Helena Tavira chaired the meeting." in lines
    assert "Adopted. The agenda was adopted as published." in lines
    assert "It was asked who may write. The secretariat answered that every member may." in lines
    title = "How the group takes up Resolution 67"
    at = next(n for n, line in enumerate(lines) if line.endswith(title))
    decided = next(n for n, line in enumerate(lines) if line.startswith("Agreed. The group will"))
    notes = next(n for n, line in enumerate(lines) if line.startswith("It was asked who may"))
    assert at < notes < decided


def test_chair_and_secretariat_write_in_the_report_and_nobody_else_sees_the_draft(
    world, http, composed
):
    for name in ("ines", "jonas", "helena"):
        assert http(world[name]).get(f"{composed}/edit").status_code == 200
    for name in ("elke", "salma", "amina"):
        assert http(world[name]).get(f"{composed}/edit").status_code in (403, 404)


def test_the_record_offers_to_compose_a_report_only_while_there_is_none(world, http):
    ines = http(world.ines)
    for words in ("Compose the report", "Report"):
        assert f'href="{PAGE}/report">{words}</a>' in ines.get(PAGE).text
        ines.post(f"{PAGE}/report")


def test_the_page_of_a_meeting_that_is_on_leads_to_its_report(world, http):
    """A meeting that ends early is reported before its last day is over."""
    page, ines, amina = "/meetings/wg-cop-3", http(world.ines), http(world.amina)
    assert f'href="{page}/report">Compose the report</a>' in ines.get(page).text
    draft = ines.post(f"{page}/report").headers["Location"].removesuffix("/edit")
    assert f'href="{page}/report">Report</a>' in ines.get(page).text
    assert f"{page}/report" not in amina.get(page).text
    ines.post(f"{draft}/submission")
    link = '<a href="/documents/WG-COP/3/REP/1">Report</a>'
    assert link in amina.get(page).text
    assert link not in http().get(page).text


def test_a_report_is_composed_once(world, http, app, composed):
    answer = http(world.helena).post(f"{PAGE}/report")
    assert answer.status_code == 409
    assert "already been composed" in words(answer)
    with app.app_context():
        assert len(db.session.scalars(select(MeetingReport)).all()) == 1


def test_a_withdrawn_report_can_be_composed_anew(world, http, composed):
    assert http(world.ines).post(f"{composed}/withdrawal").status_code == 303
    answer = http(world.helena).post(f"{PAGE}/report")
    assert answer.status_code == 303
    assert answer.headers["Location"] != f"{composed}/edit"


def test_no_report_is_composed_before_the_meeting(app, world, http, clock):
    with app.app_context():
        meeting = db.session.scalars(select(Meeting).where(Meeting.slug == "wg-cop-2")).one()
        clock.stop(meeting.opens - timedelta(days=3))
    assert http(world.ines).post(f"{PAGE}/report").status_code == 409
    assert "once the meeting has begun" in words(http(world.ines).get(f"{PAGE}/report"))


# Composing again


def decide(app, http, world, title, text):
    with app.app_context():
        item = db.session.scalars(
            select(AgendaItem).where(
                AgendaItem.title == title, AgendaItem.meeting.has(slug="wg-cop-2")
            )
        ).one()
        address = item.url
    answer = http(world.ines).post(f"{address}/outcome", data={"outcome": "agreed", "text": text})
    assert answer.status_code == 303, answer.text


def test_composing_again_adds_what_happened_since_and_keeps_what_was_written(
    app, world, http, composed, text_of, write
):
    write(composed, "Helena Tavira chaired", "Ms Helena Tavira chaired", world.helena)
    decide(app, http, world, "Work plan", "It was amended as well.")
    ines = http(world.ines)
    page = ines.get(f"{PAGE}/report")
    assert "It was amended as well." in words(page)
    assert "<ins" in page.text
    assert "amended" not in text_of(composed), "to look changes nothing"
    version = re.search(r'name="version" value="(\d+)"', page.text)[1]
    answer = ines.post(f"{PAGE}/report/renewal", data={"version": version})
    assert answer.status_code == 303
    lines = text_of(composed).splitlines()
    assert "Ms Helena Tavira chaired the meeting." in lines
    assert "Agreed. It was amended as well." in lines


@pytest.mark.settings(LANGUAGES=["en", "fr", "ar"])
def test_a_report_stays_in_its_own_language_whoever_composes_it_again(
    app, world, http, composed, text_of
):
    ines = http(world.ines)
    ines.post("/language", data={"language": "fr"})
    page = ines.get(f"{PAGE}/report")
    assert 'name="version"' not in page.text, "nothing happened since"
    decide(app, http, world, "Work plan", "It was amended as well.")
    before = text_of(composed).splitlines()
    page = ines.get(f"{PAGE}/report")
    version = re.search(r'name="version" value="(\d+)"', page.text)[1]
    assert ines.post(f"{PAGE}/report/renewal", data={"version": version}).status_code == 303
    after = text_of(composed).splitlines()
    assert "Agreed. It was amended as well." in after
    assert len(set(after) - set(before)) <= 2, "all else is as it was"

    http(world.ines).post(f"/contributions/{composed.rpartition('/')[2]}/withdrawal")
    anew = ines.post(f"{PAGE}/report").headers["Location"].removesuffix("/edit")
    french = text_of(anew).splitlines()
    helena = http(world.helena)
    helena.post("/language", data={"language": "ar"})
    assert 'name="version"' not in helena.get(f"{PAGE}/report").text
    assert text_of(anew).splitlines() == french


def test_a_paragraph_that_somebody_edited_stays_though_it_would_read_differently_now(
    app, world, http, composed, text_of, write
):
    write(composed, "The agenda was adopted as published.", "Everybody liked it.", world.helena)
    with app.app_context():
        item = db.session.scalars(
            select(AgendaItem).where(AgendaItem.meeting.has(slug="wg-cop-2"))
        ).first()
        item.decisions[-1].text = "The agenda was adopted with one change."
        db.session.commit()
    page = http(world.ines).get(f"{PAGE}/report")
    assert "1 paragraph was edited here" in words(page)
    assert "Everybody liked it." in text_of(composed)
    assert 'name="version"' not in page.text, "there is nothing to take over"


def test_what_somebody_writes_after_the_comparison_was_shown_is_not_overwritten(
    app, world, http, composed, text_of, write
):
    decide(app, http, world, "Work plan", "It was amended as well.")
    ines = http(world.ines)
    version = re.search(r'name="version" value="(\d+)"', ines.get(f"{PAGE}/report").text)[1]
    write(composed, "Helena Tavira chaired", "Ms Helena Tavira chaired", world.helena)
    assert ines.post(f"{PAGE}/report/renewal", data={"version": version}).status_code == 409
    assert "Ms Helena Tavira chaired" in text_of(composed)


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("submission", "Prepare a revision of it to compose it again."),
        ("withdrawal", "The report was withdrawn."),
    ],
)
def test_a_report_that_nobody_writes_any_more_is_not_composed_again(
    app, world, http, composed, text_of, end, said
):
    decide(app, http, world, "Work plan", "It was amended as well.")
    ines = http(world.ines)
    version = re.search(r'name="version" value="(\d+)"', ines.get(f"{PAGE}/report").text)[1]
    ended = ines.post(f"{composed}/{end}")
    assert ended.status_code == 303, ended.text
    answer = ines.post(f"{PAGE}/report/renewal", data={"version": version})
    assert answer.status_code == 409
    assert said in words(answer)
    assert "amended" not in text_of(composed)


def test_nothing_is_offered_where_nothing_happened_since(world, http, composed):
    page = http(world.ines).get(f"{PAGE}/report")
    assert "nothing has happened since" in words(page)


# The paper


@pytest.fixture
def submitted(world, http, composed):
    """The report as a document of its meeting, which is over."""
    answer = http(world.ines).post(f"{composed}/submission")
    assert answer.status_code == 303, answer.text
    address = answer.headers["Content-Location"]
    assert address.startswith("/documents/WG-COP/2/")
    return address


def opened_by_libreoffice(word_file, folder):
    """The words of a Word file as LibreOffice prints them."""
    (folder / "report.docx").write_bytes(word_file)
    subprocess.run(
        [
            *(
                program("soffice", of="LibreOffice"),
                f"-env:UserInstallation=file://{folder}/profile",
            ),
            *("--headless", "--convert-to", "pdf", "--outdir", str(folder)),
            str(folder / "report.docx"),
        ],
        capture_output=True,
        check=True,
        timeout=120,
    )
    return tool("pdftotext", str(folder / "report.pdf"), "-")


@pytest.mark.rest
def test_the_word_file_and_the_pdf_of_the_report_say_what_its_page_says(
    world, http, submitted, composed, text_of, tmp_path
):
    caio = http(world.caio)
    page, sentences = letters(words(caio.get(submitted))), text_of(composed).splitlines()
    word_file = caio.get(f"{submitted}.docx").data
    in_word = read_paper(word_file, "report.docx")
    in_pdf = letters(tool("pdftotext", str(printed(caio, submitted, tmp_path)), "-"))
    in_libreoffice = letters(opened_by_libreoffice(word_file, tmp_path))
    assert paper.plain(in_word.tree).splitlines() == sentences
    for sentence in sentences:
        for cell in sentence.split("\t"):
            assert letters(cell) in page
            assert letters(cell) in in_pdf
            assert letters(cell) in in_libreoffice


def test_a_report_that_comes_after_its_meeting_is_not_late(app, submitted):
    """Any other report would be: those on other events have a deadline before the meeting."""
    with app.app_context():
        meeting = db.session.scalars(select(Meeting).where(Meeting.slug == "wg-cop-2")).one()
        report = db.session.scalars(
            select(Contribution).where(
                Contribution.meeting == meeting, Contribution.kind == DocumentKind.REPORT
            )
        ).one()
        of_others = rule_of(meeting.group).deadlines(
            meeting.starts_on, meeting.zone, DocumentKind.REPORT, ends_on=meeting.ends_on
        )
        assert of_others.timing(report.submitted_at) == Timing.LATE
        assert (report.timing, report.state) == (Timing.FREE, PaperState.ACCEPTED)
        assert not report.is_delayed


def test_a_report_that_is_submitted_before_its_meeting_ends_is_numbered_there(world, http):
    """Whatever the deadline for reports on other events was."""
    ines = http(world.ines)
    draft = ines.post("/meetings/wg-cop-3/report").headers["Location"].removesuffix("/edit")
    answer = ines.post(f"{draft}/submission")
    assert answer.headers["Content-Location"] == "/documents/WG-COP/3/REP/1"


def test_notes_that_are_not_published_stay_out_of_the_report(world, http, text_of):
    """Members read the report."""
    ines, address = http(world.ines), "/meetings/wg-cop-3/items/{}/notes"
    first, second = 11, 12
    for number, said in [(first, "Kenya spoke of costs."), (second, "Japan will ask Tokyo.")]:
        assert ines.post(address.format(number), data={"text": said}).status_code == 303
    ines.post(f"{address.format(first)}/publication")
    draft = ines.post("/meetings/wg-cop-3/report").headers["Location"].removesuffix("/edit")
    report = text_of(draft)
    assert "Kenya spoke of costs." in report
    assert "Tokyo" not in report


# The record


def test_the_page_of_a_meeting_that_is_over_is_its_record(world, http, submitted):
    page = http(world.amina).get(PAGE)
    assert "Record of the meeting" in words(page)
    assert submitted in page.text
    assert "/material.zip" in page.text
    assert "Add to calendar" not in page.text


def test_guests_see_the_outcomes_and_no_record(world, http, submitted):
    page = http().get(PAGE)
    assert "The agenda was adopted as published." in words(page)
    assert "Record of the meeting" not in words(page)
    assert submitted not in page.text


def test_a_meeting_that_is_on_has_no_record_yet(world, http):
    assert "Record of the meeting" not in words(http(world.amina).get("/meetings/wg-cop-3"))


def test_the_report_that_is_still_a_draft_stands_on_the_record_for_those_who_compose_it(
    world, http, composed
):
    assert f"{PAGE}/report" in http(world.helena).get(PAGE).text
    assert f"{PAGE}/report" not in http(world.amina).get(PAGE).text


def test_the_record_says_how_many_of_each_delegation_attended(world, http, clock):
    clock.advance(days=5)
    page = words(http(world.amina).get("/meetings/wg-cop-3"))
    assert re.search(r"Attended: \d+ participants", page)
    assert re.search(r"Kenya \d+ in person", page)


def test_the_record_leads_to_statements_and_documents_and_no_longer_to_what_was_due_then(
    world, http, clock
):
    clock.advance(days=5)
    page = http(world.amina).get("/meetings/wg-cop-3")
    record = page.text[page.text.index('id="record-title"') : page.text.index('id="agenda-title"')]
    assert 'href="/meetings/wg-cop-3/statements"' in record
    assert 'href="/meetings/wg-cop-3/documents"' in record
    assert "Opened at" in words(page)
    assert "of earlier meetings" not in words(page)


def test_the_record_takes_as_many_statements_however_many_items_there_are(world, http, statements):
    amina = http(world.amina)
    with statements() as sent:
        assert amina.get(PAGE).status_code == 200
    assert len(sent) <= 26, "\n".join(sent)


# All material


@pytest.fixture
def printer(monkeypatch):
    """Prints at once."""
    monkeypatch.setattr(shelf, "print_page", lambda html, _pictures: b"%PDF-1.7\n" + html.encode())


def unpacked(answer):
    assert answer.status_code == 200, answer.text
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert archive.testzip() is None
    return archive


def test_one_zip_has_the_papers_the_report_and_the_lists(world, http, submitted, printer):
    archive = unpacked(http(world.amina).get(f"{PAGE}/material.zip"))
    names = archive.namelist()
    assert {"index.html", "agenda.csv", "participants.csv", "actions.csv", "calendar.ics"} <= set(
        names
    )
    symbol = submitted.removeprefix("/documents/").replace("/", "-")
    assert [name for name in names if name.startswith(symbol)] == [
        f"{symbol} - Report- Second meeting of WG-COP.docx",
        f"{symbol} - Report- Second meeting of WG-COP.pdf",
    ]
    rows = list(csv.DictReader(io.StringIO(archive.read("agenda.csv").decode())))
    assert [row["number"] for row in rows][:3] == ["1", "2", "3"]
    assert rows[0]["conclusions"] == "Adopted"
    record = archive.read("record.txt").decode()
    assert "1 Opening and adoption of the agenda\n\nAdopted. The agenda was adopted" in record
    assert "It was asked who may write." in record
    assert "*" not in record
    index = archive.read("index.html").decode()
    for name in names:
        if name != "index.html":
            assert name in html.unescape(index).replace("%20", " ")
    assert b"BEGIN:VCALENDAR" in archive.read("calendar.ics")


def test_no_address_of_a_participant_is_in_the_zip(world, http, printer):
    archive = unpacked(http(world.ines).get("/meetings/wg-cop-3/material.zip"))
    table = archive.read("participants.csv").decode()
    assert "Amina Barasa" in table
    assert "@" not in table
