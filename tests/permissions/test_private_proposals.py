"""A proposal that a delegation has not released reaches nobody else, by any act, event or search."""

import pytest

from tests.answers import words_in
from tests.permissions.kept import PROPOSAL, REASONS, SAID, propose
from tests.permissions.test_private_positions import OUTSIDE
from tests.proposals.acts import act, edit, words_of


@pytest.fixture
def unreleased(named, kept):
    """The address of Kenya's proposal, which was changed once; and a released one beside it."""
    return named["unreleased"]


def test_its_page_and_its_words_are_found_by_its_delegation_alone(visit, unreleased, named):
    here = words_in(visit("member").get(f"/clauses/{named['wid']}/proposals"))
    assert PROPOSAL.sign in here and REASONS.sign in here
    for reader in OUTSIDE:
        for part in ("", "/edit"):
            expected = (303,) if reader == "guest" else (404,)
            assert visit(reader).get(f"{unreleased}{part}").status_code in expected, reader
    for sign in (PROPOSAL.sign, SAID.sign):
        assert unreleased in words_in(visit("head").get(f"/search?q={sign}"))
        for reader in OUTSIDE:
            assert unreleased not in words_in(visit(reader).get(f"/search?q={sign}")), reader


def test_who_redacts_words_does_not_learn_what_is_proposed(world, http, unreleased):
    key = unreleased.rpartition("/")[2]
    for page in (f"/redactions/discussion/proposal:{key}", f"/redactions/proposal/{key}"):
        answer = http(world.ines).get(page)
        assert "recognizing b)" not in answer.text and "Kenya" not in answer.text, page


def test_no_act_tells_that_there_is_one(visit, unreleased):
    for reader in OUTSIDE:
        for what in ("", "/preview", "/release", "/withdrawal", "/restoration", "/confirmation"):
            answer = visit(reader).post(f"{unreleased}{what}", data={"seen": "1"})
            assert answer.status_code in ((303,) if reader == "guest" else (404,)), (reader, what)


def test_no_open_page_outside_the_delegation_hears_of_it(world, http, listen, people, named):
    topics = (f"clause:{named['wid']}", f"resolution:{named['slug']}")
    hears = {
        reader: [listen(people[reader], topic) for topic in topics]
        for reader in OUTSIDE
        if people[reader]
    }
    kenya = http(world.amina)
    for again in range(3):
        address = propose(kenya, named, f"{PROPOSAL.words} {again}")
        assert edit(kenya, address, f"{PROPOSAL.words} again {again}").status_code == 303
        assert act(kenya, address, "withdrawal").status_code == 303
    for reader, pages in hears.items():
        assert [entry for each in pages for entry in each()] == [], reader


def test_nothing_of_it_is_in_the_words_of_the_form_that_others_open(visit, unreleased, named):
    form = words_in(visit("other").get(f"/clauses/{named['wid']}/proposals/new"))
    assert words_of(form) and PROPOSAL.sign not in form
