"""A delegation releases what was written within it: its words become public, its writer does not."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from wgcop.threads import policy
from wgcop.threads.models import Comment

WID = "wtdc-67.recs_recognizing__rec_b"
CLAUSE = f"/clauses/{WID}"
TOPIC = f"clause:{WID}"
JSON = {"Accept": "application/json"}
RESOLUTION = "/resolutions/67-hyderabad-2010"
WORDS = "Quokka instructions from the capital."
EARLIER = "Wombat wording of before."


@pytest.fixture
def say(world, http):
    def post(name, body, key, audience="members", **fields):
        answer = http(world[name]).post(
            f"{CLAUSE}/comments",
            data={"body": body, "audience": audience, "key": key, **fields},
            headers={"Accept": "application/json"},
        )
        assert answer.status_code == 201, answer.text
        return answer.json["id"]

    return post


@pytest.fixture
def kenya(world):
    return world.delegation("Kenya").audience


@pytest.fixture
def private(world, http, say, kenya):
    """Wanjiru wrote it within Kenya, in two steps."""
    comment = say("wanjiru", EARLIER, "secret-key", kenya)
    http(world.wanjiru).post(f"/comments/{comment}", data={"body": WORDS})
    return comment


def release(visitor, comment):
    return visitor.post(f"/comments/{comment}/release", headers={"Accept": "application/json"})


def test_everybody_reads_it_as_said_by_the_delegation_when_it_was_released(
    world, http, clock, session, private
):
    written = session.scalar(select(Comment.posted_at).where(Comment.name == private))
    released = clock.stop(written + timedelta(hours=5))
    answer = release(http(world.amina), private)
    public = answer.json["id"]

    assert answer.status_code == 201
    item = re.search(
        rf'<article class="comment" id="comment-{public}".*?</article>',
        http(world.haruko).get(CLAUSE).text,
        re.S,
    )[0]
    assert WORDS in item
    assert '<bdi class="person__name">Kenya</bdi>' in item
    assert "released" in item and item.count("<time") == 1
    moments = [f"{moment:%Y-%m-%dT%H:%M:%S}Z" for moment in (written, released)]
    assert moments[1] in item
    others = http(world.haruko)
    for page in (CLAUSE, f"/comments/{public}", f"/live/{TOPIC}?after=0"):
        assert moments[0] not in others.get(page).text
    own = re.search(
        rf'<article class="comment comment--private" id="comment-{private}".*?</article>',
        http(world.wanjiru).get(CLAUSE).text,
        re.S,
    )[0]
    assert moments[0] in own and moments[1] in own


def test_a_wording_that_the_head_has_not_seen_is_not_released(world, http, private):
    head, writer = http(world.amina), http(world.wanjiru)
    seen = re.search(
        rf'id="comment-{private}".*?data-wording="(\d+)"', head.get(CLAUSE).text, re.S
    )[1]
    writer.post(f"/comments/{private}", data={"body": "Other words altogether."})
    answer = head.post(f"/comments/{private}/release", data={"wording": seen}, headers=JSON)
    assert answer.status_code == 409 and "have changed" in answer.text
    assert "Other words altogether." not in http(world.haruko).get(CLAUSE).text
    page = head.get(f"/comments/{private}").text
    assert "Other words altogether." in page
    now = re.search(r'/release".*?name="wording" value="(\d+)"', page, re.S)[1]
    assert (
        head.post(f"/comments/{private}/release", data={"wording": now}, headers=JSON).status_code
        == 201
    )


def test_what_is_heard_of_a_release_names_no_author_and_no_key(world, http, listen, private):
    japan = listen(world.haruko, TOPIC)
    public = release(http(world.amina), private).json["id"]
    assert [heard["about"] for heard in japan()] == [
        {"comment": f"comment-{public}", "speaker": "Kenya", "news": "everybody"}
    ]


def test_no_trace_of_the_writer_or_of_earlier_words_reaches_another_delegation(
    world, http, listen, index, private
):
    japan = listen(world.haruko, TOPIC)
    answer = release(http(world.amina), private)
    public = answer.json["id"]
    index()
    visitor = http(world.haruko)
    seen = [
        japan()[0]["html"],
        visitor.get(CLAUSE).text,
        visitor.get(f"{CLAUSE}/thread").text,
        visitor.get(f"/comments/{public}").text,
        str(visitor.get("/api/v1/search?q=quokka").json),
        visitor.get("/search?q=quokka").text,
        str(visitor.get(f"/live/{TOPIC}?after=0").json),
        visitor.get(f"/people/{world.wanjiru.id}").text,
    ]
    own = re.compile(
        rf'data-person="{world.wanjiru.id}"|secret-key|comment-{private}"|/comments/{private}\b|Wombat'
    )

    for text in seen:
        assert not own.search(text), own.search(text)
    for text in (seen[0], seen[3], seen[4], str(answer.json)):
        assert world.wanjiru.name not in text and f'data-person="{world.amina.id}"' not in text
    assert visitor.get(f"/comments/{private}").status_code == 404


def test_it_is_a_new_entry_at_the_end_of_the_public_thread_and_marks_the_private_one(
    world, http, listen, say, kenya, private
):
    later = say("haruko", "Said in between.", "between")
    outside = listen(world.haruko, TOPIC)
    inside = listen(world.wanjiru, f"{TOPIC}@{kenya.partition(':')[2]}")
    public = release(http(world.amina), private).json["id"]

    assert [(h["kind"], h["action"], h["target"]) for h in outside()] == [
        ("comment.posted", "append", f"comments-{TOPIC}")
    ]
    (marked,) = inside()
    assert (marked["kind"], marked["action"]) == ("comment.released", "replace")
    assert ">Released<" in marked["html"]
    page = http(world.haruko).get(CLAUSE).text
    assert page.index(f'id="comment-{later}"') < page.index(f'id="comment-{public}"')


def test_it_is_counted_and_found_once_by_everybody(world, http, index, private):
    kenya, japan = http(world.wanjiru), http(world.haruko)
    before = kenya.get(f"{RESOLUTION}/counts").json["comments"][TOPIC]
    release(http(world.amina), private)
    index()

    assert kenya.get(f"{RESOLUTION}/counts").json["comments"][TOPIC] == before
    assert japan.get(f"{RESOLUTION}/counts").json["comments"][TOPIC] == before
    for reader in (kenya, japan):
        answer = reader.get("/api/v1/search?q=quokka").json
        assert [hit["title"].partition(":")[0] for hit in answer["hits"]] == ["Kenya"]


def test_replies_stay_private_unless_released_too(world, http, say, kenya, private):
    reply = say("wanjiru", "An inner reply.", "r", kenya, parent=private)
    public = release(http(world.amina), private).json["id"]
    japan = http(world.haruko)
    assert "An inner reply." not in japan.get(CLAUSE).text

    released = release(http(world.amina), reply).json
    assert f'data-parent="{public}"' in released["html"]
    assert "An inner reply." in japan.get(CLAUSE).text


def test_a_released_reply_to_a_private_comment_stands_alone(world, http, say, kenya, private):
    reply = say("wanjiru", "An inner reply.", "r", kenya, parent=private)

    assert "data-parent" not in release(http(world.amina), reply).json["html"]


@pytest.mark.parametrize(
    "name, status",
    [
        ("wanjiru", 403),  # its writer, but no head
        ("amina", 201),
        ("teresa", 404),  # the head of another delegation
        ("helena", 404),
        ("ines", 404),
        ("elke", 404),
        ("ruth", 404),
    ],
)
def test_only_heads_of_that_delegation_release(world, http, private, name, status):
    assert release(http(world[name]), private).status_code == status


def test_a_guest_is_sent_to_sign_in(http, private):
    assert http().post(f"/comments/{private}/release").status_code == 303


def test_it_cannot_be_done_twice_or_undone(world, http, private):
    amina = http(world.amina)
    public = release(amina, private).json["id"]

    assert release(amina, private).status_code == 409
    for reader in (amina, http(world.wanjiru)):
        for comment in (public, private):
            assert reader.post(f"/comments/{comment}", data={"body": "Other."}).status_code == 403
        assert reader.post(f"/comments/{private}/retraction").status_code == 403


@pytest.mark.parametrize(
    "name, status", [("wanjiru", 303), ("amina", 303), ("haruko", 403), ("ines", 403)]
)
def test_head_and_writer_may_retract_it(world, http, private, name, status):
    public = release(http(world.amina), private).json["id"]

    assert http(world[name]).post(f"/comments/{public}/retraction").status_code == status
    page = http(world.haruko).get(CLAUSE).text
    assert (WORDS in page) is (status == 403)
    assert ("retracted by its delegation" in page) is (status == 303)


def test_only_the_writer_can_see_on_the_page_that_they_wrote_it(world, http, session, private):
    public = release(http(world.amina), private).json["id"]

    def names_of_own(name):
        return re.findall(r'data-wrote="([^"]*)"', http(world[name]).get(CLAUSE).text)

    assert names_of_own("wanjiru") == [str(public)]
    for name in ("amina", "haruko", "helena", "ines", "elke", "ruth"):
        assert names_of_own(name) == []
    for membership in world.wanjiru.memberships:
        session.delete(membership)
    session.commit()
    assert names_of_own("wanjiru") == []


def test_a_public_or_retracted_comment_is_not_released(world, session, say, http, kenya):
    public = say("amina", "Out loud.", "o")
    retracted = say("wanjiru", "Taken back.", "g", kenya)
    http(world.wanjiru).post(f"/comments/{retracted}/retraction")

    for comment in (public, retracted):
        assert not policy.can_release(
            world.amina, session.scalars(select(Comment).where(Comment.name == comment)).one()
        )
        assert release(http(world.amina), comment).status_code == 403


def test_its_own_page_offers_the_release_to_the_head_alone(world, http, private):
    assert (
        f'action="/comments/{private}/release"'
        in http(world.amina).get(f"/comments/{private}").text
    )
    assert (
        f"/comments/{private}/release" not in http(world.wanjiru).get(f"/comments/{private}").text
    )


def test_nothing_is_released_into_a_thread_whose_window_is_closed(world, http, private):
    http(world.helena).post(
        f"{CLAUSE}/thread/window", data={"closes_at": "2020-01-01T10:00", "zone": "UTC"}
    )

    assert release(http(world.amina), private).status_code == 409
