"""Where a thread opens, what is new in it, and how a long one comes in parts."""

import re

import pytest

from bench.threads import fill
from tests.threads.test_chairing import CLAUSE, JSON, RESOLUTION, TOPIC, read_all, say
from wgcop.resolutions.queries import clause_by_wid
from wgcop.threads.actions.comments import post_comment, thread_of
from wgcop.threads.unread import LISTED, topics_heard, unread_in


@pytest.fixture
def long_thread(world, session):
    """Two hundred comments of Amina's, the first twenty of which Haruko has read."""

    def post(numbers):
        clause = clause_by_wid(TOPIC.removeprefix("clause:"))
        thread, amina = thread_of(clause), world.amina
        for number in numbers:
            post_comment(
                thread,
                by=amina,
                capacity=amina.capacities[0],
                body=f"Point {number}.",
                key=f"long-{number}",
            )
        session.commit()

    return post


def points(page):
    return [int(n) for n in re.findall(r">Point (\d+)\.<", page)]


def test_a_thread_opens_at_the_first_unread_comment_with_a_line(world, http, long_thread):
    long_thread(range(100))
    haruko = http(world.haruko)
    read_all(haruko)
    long_thread(range(100, 200))
    page = haruko.get(CLAUSE).text

    assert points(page) == list(range(80, 140))
    line = page.index("data-new-since")
    assert page.index("Point 99.") < line < page.index("Point 100.")
    assert len(re.search(r'data-new="([\w ]+)"', page)[1].split()) == 40


def test_a_thread_without_unread_comments_opens_at_its_end(world, http, long_thread):
    long_thread(range(100))
    page = http(world.amina).get(CLAUSE).text

    assert points(page) == list(range(40, 100))
    assert 'data-new="' not in page and "data-new-since" not in page
    assert "Earlier comments" in page and "Later comments" not in page


def test_the_parts_of_a_thread_have_no_gaps_and_no_repeats(world, http, long_thread):
    long_thread(range(200))
    amina = http(world.amina)
    page = amina.get(CLAUSE).text
    numbers = points(page)
    while link := re.search(r'data-fragment="([^"]+before=\d+)"', page):
        page = amina.get(link[1]).text
        numbers = points(page) + numbers

    assert numbers == list(range(200))


def test_the_parts_can_be_reached_without_scripts(world, http, long_thread):
    long_thread(range(200))
    amina = http(world.amina)
    link = re.search(r'href="([^"]+\?before=\d+)"', amina.get(CLAUSE).text)[1]

    assert points(amina.get(link).text) == list(range(80, 140))


def test_a_link_to_a_comment_opens_its_part(world, http, long_thread):
    long_thread(range(200))
    amina = http(world.amina)
    first = re.search(r'id="(comment-(\w+))"', amina.get(f"{CLAUSE}?after=1").text)[2]

    assert points(amina.get(f"{CLAUSE}?comment={first}").text)[:1] == [0]


@pytest.mark.parametrize(
    "query", ["before=-1", "after=x", "comment=99999999999999999999", "before="]
)
def test_a_hostile_place_is_no_error(world, http, query):
    assert http(world.amina).get(f"{CLAUSE}?{query}").status_code == 200


def test_nobody_outside_gets_parts(world, http):
    assert http().get(f"{CLAUSE}/thread/part?after=1").status_code == 303
    assert http(world.amina).get(f"{CLAUSE}/thread/part").status_code == 422


def test_a_part_holds_only_what_its_reader_may_see(world, http):
    kenya = world.delegation("Kenya")
    say(http(world.amina), "Among us.", "p", kenya.audience)

    assert "Among us." not in http(world.haruko).get(f"{CLAUSE}/thread/part?after=1").text
    assert "Among us." in http(world.wanjiru).get(f"{CLAUSE}/thread/part?after=1").text
    assert "data-new=" not in http(world.haruko).get(CLAUSE).text


def test_a_long_thread_costs_no_more_statements_than_a_short_one(
    world, http, long_thread, statements
):
    haruko = http(world.haruko)
    long_thread(range(3))
    with statements() as few:
        haruko.get(CLAUSE)
    long_thread(range(3, 300))
    with statements() as many:
        haruko.get(CLAUSE)

    assert len(many) <= len(few) <= 28


def test_reading_in_one_tab_updates_all_pages_of_that_person_and_nobody_elses(world, http, listen):
    other_tab, colleague = listen(world.haruko, TOPIC), listen(world.daichi, TOPIC)
    say(http(world.amina), "News.", "1")
    haruko = http(world.haruko)
    seq = haruko.get(f"/live/{TOPIC}").json["seq"]
    haruko.post("/read-marks", data={"topic": TOPIC, "seq": seq})
    haruko.post("/read-marks", data={"topic": TOPIC, "seq": seq})

    assert other_tab.hear("read") == [{"topic": TOPIC, "seq": seq}]
    assert colleague.hear("read") == []


def test_people_who_take_part_follow_the_thread_until_they_stop(world, http):
    amina, haruko = http(world.amina), http(world.haruko)

    def followed(visitor):
        return TOPIC in visitor.get(f"{RESOLUTION}/counts").json["followed"]

    assert not followed(amina) and not followed(haruko)
    say(amina, "Here I am.", "1")
    assert followed(amina) and not followed(haruko)
    assert haruko.post("/follows", data={"topic": TOPIC}).status_code == 204
    amina.post("/follows/removal", data={"topic": TOPIC})
    assert followed(haruko) and not followed(amina)
    assert haruko.post("/follows", data={"topic": "clause:none"}).status_code == 404
    assert http().post("/follows", data={"topic": TOPIC}, headers=JSON).status_code == 403


def test_whoever_takes_part_within_their_delegation_alone_follows_that_and_not_the_whole_thread(
    world, http
):
    amina, within = http(world.amina), {"audience": world.delegation("Kenya").audience}
    whispered = {"body": "Between us.", "key": "within", **within}
    assert amina.post(f"{CLAUSE}/comments", data=whispered, headers=JSON).status_code == 201

    counts = amina.get(f"{RESOLUTION}/counts").json
    assert TOPIC not in counts["followed"] + counts["muted"]
    assert (
        'data-level="mentions"' in amina.get(CLAUSE).text
    )  # a page that hears of it says the same
    say(amina, "Here I am.", "1")
    assert TOPIC in amina.get(f"{RESOLUTION}/counts").json["followed"]
    assert 'data-level="everything"' in amina.get(CLAUSE).text


@pytest.fixture
def long_answer(world, session):
    """A question of Haruko's with Amina's replies to it, and one more comment below."""

    def post(numbers, parent=None):
        thread = thread_of(clause_by_wid(TOPIC.removeprefix("clause:")))
        amina, haruko = world.amina, world.haruko

        def say_as(person, body, parent=None):
            return post_comment(
                thread,
                by=person,
                capacity=person.capacities[0],
                body=body,
                key=body,
                parent=parent,
            ).comment

        question = say_as(haruko, "A question.")
        replies = [say_as(amina, f"Point {number}.", question) for number in numbers]
        say_as(amina, "Said below.")
        session.commit()
        return question.name, [reply.name for reply in replies]

    return post


def test_a_page_shows_the_last_of_many_replies_and_offers_the_others_in_parts(
    world, http, long_answer
):
    long_answer(range(70))
    amina = http(world.amina)
    page = amina.get(CLAUSE).text
    numbers = points(page)
    assert numbers == list(range(50, 70)) and "Earlier replies" in page and "Said below." in page
    while link := re.search(r'data-fragment="(/comments/\w+/replies\?before=\d+)"', page):
        page = amina.get(link[1]).text
        numbers = points(page) + numbers
    assert numbers == list(range(70))


def test_a_link_to_a_reply_opens_the_part_that_holds_it(world, http, long_answer):
    _, replies = long_answer(range(70))
    amina = http(world.amina)
    page = amina.get(f"{CLAUSE}?comment={replies[30]}").text
    numbers = points(page)
    assert numbers == list(range(20, 50)) and "Later replies" in page
    while link := re.search(r'data-fragment="(/comments/\w+/replies\?after=\d+)"', page):
        page = amina.get(link[1]).text
        numbers += points(page)
    assert numbers == list(range(20, 70))


def test_a_thread_opens_at_the_first_unread_reply(world, http, long_answer):
    long_answer(range(70))
    assert points(http(world.haruko).get(CLAUSE).text) == list(range(20))


def test_the_address_of_a_comment_leads_to_the_part_that_holds_it_without_scripts(
    world, http, long_thread, session
):
    long_thread(range(100))
    amina = http(world.amina)
    posted = amina.post(f"{CLAUSE}/comments", data={"body": "The last one.", "key": "last"})
    long_thread(range(100, 200))

    assert "The last one." in amina.get(posted.headers["Location"]).text


def test_many_replies_cost_no_more_statements_than_a_few(world, http, long_answer, statements):
    def costs():
        with statements() as sent:
            http(world.helena).get(CLAUSE)
        return len(sent)

    long_answer(range(3))
    few = costs()
    long_answer(range(3, 30))
    many = costs()
    long_answer(range(30, 90))

    # Where the first new reply stands is asked, and what stands around it.
    assert costs() == many == few + 2


def test_replies_of_a_private_comment_are_for_its_readers(world, http):
    kenya = world.delegation("Kenya")
    private = say(http(world.amina), "Among us.", "p", kenya.audience).json["id"]

    assert http(world.haruko).get(f"/comments/{private}/replies?after=1").status_code == 404
    assert http().get(f"/comments/{private}/replies?after=1").status_code == 303
    assert http(world.wanjiru).get(f"/comments/{private}/replies?after=1").status_code == 200


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_where_a_long_list_of_news_ends_is_looked_for_once(world, session):
    """Some hundred instructions for each comment that is listed, also where there are twice as many; for each anew it was 25,000."""
    for _ in range(2):
        fill(TOPIC.removeprefix("clause:"), 600, lambda _: None)
        assert steps_of_unread(session, world.haruko) < 500 * LISTED


def steps_of_unread(session, person):
    """Instructions of SQLite's machine."""
    counted = []
    [layer] = [each.delegation.audience for each in person.memberships]
    topics = topics_heard(TOPIC, [TOPIC], person)
    database = session.connection().connection.dbapi_connection
    database.set_progress_handler(lambda: counted.append(1), 100)
    unread = unread_in(topics.values(), person, frozenset({"members", layer}))
    database.set_progress_handler(None, 0)
    assert len(unread.all) == LISTED and unread.goes_on
    return 100 * len(counted)
