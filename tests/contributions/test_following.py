"""Who follows a document hears by mail what becomes of it, until they stop."""

import re

import pytest
from sqlalchemy import select

from wgcop.database import db
from wgcop.mail import Message


@pytest.fixture
def letters(app):
    """Recipient and text of everything that was written since the last call."""
    read = {0}

    def since() -> list[tuple[str, str]]:
        with app.app_context():
            rows = db.session.scalars(
                select(Message).where(Message.id > max(read)).order_by(Message.id)
            ).all()
            read.update(row.id for row in rows)
            return [(row.recipient, row.text) for row in rows]

    since()
    return since


def follow(client, page: str, verb: str = "follows") -> None:
    """By the form on the page, as without scripts."""
    found = client.get(page).text.partition("follow-hint")[0].rpartition("<form")[2]
    topic = re.search(r'name="topic" value="(document:\d+)"', found)[1]
    back = re.search(r'name="next" value="([^"]+)"', found)[1]
    answer = client.post(f"/{verb}", data={"topic": topic, "next": back})
    assert answer.status_code == 303 and answer.headers["Location"] == back


def pressed(page: str) -> str:
    return re.search(r'aria-pressed="(\w+)" aria-describedby="follow-hint"', page)[1]


def test_a_follower_hears_of_a_revision_and_nobody_else_does(world, http, document, letters):
    address, url = document(world.amina)
    caio = http(world.caio)
    assert pressed(caio.get(url).text) == "false"
    follow(caio, url)
    assert pressed(caio.get(url).text) == "true"
    letters()
    http(world.amina).post(f"{address}/revisions")
    assert letters() == []
    http(world.amina).post(f"{address}/submission")
    sent = letters()
    others = [each for each in sent if "You follow this document." in each[1]]
    assert [who for who, _ in others] == [world.caio.email]
    assert "Rev.1 was issued" in others[0][1]
    assert len({who for who, _ in sent}) == len(sent), "to each once"
    follow(caio, url, "follows/removal")
    http(world.amina).post(f"{address}/withdrawal")
    assert world.caio.email not in [who for who, _ in letters()]


def test_whose_paper_it_is_hears_of_its_number_and_of_each_revision(world, http, document, letters):
    def heard():
        return " ".join(text for who, text in letters() if who == world.wanjiru.email)

    address, url = document(world.amina, drafters=[world.wanjiru])
    symbol = url.removeprefix("/documents/")
    assert symbol in heard()
    http(world.amina).post(f"{address}/revisions")
    heard()
    http(world.amina).post(f"{address}/submission")
    assert f"{symbol} Rev.1 was issued" in heard()


def test_followers_hear_of_what_is_attached_and_of_what_replaces_it(
    world, http, document, draft, issue, letters
):
    address, url = document(world.amina)
    follow(http(world.caio), url)
    letters()
    issue(world.amina, address, "corrigendum", "The year.")
    assert any(who == world.caio.email and "Corr.1" in text for who, text in letters())
    other = draft(world.daichi)
    symbol = url.removeprefix("/documents/")
    sent = http(world.daichi).post(f"{other}/replacement", data={"replaces": symbol})
    assert sent.status_code == 303
    assert letters() == [], "a draft is nobody else's business"
    http(world.daichi).post(f"{other}/submission")
    assert any(who == world.caio.email and "replaces" in text for who, text in letters())


def test_whoever_submits_follows_and_can_stop_where_it_says_that_it_is_done(world, http, document):
    address, _ = document(world.amina)
    amina = http(world.amina)
    assert pressed(amina.get(f"{address}/submitted").text) == "true"
    follow(amina, f"{address}/submitted", "follows/removal")
    assert pressed(amina.get(f"{address}/submitted").text) == "false"


def test_a_paper_that_waits_cannot_be_followed_yet(world, http, draft, meeting):
    meeting.after()
    address = draft(world.amina)
    http(world.amina).post(f"{address}/submission")
    page = http(world.amina).get(f"{address}/submitted").text
    assert "You are notified of each step here and by e-mail." in page and "follow-hint" not in page
