"""Positions on a proposal: who records them, who reads them, and what a rewording does to them."""

import re
import threading
from time import sleep

import pytest
from sqlalchemy import select

from tests.lock_order import watched
from tests.positions.test_order_of_positions import somebody_waits
from tests.positions.test_positions import hidden, released, words_in
from tests.proposals.acts import PAGE, act, edit, proposed
from tests.redaction.test_redaction import redact
from wgcop.database import db
from wgcop.positions.actions import release_position, take_position
from wgcop.positions.stances import Layer, Stance
from wgcop.proposals.actions import reword, withdraw
from wgcop.proposals.models import Proposal, ProposedWords
from wgcop.proposals.position_rows import ProposalPosition
from wgcop.proposals.positions import ProposalSubject
from wgcop.proposals.redacting import PROPOSAL
from wgcop.proposals.symbols import Amendment
from wgcop.redaction.actions import Chosen
from wgcop.redaction.actions import redact as take_out
from wgcop.redaction.models import RedactionReason

CHANGE = ("youth programmes", "programmes for young people")
MARKED = "Our capital still checks the third word."
OTHERS = ("ruth", "elke", "helena", "ines")
"""People who speak neither for Kenya nor for Brazil."""
FIELDS = ("seen", "words_seen", "speaking_as")


@pytest.fixture
def mine(world, http):
    """The address of a proposal that stays within Kenya."""
    return proposed(http(world.amina), change=CHANGE)


@pytest.fixture
def offered(world, http, mine):
    assert act(http(world.amina), mine, "release").status_code == 303
    return mine


def take(visitor, address, stance, layer="released", reason="", page=None):
    at = f"{address}/positions"
    page = page if page is not None else visitor.get(at).text
    fields = {each: hidden(page, each) for each in FIELDS}
    return visitor.post(at, data={"stance": stance, "layer": layer, "reason": reason} | fields)


def do(visitor, address, what, page=None):
    at = f"{address}/positions"
    page = page if page is not None else visitor.get(at).text
    return visitor.post(f"{at}/{what}", data={each: hidden(page, each) for each in FIELDS})


def shown_at(visitor, address):
    return released(visitor.get(f"{address}/positions").text)


def test_two_heads_record_positions_three_times_and_everybody_signed_in_reads_the_last(
    world, http, offered
):
    kenya, brazil, reader = http(world.amina), http(world.teresa), http(world.ruth)
    for stance, name in (
        ("objects", "Objects"),
        ("reserves", "Reserves its position"),
        ("agrees-ad-referendum", "Agrees ad referendum"),
    ):
        assert take(brazil, offered, stance, reason=f"It {stance}.").status_code == 303
        assert take(kenya, offered, "agrees").status_code == 303
        assert shown_at(reader, offered) == {"Kenya": "Agrees", "Brazil": name}
        page = reader.get(offered).text
        assert f"It {stance}." in page and name in page
        marks = reader.get(PAGE).text
        assert f'title="{name}: Brazil"' in marks and 'title="Agrees: Kenya"' in marks
    assert do(brazil, offered, "released/withdrawal").status_code == 303
    assert shown_at(reader, offered) == {"Kenya": "Agrees"}
    assert http().get(f"{offered}/positions").status_code == 303
    history = reader.get(f"{offered}/positions/history").text
    assert history.count("timeline__item") == 5 and "It objects." in history


def test_they_are_no_positions_on_the_clause(world, http, offered):
    take(http(world.teresa), offered, "objects", reason=MARKED)
    wid = PAGE.split("/")[2]
    for address in (
        f"/clauses/{wid}/positions",
        "/resolutions/67-hyderabad-2010/positions?show=all",
        "/resolutions/67-hyderabad-2010/positions.csv",
    ):
        assert MARKED not in http(world.teresa).get(address).text


@pytest.mark.parametrize("name", [*OTHERS, "caio", "odile"])
def test_only_heads_of_member_states_and_sector_members_record(world, http, session, offered, name):
    page = http(world.teresa).get(f"{offered}/positions").text
    visitor, before = http(world[name]), session.query(ProposalPosition).count()
    assert 'name="stance"' not in visitor.get(f"{offered}/positions").text
    assert take(visitor, offered, "agrees", page=page).status_code == 403
    assert session.query(ProposalPosition).count() == before


def test_after_a_rewording_a_position_stands_as_on_an_earlier_wording_until_it_is_confirmed(
    world, http, offered
):
    kenya, brazil, reader = http(world.amina), http(world.teresa), http(world.caio)
    earlier = "taken on an earlier wording"
    take(brazil, offered, "can-live-with")
    take(brazil, offered, "objects", "red-line", MARKED)
    for number in (1, 2, 3):
        page = brazil.get(f"{offered}/positions").text
        assert earlier not in page
        edit(kenya, offered, f"that {number} of many take part,")
        for address in (offered, f"{offered}/positions"):
            assert earlier in reader.get(address).text
        assert take(brazil, offered, "agrees", page=page).status_code == 409
        for layer in ("released", "red-line"):
            assert do(brazil, offered, f"{layer}/confirmation", page=page).status_code == 409
            assert do(brazil, offered, f"{layer}/confirmation").status_code == 303
        assert earlier not in reader.get(offered).text
    # Other reasons are no other wording.
    edit(kenya, offered, "that 3 of many take part,", reasons="Better so.")
    assert earlier not in reader.get(offered).text


def test_before_its_release_a_proposal_has_positions_of_its_delegation_alone(world, http, mine):
    kenya = http(world.amina)
    page = kenya.get(f"{mine}/positions").text
    assert 'value="released"' not in page and 'value="within"' in page
    assert take(kenya, mine, "agrees", "released").status_code == 422
    assert take(kenya, mine, "agrees", "within", MARKED).status_code == 303
    assert do(kenya, mine, "release").status_code == 409
    assert MARKED in http(world.wanjiru).get(mine).text
    assert kenya.get(f"{mine}/positions/groups/atu").status_code == 404
    group = {each: hidden(kenya.get(f"{mine}/positions").text, each) for each in FIELDS}
    answer = kenya.post(
        f"{mine}/positions/groups/atu", data=group | {"stance": "agrees", "layer": "within"}
    )
    assert answer.status_code in (404, 409)
    for name in (*OTHERS, "caio", "teresa"):
        visitor = http(world[name])
        for part in ("", "/history", "/groups/atu"):
            assert visitor.get(f"{mine}/positions{part}").status_code == 404, (name, part)
        assert visitor.post(f"{mine}/positions").status_code in (403, 404)
    act(kenya, mine, "release")
    for name in (*OTHERS, "caio", "teresa"):
        for part in ("", "/positions", "/positions/history"):
            assert MARKED not in http(world[name]).get(f"{mine}{part}").text
    assert do(kenya, mine, "release").status_code == 303
    assert shown_at(http(world.caio), mine) == {"Kenya": "Agrees"}


def test_what_stays_within_and_red_lines_are_on_no_page_of_others(world, http, listen, offered):
    brazil = http(world.teresa)
    topic = f"proposal:{offered.rpartition('/')[2]}"
    hears = listen(world.helena, topic)
    for number in (1, 2, 3):
        take(brazil, offered, "objects", "within", f"{MARKED} {number}")
        take(brazil, offered, "reserves", "red-line", f"{MARKED} {number}")
        for address in (
            offered,
            f"{offered}/positions",
            f"{offered}/positions/history",
            "/delegation",
        ):
            assert f"{MARKED} {number}" in brazil.get(address).text, address
        for name in ("amina", *OTHERS):
            visitor = http(world[name])
            for address in (offered, f"{offered}/positions", f"{offered}/positions/history", PAGE):
                assert MARKED not in visitor.get(address).text, (name, address)
    assert hears() == []


def test_open_pages_hear_three_times_what_a_fresh_page_shows(world, http, listen, offered):
    topic = f"proposal:{offered.rpartition('/')[2]}"
    clause = "clause:wtdc-67.recs_recognizing__rec_b"
    brazil, kenya = http(world.teresa), http(world.amina)
    page, lists = listen(world.caio, topic), listen(world.caio, clause)
    own = listen(world.wanjiru, f"{topic}@{world.delegation('Kenya').id}")
    assert page.answer["ok"] and own.answer["ok"]

    def is_shown(entry, address, reader):
        fresh = " ".join(http(reader).get(address).text.split())
        return " ".join(entry["html"].split()) in fresh

    for visitor, stance in ((brazil, "objects"), (kenya, "agrees"), (brazil, "reserves")):
        assert take(visitor, offered, stance).status_code == 303
        [entry] = page()
        assert is_shown(entry, f"{offered}/positions", world.ruth)
        [entry] = lists()
        assert is_shown(entry, PAGE, world.ruth)
        assert take(kenya, offered, stance, "within", stance).status_code == 303
        [entry] = own()
        assert is_shown(entry, f"{offered}/positions", world.wanjiru)
    assert page() == []


def test_a_regional_group_has_a_position_of_its_own(world, http, listen, offered):
    amina, reader = http(world.amina), http(world.caio)
    at = f"{offered}/positions/groups/atu"
    hears = listen(world.amina, f"proposal:{offered.rpartition('/')[2]}@atu")
    for stance in ("objects", "reserves", "agrees"):
        form = {each: hidden(amina.get(at).text, each) for each in FIELDS}
        answer = amina.post(at, data=form | {"stance": stance, "layer": "within", "reason": MARKED})
        assert answer.status_code == 303
        assert MARKED in http(world.wanjiru).get(at).text
        assert MARKED not in reader.get(at).text + reader.get(offered).text
        # It takes the place of the group's part of a page, not of that of the delegation.
        [entry] = hears()
        part = re.search(r'id="own-positions-[^"]+"', entry["html"])[0]
        assert part in amina.get(at).text and part not in amina.get(offered).text
    form = {each: hidden(amina.get(at).text, each) for each in FIELDS}
    assert amina.post(f"{at}/release", data=form).status_code == 303
    assert shown_at(reader, offered) == {"ATU": "Agrees"}
    assert 'title="Agrees: ATU"' in reader.get(PAGE).text


def test_a_withdrawn_proposal_keeps_its_positions_and_takes_no_more(world, http, offered):
    kenya, brazil = http(world.amina), http(world.teresa)
    page = brazil.get(f"{offered}/positions").text
    take(brazil, offered, "objects", "within")
    take(brazil, offered, "objects")
    for turn in range(3):
        act(kenya, offered, "withdrawal")
        assert take(brazil, offered, "agrees", page=page).status_code == 409
        shown = brazil.get(f"{offered}/positions").text
        assert "This proposal is withdrawn." in shown and released(shown) == {"Brazil": "Objects"}
        assert 'name="stance"' not in shown and 'id="release"' not in shown
        assert do(brazil, offered, "release").status_code == 409
        # What was recorded can still be withdrawn.
        assert shown.count('id="withdraw-within"') == (turn == 0)
        if turn == 0:
            assert do(brazil, offered, "within/withdrawal").status_code == 303
        act(kenya, offered, "restoration")
        page = brazil.get(f"{offered}/positions").text
        assert 'name="stance"' in page
    assert take(brazil, offered, "agrees", page=page).status_code == 303


def test_the_desk_and_the_hand_over_list_them(world, http, offered):
    brazil, kenya = http(world.teresa), http(world.amina)
    title = "MOD recognizing b): Kenya"
    assert title not in brazil.get("/delegation").text
    take(brazil, offered, "objects", "within", MARKED)
    take(brazil, offered, "can-live-with")
    page = brazil.get("/delegation").text
    assert title in page and MARKED in page and "Still open" in page
    take(brazil, offered, "agrees", "within", MARKED)
    assert "Still open" not in brazil.get("/delegation").text
    edit(kenya, offered, "that many take part,")
    page = brazil.get("/delegation").text
    assert "Still open" in page and "taken on an earlier wording" in page
    handed_over = words_in(brazil.get("/delegation.docx").data)
    assert title in handed_over and MARKED in handed_over
    assert MARKED in http(world.caio).get("/delegation").text
    for name in ("amina", "ruth"):
        assert MARKED not in http(world[name]).get("/delegation").text


def test_a_reason_is_redacted_wherever_it_stands(world, http, session, offered):
    brazil = http(world.teresa)
    take(brazil, offered, "objects", "within", "Call 555 0100.")
    do(brazil, offered, "release")
    history = http(world.ines).get(f"{offered}/positions/history").text
    key = re.search(r"/redactions/proposal-position/(\d+)", history)
    assert key, "the secretariat finds the way to take it out"
    redact(http(world.ines), "proposal-position", key[1])
    for address in (offered, f"{offered}/positions", f"{offered}/positions/history"):
        assert "555 0100" not in brazil.get(address).text, address
    assert "taken on an earlier wording" not in brazil.get(offered).text


@pytest.mark.databases
def test_verbs_of_positions_on_proposals_on_either_database(world, http, offered):
    brazil = http(world.teresa)
    assert take(brazil, offered, "objects", "within").status_code == 303
    assert do(brazil, offered, "release").status_code == 303
    page = brazil.get(f"{offered}/positions").text
    edit(http(world.amina), offered, "that many take part,")
    assert do(brazil, offered, "within/confirmation", page=page).status_code == 409
    for layer in ("within", "released"):
        assert do(brazil, offered, f"{layer}/confirmation").status_code == 303
        assert do(brazil, offered, f"{layer}/withdrawal").status_code == 303
    assert shown_at(http(world.caio), offered) == {}


def test_a_page_of_positions_hears_of_a_rewording_and_of_a_withdrawal(world, http, listen, offered):
    kenya = http(world.amina)
    for name in ("teresa", "caio", "ruth"):
        page = http(world[name]).get(f"{offered}/positions").text
        topics = re.findall(r'data-topic="([^"]+)" data-seq', page)
        heard = [listen(world[name], each) for each in topics]
        for number in (1, 2, 3):
            edit(kenya, offered, f"that {number} as {name} take part,")
            assert any(each() for each in heard), (name, number)
        act(kenya, offered, "withdrawal")
        assert any(each() for each in heard), name
        act(kenya, offered, "restoration")


def _reword(proposal, *, by):
    words = ProposedWords(Amendment.MOD, proposal.base, "that many take part,")
    reword(proposal, words, seen=proposal.version, by=by, capacity=by.capacities[0])


def _withdraw(proposal, *, by):
    withdraw(proposal, seen=proposal.version, by=by)


def _redact(proposal, *, by):
    chosen = Chosen(frozenset({"proposed-words"}), "young people", RedactionReason.PERSON)
    take_out(PROPOSAL, proposal, chosen, by=by)


@pytest.mark.databases
@pytest.mark.parametrize(
    "change, name, says",
    [
        (_reword, "amina", "The wording changed while you were reading it."),
        (_redact, "ines", "The wording changed while you were reading it."),
        (_withdraw, "amina", "This proposal is withdrawn."),
    ],
)
def test_a_position_that_waits_for_a_change_of_the_proposal_is_not_taken_on_what_it_said_before(
    app, world, http, session, offered, change, name, says
):
    brazil, answers, key = http(world.teresa), [], int(offered.rpartition("/")[2])
    page = brazil.get(f"{offered}/positions").text
    taking = threading.Thread(
        target=lambda: answers.append(take(brazil, offered, "agrees", page=page)), daemon=True
    )
    with app.test_request_context():
        if db.engine.dialect.name != "postgresql":
            pytest.skip("On SQLite, writers wait for one another.")
        proposal = db.session.get(Proposal, key)
        change(proposal, by=db.session.merge(world[name]))
        db.session.flush()
        taking.start()
        while taking.is_alive() and not somebody_waits():
            sleep(0.01)
        assert taking.is_alive(), "it waited for nobody"
        db.session.commit()
    taking.join(20)
    [answer] = answers
    assert answer.status_code == 409 and says in answer.text
    here = select(ProposalPosition).where(ProposalPosition.proposal_id == key)
    assert session.scalars(here).all() == []
    assert shown_at(http(world.caio), offered) == {}


def test_topics_are_locked_in_the_order_of_their_names(world, session, offered):
    amina, key = world.amina, int(offered.rpartition("/")[2])
    proposal = session.get(Proposal, key)
    acts = {"by": amina, "capacity": amina.capacities[0]}
    with watched(session) as locks:
        for stance in (Stance.OBJECTS, Stance.RESERVES, Stance.AGREES):
            own = ProposalSubject(proposal).own(world.delegation("Kenya"))
            seen = own[Layer.WITHIN].id if own else 0
            locks(
                take_position,
                proposal,
                Layer.WITHIN,
                stance,
                seen=seen,
                words=proposal.words,
                **acts,
            )
            topics = locks(release_position, locks.result, **acts)
            within = f"proposal:{key}@{world.delegation('Kenya').id}"
            assert topics == ["clause:wtdc-67.recs_recognizing__rec_b", f"proposal:{key}", within]


def test_pages_need_as_many_statements_for_many_positions_as_for_few(
    world, http, statements, offered
):
    reader = http(world.wanjiru)

    def asked(address):
        reader.get(address)
        with statements() as sent:
            assert reader.get(address).status_code == 200
        return len(sent)

    counts = []
    for heads in (("amina", "teresa"), ("farid", "haruko", "luc")):
        for name in heads:
            for stance in ("objects", "agrees"):
                assert take(http(world[name]), offered, stance).status_code == 303, name
                assert take(http(world[name]), offered, stance, "within").status_code == 303
        counts.append([asked(each) for each in (offered, PAGE, f"{offered}/positions")])
    assert counts[0] == counts[1]
