"""Several people write in one draft: what each is answered, what the others hear, and what is stored."""

import html
import re
from functools import partial

import pytest
from sqlalchemy import select, update

from wgcop import paper
from wgcop.accounts.models import Person
from wgcop.contributions.draft_desk import DRAFTS, DraftDesk
from wgcop.contributions.draft_tables import DraftStep
from wgcop.contributions.revisions import Revision
from wgcop.database import db
from wgcop.paper.schema import SCHEMA_HASH
from wgcop.paper.steps import read_step
from wgcop.writing.authority import Push, take
from wgcop.writing.reasons import Declined, DeclineReason


class Writer:
    """A page on which a draft is open, as the editor has it."""

    def __init__(self, listener, document, client):
        self.page, self.document, self.client = listener, document, client
        self.answer = self.open()

    def open(self, schema=SCHEMA_HASH):
        answer = self.page.emit("document:open", {"document": self.document, "schema": schema})
        self.revision, self.version = answer.get("revision"), answer.get("version")
        return answer

    def push(self, *steps, version=None, client=None):
        return self.page.emit(
            "document:steps",
            {
                "document": self.document,
                "revision": self.revision,
                "version": self.version if version is None else version,
                "steps": list(steps),
                "client": client or self.client,
            },
        )

    def since(self, version):
        return self.page.emit(
            "document:since",
            {"document": self.document, "revision": self.revision, "version": version},
        )

    def points_at(self, place):
        return self.page.emit(
            "document:cursor",
            {
                "document": self.document,
                "revision": self.revision,
                "client": self.client,
                "version": self.version,
                "anchor": place,
                "head": place,
            },
        )

    def heard(self, kind="steps"):
        return self.page.hear(f"document:{kind}")


def typed_at(place, words):
    text = {"type": "text", "text": words}
    return {"stepType": "replace", "from": place, "to": place, "slice": {"content": [text]}}


@pytest.fixture
def write(listen):
    """`write(world.amina, address)` is her page with the editor."""
    clients = iter("abcdefgh")
    return lambda person, address: Writer(
        listen(person, person.topic), int(address.rpartition("/")[2]), next(clients)
    )


@pytest.fixture
def stored(app):
    def read(address):
        with app.app_context():
            revision = db.session.scalars(
                select(Revision)
                .where(Revision.contribution_id == int(address.rpartition("/")[2]))
                .order_by(Revision.number.desc())
            ).first()
            assert paper.validate(revision.text)
            assert revision.plain == paper.plain(revision.text)
            return revision.plain

    return read


@pytest.fixture
def shared_draft(world, draft):
    return draft(world.amina, [world.wanjiru], text="Radio reaches parents.")


def test_what_one_writes_is_stored_and_heard_by_the_other_once(world, write, shared_draft, stored):
    amina, wanjiru = write(world.amina, shared_draft), write(world.wanjiru, shared_draft)
    answer = amina.push(typed_at(1, "Local "))
    assert answer["ok"] and answer["from"] == 0
    assert [(e["client"], e["by"]) for e in answer["steps"]] == [("a", world.amina.id)]
    assert stored(shared_draft) == "Local Radio reaches parents."
    [heard] = wanjiru.heard()
    assert heard["from"] == 0 and heard["steps"] == answer["steps"]
    assert amina.heard() == []


def test_steps_made_at_the_same_time_are_both_kept(world, write, shared_draft, stored):
    amina, wanjiru = write(world.amina, shared_draft), write(world.wanjiru, shared_draft)
    amina.push(typed_at(1, "Local "))
    answer = wanjiru.push(typed_at(23, " Everywhere."))
    assert [e["client"] for e in answer["steps"]] == ["a", "b"]
    assert answer["steps"][1]["step"]["from"] == 29
    assert stored(shared_draft) == "Local Radio reaches parents. Everywhere."


def test_a_push_whose_answer_got_lost_is_stored_once(world, write, shared_draft, stored):
    amina = write(world.amina, shared_draft)
    first = amina.push(typed_at(1, "Local "))
    assert amina.push(typed_at(1, "Local ")) == first
    assert stored(shared_draft) == "Local Radio reaches parents."


def test_a_push_of_which_the_first_step_is_known_stores_its_rest_where_it_is_now(
    world, write, shared_draft, stored
):
    amina, wanjiru = write(world.amina, shared_draft), write(world.wanjiru, shared_draft)
    wanjiru.push(typed_at(1, "One. "))
    typed = [typed_at(1, "Local "), typed_at(7, "and loud ")]
    amina.push(typed[0])
    wanjiru.push(typed_at(18, "really "), version=2)
    for _ in range(2):
        answer = amina.push(*typed)
        assert answer["taken"] == 2
        assert stored(shared_draft) == "One. Local and loud Radio really reaches parents."
    assert [each["client"] for each in answer["steps"]] == ["b", "a", "b", "a"]


def test_what_a_page_never_made_is_not_taken_in_its_name(world, write, shared_draft, stored):
    amina = write(world.amina, shared_draft)
    amina.push(typed_at(1, "Local "))
    answer = amina.push(typed_at(1, "Other "), typed_at(7, "and loud "))
    assert answer["reason"] == "unknown" and answer["message"]
    assert stored(shared_draft) == "Local Radio reaches parents."


def test_whoever_missed_something_asks_for_it(world, write, shared_draft):
    amina, wanjiru = write(world.amina, shared_draft), write(world.wanjiru, shared_draft)
    pushed = [amina.push(typed_at(1, word), version=n)["steps"] for n, word in enumerate("abc")]
    assert wanjiru.since(1)["steps"] == pushed[1] + pushed[2]


def test_a_step_that_would_not_be_stored_today_leaves_the_draft_open(
    world, app, write, shared_draft, stored
):
    amina = write(world.amina, shared_draft)
    amina.push(typed_at(1, "One. "))
    crossed = {"stepType": "replaceAround", "from": 5, "gapFrom": 0, "gapTo": 5, "to": 0}
    with app.app_context():
        db.session.execute(update(DraftStep).values(step={**crossed, "insert": 0}))
        db.session.commit()
    answer = amina.since(0)
    assert answer["reason"] == "unknown" and answer["message"]
    assert amina.open()["ok"]
    assert amina.push(typed_at(1, "More. "))["ok"]
    assert stored(shared_draft).startswith("More. One. ")


def test_a_page_whose_session_was_ended_writes_nothing(world, app, write, shared_draft, stored):
    amina, wanjiru = write(world.amina, shared_draft), write(world.wanjiru, shared_draft)
    with app.app_context():
        ended = update(Person).where(Person.id == world.amina.id).values(epoch=Person.epoch + 1)
        db.session.execute(ended)
        db.session.commit()
    for answer in (amina.push(typed_at(1, "Local ")), amina.since(0), amina.open()):
        assert answer["reason"] == "signed-out" and "You are signed out." in answer["message"]
    assert wanjiru.heard() == []
    assert stored(shared_draft) == "Radio reaches parents."


def test_who_does_not_draft_it_learns_nothing(world, write, shared_draft, stored):
    amina = write(world.amina, shared_draft)
    for person in (world.farid, world.ines):
        other = write(person, shared_draft)
        assert other.answer["reason"] == "forbidden"
        other.revision, other.version = amina.revision, 0
        assert other.push(typed_at(1, "x"))["reason"] == "forbidden"
        assert other.since(0)["reason"] == "forbidden"
        amina.push(typed_at(1, "x"), version=amina.open()["version"])
        assert other.heard() == []
    assert stored(shared_draft) == "xxRadio reaches parents."


def test_whoever_is_dropped_while_their_page_opens_the_draft_hears_nothing_of_it(
    world, app, write, shared_draft, monkeypatch
):
    amina, opened = write(world.amina, shared_draft), []

    def open_once(desk, session, document, person_id, **how):
        if person_id == wanjiru and opened:
            raise Declined(DeclineReason.FORBIDDEN)
        opened.append(person_id)
        return DraftDesk.open(desk, session, document, person_id, **how)

    wanjiru = world.wanjiru.id
    monkeypatch.setattr(DRAFTS, "open", partial(open_once, DRAFTS))
    dropped = write(world.wanjiru, shared_draft)
    assert (opened, dropped.answer["reason"]) == ([wanjiru], "forbidden")
    assert amina.push(typed_at(1, "Local "))["ok"]
    assert dropped.heard() == []


def test_of_pushes_that_are_taken_together_each_is_judged_by_itself(
    world, app, write, shared_draft, stored
):
    """Farid drafts nothing here, and the page of the former wording comes late: the others are taken all the same."""
    amina = write(world.amina, shared_draft)
    first = {"version": 0, "client": "a", "by": world.amina.id, "revision": amina.revision}

    def push(words, **changes):
        step = read_step(typed_at(1, words))
        return Push(desk=DRAFTS, document=amina.document, steps=(step,), **{**first, **changes})

    with app.app_context():
        answers = take(
            db.session,
            [
                push("One. "),
                push("Two. ", by=world.farid.id, client="b"),
                push("Three. ", revision=amina.revision + 1, client="c"),
                push("Four. ", version=99, client="d"),
                push("Five. ", by=world.wanjiru.id, client="e"),
            ],
        )
        db.session.commit()
    assert [getattr(each, "reason", None) for each in answers] == [
        None,
        DeclineReason.FORBIDDEN,
        DeclineReason.CLOSED,
        DeclineReason.UNKNOWN,
        None,
    ]
    assert [entry.by for entry in answers[4].entries] == [world.amina.id, world.wanjiru.id]
    assert stored(shared_draft) in (
        "One. Five. Radio reaches parents.",
        "Five. One. Radio reaches parents.",
    )


def test_a_page_of_a_wording_that_was_submitted_meanwhile_writes_nothing_into_the_next_one(
    world, http, write, shared_draft, stored
):
    """Its versions are numbers of another text, which begins with version 0 again."""
    amina, wanjiru = write(world.amina, shared_draft), http(world.wanjiru)
    assert wanjiru.post(f"{shared_draft}/submission").status_code == 303
    assert amina.push(typed_at(1, "Late. "))["reason"] == "closed"
    assert wanjiru.post(f"{shared_draft}/revisions").status_code == 303
    now = write(world.wanjiru, shared_draft)
    assert amina.push(typed_at(1, "Late. "))["reason"] == "closed"
    assert amina.since(0)["reason"] == "closed"
    assert amina.points_at(1)["reason"] == "closed"
    assert now.heard() == now.heard("cursor") == []
    assert stored(shared_draft) == "Radio reaches parents."
    amina.open()
    assert amina.push(typed_at(1, "Late. "))["ok"]
    assert stored(shared_draft) == "Late. Radio reaches parents."


@pytest.mark.parametrize(
    "step",
    [
        None,
        {"stepType": "markSet"},
        {"stepType": "replace", "from": 5, "to": 1},
        typed_at(1, "\x00") | {"from": -1},
        {"stepType": "replace", "from": 1, "to": 1, "slice": {"content": [{"type": "script"}]}},
        {"stepType": "together", "replacements": []},
        {"stepType": "together", "replacements": [{"from": 5, "to": 6}, {"from": 1, "to": 2}]},
        {"stepType": "attr", "pos": 0, "attr": "change", "value": "perhaps"},
        {
            "stepType": "addMark",
            "from": 1,
            "to": 4,
            "mark": {"type": "link", "attrs": {"href": "javascript:alert(1)"}},
        },
    ],
)
def test_what_is_no_change_of_a_paper_is_refused_with_a_sentence(
    world, write, shared_draft, stored, step
):
    answer = write(world.amina, shared_draft).push(step)
    assert (answer["ok"], answer["reason"]) == (False, "malformed")
    assert answer["message"].endswith(".")
    assert stored(shared_draft) == "Radio reaches parents."


def test_an_editor_of_another_schema_must_load_the_page_again(world, write, shared_draft):
    assert write(world.amina, shared_draft).open(schema="0" * 16)["reason"] == "schema"


# The form, and programs


def form_of(page):
    return {
        "marks": re.search(r'name="marks"[^>]* value="([^"]*)"', page)[1],
        "steps": re.search(r'name="steps" value="(\d+)"', page)[1],
        "text": html.unescape(
            re.search(r'<textarea[^>]*name="text"[^>]*>(.*?)</textarea>', page, re.S)[1]
        ).strip(),
    }


@pytest.fixture
def long_draft(world, draft):
    text = "First paragraph.\n\nSecond paragraph.\n\nThird paragraph."
    return draft(world.amina, [world.wanjiru], text=text)


def test_the_form_without_scripts_is_joined_with_what_others_type_meanwhile(
    world, http, write, long_draft, typed, stored
):
    wanjiru = http(world.wanjiru)
    form = form_of(wanjiru.get(f"{long_draft}/edit").text)
    amina = write(world.amina, long_draft)
    amina.push(typed_at(1, "Very "))
    form["text"] = form["text"].replace("Third", "Last")
    saved = wanjiru.post(long_draft, data=typed(**form))
    assert saved.status_code == 303
    assert stored(long_draft).split("\n") == [
        "Very First paragraph.",
        "Second paragraph.",
        "Last paragraph.",
    ]
    [heard] = amina.heard()
    assert [step["by"] for step in heard["steps"]] == [world.wanjiru.id]


def test_a_form_that_is_sent_twice_is_saved_once(world, http, long_draft, typed, stored):
    wanjiru = http(world.wanjiru)
    form = form_of(wanjiru.get(f"{long_draft}/edit").text)
    form["text"] += "\n\nFourth paragraph."
    for _ in range(2):
        assert wanjiru.post(long_draft, data=typed(**form)).status_code == 303
    assert stored(long_draft).count("Fourth") == 1


def test_a_form_of_a_wording_that_was_submitted_meanwhile_is_not_saved_into_the_next_one(
    world, http, long_draft, typed, stored
):
    amina, wanjiru = http(world.amina), http(world.wanjiru)
    form = form_of(wanjiru.get(f"{long_draft}/edit").text)
    form["text"] = form["text"].replace("Third", "Last")
    assert amina.post(f"{long_draft}/submission").status_code == 303
    assert amina.post(f"{long_draft}/revisions").status_code == 303
    answer = wanjiru.post(long_draft, data=typed(**form))
    assert answer.status_code == 409 and "Last paragraph." in answer.text
    assert "Third paragraph." in stored(long_draft)


def test_where_both_changed_a_paragraph_the_form_comes_back_with_both(
    world, http, write, long_draft, typed, stored
):
    wanjiru = http(world.wanjiru)
    form = form_of(wanjiru.get(f"{long_draft}/edit").text)
    amina = write(world.amina, long_draft)
    amina.push(typed_at(1, "Very "))
    amina.push(typed_at(24, "Quite a "), version=1)
    form["text"] = form["text"].replace("Second", "Next")
    answer = wanjiru.post(long_draft, data=typed(**form))
    assert answer.status_code == 409
    assert stored(long_draft).split("\n")[1] == "Quite a Second paragraph."
    again = form_of(answer.text)
    assert again["text"].split("\n\n") == [
        "Very First paragraph.",
        "Next paragraph.",
        "Third paragraph.",
    ]
    assert "<del>Quite a Second</del>" in re.sub(
        r'<span class="visually-hidden">[^<]*</span>', "", answer.text
    )
    assert wanjiru.post(long_draft, data=typed(**again)).status_code == 303
    assert stored(long_draft).split("\n")[:2] == ["Very First paragraph.", "Next paragraph."]


def test_a_program_writes_through_the_same_authority(world, http, write, long_draft, stored):
    robot, address = http(world.wanjiru), f"/api/v1{long_draft}/text"
    read = robot.get(address).json
    assert read["version"] == 0 and read["typed"].startswith("First paragraph.")
    amina = write(world.amina, long_draft)
    amina.push(typed_at(1, "Very "))
    text = read["typed"].replace("Third", "Last")
    written = robot.put(address, json={"version": 0, "typed": text}).json
    assert written["version"] == 2 and "Very First" in written["typed"]
    tree = written["tree"]
    tree["content"][1]["content"][0]["text"] = "Another paragraph."
    assert robot.put(address, json={"version": 2, "tree": tree}).status_code == 200
    assert "Another paragraph." in stored(long_draft)
    contested = robot.put(address, json={"version": 0, "typed": "First paragraph, again."})
    assert contested.status_code == 409
    assert "Very First" in contested.json["stored"]["typed"]
    assert "again" in contested.json["joined"]["typed"]
    for sent in ({}, {"version": 0}, {"version": 0, "tree": {"type": "doc"}}, {"version": "x"}, []):
        assert robot.put(address, json=sent).status_code == 422
    half = {
        "version": 3,
        "tree": {
            **tree,
            "content": [{**tree["content"][0], "content": [{"type": "text", "text": "\ud83d"}]}],
        },
    }
    assert robot.put(address, json=half).status_code == 422


def test_json_within_json_without_end_is_refused_in_a_sentence(
    world, http, long_draft, stored, write
):
    robot, address = http(world.wanjiru), f"/api/v1{long_draft}/text"
    before = stored(long_draft)
    whole = "[" * 100_000
    in_a_value = "[" * 850 + "]" * 850
    text = f'{{"type": "text", "text": {in_a_value}}}'
    heading = f'{{"type": "heading", "attrs": {{"wid": "h1", "level": {in_a_value}}}}}'
    for sent in (whole, *(tree_of(each) for each in (in_a_value, text, heading))):
        answer = robot.put(address, data=sent, content_type="application/json")
        assert answer.status_code == 422, sent[:80]
        assert answer.json["error"]
    quotes = {"type": "paragraph"}
    for _ in range(200):
        quotes = {"type": "blockquote", "content": [quotes]}
    step = {"stepType": "replace", "from": 0, "to": 0, "slice": {"content": [quotes]}}
    answer = write(world.wanjiru, long_draft).push(step)
    assert answer["reason"] == "too-much" and answer["message"]
    told = robot.put(address, data=whole, content_type="application/json").json["error"]
    assert told == "The JSON is nested too deeply to be read."
    assert stored(long_draft) == before


def tree_of(block: str) -> str:
    return f'{{"version": 0, "tree": {{"type": "doc", "content": [{block}]}}}}'
