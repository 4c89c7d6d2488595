"""Comments on words of a draft: where the words stand while others write, and who resolves them."""

import pytest
from sqlalchemy import update

from tests.contributions.test_writing import Writer, typed_at
from wgcop.contributions.draft_tables import Writing
from wgcop.database import db
from wgcop.threads.page.margin import margin_of

JSON = {"Accept": "application/json"}
TEXT = "Radio reaches parents. Schools reach pupils."


@pytest.fixture
def paper(world, draft):
    address = draft(world.amina, [world.wanjiru], text=TEXT)

    class Paper:
        work = address
        id = int(address.rpartition("/")[2])
        talk = f"/threads/draft-talk:{id}"

    return Paper


@pytest.fixture
def write(listen, paper):
    clients = iter("abcdefgh")
    return lambda person: Writer(listen(person, person.topic), paper.id, next(clients))


def say(visitor, paper, body, **fields):
    answer = visitor.post(
        f"{paper.talk}/comments", data={"body": body, "key": body, **fields}, headers=JSON
    )
    assert answer.status_code == 201, answer.text
    return answer.json["id"]


def beside(visitor, paper):
    answer = visitor.get(f"{paper.talk}/margin")
    assert answer.status_code == 200
    return answer.json


def cut(start, end):
    return {"stepType": "replace", "from": start, "to": end}


def test_the_words_of_a_comment_are_followed_through_what_two_people_write(
    world, http, paper, write
):
    wanjiru, amina = http(world.wanjiru), http(world.amina)
    name = say(wanjiru, paper, "All of them?", quote="parents")
    assert beside(amina, paper)["places"] == {name: [15, 22]}

    one, other = write(world.amina), write(world.wanjiru)
    for number, (writer, step, place) in enumerate(
        (
            (one, typed_at(1, "Local "), [21, 28]),  # before the words
            (other, typed_at(28, "!"), [21, 28]),  # at their end
            (one, typed_at(21, "the "), [25, 32]),  # at their beginning
            (other, typed_at(27, "-x-"), [25, 35]),  # between them
            (one, cut(25, 26), [25, 34, 1]),  # a letter at their beginning, which may come back
        )
    ):
        assert writer.push(step, version=number)["ok"]
        for reader in (amina, wanjiru):
            told = beside(reader, paper)
            assert (told["places"], told["version"]) == ({name: place}, number + 1)
    assert "no longer in the paper" not in told["cards"]


def test_a_comment_whose_words_are_gone_says_so_keeps_them_and_has_them_back_when_that_is_undone(
    world, http, paper, write
):
    reader = http(world.amina)
    writer = write(world.amina)
    assert writer.push(typed_at(1, "x"), version=0)["ok"]
    name = say(http(world.wanjiru), paper, "All of them?", quote="parents")
    for number in (1, 3, 5):
        assert writer.push(cut(16, 23), version=number)["ok"]
        gone = beside(reader, paper)
        assert gone["places"] == {name: [16, 16]}
        assert "These words are no longer in the paper." in gone["cards"]
        assert "parents" in gone["cards"]
        assert "data-orphan" in reader.get(paper.talk).text
        assert writer.push(typed_at(16, "parents"), version=number + 1)["ok"]
        back = beside(reader, paper)
        assert back["places"] == {name: [16, 23]}
        assert "no longer in the paper" not in back["cards"]


@pytest.mark.parametrize(
    "start, end, left", [(19, 30, [7, 19, 1]), (3, 10, [3, 15, 1]), (7, 8, [7, 21, 1])]
)
def test_a_comment_has_its_words_back_when_a_deletion_at_one_end_of_them_is_undone(
    world, http, paper, write, start, end, left
):
    reader, other = http(world.amina), http(world.wanjiru)
    one, two = write(world.amina), write(world.wanjiru)
    name = say(other, paper, "All of them?", quote="reaches parents")
    gone = TEXT[start - 1 : end - 1]
    version = 0
    for turn, (writer, undoer) in enumerate(((one, two), (two, one), (one, one))):
        assert writer.push(cut(start, end), version=version)["ok"]
        assert beside(reader, paper)["places"] == {name: left}
        pieces = [gone] if turn < 2 or len(gone) == 1 else [gone[:3], gone[3:]]
        at = start
        for piece in pieces:
            version += 1
            assert undoer.push(typed_at(at, piece), version=version)["ok"]
            at += len(piece)
        version += 1
        for visitor in (reader, other):
            assert beside(visitor, paper)["places"] == {name: [7, 22]}


def test_what_takes_the_place_of_words_at_one_end_does_not_become_part_of_the_others(
    world, http, paper, write
):
    reader, writer = http(world.amina), write(world.amina)
    name = say(http(world.wanjiru), paper, "All of them?", quote="reaches parents")
    assert writer.push(cut(15, 22), version=0)["ok"]
    for number, (words, place) in enumerate((("pupils", 15), ("parents", 1), (" ", 1)), 1):
        assert writer.push(typed_at(place, words), version=number)["ok"]
    assert beside(reader, paper)["places"] == {name: [15, 23, 1]}


def test_the_same_words_elsewhere_are_not_those_that_are_gone(world, http, write, paper):
    reader, writer = http(world.amina), write(world.amina)
    assert writer.push(typed_at(1, "x"), version=0)["ok"]
    name = say(http(world.wanjiru), paper, "All of them?", quote="parents")
    assert writer.push(cut(16, 23), version=1)["ok"]
    assert writer.push(typed_at(1, "parents "), version=2)["ok"]
    told = beside(reader, paper)
    assert told["places"] == {name: [24, 24]} and "no longer in the paper" in told["cards"]
    assert writer.push(typed_at(24, "parents"), version=3)["ok"]
    assert beside(reader, paper)["places"] == {name: [24, 31]}


def test_open_comments_come_before_resolved_ones_where_not_all_have_room(
    world, http, paper, monkeypatch
):
    amina = http(world.amina)
    first, *_others = [say(amina, paper, f"Number {n}", quote="parents") for n in range(4)]
    assert amina.post(f"/comments/{first}/resolution").status_code == 303
    monkeypatch.setattr(margin_of, "__kwdefaults__", {"most": 2})
    cards = beside(amina, paper)["cards"]
    assert "Number 2" in cards and "Number 3" in cards and "Number 0" not in cards


def test_words_that_others_changed_while_a_comment_was_on_its_way_are_those_that_its_writer_saw(
    world, http, paper, write
):
    writer = write(world.amina)
    assert writer.push(typed_at(1, "Local "), version=0)["ok"]
    assert writer.push(typed_at(24, "-in-law-"), version=1)["ok"]
    visitor = http(world.wanjiru)
    words = {"quote": "parents", "quote_before": "Radio reaches "}
    refused = visitor.post(
        f"{paper.talk}/comments", data={"body": "All?", "key": "1", **words}, headers=JSON
    )
    assert refused.status_code == 422, "without the version nobody knows which words were meant"
    name = say(visitor, paper, "All of them?", quote_version="0", **words)
    told = beside(visitor, paper)
    assert told["places"] == {name: [21, 36]} and "parents</blockquote>" in told["cards"]
    for version in ("99", "-1", "x", "9" * 30):
        answer = visitor.post(
            f"{paper.talk}/comments",
            data={"body": version, "key": version, "quote_version": version, **words},
            headers=JSON,
        )
        assert answer.status_code == 422


def test_a_comment_is_resolved_and_opened_again_by_two_people_three_times(
    world, http, paper, listen
):
    amina, wanjiru = http(world.amina), http(world.wanjiru)
    name = say(wanjiru, paper, "All of them?", quote="parents")
    page = listen(world.amina, f"draft-talk:{paper.id}")
    for one, other in ((amina, wanjiru), (wanjiru, amina), (amina, wanjiru)):
        for who in (one, other):  # the second comes too late, and changes nothing
            assert who.post(f"/comments/{name}/resolution", headers=JSON).status_code == 200
        [heard] = page()
        assert heard["kind"] == "comment.resolved" and "Resolved by" in heard["html"]
        cards = beside(other, paper)["cards"]
        assert "data-resolved" in cards and "Reopen" in cards
        assert "Resolved by" in other.get(paper.talk).text
        assert other.get(f"{paper.talk}/counts").json["blocks"] == {}
        for who in (other, one):
            assert who.post(f"/comments/{name}/reopening", headers=JSON).status_code == 200
        assert [each["kind"] for each in page()] == ["comment.reopened"]
        assert "data-resolved" not in beside(one, paper)["cards"]
        assert other.get(f"{paper.talk}/counts").json["blocks"] != {}


def test_without_scripts_a_comment_is_resolved_on_its_own_page(world, http, paper):
    visitor = http(world.amina)
    name = say(http(world.wanjiru), paper, "All of them?", quote="parents")
    page = visitor.get(f"/comments/{name}").text
    assert f'action="/comments/{name}/resolution"' in page
    answer = visitor.post(f"/comments/{name}/resolution")
    assert answer.status_code == 303
    page = visitor.get(f"/comments/{name}").text
    assert f'action="/comments/{name}/reopening"' in page and "Resolved by Amina" in page


def test_neither_replies_nor_comments_without_words_are_resolved(world, http, paper):
    visitor = http(world.wanjiru)
    name = say(visitor, paper, "In general?")
    reply = say(visitor, paper, "Yes.", parent=name)
    for each in (name, reply):
        assert visitor.post(f"/comments/{each}/resolution").status_code == 403


def test_nobody_else_learns_where_the_drafters_comment_on_words(world, http, paper):
    name = say(http(world.wanjiru), paper, "Quokka", quote="parents")
    for person in (None, world.caio, world.helena, world.ines):
        visitor = http(person)
        answer = visitor.get(f"{paper.talk}/margin")
        assert (
            answer.status_code == (303 if person is None else 404) and "Quokka" not in answer.text
        )
        for verb in ("resolution", "reopening"):
            refused = visitor.post(f"/comments/{name}/{verb}")
            assert refused.status_code in (303 if person is None else 404, 403)


def test_places_are_found_by_their_words_where_a_draft_has_none_yet(app, world, http, paper, write):
    """A draft in which nobody has written since it was begun, or that was written before places were kept."""
    reader, writer = http(world.amina), write(world.amina)
    name = say(http(world.wanjiru), paper, "All of them?", quote="parents")
    for number, (version, place) in enumerate(((0, [16, 23]), (1, [17, 24]), (2, [18, 25]))):
        with app.app_context():
            db.session.execute(update(Writing).values(places=None))
            db.session.commit()
        assert beside(reader, paper)["places"] == {name: [place[0] - 1, place[1] - 1]}
        assert writer.push(typed_at(1, "x"), version=version)["ok"], number
        assert beside(reader, paper)["places"] == {name: place}
