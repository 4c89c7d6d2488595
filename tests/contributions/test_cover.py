"""The cover of a paper: Questions and agenda items, lessons learned, the language, and what it must have."""

import re
from collections import defaultdict
from threading import Thread

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from tests.contributions.conftest import capacity_key, paper_at
from tests.contributions.test_papers import marks, offered_items
from wgcop.bodies.body import Body
from wgcop.contributions.fields import ADVISABLE, NEEDED, REQUIRED
from wgcop.contributions.kinds import Purpose
from wgcop.database import db
from wgcop.fields.field import missing
from wgcop.search import indexer


@pytest.fixture
def questions(app, world):
    """The ids of the Questions of the demo world, by their codes."""
    with app.app_context():
        return {body.code: body.id for body in db.session.scalars(select(Body))}


def test_a_paper_stands_under_several_items_and_questions(world, http, draft, questions):
    form = http(world.amina).get(f"{draft(world.amina)}/edit").text
    (one, first), (two, second) = offered_items(form)[:2]
    address = draft(world.amina, items=[one, two], questions=[questions["22-1/1"]])
    page = http(world.amina).get(address).text
    cover = page.split('class="paper__title"')[1].split('class="paper__body')[0]
    assert first in cover and second in cover and "Agenda items" in cover
    assert "Question 22-1/1" in cover and 'href="/priorwork/bodies/22-1-1"' in cover
    url = http(world.amina).post(f"{address}/submission").headers["Content-Location"]
    agenda = http(world.haruko).get("/meetings/wg-cop-3").text
    assert agenda.count(f'href="{url}"') >= 2
    assert "Question 22-1/1" in http(world.haruko).get(url).text

    http(world.amina).post(f"{address}/revisions")
    form = http(world.amina).get(f"{address}/edit").text
    assert [number for number, _ in offered_items(form)[:2]] == [one, two]
    checked = form.split('id="items"')[1].split("</fieldset>")[0].count("<input checked")
    assert checked == 2
    assert re.search(
        rf'<input checked [^>]*name="questions"[^>]*value="{questions["22-1/1"]}"', form
    )


@pytest.fixture
def moved_in_a_draft(world, http, draft, typed):
    """A document under one item, and a draft of Rev.1 that names another instead: both addresses, and that of the document."""
    amina = http(world.amina)
    (one, _), (two, _) = offered_items(amina.get(f"{draft(world.amina)}/edit").text)[:2]
    address = draft(world.amina, items=[one])
    url = amina.post(f"{address}/submission").headers["Content-Location"]
    amina.post(f"{address}/revisions")
    opened = marks(amina.get(f"{address}/edit").text)
    form = typed(items=[two], note="Also under the other item.", marks=opened)
    assert amina.post(address, data=form).status_code == 303
    return address, url, (one, two)


def test_the_agenda_that_a_draft_of_a_revision_names_is_seen_by_its_drafters_only(
    world, http, moved_in_a_draft
):
    address, url, (one, two) = moved_in_a_draft
    for reader in (world.haruko, world.helena, world.ines):
        assert items_of(http(reader).get("/meetings/wg-cop-3").text, url) == [one]
    form = http(world.amina).get(f"{address}/edit").text
    assert [number for number, _ in offered_items(form)[:2]] == [one, two], "both are chosen"
    assert "joins the items that you add when the revision is issued" in form


def test_with_a_revision_its_document_joins_the_items_and_leaves_none(
    world, http, moved_in_a_draft
):
    """The secretariat or the chair may have placed it there."""
    address, url, items = moved_in_a_draft
    assert http(world.amina).post(f"{address}/submission").status_code == 303
    agenda = http(world.haruko).get("/meetings/wg-cop-3").text
    assert sorted(items_of(agenda, url)) == sorted(items)


def items_of(agenda, url):
    """The numbers of the items under which a document stands."""
    parts = re.split(r'id="item-(\d+)"', agenda)[1:]
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return [number for number, part in pairs if f'href="{url}"' in part]


def test_a_paper_is_found_under_every_number_of_its_question(app, world, http, document, questions):
    _, url = document(world.amina, title="Marimba", questions=[questions["22-1/1"]])
    with app.app_context():
        indexer.drain_all()
    for number in ("22-1/1", "22-2/1", "Question 3/2"):
        found = http(world.caio).get("/search", query_string={"q": f"{number} marimba"}).text
        assert url in found, number


def test_the_form_says_the_other_names_of_a_question(world, http, draft):
    form = http(world.amina).get(f"{draft(world.amina)}/edit").text
    choice = form.split("Question 22-1/1")[1].split("</label>")[0]
    assert "22-2/1" in choice


def test_ones_own_delegation_is_not_offered_as_another_source(app, world, http, draft):
    form = http(world.amina).get(f"{draft(world.amina)}/edit").text
    others = form.partition('id="together_with"')[2].partition("</fieldset>")[0]
    assert "Brazil" in others and "Kenya" not in others


def test_lessons_and_the_sole_language_stand_on_the_cover(world, http, draft):
    address = draft(world.amina, lessons="Noon is too early.", sole_language="y", language="fr")
    page = http(world.amina).get(address).text
    assert "Noon is too early." in page and "Enseignements tirés" in page
    assert "Original\u00a0: français seulement" in page
    other = http(world.amina).get(draft(world.amina, language="fr")).text
    assert "Original\u00a0: français" in other and "français seulement" not in other


def test_consents_given_before_these_fields_were_there_still_stand(app, world, draft, questions):
    """The fingerprint of a wording that leaves them empty is what it was."""
    before, after = draft(world.amina), draft(world.amina)
    filled = draft(world.amina, lessons="Noon is too early.")
    on_question = draft(world.amina, questions=[questions["22-1/1"]])
    with app.app_context():
        prints = [paper_at(address).draft.fingerprint for address in (before, after)]
        assert prints[0] == prints[1]
        assert paper_at(filled).draft.fingerprint not in prints
        assert paper_at(on_question).draft.fingerprint not in prints


@pytest.mark.parametrize("purpose", list(Purpose))
def test_what_is_required_and_what_is_recommended_are_told_apart(purpose):
    empty, filled = {"purpose": purpose}.get, defaultdict(lambda: "Words.", purpose=purpose)
    lacks = {field.name for field, _ in missing(REQUIRED, empty)}
    advised = {field.name for field, _ in missing(ADVISABLE, empty)}
    assert lacks.isdisjoint(advised)
    assert ("action_required" in lacks) is (purpose == Purpose.ACTION)
    assert ("items" in advised) is (purpose == Purpose.ACTION)
    assert missing(NEEDED, filled.__getitem__) == []
    assert all(str(field.needed.words).endswith(".") for field in NEEDED)


def test_the_refusal_says_why_each_field_is_needed(world, http, draft):
    address = draft(world.amina, title=" ", action_required=" ")
    refused = http(world.amina).post(f"{address}/submission")
    assert refused.status_code == 409
    assert "Lists, agendas and searches show the paper by its title." in refused.text
    assert "what a paper for action asks it to do" in refused.text


def test_what_is_only_recommended_holds_nothing_back(world, http, draft):
    address = draft(world.amina, abstract="", keywords="", contact="", clauses=[])
    assert http(world.amina).post(f"{address}/submission").status_code == 303


def test_two_colleagues_who_change_different_fields_are_joined(world, http, draft, typed):
    address = draft(world.amina, drafters=[world.wanjiru])
    opened = marks(http(world.wanjiru).get(f"{address}/edit").text)
    amina, wanjiru = http(world.amina), http(world.wanjiru)
    one = {"abstract": "Changed by Amina.", "marks": opened}
    assert amina.post(address, data=typed(**one)).status_code == 303
    other = {"keywords": "changed by Wanjiru", "marks": opened}
    assert wanjiru.post(address, data=typed(**other)).status_code == 303
    page = amina.get(address).text
    assert "Changed by Amina." in page and "changed by Wanjiru" in page


def test_a_script_that_saves_hears_what_to_go_on_with(world, http, draft, typed):
    """Saved, in conflict with a colleague, or wrong: each as JSON, and nothing is overwritten."""
    address = draft(world.amina, drafters=[world.wanjiru])
    opened = marks(http(world.wanjiru).get(f"{address}/edit").text)
    as_json = {"headers": {"Accept": "application/json"}}

    def save(person, **changes):
        return http(person).post(address, data=typed(**changes), **as_json)

    saved = save(world.amina, abstract="Changed by Amina.", marks=opened)
    assert saved.status_code == 200 and saved.json["marks"] != opened
    late = save(world.wanjiru, abstract="Changed by Wanjiru.", marks=opened)
    assert late.status_code == 409
    [conflict] = late.json["conflicts"]
    assert (conflict["name"], conflict["stored"]) == ("abstract", "Changed by Amina.")
    assert late.json["changed_by"] == "Amina Barasa"
    assert "Changed by Amina." in http(world.amina).get(address).text
    chosen = save(world.wanjiru, abstract="Changed by both.", marks=late.json["marks"])
    assert chosen.status_code == 200
    # What a colleague has saved in another field comes along, so that the page does not undo it.
    joined = save(
        world.amina, keywords="waves", abstract="Changed by Amina.", marks=saved.json["marks"]
    )
    assert joined.json["taken"] == {"abstract": ["Changed by both."]}
    wrong = save(world.amina, title="t" * 301, marks=chosen.json["marks"])
    assert wrong.status_code == 422 and "at most 300" in wrong.json["errors"]["title"]


@pytest.mark.databases
def test_what_another_saves_before_a_saved_form_has_its_answer_is_there_after_the_next_save(
    world, http, draft, typed
):
    """The page goes on with marks of what it holds itself, or its next save would take the other's words away."""
    address = draft(world.amina, drafters=[world.wanjiru], abstract="")
    opened = marks(http(world.amina).get(f"{address}/edit").text)

    def save(person, **changes):
        as_json = {"headers": {"Accept": "application/json"}}
        answer = http(person).post(address, data=typed(**changes), **as_json)
        assert answer.status_code == 200, answer.text
        return answer.json

    saves, wanjiru = [], world.wanjiru

    def meanwhile(_):
        if not saves:
            changes = {"abstract": "Changed by Wanjiru.", "marks": opened}
            saves.append(Thread(target=save, args=(wanjiru,), kwargs=changes))
            saves[0].start()
            saves[0].join()

    event.listen(Session, "after_commit", meanwhile)
    try:
        answer = save(world.amina, keywords="radio", abstract="", marks=opened)
    finally:
        event.remove(Session, "after_commit", meanwhile)
    assert saves
    for keywords in ("radio, parents", "radio, parents, schools"):
        abstract = answer["taken"].get("abstract", [""])[0]
        answer = save(world.amina, keywords=keywords, abstract=abstract, marks=answer["marks"])
    page = http(world.wanjiru).get(address).text
    assert "Changed by Wanjiru." in page and "radio, parents, schools" in page


def test_beside_the_editor_the_form_leaves_the_text_alone(world, http, draft, typed):
    address = draft(world.amina)
    form = typed(title="Renamed", version=1)
    del form["text"]
    assert http(world.amina).post(address, data=form).status_code == 303
    page = http(world.amina).get(address).text
    assert "Renamed" in page and "A trial in four districts." in page


def test_a_form_that_is_sent_twice_begins_one_draft(app, world, http, typed):
    form = typed(capacity=capacity_key(world.amina), key="k" * 32)
    first, second = (http(world.amina).post("/contributions/", data=form) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    other = http(world.teresa).post(
        "/contributions/", data={**form, "capacity": capacity_key(world.teresa)}
    )
    assert other.status_code == 303 and other.headers["Location"] != first.headers["Location"]


def test_title_meeting_and_capacity_are_enough_to_begin(world, http, meeting):
    """The rest of the cover has what is usual: for action, one's own contact, English."""
    begin = {"meeting": meeting.id, "capacity": capacity_key(world.amina), "title": "Radio plays"}
    begun = http(world.amina).post("/contributions/", data=begin)
    assert begun.status_code == 303 and begun.headers["Location"].endswith("/edit")
    page = http(world.amina).get(begun.headers["Location"]).text
    assert "Radio plays</textarea>" in page and "amina@example.org" in page
    as_observer = {**begin, "capacity": capacity_key(world.ruth)}
    begun = http(world.ruth).post("/contributions/", data=as_observer)
    address = begun.headers["Location"].removesuffix("/edit")
    assert "For information" in http(world.ruth).get(address).text


def test_what_is_still_needed_stands_beside_the_form_and_leads_to_its_field(world, http, draft):
    page = http(world.amina).get(f"{draft(world.amina, title=' ', abstract='')}/edit").text
    needs = page.split("data-needs>")[1].split("writers-title")[0]
    shown = re.findall(r'<li data-need="(\w+)"[^>]*?(hidden)?><a href="#(\w+)"', needs)
    assert {field: not hidden for field, hidden, _ in shown} == {
        "source": False,
        "title": True,
        "text": False,
        "action_required": False,
        "abstract": True,
        "items": True,
        "questions": True,
        "keywords": False,
        "contact": False,
    }
    for field, _, target in shown:
        assert f'id="{target}"' in page, field
    for field in NEEDED:
        assert page.count(str(field.needed.words)) >= 2, "beside the form and at the field"


def test_it_is_done_says_what_happens_next_and_gives_a_link(world, http, draft, meeting):
    address = draft(world.amina)
    answer = http(world.amina).post(f"{address}/submission")
    assert answer.headers["Location"] == f"{address}/submitted"
    url = answer.headers["Content-Location"]
    for _ in range(2):  # coming back works
        page = http(world.amina).get(f"{address}/submitted").text
        assert f"Done: {url.removeprefix('/documents/')}" in page
        assert (
            "every member can read it now" in page and f'data-copy="http://localhost{url}"' in page
        )
        assert "Prepare another" in page and "Open the document" in page
    again = http(world.amina).post(f"{address}/submission")
    assert again.headers["Location"] == f"{address}/submitted", "sent twice, it is submitted once"


def test_late_it_says_that_it_waits_and_then_what_became_of_it(world, http, draft, meeting):
    address = draft(world.amina)
    meeting.after()
    http(world.amina).post(f"{address}/submission")
    page = http(world.amina).get(f"{address}/submitted").text
    assert "It has no number yet." in page and "here and by e-mail" in page
    http(world.ines).post(f"{address}/acceptance")
    page = http(world.amina).get(f"{address}/submitted").text
    assert "Done: WG-COP/3/" in page and "marked as delayed" in page


def test_only_drafters_and_sources_see_that_it_is_done(world, http, draft, meeting):
    address = draft(world.wanjiru, drafters=[world.daichi])
    assert http(world.wanjiru).get(f"{address}/submitted").headers["Location"] == address
    http(world.wanjiru).post(f"{address}/submission")
    for person, status in (
        (world.wanjiru, 200),
        (world.daichi, 200),
        (world.amina, 200),
        (world.caio, 403),
        (world.ruth, 403),
        (world.helena, 403),
        (world.elke, 403),
        (world.ines, 403),
    ):
        assert http(person).get(f"{address}/submitted").status_code == status, person.name
    assert "/sign-in" in http().get(f"{address}/submitted").headers["Location"]


def test_the_preview_says_what_it_would_be_if_it_were_submitted_now(world, http, draft, meeting):
    address = draft(world.amina, abstract="")
    page = http(world.amina).get(address).text
    assert "This is how it will look" in page
    assert "It is on time: it gets its number at once" in page
    assert "Delegations use it to decide whether to read the paper." in page
    meeting.after()
    assert "It is a delayed contribution" in http(world.amina).get(address).text
