"""The time management plan and the list of documents: made from the agenda, on the page and as files with the same words."""

import re
import subprocess
from datetime import date, time

import pytest
from flask_babel import force_locale
from lxml import html

from tests.conftest import program
from tests.contributions.test_word_out import document_xml
from tests.meetings.conftest import draft_of
from tests.rest.libreoffice.conftest import convert  # noqa: F401
from tests.rest.libreoffice.office import Way
from tests.validators import faults_in_pdf, faults_in_word
from wgcop.agenda import actions
from wgcop.agenda.agendas import agenda_of
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.plan import plan_of, slot_at, slots_of
from wgcop.agenda.sheets import plan_sheet
from wgcop.bodies.models import MeetingSession
from wgcop.drafting import submission
from wgcop.paper.tree import plain, walk
from wgcop.reading.sandbox import read_in_sandbox

PAGE = "/meetings/wg-cop-3"
MEMBERS = frozenset({"public", "members"})


def shown(plan):
    """`{day: [numbers in each slot]}`; None for a session that is not held."""
    return {
        day.day.day: [
            None if cell is None else [each.row.number for each in cell] for cell in day.cells
        ]
        for day in plan.days
    }


def words_in(page, part):
    [shown] = html.fromstring(page).xpath(part)
    for hidden in shown.xpath(".//*[@aria-hidden='true'] | .//caption"):
        hidden.getparent().remove(hidden)
    return re.findall(r"\w+", " ".join(shown.itertext()))


# The plan


def test_without_sessions_a_day_has_a_morning_and_an_afternoon(room, agenda, session):
    plan = plan_of(agenda_of(room.meeting, MEMBERS))
    assert [slot.name for slot in plan.slots] == ["Morning", "Afternoon"]
    assert shown(plan) == {2: [["1", "2.1", "2.2", "3"], []], 3: [[], []]}


def test_with_sessions_the_plan_has_their_hours_and_days(room, agenda, session):
    for day, starts, ends in ((2, 9, 10), (2, 10, 12), (3, 9, 10)):
        held = date(2026, 6, day), time(starts, 30), time(ends, 0)
        session.add(
            MeetingSession(meeting=room.meeting, day=held[0], starts_at=held[1], ends_at=held[2])
        )
    session.commit()
    plan = plan_of(agenda_of(room.meeting, MEMBERS))
    assert [slot.hours for slot in plan.slots] == ["09:30–10:00", "10:30–12:00"]
    assert shown(plan)[3] == [[], None]
    assert [n for cell in shown(plan)[2] for n in cell] == ["1", "2.1", "2.2", "3"]


def test_several_sessions_on_several_days_with_breaks_and_what_does_not_fit(
    room, agenda, session, http
):
    """Of 100 minutes 30 fit into the morning, 30 behind the break and 30 into the second day."""
    for day, starts, ends in (
        (2, time(9, 30), time(10, 0)),
        (2, time(14, 0), time(14, 30)),
        (3, time(9, 30), time(10, 0)),
    ):
        session.add(
            MeetingSession(
                meeting=room.meeting, day=date(2026, 6, day), starts_at=starts, ends_at=ends
            )
        )
    session.commit()
    plan = plan_of(agenda_of(room.meeting, MEMBERS))
    assert shown(plan) == {2: [["1", "2.1"], ["2.2"]], 3: [["3"], None]}
    words = [
        f"{each.at} {each.row.number} {each.overrun}".strip()
        for day in plan.days
        for cell in day.cells
        for each in cell or ()
    ]
    assert words == [
        "09:30 1",
        "09:45 2.1 15 min after the break",
        "14:15 2.2 30 min after the break",
        "10:00 3 Does not fit: 10 min beyond the last session",
    ]
    page = " ".join(html.fromstring(http(room.luc).get(f"{PAGE}/plan").text).itertext())
    assert "30 min after the break" in page and "Does not fit: 10 min" in page


def test_sessions_at_the_same_hours_share_a_column_and_its_name():
    morning, late = (time(9, 30), time(12)), (time(14), time(17))
    slots = slots_of([(*late, ""), (*morning, ""), (*late, "Drafting")])
    assert [(slot.name, slot.hours) for slot in slots] == [
        ("", "09:30–12:00"),
        ("Drafting", "14:00–17:00"),
    ]


@pytest.mark.parametrize(("at", "slot"), [(8, 0), (9, 0), (12, 0), (13, 1), (16, 1), (23, 2)])
def test_an_item_is_in_the_last_slot_that_has_begun(at, slot):
    assert slot_at(time(at), [time(9), time(13), time(18)]) == slot


def test_the_plan_of_a_draft_agenda_is_for_members(room, agenda, http):
    assert http().get(f"{PAGE}/plan").status_code in (302, 303)
    assert "2.2" in http(room.luc).get(f"{PAGE}/plan").text


def test_guests_read_the_plan_without_the_documents_of_members(
    room,
    agenda,
    paper,
    session,
    http,
    tmp_path,
):
    actions.attach_document(agenda.recalling, paper, by=room.ines)
    actions.publish_agenda(room.meeting, by=room.ines)
    session.commit()
    symbol = str(paper.symbol)
    assert symbol in http(room.luc).get(f"{PAGE}/plan").text
    guest = http()
    assert symbol not in guest.get(f"{PAGE}/plan").text
    assert symbol not in in_word(guest, "plan")
    assert symbol not in in_print(guest, "plan", tmp_path)


# The list of documents


def test_the_list_says_of_each_document_where_it_is_taken_up(
    room,
    agenda,
    paper,
    session,
    http,
):
    actions.attach_document(agenda.recalling, paper, by=room.ines)
    actions.publish_agenda(room.meeting, by=room.ines)
    session.commit()
    page = html.fromstring(http(room.luc).get(f"{PAGE}/documents").text)
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in page.iter("tr")]
    assert rows[1:] == [
        ["WG-COP/3/1", "Helplines in schools", "Kenya", "2.1", "Contribution", "Action", "English"],
        ["WG-COP/3/ADM/1", "Draft agenda", "Secretariat", "–", "Administrative document", "Action", "English"],
    ]  # fmt: skip


def test_a_meeting_without_documents_says_so(room, http):
    assert "This meeting has no documents yet" in http(room.luc).get(f"{PAGE}/documents").text


def test_plan_and_list_cost_the_same_however_long_they_are(room, agenda, session, http, statements):
    def add(count):
        for _each in range(count):
            document = draft_of(room)
            submission.submit(document, by=room.amina)
            actions.attach_document(agenda.recalling, document, by=room.ines)
            actions.add_item(room.meeting, ItemFacts(title="More"), by=room.ines)
        session.commit()

    def cost(name):
        with statements() as sent:
            assert client.get(f"{PAGE}/{name}").status_code == 200
        return len(sent)

    client = http(room.luc)
    client.get("/account")
    add(1)
    few = cost("plan"), cost("documents")
    add(7)
    assert (cost("plan"), cost("documents")) == few == (7, 11)


# As files


def in_word(client, name):
    answer = client.get(f"{PAGE}/{name}.docx")
    assert answer.status_code == 200
    return read_in_sandbox(answer.data, "sheet.docx").text


def in_print(client, name, folder):
    answer = client.get(f"{PAGE}/{name}.pdf")
    assert answer.status_code == 200
    (folder / f"{name.replace('/', '-')}.pdf").write_bytes(answer.data)
    return text_of(answer.data)


def text_of(pdf):
    command = [program("pdftotext", of="Poppler"), "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


@pytest.mark.rest
def test_the_files_have_the_words_of_the_page(world, http, convert, tmp_path):  # noqa: F811
    """Plan, list and published agenda, read by LibreOffice and poppler."""
    member, guest = http(world.amina), http()
    sheets = [
        (member, "plan", "//table"),
        (member, "documents", "//table"),
        (guest, "agenda/original", "//div[contains(@class, 'paper__body')]"),
    ]
    listed = html.fromstring(http(world.amina).get(f"{PAGE}/documents").text)
    symbols = " ".join(listed.xpath("//tbody//th//text()")).split()
    assert "WG-COP/3/ADM/1" in symbols
    words, files = [], []
    for client, name, part in sheets:
        read = words_in(client.get(f"{PAGE}/{name}").text, part)
        words.append([word for word in read if len(word) > 2])
        file = client.get(f"{PAGE}/{name}.docx").data
        assert faults_in_word(file, tmp_path) == []
        files.append(Way(file, ("docx", "pdf")))
    for (client, name, _), wanted, converted in zip(sheets, words, convert(files), strict=True):
        assert wanted, name
        printed = in_print(client, name, tmp_path)
        assert faults_in_pdf(tmp_path / f"{name.replace('/', '-')}.pdf") == []
        for text in (text_of(converted), printed):
            unbroken = "".join(text.split()).replace("-", "")
            assert [word for word in wanted if word not in unbroken] == [], name
            if name == "documents":
                assert {"Agenda", *symbols} <= set(text.split()), "in one line each"


def test_the_printed_plan_says_how_long_each_item_takes(room, agenda):
    words = plain(plan_sheet(plan_of(agenda_of(room.meeting, MEMBERS))).tree)
    assert "2.1 Recalling (30\u00a0min)" in words


def test_in_arabic_the_table_runs_from_right_to_left(room, agenda):
    with force_locale("ar"):
        sheet = plan_sheet(plan_of(agenda_of(room.meeting, MEMBERS)))
        assert "<w:bidiVisual/>" in document_xml(sheet.in_word())
        assert '<html lang="ar" dir="rtl">' in sheet.in_print().html


def test_in_arabic_the_durations_of_the_plan_stay_out_of_titles_in_latin_letters(room, agenda):
    with force_locale("ar"):
        tree = plan_sheet(plan_of(agenda_of(room.meeting, MEMBERS))).tree
    lines = {
        plain(node): node["attrs"]["dir"] for node in walk(tree) if node["type"] == "paragraph"
    }
    [line] = [words for words in lines if "Recalling" in words]
    assert "2.1 Recalling\u200f (30\u00a0د" in line
    assert {lines[words] for words in lines if words} == {"rtl"}
