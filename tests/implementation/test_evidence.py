"""Evidence: choosing it, what each reader sees of it, and that nobody learns here of what they may not read there."""

import pytest
from sqlalchemy import select

from tests.implementation.deeds import (
    CAMPAIGNS,
    JOINING,
    PAGE,
    add_action,
    add_evidence,
    approved,
    figures,
    step,
)
from wgcop.agenda.models import AgendaItem
from wgcop.contributions.models import Contribution
from wgcop.implementation.evidence import Evidence, EvidenceKind
from wgcop.initiatives.kinds import EntryState
from wgcop.initiatives.merging.carriers import carry_all, put_all_back
from wgcop.initiatives.models import Initiative
from wgcop.outcomes.action_points import ActionPoint
from wgcop.priorwork.models import Document


@pytest.fixture
def things(session):
    """An address for each kind of thing."""
    decided = session.scalars(
        select(AgendaItem).where(AgendaItem.title == "How the group takes up Resolution 67")
    ).one()
    return {
        EvidenceKind.CONTRIBUTION: "WG-COP/3/1",
        EvidenceKind.ENTRY: "INI-002",
        EvidenceKind.DOCUMENT: session.scalars(select(Document)).first().url,
        EvidenceKind.DECISION: decided.url,
        EvidenceKind.ACTION_POINT: session.scalars(select(ActionPoint)).first().url,
        EvidenceKind.LINK: "https://example.org/figures",
    }


def given(session, clause=JOINING):
    session.expire_all()
    return session.scalars(
        select(Evidence)
        .where(Evidence.clause.has(wid=clause), Evidence.removed_at.is_(None))
        .order_by(Evidence.added_at, Evidence.id)
    ).all()


def test_each_kind_is_known_by_its_symbol_or_address(things, world, http, session):
    amina = http(world.amina)
    for kind, thing in things.items():
        assert add_evidence(amina, thing, JOINING).status_code == 303, kind
    assert {each.kind for each in given(session)} == set(things)
    page = amina.get(PAGE).text
    for each in given(session):
        assert each.dom_id in page and each.url in page, each.kind


@pytest.mark.parametrize(
    "written",
    [
        "http://localhost/documents/WG-COP/3/1",
        "/documents/WG-COP/3/1#part-2",
        "/documents/WG-COP/3/1?from=x",
        "wg-cop/3/1",
        "Document WG-COP/3/1",
    ],
)
def test_a_document_is_known_however_somebody_writes_it(written, world, http, session):
    assert add_evidence(http(world.amina), written, JOINING).status_code == 303
    assert given(session)[0].contribution.number == 1


@pytest.mark.parametrize(
    "written",
    [
        "javascript:alert(1)",
        "ftp://example.org/x",
        "https://amina:secret@example.org/",
        "/people/1",
        "/meetings/wg-cop-3/items/999999",
        "/initiatives/no-such-entry",
        "/priorwork/9999999999",
    ],
)
def test_nothing_else_is_linked(written, world, http, session):
    answer = add_evidence(http(world.amina), written, JOINING, note="A note.")
    assert answer.status_code == 422
    assert "A note." in answer.text and 'aria-invalid="true"' in answer.text
    assert given(session) == []


def test_an_item_without_an_outcome_is_no_evidence(world, http, session):
    item = session.scalars(
        select(AgendaItem).where(AgendaItem.title == "Awareness campaigns")
    ).one()
    answer = add_evidence(http(world.amina), item.url, JOINING)
    assert answer.status_code == 422 and "not recorded an outcome" in answer.text


def test_the_wording_that_a_meeting_agreed_is_evidence_for_its_clause(world, http, session):
    clause = "wtdc-67.invites_sector-members"
    wid = next(
        each.clause.wid
        for each in session.scalars(select(Evidence).where(Evidence.kind == EvidenceKind.WORDING))
    )
    assert wid.startswith(clause)
    page = http(world.mateo).get(f"/implementation/clauses/{wid}/evidence/new").text
    assert "#wording" in page
    item = session.scalars(
        select(AgendaItem).where(AgendaItem.title.startswith("Technological solutions"))
    ).one()
    answer = add_evidence(http(world.mateo), f"{item.url}#wording", wid)
    assert answer.status_code == 303, answer.text


def test_words_bring_a_list_to_choose_from_without_any_script(world, http, session, index):
    index()
    answer = add_evidence(http(world.amina), "guidance Member States date", JOINING)
    assert answer.status_code == 422
    assert 'type="radio" name="thing" value="/documents/WG-COP/3/1"' in answer.text
    answer = add_evidence(http(world.amina), "xylophone quokka", JOINING)
    assert answer.status_code == 422 and "Nothing was found" in answer.text


def test_suggestions_hold_only_what_the_reader_may_see_and_what_may_be_evidence(
    world, http, session, index
):
    private = session.scalars(select(Contribution).where(Contribution.number.is_(None))).first()
    index()
    address = "/implementation/evidence/choices"
    offered = http(world.teresa).get(f"{address}?q=guidance").json["choices"]
    assert "/documents/WG-COP/3/1" in [each["address"] for each in offered]
    assert all("/clauses/" not in each["address"] for each in offered)
    words = private.title
    found = http(world.teresa).get(address, query_string={"q": words}).json["choices"]
    assert private.work_url not in [each["address"] for each in found]
    assert http(world.ruth).get(f"{address}?q=guidance").status_code == 403


def test_the_same_is_not_given_twice_but_to_another_action_it_is(world, http, session):
    amina = http(world.amina)
    link = "https://example.org/figures"
    assert add_evidence(amina, link, JOINING).status_code == 303
    again = add_evidence(amina, link, JOINING)
    assert again.status_code == 409 and "already given as evidence" in again.text
    action = add_action(amina, world.delegation("Kenya"), clause=JOINING)
    key = action.rpartition("/")[2]
    assert add_evidence(amina, link, JOINING, action=key).status_code == 303


def test_members_see_it_at_once_and_guests_when_it_is_approved(world, http, session):
    add_evidence(http(world.amina), "https://example.org/figures", JOINING, title="Our figures")
    [evidence] = given(session)
    assert "Our figures" in http(world.caio).get(PAGE).text
    assert "Our figures" not in http().get(PAGE).text
    assert http().get(evidence.page).status_code == 404
    assert http(world.ines).post(f"{evidence.page}/approval").status_code == 303
    assert "Our figures" in http().get(PAGE).text
    page = http().get(evidence.page).text
    assert "Our figures" in page and "Amina Barasa" not in page


def test_what_a_reader_may_not_read_is_not_even_counted(world, http, session):
    """A document is for members: to a guest its clause is without evidence."""
    ines = http(world.ines)
    before = figures(http())
    assert add_evidence(ines, "WG-COP/3/1", JOINING).status_code == 303
    [evidence] = given(session)
    assert evidence.approved_at is not None
    assert figures(http()) == before
    page = http().get(PAGE).text
    assert "WG-COP/3/1" not in page and evidence.dom_id not in page
    assert http().get(evidence.page).status_code == 404
    assert "WG-COP/3/1" in http(world.caio).get(PAGE).text


def test_an_entry_that_is_no_longer_accepted_vanishes_with_its_title(world, http, session):
    add_evidence(http(world.ines), "INI-002", JOINING)
    [evidence] = given(session)
    name = evidence.initiative.name
    assert name in http().get(PAGE).text
    evidence.initiative.state = EntryState.DECLINED
    session.commit()
    for reader in (http(), http(world.caio)):
        assert evidence.dom_id not in reader.get(PAGE).text
        assert reader.get(evidence.page).status_code == 404


def test_what_a_meeting_withdrew_is_shown_as_such_and_not_counted(world, http, session, things):
    add_evidence(http(world.ines), things[EvidenceKind.DECISION], JOINING)
    before = int(figures(http(world.caio))["Pieces of evidence"])
    [evidence] = given(session)
    decision = evidence.decision
    http(world.ines).post(f"{decision.item.url}/outcome", data={})
    decision.withdrawn_at = evidence.added_at
    session.commit()
    assert "Withdrawn since then" in http(world.caio).get(PAGE).text
    assert int(figures(http(world.caio))["Pieces of evidence"]) == before - 1


def test_evidence_of_a_draft_is_seen_by_nobody_who_does_not_see_the_draft(world, http, session):
    amina = http(world.amina)
    action = add_action(amina, world.delegation("Kenya"), clause=JOINING)
    key = action.rpartition("/")[2]
    add_evidence(amina, "https://example.org/secret", JOINING, action=key, title="Our plan")
    [evidence] = given(session)
    another = add_action(amina, world.delegation("Kenya"), clause=JOINING)
    assert "Our plan" in amina.get(action).text and "Our plan" not in amina.get(another).text
    for reader in (http(world.caio), http()):
        assert "Our plan" not in reader.get(PAGE).text
        assert reader.get(evidence.page).status_code == 404
    assert http(world.caio).post(f"{evidence.page}/removal").status_code == 404
    step(amina, action, "submission")
    assert "Our plan" in http(world.caio).get(PAGE).text
    step(http(world.elke), action, "review")
    step(http(world.ines), action, "approval")
    assert "Our plan" in http().get(PAGE).text


def test_a_delegation_gives_evidence_for_its_own_actions(world, http, session):
    action = add_action(http(world.amina), world.delegation("Kenya"), clause=JOINING)
    approved(http, world, action)
    key = action.rpartition("/")[2]
    answer = add_evidence(http(world.caio), "https://example.org/x", JOINING, action=key)
    assert answer.status_code == 403
    answer = add_evidence(http(world.amina), "https://example.org/x", CAMPAIGNS, action=key)
    assert answer.status_code == 403


def test_it_is_removed_with_a_reason_that_stays(world, http, session):
    add_evidence(http(world.amina), "https://example.org/figures", JOINING, title="Our figures")
    [evidence] = given(session)
    address = f"{evidence.page}/removal"
    assert http(world.amina).post(address, data={"reason": " "}).status_code == 422
    assert http(world.caio).post(address, data={"reason": "No."}).status_code == 403
    data = {"reason": "The page is gone."}
    assert http(world.amina).post(address, data=data).status_code == 303
    assert "Our figures" not in http(world.caio).get(PAGE).text
    page = http(world.caio).get(evidence.page).text
    assert "The page is gone." in page and "Amina Barasa" in page
    assert http(world.amina).post(address, data=data).status_code == 409


def test_evidence_goes_along_when_entries_are_merged_and_comes_back_when_they_are_taken_apart(
    world, http, session
):
    add_evidence(http(world.ines), "INI-002", JOINING)
    add_evidence(http(world.ines), "INI-003", JOINING)
    add_evidence(http(world.ines), "INI-003", CAMPAIGNS)
    merged, staying = (
        session.scalars(select(Initiative).where(Initiative.number == number)).one()
        for number in (3, 2)
    )
    carried = carry_all(merged, staying, by=world.ines)
    session.commit()
    assert [each.initiative.number for each in given(session)] == [2]
    assert [each.initiative.number for each in given(session, CAMPAIGNS) if each.initiative] == [2]
    put_all_back(merged, staying, carried)
    session.commit()
    assert [each.initiative.number for each in given(session)] == [2, 3]
