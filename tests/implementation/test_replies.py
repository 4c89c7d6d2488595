"""Requests to members: who is asked, who replies and releases, who reads what, and reminders."""

import csv
import io
from datetime import timedelta

import pytest
from lxml import html
from sqlalchemy import select

from tests.implementation.deeds import JOINING, PAGE, ask, reply, request_at
from wgcop import clock as clocks
from wgcop.implementation.jobs import remind_members
from wgcop.implementation.replies import ReplyRequest, ReplyState
from wgcop.mail import Message

STATES = ("Brazil", "Egypt", "Japan", "Kazakhstan", "Kenya", "Switzerland")


@pytest.fixture
def asked(world, http):
    return ask(http(world.ines))


@pytest.fixture
def demo_closed(session):
    """The request of the demo world reminds nobody, so that letters are about this one."""
    for each in session.scalars(select(ReplyRequest)):
        each.closed_at = clocks.now()
    session.commit()


def letters(session, subject):
    session.expire_all()
    return [
        each.recipient
        for each in session.scalars(select(Message).where(Message.subject.contains(subject)))
    ]


def test_every_member_state_gets_a_row_and_each_of_its_members_a_letter(
    asked, world, http, session
):
    request = request_at(session, asked)
    assert sorted(each.delegation.name for each in request.replies) == list(STATES)
    assert {each.state for each in request.replies} == {ReplyState.NO_INFORMATION}
    told = letters(session, "Please reply")
    assert len(told) == len(set(told)) == 12
    assert "mateo@example.org" not in told and "ruth@example.org" not in told
    page = http(world.mateo).get(asked).text
    assert page.count("No information received") == 6
    assert "Who has joined?" in http(world.wanjiru).get("/").text
    assert "Who has joined?" not in http(world.mateo).get("/").text


def test_a_selection_and_sector_members_are_asked_alone(world, http, session):
    chosen = [world.delegation(name).id for name in ("Kenya", "Ondara Telecom")]
    request = request_at(
        session, ask(http(world.helena), addressees="selection", delegations=chosen)
    )
    assert {each.delegation_id for each in request.replies} == set(chosen)
    request = request_at(session, ask(http(world.helena), addressees="sector-members"))
    assert [each.delegation.name for each in request.replies] == ["Ondara Telecom"]
    answer = http(world.helena).post(
        f"/implementation/clauses/{JOINING}/requests/new",
        data={"text": "Who?", "addressees": "selection", "due_on": "2000-01-01"},
    )
    assert answer.status_code == 422
    assert "Choose at least one delegation." in answer.text and "still to come" in answer.text


def test_what_a_member_writes_is_released_by_the_head_and_read_by_nobody_before(
    asked, world, http, session
):
    kenya = world.delegation("Kenya")
    written = reply(http(world.wanjiru), asked, kenya, words="We joined in March.")
    assert written.status_code == 303
    address = f"{asked}/replies/{kenya.id}"
    assert "We joined in March." in http(world.amina).get(address).text
    for other in (world.caio, world.ines, world.helena):
        assert "We joined in March." not in http(other).get(address).text
        assert "We joined in March." not in http(other).get(asked).text
        assert "We joined in March." not in http(other).get(f"{asked}.csv").text
    assert letters(session, "waits for your release") == ["amina@example.org"]
    assert "Waits for your release" in http(world.amina).get("/").text
    assert "0 of 6" in http(world.caio).get(asked).text
    shown = request_at(session, asked)
    version = next(each.version for each in shown.replies if each.delegation_id == kenya.id)
    assert (
        http(world.wanjiru).post(f"{address}/release", data={"version": version}).status_code == 403
    )
    assert (
        http(world.amina).post(f"{address}/release", data={"version": version}).status_code == 303
    )
    assert "We joined in March." in http(world.caio).get(asked).text
    assert "1 of 6" in http(world.caio).get(asked).text


def test_a_reply_that_waits_is_withdrawn_and_one_in_force_stays(asked, world, http, session):
    kenya = world.delegation("Kenya")
    wanjiru, address = http(world.wanjiru), f"{asked}/replies/{kenya.id}"

    def withdraw():
        replies = request_at(session, asked).replies
        [seen] = [each.version for each in replies if each.delegation_id == kenya.id]
        return wanjiru.post(f"{address}/withdrawal", data={"version": seen}).status_code

    reply(http(world.amina), asked, kenya, "nothing-to-report")
    reply(wanjiru, asked, kenya, words="We joined in March.")
    assert "We joined in March." in http(world.amina).get(address).text
    assert withdraw() == 303
    page = http(world.amina).get(address).text
    assert "We joined in March." not in page and "Nothing to report" in page
    assert withdraw() == 409
    assert "Nothing to report" in http(world.caio).get(asked).text


def test_a_head_replies_at_once_and_earlier_replies_stay(asked, world, http, session):
    kenya = world.delegation("Kenya")
    assert reply(http(world.amina), asked, kenya, "nothing-to-report").status_code == 303
    assert reply(http(world.amina), asked, kenya, words="Now we have joined.").status_code == 303
    page = http(world.caio).get(f"{asked}/replies/{kenya.id}").text
    assert "Now we have joined." in page and "Earlier replies" in page
    assert "Nothing to report" in page
    [row] = [each for each in request_at(session, asked).replies if each.has_replied]
    assert [each.state for each in row.wordings] == ["nothing-to-report", "information"]


def test_a_reply_says_something_links_to_the_web_and_names_an_entry_that_is_there(
    asked, world, http, session
):
    kenya = world.delegation("Kenya")
    amina = http(world.amina)
    empty = reply(amina, asked, kenya)
    assert empty.status_code == 422 and "Enter what there is to report" in empty.text
    bad = reply(amina, asked, kenya, words="See there.", links="javascript:alert(1)")
    assert bad.status_code == 422 and "See there." in bad.text
    missing = reply(amina, asked, kenya, words="See there.", entry="INI-999")
    assert missing.status_code == 422 and "no such entry" in missing.text
    good = reply(
        amina, asked, kenya, words="See there.", links="https://example.org/a", entry="INI-002"
    )
    assert good.status_code == 303
    page = http(world.caio).get(asked).text
    assert "https://example.org/a" in page and "INI-002" in page


def test_two_of_a_delegation_do_not_overwrite_each_other(asked, world, http, session):
    kenya = world.delegation("Kenya")
    address = f"{asked}/replies/{kenya.id}"
    [row] = [each for each in request_at(session, asked).replies if each.delegation_id == kenya.id]
    seen = row.version
    assert reply(http(world.amina), asked, kenya, words="The first.").status_code == 303
    late = http(world.wanjiru).post(
        address, data={"state": "information", "words": "The second.", "version": seen}
    )
    assert late.status_code == 409
    assert "The first." in late.text and "The second." in late.text


def test_only_the_delegation_replies_for_itself(asked, world, http):
    kenya = world.delegation("Kenya")
    data = {"state": "nothing-to-report", "version": 1}
    for other in (world.caio, world.ines, world.helena):
        assert http(other).post(f"{asked}/replies/{kenya.id}", data=data).status_code == 403
    assert (
        http(world.mateo)
        .get(f"{asked}/replies/{world.mateo.memberships[0].delegation_id}")
        .status_code
        == 404
    )


def test_guests_see_nothing_and_then_the_rate_alone(asked, world, http, session):
    kenya = world.delegation("Kenya")
    reply(http(world.amina), asked, kenya, words="We joined in March.")
    assert http().get(asked).status_code == 404
    assert "1 of 6 replied" not in http().get(PAGE).text
    assert "Who has joined?" not in http().get("/implementation/requests").text
    assert http(world.ines).post(f"{asked}/approval").status_code == 303
    page = http().get(asked).text
    assert "1 of 6" in page and "Africa" in page
    assert "Kenya" not in page and "We joined in March." not in page and "Ines" not in page
    assert "1 of 6 replied" in http().get(PAGE).text
    assert http().get(f"{asked}.csv").status_code == 303
    assert http().get(f"{asked}/replies/{kenya.id}").status_code == 303


def test_the_rate_is_given_by_region_in_the_order_of_itu_and_ranks_nobody(asked, world, http):
    reply(http(world.luc), asked, world.delegation("Switzerland"), "nothing-to-report")
    page = html.fromstring(http(world.caio).get(asked).text)
    names = [each.strip() for each in page.xpath("//dl[@class='figures']/div/dt/text()")]
    assert names == [
        "Total",
        "Africa",
        "Americas",
        "Arab States",
        "Asia and the Pacific",
        "CIS",
        "Europe",
    ]
    rows = page.xpath("//table//th[@scope='row']//bdi/text()")
    assert rows == sorted(rows)


def test_the_table_leaves_as_csv_that_is_safe_to_open(asked, world, http):
    reply(http(world.amina), asked, world.delegation("Kenya"), words="=HYPERLINK(1)")
    answer = http(world.caio).get(f"{asked}.csv")
    assert answer.mimetype == "text/csv"
    rows = {row["delegation"]: row for row in csv.DictReader(io.StringIO(answer.text))}
    assert sorted(rows) == list(STATES)
    assert rows["Kenya"]["information"] == "'=HYPERLINK(1)"
    assert rows["Brazil"]["reply"] == "No information received"


def test_reminders_by_hand_go_to_those_who_have_not_replied(asked, world, http, session):
    reply(http(world.amina), asked, world.delegation("Kenya"), "nothing-to-report")
    helena = http(world.helena)
    [key] = html.fromstring(helena.get(asked).text).xpath(
        "//form[contains(@action, '/reminders')]/input[@name='once']/@value"
    )
    for _ in range(2):  # a double click writes one letter to each
        assert helena.post(f"{asked}/reminders", data={"once": key}).status_code == 303
    told = letters(session, "awaited")
    assert "amina@example.org" not in told and "wanjiru@example.org" not in told
    assert len(told) == len(set(told)) == 10
    assert {each.reminders for each in request_at(session, asked).replies} == {0, 1}


def test_the_loop_reminds_once_before_the_day_and_once_after_it(
    asked, demo_closed, world, http, session, clock
):
    request = request_at(session, asked)
    request.closed_at = None
    session.commit()
    due = request.due_on
    start = clocks.now()
    assert remind_members() == 0
    clock.stop(start + timedelta(days=24))
    reply(http(world.amina), asked, world.delegation("Kenya"), "nothing-to-report")
    assert remind_members() == 10
    assert remind_members() == 0
    clock.stop(start + timedelta(days=31))
    assert clocks.now().date() > due
    assert remind_members() == 10
    assert remind_members() == 0
    told = letters(session, "awaited")
    assert told.count("luc@example.org") == 2 and "amina@example.org" not in told


def test_one_letter_is_written_for_all_that_is_awaited(demo_closed, world, http, session, clock):
    for _ in range(2):
        ask(http(world.ines), days=5)
    assert remind_members() == 12
    assert (
        letters(session, "2 replies of your delegation are awaited").count("luc@example.org") == 1
    )


def test_who_was_reminded_by_hand_is_left_in_peace(demo_closed, world, http, session, clock):
    address = ask(http(world.ines), days=5)
    http(world.ines).post(f"{address}/reminders")
    assert remind_members() == 0


def test_a_closed_request_takes_no_reply_and_reminds_nobody(asked, world, http, session):
    assert http(world.ines).post(f"{asked}/closing").status_code == 303
    kenya = world.delegation("Kenya")
    data = {"state": "nothing-to-report", "version": 1}
    answer = http(world.amina).post(f"{asked}/replies/{kenya.id}", data=data)
    assert answer.status_code == 409
    assert http(world.ines).post(f"{asked}/reminders").status_code == 409
    assert "Who has joined?" not in http(world.amina).get("/").text


def test_a_delegation_that_came_later_is_asked_too_and_only_once(asked, world, http, session):
    ondara = world.delegation("Ondara Telecom").id
    address = f"{asked}/delegations"
    assert http(world.ines).post(address, data={"delegation": ondara}).status_code == 303
    assert "mateo@example.org" in letters(session, "Please reply")
    assert http(world.ines).post(address, data={"delegation": ondara}).status_code == 409


def test_the_page_takes_the_same_few_statements_for_any_number_of_delegations(
    asked, world, http, statements
):
    small = ask(http(world.ines), addressees="sector-members")
    numbers = []
    for address in (small, asked):
        with statements() as sent:
            assert http(world.caio).get(address).status_code == 200
        numbers.append(len(sent))
    assert numbers[1] <= numbers[0] + 2 <= 24
