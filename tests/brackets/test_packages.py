"""Packages: what is agreed only together, and who is warned when one of them moves."""

import re

import pytest
from sqlalchemy import select

from tests.audit.noted import noted
from tests.brackets.acts import LIST, PAGE, RESOLUTION, TOPIC, WID, act, hidden, opened, plain
from tests.merging.acts import type_in
from tests.positions.test_positions import agree_on
from tests.redaction.test_redaction import redact
from wgcop.accounts.models import DelegationRole, Membership
from wgcop.brackets.models import Bracket, BracketChange
from wgcop.brackets.outcomes import BracketDeed
from wgcop.brackets.packages.models import BracketPackage, PackageMember, PackageMove
from wgcop.positions.models import mark_of
from wgcop.resolutions.models import Clause

OTHER = "wtdc-67.recs_taking-into-account__rec_b"
NEW = f"{RESOLUTION}/packages/new"
PACKAGES = f"{RESOLUTION}/packages"


def linked(visitor, brackets=(), clauses=(), words="Only with the deadline."):
    data = hidden(visitor.get(NEW).text) | {"words": words, "clauses": list(clauses)}
    data["brackets"] = [each.rpartition("/")[2] for each in brackets]
    return visitor.post(PACKAGES, data=data)


def of(brackets, session):
    """The packages with one of these brackets."""
    ids = [int(each.rpartition("/")[2]) for each in brackets]
    linked = BracketPackage.members.any(PackageMember.bracket_id.in_(ids))
    return session.scalars(select(BracketPackage).where(linked)).all()


@pytest.fixture
def two(world, http):
    """Brackets of Kenya on one clause and of Brazil on another."""
    return opened(http(world.amina)), opened(http(world.teresa), "multistakeholder", wid=OTHER)


def test_when_one_moves_the_page_of_the_other_warns_three_times(world, http, two):
    mine, other = two
    chair, reader = http(world.helena), http(world.ruth)
    package = linked(http(world.amina), two).location
    for page in (mine, other, PAGE, f"/clauses/{OTHER}/brackets", LIST):
        shown = plain(reader.get(page).text)
        assert "greed only together" in shown and "Only with the deadline." in shown, page
        assert "has moved" not in shown
    assert "Bracket 1 in taking into account b)" in plain(chair.get(f"{mine}/lifting").text)
    assert "Only with the deadline." in plain(chair.get(f"{mine}/lifting").text)
    for what, typed, said in (
        ("edit", {"alternative_1": "most"}, "Alternatives changed since"),
        ("lifting", {"outcome": "words"}, "Lifted since"),
        ("reopening", {}, "Opened again since"),
    ):
        assert act(chair, mine, what, **typed).status_code == 303
        for page in (other, f"/clauses/{OTHER}/brackets", package):
            assert said in plain(reader.get(page).text), (page, what)
    assert "One of them has moved" in plain(reader.get(LIST).text)
    assert act(chair, package, "dissolution", why="Settled.").status_code == 303
    for page in (mine, other, PAGE):
        assert "greed only together" not in plain(reader.get(page).text), page
    assert package not in reader.get(LIST).text
    assert "Settled." in plain(reader.get(package).text)
    assert act(chair, package, "dissolution", page=chair.get(package).text).status_code == 409
    assert http().get(package).status_code == 303


def test_a_whole_clause_moves_when_it_is_reworded_or_agreed(world, http, two, app):
    reader = http(world.ruth)
    _mine, other = two
    assert linked(http(world.helena), [other], [WID]).status_code == 303
    agree_on("that most children are online;", app, world)
    shown = plain(reader.get(other).text)
    assert "recognizing b) Agreed since Reworded since" in shown


def test_a_bracket_whose_words_are_agreed_away_has_moved(world, http, two, app, listen):
    _mine, other = two
    reader, there = http(world.ruth), listen(world.caio, f"clause:{OTHER}")
    package = linked(http(world.amina), two).location
    there()
    pages = (other, f"/clauses/{OTHER}/brackets", package)
    for turn in range(3):
        for page in pages:
            assert "are gone from" not in plain(reader.get(page).text), (turn, page)
        agree_on(f"that most children are online {turn};", app, world)
        for page in pages:
            assert "Its words are gone from the clause" in plain(reader.get(page).text), (
                turn,
                page,
            )
        heard = there()[-1]
        assert heard["kind"] == "package.moved" and "Its words are gone" in heard["html"]
        agree_on("", app, world)
        heard = there()[-1]
        assert heard["kind"] == "package.words" and "Its words are gone" not in heard["html"]
    agree_on("that many children are online;", app, world)
    assert there()[-1]["kind"] == "package.words"
    assert "are gone from" not in plain(reader.get(package).text)


def test_who_merges_a_clause_is_warned_of_what_goes_with_it(world, http, two):
    linked(http(world.amina), two)
    chair, address = http(world.helena), f"/clauses/{WID}/chairs-text"
    assert chair.post(address).status_code == 303
    shown = plain(chair.get(address).text)
    assert "agreed only together" in shown and "Only with the deadline." in shown
    assert "agreed only together" not in plain(http(world.ruth).get(address).text)


def test_a_bracket_that_stands_in_the_chair_s_text_alone_is_not_gone(world, http, two, app):
    chair = http(world.helena)
    package = linked(http(world.amina), two).location
    agree_on("that most children are online;", app, world)
    assert "are gone from" in plain(chair.get(package).text)
    assert chair.post(f"/clauses/{WID}/chairs-text").status_code == 303
    assert type_in(chair, "most", "many").status_code == 200
    assert "are gone from" not in plain(chair.get(package).text)


def test_a_form_that_is_sent_twice_makes_one_package(world, http, session, two):
    amina = http(world.amina)
    data = hidden(amina.get(NEW).text) | {"words": "Both or none.", "clauses": []}
    data["brackets"] = [each.rpartition("/")[2] for each in two]
    addresses = {amina.post(PACKAGES, data=data).location for _press in range(3)}
    assert len(addresses) == 1
    assert len(of(two, session)) == 1


def test_whoever_speaks_for_another_delegation_meanwhile_is_told_and_types_nothing_again(
    world, http, session, two
):
    """Two of the delegations put brackets, and in the third she is a member who may not."""
    kenya, brazil, japan = (world.delegation(each) for each in ("Kenya", "Brazil", "Japan"))
    for each, role in ((brazil, DelegationRole.HEAD), (japan, DelegationRole.MEMBER)):
        session.add(Membership(person_id=world.amina.id, delegation_id=each.id, role=role))
    session.commit()
    amina = http(world.amina)

    def speak_for(delegation):
        amina.post("/account/capacity", data={"capacity": f"delegation-{delegation.id}"})

    def send(page):
        sent = hidden(page) | {"words": "Both or none.", "clauses": []}
        sent["brackets"] = [each.rpartition("/")[2] for each in two]
        answer = amina.post(PACKAGES, data=sent)
        if answer.status_code == 409:
            assert "Both or none." in answer.text and "you chose to speak as" in answer.text
        return answer

    speak_for(kenya)
    form = amina.get(NEW).text
    speak_for(japan)
    for _turn in range(3):
        assert send(form).status_code == 409
    assert of(two, session) == []
    speak_for(brazil)
    answer = send(form)
    assert answer.status_code == 409
    assert send(answer.text).status_code == 303
    [package] = of(two, session)
    assert package.delegation_id == brazil.id


def test_who_links_and_dissolves(world, http, session, two):
    mine, other = two
    for name in ("ruth", "caio", "wanjiru", "salma"):
        visitor = http(world[name])
        assert visitor.get(NEW).status_code == 403, name
        assert visitor.post(PACKAGES, data={}).status_code == 403, name
    answer = linked(http(world.amina), [mine])
    assert answer.status_code == 422 and "Choose at least two" in answer.text
    assert "Only with the deadline." in answer.text
    answer = linked(http(world.amina), [other], [WID])  # it owns neither
    assert answer.status_code == 422 and "that your delegation owns" in answer.text
    assert "Only with the deadline." in answer.text
    assert (
        len(
            re.findall(
                r'name="(?:brackets|clauses)"[^>]*checked|checked[^>]*name="(?:brackets|clauses)"',
                answer.text,
            )
        )
        == 2
    )
    assert of(two, session) == []
    package = linked(http(world.teresa), two).location
    assert http(world.haruko).get(f"{package}/dissolution").status_code == 403
    assert http(world.ruth).post(f"{package}/dissolution").status_code == 403
    assert act(http(world.amina), package, "dissolution").status_code == 303
    package = linked(http(world.ines), two, [OTHER]).location
    assert "Agreed only together" in plain(http(world.ruth).get(package).text)


def test_open_pages_of_each_clause_hear_of_it(world, http, listen, two):
    here, there = listen(world.ruth, TOPIC), listen(world.caio, f"clause:{OTHER}")
    guest = listen(None, TOPIC)
    package = linked(http(world.helena), two).location
    act(http(world.helena), two[0], "lifting", outcome="words")
    act(http(world.helena), package, "dissolution")
    kinds = [each["kind"] for each in there()]
    assert kinds == ["package.linked", "package.moved", "package.dissolved"]
    heard = here()
    assert [each["kind"] for each in heard if each["kind"].startswith("package.")] == kinds
    assert guest() == []


def test_what_is_agreed_at_an_item_warns_on_its_form(world, http, session):
    chair = http(world.helena)
    page = chair.get("/meetings/wg-cop-3").text
    wids = session.scalars(select(Clause.wid).order_by(Clause.id)).all()
    assert linked(chair, [opened(chair)], wids[3:]).status_code == 303
    forms = re.findall(r'href="(/meetings/wg-cop-3/items/\d+)"', page)
    found = [
        link
        for address in dict.fromkeys(forms)
        for link in re.findall(rf'href="({address}/wordings/\d+)"', chair.get(address).text)
    ]
    assert found and "agreed only together" in plain(chair.get(found[0]).text)


def test_its_words_are_redacted_and_its_deeds_noted(world, http, session, two):
    package = linked(http(world.amina), two, words="zebrafish").location
    redact(http(world.ines), "package", package.rpartition("/")[2], passage="zebrafish")
    for page in (package, two[0], LIST):
        assert "zebrafish" not in http(world.ruth).get(page).text
    act(http(world.helena), package, "dissolution")
    trail = noted(session, "package.linked", "package.dissolved")
    assert [deed for deed, *_ in trail[-2:]] == ["package.linked", "package.dissolved"]


def test_what_moves_a_member_is_told_once_each():
    bracket = Bracket(number=1, exact="many")
    deeds = (BracketDeed.OPENED, BracketDeed.LIFTED, BracketDeed.REOPENED, BracketDeed.LIFTED)
    bracket.changes = [
        BracketChange(number=number, deed=deed) for number, deed in enumerate(deeds, start=1)
    ]
    told = PackageMember(bracket=bracket, seen=1).moves(words_mark="", is_agreed=False)
    assert told == [PackageMove.LIFTED, PackageMove.REOPENED]
    late = PackageMember(bracket=bracket, seen=4)
    assert late.moves(words_mark="", is_agreed=True) == []
    assert late.moves(words_mark="", is_agreed=True, is_gone=True) == [PackageMove.GONE]
    clause = PackageMember(words_mark=mark_of("many"), was_agreed=False)
    assert clause.moves(words_mark=mark_of("many"), is_agreed=True) == [PackageMove.AGREED]
    assert clause.moves(words_mark=mark_of("all"), is_agreed=False) == [PackageMove.WORDS]
