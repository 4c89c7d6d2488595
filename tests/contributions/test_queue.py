"""What waits for the secretariat: it accepts, holds or gives back, one paper or several."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from tests.contributions.conftest import capacity_key
from tests.contributions.talk.test_asked_to_change import words_in
from tests.contributions.test_papers import marks
from wgcop import mail
from wgcop.accounts.models import Delegation, DelegationRole, Membership, Person
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.mail import Message

QUEUE = "/contributions/queue"


@pytest.fixture
def delayed(http, draft, meeting):
    """Addresses of papers that came a minute after the deadline."""

    def bring(person, *titles, **changes):
        meeting.before()
        addresses = [draft(person, title=title, **changes) for title in titles]
        meeting.after()
        for address in addresses:
            assert http(person).post(f"{address}/submission").status_code == 303
        return addresses

    return bring


def key(address):
    return address.rpartition("/")[2]


@pytest.fixture
def state(app):
    def of(address):
        with app.app_context():
            paper = db.session.get_one(Contribution, int(key(address)))
            return paper.state, str(paper.symbol or ""), paper.meeting.number

    return of


@pytest.fixture
def letters(app):
    """Recipient and subject of each letter since the last call."""
    seen = []

    def since():
        with app.app_context():
            rows = db.session.scalars(select(Message).order_by(Message.id)).all()
            fresh = [row for row in rows if row.id not in seen]
            seen.extend(row.id for row in fresh)
            return [(row.recipient, row.subject, row.text) for row in fresh]

    since()
    return since


def test_a_delayed_paper_waits_with_all_that_the_secretariat_needs(world, http, delayed, meeting):
    delayed(world.amina, "Radio plays at noon")
    page = http(world.ines).get(QUEUE).text
    row = page.partition("Radio plays at noon")[2].partition("</li>")[0]
    assert "Kenya" in row and "Delayed" in row and "today" in row and "similar work" in row
    assert "To be posted by" in row
    assert ">Temporary document</option>" in row and "WG-COP/3/" not in row
    head = " ".join(
        re.sub("<[^>]+>", "", page.partition("Next free")[2].partition("<form")[0]).split()
    )
    assert f"WG-COP/3/{meeting.last_number + 1} (Contribution)" in head
    assert "WG-COP/3/TD/1 (Temporary document)" in head
    assert page.count(f"WG-COP/3/{meeting.last_number + 1}<") == 1, "no two papers are promised it"


def test_what_must_be_posted_first_stands_first(world, http, clock, delayed):
    delayed(world.amina, "Second in time")
    page = http(world.ines).get(QUEUE).text
    assert page.index("A sheet of two pages") < page.index("Second in time")
    clock.advance(days=30)
    assert "Was to be posted by" in http(world.ines).get(QUEUE).text


def test_several_are_accepted_at_once_in_the_order_of_the_page(
    world, http, delayed, state, meeting
):
    addresses = delayed(world.amina, "One", "Two", "Three")
    chosen = [key(address) for address in addresses]
    answer = http(world.ines).post(
        f"{QUEUE}/acceptances", data={"paper": chosen}, follow_redirects=True
    )
    first = meeting.last_number + 1
    symbols = [f"WG-COP/3/{n}" for n in range(first, first + 3)]
    assert f"Accepted: {', '.join(symbols)}." in answer.text
    assert [state(address) for address in addresses] == [
        ("accepted", symbol, 3) for symbol in symbols
    ]


def test_the_secretariat_chooses_the_kind(world, http, delayed, state):
    [address] = delayed(world.amina, "A compilation")
    data = {"paper": key(address), f"kind-{key(address)}": "temporary"}
    assert http(world.ines).post(f"{QUEUE}/acceptances", data=data).status_code == 303
    assert state(address) == ("accepted", "WG-COP/3/TD/1", 3)


def test_accepted_as_an_information_document_it_asks_for_no_action_and_is_not_late(
    world, http, delayed, state
):
    """The kind decides, on the list and in Word too."""
    [address] = delayed(world.amina, "A sheet to know")
    data = {"paper": key(address), f"kind-{key(address)}": "information"}
    http(world.ines).post(f"{QUEUE}/acceptances", data=data)
    symbol = state(address)[1]
    luc = http(world.luc)
    cover = luc.get(f"/documents/{symbol}").text
    assert "For information" in cover and "For action" not in cover and "Delayed" not in cover
    rows = re.findall(r"<tr.*?</tr>", luc.get("/contributions/?kind=information").text, re.S)
    [row] = [each for each in rows if symbol in each]
    assert "Action" not in row and "Delayed" not in row
    word = words_in(luc.get(f"/documents/{symbol}.docx"))
    assert "For information" in word and "For action" not in word


def test_one_that_cannot_be_accepted_stops_no_other(world, http, delayed, state, meeting):
    one, other = delayed(world.amina, "One", "Other")
    assert http(world.amina).post(f"{one}/withdrawal").status_code == 303
    data = {"paper": [key(one), key(other)]}
    page = http(world.ines).post(f"{QUEUE}/acceptances", data=data, follow_redirects=True).text
    assert "Only a contribution that waits" in page
    assert state(one)[0] == "withdrawn"
    assert state(other) == ("accepted", f"WG-COP/3/{meeting.last_number + 1}", 3)


def test_what_a_colleague_was_quicker_to_decide_is_refused_and_the_reason_stays(
    world, http, delayed, state
):
    one, other = delayed(world.amina, "One", "Other")
    for act, first in (("holdings", "Held by Jonas."), ("requests", "Asked by Jonas.")):
        chosen = {"paper": key(one), "reason": first}
        assert http(world.jonas).post(f"{QUEUE}/{act}", data=chosen).status_code == 303
        before = state(other)[0]
        answer = http(world.ines).post(
            f"{QUEUE}/holdings", data={"paper": [key(one), key(other)], "reason": "By Ines."}
        )
        assert answer.status_code == 409
        assert "One: Only a contribution that waits" in answer.text
        assert "By Ines." in answer.text.partition("<textarea")[2].partition("</textarea>")[0]
        ticked = re.findall(r'name="paper" value="(\d+)"[^>]* checked', answer.text)
        assert set(ticked) == {key(one)} | ({key(other)} if before == "held" else set())
        assert state(other)[0] == "held"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_nobody_waits_to_write_while_a_refused_decision_is_shown(world, http, app, delayed):
    [address] = delayed(world.amina, "One")
    chosen = {"paper": key(address), "reason": "The day is full."}
    ines, begun = http(world.ines), []
    assert ines.post(f"{QUEUE}/holdings", data=chosen).status_code == 303

    def note(_connection, _cursor, statement, *_):
        begun.extend([statement] if statement.startswith("BEGIN") else [])

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    for act, form, status in (
        ("holdings", chosen, 409),
        ("holdings", {**chosen, "reason": ""}, 422),
        ("acceptances", {}, 409),
    ):
        begun.clear()
        assert ines.post(f"{QUEUE}/{act}", data=form).status_code == status
        assert (begun[0], begun[-1]) == ("BEGIN IMMEDIATE", "BEGIN"), (act, status)
    event.remove(engine, "before_cursor_execute", note)


def test_nothing_happens_if_none_is_chosen_or_the_reason_is_missing(world, http, delayed, state):
    [address] = delayed(world.amina, "One")
    ines = http(world.ines)
    page = ines.post(f"{QUEUE}/acceptances", follow_redirects=True).text
    assert "Choose at least one paper" in page
    answer = ines.post(f"{QUEUE}/holdings", data={"paper": key(address), "reason": ""})
    assert answer.status_code == 422
    assert re.search(rf'value="{key(address)}"[^>]* checked', answer.text), "the choice is kept"
    assert state(address)[0] == "submitted"


def test_several_are_held_for_the_next_meeting_and_accepted_there(
    world, http, delayed, state, fourth_meeting
):
    addresses = delayed(world.amina, "One", "Two")
    ines = http(world.ines)
    data = {"paper": [key(each) for each in addresses], "reason": "The day is full."}
    assert ines.post(f"{QUEUE}/holdings", data=data).status_code == 303
    assert [state(each)[0] for each in addresses] == ["held", "held"]
    assert "There is no later meeting yet" in ines.get(QUEUE).text
    fourth = fourth_meeting()
    page = ines.get(QUEUE).text
    assert ">WG-COP/4/1</span> (Contribution)" in page and "as an exception" in page
    data = {"paper": [key(each) for each in addresses], f"meeting-{key(addresses[0])}": fourth}
    ines.post(f"{QUEUE}/acceptances", data=data)
    assert [state(each) for each in addresses] == [
        ("accepted", "WG-COP/4/1", 4),
        ("accepted", "WG-COP/4/2", 4),
    ]
    document = http(world.luc).get("/documents/WG-COP/4/1").text
    assert "Delayed" not in document, "it is on time for that meeting"


def test_a_held_paper_may_be_taken_up_as_an_exception(
    app, world, http, delayed, state, meeting, fourth_meeting
):
    [address] = delayed(world.amina, "One")
    ines = http(world.ines)
    ines.post(f"{QUEUE}/holdings", data={"paper": key(address), "reason": "Late."})
    fourth_meeting()
    ines.post(
        f"{QUEUE}/acceptances",
        data={"paper": key(address), f"meeting-{key(address)}": meeting.id},
    )
    assert state(address) == ("accepted", f"WG-COP/3/{meeting.last_number + 1}", 3)
    assert "Delayed" in http(world.luc).get("/contributions/?meeting=wg-cop-3").text


def test_what_is_given_back_is_a_draft_again_that_only_its_drafters_see(
    world, http, delayed, state
):
    [address] = delayed(world.amina, "One")
    ines, amina = http(world.ines), http(world.amina)
    ines.post(
        f"{QUEUE}/returns", data={"paper": key(address), "reason": "Choose a coming meeting."}
    )
    assert state(address) == ("draft", "", 3)
    assert ines.get(address).status_code == 404
    assert http(world.wanjiru).get(address).status_code == 404
    assert "Choose a coming meeting." in amina.get(address, follow_redirects=True).text
    assert amina.get(f"{address}/edit").status_code == 200


def test_a_late_paper_is_held_at_once_and_asks_nobody(
    app, world, http, draft, clock, meeting, state, letters
):
    address = draft(world.amina, title="Too late")
    letters()
    clock.stop(meeting.due + timedelta(days=10, seconds=1))
    with app.app_context():
        db.session.get_one(Contribution, int(key(address))).meeting.ends_on += timedelta(days=60)
        db.session.commit()
    assert http(world.amina).post(f"{address}/submission").status_code == 303
    assert state(address)[0] == "held"
    assert {subject for _to, subject, _text in letters()} == {"Received late: Too late"}
    assert "Late" in http(world.ines).get(QUEUE).text.partition("Too late")[2]


def test_the_source_hears_by_mail_once_and_in_its_language(
    app, world, http, draft, meeting, letters
):
    """Amina and Wanjiru draft; the head of Kenya hears too. Each is written to once."""
    address = draft(world.amina, drafters=[world.wanjiru], title="Radio plays")
    letters()
    meeting.after()
    http(world.amina).post(f"{address}/submission")
    received = letters()
    everybody = sorted({recipient for recipient, _subject, _text in received})
    assert sorted(recipient for recipient, _subject, _text in received) == everybody
    assert {world.amina.email, world.wanjiru.email} <= set(everybody)
    with app.app_context():
        leads = (Membership.role == DelegationRole.HEAD, Delegation.name == "Kenya")
        rows = select(Person.email).join(Person.memberships).join(Membership.delegation)
        heads = db.session.scalars(rows.where(*leads)).all()
    assert heads and set(heads) <= set(everybody)
    assert all("Radio plays" in subject for _to, subject, _text in received)
    http(world.ines).post(f"{address}/holding", data={"reason": "The day is full."})
    held = letters()
    assert sorted(to for to, _subject, _text in held) == everybody
    assert all("The day is full." in text for _to, _subject, text in held)


def test_whoever_is_on_time_hears_by_mail_which_number_the_paper_has(world, http, draft, letters):
    address = draft(world.amina, title="Radio plays")
    letters()
    url = http(world.amina).post(f"{address}/submission").headers["Content-Location"]
    [subject] = [subject for to, subject, _text in letters() if to == world.amina.email]
    assert subject.startswith(url.removeprefix("/documents/")) and subject.endswith(": Radio plays")


def test_a_letter_has_words_and_dates_in_one_language(world, http, delayed, letters):
    """Mateo reads Spanish, of which the workspace has no catalogue."""
    delayed(world.mateo, "Radio plays")
    [letter] = [text for to, _subject, text in letters() if to == world.mateo.email]
    assert re.search(r"posts it in its original language by \d+ [A-Z][a-z]+ \d{4}\.", letter)


def test_a_letter_that_fails_undoes_nothing(world, http, delayed, state, letters, monkeypatch):
    def fail(*_):
        raise RuntimeError("no paper left")

    [address] = delayed(world.amina, "One")
    letters()
    monkeypatch.setattr("wgcop.letters.fill_in", fail)
    http(world.ines).post(f"{QUEUE}/acceptances", data={"paper": key(address)})
    assert state(address)[0] == "accepted"
    assert letters() == []


def test_nobody_else_sees_the_queue_or_decides(world, http, delayed, state):
    [address] = delayed(world.amina, "One")
    for person in (world.amina, world.luc, world.elke, world.helena, world.ruth):
        assert http(person).get(QUEUE).status_code == 403
        for verb in ("acceptances", "holdings", "requests", "returns"):
            data = {"paper": key(address), "reason": "No."}
            assert http(person).post(f"{QUEUE}/{verb}", data=data).status_code == 403
    assert state(address)[0] == "submitted"


def test_nothing_of_it_is_seen_or_heard_before_it_is_accepted(world, http, listen, delayed):
    luc = listen(world.luc, "meeting:wg-cop-3@members")
    [address] = delayed(world.amina, "Unheard of")
    assert luc() == []
    for page in ("/contributions/", "/meetings/wg-cop-3", "/search?q=unheard"):
        assert "Unheard of" not in http(world.luc).get(page).text
    http(world.ines).post(f"{QUEUE}/acceptances", data={"paper": key(address)})
    assert [entry["kind"] for entry in luc()] == ["contribution.accepted"]


def test_the_queue_takes_as_many_statements_for_twenty_papers_as_for_two(
    world, http, delayed, statements
):
    ines = http(world.ines)
    delayed(world.amina, "One", "Two")
    ines.get(QUEUE)
    with statements() as few:
        ines.get(QUEUE)
    delayed(world.amina, *(f"Paper {n}" for n in range(18)))
    with statements() as many:
        ines.get(QUEUE)
    assert len(many) <= len(few) + 1 < 30


def test_the_source_changes_a_paper_on_request_and_it_waits_again(
    world, http, typed, delayed, state, letters
):
    """Until it is submitted again everybody else reads what was submitted, and what it was when it came it stays.

    Its pages and letters say so: the moment when it first came counts.
    """
    [address] = delayed(world.amina, "One")
    counts = re.compile(
        r"counts as received when it was first submitted: [^.]+, after the deadline"
    )
    letters()
    ines, amina = http(world.ines), http(world.amina)
    data = {"paper": key(address), "reason": "Say in which districts."}
    assert ines.post(f"{QUEUE}/requests", data=data).status_code == 303
    assert state(address)[0] == "change-asked"
    for _to, _subject, text in letters():
        assert "Say in which districts." in text and counts.search(text)
    assert "Asked for a change" in ines.get(QUEUE).text
    assert "Say in which districts." in amina.get(address).text
    answer = amina.get(f"{address}/edit")
    opened = answer.text
    assert answer.status_code == 200 and counts.search(opened), opened
    steps = re.search(r'name="steps" value="(\d*)"', opened)
    changed = amina.post(
        address,
        data=typed(
            capacity=capacity_key(world.amina),
            marks=marks(opened),
            steps=steps[1] if steps else "",
            title="One, changed",
            text="In four districts of the coast.",
        ),
    )
    assert changed.status_code == 303, changed.text
    assert "One, changed" not in ines.get(QUEUE).text + ines.get(address).text
    assert "four districts of the coast" not in ines.get(address).text
    assert amina.post(f"{address}/submission").status_code == 303
    assert state(address)[0] == "submitted"
    row = ines.get(QUEUE).text.partition("One, changed")[2].partition("</li>")[0]
    assert "Delayed" in row and counts.search(row)
    assert counts.search(amina.get(f"{address}/submitted").text)
    for _to, _subject, text in letters():
        assert "“One, changed” was submitted again" in text and counts.search(text)
    ines.post(f"{QUEUE}/acceptances", data={"paper": key(address)})
    document = state(address)[1]
    assert document and "Rev" not in document
    text = http(world.luc).get(f"/documents/{document}").text
    assert "four districts of the coast" in text and "Rev." not in text


def test_one_that_was_asked_for_a_change_can_be_given_back_or_withdrawn(
    world, http, delayed, state
):
    one, other = delayed(world.amina, "One", "Other")
    ines, amina = http(world.ines), http(world.amina)
    chosen = {"paper": [key(one), key(other)], "reason": "A table is missing."}
    ines.post(f"{QUEUE}/requests", data=chosen)
    ines.post(f"{QUEUE}/returns", data={"paper": key(one), "reason": "There is no time."})
    assert state(one)[0] == "draft" and ines.get(one).status_code == 404
    assert amina.get(f"{one}/edit").status_code == 200
    assert amina.post(f"{other}/withdrawal").status_code == 303
    assert state(other)[0] == "withdrawn"


def test_several_decisions_at_once_are_one_letter_to_each(app, world, http, delayed, clock):
    """However many transactions they take, and only what each may still read."""
    addresses = delayed(world.amina, "One", "Two", "Three")
    clock.stop(clock.advance(minutes=5))
    left = []
    app.extensions["mail_carrier"] = left.append
    with app.app_context():
        mail.send_waiting()
    left.clear()
    chosen = [key(address) for address in addresses]
    http(world.ines).post(f"{QUEUE}/acceptances", data={"paper": chosen})
    with app.app_context():
        assert mail.send_waiting() == 0
        clock.advance(minutes=2)
        mail.send_waiting()
    to_amina = [each for each in left if each.recipient == world.amina.email]
    assert len(to_amina) == 1
    text = to_amina[0].text
    told = [text.count(f"“{title}” was accepted") for title in ("One", "Two", "Three")]
    assert told == [1, 1, 1]
    assert text.count("Dear ") == text.count("/end") == 1
    with app.app_context():
        clock.advance(days=2)
        assert mail.send_waiting() == 0
