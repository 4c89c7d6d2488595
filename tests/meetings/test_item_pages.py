"""The page of an agenda item: what it shows to whom, what it leads to, and what leads back."""

import pytest
from lxml import html

from tests.meetings.conftest import AFTER, DURING, THIRD_MEETING
from wgcop.agenda import actions, queries
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.fields import NEEDED
from wgcop.agenda.kinds import ItemKind, NoteReaders
from wgcop.agenda.models import Outcome
from wgcop.drafting import actions as contributions
from wgcop.errors import Refused
from wgcop.fields.field import missing
from wgcop.floor.actions import taking_up
from wgcop.meetings import actions as meetings_actions
from wgcop.numbering.kinds import DocumentKind
from wgcop.outcomes import actions as outcomes_actions
from wgcop.threads.actions.comments import post_comment, thread_of

READERS = ("guest", "luc", "amina", "elke", "salma", "helena", "ines")
MEMBERS = frozenset(READERS) - {"guest"}
OFFICERS = frozenset({"elke", "salma", "helena", "ines"})
EDITORS = frozenset({"helena", "ines"})


def page(http, room, item, who="luc"):
    return http(getattr(room, who, None)).get(item.url)


def who_sees(http, room, item, words):
    return {who for who in READERS if words in page(http, room, item, who).text}


def change(item, facts, room, **links):
    linked = {"clauses": item.clauses, "documents": [d.contribution for d in item.document_links]}
    actions.change_item(item, facts, **linked | links, version=item.version, by=room.ines)


def revise(paper, room, session):
    """Kenya's next wording is issued."""
    contributions.revise(paper, by=room.amina)
    contributions.issue(paper, by=room.amina)
    session.commit()


@pytest.fixture
def published(room, agenda, session):
    actions.publish_agenda(room.meeting, by=room.ines)
    session.commit()


# What it shows, and to whom


def test_a_draft_agenda_has_pages_for_members_only(room, agenda, http, session):
    assert page(http, room, agenda.opening, "guest").location.startswith("/sign-in")
    assert page(http, room, agenda.opening, "luc").status_code == 200
    actions.publish_agenda(room.meeting, by=room.ines)
    session.commit()
    assert page(http, room, agenda.opening, "guest").status_code == 200


def test_no_item_is_found_under_another_meeting(room, agenda, http):
    assert (
        http(room.luc).get(f"/meetings/wg-cop-3/items/{agenda.opening.id + 100}").status_code == 404
    )


def test_an_item_says_when_it_comes_up_what_it_is_and_who_presents_it(room, agenda, http, session):
    facts = ItemFacts(
        title="Recalling",
        kind=ItemKind.CLAUSES,
        presenter="Rapporteur, Question 3/2",
        planned_minutes=30,
    )
    change(agenda.recalling, facts, room)
    session.commit()
    text = " ".join(html.fromstring(page(http, room, agenda.recalling).text).text_content().split())
    for words in (
        "2.1 Recalling",
        "09:45–10:15",
        "30 min",
        "Discussion of clauses",
        "Presented by Rapporteur, Question 3/2",
        "2 Clauses of Resolution 67",
    ):
        assert words in text


def test_the_items_beside_it_and_the_agenda_are_one_click_away(room, agenda, http):
    tree = html.fromstring(page(http, room, agenda.recalling).text)
    [ways] = tree.xpath("//nav[@class='item__ways']")
    assert ways.xpath(".//a/@href") == [
        agenda.clauses.url,
        agenda.recalling.agenda_url,
        agenda.invites.url,
    ]


@pytest.mark.parametrize(
    "readers, who",
    [
        (NoteReaders.EVERYBODY, frozenset(READERS)),
        (NoteReaders.MEMBERS, MEMBERS),
        (NoteReaders.OFFICERS, OFFICERS),
    ],
)
def test_a_note_is_read_only_by_those_for_whom_it_is(
    room, agenda, published, http, session, listen, readers, who
):
    guest, luc = listen(None, room.meeting.topic), listen(room.luc, room.meeting.members_topic)
    change(agenda.opening, ItemFacts(title="Opening", note="Quokkas first", note_for=readers), room)
    session.commit()
    assert who_sees(http, room, agenda.opening, "Quokkas") == who
    [for_guests], [for_members] = guest(), luc()
    assert ("Quokkas" in for_guests["html"]) is ("guest" in who)
    assert ("Quokkas" in for_members["html"]) is ("luc" in who)
    for reader in READERS:
        agenda_page = http(getattr(room, reader, None)).get("/meetings/wg-cop-3").text
        # What only officers read stands on the item's own page: the agenda's lines are the same for all members.
        assert ("Quokkas" in agenda_page) is (reader in who and readers != NoteReaders.OFFICERS)


def test_a_note_for_officers_does_not_make_a_heading_come_up(room, agenda, session):
    change(
        agenda.clauses,
        ItemFacts(title="Clauses", note="Ask Kenya first.", note_for=NoteReaders.OFFICERS),
        room,
    )
    assert not agenda.clauses.has_matter


def test_members_see_where_a_clause_stands_and_how_much_is_said_on_it(
    room, agenda, published, clause, http, session
):
    change(agenda.invites, ItemFacts(title="Invites"), room, clauses=[clause])
    for by, audience in ((room.amina, "members"), (room.amina, room.kenya.audience)):
        post_comment(
            thread_of(clause),
            by=by,
            capacity=by.capacities[0],
            body="Kenya agrees.",
            key=audience,
            audience=audience,
        )
    session.commit()

    def said(who):
        tree = html.fromstring(page(http, room, agenda.invites, who).text)
        [row] = tree.xpath("//section[@id='item-clauses']//li")
        count = row.xpath(".//*[@data-count-number]/text()")
        return row.xpath("string(.//a/@href)"), row.xpath("boolean(.//*[.='Open'])"), count

    assert said("amina") == (clause.place, True, ["2"])
    assert said("luc") == (clause.place, True, ["1"])
    assert said("guest") == (clause.place, False, [])


def test_a_clause_shows_the_documents_of_the_meeting_that_are_about_it(
    room, agenda, published, clause, paper, http, session
):
    paper.current.point_to([clause])
    change(agenda.invites, ItemFacts(title="Invites"), room, clauses=[clause])
    session.commit()
    symbol = str(paper.symbol)
    assert who_sees(http, room, agenda.invites, symbol) == MEMBERS


def test_a_document_opens_in_one_click_and_says_who_brings_it(
    room, agenda, published, paper, http, session
):
    actions.attach_document(agenda.opening, paper, by=room.ines)
    session.commit()
    assert who_sees(http, room, agenda.opening, "Helplines in schools") == MEMBERS
    tree = html.fromstring(page(http, room, agenda.opening).text)
    [row] = tree.xpath("//section[@id='item-papers']//li")
    assert row.xpath("string(.//a/@href)") == paper.url
    assert "Kenya" in row.text_content()


def test_before_and_after_the_deadline_an_empty_list_says_so_differently(room, agenda, http, clock):
    assert "No document yet." in page(http, room, agenda.opening).text
    assert "The list is not final" in page(http, room, agenda.opening).text
    clock.stop(DURING)
    assert "No document is listed under this item." in page(http, room, agenda.opening).text
    assert "not final" not in page(http, room, agenda.opening).text


def test_the_item_on_the_floor_is_marked(room, agenda, http, clock):
    clock.stop(DURING)
    for item, is_marked in (agenda.opening, True), (agenda.recalling, False):
        [head] = html.fromstring(page(http, room, item).text).xpath("//*[@id='item-head']")
        assert ("On now" in head.text_content()) == is_marked


def test_its_outcome_stands_on_its_page(room, agenda, http, session):
    outcomes_actions.record_outcome(agenda.opening, Outcome.ADOPTED, "As published.", by=room.ines)
    session.commit()
    assert "As published." in page(http, room, agenda.opening).text


# The wording under discussion


def test_a_document_stays_in_the_wording_that_the_secretariat_chose(
    room, agenda, paper, http, session
):
    actions.attach_document(agenda.opening, paper, by=room.ines)
    session.commit()
    address = f"{agenda.opening.url}/documents/{paper.id}/revision"
    assert http(room.ines).post(address, data={"revision": "0"}).status_code == 303
    revise(paper, room, session)
    for where in (agenda.opening.url, room.meeting.url):
        shown = http(room.luc).get(where).text
        assert "Rev.1 is newer" in shown
        assert f'href="{paper.revisions[0].url}"' in shown
    http(room.ines).post(address, data={"revision": ""})
    shown = http(room.luc).get(agenda.opening.url).text
    assert "is newer" not in shown and f"{paper.symbol}" in shown


def test_a_wording_that_does_not_exist_is_not_taken_up(room, agenda, paper, session):
    actions.attach_document(agenda.opening, paper, by=room.ines)
    with pytest.raises(Refused):
        actions.choose_revision(agenda.opening, paper, 7, by=room.ines)
    with pytest.raises(Refused):
        actions.choose_revision(agenda.closing, paper, 0, by=room.ines)


@pytest.mark.parametrize(
    "deal_with_it",
    [
        lambda item, by: taking_up.close_item(item, by=by),
        lambda item, by: outcomes_actions.record_outcome(item, Outcome.NOTED, "", by=by),
    ],
    ids=["closed", "decided"],
)
def test_what_was_on_the_table_stays_on_the_record(
    room, agenda, paper, http, session, deal_with_it
):
    actions.attach_document(agenda.opening, paper, by=room.ines)
    deal_with_it(agenda.opening, room.ines)
    session.commit()
    revise(paper, room, session)
    assert "Rev.1 is newer" in page(http, room, agenda.opening).text


# The report of the earlier meeting


@pytest.fixture
def report(room, paper, session):
    """Of the second meeting, by the officers of the group. Kenya's report on its own work is none."""
    second = meetings_actions.create_meeting(room.group, THIRD_MEETING, number=2, by=room.ines)
    session.flush()
    paper.meeting, paper.kind, paper.delegation = second, DocumentKind.REPORT, None
    session.commit()
    return paper


def test_the_approval_of_a_report_begins_with_the_report_of_the_earlier_meeting(
    room, agenda, report, session
):
    facts = ItemFacts(title="Report of the second meeting", kind=ItemKind.APPROVAL)
    item = actions.add_item(room.meeting, facts, by=room.ines)
    assert [link.contribution for link in item.document_links] == [report]
    change(agenda.opening, ItemFacts(title="Opening", kind=ItemKind.APPROVAL), room)
    assert [link.contribution for link in agenda.opening.document_links] == [report]


def test_the_report_of_an_earlier_meeting_stays_when_its_item_is_edited(
    room, agenda, report, http, session
):
    facts = ItemFacts(title="Report of the second meeting", kind=ItemKind.APPROVAL)
    item = actions.add_item(room.meeting, facts, by=room.ines)
    session.commit()
    [form] = html.fromstring(http(room.ines).get(f"{item.url}/edit").text).xpath("//main//form")
    http(room.ines).post(f"{item.url}/edit", data=dict(form.form_values()))
    session.expire_all()
    assert [link.contribution for link in item.document_links] == [report]


def test_no_report_of_a_delegation_is_taken_for_that_of_the_meeting(room, agenda, report, session):
    report.delegation = room.kenya
    session.flush()
    assert queries.report_before(room.meeting) is None


# What leads back


def test_a_clause_and_a_document_lead_back_to_the_items_and_meetings(
    room, agenda, published, clause, paper, http, session
):
    change(agenda.invites, ItemFacts(title="Invites"), room, clauses=[clause], documents=[paper])
    actions.choose_revision(agenda.invites, paper, 0, by=room.ines)
    session.commit()
    for who, address in (("guest", clause.url), ("luc", clause.url), ("luc", paper.url)):
        shown = http(getattr(room, who, None)).get(address).text
        assert f'href="{agenda.invites.url}"' in shown, (who, address)
        assert f'href="{room.meeting.url}"' in shown, (who, address)
    assert "(Original)" in http(room.luc).get(paper.url).text


def test_a_clause_says_nothing_of_a_draft_agenda_to_guests(room, agenda, clause, http, session):
    change(agenda.invites, ItemFacts(title="Invites"), room, clauses=[clause])
    session.commit()
    assert agenda.invites.url not in http().get(clause.url).text
    assert agenda.invites.url in http(room.luc).get(clause.url).text


def test_old_addresses_of_items_still_find_their_lines(room, agenda, http):
    tree = html.fromstring(http(room.luc).get("/meetings/wg-cop-3").text)
    [line] = tree.xpath(f"//li[@id='item-{agenda.opening.id}']")
    assert (
        line.xpath("string(.//p[starts-with(@class, 'agenda__title')]//a/@href)")
        == agenda.opening.url
    )


# What is missing


def test_what_an_item_lacks_depends_on_what_it_is_for():
    def found(kind, **has):
        values = {"title": "Item", "kind": kind, "planned_minutes": 5} | has
        return [field.name for field, _needed in missing(NEEDED, values.get)]

    assert found(None) == ["kind"]
    assert found(None, clauses=["invites 1"]) == []
    assert found(ItemKind.OPENING) == []
    assert found(ItemKind.OTHER, planned_minutes=0) == ["planned_minutes"]
    assert found(ItemKind.DOCUMENTS) == ["documents"]
    assert found(ItemKind.CLAUSES, documents=["WG-COP/3/7"]) == ["clauses"]
    assert found(ItemKind.REPORT, documents=["WG-COP/3/7"]) == ["presenter"]
    assert found(ItemKind.REPORT, documents=["WG-COP/3/7"], presenter="Chair") == []


def test_only_those_who_can_mend_it_see_what_an_item_lacks(room, agenda, http, session):
    assert who_sees(http, room, agenda.recalling, "Still missing") == EDITORS
    assert "Still missing" not in page(http, room, agenda.clauses, "ines").text  # a heading
    taking_up.close_item(agenda.recalling, by=room.ines)
    session.commit()
    assert "Still missing" not in page(http, room, agenda.recalling, "ines").text


def test_each_missing_piece_leads_to_the_field_that_mends_it(room, agenda, http, session):
    change(agenda.opening, ItemFacts(title="Report", kind=ItemKind.REPORT), room)
    session.commit()
    links = html.fromstring(page(http, room, agenda.opening, "ines").text).xpath(
        "//ul[@class='item__missing']//a/@href"
    )
    assert len(links) == 3
    form = html.fromstring(http(room.ines).get(links[0]).text)
    for link in links:
        field = link.partition("#")[2]
        # There is no document to choose from yet.
        assert form.xpath(f"//*[@id='{field}']") or field == "documents"


def test_only_the_secretariat_sees_what_a_meeting_lacks(room, http, session):
    def missing(who):
        tree = html.fromstring(http(getattr(room, who, None)).get(room.meeting.url).text)
        return tree.xpath("//ul[@class='item__missing']//a/@href")

    assert missing("luc") == missing("guest") == []
    assert missing("helena") == ["/meetings/wg-cop-3/items/new"]
    assert missing("ines") == ["/meetings/wg-cop-3/edit#contact", "/meetings/wg-cop-3/items/new"]
    room.meeting.join_url = ""
    session.commit()
    assert "/meetings/wg-cop-3/edit#join_url" in missing("ines")


def test_a_meeting_that_is_over_lacks_its_report(room, agenda, http, clock):
    clock.stop(AFTER)
    words = "The meeting is over and has no report."
    seen = {
        who for who in READERS if words in http(getattr(room, who, None)).get(room.meeting.url).text
    }
    assert seen == EDITORS


# How it stays current, and what it costs


def test_asked_for_as_a_part_it_comes_without_the_frame(room, agenda, http):
    whole = page(http, room, agenda.opening).text
    part = http(room.luc).get(agenda.opening.url, headers={"X-Fragment": "1"}).text
    [shown] = html.fragments_fromstring(part, no_leading_text=True)[-1:]
    assert shown.get("id") == "item" and "<html" not in part
    assert all(child.get("id") for child in shown), "each part is known by its id"
    assert shown.get("data-fragment") == agenda.opening.url
    assert 'data-topic="meeting:wg-cop-3@members"' in whole


def test_forms_of_the_page_lead_back_to_it(room, agenda, http):
    for verb in ("closure", "reopening"):
        answer = http(room.ines).post(f"{agenda.opening.url}/{verb}", data={"back": "item"})
        assert answer.location == agenda.opening.url
    assert (
        http(room.ines).post(f"{agenda.opening.url}/closure").location == agenda.opening.agenda_url
    )


def test_an_item_costs_the_same_however_much_is_on_it(
    room, agenda, clause, paper, http, session, statements
):
    def cost():
        with statements() as sent:
            assert page(http, room, agenda.invites).status_code == 200
        return [statement.partition("WHERE")[0] for statement in sent]

    def others(number):
        with session.no_autoflush:
            return [clause_beside(clause, place, session) for place in range(number)]

    paper.current.point_to([clause])
    change(agenda.invites, ItemFacts(title="Invites"), room, clauses=[clause], documents=[paper])
    session.commit()
    few = cost()
    more = [clause, *others(5)]
    paper.current.point_to(more)
    change(agenda.invites, ItemFacts(title="Invites"), room, clauses=more)
    for number in range(10):
        actions.add_item(
            room.meeting,
            ItemFacts(title=f"Item {number}"),
            clauses=more,
            documents=[paper],
            by=room.ines,
        )
    session.commit()
    many = cost()
    assert many == few
    assert len(few) <= 28


def clause_beside(clause, place, session):
    wording, section = clause.wording, clause.wording.section
    beside = type(clause)(resolution=clause.resolution, wid=f"{clause.wid}-{place}")
    session.add(
        type(wording)(
            clause=beside,
            section=section,
            position=place + 1,
            label=f"{place + 3}",
            citation=f"instructs the Director {place + 3}",
            text="to report",
        )
    )
    return beside
