"""Who may do what in a thread."""

import pytest

WID = "wtdc-67.recs_recognizing__rec_b"
CLAUSE = f"/clauses/{WID}"

EVERYBODY = {
    "guest": None,
    "observer": "ruth",
    "delegate": "caio",
    "head": "teresa",
    "rapporteur": "elke",
    "chair": "helena",
    "secretariat": "ines",
}


@pytest.fixture
def visit(world, http):
    return lambda role: http(world[EVERYBODY[role]] if EVERYBODY[role] else None)


@pytest.fixture
def comment(world, http):
    answer = http(world.amina).post(
        f"{CLAUSE}/comments",
        data={"body": "For the record.", "audience": "members", "type": "substantive", "key": "p"},
        headers={"Accept": "application/json"},
    )
    return answer.json["id"]


@pytest.mark.parametrize("role", EVERYBODY)
def test_the_text_is_public_and_the_thread_is_for_those_signed_in(visit, comment, role):
    page = visit(role).get(CLAUSE)

    assert page.status_code == 200
    assert ("For the record." in page.text) is (role != "guest")
    assert ("data-composer" in page.text) is (role != "guest")


@pytest.mark.parametrize("role", EVERYBODY)
def test_who_may_comment(visit, role):
    answer = visit(role).post(
        f"{CLAUSE}/comments",
        data={"body": f"As {role}.", "audience": "members", "type": "substantive"},
        headers={"Accept": "application/json"},
    )

    assert answer.status_code == (403 if role == "guest" else 201)


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize(
    "verb, address",
    [("get", "/comments/{}/edit"), ("post", "/comments/{}"), ("post", "/comments/{}/retraction")],
)
def test_nobody_but_its_writer_changes_a_comment(visit, comment, role, verb, address):
    answer = getattr(visit(role), verb)(address.format(comment), data={"body": "Not mine."})

    assert answer.status_code == (303 if role == "guest" else 403)
    if role == "guest":
        assert "/sign-in" in answer.headers["Location"]


def test_the_writer_can_change_it(world, http, comment):
    assert http(world.amina).post(f"/comments/{comment}", data={"body": "Mine."}).status_code == 303


@pytest.mark.parametrize("role", EVERYBODY)
def test_who_may_listen_to_a_thread(world, listen, role):
    person = world[EVERYBODY[role]] if EVERYBODY[role] else None

    assert listen(person, f"clause:{WID}").answer["ok"] is (role != "guest")
    assert listen(person, "resolution:67-hyderabad-2010").answer["ok"] is True


@pytest.mark.parametrize("role", EVERYBODY)
def test_who_may_read_and_mark_a_thread(visit, role):
    guest = role == "guest"

    assert visit(role).get(f"/live/clause:{WID}").status_code == (404 if guest else 200)
    assert visit(role).get(f"{CLAUSE}/thread").status_code == (303 if guest else 200)
    marking = visit(role).post("/read-marks", data={"topic": f"clause:{WID}", "seq": 1})
    assert marking.status_code == (303 if guest else 204)
