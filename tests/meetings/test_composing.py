"""The report of a meeting, sentence by sentence: what is composed of what happened."""

from dataclasses import replace

import pytest

from wgcop import paper
from wgcop.agenda.kinds import ItemKind
from wgcop.records.composing import compose
from wgcop.records.reported import (
    AgreedWords,
    ReportedAction,
    ReportedAttendance,
    ReportedConclusion,
    ReportedDelegation,
    ReportedItem,
    ReportedMeeting,
    ReportedPaper,
    ReportedSilence,
    ReportedStatement,
)

AGENDA = ReportedPaper("WG-COP/3/ADM/1", "Draft agenda", "Secretariat")
RADIO = ReportedPaper("WG-COP/3/7 Rev.1", "Radio plays", "Kenya", items="3.1")
HELPLINES = ReportedPaper("WG-COP/3/8", "Helplines", "Brazil")
RESERVATION = "Brazil reserves its position.\n  It will come back to it. "

MEETING = ReportedMeeting(
    title="Third meeting of WG-COP",
    group="WG-COP",
    place="Geneva and online",
    days="25–26 November 2026",
    chair="Helena Tavira",
    attendance=ReportedAttendance(
        in_person=3,
        remote=1,
        was_marked=True,
        delegations=[
            ReportedDelegation("Kenya", [("Amina Barasa", "in person"), ("Obi", "remotely")]),
            ReportedDelegation("Brazil", [("Caio", "in person")]),
            ReportedDelegation("Officers of the group", [("Helena", "in person")], False),
        ],
    ),
    course=[
        "25 November 2026: opened at 09:31, Salma Idris (Vice-Chair) took the chair at 11:00.",
        "26 November 2026: closed at 17:10.",
    ],
    unlisted=["Egypt"],
    silences=[
        ReportedSilence(
            "Letter to the offices",
            "20 November",
            "24 November",
            "Silence broken",
            ["Egypt"],
            "3.1",
        )
    ],
    speaking=[("Brazil", 2, "3:05"), ("Kenya", 1, "0:40")],
    papers=[RADIO, HELPLINES],
    agenda=AGENDA,
    next_meeting="Fourth meeting of WG-COP is planned for 16 March 2027. Place: Geneva.",
    items=[
        ReportedItem(
            "1",
            "Opening",
            ItemKind.OPENING,
            notes=paper.from_text("The chair welcomed the participants."),
        ),
        ReportedItem(
            "2",
            "Agenda",
            ItemKind.ADOPTION,
            conclusions=[ReportedConclusion("Adopted", "The agenda was adopted as published.")],
        ),
        ReportedItem(
            "3",
            "Resolution 67",
            children=[
                ReportedItem(
                    "3.1",
                    "Awareness campaigns",
                    presenter="Kenya",
                    papers=[RADIO],
                    speakers=["Brazil", "Kenya"],
                    points_of_order=["Egypt"],
                    notes=paper.from_text("# Costs\n\nBrazil asked for *figures*."),
                    conclusions=[ReportedConclusion("Noted", "Figures are *awaited*.")],
                    wordings=[
                        AgreedWords("invites Member States 2", "to *run* campaigns;", "wtdc-67.x")
                    ],
                    actions=[
                        ReportedAction("Send the figures.", "Kenya", "10 December 2026", "Open"),
                        ReportedAction("Compile them.", "Secretariat", "", "Open"),
                    ],
                    statements=[
                        ReportedStatement(
                            "Reservation", "Brazil", "invites Member States 2", RESERVATION
                        )
                    ],
                ),
                ReportedItem(
                    "3.2",
                    "Helplines",
                    conclusions=[ReportedConclusion("Deferred", "")],
                    is_deferred=True,
                ),
            ],
        ),
        ReportedItem("4", "Any other business", ItemKind.OTHER),
    ],
)

SENTENCES = """\
References
WG-COP/3/7 Rev.1; WG-COP/3/8.
Annex 3 lists them with their titles.
1 Introduction
WG-COP held this meeting on 25–26 November 2026. Place: Geneva and online.
Helena Tavira chaired the meeting.
25 November 2026: opened at 09:31, Salma Idris (Vice-Chair) took the chair at 11:00.
26 November 2026: closed at 17:10.
4 participants of 2 delegations and organizations attended: 3 in person and 1 remotely. Annex 2 lists them.
The following took the floor and are not on the list of participants: Egypt.
2 Adoption of the agenda
The meeting had before it WG-COP/3/ADM/1, “Draft agenda” (Secretariat). The agenda as it was taken up is in Annex 1.
Adopted. The agenda was adopted as published.
3 Welcoming remarks
The chair welcomed the participants.
4 Resolution 67
4.1 Awareness campaigns
The item was presented by Kenya.
The meeting had before it WG-COP/3/7 Rev.1, “Radio plays” (Kenya).
The following took the floor: Brazil, Kenya.
Egypt raised a point of order.
Costs
Brazil asked for figures.
Noted. Figures are awaited.
Wording agreed for invites Member States 2:
to run campaigns;
Action for Kenya, by 10 December 2026: Send the figures.
Action for Secretariat: Compile them.
Brazil put a text on record (Reservation); Annex 5 has its words.
4.2 Helplines
Deferred.
5 Any other business
No conclusion was recorded under this item.
6 Silence procedures
“Letter to the offices”, under silence from 20 November to 24 November: Silence broken. Agenda item 3.1. Objected: Egypt.
7 Next meeting
Deferred to the next meeting:
Helplines (agenda item 3.2)
Fourth meeting of WG-COP is planned for 16 March 2027. Place: Geneva.
Annex 1: Agenda
Agenda item\tTitle\tDocuments
1\tOpening\t
2\tAgenda\t
3\tResolution 67\t
3.1\tAwareness campaigns\tWG-COP/3/7 Rev.1
3.2\tHelplines\t
4\tAny other business\t
Annex 2: List of participants
Kenya
Amina Barasa (in person)
Obi (remotely)
Brazil
Caio (in person)
Officers of the group
Helena (in person)
Annex 3: List of documents
Document\tTitle\tSource\tAgenda item
WG-COP/3/7 Rev.1\tRadio plays\tKenya\t3.1
WG-COP/3/8\tHelplines\tBrazil\t
Annex 4: Action points
Agenda item\tAction point\tFor\tUntil\tState
3.1\tSend the figures.\tKenya\t10 December 2026\tOpen
3.1\tCompile them.\tSecretariat\t\tOpen
Annex 5: Statements for the record
Brazil, Reservation on agenda item 3.1 (invites Member States 2)
Brazil reserves its position.
  It will come back to it.\x20
Annex 6: Speaking time
Delegation\tInterventions\tTime
Brazil\t2\t3:05
Kenya\t1\t0:40"""


def test_the_report_says_what_happened_in_the_usual_order():
    text = compose(MEETING).text
    assert paper.plain(paper.validate(text)) == SENTENCES


def test_the_cover_says_what_was_held_and_how_much_came_of_it():
    report = compose(MEETING)
    assert report.title == "Report: Third meeting of WG-COP"
    assert report.abstract == (
        "WG-COP held this meeting on 25–26 November 2026. Place: Geneva and online. 4 participants of 2 "
        "delegations and organizations attended: 3 in person and 1 remotely. Conclusions: Adopted 1, Noted 1, "
        "Deferred 1. It agreed on 2 action points. 1 statement was made for the record."
    )
    assert report.action_required == "The group is invited to approve this report."


def test_what_was_deferred_and_approved_later_counts_once():
    conclusions = [
        ReportedConclusion("Deferred", "To the afternoon.", counts=False),
        ReportedConclusion("Approved", ""),
    ]
    report = compose(replace(MEETING, items=[ReportedItem("1", "Plan", conclusions=conclusions)]))
    assert "Conclusions: Approved 1." in report.abstract
    assert "Deferred to the next meeting" not in paper.plain(report.text)


def test_annexes_and_sentences_without_anything_in_them_are_left_out():
    empty = ReportedMeeting("Third meeting", "WG-COP", "Geneva", "25 November 2026")
    assert paper.plain(compose(empty).text).splitlines() == [
        "1 Introduction",
        "WG-COP held this meeting on 25 November 2026. Place: Geneva.",
        "The record does not show that the meeting was opened.",
    ]


def test_who_registered_is_not_said_to_have_attended():
    registered = replace(MEETING.attendance, was_marked=False)
    words = paper.plain(compose(replace(MEETING, attendance=registered)).text)
    assert "were registered: 3 in person and 1 remotely" in words
    assert "attended" not in words


def test_a_statement_in_arabic_runs_from_right_to_left():
    statement = ReportedStatement("Statement", "Egypt", "", "تحتفظ مصر بموقفها.")
    item = ReportedItem("1", "Item", statements=[statement])
    text = compose(replace(MEETING, items=[item])).text
    quote = next(each for each in text["content"][::-1] if each["type"] == "blockquote")
    assert quote["content"][0]["attrs"]["dir"] == "rtl"


def test_marked_changes_of_notes_count_as_accepted_and_pictures_are_described():
    deleted, inserted = [{"type": "deletion"}], [{"type": "insertion"}]
    words = [
        {"type": "text", "text": "Kenya "},
        {"type": "text", "text": "asked", "marks": deleted},
        {"type": "text", "text": "answered", "marks": inserted},
        {"type": "image", "attrs": {"file": "0" * 64, "alt": "a map"}},
    ]
    notes = {
        "type": "doc",
        "content": [
            {"type": "paragraph", "attrs": {"id": "aaaaaaaa"}, "content": words},
            {
                "type": "paragraph",
                "attrs": {"id": "bbbbbbbb", "change": "deleted"},
                "content": words,
            },
        ],
    }
    text = compose(replace(MEETING, items=[ReportedItem("1", "Item", notes=notes)])).text
    assert "Kenya answered[a map]" in paper.plain(paper.validate(text)).splitlines()
    assert "asked" not in paper.plain(text)


@pytest.mark.parametrize("words", ["", "- one\n- two", "| a | b |"])
def test_a_decision_of_any_shape_stands_behind_its_verb(words):
    item = ReportedItem("1", "Item", conclusions=[ReportedConclusion("Agreed", words)])
    text = paper.validate(compose(replace(MEETING, items=[item])).text)
    assert "Agreed." in paper.plain(text)
