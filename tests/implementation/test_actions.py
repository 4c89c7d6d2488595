"""Actions on a clause: who writes them, who reads which state of them, and how they come to be approved."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.audit.noted import noted
from tests.implementation.deeds import (
    CAMPAIGNS,
    JOINING,
    PAGE,
    WHAT,
    action_at,
    add_action,
    approved,
    clauses_in_order,
    figures,
    step,
    version,
)
from wgcop import clock as clocks
from wgcop.errors import Invalid, Refused
from wgcop.implementation import actions
from wgcop.mail import Message

INSIDERS = ("amina", "wanjiru", "elke", "salma", "helena", "ines")
"""Kenya's, and the officers: rapporteur, vice-chair, chair, secretariat."""
OTHERS = ("caio", "ruth", None)


@pytest.fixture
def draft(world, http):
    return add_action(http(world.amina), world.delegation("Kenya"))


def visitor(http, world, name):
    return http(world[name]) if name else http()


def test_a_draft_is_read_by_its_delegation_and_the_officers_and_by_nobody_else(draft, world, http):
    for name in INSIDERS:
        assert http(world[name]).get(draft).status_code == 200, name
        assert WHAT in http(world[name]).get(PAGE).text, name
    for name in OTHERS:
        assert visitor(http, world, name).get(draft).status_code == 404, name
        assert WHAT not in visitor(http, world, name).get(PAGE).text, name


def test_a_draft_counts_for_nobody(world, http):
    before = {name: figures(visitor(http, world, name)) for name in (*INSIDERS, *OTHERS)}
    add_action(http(world.amina), world.delegation("Kenya"))
    for name in (*INSIDERS, *OTHERS):
        assert figures(visitor(http, world, name)) == before[name], name


def test_members_read_it_once_it_is_submitted_and_everybody_once_it_is_approved(draft, world, http):
    step(http(world.amina), draft, "submission")
    assert http(world.caio).get(draft).status_code == 200
    assert http().get(draft).status_code == 404
    assert WHAT not in http().get(PAGE).text
    step(http(world.elke), draft, "review", "It fits.")
    assert http().get(draft).status_code == 404
    step(http(world.ines), draft, "approval")
    page = http().get(draft).text
    assert WHAT in page and "Amina Barasa" not in page
    assert WHAT in http().get(PAGE).text
    log = http(world.caio).get(draft).text
    for words in ("It fits.", "Elke Brunnhof", "Rapporteur", "Ines Carvalhal", "Kenya · Head"):
        assert words in log, words


def test_everybody_else_reads_the_approved_words_while_newer_ones_wait(draft, world, http, session):
    approved(http, world, draft)
    newer = {"what": "Play it on television.", "delegation": world.delegation("Kenya").id}
    data = {**newer, "version": version(http(world.amina), draft)}
    assert http(world.amina).post(f"{draft}/edit", data=data).status_code == 303
    assert action_at(session, draft).review == "submitted"
    for address in (draft, PAGE):
        guest, member = http().get(address).text, http(world.caio).get(address).text
        assert WHAT in guest and "television" not in guest
        assert "television" in member
    step(http(world.elke), draft, "review")
    step(http(world.helena), draft, "approval")
    assert "television" in http().get(draft).text


def test_progress_is_stated_with_the_day_the_words_and_who_said_so(
    draft, world, http, session, clock
):
    yesterday = (clocks.now() - timedelta(days=1)).date()
    data = {
        "progress": "under-way",
        "words": "Two districts have heard it.",
        "on": yesterday.isoformat(),
        "version": version(http(world.wanjiru), draft),
    }
    assert http(world.wanjiru).post(f"{draft}/progress", data=data).status_code == 303
    action = action_at(session, draft)
    assert (action.progress, action.progress_on) == ("under-way", yesterday)
    assert action.progress_capacity == "Kenya · Delegate"
    page = http(world.amina).get(draft).text
    assert "Two districts have heard it." in page and "Wanjiru Tende" in page

    data |= {"version": version(http(world.wanjiru), draft)}
    later = data | {"on": (clocks.now() + timedelta(days=2)).date().isoformat()}
    answer = http(world.wanjiru).post(f"{draft}/progress", data=later)
    assert answer.status_code == 422 and "still to come" in answer.text
    dropped = data | {"progress": "dropped", "words": " "}
    answer = http(world.wanjiru).post(f"{draft}/progress", data=dropped)
    assert answer.status_code == 422 and "Enter why it is dropped." in answer.text


def test_who_lives_in_the_east_states_how_far_it_is_on_their_own_day(draft, world, http, clock):
    clock.stop(clocks.now().replace(hour=22))
    tomorrow = (clocks.now() + timedelta(days=1)).date()
    data = {"progress": "under-way", "words": "", "on": tomorrow.isoformat()}
    data |= {"version": version(http(world.wanjiru), draft)}
    assert http(world.wanjiru).post(f"{draft}/progress", data=data).status_code == 303


def test_an_action_that_is_past_its_day_is_late_until_it_is_done(world, http, clock, session):
    due = (clocks.now() + timedelta(days=3)).date()
    address = add_action(
        http(world.amina), world.delegation("Kenya"), clause=JOINING, due_on=due.isoformat()
    )
    step(http(world.amina), address, "submission")
    before = int(figures(http(world.caio))["Late"])
    clock.stop(clocks.now() + timedelta(days=4))
    assert int(figures(http(world.caio))["Late"]) > before
    assert WHAT in http(world.caio).get(f"{PAGE}?show=late").text
    data = {"progress": "done", "words": "", "on": due.isoformat()}
    data |= {"version": version(http(world.amina), address)}
    assert http(world.amina).post(f"{address}/progress", data=data).status_code == 303
    assert WHAT not in http(world.caio).get(f"{PAGE}?show=late").text


def test_who_edits_meanwhile_is_shown_and_nothing_is_lost(draft, world, http, session):
    kenya = world.delegation("Kenya").id
    seen = version(http(world.amina), draft)
    first = {"what": "Play it on market days.", "delegation": kenya, "version": seen}
    assert http(world.wanjiru).post(f"{draft}/edit", data=first).status_code == 303
    second = {"what": "Play it at night.", "delegation": kenya, "version": seen}
    answer = http(world.amina).post(f"{draft}/edit", data=second)
    assert answer.status_code == 409
    assert "Play it on market days." in answer.text and "Play it at night." in answer.text
    stated = {"progress": "done", "words": "All heard it.", "version": seen}
    stated |= {"on": clocks.now().date().isoformat()}
    answer = http(world.amina).post(f"{draft}/progress", data=stated)
    assert answer.status_code == 409 and "All heard it." in answer.text
    assert action_at(session, draft).what == "Play it on market days."


def test_nobody_approves_what_they_have_not_seen(draft, world, http, session):
    step(http(world.amina), draft, "submission")
    seen = version(http(world.elke), draft)
    other = {"what": "Play something else.", "delegation": world.delegation("Kenya").id}
    other |= {"version": version(http(world.amina), draft)}
    http(world.amina).post(f"{draft}/edit", data=other)
    answer = http(world.elke).post(f"{draft}/review", data={"version": seen, "words": ""})
    assert answer.status_code == 409 and "Play something else." in answer.text
    assert action_at(session, draft).review == "submitted"


def test_what_is_sent_back_says_why_and_its_writers_are_told(draft, world, http, session):
    step(http(world.wanjiru), draft, "submission")
    data = {"version": version(http(world.elke), draft), "words": " "}
    answer = http(world.elke).post(f"{draft}/return", data=data)
    assert answer.status_code == 422 and "Enter what should be changed." in answer.text
    step(http(world.elke), draft, "return", "Name the districts.")
    assert action_at(session, draft).review == "draft"
    letters = session.scalars(select(Message).where(Message.subject.startswith("Sent back")))
    told = {letter.recipient: letter.text for letter in letters}
    assert set(told) == {"amina@example.org", "wanjiru@example.org"}
    assert all("Name the districts." in text and draft in text for text in told.values())
    assert "Name the districts." in http(world.caio).get(draft).text


def test_a_draft_may_be_deleted_and_nothing_else(draft, world, http, session):
    other = add_action(http(world.amina), world.delegation("Kenya"), clause=JOINING)
    step(http(world.amina), other, "submission")
    data = {"version": version(http(world.amina), other)}
    assert http(world.amina).post(f"{other}/deletion", data=data).status_code == 409
    unseen = http(world.amina).post(f"{draft}/deletion")
    assert unseen.status_code == 409, "who names no version has not seen it"
    data = {"version": version(http(world.amina), draft)}
    assert http(world.amina).post(f"{draft}/deletion", data=data).status_code == 303
    assert http(world.amina).get(draft).status_code == 404
    [row] = noted(session, "action.deleted")
    assert row[1] == world.amina.id and WHAT not in str(row)
    trail = http(world.ines).get("/audit?deed=action.deleted").text
    assert "Deleted the draft of an action" in trail and WHAT not in trail


def test_steps_are_taken_in_their_order(draft, session, world):
    action, elke = action_at(session, draft), world.elke
    for leap in (action.be_reviewed, action.be_approved, action.be_sent_back):
        with pytest.raises(Refused):
            leap()
    with pytest.raises(Refused):
        actions.review_action(action, "", version=action.version, by=elke, capacity=None)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"what": "…"}, "Enter what is being done."),
        ({"lead": "…"}, "Name who leads it."),
        ({"starts_on": date(2026, 5, 4), "due_on": date(2026, 5, 3)}, "due before it begins"),
    ],
)
def test_an_action_says_what_is_done_and_who_leads_it_whoever_writes_it(
    draft, session, world, written, said
):
    action = action_at(session, draft)
    facts = replace(action.facts, **written)
    with pytest.raises(Invalid, match=said):
        actions.edit_action(action, facts, version=action.version, by=world.amina, capacity=None)


@pytest.mark.parametrize(
    ("typed", "said"),
    [({"what": "…"}, "Enter what is being done."), ({"lead": "–"}, "Name who leads it.")],
)
def test_signs_alone_come_back_in_the_form_with_all_that_was_typed(world, http, typed, said):
    kenya = world.delegation("Kenya").id
    data = {"what": WHAT, "delegation": kenya, "outputs": "Two posters.", **typed}
    address = f"/implementation/clauses/{CAMPAIGNS}/actions/new"
    answer = http(world.amina).post(address, data=data)
    assert answer.status_code == 422
    assert said in answer.text and "Two posters." in answer.text


def test_whom_the_clause_asks_stands_in_the_form_and_a_delegation_writes_for_itself(world, http):
    page = http(world.amina).get(f"/implementation/clauses/{CAMPAIGNS}/actions/new").text
    assert 'value="Member States"' in page
    assert "Kenya" in page and "Brazil" not in page
    answer = http(world.amina).post(
        f"/implementation/clauses/{CAMPAIGNS}/actions/new",
        data={"what": WHAT, "delegation": world.delegation("Brazil").id},
    )
    assert answer.status_code == 422 and "Choose one from the list." in answer.text
    assert "Brazil" in http(world.elke).get(f"/implementation/clauses/{CAMPAIGNS}/actions/new").text


def test_a_preambular_clause_has_no_actions(world, http):
    wid = "wtdc-67.recs_recognizing__rec_a"
    assert http(world.amina).get(f"/implementation/clauses/{wid}/actions/new").status_code == 404


def test_clauses_without_evidence_come_first_unless_the_reader_wants_the_order_of_the_text(
    world, http
):
    in_text = clauses_in_order(http(world.caio), f"{PAGE}?order=text")
    first = clauses_in_order(http(world.caio))
    assert sorted(first) == sorted(in_text) and first != in_text
    without = clauses_in_order(http(world.caio), f"{PAGE}?show=without-evidence")
    assert without and first[: len(without)] == without
    assert len(in_text) == int(figures(http(world.caio))["Operative clauses"]) == 8


def test_filters_leave_the_clauses_and_actions_that_match(world, http):
    page = http(world.caio).get(f"{PAGE}?progress=dropped").text
    assert "Broadcast a weekly radio programme" in page and "Train one teacher" not in page
    kenya = world.delegation("Kenya").id
    page = http(world.caio).get(f"{PAGE}?delegation={kenya}").text
    assert "Train one teacher" in page and "Broadcast a weekly" not in page
    assert "No clause matches" in http(world.caio).get(f"{PAGE}?progress=nowhere").text


def test_the_page_takes_the_same_few_statements_however_much_there_is(world, http, statements):
    amina = http(world.amina)
    with statements() as sent:
        amina.get(PAGE)
    before = len(sent)
    for _ in range(5):
        add_action(amina, world.delegation("Kenya"))
    with statements() as sent:
        amina.get(PAGE)
    assert len(sent) <= before <= 32
    with statements() as sent:
        http().get(PAGE)
    assert len(sent) <= 24
