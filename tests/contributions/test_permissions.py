"""Who may see a paper and what each may do with it.

Everybody comes to one paper in turn, those whom it refuses first: what they tried must have left it as it was.
"""

import pytest

EVERYBODY = {
    "guest": None,
    "observer": "ruth",
    "delegate of another delegation": "caio",
    "rapporteur": "elke",
    "vice-chair": "salma",
    "chair": "helena",
    "secretariat": "ines",
    "head of its delegation": "amina",
    "drafter": "wanjiru",
    "named drafter": "daichi",
}
WRITERS = ["drafter", "named drafter"]
OFFICERS = {"rapporteur", "vice-chair", "chair", "secretariat"}


@pytest.fixture
def visitors(world, http):
    return {role: http(world[name] if name else None) for role, name in EVERYBODY.items()}


@pytest.fixture
def draft(world, draft):
    """A draft for Kenya by a delegate, who named somebody of Japan and not their own head."""

    def begin(_, **changes):
        return draft(world.wanjiru, drafters=[world.daichi], **changes)

    return begin


@pytest.fixture
def late(world, http, draft, meeting):
    """`late()` is the address of a paper of Kenya's that waits for the secretariat."""

    def bring() -> str:
        meeting.before()
        address = draft(world.wanjiru)
        meeting.after()
        assert http(world.wanjiru).post(f"{address}/submission").status_code == 303
        return address

    return bring


def status(answer) -> int:
    """A guest is shown the way to sign in, which is no permission."""
    if answer.status_code == 303 and "/sign-in" in answer.headers["Location"]:
        return 403
    return answer.status_code


def refusal(role) -> int:
    """What is not there for somebody is not found; a guest is asked to sign in first."""
    return 403 if role == "guest" else 404


def test_who_sees_a_draft(visitors, world, draft):
    address = draft(world.wanjiru)
    for role, visitor in visitors.items():
        sees = role in WRITERS
        for page in (address, f"{address}/edit"):
            assert status(visitor.get(page)) == (200 if sees else refusal(role)), (role, page)
        assert ("Radio plays" in visitor.get("/contributions/").text) is sees, role


def test_who_sees_a_paper_that_waits(visitors, late):
    address = late()
    for role, visitor in visitors.items():
        sees = role in {*WRITERS, *OFFICERS, "head of its delegation"}
        assert status(visitor.get(address)) == (200 if sees else refusal(role)), role
        assert ("Radio plays" in visitor.get("/contributions/").text) is sees, role


def test_who_sees_a_document(visitors, world, document):
    _, url = document(world.wanjiru)
    for role, visitor in visitors.items():
        for page in (url, "/contributions/"):
            assert status(visitor.get(page)) == (403 if role == "guest" else 200), (role, page)


def test_who_drafts(visitors):
    for role, visitor in visitors.items():
        answer = visitor.get("/contributions/new")
        assert status(answer) == (403 if role == "guest" else 200), role


def test_nobody_drafts_for_a_delegation_that_is_not_theirs(http, world, typed):
    kenya = world.amina.memberships[0].delegation_id
    answer = http(world.caio).post("/contributions/", data=typed(capacity=f"delegation-{kenya}"))
    assert answer.status_code == 422


def test_who_works_on_a_draft(visitors, world, draft, typed):
    for verb in ("", "/submission", "/withdrawal"):
        address, another = draft(world.wanjiru), draft(world.wanjiru)
        for role in EVERYBODY.keys() - set(WRITERS):
            answer = visitors[role].post(f"{address}{verb}", data=typed(version=1))
            assert status(answer) == refusal(role), (role, verb)
        for role, own in zip(WRITERS, (address, another), strict=True):
            answer = visitors[role].post(f"{own}{verb}", data=typed(version=1))
            if (role, verb) == ("named drafter", "/submission"):
                assert "must consent to it: Kenya" in answer.text
            else:
                assert status(answer) == 303, (role, verb)


def test_who_decides_on_what_is_late(visitors, late):
    for verb in ("/acceptance", "/holding"):
        address = late()
        for role in EVERYBODY.keys() - {"secretariat"}:
            answer = visitors[role].post(f"{address}{verb}", data={"reason": "On the last day."})
            expected = (
                403 if role in {*WRITERS, *OFFICERS, "head of its delegation"} else refusal(role)
            )
            assert status(answer) == expected, (role, verb)
        answer = visitors["secretariat"].post(f"{address}{verb}", data={"reason": "Too long."})
        assert status(answer) == 303, verb


def test_who_changes_a_document(visitors, world, document):
    for verb in ("/revisions", "/withdrawal"):
        (address, _), (another, _) = document(world.wanjiru), document(world.wanjiru)
        for role in EVERYBODY.keys() - set(WRITERS):
            if (verb, role) == ("/withdrawal", "head of its delegation"):
                continue
            assert status(visitors[role].post(f"{address}{verb}")) == 403, (role, verb)
        for role, own in zip(WRITERS, (address, another), strict=True):
            assert status(visitors[role].post(f"{own}{verb}")) == 303, (role, verb)


def test_a_document_is_withdrawn_by_the_head_of_its_delegation(visitors, world, document):
    address, url = document(world.wanjiru)
    assert visitors["head of its delegation"].post(f"{address}/withdrawal").status_code == 303
    assert "withdrew this contribution" in visitors["observer"].get(url).text


def test_who_names_drafters(visitors, world, draft):
    address = draft(world.wanjiru)
    luc = {"person": world.luc.email}
    leaving = f"/drafters/{world.daichi.id}/removal"
    for role in EVERYBODY.keys() - set(WRITERS):
        assert status(visitors[role].post(f"{address}/drafters", data=luc)) == refusal(role), role
        assert status(visitors[role].post(f"{address}{leaving}")) == refusal(role), role
    assert visitors["named drafter"].post(f"{address}/drafters", data=luc).status_code == 303
    assert "Luc Ansermoz" in visitors["drafter"].get(address).text
    assert visitors["drafter"].post(f"{address}{leaving}").status_code == 303
    assert status(visitors["named drafter"].get(address)) == 404


def test_what_does_not_exist_is_not_found(visitors):
    for role, visitor in visitors.items():
        for verb in ("submission", "acceptance", "holding", "withdrawal", "revisions"):
            answer = visitor.post(f"/contributions/999999/{verb}")
            assert status(answer) == refusal(role), (role, verb)
