"""What kind of document a paper is: chosen by its drafters within a rule, and what follows from it."""

import re

import pytest

from tests.contributions.conftest import capacity_key
from tests.contributions.test_papers import marks
from wgcop.accounts.roles import Category, GroupRole
from wgcop.numbering.kinds import DocumentKind, kinds_open_to

USUAL = {DocumentKind.CONTRIBUTION, DocumentKind.INFORMATION}


def offered(page: str) -> set[str]:
    part = page.partition('name="kind"')[2].partition("</select>")[0]
    return set(re.findall(r'value="([\w-]+)"', part))


@pytest.mark.parametrize(
    "category, office, kinds",
    [
        (Category.MEMBER_STATE, None, USUAL),
        (Category.ACADEMIA, None, USUAL),
        (Category.OBSERVER, None, USUAL | {DocumentKind.LIAISON}),
        (None, GroupRole.RAPPORTEUR, USUAL | {DocumentKind.REPORT, DocumentKind.TEMPORARY, DocumentKind.LIAISON}),
        (None, GroupRole.SECRETARIAT, set(DocumentKind)),
        (Category.SECRETARIAT, None, set(DocumentKind)),
    ],
)  # fmt: skip
def test_who_may_bring_what(category, office, kinds):
    assert set(kinds_open_to(category, office)) == kinds


def test_the_form_offers_what_one_may_bring_and_says_what_it_is_for(world, http):
    page = http(world.amina).get("/contributions/new").text
    assert offered(page) == {"contribution", "information"}
    assert "it is distributed and not discussed" in page
    assert {"report", "liaison"} <= offered(http(world.elke).get("/contributions/new").text)
    assert offered(http(world.ines).get("/contributions/new").text) == set(DocumentKind)


def test_a_kind_that_is_not_theirs_is_refused_and_the_form_comes_back_filled_in(world, http, typed):
    for kind in ("administrative", "sonnet"):
        sent = typed(capacity=capacity_key(world.amina), kind=kind)
        answer = http(world.amina).post("/contributions/", data=sent)
        assert answer.status_code == 422 and "Radio plays about the net" in answer.text


def test_a_temporary_document_has_its_own_series_and_no_deadline(world, http, draft, meeting):
    meeting.after()
    address = draft(world.elke, capacity=f"office-{world.elke.offices[0].id}", kind="temporary")
    answer = http(world.elke).post(f"{address}/submission")
    assert answer.status_code == 303, answer.text
    assert "/TD/" in answer.headers["Content-Location"]


def test_an_information_document_asks_for_no_action(world, http, draft):
    address = draft(world.amina, kind="information", purpose="action", action_required="")
    answer = http(world.amina).post(f"{address}/submission")
    assert "/INF/" in answer.headers["Content-Location"]
    assert "For information" in http(world.caio).get(answer.headers["Content-Location"]).text


def test_the_kind_is_changed_as_long_as_it_is_a_draft(world, http, draft, typed):
    address = draft(world.amina)
    page = http(world.amina).get(f"{address}/edit").text
    assert offered(page) == {"contribution", "information"}
    steps = re.search(r'name="steps" value="(\d+)"', page)[1]
    sent = typed(
        kind="information", capacity=capacity_key(world.amina), marks=marks(page), steps=steps
    )
    assert http(world.amina).post(address, data=sent).status_code == 303
    url = http(world.amina).post(f"{address}/submission").headers["Content-Location"]
    assert "/INF/" in url
    http(world.amina).post(f"{address}/revisions")
    assert 'name="kind"' not in http(world.amina).get(f"{address}/edit").text


def test_another_first_source_must_choose_another_kind(world, http, draft, typed):
    """A rapporteur's report that a delegation takes over."""
    address = draft(
        world.elke,
        capacity=f"office-{world.elke.offices[0].id}",
        kind="report",
        drafters=[world.amina],
    )
    page = http(world.amina).get(f"{address}/edit").text
    assert "report" in offered(page), "what it is stays on offer"
    sent = typed(kind="report", capacity=capacity_key(world.amina), marks=marks(page))
    answer = http(world.amina).post(address, data=sent)
    assert answer.status_code == 422 and "Choose another kind." in answer.text
