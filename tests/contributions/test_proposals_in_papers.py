"""What a paper proposes stands at its clauses as soon as members read the paper, and goes with it."""

import re

import pytest
from sqlalchemy import select

from tests.contributions.conftest import capacity_key, paper_at
from tests.proposals import test_positions_on_proposals as positions
from tests.proposals.acts import act, edit
from tests.redaction.test_redaction import redact
from wgcop.contributions.announcements import tell_members
from wgcop.contributions.sources import Answer, Source
from wgcop.database import db
from wgcop.paper import plain
from wgcop.paper.blocks import block, paragraph
from wgcop.proposals.models import Proposal
from wgcop.resolutions.models import Clause
from wgcop.threads.models import Thread


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


def page_of(http, person, clause):
    """The address of the first proposal that stands at the clause."""
    page = http(person).get(f"/clauses/{clause.wid}/proposals").text
    return re.search(r'proposal__name" href="([^"]*)', page)[1]


def revise(http, person, address, compose, *blocks):
    assert http(person).post(f"{address}/revisions").status_code == 303
    compose(address, *blocks)
    answer = sent(http, person, address)
    assert answer.status_code == 303, answer.text


def test_positions_on_a_proposal_stand_as_taken_on_an_earlier_wording_after_each_revision(
    world, http, draft, compose, clause, words
):
    address, earlier = draft(world.amina), "taken on an earlier wording"
    compose(address, paragraph("MOD"), quote(clause, f"{words} A."))
    assert sent(http, world.amina, address).status_code == 303
    proposal, heads = page_of(http, world.ruth, clause), (world.teresa, world.haruko)
    for person in heads:
        assert positions.take(http(person), proposal, "objects").status_code == 303
    for number in (1, 2, 3):
        revise(
            http,
            world.amina,
            address,
            compose,
            paragraph("MOD"),
            quote(clause, f"{words} {number}."),
        )
        for left, person in zip((1, 0), heads, strict=True):
            assert positions.do(http(person), proposal, "released/confirmation").status_code == 303
            for page in (proposal, f"{proposal}/positions"):
                assert http(world.ruth).get(page).text.count(earlier) == left
    # A revision with the same words leaves them as they are.
    revise(http, world.amina, address, compose, paragraph("MOD"), quote(clause, f"{words} 3."))
    assert earlier not in http(world.ruth).get(proposal).text


def test_whoever_accepts_a_paper_is_not_named_as_the_writer_of_its_proposals(
    world, http, draft, compose, clause, words, proposals, meeting, session
):
    meeting.after()
    address = draft(world.amina)
    compose(address, paragraph("MOD"), quote(clause, f"{words} A."))
    assert sent(http, world.amina, address).status_code == 303
    paper = {"paper": address.rpartition("/")[2]}
    http(world.ines).post("/contributions/queue/acceptances", data=paper)
    assert len(proposals()) == 1
    shown = http(world.ruth).get(page_of(http, world.ruth, clause)).text
    assert world.amina.name in shown and world.ines.name not in shown
    [stored] = session.scalars(select(Proposal).where(Proposal.contribution_id.is_not(None)))
    assert {stored.drafted_by_id, stored.released_by_id} == {world.amina.id}


def test_words_that_are_redacted_in_a_paper_go_from_its_proposals_and_all_their_wordings(
    world, http, draft, compose, clause, words, session
):
    address = draft(world.amina)
    compose(address, paragraph("MOD"), quote(clause, f"{words} Not Wilhelmina."))
    assert sent(http, world.amina, address).status_code == 303
    proposal = page_of(http, world.ruth, clause)
    revise(http, world.amina, address, compose, paragraph("MOD"), quote(clause, f"{words} B."))
    assert "Wilhelmina" in http(world.ruth).get(proposal).text, "what it said then"
    redact(http(world.ines), "paper", address.rpartition("/")[2], passage="Wilhelmina")
    for reader in (world.ruth, world.amina):
        assert "Wilhelmina" not in http(reader).get(proposal).text
    [stored] = session.scalars(select(Proposal).where(Proposal.contribution_id.is_not(None)))
    assert not any("Wilhelmina" in str([each.text, each.plain]) for each in stored.wordings)


def test_words_that_are_redacted_in_a_proposal_do_not_come_back_with_other_news_of_its_paper(
    world, http, draft, compose, clause, words
):
    address = draft(world.amina)
    compose(address, paragraph("MOD"), quote(clause, f"{words} Not Wilhelmina."))
    assert sent(http, world.amina, address).status_code == 303
    proposal = page_of(http, world.ruth, clause)
    redact(http(world.ines), "proposal", proposal.rpartition("/")[2], passage="Wilhelmina")
    before = http(world.ruth).get(proposal).text
    assert "Wilhelmina" not in before
    for _time in range(3):
        for what in ("support", "support/withdrawal"):
            assert http(world.teresa).post(f"{address}/{what}").status_code == 303
        shown = http(world.ruth).get(proposal).text
        assert "Wilhelmina" not in shown
        assert shown.count("timeline__item") == before.count("timeline__item")


def test_words_that_are_redacted_in_a_proposal_do_not_come_back_with_revisions_of_its_paper(
    world, http, draft, compose, clause, words, session
):
    address = draft(world.amina)
    secret = [paragraph("MOD"), quote(clause, f"{words} Not Wilhelmina.")]
    compose(address, *secret, paragraph("Reasons: Ask Wilhelmina."))
    assert sent(http, world.amina, address).status_code == 303
    proposal = page_of(http, world.ruth, clause)
    redact(http(world.ines), "proposal", proposal.rpartition("/")[2], passage="Wilhelmina")
    for number in (1, 2, 3):
        reasons = paragraph(f"Reasons: Ask Wilhelmina {number}.")
        revise(http, world.amina, address, compose, *secret, reasons)
        for reader in (world.ruth, world.amina):
            assert "Wilhelmina" not in http(reader).get(proposal).text
    # Once the words went from the paper too, it can word the proposal anew.
    mark = "[Redacted by the secretariat on 1 January 2027: personal data]"
    revise(
        http,
        world.amina,
        address,
        compose,
        paragraph("MOD"),
        quote(clause, f"{words} Not {mark}, else."),
    )
    shown = http(world.ruth).get(proposal).text
    assert "else." in shown and "Wilhelmina" not in shown


def test_what_is_brought_for_information_or_by_observers_proposes_nothing(
    world, http, draft, compose, clause, words, proposals
):
    for number, person in enumerate((world.amina, world.ruth)):
        address = draft(person, purpose="information", action_required="")
        compose(address, paragraph("MOD"), quote(clause, f"{words} {number}."))
        assert sent(http, person, address).status_code == 303
        assert proposals() == []


def test_a_proposal_of_a_withdrawn_paper_or_one_that_a_revision_left_out_is_not_restored(
    world, http, draft, compose, clause, words, proposals, session
):
    amina, address = http(world.amina), draft(world.amina)
    both = [paragraph("MOD"), quote(clause, f"{words} A."), paragraph("ADD")]
    both.append(quote(clause, "to train;", "aaaa0002"))
    compose(address, *both)
    assert sent(http, world.amina, address).status_code == 303
    page = amina.get(f"/clauses/{clause.wid}/proposals").text
    first, second = re.findall(r'proposal__name" href="([^"]*)', page)
    revise(http, world.amina, address, compose, *both[:2])
    refused = act(amina, second, "restoration")
    assert refused.status_code == 409 and "no longer has this proposal" in refused.text
    revise(http, world.amina, address, compose, *both)
    assert len(proposals()) == 2, "it is back"
    assert amina.post(f"{address}/withdrawal").status_code == 303
    assert "Restore</button>" not in amina.get(first).text
    for each in (first, second):
        seen = session.get_one(Proposal, int(each.rpartition("/")[2])).version
        form = {"seen": seen, "speaking_as": capacity_key(world.amina)}
        refused = amina.post(f"{each}/restoration", data=form)
        assert refused.status_code == 409 and "is withdrawn" in refused.text
    assert proposals() == []


def test_a_restored_proposal_has_the_words_that_its_paper_has_now(
    world, http, draft, compose, clause, words
):
    amina, address = http(world.amina), draft(world.amina)
    compose(address, paragraph("MOD"), quote(clause, f"{words} Earlier."))
    assert sent(http, world.amina, address).status_code == 303
    proposal = page_of(http, world.ruth, clause)
    for number in (1, 2, 3):
        assert act(amina, proposal, "withdrawal").status_code == 303
        changed = quote(clause, f"{words} Later {number}.")
        revise(http, world.amina, address, compose, paragraph("MOD"), changed)
        assert act(amina, proposal, "restoration").status_code == 303
        now = http(world.ruth).get(proposal).text.split("Its wordings")[0]
        assert f"Later {number}." in now and "Earlier." not in now


def test_proposals_follow_the_delegation_that_leads_a_later_revision(
    app, world, http, draft, compose, clause, words, session
):
    address = draft(world.amina)
    compose(address, paragraph("MOD"), quote(clause, f"{words} A."))
    assert sent(http, world.amina, address).status_code == 303
    assert http(world.amina).post(f"{address}/revisions").status_code == 303
    with app.app_context():
        paper = paper_at(address)
        brazil = db.session.merge(world.delegation("Brazil"))
        paper.draft.set_sources([Source.of_delegation(brazil)])
        db.session.commit()
    compose(address, paragraph("MOD"), quote(clause, f"{words} B."))
    with app.app_context():
        paper = paper_at(address)
        revision = paper.draft
        revision.submitted_at, revision.submitted_by_id = paper.submitted_at, world.teresa.id
        paper.delegation = revision.lead
        db.session.flush()
        tell_members(paper, "contribution.revised", by=db.session.merge(world.teresa))
        db.session.commit()
    [stored] = session.scalars(select(Proposal).where(Proposal.contribution_id.is_not(None)))
    assert stored.delegation.name == "Brazil" and stored.reference.startswith("KEN/")
    proposal = page_of(http, world.ruth, clause)
    assert act(http(world.amina), proposal, "withdrawal").status_code == 403
    assert act(http(world.teresa), proposal, "withdrawal").status_code == 303


def test_a_document_that_replaces_another_of_its_delegation_takes_the_place_of_its_proposals(
    world, http, draft, compose, clause, words, proposals
):
    def bring(person, said):
        address = draft(person)
        compose(address, paragraph("MOD"), quote(clause, f"{words} {said}."))
        return address, sent(http, person, address).headers["Content-Location"]

    _address, old = bring(world.amina, "A")
    other, _url = bring(world.teresa, "B")
    new, _url = bring(world.amina, "C")
    assert len(proposals()) == 3
    symbol = old.removeprefix("/documents/")
    for address, left in ((other, 3), (new, 2)):
        answer = http(world.ines).post(f"{address}/replacement", data={"replaces": symbol})
        assert answer.status_code == 303, answer.text
        assert len(proposals()) == left


def test_a_corrigendum_corrects_a_proposal_and_makes_no_second_one(
    world, http, draft, compose, clause, words, proposals, attach
):
    address = draft(world.amina)
    compose(address, paragraph("MOD"), quote(clause, f"{words} Wrong."))
    assert sent(http, world.amina, address).status_code == 303
    [(_name, reference)] = proposals()
    proposal = page_of(http, world.ruth, clause)
    corrigendum = attach(world.amina, address, "corrigendum", "The end of the clause.")
    right = [paragraph("MOD"), quote(clause, f"{words} Right.", "cccc0001")]
    new = [paragraph("ADD"), quote(clause, "to train;", "cccc0002")]
    compose(corrigendum, *right, *new)
    assert sent(http, world.amina, corrigendum).status_code == 303

    def now():
        return http(world.ruth).get(proposal).text.split("Its wordings")[0]

    assert {each for _name, each in proposals()} == {reference, f"{reference[:-2]}C1/1"}
    assert "Right." in now() and "Wrong." not in now()
    assert http(world.amina).post(f"{corrigendum}/withdrawal").status_code == 303
    assert len(proposals()) == 1 and "Wrong." in now()


def test_the_emphasis_of_a_quotation_is_no_change_where_the_clause_has_none(
    world, http, draft, compose, clause, words, proposals
):
    address = draft(world.amina)
    leaning = quote(clause, words)
    [line] = leaning["content"]
    line["content"] = [{**each, "marks": [{"type": "em"}]} for each in line["content"]]
    compose(address, paragraph("NOC"), leaning, paragraph("Reasons: It was agreed."))
    answer = sent(http, world.amina, address)
    assert answer.status_code == 303, answer.text
    assert [name for name, _reference in proposals()] == ["NOC invites Member States 2"]
    assert "<del" not in http(world.ruth).get(page_of(http, world.ruth, clause)).text


def test_a_common_proposal_names_all_who_consented_wherever_it_stands(
    app, world, http, draft, compose, clause, words
):
    """Kenya leads, Brazil has consented to these words, and Japan was never asked."""
    address = draft(world.amina)
    compose(
        address,
        paragraph("MOD"),
        quote(clause, f"{words} A."),
        paragraph("ADD"),
        quote(clause, "to train;", "aaaa0002"),
    )
    assert sent(http, world.amina, address).status_code == 303
    revise_with(app, world, address, "Brazil", "Japan", consents=["Brazil"])
    reader = http(world.ruth)
    proposal = page_of(http, world.ruth, clause)
    edition = "/resolutions/67-hyderabad-2010"
    for page in (
        proposal,
        f"/clauses/{clause.wid}/proposals",
        f"{edition}/rolling-text",
        f"{edition}/rolling-text?view=brackets",
        f"{edition}/proposals",
    ):
        shown = plain_of(reader.get(page).text)
        assert re.search("Brazil, Kenya|Kenya, Brazil", shown), page
        assert not re.search("Japan, Kenya|Kenya, Japan|Brazil, Japan|Japan, Brazil", shown), page

    # The next revision is Kenya's alone.
    revise_with(app, world, address)
    assert not re.search("Brazil, Kenya|Kenya, Brazil", plain_of(reader.get(proposal).text))


def test_references_to_the_common_proposal_of_a_group_have_its_code(
    app, world, http, draft, compose, clause, words, proposals
):
    address = draft(world.amina, common_proposal="atu")
    compose(address, paragraph("MOD"), quote(clause, f"{words} A."))
    assert sent(http, world.amina, address).status_code == 303
    [(_name, reference)] = proposals()
    assert re.fullmatch(r"AFCP/\d+/1", reference)
    page = http(world.ruth).get(page_of(http, world.ruth, clause)).text
    assert reference in page


def test_nobody_brings_the_common_proposal_of_a_group_to_which_it_does_not_belong(
    world, http, draft
):
    address = draft(world.amina, common_proposal="cept")
    refused = sent(http, world.amina, address)
    assert refused.status_code == 409
    assert "brought by its Member States alone" in refused.text and "Kenya" in refused.text
    assert "brought by its Member States alone" in http(world.amina).get(address).text


def revise_with(app, world, address, *names, consents=()):
    """Let the paper have these sources beside the one that leads; some of them have consented."""
    with app.app_context():
        paper, amina = paper_at(address), db.session.merge(world.amina)
        sources = [each for each in paper.current.sources if each.name == "Kenya"]
        for name in names:
            source = Source.of_delegation(db.session.merge(world.delegation(name)))
            if name in consents:
                source.ask("these words", by=amina)
                source.give(Answer.CONSENTS, "these words", "", "", by=amina)
            sources.append(source)
        paper.current.sources = sources
        tell_members(paper, "contribution.revised", by=amina)
        db.session.commit()


def plain_of(page):
    return " ".join(re.sub(r"<[^>]+>", "", page.partition("<main")[2]).split())


def test_a_paper_of_many_sources_brings_its_proposals(
    app, world, http, draft, compose, clause, words, proposals
):
    """The printed source is longer than what is kept beside a wording."""
    address = draft(world.amina)
    compose(address, paragraph("MOD"), quote(clause, f"{words} A."))
    with app.app_context():
        paper_at(address).draft.source = "Kenya and many others, " * 12
        db.session.commit()
    assert sent(http, world.amina, address).status_code == 303
    shown = http(world.ruth).get(page_of(http, world.ruth, clause)).text
    assert "Kenya and many others" in shown and "…" in shown


def test_the_page_of_a_draft_without_proposals_asks_nothing_about_clauses(
    world, http, draft, compose, clause, words, statements
):
    address = draft(world.amina)
    asked = []
    for blocks in ((), (paragraph("MOD"), quote(clause, f"{words} A."))):
        compose(address, *blocks)
        http(world.amina).get(address)
        with statements() as sent_statements:
            http(world.amina).get(address)
        asked.append(len(sent_statements))
    without, with_one = asked
    assert without < with_one


def test_what_a_paper_proposes_is_told_to_followers_as_released(
    world, http, draft, compose, clause, words
):
    follower = http(world.caio)
    follower.post("/follows", data={"topic": f"clause:{clause.wid}", "level": "everything"})
    address = draft(world.amina)
    compose(address, paragraph("MOD"), quote(clause, f"{words} A."))
    assert sent(http, world.amina, address).status_code == 303
    row = follower.get("/inbox").text.split("MOD invites Member States 2: Kenya")[1]
    assert "Released" in row.split("</li>")[0]


def test_discussions_of_clauses_begin_in_one_order_so_that_no_two_papers_wait_for_each_other(
    world, http, draft, compose, session
):
    begun = select(Thread.clause_id).where(Thread.clause_id.is_not(None))
    without = session.scalars(select(Clause).where(Clause.id.not_in(begun)).order_by(Clause.wid))
    first, *_others, last = without.all()
    assert first.wid < last.wid
    address = draft(world.amina)
    blocks = []
    for number, clause in enumerate((last, first)):
        said = quote(clause, f"{clause.wording.text} {number}.", f"dddd000{number}")
        blocks += [paragraph("MOD"), said]
    compose(address, *blocks)
    assert sent(http, world.amina, address).status_code == 303
    names = [first.topic, last.topic]
    ids = session.scalars(select(Thread.name).where(Thread.name.in_(names)).order_by(Thread.id))
    assert ids.all() == names
    stored = select(Proposal).where(Proposal.contribution_id.is_not(None)).order_by(Proposal.number)
    assert [each.clause_id for each in session.scalars(stored)] == [last.id, first.id]
