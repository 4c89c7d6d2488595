"""The discussion of a proposal: who reads and writes in which layer before its release, after it, and once it is withdrawn."""

import re
from itertools import count

import pytest
from sqlalchemy import select

from tests.positions.test_positions import agree_on
from tests.proposals.acts import PAGE, RESOLUTION, act, edit, proposed
from tests.redaction.test_redaction import redact
from wgcop.accounts.regional import REGIONAL_GROUPS
from wgcop.threads.models import Comment, Thread

JSON = {"Accept": "application/json"}
CHANGE = ("youth programmes", "programmes for young people")
OUTSIDE = ("teresa", "caio", "ruth", "helena", "ines", "elke", "salma")
ATU = REGIONAL_GROUPS[2]


@pytest.fixture
def mine(world, http):
    """The address of a proposal that stays within Kenya."""
    return proposed(http(world.amina), change=CHANGE)


@pytest.fixture
def released(world, http, mine):
    assert act(http(world.amina), mine, "release").status_code == 303
    return mine


@pytest.fixture
def kenya(world):
    return world.delegation("Kenya").audience


def topic_of(address):
    return f"proposal:{address.rpartition('/')[2]}"


@pytest.fixture
def say(world, http):
    numbers = count()

    def post(who, address, body, audience="members", **fields):
        data = {"body": body, "audience": audience, "key": f"said-{next(numbers)}", **fields}
        at = f"/threads/{topic_of(address)}/comments"
        return http(world[who]).post(at, data=data, headers=JSON)

    return post


def said(page):
    """What stands in the thread of a page, in its order."""
    part = page.partition("data-list>")[2].partition("data-missed")[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in bodies(part)]


def bodies(part):
    return re.findall(r"data-body[^>]*>(.*?)</div>", part, re.DOTALL)


def test_before_its_release_a_delegation_alone_discusses_it_and_three_layers_do_afterwards(
    world, http, say, mine, kenya
):
    amina, wanjiru = http(world.amina), http(world.wanjiru)
    for number in (1, 2, 3):
        for who in ("amina", "wanjiru"):
            words = f"Ocelot {number} of {who}."
            assert say(who, mine, words, kenya).status_code == 201
            assert words in amina.get(mine).text and words in wanjiru.get(mine).text
    for audience in ("members", ATU.audience):
        assert say("amina", mine, "To more than Kenya.", audience).status_code == 422
    for who in OUTSIDE:
        visitor = http(world[who])
        for part in ("", "/thread", "/counts", "/margin", "/thread/part?before=5"):
            assert visitor.get(f"/threads/{topic_of(mine)}{part}").status_code == 404, (who, part)
        assert say(who, mine, "A guess.").status_code == 404
        assert say(who, mine, "A guess.", kenya).status_code == 404

    assert act(amina, mine, "release").status_code == 303
    within = [f"Ocelot {number} of {who}." for number in (1, 2, 3) for who in ("amina", "wanjiru")]
    assert said(amina.get(mine).text) == within
    for number in (1, 2, 3):
        assert say("teresa", mine, f"Brazil asks {number}.").status_code == 201
        assert say("wanjiru", mine, f"Kenya answers {number}.").status_code == 201
        assert say("amina", mine, f"Tapir {number}.", kenya).status_code == 201
        assert say("salma", mine, f"Africa {number}.", ATU.audience).status_code in (201, 422)
    open_to_all = [
        f"{who} {number}." for number in (1, 2, 3) for who in ("Brazil asks", "Kenya answers")
    ]
    for who in ("teresa", "caio", "ruth", "ines", "elke"):
        assert said(http(world[who]).get(mine).text) == open_to_all, who
    own = said(wanjiru.get(mine).text)
    assert [each for each in own if "Ocelot" in each] == within
    assert sum("Tapir" in each for each in own) == 3


def test_a_regional_group_has_its_layer_once_all_members_read_the_proposal(world, http, say, mine):
    assert say("amina", mine, "Zorilla.", ATU.audience).status_code == 422
    act(http(world.amina), mine, "release")
    for number in (1, 2, 3):
        assert say("amina", mine, f"Zorilla {number}.", ATU.audience).status_code == 201
    assert "Zorilla" in http(world.wanjiru).get(mine).text
    for who in ("teresa", "haruko", "ines", "helena"):
        assert "Zorilla" not in http(world[who]).get(mine).text, who


def test_no_comment_leaves_the_delegation_before_the_proposal_does(
    world, http, session, say, mine, kenya
):
    amina, reader = http(world.amina), http(world.caio)
    names = [say("wanjiru", mine, f"Ocelot {each}.", kenya).json["id"] for each in (1, 2, 3)]
    page = amina.get(mine).text
    assert "data-heads" not in page
    for name in names:
        assert "/release" not in amina.get(f"/comments/{name}").text
        answer = amina.post(f"/comments/{name}/release", headers=JSON)
        assert answer.status_code == 409 and "may not know yet" in answer.json["error"]
    act(amina, mine, "release")
    assert "data-heads" in amina.get(mine).text and said(reader.get(mine).text) == []
    for number, name in enumerate(names, 1):
        assert "/release" in amina.get(f"/comments/{name}").text
        assert amina.post(f"/comments/{name}/release", headers=JSON).status_code == 201
        assert said(reader.get(mine).text) == [f"Ocelot {each}." for each in range(1, number + 1)]
    assert "Wanjiru" not in reader.get(mine).text


def test_open_pages_hear_three_times_what_is_said_and_others_cannot_even_listen(
    world, http, listen, say, mine, kenya
):
    own = f"{topic_of(mine)}@{kenya.partition(':')[2]}"
    within = listen(world.wanjiru, own)
    assert within.answer["ok"]  # before anything was said
    spies = [listen(world[who], name) for who in OUTSIDE for name in (own, topic_of(mine))]
    assert not any(spy.answer["ok"] for spy in spies)
    above = listen(world.caio, "resolution:67-hyderabad-2010")
    for number in (1, 2, 3):
        say("amina", mine, f"Ocelot {number}.", kenya)
        assert [each["kind"] for each in within()] == ["comment.posted"]
    assert above() == above.hear("changed") == []
    clause = listen(world.wanjiru, "clause:wtdc-67.recs_recognizing__rec_b")
    act(http(world.amina), mine, "release")
    [told] = [each for each in clause() if each["kind"] == "proposal.released"]
    assert told["about"] == {"proposal": topic_of(mine)}

    pages = [listen(world[who], topic_of(mine)) for who in ("teresa", "wanjiru")]
    assert all(page.answer["ok"] for page in pages)
    guest = listen(None, topic_of(mine))
    for number, who in ((1, "teresa"), (2, "wanjiru"), (3, "teresa")):
        words = f"All members {number}."
        say(who, mine, words)
        for page in pages:
            [entry] = page()
            assert words in entry["html"]
            fresh = http(world.ruth).get(mine).text
            assert " ".join(entry["html"].split())[:200] in " ".join(fresh.split())
    assert within() == [] and guest() == []


def test_words_of_the_proposal_are_quoted_until_it_is_reworded(world, http, say, released):
    """A comment shows where its words stand, or that they are gone."""
    amina, reader = http(world.amina), http(world.caio)
    assert f'data-words="{topic_of(released)}"' in reader.get(released).text
    assert "Quote words of the proposal" in reader.get(released).text
    wrong = say("teresa", released, "Which?", quote="no such words")
    assert wrong.status_code == 422 and "not in the proposal" in wrong.json["error"]
    # What it deletes are no words of the proposal.
    assert say("teresa", released, "Which?", quote="youth programmes").status_code == 422
    for number in (1, 2, 3):
        answer = say("teresa", released, f"Young {number}?", quote="young people")
        assert answer.status_code == 201, answer.text
        assert "data-start" in answer.json["html"] and "data-orphan" not in answer.json["html"]
    edit(amina, released, "that many take part in youth programmes,")
    page = reader.get(released).text
    assert page.count("These words are no longer in the proposal.") == 3
    name = answer.json["id"]
    again = http(world.teresa).post(
        f"/comments/{name}/quote", data={"quote": "youth programmes"}, headers=JSON
    )
    assert again.status_code == 200
    page = reader.get(released).text
    assert page.count("These words are no longer in the proposal.") == 2
    resolved = http(world.teresa).post(f"/comments/{name}/resolution", headers=JSON)
    assert resolved.status_code == 200


def test_a_proposal_that_deletes_its_clause_has_no_words_to_quote(world, http, say):
    address = proposed(http(world.amina), symbol="SUP", reasons="It is not needed.")
    act(http(world.amina), address, "release")
    assert say("teresa", address, "Why?").status_code == 201
    assert say("teresa", address, "Why?", quote="many").status_code == 422


def test_a_withdrawn_proposal_is_still_discussed(world, http, say, released, kenya):
    for number in (1, 2, 3):
        say("teresa", released, f"While it stood {number}.")
        say("amina", released, f"Ocelot {number}.", kenya)
        assert act(http(world.amina), released, "withdrawal").status_code == 303
        page = http(world.caio).get(released).text
        assert f"While it stood {number}." in page and "comments are still welcome" in page
        assert say("teresa", released, f"We take it up {number}.").status_code == 201
        assert say("wanjiru", released, f"Tapir {number}.", kenya).status_code == 201
        assert act(http(world.amina), released, "restoration").status_code == 303
    assert len(said(http(world.caio).get(released).text)) == 6
    assert len(said(http(world.wanjiru).get(released).text)) == 12


def test_mentions_answers_and_what_is_followed_stand_in_the_inbox_of_those_who_may_read(
    world, http, say, mine, kenya
):
    amina, wanjiru, teresa = (http(world[who]) for who in ("amina", "wanjiru", "teresa"))
    for number in (1, 2, 3):
        say("amina", mine, f"@{world.wanjiru.name} and @{world.teresa.name}: {number}.", kenya)
    assert wanjiru.get("/inbox").text.count("Mentions you or your delegation") == 3
    assert "MOD recognizing b)" not in teresa.get("/inbox").text
    act(amina, mine, "release")
    follow = teresa.post("/follows", data={"topic": topic_of(mine), "level": "everything"})
    assert follow.status_code == 204
    for number in (1, 2, 3):
        say("caio", mine, f"@{world.teresa.name}, quokka {number}?")
        say("amina", mine, f"Numbat {number}.")
    page = teresa.get("/inbox").text
    assert "Numbat 3." in page and "MOD recognizing b): Kenya" in page
    assert "MOD recognizing b): Kenya" in teresa.get("/inbox/following").text


def test_the_list_at_the_clause_counts_what_its_reader_may_read_and_marks_what_is_new(
    world, http, say, released, kenya
):
    def counted(who):
        page = http(world[who]).get(PAGE).text
        return re.findall(r"data-count-words>([^<]*)<", page)

    title = "MOD recognizing b): Kenya"
    assert counted("caio") == [f"0 comments on {title}"]
    for number in (1, 2, 3):
        say("teresa", released, f"Open {number}.")
        say("amina", released, f"Ocelot {number}.", kenya)
        assert counted("caio")[0].startswith(f"{number} comment")
        assert counted("wanjiru")[0].startswith(f"{2 * number} comment")
        assert counted("caio")[0].endswith(", new") and counted("wanjiru")[0].endswith(", new")
    caio = http(world.caio)
    told = re.search(
        rf'data-topic="{topic_of(released)}" data-seq="(\d+)"', caio.get(released).text
    )
    caio.post("/read-marks", data={"topic": topic_of(released), "seq": told[1]})
    assert counted("caio") == [f"3 comments on {title}"]
    assert "new" in counted("ruth")[0]
    hidden = proposed(http(world.amina), change=("many", "most"))
    say("amina", hidden, "Ocelot.", kenya)
    assert len(counted("caio")) == 1 and len(counted("wanjiru")) == 2


def test_search_and_files_hold_what_their_reader_may_read(world, http, say, index, mine, kenya):
    say("amina", mine, "The quokka stays within.", kenya)
    index()
    found = "/api/v1/search?q=quokka"
    assert http(world.wanjiru).get(found).json["total"] == 1
    assert http(world.caio).get(found).json["total"] == 0
    file = f"/takeaway/file?of={topic_of(mine)}&form=json"
    assert http(world.caio).get(file).status_code == 404
    assert "quokka" not in http(world.wanjiru).get(file).text
    assert "quokka" in http(world.wanjiru).get(f"{file}&private=yes").text
    act(http(world.amina), mine, "release")
    say("teresa", mine, "The quokka is out.")
    index()
    assert http(world.wanjiru).get(found).json["total"] == 2
    assert http(world.caio).get(found).json["total"] == 1
    taken = http(world.caio).get(f"{file}&private=yes").text
    assert "is out" in taken and "quokka stays" not in taken


def test_a_form_with_errors_comes_back_with_what_was_typed(world, http, released):
    answer = http(world.teresa).post(
        f"/threads/{topic_of(released)}/comments",
        data={"body": "Kept.", "quote": "no such words", "audience": "members", "key": "k"},
    )
    assert answer.status_code == 422
    assert "Kept." in answer.text and "not in the proposal" in answer.text
    assert "Read the proposal" in answer.text and "Contributions" not in crumbs(answer.text)


def crumbs(page):
    return page.split('class="crumbs"')[1].split("</nav>")[0]


@pytest.mark.databases
def test_names_that_no_proposal_can_have_are_names_of_nothing(world, http, mine):
    key = mine.rpartition("/")[2]
    for name in ("9" * 20, "9" * 5000, "٣", f"{key}x", "0", ""):
        assert http(world.amina).get(f"/threads/proposal:{name}").status_code == 404, name
    assert http(world.amina).get(f"/threads/proposal:{key}").status_code == 200


@pytest.mark.databases
def test_the_discussion_bears_the_symbol_that_the_proposal_has(
    app, world, http, session, say, released
):
    say("teresa", released, "Before.")
    for words, symbol, name in (
        ("", "SUP", "SUP recognizing b): Kenya"),
        ("that many take part,", "MOD", "MOD recognizing b): Kenya"),
        ("", "SUP", "SUP recognizing b): Kenya"),
    ):
        assert edit(http(world.amina), released, words, symbol, "So.").status_code == 303
        session.expire_all()
        title = select(Thread.title).where(Thread.name == topic_of(released))
        assert session.scalar(title) == name


def test_redacted_words_go_from_the_discussion_too(world, http, session, say, released):
    name = say("teresa", released, "Call 555 0100 for more.").json["id"]
    redact(http(world.ines), "comment", name)
    assert "555 0100" not in http(world.caio).get(released).text
    assert session.scalar(select(Comment.body).where(Comment.name == name)) != ""


def test_a_page_needs_as_many_statements_for_a_long_discussion_as_for_a_short_one(
    world, http, say, statements, released, kenya
):
    reader = http(world.wanjiru)

    def asked(address):
        reader.get(address)
        with statements() as sent:
            assert reader.get(address).status_code == 200
        return len(sent)

    counts = []
    for number in range(12):
        say("teresa", released, f"Open {number}.", quote="young people" if number % 2 else "")
        say("amina", released, f"Within {number}.", kenya)
        if number in (1, 11):
            counts.append([asked(each) for each in (released, PAGE, RESOLUTION)])
    assert counts[0] == counts[1]


def test_what_was_said_stays_where_the_words_of_the_clause_are_agreed(
    app, world, http, say, released
):
    say("teresa", released, "Before it was agreed.")
    agree_on("that all take part,", app, world)
    assert "Before it was agreed." in http(world.caio).get(released).text
    assert say("caio", released, "And after.").status_code == 201
