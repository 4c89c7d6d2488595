"""Nobody drowns a thread: so much a minute for each person, and the words are kept."""

import pytest

from wgcop.web import limiter

CLAUSE = "/clauses/wtdc-67.recs_recognizing__rec_b"

pytestmark = pytest.mark.settings(RATELIMIT_ENABLED=True)


@pytest.fixture(autouse=True)
def fresh(app):
    limiter.reset()
    yield
    limiter.reset()


def post(visitor, number, **headers):
    return visitor.post(
        f"{CLAUSE}/comments",
        data={"body": f"Number {number}.", "key": f"n{number}"},
        headers=headers,
    )


def test_the_twenty_first_comment_in_a_minute_is_refused_with_the_reason(world, http):
    amina = http(world.amina)
    posted = [post(amina, number, Accept="application/json") for number in range(20)]
    refused = post(amina, 20, Accept="application/json")

    assert {answer.status_code for answer in posted} == {201}
    assert refused.status_code == 429
    assert "What you wrote is kept" in refused.json["error"]
    assert int(refused.headers["Retry-After"]) <= 60
    assert "Number 20." not in http(world.haruko).get(CLAUSE).text


def test_others_can_go_on(world, http):
    amina = http(world.amina)
    for number in range(21):
        post(amina, number)

    assert post(http(world.wanjiru), 1).status_code == 303


def test_the_page_says_it_in_plain_words(world, http):
    amina = http(world.amina)
    for number in range(20):
        post(amina, number)

    assert "You have sent many comments in a short time." in post(amina, 20).text
