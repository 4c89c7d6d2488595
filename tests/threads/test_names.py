"""What a comment is called tells nothing of what others say in private."""

import re
from itertools import count

import pytest
from sqlalchemy import event, select

from wgcop.search import indexer
from wgcop.threads.models import Comment

WID = "wtdc-67.recs_recognizing__rec_b"
CLAUSE = f"/clauses/{WID}"
TOPIC = f"clause:{WID}"
STRIKING = 700_700_000


@pytest.fixture
def numbered():
    """Every comment gets a number in the database that nobody could overlook on a page."""
    numbers = count(STRIKING)

    def give(_mapper, _connection, comment):
        comment.id = next(numbers)

    event.listen(Comment, "before_insert", give)
    yield
    event.remove(Comment, "before_insert", give)


def test_neither_page_nor_api_shows_the_id_of_a_comment(
    app, world, http, listen, session, numbered
):
    japan, kenya = http(world.haruko), http(world.amina)
    everybody, within = "members", world.delegation("Kenya").audience
    room, person = listen(world.haruko, TOPIC), listen(world.haruko, world.haruko.topic)
    comments = []

    def say(body, audience, parent=""):
        answer = kenya.post(
            f"{CLAUSE}/comments",
            data={"body": body, "audience": audience, "parent": parent, "key": body},
            headers={"Accept": "application/json"},
        )
        comments.append(answer)
        return answer.json["id"]

    first = say("Marmalade first.", everybody)
    secret = say("Marmalade among us.", within)
    say("Marmalade again, @Haruko Minase.", everybody, first)
    comments.append(
        kenya.post(f"/comments/{secret}/release", headers={"Accept": "application/json"})
    )
    kenya.post(f"/comments/{first}", data={"body": "Marmalade, reworded."})
    japan.post(f"/comments/{first}/support")
    kenya.post(f"/comments/{secret}/retraction")
    with app.app_context():
        indexer.drain_all()

    assert session.scalar(select(Comment.id).where(Comment.name == first)) == STRIKING
    addresses = [
        "/",
        CLAUSE,
        f"{CLAUSE}?comment={first}",
        f"{CLAUSE}/thread",
        f"{CLAUSE}/thread/part?after=1",
        f"{CLAUSE}/chairing",
        f"/comments/{first}",
        f"/comments/{first}/replies?after=1",
        "/resolutions/67-hyderabad-2010/discussion",
        "/resolutions/67-hyderabad-2010/counts",
        f"/live/{TOPIC}?after=0",
        "/search?q=marmalade",
        "/search.json?q=marmalade",
        "/search.csv?q=marmalade",
        "/search.atom?q=marmalade",
        "/search/suggestions?q=marmalade",
    ]
    pages = {address: japan.get(address).text for address in addresses}
    pages["room"], pages["person"] = str(room()), str(person())
    pages |= {f"answer {n}": a.text + str(a.headers) for n, a in enumerate(comments)}
    pages["edit"] = kenya.get(f"/comments/{first}/edit").text
    pages["kenya"] = kenya.get(CLAUSE).text

    assert [where for where, what in pages.items() if str(STRIKING)[:6] in what] == []
    telling = [a for a in addresses if re.search("(?i)marmalade", pages[a])]
    assert set(addresses) - set(telling) <= {
        f"{CLAUSE}/chairing",
        "/resolutions/67-hyderabad-2010/counts",
        "/search/suggestions?q=marmalade",
    }


def test_a_comment_is_not_found_by_its_number(world, http, numbered):
    amina = http(world.amina)
    amina.post(f"{CLAUSE}/comments", data={"body": "Counted.", "key": "c"})

    assert amina.get(f"/comments/{STRIKING}").status_code == 404
    assert amina.get(f"{CLAUSE}?comment={STRIKING}").status_code == 200


def test_comments_posted_at_the_same_moment_stay_in_order(world, http, clock):
    clock.stop()
    amina, haruko = http(world.amina), http(world.haruko)
    within = world.delegation("Kenya").audience
    for number in range(4):
        amina.post(
            f"{CLAUSE}/comments",
            data={
                "body": f"Point {number}.",
                "key": str(number),
                "audience": "members" if number % 2 else within,
            },
        )

    for reader, read in ((amina, ["0", "1", "2", "3"]), (haruko, ["1", "3"])):
        assert re.findall(r"Point (\d)\.", reader.get(f"{CLAUSE}/thread").text) == read
    page = amina.get(CLAUSE).text
    places = [int(place) for place in re.findall(r'"said" data-order="(\d+)"', page)]
    assert len(places) == 4
    assert places == sorted(set(places))
