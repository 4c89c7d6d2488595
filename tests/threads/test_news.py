"""What is new to a reader is one thing: on the first page, in the gutter, in the thread and in the discussion."""

import random
import re
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from wgcop.chairing.actions import record_entry
from wgcop.database import db
from wgcop.events.models import Entry, Topic
from wgcop.events.queries import topic_for
from wgcop.following.models import ReadMark
from wgcop.home import presenters
from wgcop.markup import comments
from wgcop.resolutions.queries import clause_by_wid
from wgcop.threads import unread
from wgcop.threads.actions.comments import thread_of
from wgcop.threads.comments.mentions import Mention
from wgcop.threads.models import Comment

WID = "wtdc-67.recs_recognizing__rec_b"
CLAUSE, TOPIC = f"/clauses/{WID}", f"clause:{WID}"
RESOLUTION = "/resolutions/67-hyderabad-2010"
JSON = {"Accept": "application/json"}


@pytest.fixture
def say(world, http):
    def post(name, body, **fields):
        answer = http(world[name]).post(
            f"{CLAUSE}/comments", data={"body": body, "key": body, **fields}, headers=JSON
        )
        assert answer.status_code == 201, answer.text
        return answer.json["id"]

    return post


@pytest.fixture
def news(world, http):
    """How much is new to somebody on the clause, asked of every page that says so."""

    def count(name):
        reader = http(world[name])
        row = re.search(
            rf'href="{CLAUSE}#new".*?(?:>@ (\d+)<.*?)?>(\d+) new<', reader.get("/").text, re.DOTALL
        )
        first_page = int(row[2]) if row else 0
        thread = reader.get(f"{CLAUSE}/thread").text
        listed = re.findall(r'data-unread="([^"]*)"', thread)
        targets = {one.partition(":")[2] for part in listed for one in part.split()}
        assert len(targets) == first_page
        assert ("Changed by the chair since your last visit" in thread) == any(
            one.startswith("chaired-") for one in targets
        )
        comments = {one for one in targets if one.startswith("comment-")}
        marked = re.search(r'data-new="([^"]*)"', thread)
        assert {f"comment-{one}" for one in marked[1].split()} if marked else set() == comments
        discussion = reader.get(f"{RESOLUTION}/discussion?unread=1&order=clause").text
        assert {one for one in comments if f'id="{one}"' in discussion} == comments
        gutter = TOPIC in reader.get(f"{RESOLUTION}/counts").json["new"]
        assert gutter == bool(targets)
        return first_page

    return count


@pytest.fixture
def all_read(world, http):
    def read(*names):
        for name in names:
            http(world[name]).post("/read-marks", data={"topic": TOPIC})

    return read


def test_every_page_shows_the_same_comments_as_unread(world, http, say, news, all_read):
    all_read("haruko", "amina", "wanjiru", "helena")
    first = say("amina", "One.")
    say("wanjiru", "Two.", parent=first)
    retracted = say("amina", "Three.")
    say("amina", "Among us.", audience="delegation")
    http(world.amina).post(f"/comments/{retracted}/retraction")
    http(world.helena).post(f"/clauses/{WID}/standing", data={"standing": "parked"})
    http(world.helena).post(f"/clauses/{WID}/note", data={"body": "Parked until Friday."})

    assert {who: news(who) for who in ("haruko", "wanjiru", "amina", "helena")} == {
        "haruko": 3,  # two comments and what the chair set
        "wanjiru": 3,  # one comment, one within Kenya, the chair
        "amina": 2,
        "helena": 2,
    }


def test_own_comments_and_plain_edits_are_never_unread(world, http, say, news, all_read):
    all_read("haruko", "amina")
    comment = say("amina", "One.")
    assert news("haruko") == 1
    all_read("haruko")
    http(world.amina).post(f"/comments/{comment}", data={"body": "One, and better."})
    assert news("amina") == news("haruko") == 0


def test_posting_a_comment_does_not_mark_others_as_read(say, news, all_read):
    all_read("haruko")
    say("amina", "One.")
    say("haruko", "Two.")
    assert news("haruko") == 1


def test_a_mark_in_the_middle_leaves_the_rest_new(world, http, session, say, news, all_read):
    all_read("haruko")
    for words in ("One.", "Two.", "Three."):
        say("amina", words)
    seq = topic_for(TOPIC, world.haruko.audiences).seq
    http(world.haruko).post("/read-marks", data={"topic": TOPIC, "seq": seq - 1})
    assert news("haruko") == 1


def test_without_scripts_a_button_marks_the_shown_comments_as_read(world, http, say, news):
    say("amina", "One.")
    say("amina", "Among us.", audience="delegation")
    colleague = http(world.wanjiru)
    form = re.search(r"<form[^>]*data-mark-read>.*?</form>", colleague.get(CLAUSE).text, re.DOTALL)[
        0
    ]
    say("amina", "Said meanwhile.")
    data = {
        name: re.findall(rf'name="{name}" value="([^"]*)"', form)
        for name in ("topic", "seq", "next")
    }
    assert len(data["topic"]) == 2 and data["next"] == [CLAUSE]
    assert colleague.post("/read-marks", data=data).status_code == 303
    assert news("wanjiru") == 1
    assert colleague.post("/read-marks", data={"topic": "clause:none"}).status_code == 404


def test_the_first_page_leads_to_the_first_unread_comment(world, http, say, all_read):
    old = say("amina", "Old question.")
    say("amina", "Old, below.")
    all_read("haruko")
    assert 'id="new"' in http(world.haruko).get(CLAUSE).text
    reply = say("wanjiru", "A new reply.", parent=old)
    say("amina", "New, at the end.")
    home = http(world.haruko).get("/").text
    assert f'href="{CLAUSE}#new"' in home
    page = http(world.haruko).get(CLAUSE).text

    assert page.count('id="new"') == page.count("data-new-since") == 1
    before, after = page.split('id="new"')
    assert "Old question." in before and "Old, below." not in before
    assert after.index(f'id="comment-{reply}"') < after.index("Old, below.")


def test_a_thread_where_only_the_chair_did_something_shows_it(world, http, news, all_read):
    all_read("haruko")
    http(world.helena).post(f"/clauses/{WID}/standing", data={"standing": "agreed"})
    page = http(world.haruko).get(CLAUSE).text
    assert news("haruko") == 1
    assert page.count('id="new"') == 1 and "Changed by the chair since your last visit:" in page
    home = http(world.haruko).get("/").text
    assert "The chair moved the clause from “Open” to “Agreed”." in home
    http(world.helena).post(f"/clauses/{WID}/standing", data={"standing": "parked"})
    home = http(world.haruko).get("/").text
    assert "The chair moved the clause from “Agreed” to “Parked”." in home
    for words in ("Until noon.", "Until Friday.", "Until Monday."):
        all_read("haruko")
        http(world.helena).post(f"/clauses/{WID}/note", data={"body": words})
        home = http(world.haruko).get("/").text
        assert "from “Agreed” to “Parked”" not in home, "which she has read"
        assert "The chair changed the settings of the clause’s thread." in home
    assert news("helena") == 0


def test_the_first_page_lists_a_clause_once_with_its_replies_and_mentions(
    world, http, say, all_read
):
    all_read("wanjiru", "haruko")
    first = say("amina", "One.")
    call = say("amina", "@Japan and @Kenya: two.", parent=first)
    say("amina", "Among us.", audience="delegation")
    kenya, japan = (http(world[name]).get("/").text for name in ("wanjiru", "haruko"))

    assert kenya.count(f'href="{CLAUSE}#new"') == japan.count(f'href="{CLAUSE}#new"') == 1
    assert "Among us." in kenya and "Among us." not in japan
    row = japan[japan.index(f'href="{CLAUSE}#new"') :].partition("</li>")[0]
    assert f'href="{CLAUSE}?comment={call}#comment-{call}"' in row and "@ 1" in row
    assert "reply" in row and "2 new" in row
    assert "@ 1" not in http(world.luc).get("/").text


def test_an_edit_that_mentions_somebody_is_unread_for_them_alone(world, http, say, news, all_read):
    comment = say("amina", "One.")
    all_read("haruko", "teresa", "luc")
    http(world.amina).post(f"/comments/{comment}", data={"body": "One, @Japan."})
    assert [news(name) for name in ("haruko", "teresa", "luc")] == [1, 0, 0]
    assert f"?comment={comment}#comment-{comment}" in http(world.haruko).get("/").text
    all_read("haruko")
    assert news("haruko") == 0


def test_open_pages_hear_whom_an_edit_concerns(world, http, say, news, all_read, listen):
    comment = say("amina", "One.")
    http(world.caio).post(f"/comments/{comment}/support", data={"wording": 1}, headers=JSON)
    all_read("haruko", "caio", "luc")
    room = listen(world.luc, TOPIC)
    http(world.amina).post(f"/comments/{comment}", data={"body": "Two, @Japan."}, headers=JSON)
    (edit,) = [heard for heard in room() if heard["kind"] == "comment.edited"]
    (japan,), (brazil,) = world.haruko.delegation_ids, world.caio.delegation_ids

    assert edit["about"]["concerns"] == [f"delegation:{japan}", f"delegation:{brazil}"]
    assert [news(name) for name in ("haruko", "caio", "luc")] == [1, 1, 0]


def test_nobody_is_mentioned_by_a_comment_that_they_may_not_read(world, http, say, news, all_read):
    all_read("haruko")
    say("amina", "@Japan must not know.", audience="delegation")
    assert news("haruko") == 0


@pytest.mark.parametrize("seed", range(2))
def test_what_is_new_to_somebody_is_what_a_recount_of_all_that_happened_finds(
    world, http, session, say, all_read, seed
):
    """By rules written once more, without the statements that pages ask: of the open thread and of the one within Kenya."""
    chance = random.Random(seed)
    writers = {name: http(world[name]) for name in ("amina", "wanjiru", "haruko")}
    comments = [("amina", say("amina", "The first.")), ("haruko", say("haruko", "The second."))]
    for number in range(30):
        name, comment = chance.choice(comments)
        match chance.choice(["say", "say", "within", "edit", "call", "retract", "release", "read"]):
            case "say":
                writer = chance.choice(list(writers))
                comments.append((writer, say(writer, f"Number {number}.")))
            case "within":
                comments.append(("wanjiru", say("wanjiru", f"{number}.", audience="delegation")))
            case "edit":
                writers[name].post(f"/comments/{comment}", data={"body": f"Better {number}."})
            case "call":
                writers[name].post(f"/comments/{comment}", data={"body": f"@Japan: {number}."})
            case "retract":
                writers[name].post(f"/comments/{comment}/retraction")
            case "release":
                writers["amina"].post(f"/comments/{comment}/release")
            case "read":
                all_read(chance.choice(list(writers)))

    session.rollback()
    for name in writers:
        found = {
            topic.name: (topic.count, topic.last_comment) for topic in news_of(world[name], session)
        }
        assert found == recounted(world[name], session), name


def news_of(person, session):
    topics = unread.topics_with_news(
        person, parents_like=("resolution:%",), audiences=person.audiences
    )
    news = unread.news_of_topics([each.id for each in topics], person)
    assert {each.topic for each in news} == {each.name for each in topics}
    return [
        SimpleNamespace(name=each.topic, count=each.count, last_comment=each.last_comment)
        for each in news
        if each.topic.startswith(TOPIC)
    ]


def recounted(person, session):
    """Topic → how many comments are new, and the highest of their ids."""
    found = {}
    for topic in session.scalars(select(Topic).where(Topic.name.startswith(TOPIC))):
        if topic.audience not in person.audiences:
            continue
        mark = session.get(ReadMark, (person.id, topic.id))
        new = set()
        for entry in topic.entries:
            comment = session.get(Comment, int(entry.target_id))
            called = session.scalars(
                select(Mention).where(Mention.comment_id == comment.id, Mention.seq == entry.seq)
            ).all()
            concerns = any(
                each.person_id == person.id or each.delegation_id in person.delegation_ids
                for each in called
            )
            if (
                entry.seq > (mark.seq if mark else 0)
                and entry.actor_id != person.id
                and comment.stands
                and (
                    entry.kind == "comment.posted" or (entry.kind == "comment.edited" and concerns)
                )
            ):
                new.add(comment.id)
        if new:
            found[topic.name] = len(new), max(new)
    return found


def test_a_long_thread_lists_the_first_of_what_is_new_in_each_layer(
    world, http, session, say, all_read, monkeypatch
):
    monkeypatch.setattr(unread, "LISTED", 2)
    monkeypatch.setattr(unread, "_unread_in", unread._unread_in.__wrapped__)
    all_read("wanjiru")
    said = [say("amina", f"Number {number}.") for number in range(4)]
    within = [
        say("amina", f"Within, number {number}.", audience="delegation") for number in range(2)
    ]

    def listed():
        session.rollback()
        heard = unread.topics_heard(
            TOPIC, [f"{TOPIC}@{next(iter(world.wanjiru.delegation_ids))}"], wanjiru
        )
        found = unread.unread_in(heard.values(), wanjiru, wanjiru.audiences)
        return [each.comment for each in found.all], found.goes_on

    wanjiru = world.wanjiru
    assert listed() == (said[:2], True)

    http(world.amina).post(f"/comments/{said[0]}/retraction")
    http(world.amina).post(f"/comments/{said[2]}/retraction")
    assert listed() == ([said[1], said[3]], True)

    http(world.amina).post(f"/comments/{said[3]}/retraction")
    assert listed() == ([said[1], within[0]], True)


def test_the_first_page_costs_the_same_statements_however_much_is_new(world, http, say, statements):
    haruko = http(world.haruko)
    haruko.get("/")
    with statements() as few:
        haruko.get("/")
    for number in range(12):
        say("amina", f"@Japan: {number}.")
    haruko.get("/")  # what is kept for everybody is made anew
    with statements() as many:
        haruko.get("/")
    assert len(many) == len(few)


def test_open_pages_hear_to_whom_each_thing_that_happens_in_a_thread_is_news(
    world, http, say, listen
):
    haruko, amina, chair = listen(world.haruko, TOPIC), http(world.amina), http(world.helena)
    comment = say("amina", "One.")
    http(world.caio).post(f"/comments/{comment}/support", headers=JSON)
    amina.post(f"/comments/{comment}", data={"body": "One, @Japan."}, headers=JSON)
    amina.post(f"/comments/{comment}/retraction", headers=JSON)
    chair.post(f"/clauses/{WID}/standing", data={"standing": "parked"}, headers=JSON)
    chair.post(f"/clauses/{WID}/note", data={"body": "Parked until Friday."}, headers=JSON)
    chair.post(f"/clauses/{WID}/note/removal", headers=JSON)
    for verb, sent in (
        ("resolution", {}),
        ("reopening", {}),
        ("window", {"closes_at": "2030-01-01T10:00"}),
    ):
        chair.post(f"{CLAUSE}/thread/{verb}", data=sent, headers=JSON)
    heard = {entry["kind"]: entry["about"].get("news") for entry in haruko()}

    assert heard == {"comment.supported": None, "comment.retracted": None, **unread.NEWS}


def test_a_kind_that_becomes_news_is_unread_and_open_pages_are_told(
    world, session, listen, monkeypatch
):
    monkeypatch.setitem(unread.NEWS, "note.underlined", "everybody")
    haruko = listen(world.haruko, TOPIC)
    thread = thread_of(clause_by_wid(WID))
    for kind in ("note.underlined", "note.crossed-out"):
        record_entry(thread, kind, by=world.helena)
    session.commit()

    assert [entry["about"] for entry in haruko()] == [{"news": "everybody"}, {}]
    entries = unread.entries(world.haruko, Entry.kind).where(Topic.name == TOPIC)
    assert "note.underlined" in (kinds := db.session.scalars(entries).all())
    assert "note.crossed-out" not in kinds


def test_the_first_page_counts_the_latest_of_much_news_and_finds_whom_the_rest_calls(
    world, http, say, all_read, monkeypatch
):
    monkeypatch.setattr(unread, "COUNTED", 2)
    monkeypatch.setattr(presenters, "COUNTED", 2)
    monkeypatch.setattr(unread, "_news_of_topics", unread._news_of_topics.__wrapped__)
    all_read("haruko", "caio", "luc")
    called = say("amina", "One, @Japan.")
    supported = say("amina", "Two.")
    http(world.caio).post(f"/comments/{supported}/support", data={"wording": 1}, headers=JSON)
    http(world.amina).post(f"/comments/{supported}", data={"body": "Other words."}, headers=JSON)
    taken_back = [say("amina", f"Number {number}.") for number in range(3)]

    def first_page(name):
        page = http(world[name]).get("/").text
        return page[page.index(f'href="{CLAUSE}#new"') :].partition("</li>")[0]

    assert "more than 2 new" in first_page("haruko")
    assert "@ 1<" in first_page("haruko") and f"?comment={called}#comment" in first_page("haruko")
    assert "supported was reworded" in first_page("caio")
    assert "@ 1<" not in first_page("luc") and "supported was reworded" not in first_page("luc")
    for comment in taken_back:
        http(world.amina).post(f"/comments/{comment}/retraction")
    assert ">2 new<" in first_page("luc")


def test_the_words_of_a_comment_are_made_out_once_for_all_to_whom_it_is_new(
    world, http, say, all_read, monkeypatch
):
    all_read("haruko", "caio", "luc")
    words, parse, parsed = "**All** read this.", comments._parse, []
    say("amina", words)
    monkeypatch.setattr(comments, "_parse", lambda text: parsed.append(text) or parse(text))
    for name in ("haruko", "caio", "luc"):
        assert ">All read this.</q>" in http(world[name]).get("/").text
    assert parsed.count(words) == 1


def test_nothing_is_told_on_the_first_page_of_what_somebody_silences(world, http, say):
    haruko = http(world.haruko)
    for number, (level, is_told) in enumerate(
        [("everything", True), ("nothing", False), ("mentions", True)]
    ):
        haruko.post("/follows", data={"topic": TOPIC, "level": level})
        say("amina", f"Quokka {number}.")
        assert (f"Quokka {number}." in haruko.get("/").text) is is_told, level
    edition = f"resolution:{RESOLUTION.rpartition('/')[2]}"
    caio = http(world.caio)
    caio.post("/follows", data={"topic": edition, "level": "nothing"})
    assert "Quokka" not in caio.get("/").text
