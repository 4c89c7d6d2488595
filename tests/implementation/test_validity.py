"""When a conference words a clause anew, what answered it asks whether it is still valid."""

from pathlib import Path

import pytest
from lxml import html
from sqlalchemy import select

from tests.implementation.deeds import (
    CAMPAIGNS,
    JOINING,
    PAGE,
    add_action,
    add_evidence,
    figures,
    step,
)
from wgcop import resolutions
from wgcop.implementation.evidence import Evidence
from wgcop.implementation.models import ImplementationAction
from wgcop.implementation.validity import ValidityCheck
from wgcop.mail import Message
from wgcop.resolutions.actions import import_resolution
from wgcop.resolutions.parse import parse

TEXTS = Path(resolutions.__file__).parent / "texts"
NEW = "/implementation/67-dubai-2014"
ASKING = f"{NEW}/validity"


def next_conference(place="Dubai", year=2014):
    """It words *invites Member States* 2 anew, and leaves out *instructs the Director of BDT* 5."""
    text = (TEXTS / "resolution-67-hyderabad-2010.txt").read_text()
    text = text.replace("RESOLUTION 67 (Hyderabad, 2010)", f"RESOLUTION 67 (Rev. {place}, {year})")
    text = text.replace("Conference (Hyderabad, 2010)", f"Conference ({place}, {year})")
    text = text.replace("parents, teachers, industry and the population", "parents and teachers")
    return text.replace(
        "5 to submit a report on the results of implementation of this resolution to the next WTDC.",
        "",
    )


@pytest.fixture
def deeds(world, http, session):
    """One link on the clause that changes, one on a clause that does not, one on the clause that goes."""
    amina = http(world.amina)
    for clause, name in (
        (CAMPAIGNS, "changed"),
        (JOINING, "same"),
        (DIRECTOR_5, "gone"),
    ):
        answer = add_evidence(amina, f"https://example.org/{name}", clause, title=name)
        assert answer.status_code == 303, answer.text


DIRECTOR_5 = "wtdc-67.instructs_the-director-of-the-telecommunication-development-bureau__para_5"


@pytest.fixture
def revised(deeds, session, world):
    edition = import_resolution(parse(next_conference()), by=world.ines)
    session.commit()
    return edition


def evidence(session, name):
    session.expire_all()
    return session.scalars(select(Evidence).where(Evidence.title == name)).one()


def answer(visitor, thing, **data):
    address = thing.url if thing.is_action else thing.page
    return visitor.post(f"{address}/validity", data={"edition": thing.asked_edition_id, **data})


def test_only_what_answers_another_wording_asks(revised, session):
    assert evidence(session, "changed").asks and evidence(session, "gone").asks
    same = evidence(session, "same")
    assert not same.asks and same.edition_id == revised.id
    [check] = same.checks
    assert (check.answer, check.by) == ("unchanged", None)


def test_actions_ask_too(revised, session):
    asking = session.scalars(
        select(ImplementationAction).where(ImplementationAction.asked_edition_id == revised.id)
    ).all()
    assert {each.clause.wid for each in asking} == {CAMPAIGNS}
    assert len(asking) == 3


def test_both_wordings_are_shown_compared(revised, world, http, session):
    for address in (ASKING, evidence(session, "changed").page):
        page = html.fromstring(http(world.amina).get(address).text)
        deleted = " ".join(page.xpath("//del/text()"))
        assert "industry" in deleted and "population" in deleted, address
    assert "no longer in this edition" in http(world.amina).get(evidence(session, "gone").page).text
    assert "Still valid?" in http(world.caio).get(NEW).text
    assert http().get(ASKING).status_code == 303


def test_whoever_gave_it_and_the_secretariat_are_told_once(revised, session, world, http):
    letters = session.scalars(select(Message).where(Message.subject.startswith("Still valid?")))
    told = [letter.recipient for letter in letters]
    assert len(told) == len(set(told))
    assert {"amina@example.org", "ines@example.org", "jonas@example.org"} <= set(told)
    assert "luc@example.org" not in told
    assert "changed" in http(world.amina).get("/").text
    assert "Its clause has a new wording." not in http(world.luc).get("/").text


def test_still_valid_binds_it_to_the_new_edition(revised, session, world, http):
    changed = evidence(session, "changed")
    assert answer(http(world.amina), changed, answer="still-valid").status_code == 303
    changed = evidence(session, "changed")
    assert not changed.asks and changed.edition_id == revised.id and changed.counts
    [check] = changed.checks
    assert (check.answer, check.by.name, check.capacity) == (
        "still-valid",
        "Amina Barasa",
        "Kenya · Head of delegation",
    )
    page = http(world.caio).get(changed.page).text
    assert "Still valid" in page and "Amina Barasa" in page


def test_no_longer_needs_a_reason_and_keeps_it_in_the_history_uncounted(
    revised, session, world, http
):
    before = int(figures(http(world.caio), NEW)["Pieces of evidence"])
    changed = evidence(session, "changed")
    refused = answer(http(world.amina), changed, answer="no-longer", words=" ")
    assert refused.status_code == 422 and "Enter why" in refused.text
    given = answer(http(world.amina), changed, answer="no-longer", words="It is about industry.")
    assert given.status_code == 303
    changed = evidence(session, "changed")
    assert not changed.counts and changed.edition.slug == "67-hyderabad-2010"
    assert "It is about industry." in http(world.caio).get(changed.page).text
    assert int(figures(http(world.caio), NEW)["Pieces of evidence"]) == before - 1
    assert changed.dom_id in http(world.caio).get(PAGE).text


def test_others_may_not_answer_and_nobody_twice(revised, session, world, http):
    changed = evidence(session, "changed")
    assert answer(http(world.caio), changed, answer="still-valid").status_code == 403
    assert http().post(f"{changed.page}/validity").status_code == 404
    seen = changed.asked_edition_id
    assert answer(http(world.ines), changed, answer="still-valid").status_code == 303
    late = http(world.amina).post(
        f"{changed.page}/validity", data={"edition": seen, "answer": "no-longer", "words": "No."}
    )
    assert late.status_code == 409
    assert evidence(session, "changed").counts


def test_who_compared_an_edition_that_another_has_followed_compares_again(
    revised, session, world, http
):
    changed = evidence(session, "changed")
    seen = changed.asked_edition_id
    import_resolution(parse(next_conference("Kigali", 2022)), by=None)
    session.commit()
    assert evidence(session, "changed").asked_edition.year == 2022
    late = http(world.amina).post(
        f"{changed.page}/validity", data={"edition": seen, "answer": "still-valid"}
    )
    assert late.status_code == 409 and "newer edition" in late.text


def test_an_older_edition_that_comes_late_asks_nothing(deeds, session, world):
    import_resolution(parse(next_conference("Doha", 2006)), by=None)
    session.commit()
    assert session.scalars(select(ValidityCheck)).all() == []
    assert not evidence(session, "changed").asks


def test_what_is_added_after_that_answers_the_new_edition_and_the_old_page_is_history(
    revised, session, world, http
):
    address = add_action(http(world.amina), world.delegation("Kenya"))
    step(http(world.amina), address, "submission")
    assert "Play it on the radio" in http(world.caio).get(NEW).text
    old = http(world.amina).get(PAGE).text
    assert "Play it on the radio" not in old and "There is a newer edition" in old
    assert "Add an action" not in old and "Add an action" in http(world.amina).get(NEW).text
    assert ">same<" in old, (
        "what moved on silently stays on the page of the edition that it answered"
    )


def test_a_clause_that_was_left_out_is_shown_apart_with_what_answered_it(revised, world, http):
    page = html.fromstring(http(world.caio).get(NEW).text)
    [row] = page.xpath("//tr[.//p[contains(., 'Not in this edition')]]")
    assert "gone" in row.text_content()
    assert figures(http(world.caio), NEW)["Operative clauses"] == "7"


def test_what_changed_in_meaning_stands_below_the_two_wordings(deeds, world, http, session):
    text = next_conference().replace("children aware of", "all children aware, by 2016, of")
    import_resolution(parse(text), by=world.ines)
    session.commit()
    for address in (ASKING, evidence(session, "changed").page):
        page = html.fromstring(http(world.amina).get(address).text)
        shown = {each.text_content().strip() for each in page.find_class("meaning")[0]}
        assert shown == {
            "A deadline is added: “\u2068by 2016\u2069”",
            "Words about the scope are added: “\u2068all\u2069”",
        }, address


def test_of_a_wording_that_only_left_words_out_nothing_is_told(revised, world, http):
    assert 'class="meaning"' not in http(world.amina).get(ASKING).text
