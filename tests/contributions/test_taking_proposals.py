"""A proposal is taken into the draft of a paper with one click, and becomes that of the document."""

import re

import pytest
from sqlalchemy import select

from tests.contributions.conftest import paper_at
from tests.contributions.test_writing import Writer, typed_at
from tests.positions.test_positions import agree_on
from tests.proposals.acts import CLAUSE, PAGE, TOPIC, WID, act, edit, hidden, proposed
from wgcop.contributions.drafters import DrafterRole
from wgcop.contributions.kinds import Purpose
from wgcop.database import db
from wgcop.paper import validate
from wgcop.paper.proposed import proposals_in
from wgcop.paper.tree import walk
from wgcop.proposals.models import Proposal
from wgcop.proposals.taking.models import TakenProposal
from wgcop.threads.models import Thread, topic_name

CHANGE = ("youth programmes", "programmes for young people")
TITLE = "Radio plays about the net"


def take(visitor, address, page=None, **chosen):
    """Press a button below *Take into a paper*."""
    page = page if page is not None else visitor.get(address).text
    data = {name: hidden(page, name) for name in ("seen", "speaking_as", "key")}
    return visitor.post(f"{address}/papers", data=data | chosen)


def number_of(draft):
    return int(draft.rpartition("/")[2])


def put_words_again(visitor, address, draft, page=None):
    page = page if page is not None else visitor.get(address).text
    data = {name: hidden(page, name) for name in ("seen", "speaking_as")}
    data["shown"] = hidden(page, "shown") if 'name="shown"' in page else ""
    return visitor.post(f"{address}/papers/{number_of(draft)}", data=data)


def places(visitor, address):
    """The drafts in which the page of a proposal says that it stands."""
    page = visitor.get(address).text
    part = page.partition('id="in-papers-title"')[2].partition("</section>")[0]
    return re.findall(r'href="(/contributions/\d+)#b-', part)


def said(answer, visitor):
    """What the next page says of what was done."""
    return visitor.get(answer.location).text


@pytest.fixture
def text(app):
    """The tree of a draft, which is a paper like any other."""

    def read(draft):
        with app.app_context():
            revision = paper_at(draft).draft
            return validate(revision.text)

    return read


@pytest.fixture
def retype(http):
    """`retype(person, draft, words, others)` replaces words in the text, as a program does."""

    def put(person, draft, change):
        address = f"/api/v1{draft}/text"
        now = http(person).get(address).json
        tree = change(now["tree"])
        answer = http(person).put(address, json={"version": now["version"], "tree": tree})
        assert answer.status_code == 200, answer.text

    return put


def without_quotations(tree):
    kept = [each for each in tree["content"] if each["type"] != "blockquote"]
    return tree | {"content": kept}


def with_words(old, new):
    def change(tree):
        for node in walk(tree):
            if old in node.get("text", ""):
                node["text"] = node["text"].replace(old, new)
        return tree

    return change


@pytest.fixture
def stored(app):
    """All proposals at the clause, as the table has them."""

    def read():
        with app.app_context():
            rows = db.session.scalars(
                select(Proposal)
                .where(Proposal.clause.has(wid=WID))
                .order_by(Proposal.created_at, Proposal.number)
            )
            return [
                (each.url, each.reference, each.is_released, each.is_withdrawn) for each in rows
            ]

    return read


@pytest.fixture
def shared(world, draft):
    """A draft of Kenya in which two write."""
    return draft(world.amina, [world.wanjiru], clauses=[])


@pytest.fixture
def mine(world, http, meeting):
    """A proposal that stays within Kenya."""
    return proposed(http(world.amina), change=CHANGE, reasons="They *asked* for it.\n\nTwice.")


def send(http, person, draft):
    answer = http(person).post(f"{draft}/submission")
    assert answer.status_code == 303, answer.text
    return answer.headers["Content-Location"]


def test_two_people_take_three_proposals_and_each_stands_once_with_what_it_says(
    world, http, shared, text, app
):
    amina, wanjiru = http(world.amina), http(world.wanjiru)
    for number, change in enumerate((("many", "all *many*"), CHANGE, ("youth", "young")), start=1):
        address = proposed(wanjiru, change=change, reasons=f"Reason {number}.\r\nAnd more.")
        stale = amina.get(address).text
        first, second = (
            take(wanjiru, address, paper=number_of(shared)),
            take(amina, address, stale, paper=number_of(shared)),
        )
        assert f"Taken into the paper “{TITLE}”." in said(first, wanjiru)
        assert f"stands in the paper “{TITLE}” already" in said(second, amina)
        assert places(amina, address) == places(wanjiru, address) == [shared]
        written = proposals_in(text(shared))
        assert [each.symbol for each in written] == ["MOD"] * number
        assert written[-1].clause == WID
        assert change[1].replace("*", "") in written[-1].text.replace("*", "")
        assert written[-1].reasons == f"Reason {number}.\nAnd more."
        assert "The paper has other words" not in amina.get(address).text
    quotes = [each for each in text(shared)["content"] if each["type"] == "blockquote"]
    marks = {mark["type"] for each in quotes for n in walk(each) for mark in n.get("marks", ())}
    assert {"insertion", "deletion"} <= marks
    with app.app_context():
        assert [clause.wid for clause in paper_at(shared).draft.clauses] == [WID]
    assert TITLE in amina.get(shared).text and amina.get(shared).text.count("<blockquote") == 3


def test_open_editors_hear_it_and_what_was_typed_meanwhile_stays(
    world, http, shared, mine, text, listen
):
    clients = iter("ab")
    amina, wanjiru = (
        Writer(listen(person, person.topic), number_of(shared), next(clients))
        for person in (world.amina, world.wanjiru)
    )
    assert wanjiru.push(typed_at(1, "Typed before. "))["ok"]
    amina.heard()
    assert take(http(world.amina), mine, paper=number_of(shared)).status_code == 303
    [heard] = amina.heard()
    assert heard["from"] == 1 and heard["steps"]
    # Typed on the text as it was before the proposal came.
    answer = wanjiru.push(typed_at(1, "Typed since. "), version=1)
    assert answer["ok"]
    whole = text(shared)
    assert "Typed since. Typed before." in str(whole)
    assert [each.clause for each in proposals_in(whole)] == [WID]
    caught_up = amina.since(0)
    assert caught_up["ok"] and len(caught_up["steps"]) >= 3


def test_who_does_not_write_the_draft_learns_nothing_of_it(world, http, draft, mine):
    alone = draft(world.amina, clauses=[])
    assert take(http(world.amina), mine, paper=number_of(alone)).status_code == 303
    amina, wanjiru = http(world.amina), http(world.wanjiru)
    assert places(amina, mine) == [alone]
    page = wanjiru.get(mine).text
    assert TITLE not in page and alone not in page and "Take into a paper" in page
    refused = take(wanjiru, mine, paper=number_of(alone))
    unknown = take(wanjiru, mine, paper=2**31 - 1)
    assert refused.status_code == unknown.status_code == 409
    assert put_words_again(wanjiru, mine, alone).status_code == 404
    for outside in (world.teresa, world.helena, world.ruth):
        visitor = http(outside)
        assert visitor.get(mine).status_code == 404
        assert take(visitor, mine, amina.get(mine).text, paper=1).status_code == 404
        assert put_words_again(visitor, mine, alone, amina.get(mine).text).status_code == 404
    assert act(amina, mine, "release").status_code == 303
    for outside in (world.teresa, world.helena, world.ruth):
        page = http(outside).get(mine).text
        assert "Take into a paper" not in page and alone not in page and TITLE not in page
        assert take(http(outside), mine, amina.get(mine).text, paper=number_of(alone)).status_code == 403  # fmt: skip
    assert take(http(), mine, amina.get(mine).text, paper=1).location.startswith("/sign-in")
    # A drafter who only reads sees where it stands, and changes nothing.
    named = {"person": world.wanjiru.email, "role": DrafterRole.READ.value}
    assert amina.post(f"{alone}/drafters", data=named).status_code == 303
    assert places(wanjiru, mine) == [alone]
    assert take(wanjiru, mine, paper=number_of(alone)).status_code == 409


def test_only_drafts_for_action_that_the_delegation_leads_are_offered(world, http, draft, mine):
    information = draft(world.amina, clauses=[], title="For reading", purpose="information")
    theirs = draft(world.teresa, [world.amina], clauses=[], title="Of Brazil")
    own = draft(world.amina, clauses=[], title="Of Kenya")
    page = http(world.amina).get(mine).text
    assert "Of Kenya" in page and "For reading" not in page and "Of Brazil" not in page
    for other in (information, theirs):
        assert take(http(world.amina), mine, paper=number_of(other)).status_code == 409
    assert send(http, world.amina, own)
    assert take(http(world.amina), mine, paper=number_of(own)).status_code == 409


def test_only_who_may_release_it_takes_it_into_a_paper_that_others_read(
    world, http, draft, mine, text
):
    """Otherwise the drafters of other delegations would read what a member of Kenya cannot release."""
    joint = draft(world.amina, [world.wanjiru, world.teresa], clauses=[], title="With Brazil")
    wanjiru, amina = http(world.wanjiru), http(world.amina)
    for _time in range(3):
        page = wanjiru.get(mine).text
        assert "People outside your delegation read this paper." in page
        assert f'value="{number_of(joint)}"' not in page
        assert take(wanjiru, mine, paper=number_of(joint)).status_code == 409
    assert proposals_in(text(joint)) == [] and places(amina, mine) == []
    assert "People outside your delegation" not in amina.get(mine).text
    assert take(amina, mine, paper=number_of(joint)).status_code == 303
    assert edit(wanjiru, mine, change=("young people", "youth")).status_code == 303
    assert put_words_again(wanjiru, mine, joint).status_code == 409
    assert "programmes for young people" in proposals_in(text(joint))[0].text
    assert act(amina, mine, "release").status_code == 303
    assert put_words_again(wanjiru, mine, joint).status_code == 303
    assert "programmes for youth" in proposals_in(text(joint))[0].text


@pytest.mark.parametrize("released_before", [False, True])
def test_the_same_proposal_becomes_that_of_the_document_also_if_it_was_edited_there(
    released_before, world, http, shared, mine, retype, stored
):
    amina, reader = http(world.amina), http(world.teresa)
    if released_before:
        assert act(amina, mine, "release").status_code == 303
    for _time in range(3):  # taking it again changes nothing
        assert take(http(world.wanjiru), mine, paper=number_of(shared)).status_code == 303
    retype(world.wanjiru, shared, with_words("young people", "each young person"))
    assert "The paper has other words" in amina.get(mine).text
    assert reader.get(mine).status_code == (200 if released_before else 404)
    document = send(http, world.amina, shared)
    number = re.search(r"(\d+)$", document)[1]
    assert stored() == [(mine, f"KEN/{number}/1", True, False)]
    shown = reader.get(mine).text
    assert "each young person" in shown and f"KEN/{number}/1" in shown and document in shown
    assert "They *asked* for it." in shown
    within = shown.count("timeline__item")
    assert within == (2 if released_before else 1), "what it said before stays within Kenya"
    assert "Take into a paper" not in amina.get(mine).text
    assert f"KEN/{number}/1" in reader.get(PAGE).text
    # A revision rewords the same row, three times.
    for again in (1, 2, 3):
        assert amina.post(f"{shared}/revisions").status_code == 303
        retype(world.amina, shared, with_words("person", f"person {again}"))
        send(http, world.amina, shared)
        assert stored() == [(mine, f"KEN/{number}/1", True, False)]
    assert "person 3 2 1" in reader.get(mine).text


def test_one_that_was_taken_out_before_the_submission_is_as_before(
    world, http, shared, mine, retype, stored, session
):
    assert take(http(world.amina), mine, paper=number_of(shared)).status_code == 303
    retype(world.wanjiru, shared, without_quotations)
    assert places(http(world.amina), mine) == []
    send(http, world.amina, shared)
    assert stored() == [(mine, "", False, False)]
    assert http(world.teresa).get(mine).status_code == 404
    assert session.scalars(select(TakenProposal)).all() == []
    assert "Take into a paper" in http(world.amina).get(mine).text


def test_one_that_was_taken_out_can_be_taken_again_three_times(
    world, http, shared, mine, retype, text
):
    for person, other in ((world.amina, world.wanjiru), (world.wanjiru, world.amina)) * 2:
        assert take(http(person), mine, paper=number_of(shared)).status_code == 303
        assert len(proposals_in(text(shared))) == 1
        assert places(http(other), mine) == [shared]
        retype(other, shared, without_quotations)
        assert places(http(person), mine) == []


def test_of_two_papers_the_first_with_a_number_has_the_proposal(
    world, http, draft, shared, mine, stored
):
    other = draft(world.amina, clauses=[], title="Another")
    for paper in (shared, other):
        assert take(http(world.amina), mine, paper=number_of(paper)).status_code == 303
    assert sorted(places(http(world.amina), mine)) == sorted([shared, other])
    first = re.search(r"(\d+)$", send(http, world.amina, other))[1]
    assert stored() == [(mine, f"KEN/{first}/1", True, False)]
    second = re.search(r"(\d+)$", send(http, world.amina, shared))[1]
    assert {row[1] for row in stored()} == {f"KEN/{first}/1", f"KEN/{second}/1"}


def test_a_paper_with_a_proposal_that_was_withdrawn_since_is_not_submitted(
    world, http, shared, mine, stored
):
    amina = http(world.amina)
    assert take(http(world.wanjiru), mine, paper=number_of(shared)).status_code == 303
    for _time in range(3):
        assert act(amina, mine, "withdrawal").status_code == 303
        refused = http(world.wanjiru).post(f"{shared}/submission")
        assert refused.status_code in (409, 422)
        page = http(world.wanjiru).get(shared).text
        assert "Kenya has withdrawn the proposal MOD recognizing b)." in page
        assert "Take it out of these papers" in amina.get(mine).text
        assert "Take into a paper" not in amina.get(mine).text
        assert act(amina, mine, "restoration").status_code == 303
    number = re.search(r"(\d+)$", send(http, world.wanjiru, shared))[1]
    assert stored() == [(mine, f"KEN/{number}/1", True, False)]


def test_one_that_was_withdrawn_while_its_paper_waited_stays_withdrawn(
    world, http, shared, mine, stored, meeting, listen
):
    assert take(http(world.amina), mine, paper=number_of(shared)).status_code == 303
    meeting.after()
    assert http(world.amina).post(f"{shared}/submission").status_code == 303
    assert stored() == [(mine, "", False, False)]
    assert places(http(world.amina), mine) == [shared], "while it waits"
    assert act(http(world.amina), mine, "withdrawal").status_code == 303
    http(world.ines).post("/contributions/queue/acceptances", data={"paper": number_of(shared)})
    [(address, reference, is_released, is_withdrawn)] = stored()
    assert address == mine and reference and is_withdrawn and not is_released
    assert http(world.teresa).get(mine).status_code == 404
    within = topic_name(TOPIC, f"delegation:{world.delegation('Kenya').id}")
    outside, colleague = listen(world.teresa, TOPIC), listen(world.wanjiru, within)
    assert colleague() == outside() == []
    assert act(http(world.amina), mine, "restoration").status_code == 303
    assert http(world.teresa).get(mine).status_code == 200
    for heard in (outside, colleague):
        assert "proposal.released" in [entry["kind"] for entry in heard()]


def test_words_that_changed_on_the_page_are_put_into_the_paper_three_times(
    world, http, shared, mine, text
):
    amina, wanjiru = http(world.amina), http(world.wanjiru)
    assert take(amina, mine, paper=number_of(shared)).status_code == 303
    length = len(text(shared)["content"])
    for person, visitor in ((1, wanjiru), (2, amina), (3, wanjiru)):
        before = proposals_in(text(shared))
        assert edit(wanjiru, mine, f"that {person} take part,", reasons=f"R {person}").status_code == 303  # fmt: skip
        assert proposals_in(text(shared)) == before, "the paper stays as it is"
        page = visitor.get(mine).text
        assert "The paper has other words than this page." in page
        assert put_words_again(visitor, mine, shared, page).status_code == 303
        [written] = proposals_in(text(shared))
        assert (written.text, written.reasons) == (f"that {person} take part,", f"R {person}")
        assert written.block == before[0].block and len(text(shared)["content"]) == length
        assert "The paper has other words" not in amina.get(mine).text
        assert put_words_again(visitor, mine, shared, page).status_code == 409, "it has them"
    assert edit(wanjiru, mine, "", "SUP", reasons="").status_code == 303
    assert put_words_again(amina, mine, shared).status_code == 303
    [written] = proposals_in(text(shared))
    assert (written.symbol, written.text, written.reasons) == ("SUP", "", "")


def test_a_new_paper_begins_with_the_proposal_once(world, http, mine, meeting, text, app):
    page = http(world.amina).get(mine).text
    answers = [take(http(world.amina), mine, page, meeting=meeting.id) for _time in range(3)]
    [location] = {answer.location for answer in answers}
    draft = location.removesuffix("/edit")
    [written] = proposals_in(text(draft))
    assert written.clause == WID and "programmes for young people" in written.text
    with app.app_context():
        revision = paper_at(draft).draft
        assert revision.title == "Resolution 67 (Hyderabad, 2010): MOD recognizing b)"
        assert revision.purpose == Purpose.ACTION and [c.wid for c in revision.clauses] == [WID]
        assert "amina@example.org" in revision.contact.lower()
    assert http(world.wanjiru).get(draft).status_code == 404
    assert take(http(world.amina), mine, meeting=987).status_code == 422


@pytest.mark.parametrize(
    ("words", "symbol", "place"),
    [
        ("", "SUP", ""),
        (None, "NOC", ""),
        ("that *parents* take part,", "ADD", "after"),
        ("one\ntwo", "MOD", ""),
    ],
)
def test_each_symbol_comes_out_of_the_paper_as_it_went_in(
    words, symbol, place, world, http, shared, stored
):
    amina = http(world.amina)
    address = proposed(amina, words, symbol, "Because.", place=place)
    assert act(amina, address, "release").status_code == 303
    before = amina.get(address).text.count("timeline__item")
    assert take(amina, address, paper=number_of(shared)).status_code == 303
    assert "The paper has other words" not in amina.get(address).text
    number = re.search(r"(\d+)$", send(http, world.amina, shared))[1]
    assert stored() == [(address, f"KEN/{number}/1", True, False)]
    assert amina.get(address).text.count("timeline__item") == before, "it says the same"


def test_its_discussion_bears_the_symbol_that_it_has_in_the_document(
    world, http, shared, retype, session
):
    amina = http(world.amina)
    address = proposed(amina, "that parents take part,", "ADD", "Because.", place="after")
    topic = f"proposal:{address.rpartition('/')[2]}"
    data = {"body": "Ours.", "audience": world.delegation("Kenya").audience, "key": "said"}
    assert amina.post(f"/threads/{topic}/comments", data=data).status_code == 303
    assert take(amina, address, paper=number_of(shared)).status_code == 303
    retype(world.wanjiru, shared, with_words("ADD", "ADD*"))
    send(http, world.amina, shared)
    title = session.scalar(select(Thread.title).where(Thread.name == topic))
    assert title.startswith("ADD* after")


def test_before_it_is_taken_the_page_says_that_it_is_on_an_earlier_wording(
    app, world, http, shared, mine
):
    agree_on("that many take part,", app, world)
    page = http(world.amina).get(mine).text
    assert "otherwise the paper proposes to bring back what was changed since" in page
    assert take(http(world.amina), mine, page, paper=number_of(shared)).status_code == 303


def test_the_row_at_the_clause_leads_to_it_for_its_delegation_alone(world, http, mine):
    link = f'href="{mine}#take"'
    assert link in http(world.wanjiru).get(PAGE).text
    assert act(http(world.amina), mine, "release").status_code == 303
    assert link in http(world.amina).get(PAGE).text
    for reader in (world.teresa, world.ruth, world.helena):
        assert link not in http(reader).get(PAGE).text
    assert link not in http(world.amina).get(CLAUSE).text, "the page of a thread knows no reader"


def test_members_hear_that_a_document_brings_it_and_nothing_before(
    world, http, listen, shared, mine
):
    within = topic_name(TOPIC, f"delegation:{world.delegation('Kenya').id}")
    outside, colleague = listen(world.teresa, TOPIC), listen(world.wanjiru, within)
    assert colleague() == []
    assert take(http(world.amina), mine, paper=number_of(shared)).status_code == 303
    assert outside() == [] and colleague() == []
    send(http, world.amina, shared)
    assert "proposal.released" in [entry["kind"] for entry in outside()]


def test_the_page_costs_as_much_for_many_drafts_as_for_few(
    world, http, shared, mine, draft, statements
):
    amina = http(world.amina)
    amina.get(mine)
    with statements() as untaken:
        amina.get(mine)
    assert take(amina, mine, paper=number_of(shared)).status_code == 303
    amina.get(mine)
    with statements() as few:
        amina.get(mine)
    for number in range(3):
        paper = draft(world.amina, clauses=[], title=f"Paper {number}")
        assert take(amina, mine, paper=number_of(paper)).status_code == 303
    with statements() as many:
        amina.get(mine)
    assert len(many) == len(few) <= 22 and len(untaken) <= 16, (len(few), len(untaken))


@pytest.mark.databases
def test_verbs_of_taking_on_either_database(world, http, shared, mine, meeting, text):
    amina = http(world.amina)
    for _time in range(2):
        assert take(amina, mine, paper=number_of(shared)).status_code == 303
    assert take(amina, mine, meeting=meeting.id).status_code == 303
    assert edit(amina, mine, "that all take part,").status_code == 303
    assert put_words_again(amina, mine, shared).status_code == 303
    assert [each.text for each in proposals_in(text(shared))] == ["that all take part,"]
