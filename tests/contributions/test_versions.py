"""Versions of a draft's text are kept at pauses, also when everybody has left, and any of them comes back."""

import re

import pytest

from tests.contributions.test_papers import marks
from tests.contributions.test_writing import shared_draft, stored, typed_at, write
from wgcop.database import db
from wgcop.writing.jobs import keep_paused

__all__ = ["shared_draft", "stored", "write"]


@pytest.fixture
def pause(app, clock):
    """Nobody writes for a while, and the loop looks."""

    def wait(seconds=40):
        clock.advance(seconds=seconds)
        with app.app_context():
            kept = keep_paused()
            db.session.rollback()
            return kept

    return wait


def listed(http, person, address):
    page = http(person).get(f"{address}/versions").text
    rows = re.findall(r"<li class=\"row\">(.*?)</li>", page, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


def test_a_version_is_kept_when_nobody_writes_any_more(world, http, write, shared_draft, pause):
    amina, wanjiru = write(world.amina, shared_draft), write(world.wanjiru, shared_draft)
    assert pause() == 0
    amina.push(typed_at(1, "Local "))
    assert pause(seconds=10) == 0, "she may still be writing"
    amina.push(typed_at(1, "Now "), version=1)
    wanjiru.push(typed_at(33, " Everywhere."), version=2)
    assert pause() == 1
    assert pause() == 0, "nothing has changed since"
    assert [s["kind"] for s in amina.heard("state")] == ["version"]
    latest, begun = listed(http, world.amina, shared_draft)
    assert "Amina Barasa , Wanjiru Tende" in latest and "3 words added, 0 removed" in latest
    assert "first version" in begun


def test_what_was_left_is_kept_before_anybody_goes_on(
    world, http, write, shared_draft, pause, clock
):
    """Also if the loop has not come by."""
    amina = write(world.amina, shared_draft)
    amina.push(typed_at(1, "Local "))
    clock.advance(minutes=3)
    amina.push(typed_at(1, "Now "), version=1)
    assert len(listed(http, world.amina, shared_draft)) == 2


def test_somebody_who_never_pauses_has_versions_too(world, http, write, shared_draft, clock):
    amina = write(world.amina, shared_draft)
    for number in range(50):
        clock.advance(seconds=25)
        amina.push(typed_at(1, "a"), version=number)
    assert len(listed(http, world.amina, shared_draft)) == 3


def test_a_version_is_kept_when_a_drafter_presses_save_and_the_text_has_changed(
    world, http, write, typed, shared_draft
):
    """The editor has sent the text before; a cover that saves itself is no reason."""
    amina, browser = write(world.amina, shared_draft), http(world.amina)

    def save(**headers):
        cover = typed(marks=marks(browser.get(f"{shared_draft}/edit").text))
        del cover["text"]
        assert browser.post(shared_draft, data=cover, headers=headers).status_code in (200, 303)
        return listed(http, world.amina, shared_draft)

    assert save() == []
    amina.push(typed_at(1, "Local "))
    assert len(save(Accept="application/json")) == 1, "first version"
    latest, begun = save()
    assert "saved" in latest and "1 word added" in latest and "first version" in begun
    assert save() == [latest, begun]


def test_any_version_is_restored_as_a_new_one_and_seen_by_those_who_write(
    world, http, write, shared_draft, stored, pause
):
    amina = write(world.amina, shared_draft)
    amina.push(typed_at(1, "Local "))
    pause()
    wanjiru = write(world.wanjiru, shared_draft)
    page = http(world.wanjiru).get(f"{shared_draft}/versions/1")
    assert "Radio reaches parents." in page.text and "Local" not in page.text
    answer = http(world.wanjiru).post(f"{shared_draft}/versions/1/restoration")
    assert answer.status_code == 303
    assert stored(shared_draft) == "Radio reaches parents."
    [heard] = amina.heard()
    assert heard["from"] == 1 and heard["steps"][0]["by"] == world.wanjiru.id
    [state] = wanjiru.heard("state")
    assert state["message"] == "Wanjiru Tende restored version 1 of the text."
    assert "version 1 restored" in listed(http, world.amina, shared_draft)[0]
    http(world.amina).post(f"{shared_draft}/versions/2/restoration")
    assert stored(shared_draft) == "Local Radio reaches parents."


def test_only_drafters_see_versions(world, http, write, shared_draft, pause):
    write(world.amina, shared_draft).push(typed_at(1, "Local "))
    pause()
    for person in (world.teresa, world.ines, world.helena, world.farid):
        assert http(person).get(f"{shared_draft}/versions").status_code == 404
        assert http(person).get(f"{shared_draft}/versions/1").status_code == 404
        assert http(person).post(f"{shared_draft}/versions/1/restoration").status_code == 404


def test_after_submission_versions_stay_and_nobody_writes_any_more(
    world, http, write, draft, typed, stored
):
    address = draft(world.amina, [world.wanjiru])
    wanjiru = write(world.wanjiru, address)
    wanjiru.push(typed_at(1, "Local "))
    http(world.amina).post(f"{address}/submission")
    [state] = wanjiru.heard("state")
    assert state["kind"] == "closed"
    assert wanjiru.push(typed_at(1, "x"), version=1)["reason"] == "closed"
    assert "submitted" in listed(http, world.wanjiru, address)[0]
    assert http(world.wanjiru).post(f"{address}/versions/1/restoration").status_code == 409


def test_the_list_says_of_which_wording_it_has_the_versions(world, http, document):
    address, _ = document(world.amina)
    amina = http(world.amina)

    def wordings():
        page = amina.get(f"{address}/versions").text
        return re.findall(r'<a class="tabs__link"[^>]*?(aria-current="page")?>([^<]+)</a>', page)

    assert wordings() == []
    amina.post(f"{address}/revisions")
    (is_chosen, draft), (other, original) = wordings()
    assert draft == "Draft as it is now" and is_chosen and not other
    assert original.startswith("WG-COP/3/")
    amina.post(f"{address}/submission")
    assert wordings()[0][1] == f"{original} Rev.1"


def test_whoever_is_dropped_hears_no_more_and_writes_no_more(world, http, write, shared_draft):
    amina, wanjiru = write(world.amina, shared_draft), write(world.wanjiru, shared_draft)
    http(world.amina).post(f"{shared_draft}/drafters/{world.wanjiru.id}/removal")
    assert not wanjiru.page.is_connected
    amina.push(typed_at(1, "Local "))
    assert write(world.wanjiru, shared_draft).answer["reason"] == "forbidden"


def test_a_source_is_asked_again_once_the_words_have_changed(world, http, draft, write, pause):
    egypt = world.farid.memberships[0].delegation_id
    address = draft(world.amina, together_with=[egypt])
    http(world.amina).post(f"{address}/consents")
    wording = re.search(r'name="wording" value="(\w+)"', http(world.farid).get(address).text)[1]
    http(world.farid).post(
        f"{address}/sources/delegation-{egypt}/consent", data={"wording": wording}
    )
    assert "Asked for your consent" not in http(world.farid).get("/").text
    write(world.amina, address).push(typed_at(1, "Local "))
    assert "Asked for your consent" in http(world.farid).get("/").text
    assert http(world.amina).post(f"{address}/submission").status_code == 409
    late = http(world.farid).post(
        f"{address}/sources/delegation-{egypt}/consent", data={"wording": wording}
    )
    assert late.status_code == 409
    wording = re.search(r'name="wording" value="(\w+)"', http(world.farid).get(address).text)[1]
    given = http(world.farid).post(
        f"{address}/sources/delegation-{egypt}/consent", data={"wording": wording}
    )
    assert given.status_code == 303
    assert http(world.amina).post(f"{address}/submission").status_code == 303
