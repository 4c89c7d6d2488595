"""Each entry is confirmed once a year: dates, letters, links, and who may press the button."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.initiatives.registered import RADIO, again, letters, links, member_of, registry
from wgcop.accounts.models import DelegationRole
from wgcop.database import db
from wgcop.initiatives import actions
from wgcop.initiatives.confirming import tokens
from wgcop.initiatives.confirming.jobs import ask_for_confirmation
from wgcop.initiatives.confirming.tokens import ConfirmationLink, opened, sealed
from wgcop.initiatives.due import is_unconfirmed
from wgcop.initiatives.kinds import EntryState, ProjectState
from wgcop.initiatives.models import EntryVersion, Initiative

__all__ = ["registry"]

DUE = date(2026, 6, 1)


def day(on: date, hour: int = 8) -> datetime:
    return datetime(on.year, on.month, on.day, hour, tzinfo=UTC)


@pytest.fixture
def due(registry, session, clock):
    """All three are to be confirmed on the same day, three months from now."""
    clock.stop(day(date(2026, 3, 1)))
    for entry in (registry.radio, registry.plays, registry.line):
        entry.confirm_by = DUE
    session.commit()
    return registry


def ask(clock, on: date) -> int:
    clock.stop(day(on))
    sent = ask_for_confirmation()
    db.session.expire_all()
    return sent


def link_of(due, clock, person):
    ask(clock, DUE - timedelta(days=20))
    [letter] = letters(person)
    return links(letter)[0]


def history(entry):
    return list(
        db.session.scalars(
            select(EntryVersion.done)
            .where(EntryVersion.initiative_id == entry.id)
            .order_by(EntryVersion.number)
        )
    )


# Dates


def test_what_comes_into_the_registry_is_to_be_confirmed_a_year_later(registry, clock):
    came = registry.radio.proposed_at.date()
    of_month = 28 if (came.month, came.day) == (2, 29) else came.day
    assert registry.radio.confirm_by == date(came.year + 1, came.month, of_month)
    assert not registry.radio.is_unconfirmed


def test_what_is_proposed_has_no_date_until_it_is_accepted(registry, session, clock):
    clock.stop(day(date(2028, 2, 29)))
    registry.radio.state, registry.radio.confirm_by = EntryState.PROPOSED, None
    session.commit()
    assert registry.radio.confirm_by is None
    registry.radio.state = EntryState.ACCEPTED
    session.commit()
    assert registry.radio.confirm_by == date(2029, 2, 28)


def test_it_is_unconfirmed_from_the_day_after(due, clock):
    clock.stop(day(DUE, hour=23))
    assert not due.radio.is_unconfirmed
    clock.stop(day(DUE + timedelta(days=1)))
    assert due.radio.is_unconfirmed


@pytest.mark.parametrize(
    "ended, is_over",
    [
        ("", False),
        ("2025", True),
        ("2026", False),
        ("2026-05", True),
        ("2026-06", False),
        ("2026-06-01", True),
        ("2026-06-02", False),
        ("2027-01", False),
    ],
)
def test_what_is_over_needs_no_confirming(due, session, clock, ended, is_over):
    clock.stop(day(date(2026, 6, 2)))
    due.radio.ended = ended
    session.commit()
    unconfirmed = session.scalars(select(Initiative).where(is_unconfirmed())).all()
    assert due.radio.is_unconfirmed is not is_over
    assert (due.radio in unconfirmed) is not is_over
    assert due.plays in unconfirmed


def test_a_completed_project_needs_no_confirming(due, session, clock):
    due.radio.project_state = ProjectState.COMPLETED
    due.plays.project_state = ProjectState.RUNNING
    session.commit()
    clock.stop(day(date(2026, 6, 2)))
    unconfirmed = session.scalars(select(Initiative).where(is_unconfirmed())).all()
    assert [due.radio in unconfirmed, due.plays in unconfirmed] == [False, True]


# Letters


def test_nobody_is_asked_long_before(due, clock):
    assert ask(clock, DUE - timedelta(days=31)) == 0
    assert letters() == []


def test_each_delegation_is_asked_a_month_before_and_the_secretariat_for_the_rest(due, clock):
    assert ask(clock, DUE - timedelta(days=30)) == 3
    [to_amina] = letters(due.amina)
    [to_caio] = letters(due.caio)
    [to_ines] = letters(due.ines)
    assert letters(due.luc) == []  # the head of Kenya is asked, and not everybody
    assert "Radio for Parents" in to_amina.text and "Confirm by 1 June 2026" in to_amina.text
    assert "Market-day radio plays" not in to_amina.text
    assert "Market-day radio plays (MRP)" in to_caio.text
    assert "Helpline 5" in to_ines.text and "Radio" not in to_ines.text
    assert to_amina.subject == "WG-COP: 1 entry of the registry is to be confirmed"
    assert to_amina.secret_until


def test_whoever_proposed_an_entry_is_asked_as_long_as_they_are_of_the_delegation(
    due, session, clock
):
    due.radio.proposed_by = due.luc
    due.plays.proposed_by = due.luc
    session.commit()
    ask(clock, DUE - timedelta(days=30))
    assert len(links(letters(due.luc)[0])) == 1  # the plays are Brazil's
    assert len(letters(due.amina)) == 1


def test_a_person_gets_one_letter_for_all_entries(due, session, clock):
    due.plays.delegation = due.kenya
    session.commit()
    assert ask(clock, DUE - timedelta(days=30)) == 2
    [letter] = letters(due.amina)
    assert len(links(letter)) == 2
    assert letter.subject == "WG-COP: 2 entries of the registry are to be confirmed"


def test_what_falls_due_a_week_later_is_in_the_same_letter(due, session, clock):
    due.plays.delegation = due.kenya
    due.plays.confirm_by = DUE + timedelta(days=6)
    session.commit()
    ask(clock, DUE - timedelta(days=30))
    assert len(links(letters(due.amina)[0])) == 2
    assert ask(clock, DUE - timedelta(days=24)) == 0


def test_nobody_is_asked_twice_before_the_date_and_once_more_after_it(due, clock):
    ask(clock, DUE - timedelta(days=30))
    assert ask(clock, DUE - timedelta(days=29)) == 0
    assert ask(clock, DUE) == 0
    assert ask(clock, DUE + timedelta(days=1)) == 3
    assert "Not confirmed since 1 June 2026" in letters(due.amina)[-1].text
    assert ask(clock, DUE + timedelta(days=60)) == 0


def test_what_is_overdue_when_the_loop_first_runs_is_asked_for_once(due, clock):
    assert ask(clock, DUE + timedelta(days=5)) == 3
    assert ask(clock, DUE + timedelta(days=6)) == 0


def test_the_next_year_begins_anew(due, http, clock):
    path = link_of(due, clock, due.amina)
    http().post(path)
    confirmed = again(due.radio)
    assert confirmed.confirm_by == date(2027, 5, 12)
    ask(clock, confirmed.confirm_by - timedelta(days=10))
    assert len(letters(due.amina)) == 2


def test_the_secretariat_is_asked_where_a_delegation_has_nobody(due, session, clock):
    due.caio.active = False
    session.commit()
    ask(clock, DUE - timedelta(days=30))
    assert letters(due.caio) == []
    assert "Market-day radio plays" in letters(due.ines)[0].text


def test_letters_are_in_the_language_of_the_reader(due, session, clock):
    due.amina.language = "ar"  # without a catalogue it is the first language of the workspace
    session.commit()
    ask(clock, DUE - timedelta(days=30))
    assert "Dear Amina" in letters(due.amina)[0].text


def test_a_long_letter_leads_to_the_table_for_the_rest(due, session, clock, monkeypatch):
    monkeypatch.setattr("wgcop.initiatives.confirming.letters.MOST", 1)
    due.plays.delegation = due.kenya
    session.commit()
    ask(clock, DUE - timedelta(days=30))
    [letter] = letters(due.amina)
    assert len(links(letter)) == 1
    assert (
        "1 more is in the registry:" in letter.text and "/initiatives/?confirmed=no" in letter.text
    )


def test_an_entry_in_work_elsewhere_does_not_get_a_new_version_by_a_letter(due, clock):
    before = due.radio.version
    ask(clock, DUE - timedelta(days=30))
    assert again(due.radio).version == before


def test_the_letters_of_many_entries_take_few_statements(due, session, clock, statements):
    with statements() as sent:
        ask(clock, DUE - timedelta(days=30))
    few = len(sent)
    for entry in (due.radio, due.plays, due.line):
        entry.confirm_by = DUE + timedelta(days=400)
    for number in range(20):
        session.add(
            Initiative(
                slug=f"line-{number}",
                number=100 + number,
                name=f"Line {number}",
                kind=due.line.kind,
                level=due.line.level,
                scope="A number to call.",
                delegation=(None, due.kenya, due.brazil)[number % 3],
                confirm_by=DUE + timedelta(days=400),
            )
        )
    session.commit()
    with statements() as sent:
        ask(clock, DUE + timedelta(days=380))
    assert len(sent) <= few + 3


# Where it is seen


def test_the_table_says_in_words_what_nobody_confirmed_and_is_narrowed_to_it(
    due, session, http, clock
):
    due.plays.confirm_by = DUE + timedelta(days=90)
    session.commit()
    clock.stop(day(DUE + timedelta(days=1)))
    page = http().get("/initiatives/")
    assert page.text.count("Not confirmed since 1 June 2026") == 2
    assert "30 August 2026" in page.text
    page = http().get("/initiatives/?confirmed=no")
    assert "Radio for Parents" in page.text and "Market-day" not in page.text


def test_search_says_it_after_the_second_letter_and_no_longer_once_it_is_confirmed(
    due, http, clock, index
):
    ask(clock, DUE + timedelta(days=1))
    index()
    page = http().get("/search?q=plays market days")
    assert "Not confirmed" in page.text
    assert "Radio for Parents" in http().get("/search?q=plays&state=unconfirmed").text
    http(due.amina).post(f"{due.radio.url}/confirmation", data={"seen": "2026-06-01"})
    index()
    assert "Radio for Parents" not in http().get("/search?q=plays&state=unconfirmed").text


# The link in a letter


def test_to_open_the_link_confirms_nothing(due, http, clock):
    path = link_of(due, clock, due.amina)
    for method in ("get", "head", "options"):
        getattr(http(), method)(path)
    page = http().get(path)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert "Radio for Parents" in page.text and "Still correct" in page.text
    assert again(due.radio).confirm_by == DUE
    assert history(due.radio) == ["added"]


def test_one_click_confirms_for_a_year_without_signing_in(due, http, clock):
    path = link_of(due, clock, due.amina)
    answer = http().post(path)
    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    radio = again(due.radio)
    assert radio.confirm_by == date(2027, 5, 12)
    assert (radio.confirmed_by.name, radio.confirmed_at) == ("Amina", day(date(2026, 5, 12)))
    assert history(radio) == ["added", "confirmed"]
    assert "Thank you" in http().get(path).text


def test_a_second_click_changes_nothing_and_says_so(due, http, clock):
    path = link_of(due, clock, due.amina)
    http().post(path)
    clock.advance(days=3)
    assert http().post(path).status_code == 303
    page = http().get(path)
    assert page.status_code == 200
    assert "confirmed on 12 May 2026" in page.text
    assert 'value="Still' not in page.text and "Still correct" not in page.text
    assert history(again(due.radio)) == ["added", "confirmed"]


def test_a_link_does_not_work_for_another_entry_or_another_date(due, session, app, http, clock):
    path = link_of(due, clock, due.amina)
    link = opened(path.rpartition("/")[2])
    assert link.initiative_id == due.radio.id
    other = sealed(ConfirmationLink.until(due.plays.id, due.amina.id, DUE))
    assert http().get(f"/confirmations/{other}").status_code == 410  # Brazil's
    assert http().post(f"/confirmations/{other}").status_code == 410
    due.radio.confirm_by = DUE + timedelta(days=1)
    session.commit()
    http().post(path)
    assert again(due.radio).confirm_by == DUE + timedelta(days=1)


@pytest.mark.parametrize("token", ["", "x", "WzEsMSwxLDFd.x", "é", "a.b.c", "A" * 3000])
def test_what_is_no_link_of_ours_gets_a_clear_page(due, http, token):
    if not token:
        assert http().get("/confirmations/").status_code == 404
        return
    page = http().get(f"/confirmations/{token}")
    assert page.status_code == 410
    assert "This link no longer works" in page.text
    assert http().post(f"/confirmations/{token}").status_code == 410


def test_a_changed_link_is_refused(due, http, clock):
    path = link_of(due, clock, due.amina)
    for place in range(len("/confirmations/"), len(path), 7):
        other = "A" if path[place] != "A" else "B"
        assert http().post(path[:place] + other + path[place + 1 :]).status_code == 410
    assert again(due.radio).confirm_by == DUE


@pytest.mark.settings(SECRET_KEY="one-key-of-this-test-alone-000000000")
def test_a_link_sealed_for_another_purpose_is_refused(due, app, http, monkeypatch):
    monkeypatch.setattr(tokens, "PURPOSE", "anything else")
    token = sealed(ConfirmationLink.until(due.radio.id, due.amina.id, DUE))
    monkeypatch.undo()
    assert http().post(f"/confirmations/{token}").status_code == 410


def test_a_link_expires(due, http, clock):
    path = link_of(due, clock, due.amina)
    clock.advance(days=120)
    assert http().get(path).status_code == 200
    clock.advance(days=1)
    assert http().get(path).status_code == 410
    assert http().post(path).status_code == 410
    assert again(due.radio).confirm_by == DUE


def test_whoever_left_the_delegation_cannot_use_the_link(due, session, http, clock):
    path = link_of(due, clock, due.amina)
    due.amina.memberships.clear()
    session.commit()
    assert http().get(path).status_code == 410
    assert http().post(path).status_code == 410
    assert again(due.radio).confirm_by == DUE


def test_a_deactivated_person_cannot_use_the_link(due, session, http, clock):
    path = link_of(due, clock, due.amina)
    due.amina.active = False
    session.commit()
    assert http().post(path).status_code == 410
    assert again(due.radio).confirm_by == DUE


def test_the_link_of_an_entry_that_went_to_another_delegation_is_refused(due, session, http, clock):
    path = link_of(due, clock, due.amina)
    due.radio.delegation = due.brazil
    session.commit()
    assert http().post(path).status_code == 410


def test_the_link_of_an_entry_that_is_not_in_the_registry_any_more_is_refused(
    due, session, http, clock
):
    path = link_of(due, clock, due.amina)
    due.radio.state = EntryState.WITHDRAWN
    session.commit()
    assert http().get(path).status_code == 410
    assert http().post(path).status_code == 410


def test_the_link_says_for_whom_it_answers_even_to_somebody_else(due, http, clock):
    path = link_of(due, clock, due.amina)
    assert "Amina" in http(due.caio).get(path).text
    http(due.caio).post(path)
    assert again(due.radio).confirmed_by.name == "Amina"


def test_the_letter_of_the_secretariat_works_for_what_has_no_delegation(due, http, clock):
    path = link_of(due, clock, due.ines)
    assert http().post(path).status_code == 303
    assert again(due.line).confirmed_by.name == "Ines"


# It has ended


def test_that_it_has_ended_is_said_on_the_same_page(due, http, clock):
    path = link_of(due, clock, due.amina)
    answer = http().post(f"{path}/end", data={"ended": "2026-04"})
    assert answer.status_code == 303
    radio = again(due.radio)
    assert (radio.ended, radio.is_over, radio.is_unconfirmed) == ("2026-04", True, False)
    assert history(radio) == ["added", "ended"]
    assert "ended in April 2026" in re.sub(r"<[^>]+>", "", http().get(path).text)


@pytest.mark.parametrize(
    "ended, words",
    [
        ("", "Enter when it ended"),
        ("soon", "Write a year"),
        ("2008", "before the start"),
        ("2026-13", "Write a year"),
        ("2027", "still to come"),
    ],
)
def test_an_end_that_cannot_be_is_refused_with_a_sentence(due, http, clock, ended, words):
    path = link_of(due, clock, due.amina)
    page = http().post(f"{path}/end", data={"ended": ended})
    assert page.status_code == 422
    assert words in page.text and f'value="{ended}"' in page.text
    assert again(due.radio).ended == ""


def test_an_end_by_a_used_link_is_refused(due, http, clock):
    path = link_of(due, clock, due.amina)
    http().post(path)
    assert http().post(f"{path}/end", data={"ended": "2026-04"}).status_code == 303
    assert again(due.radio).ended == ""


# Signed in


def test_the_page_of_an_entry_says_until_when_it_is_confirmed(due, http, clock):
    page = http().get(due.radio.url)
    assert "Confirm by" in page.text and "1 June 2026" in page.text
    clock.stop(day(DUE + timedelta(days=1)))
    page = http().get(due.radio.url)
    assert "Not confirmed since 1 June 2026" in page.text


def test_who_answers_for_an_entry_confirms_it_on_its_page(due, session, http, clock):
    clock.stop(day(DUE - timedelta(days=3)))
    address = f"{due.radio.url}/confirmation"
    for person, status in ((None, 303), (due.caio, 403)):
        assert http(person).post(address, data={"seen": "2026-06-01"}).status_code == status
    assert "Still correct" not in http(due.caio).get(due.radio.url).text
    assert "Still correct" in http(due.luc).get(due.radio.url).text
    assert http(due.luc).post(address, data={"seen": "2026-06-01"}).status_code == 303
    assert again(due.radio).confirmed_by.name == "Luc"


def test_the_secretariat_confirms_any_entry(due, http):
    address = f"{due.radio.url}/confirmation"
    assert http(due.ines).post(address, data={"seen": "2026-06-01"}).status_code == 303
    assert again(due.radio).confirmed_by.name == "Ines"


def test_of_two_who_confirm_the_second_one_is_told(due, http):
    address = f"{due.radio.url}/confirmation"
    http(due.amina).post(address, data={"seen": "2026-06-01"})
    page = http(due.luc).post(address, data={"seen": "2026-06-01"})
    assert page.status_code == 409
    assert "confirmed this entry in the meantime" in page.text
    assert again(due.radio).confirmed_by.name == "Amina"


def test_an_edit_by_who_answers_for_it_confirms_it_too(due, session):
    edited = RADIO.but(lead="The regulator")
    actions.edit_initiative(due.radio, edited, owner=due.kenya, by=due.ines)
    assert due.radio.confirm_by == DUE  # the secretariat may have mended a word
    edited = RADIO.but(lead="The regulator of Kenya")
    actions.edit_initiative(due.radio, edited, owner=due.kenya, by=due.luc)
    assert due.radio.confirm_by == date(2027, 3, 1)


def test_everybody_has_links_of_their_own(due, session, clock):
    session.add(member_of(due.kenya, "Wanjiru", DelegationRole.HEAD))
    session.commit()
    ask(clock, DUE - timedelta(days=30))
    [to_amina] = [each for each in letters() if each.recipient == "amina@example.org"]
    [to_wanjiru] = [each for each in letters() if each.recipient == "wanjiru@example.org"]
    assert links(to_amina) != links(to_wanjiru)
