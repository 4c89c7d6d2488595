"""What a paper proposes stands at its clauses as soon as members read the paper, and goes with it."""

import re

import pytest
from sqlalchemy import select

from tests.contributions.conftest import paper_at
from tests.proposals.acts import act, edit
from wgcop.database import db
from wgcop.paper import plain
from wgcop.paper.blocks import block, paragraph
from wgcop.proposals.models import Proposal
from wgcop.resolutions.models import Clause


def quote(clause, words, block_id="aaaa0001"):
    made = block("blockquote", [paragraph(words)], clause=clause.wid)
    made["attrs"]["id"] = block_id
    return made


@pytest.fixture
def compose(app):
    """Puts blocks into the draft at this address, behind a first paragraph."""

    def put(address, *blocks):
        with app.app_context():
            paper = paper_at(address)
            paper.draft.text = {"type": "doc", "content": [paragraph("We propose this."), *blocks]}
            paper.draft.plain = plain(paper.draft.text)
            db.session.commit()

    return put


@pytest.fixture
def words(app, clause):
    with app.app_context():
        return db.session.get_one(Clause, clause.id).wording.text


@pytest.fixture
def proposals(http, world, clause):
    """What a reader finds at the clause: name, source and reference of each."""

    def found(reader=None):
        page = http(reader or world.ruth).get(f"/clauses/{clause.wid}/proposals").text
        shown = page.split('id="released-title"')[1].split("</section>")[0]
        names = re.findall(r'proposal__name" href="[^"]*"><bdi>([^<]*)', shown)
        references = re.findall(r'proposal__reference">([^<]*)', shown)
        return list(zip(names, references, strict=True))

    return found


def sent(http, person, address):
    return http(person).post(f"{address}/submission")


def test_proposals_stand_at_their_clause_when_the_paper_has_a_number(
    world, http, draft, compose, clause, words, proposals
):
    address = draft(world.amina)
    compose(
        address,
        paragraph("MOD"),
        quote(clause, words.replace("information", "clear information")),
        paragraph("Reasons: It must be understood."),
        paragraph("ADD"),
        quote(clause, "to train teachers;", "aaaa0002"),
    )
    assert proposals() == []
    answer = sent(http, world.amina, address)
    assert answer.status_code == 303, answer.text
    number = re.search(r"(\d+)$", answer.headers["Content-Location"])[1]
    assert proposals() == [
        ("MOD invites Member States 2", f"KEN/{number}/1"),
        ("ADD after invites Member States 2", f"KEN/{number}/2"),
    ]
    page = http(world.ruth).get(f"/clauses/{clause.wid}/proposals").text
    assert "It must be understood." in page and "<ins" in page
    assert http().get(f"/clauses/{clause.wid}/proposals").status_code == 303


def test_a_revision_changes_withdraws_and_adds_three_times(
    world, http, draft, compose, clause, words, proposals, session
):
    address = draft(world.amina)
    first, second = quote(clause, words + " A."), quote(clause, "to train;", "aaaa0002")
    compose(address, paragraph("MOD"), first, paragraph("ADD"), second)
    assert sent(http, world.amina, address).status_code == 303
    [(_name, first_reference), (_other, second_reference)] = proposals()

    for number in (1, 2, 3):
        assert http(world.amina).post(f"{address}/revisions").status_code == 303
        added = quote(clause, f"to teach {number};", f"bbbb000{number}")
        compose(
            address, paragraph("MOD"), quote(clause, f"{words} {number}."), paragraph("ADD"), added
        )
        assert proposals()[0][0] == "MOD invites Member States 2"
        answer = sent(http, world.amina, address)
        assert answer.status_code == 303, answer.text
        references = [reference for _name, reference in proposals()]
        assert references[0] == first_reference and second_reference not in references
        assert references[1].endswith(f"/{number + 2}")
        assert f"{number}." in http(world.ruth).get(f"/clauses/{clause.wid}/proposals").text

    changed = session.scalar(select(Proposal).where(Proposal.reference == first_reference))
    assert [wording.plain for wording in changed.wordings] == [
        f"{words} {end}." for end in ("A", 1, 2, 3)
    ]
    assert http(world.amina).post(f"{address}/withdrawal").status_code == 303
    assert proposals() == []
    stored = session.scalars(select(Proposal).where(Proposal.contribution_id.is_not(None))).all()
    assert len(stored) == 5 and all(each.is_withdrawn for each in stored)


@pytest.mark.parametrize(
    ("symbol", "change", "reasons", "refusal"),
    [
        ("MOD", None, "", "A MOD without a change proposes nothing."),
        ("MOD", "", "", "A MOD without words would delete the clause."),
        ("NOC", None, "", "NOC needs reasons."),
        ("SUP", "other words", "", "SUP deletes the whole clause"),
        ("ADD", "", "", "Write the words of the new clause."),
    ],
)
def test_a_symbol_that_does_not_agree_with_its_words_is_refused_and_the_draft_stays(
    symbol, change, reasons, refusal, world, http, draft, compose, clause, words, proposals
):
    address = draft(world.amina)
    compose(address, paragraph(symbol), quote(clause, words if change is None else change))
    answer = sent(http, world.amina, address)
    assert answer.status_code == 409 or answer.status_code == 422, answer.status_code
    page = http(world.amina).get(address).text
    assert f"{symbol} on invites Member States 2" in page and refusal in page
    assert proposals() == []


def test_what_its_delegation_withdrew_stays_withdrawn_in_a_revision(
    world, http, draft, compose, clause, words, proposals
):
    address = draft(world.amina)
    compose(address, paragraph("MOD"), quote(clause, f"{words} A."))
    assert sent(http, world.amina, address).status_code == 303
    page = http(world.ruth).get(f"/clauses/{clause.wid}/proposals").text
    proposal = re.search(r'proposal__name" href="([^"]*)', page)[1]
    refused = edit(http(world.amina), proposal, words="other", page=_form(http, world, proposal))
    assert refused.status_code in (409, 422)
    assert act(http(world.amina), proposal, "withdrawal").status_code == 303
    assert http(world.amina).post(f"{address}/revisions").status_code == 303
    compose(address, paragraph("MOD"), quote(clause, f"{words} B."))
    assert sent(http, world.amina, address).status_code == 303
    assert proposals() == []
    assert act(http(world.amina), proposal, "restoration").status_code == 303
    assert len(proposals()) == 1


def _form(http, world, proposal):
    return http(world.amina).get(f"{proposal}/edit").text


def test_a_draft_and_a_paper_that_waits_show_nothing_at_the_clause(
    world, http, draft, compose, clause, words, proposals, meeting
):
    meeting.after()
    address = draft(world.amina)
    compose(address, paragraph("MOD"), quote(clause, f"{words} A."))
    assert proposals() == []
    assert sent(http, world.amina, address).status_code == 303
    assert proposals() == [] == proposals(world.helena)
