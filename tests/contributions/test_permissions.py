"""Who may see a paper and what each may do with it."""

import pytest

EVERYBODY = {
    "guest": None,
    "observer": "ruth",
    "delegate of another delegation": "caio",
    "delegate": "wanjiru",
    "head": "amina",
    "rapporteur": "elke",
    "chair": "helena",
    "secretariat": "ines",
}
KENYA = {"delegate", "head"}
OFFICERS = {"rapporteur", "chair", "secretariat"}


@pytest.fixture
def visit(world, http):
    return lambda role: http(world[EVERYBODY[role]] if EVERYBODY[role] else None)


def status(answer) -> int:
    """A guest is shown the way to sign in, which is no permission."""
    if answer.status_code == 303 and "/sign-in" in answer.headers["Location"]:
        return 403
    return answer.status_code


@pytest.mark.parametrize("role", EVERYBODY)
def test_who_sees_a_draft(visit, world, draft, role):
    address = draft(world.amina)
    sees = role in KENYA
    for page in (address, f"{address}/edit"):
        expected = 200 if sees else 403 if role == "guest" else 404
        assert status(visit(role).get(page)) == expected
    listed = visit(role).get("/contributions/")
    assert ("Radio plays" in listed.text) is sees


@pytest.mark.parametrize("role", EVERYBODY)
def test_who_sees_a_paper_that_waits(visit, world, http, draft, meeting, role):
    address = draft(world.amina)
    meeting.after()
    http(world.amina).post(f"{address}/submission")
    sees = role in KENYA | OFFICERS
    expected = 200 if sees else 403 if role == "guest" else 404
    assert status(visit(role).get(address)) == expected
    assert ("Radio plays" in visit(role).get("/contributions/").text) is sees


@pytest.mark.parametrize("role", EVERYBODY)
def test_who_sees_a_document(visit, world, document, role):
    _, url = document(world.amina)
    assert status(visit(role).get(url)) == (403 if role == "guest" else 200)
    assert status(visit(role).get("/contributions/")) == (403 if role == "guest" else 200)


@pytest.mark.parametrize("role", EVERYBODY)
def test_who_drafts(visit, role):
    assert status(visit(role).get("/contributions/new")) == (403 if role == "guest" else 200)


def test_nobody_drafts_for_a_delegation_that_is_not_his(http, world, typed):
    kenya = world.amina.memberships[0].delegation_id
    answer = http(world.caio).post("/contributions/", data=typed(capacity=f"delegation-{kenya}"))
    assert answer.status_code == 422


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize("verb", ["", "/submission", "/withdrawal"])
def test_who_works_on_a_draft(visit, world, draft, typed, role, verb):
    address = draft(world.amina)
    answer = visit(role).post(f"{address}{verb}", data=typed(version=1))
    assert status(answer) == (303 if role in KENYA else 403 if role == "guest" else 404)


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize("verb", ["/acceptance", "/holding"])
def test_who_decides_on_what_is_late(visit, world, http, draft, meeting, role, verb):
    address = draft(world.amina)
    meeting.after()
    http(world.amina).post(f"{address}/submission")
    answer = visit(role).post(f"{address}{verb}", data={"reason": "On the last day."})
    if role in KENYA | OFFICERS:
        assert status(answer) == (303 if role == "secretariat" else 403)
    else:
        assert status(answer) == (403 if role == "guest" else 404)


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize("verb", ["/revisions", "/withdrawal"])
def test_who_changes_a_document(visit, world, document, role, verb):
    address, _ = document(world.amina)
    answer = visit(role).post(f"{address}{verb}")
    assert status(answer) == (303 if role in KENYA else 403)


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize(
    "verb", ["/submission", "/acceptance", "/holding", "/withdrawal", "/revisions"]
)
def test_what_does_not_exist_is_not_found(visit, role, verb):
    answer = visit(role).post(f"/contributions/999999{verb}")
    assert status(answer) == (403 if role == "guest" else 404)
