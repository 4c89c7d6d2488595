"""What each drafter may do with a draft: write in it, comment on it, or read it; every way into it asks, and those who write choose."""

import pytest

from tests.contributions.test_papers import marks
from tests.contributions.test_writing import shared_draft, stored, typed_at, write
from wgcop.database import db
from wgcop.drafting.unsubmitted import pass_on_papers_of

__all__ = ["shared_draft", "stored", "write"]

JSON = {"Accept": "application/json"}
ROLES = ("read", "comment", "write")


@pytest.fixture
def give(http, world, shared_draft):
    """`give(world.wanjiru, "read")`: Amina, who began the draft, decides what its other drafter may do."""

    def give(person, role, *, by=None):
        return http(by or world.amina).post(
            f"{shared_draft}/drafters/{person.id}/role", data={"role": role}
        )

    return give


@pytest.mark.parametrize("role", ROLES)
def test_every_drafter_reads_and_only_those_who_write_change_it(
    world, http, give, shared_draft, typed, role
):
    assert give(world.wanjiru, role).status_code == 303
    visitor, may = http(world.wanjiru), role == "write"
    for page in (shared_draft, f"{shared_draft}/versions", f"{shared_draft}.docx"):
        assert visitor.get(page).status_code == 200, page
    assert visitor.get(f"/api/v1{shared_draft}/text").json["typed"] == "Radio reaches parents.\n"

    page = visitor.get(f"{shared_draft}/edit")
    assert page.status_code == (200 if may else 403)
    form = typed(
        text="Words of somebody else.",
        marks=marks(http(world.amina).get(f"{shared_draft}/edit").text),
    )
    tries = {
        "": form,
        "/drafters": {"person": world.luc.email},
        f"/drafters/{world.amina.id}/role": {"role": "read"},
        "/consents": {},
        "/keeping": {},
        "/versions/1/restoration": {},
        "/pictures": {},
        "/files": {},
        "/correction": {"corrects": "All of it."},
    }
    refused = {
        verb: visitor.post(f"{shared_draft}{verb}", data=data) for verb, data in tries.items()
    }
    for verb, answer in refused.items():
        assert (answer.status_code == 403) is not may, (verb, answer.status_code)
    if not may:
        assert "Words of somebody else." in refused[""].text, "what was typed can be copied"
        assert http(world.amina).get(f"/api/v1{shared_draft}/text").json["version"] == 0


@pytest.mark.parametrize("role", ROLES)
def test_programs_and_pages_write_for_those_alone_who_write(
    world, http, give, write, shared_draft, stored, role
):
    give(world.wanjiru, role)
    may = role == "write"
    sent = {"version": 0, "typed": "Radio reaches parents. Everywhere."}
    answer = http(world.wanjiru).put(f"/api/v1{shared_draft}/text", json=sent, headers=JSON)
    assert answer.status_code == (200 if may else 403)
    assert ("not" in answer.json.get("error", "")) is not may
    wanjiru = write(world.wanjiru, shared_draft)
    assert wanjiru.answer["ok"] is may
    assert wanjiru.answer.get("reason") == (None if may else "role")
    if not may:
        assert "may read this draft, but not change it" in wanjiru.answer["message"]
        amina = write(world.amina, shared_draft)
        wanjiru.revision, wanjiru.version = amina.revision, amina.version
        for tried in (wanjiru.push(typed_at(1, "Mine. ")), wanjiru.since(0), wanjiru.points_at(1)):
            assert not tried["ok"] and tried["reason"] == "role"
        amina.push(typed_at(1, "Local "))
        assert wanjiru.heard() == []
        assert stored(shared_draft) == "Local Radio reaches parents."


@pytest.mark.parametrize("role", ROLES)
def test_drafters_who_comment_talk_and_those_who_read_listen(
    world, http, give, shared_draft, listen, role
):
    give(world.wanjiru, role)
    number = shared_draft.rpartition("/")[2]
    talk, body = f"/threads/draft-talk:{number}", "Too long, I think."
    said = {"body": body, "key": body, "audience": f"drafters:{number}"}
    answer = http(world.wanjiru).post(f"{talk}/comments", data=said, headers=JSON)
    assert answer.status_code == (403 if role == "read" else 201), answer.text
    page = listen(world.wanjiru, f"draft-talk:{number}")
    assert page.answer["ok"]
    said["key"] = "again"
    assert http(world.amina).post(f"{talk}/comments", data=said, headers=JSON).status_code == 201
    assert body in page()[0]["html"]
    assert body in http(world.wanjiru).get(talk).text


def test_a_drafter_who_may_only_read_by_now_takes_their_words_back_and_says_no_other(
    world, http, give, shared_draft
):
    number = shared_draft.rpartition("/")[2]
    said = {"body": "Too long.", "key": "first", "audience": f"drafters:{number}"}
    wanjiru = http(world.wanjiru)
    answer = wanjiru.post(f"/threads/draft-talk:{number}/comments", data=said, headers=JSON)
    comment = f"/comments/{answer.json['id']}"
    give(world.wanjiru, "read")
    for _ in range(3):
        assert wanjiru.post(comment, data={"body": "@Amina Barasa"}).status_code == 403
        assert wanjiru.get(f"{comment}/edit").status_code == 403
    give(world.wanjiru, "comment")
    assert wanjiru.post(comment, data={"body": "Rather long."}).status_code == 303
    give(world.wanjiru, "read")
    assert wanjiru.post(f"{comment}/retraction").status_code == 303


def test_the_page_says_what_keeps_somebody_from_writing(world, http, give, shared_draft):
    why = {"read": "but not comment on it or change it", "comment": "comment on it, but not change"}
    for role, words in why.items():
        give(world.wanjiru, role)
        assert words in http(world.wanjiru).get(shared_draft).text
        refused = http(world.wanjiru).get(f"{shared_draft}/edit")
        assert words in refused.text and "another delegation" not in refused.text
        assert words not in http(world.amina).get(shared_draft).text
        assert "Radio plays" in http(world.wanjiru).get("/contributions/").text
    give(world.wanjiru, "write")
    assert "but not" not in http(world.wanjiru).get(shared_draft).text


@pytest.mark.parametrize("role", ["read", "comment"])
def test_whoever_may_not_write_is_led_from_the_editor_to_what_they_may_read(
    world, http, give, shared_draft, role
):
    give(world.wanjiru, role)
    talk = f"/threads/draft-talk:{shared_draft.rpartition('/')[2]}"
    editor = http(world.wanjiru).get(f"{shared_draft}/edit")
    assert editor.status_code == 403 and "It was not saved" not in editor.text
    for way in (shared_draft, talk):
        assert f'href="{way}"' in editor.text
        assert http(world.wanjiru).get(way).status_code == 200
    for stranger in (world.luc, world.haruko):
        refused = http(stranger).get(f"{shared_draft}/edit")
        assert refused.status_code == 404 and talk not in refused.text


def test_the_editor_of_what_was_submitted_or_withdrawn_leads_to_the_paper(
    world, http, give, shared_draft
):
    assert http(world.amina).post(f"{shared_draft}/submission").status_code == 303
    said = {"submission": "Prepare a revision.", "withdrawal": "This paper was withdrawn"}
    for verb, words in said.items():
        if verb == "withdrawal":
            assert http(world.amina).post(f"{shared_draft}/withdrawal").status_code == 303
        for person in (world.amina, world.wanjiru):
            editor = http(person).get(f"{shared_draft}/edit")
            paper = http(person).get(shared_draft).location
            assert editor.status_code == 409 and words in editor.text
            assert paper.startswith("/documents/") and f'href="{paper}"' in editor.text


def test_whoever_may_write_no_more_while_they_write_is_told_and_their_steps_are_not_taken(
    world, give, write, shared_draft, stored
):
    wanjiru = write(world.wanjiru, shared_draft)
    assert wanjiru.push(typed_at(1, "Local "))["ok"]
    give(world.wanjiru, "comment")
    again = write(world.wanjiru, shared_draft)  # the line was cut
    assert again.answer["reason"] == "role"
    again.revision = wanjiru.revision
    assert again.push(typed_at(1, "Now "), version=1)["reason"] == "role"
    assert stored(shared_draft) == "Local Radio reaches parents."
    give(world.wanjiru, "write")
    assert write(world.wanjiru, shared_draft).push(typed_at(1, "Now "), version=1)["ok"]


def test_a_drafter_is_named_for_what_they_shall_do(world, http, shared_draft):
    named = {"person": world.luc.email, "role": "comment"}
    amina = http(world.amina)
    assert amina.post(f"{shared_draft}/drafters", data=named).status_code == 303
    assert "can now read this draft and comment on it" in amina.get(shared_draft).text
    assert "comment on it, but not change" in http(world.luc).get(shared_draft).text
    for wrong in ("owner", ""):
        sent = {"person": world.caio.email, "role": wrong}
        assert http(world.amina).post(f"{shared_draft}/drafters", data=sent).status_code == 422


def test_a_draft_keeps_somebody_who_writes(world, http, give, shared_draft):
    give(world.wanjiru, "comment")
    assert give(world.amina, "read").status_code == 409
    removal = f"{shared_draft}/drafters/{world.amina.id}/removal"
    assert http(world.amina).post(removal).status_code == 409
    give(world.wanjiru, "write")
    assert give(world.amina, "read").status_code == 303
    assert give(world.wanjiru, "read").status_code == 403, "she may not choose any more"
    assert give(world.amina, "write", by=world.wanjiru).status_code == 303


def test_whoever_only_reads_may_leave_and_send_nobody_away(world, http, give, shared_draft):
    give(world.wanjiru, "read")
    wanjiru = http(world.wanjiru)
    for person, status in ((world.amina, 403), (world.wanjiru, 303)):
        removal = f"{shared_draft}/drafters/{person.id}/removal"
        assert wanjiru.post(removal).status_code == status
    assert wanjiru.get(shared_draft).status_code == 404


def test_a_draft_that_only_readers_are_left_of_goes_to_one_who_then_writes(app, world, http, draft):
    address = draft(world.wanjiru, [])
    http(world.wanjiru).post(
        f"{address}/drafters", data={"person": world.amina.email, "role": "read"}
    )
    with app.app_context():
        pass_on_papers_of(db.session.merge(world.wanjiru), by=db.session.merge(world.ines))
        db.session.commit()
    assert http(world.amina).get(f"{address}/edit").status_code == 200
    assert http(world.wanjiru).get(address).status_code == 404


def test_a_discussion_of_a_draft_without_news_is_among_what_its_drafters_follow(
    world, http, give, shared_draft
):
    number = shared_draft.rpartition("/")[2]
    talk = f"draft-talk:{number}"
    said = {"body": "Too long.", "key": "one", "audience": f"drafters:{number}"}
    amina = http(world.amina)
    assert amina.post(f"/threads/{talk}/comments", data=said, headers=JSON).status_code == 201
    amina.post("/read-marks", data={"topic": talk})
    for level in ("nothing", "everything", "mentions"):
        amina.post("/follows", data={"topic": talk, "level": level})
        assert f'value="{talk}"' in amina.get("/inbox/following").text
    assert talk not in http(world.teresa).get("/inbox/following").text
    give(world.wanjiru, "read")
    wanjiru = http(world.wanjiru)
    wanjiru.post("/follows", data={"topic": talk, "level": "everything"})
    assert talk in wanjiru.get("/inbox/following").text
    amina.post(f"{shared_draft}/drafters/{world.wanjiru.id}/removal")
    assert talk not in wanjiru.get("/inbox/following").text
