"""A paper on its way: drafted, seen as it will look, submitted, numbered, held, withdrawn."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import docx
import pytest
from sqlalchemy import event

from tests.contributions.conftest import capacity_key
from wgcop import clock, paper
from wgcop.accounts.models import Person
from wgcop.agenda.actions.items import add_item
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.papers import MeetingAgendas
from wgcop.bodies.models import Meeting
from wgcop.contributions.cover import Cover
from wgcop.contributions.models import Contribution
from wgcop.contributions.paper_state import PaperState
from wgcop.contributions.revisions import Revision
from wgcop.database import db
from wgcop.drafting import actions
from wgcop.errors import Refused
from wgcop.i18n import day
from wgcop.meetings.actions.meetings import create_meeting
from wgcop.meetings.arrangements import Arrangements
from wgcop.numbering.deadlines.rule import DeadlineRule
from wgcop.numbering.series import Series
from wgcop.numbering.symbol import Symbol


def stored(app, address) -> Contribution:
    with app.app_context():
        return db.session.get(Contribution, int(address.rpartition("/")[2]))


def test_a_draft_is_shown_exactly_as_it_will_look(world, http, draft):
    page = http(world.amina).get(draft(world.amina)).text
    assert "No number yet" in page
    assert "Radio plays about the net" in page
    assert "For action" in page
    assert re.search(r"<h2 [^>]*>Background</h2>", page)
    assert re.search(r'<ol [^>]*type="a"', page)
    assert "Source" in page and "Amina Barasa, Kenya" in page
    assert 'href="/clauses/wtdc-67.' in page


def test_a_paper_on_time_receives_the_next_number_at_once(world, http, draft, meeting):
    address = draft(world.amina)
    answer = http(world.amina).post(f"{address}/submission")
    assert answer.headers["Location"] == f"{address}/submitted"
    url = answer.headers["Content-Location"]
    assert url == f"/documents/WG-COP/3/{meeting.last_number + 1}"
    page = http(world.haruko).get(url)
    assert "Radio plays about the net" in page.text
    assert f"WG-COP/3/{meeting.last_number + 1}" in page.text


def test_numbers_have_no_gap_and_are_not_given_again(app, world, http, document, meeting):
    first, _ = document(world.amina)
    http(world.amina).post(f"{first}/withdrawal")
    _, second = document(world.teresa)
    assert second == f"/documents/WG-COP/3/{meeting.last_number + 2}"
    with app.app_context():
        assert db.session.get_one(Series, "wgcop 3").last == meeting.last_number + 2


@pytest.mark.databases
def test_papers_submitted_at_one_moment_are_numbered_without_a_gap(
    app, world, http, draft, meeting
):
    speakers = [world.amina, world.teresa, world.luc, world.haruko, world.farid, world.aizhan]
    drafts = [(http(person), draft(person)) for person in speakers]

    def submit(ready):
        visitor, address = ready
        return visitor.post(f"{address}/submission").headers["Content-Location"]

    with ThreadPoolExecutor(len(drafts)) as at_once:
        numbers = sorted(int(url.rpartition("/")[2]) for url in at_once.map(submit, drafts))
    first = meeting.last_number + 1
    assert numbers == list(range(first, first + len(drafts)))


def test_giving_a_number_is_no_change_of_the_meeting_to_those_who_edit_it(
    app, world, document, meeting
):
    def version():
        with app.app_context():
            return db.session.get(Meeting, meeting.id).version

    before = version()
    document(world.amina)
    assert version() == before


def test_the_clock_is_asked_when_a_paper_is_submitted(app, world, http, draft, meeting):
    address = draft(world.amina)
    meeting.after()
    answer = http(world.amina).post(f"{address}/submission", follow_redirects=True)
    assert "the secretariat decides" in answer.text
    assert stored(app, address).state == "submitted"
    assert stored(app, address).number is None


def test_a_paper_for_information_has_no_deadline(world, http, draft, meeting):
    meeting.after()
    address = draft(world.amina, purpose="information", action_required="")
    answer = http(world.amina).post(f"{address}/submission")
    assert answer.headers["Content-Location"].startswith("/documents/WG-COP/3/")


def test_a_paper_that_is_not_in_due_form_is_not_submitted(app, world, http, draft):
    amina = http(world.amina)
    for field in ("title", "text", "action_required"):
        address = draft(world.amina, **{field: " "})
        page = amina.get(address).text
        assert "Still required" in page, field
        assert f"{address}/submission" not in page

        answer = amina.post(f"{address}/submission")
        assert answer.status_code == 409, field
        assert "it still needs" in answer.text
        assert stored(app, address).state == "draft"


def test_the_secretariat_accepts_what_is_late(world, http, draft, meeting):
    address = draft(world.amina)
    meeting.after()
    http(world.amina).post(f"{address}/submission")
    queue = http(world.ines).get("/contributions/").text
    assert f'href="{address}"' in queue
    answer = http(world.ines).post(f"{address}/acceptance")
    assert answer.headers["Location"] == f"/documents/WG-COP/3/{meeting.last_number + 1}"
    assert f'href="{address}"' not in http(world.ines).get("/contributions/").text


def test_what_is_held_keeps_the_reason_and_goes_to_the_next_meeting(
    app, world, http, draft, meeting, fourth_meeting
):
    address = draft(world.amina)
    meeting.after()
    http(world.amina).post(f"{address}/submission")
    unreasoned = http(world.ines).post(f"{address}/holding", data={"reason": " "})
    assert unreasoned.status_code == 422
    assert "Enter a reason" in unreasoned.text

    http(world.ines).post(f"{address}/holding", data={"reason": "It came on the last day."})
    # Its words run their own way, whatever the language of the page.
    assert '<p dir="ltr">It came on the last day.</p>' in http(world.amina).get(address).text

    held = http(world.ines).get(address).text
    assert "no later meeting" in held and f"{address}/acceptance" not in held
    refused = http(world.ines).post(f"{address}/acceptance")
    assert refused.status_code == 409
    assert "no later meeting" in refused.text

    fourth_meeting()
    held = http(world.ines).get(address).text
    assert "no later meeting" not in held and f"{address}/acceptance" in held
    answer = http(world.ines).post(f"{address}/acceptance")
    assert answer.headers["Location"] == "/documents/WG-COP/4/1"
    with app.app_context():
        assert db.session.get_one(Series, "wgcop 3").last == meeting.last_number


def test_what_is_withdrawn_can_do_nothing_more(world, http, draft):
    ines = http(world.ines)
    address = draft(world.ines)
    ines.post(f"{address}/withdrawal")
    for verb in ("submission", "acceptance", "holding", "revisions"):
        answer = ines.post(f"{address}/{verb}", data={"reason": "Too late."})
        assert answer.status_code == 409, verb


def test_observers_bring_papers_for_information_only(app, world, http, draft, typed, meeting):
    answer = http(world.ruth).post(
        "/contributions/",
        data=typed(capacity=f"delegation-{world.ruth.memberships[0].delegation_id}"),
    )
    assert answer.status_code == 422
    address = draft(world.ruth, purpose="information")
    page = http(world.ruth).get(f"{address}/edit").text
    assert 'value="information"' in page
    assert 'value="action"' not in page
    assert http(world.ruth).post(f"{address}/submission").status_code == 303


def test_the_source_follows_the_capacity_that_is_chosen(world, http, typed, draft):
    """On the page, in the list and in what is searched; for the rapporteur the office, for the institute its name."""
    office = world.elke.offices[0]
    as_rapporteur = draft(world.elke, capacity=f"office-{office.id}", source="Kenya and Egypt")
    page = http(world.elke).get(as_rapporteur).text
    assert "<bdi>Rapporteur, Question 22-2/1</bdi>" in page
    assert "Kenya and Egypt" not in page
    page = http(world.elke).get(draft(world.elke)).text
    assert "<bdi>Jura Institute of Communication Studies</bdi>" in page

    document = http(world.elke).post(f"{as_rapporteur}/submission").headers["Content-Location"]
    assert "Rapporteur, Question 22-2/1" in http(world.caio).get(document).text
    row = http(world.caio).get("/contributions/").text.split(f'href="{document}"')[2]
    assert "Rapporteur, Question 22-2/1" in row.split("</tr>")[0]


def test_nobody_speaks_for_more_than_their_own(world, http, typed):
    egypt = world.farid.memberships[0].delegation_id
    answer = http(world.amina).post(
        "/contributions/", data=typed(capacity=f"delegation-{egypt}", source="Egypt")
    )
    assert answer.status_code == 422
    assert "Not a valid choice" in answer.text


def test_the_form_knows_where_one_comes_from(world, http, clause):
    page = http(world.amina).get(f"/contributions/new?meeting=wg-cop-3&clause={clause.wid}").text
    assert f'<input type="hidden" name="clauses" value="{clause.id}">' in page
    assert "invites Member States 2" in page
    kenya = world.amina.memberships[0].delegation_id
    assert re.search(rf'<option selected value="delegation-{kenya}">Kenya ', page)


def test_a_form_with_errors_comes_back_filled_in(world, http, typed):
    answer = http(world.amina).post(
        "/contributions/", data=typed(capacity="office-99", title="x" * 301, abstract="Kept.")
    )
    assert answer.status_code == 422
    assert "Use at most 300 characters" in answer.text
    assert "Kept." in answer.text


def test_the_folded_cover_opens_where_something_on_it_is_wrong(world, http, draft, typed):
    amina, folded = http(world.amina), '<details class="details drafting__cover" id="cover">'
    assert folded in amina.get(f"{draft(world.amina)}/edit").text
    kenya = f"delegation-{world.amina.memberships[0].delegation_id}"
    wrong = typed(capacity=kenya, title="t" * 301)
    assert folded in amina.post("/contributions/", data=wrong).text
    wrong = typed(capacity=kenya, abstract="word " * 900)
    page = amina.post("/contributions/", data=wrong).text
    assert '<details class="details drafting__cover" id="cover" open>' in page


def test_a_text_that_is_too_long_comes_back_whole(world, http, typed):
    person = world.amina
    answer = http(person).post(
        "/contributions/",
        data=typed(
            capacity=f"delegation-{person.memberships[0].delegation_id}", text="word " * 100_001
        ),
    )
    assert answer.status_code == 422
    assert "Split it" in answer.text


def marks(page):
    """What the fields of a form held when it was opened."""
    return re.search(r'name="marks" type="hidden" value="([^"]+)"', page)[1]


def test_two_colleagues_lose_nothing(world, http, draft, typed):
    address = draft(world.amina, drafters=[world.wanjiru])
    colleague = http(world.wanjiru)
    form = colleague.get(f"{address}/edit").text
    opened = marks(form)
    http(world.amina).post(address, data=typed(text="What Amina wrote.", marks=opened))
    answer = colleague.post(address, data=typed(text="What Wanjiru wrote.", marks=opened))
    assert answer.status_code == 409
    marked = re.sub(r'<span class="visually-hidden">[^<]*</span>', "", answer.text)
    assert "What<del> Amina</del><ins> Wanjiru</ins> wrote." in marked
    assert "What Wanjiru wrote.</textarea>" in answer.text
    conflict = answer.text.split('id="stored-title"')[1].split("</section>")[0]
    assert "<dt>Title</dt>" not in conflict

    newer = {
        "marks": marks(answer.text),
        "steps": re.search(r'name="steps" value="(\d+)"', answer.text)[1],
    }
    colleague.post(address, data=typed(text="What both wrote.", **newer))
    assert "What both wrote." in http(world.amina).get(address).text


def test_what_is_typed_into_a_paper_that_was_submitted_meanwhile_is_shown(
    world, http, draft, typed
):
    address = draft(world.amina, drafters=[world.wanjiru])
    opened = marks(http(world.wanjiru).get(f"{address}/edit").text)
    http(world.amina).post(f"{address}/submission")
    answer = http(world.wanjiru).post(address, data=typed(text="One more thing.", marks=opened))
    assert answer.status_code == 409
    assert "One more thing." in answer.text


def test_only_a_draft_that_somebody_else_saved_comes_back_as_a_conflict(
    world, http, draft, typed, monkeypatch
):
    """What is refused for another reason is said as everywhere."""

    def refuse(*_, **__):
        raise Refused("This agenda is closed.")

    address = draft(world.amina)
    monkeypatch.setattr(MeetingAgendas, "place", refuse)
    number, _ = offered_items(http(world.amina).get(f"{address}/edit").text)[0]
    form = typed(text="One more thing.", version=1, items=[number])
    answer = http(world.amina).post(address, data=form)
    assert answer.status_code == 409
    assert "This agenda is closed." in answer.text
    assert 'id="stored-title"' not in answer.text and 'name="title"' not in answer.text


def test_a_draft_that_is_submitted_while_it_is_saved_shows_what_was_typed(
    world, http, draft, typed, monkeypatch
):
    """The page found it open; the verb, which locks it, does not."""

    def refuse(*_, **__):
        raise actions.NoDraft("It was submitted.")

    address = draft(world.amina)
    monkeypatch.setattr(actions, "save_draft", refuse)
    answer = http(world.amina).post(address, data=typed(text="One more thing.", version=1))
    assert answer.status_code == 409
    assert "One more thing." in answer.text and 'id="stored-title"' not in answer.text


def test_blocks_keep_their_ids_when_the_text_is_edited(app, world, http, draft, typed):
    address = draft(world.amina)

    def blocks():
        with app.app_context():
            paper = db.session.get(Contribution, int(address.rpartition("/")[2]))
            return {b["type"]: b["attrs"]["id"] for b in paper.revisions[0].text["content"]}

    before = blocks()
    http(world.amina).post(
        address,
        data=typed(
            text="# Background\n\nA trial in five districts.\n\na) recorded\nb) broadcast",
            version=1,
        ),
    )
    assert blocks() == before


def offered_items(page):
    """Of the form of a paper: pairs of number and name."""
    fieldset = page.split('id="items"')[1].split("</fieldset>")[0]
    offered = re.findall(r'value="(\d+)"><span>([^<]+)<', fieldset)
    return [(number, name.strip()) for number, name in offered]


def test_an_agenda_item_takes_the_paper_up(app, world, http, draft, typed, meeting):
    page = http(world.amina).get(f"{draft(world.amina)}/edit").text
    number, name = offered_items(page)[0]
    address = draft(world.amina, items=[number])
    assert name.split(" ", 1)[1][:10] in http(world.amina).get(address).text
    agenda = http(world.haruko).get("/meetings/wg-cop-3").text
    assert "Radio plays" not in agenda
    document = http(world.amina).post(f"{address}/submission").headers["Content-Location"]
    assert document in http(world.haruko).get("/meetings/wg-cop-3").text
    assert "Radio plays" not in http().get("/meetings/wg-cop-3").text


def test_a_list_of_papers_costs_the_same_however_long_it_is(world, http, statements, document):
    reader = http(world.haruko)
    reader.get("/contributions/")
    with statements() as few:
        reader.get("/contributions/")
    for person in (world.amina, world.teresa, world.luc):
        document(person)
    with statements() as many:
        reader.get("/contributions/")
    assert len(many) <= len(few) + 1
    assert len(many) < 30


def test_a_text_beyond_all_papers_is_not_even_read(world, http, typed):
    """Reading it would take seconds in which nobody else can write."""
    form = typed(text="*a_b" * 60_000)
    answer = http(world.amina).post("/contributions/", data=form)
    assert answer.status_code == 422
    assert "longer than 200,000 characters" in answer.text


def test_without_a_coming_meeting_no_paper_is_begun(world, http, typed, clock):
    form = typed(capacity=capacity_key(world.amina))
    clock.advance(days=400)
    answer = http(world.amina).post("/contributions/", data=form)
    assert answer.status_code == 409
    assert "No meeting is coming yet" in answer.text


def test_a_paper_is_downloaded_for_word(world, http, document):
    """With its source and the labels of its lists; a draft by who sees it only."""
    address, url = document(world.amina, drafters=[])
    for address_of_file in (f"{url}.docx", f"{url}/original.docx", f"{address}.docx"):
        answer = http(world.caio).get(address_of_file)
        assert answer.status_code == 200, address_of_file
    word = docx.Document(io.BytesIO(answer.data))
    words = [paragraph.text for paragraph in word.paragraphs]
    cover = [[cell.text for cell in row.cells] for row in word.tables[0].rows]
    assert cover == [["Source", "Kenya"]] and "Radio plays about the net" in words
    assert f"Document: {url.removeprefix('/documents/')}" in words
    assert day(clock.now().astimezone(ZoneInfo("Europe/Zurich"))) in words
    recorded = next(p for p in word.paragraphs if p.text == "recorded")
    assert recorded._p.pPr.numPr is not None
    http(world.amina).post(f"{address}/revisions")
    draft = docx.Document(io.BytesIO(http(world.amina).get(f"{address}.docx").data))
    assert any("Rev.1" in paragraph.text for paragraph in draft.paragraphs)
    issued = docx.Document(io.BytesIO(http(world.caio).get(f"{address}.docx").data))
    assert not any("Rev.1" in paragraph.text for paragraph in issued.paragraphs)
    assert http().get(f"{url}.docx").status_code == 303


def test_a_thousand_documents_come_in_pages(app, world, http, statements, meeting, session):
    """The first page and its statements are those of fifty, and what is read from the database too."""
    meeting_here = session.get_one(Meeting, meeting.id)
    by = session.get_one(Person, world.amina.id)
    text = paper.from_text("Words.")
    for number in range(meeting.last_number + 1, 1_001):
        contribution = Contribution(meeting=meeting_here, drafted_by=by, state=PaperState.ACCEPTED)
        contribution.issue_as(Symbol(f"WG-COP/3/{number}"), number, place=0)
        contribution.submitted_at = contribution.accepted_at = clock.now()
        revision = Revision(number=0)
        contribution.revisions.append(revision)
        revision.write(Cover(title=f"Paper {number}"), text, by=by)
        revision.submitted_at, revision.submitted_by = clock.now(), by
        contribution.name_drafter(by, by=by)
        session.add(contribution)
    session.commit()
    rows = []

    def note(paper, _):
        rows.append(paper.number)

    reader = http(world.haruko)
    with statements() as sent:
        event.listen(Contribution, "load", note)
        page = reader.get("/contributions/").text
        event.remove(Contribution, "load", note)
    assert sorted(rows) == [1, *range(1, 50)], "the addendum to the first stands below it"
    assert len(sent) < 30
    assert page.count("<tr id=") == 50
    assert len(re.findall(r"<[a-z]", page)) < 1_200
    assert 'id="documents-wg-cop-3"' not in page, "what is accepted now belongs to the last page"
    last = reader.get("/contributions/?meeting=wg-cop-3&page=20").text
    assert "WG-COP/3/999" in last and "WG-COP/3/INF/1" not in last
    last = reader.get("/contributions/?page=99").text
    assert "WG-COP/3/INF/1" in last and 'id="documents-wg-cop-3"' in last
    assert len(re.findall(r"<[a-z]", reader.get("/meetings/wg-cop-3").text)) < 2_000


def sections(page):
    """Of a page, by their headings, with markup and all."""
    parts = re.split(r'<h2 class="block__title"[^>]*>([^<]+)</h2>', page)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_waiting_held_and_own_papers_are_listed_apart(world, http, draft, meeting):
    """The late paper of an officer waits for the secretariat like that of anybody else."""
    addresses = {}
    for name, person in (("office", world.elke), ("delegation", world.luc), ("held", world.mateo)):
        capacity = {"capacity": f"office-{world.elke.offices[0].id}"} if name == "office" else {}
        addresses[name] = draft(person, **capacity)
        meeting.after()
        http(person).post(f"{addresses[name]}/submission")
        meeting.before()
    http(world.ines).post(f"{addresses['held']}/holding", data={"reason": "Too late."})
    meeting.after()

    def where(person, page):
        parts = sections(http(person).get(page).text)
        return {
            name: [title for title, part in parts.items() if f'href="{address}"' in part]
            for name, address in addresses.items()
        }

    at_home = where(world.ines, "/")
    assert at_home["office"] == at_home["delegation"] == ["Waiting for the secretariat"]
    assert at_home["held"] == ["Held for the next meeting"]
    in_list = where(world.ines, "/contributions/")
    # The demo world has one that waits already.
    assert in_list["office"] == in_list["delegation"] == ["3 waiting for the secretariat"]
    assert in_list["held"] == ["Held for the next meeting"]
    assert where(world.elke, "/")["office"] == ["Waiting for the secretariat"]
    assert where(world.luc, "/") == {
        "office": [],
        "delegation": ["Submitted, no number yet"],
        "held": [],
    }


def test_only_what_one_writes_is_among_ones_drafts(world, http, draft):
    own, other = draft(world.wanjiru), draft(world.amina)
    for page in ("/", "/contributions/"):
        drafts = sections(http(world.wanjiru).get(page).text)["Your drafts"]
        assert own in drafts and other not in drafts


def test_a_paper_after_the_deadline_is_called_delayed_everywhere(world, http, draft, meeting):
    address = draft(world.amina)
    meeting.after()
    assert "Would be delayed" in http(world.amina).get("/contributions/").text
    http(world.amina).post(f"{address}/submission")
    url = http(world.ines).post(f"{address}/acceptance").headers["Location"]
    cover = http(world.caio).get(url).text.split('class="paper__number"')[1].split("</p>")[0]
    assert "Delayed" in cover
    for page in ("/contributions/", url):
        assert "Late" not in re.sub(r"Lately|Later", "", http(world.caio).get(page).text), page


def test_a_deadline_is_said_once_without_scripts(world, http, meeting):
    page = http(world.amina).get("/contributions/").text
    when = page.split("deadline__when")[1].split("</p>")[0]
    # Without scripts the reader's own clock is not known: its element is not shown.
    words = re.sub(r"<own-time.*?</own-time>", "", when)
    words = re.sub(r'<span class="deadline__left js-only">.*?</span>', "", words)
    assert words.count("<time") == 1


@pytest.fixture
def fourth_item(app, world, meeting):
    """`fourth_item.id` is on the agenda of a fourth meeting, to which papers can be brought too."""
    with app.app_context():
        third, ines = db.session.get(Meeting, meeting.id), db.session.get(Person, world.ines.id)
        arranged = Arrangements.of_meeting(third, DeadlineRule()).but(
            title="Fourth meeting",
            starts_on=third.starts_on + timedelta(weeks=52),
            ends_on=third.ends_on + timedelta(weeks=52),
        )
        fourth = create_meeting(third.group, arranged, by=ines)
        item = add_item(fourth, ItemFacts(title="Radio and television"), by=ines)
        db.session.commit()
        return SimpleNamespace(id=item.id, meeting_id=fourth.id)


def test_the_items_of_all_meetings_are_offered_each_below_its_own(
    app, world, http, draft, typed, meeting, fourth_item
):
    """Without scripts: the fourth meeting with an item of the third comes back with all that was typed."""
    amina = http(world.amina)
    address = draft(world.amina)
    offered = {name: number for number, name in offered_items(amina.get(f"{address}/edit").text)}
    assert offered.pop("1 Radio and television") == str(fourth_item.id)
    of_the_third = next(iter(offered.values()))

    address = draft(world.amina, items=[of_the_third])
    moved = {"meeting": fourth_item.meeting_id, "version": 1, "title": "Radio in Kenya"}
    answer = amina.post(address, data=typed(**moved, items=[of_the_third]))
    assert answer.status_code == 422 and "Not a valid choice" not in answer.text
    assert "is on the agenda of another meeting" in answer.text
    assert (
        "Radio in Kenya</textarea>" in answer.text and "A trial in four districts." in answer.text
    )
    assert f'<option selected value="{fourth_item.meeting_id}">' in answer.text

    assert amina.post(address, data=typed(**moved, items=[fourth_item.id])).status_code == 303
    assert "Radio and television" in amina.get(address).text


def test_a_paper_with_a_number_is_offered_the_items_of_its_meeting_only(
    app, world, http, draft, typed, meeting, fourth_item
):
    amina = http(world.amina)
    address = draft(world.amina)
    amina.post(f"{address}/submission")
    amina.post(f"{address}/revisions")
    names = [name for _, name in offered_items(amina.get(f"{address}/edit").text)]
    assert names and "1 Radio and television" not in names
