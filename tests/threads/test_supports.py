"""Supporting what another delegation said: once for each delegation, whoever clicks."""

import re

import pytest
from sqlalchemy import select

from wgcop.events.models import Entry
from wgcop.threads.comments.supports import Support
from wgcop.threads.models import Comment

WID = "wtdc-67.recs_recognizing__rec_b"
CLAUSE = f"/clauses/{WID}"
TOPIC = f"clause:{WID}"
RESOLUTION = "/resolutions/67-hyderabad-2010"
JSON = {"Accept": "application/json"}


@pytest.fixture
def post(world, http):
    def post(name, **fields):
        answer = http(world[name]).post(
            f"{CLAUSE}/comments",
            data={"body": "Kenya proposes.", "key": "s", **fields},
            headers={"Accept": "application/json"},
        )
        return answer.json["id"]

    return post


def support(visitor, comment, suffix=""):
    return visitor.post(
        f"/comments/{comment}/support{suffix}", headers={"Accept": "application/json"}
    )


def test_a_delegation_supports_once_whoever_clicks(world, http, post):
    comment = post("amina")
    for name in ("teresa", "haruko", "caio", "teresa"):
        assert support(http(world[name]), comment).status_code == 200

    html = support(http(world.daichi), comment).json["html"]
    assert "Supported by <bdi>Brazil</bdi>, <bdi>Japan</bdi></p>" in html


def test_support_is_broadcast_and_recorded(world, http, listen, session, post):
    comment = post("amina")
    listening = listen(world.luc, TOPIC)
    support(http(world.teresa), comment)
    support(http(world.caio), comment)
    support(http(world.caio), comment, "/withdrawal")

    heard = listening()
    assert [(h["kind"], h["action"]) for h in heard] == [
        ("comment.supported", "replace"),
        ("comment.support-withdrawn", "replace"),
    ]
    assert "Brazil" not in heard[1]["html"]
    number = session.scalar(select(Comment.id).where(Comment.name == comment))
    kinds = session.scalars(select(Entry.kind).where(Entry.target_id == str(number))).all()
    assert kinds.count("comment.supported") == 1


@pytest.mark.parametrize(
    "name, status",
    [
        ("teresa", 200),
        ("caio", 200),
        ("priya", 200),
        ("amina", 403),  # its own delegation
        ("wanjiru", 403),
        ("ruth", 403),  # observers
        ("helena", 403),  # the chair speaks for no delegation
    ],
)
def test_who_may_support(world, http, post, name, status):
    comment = post("amina")

    assert support(http(world[name]), comment).status_code == status
    page = http(world[name]).get(f"/comments/{comment}").text
    assert (f"/comments/{comment}/support" in page) is (status == 200)


def test_private_and_retracted_comments_cannot_be_supported(world, http, post):
    kenya = world.delegation("Kenya")
    private = post("amina", audience=kenya.audience)
    public = post("amina", key="t")
    http(world.amina).post(f"/comments/{public}/retraction")

    assert support(http(world.wanjiru), private).status_code == 403
    assert support(http(world.teresa), public).status_code == 403


def test_support_of_a_comment_that_was_retracted_meanwhile_can_be_withdrawn(
    world, http, session, post
):
    comment = post("amina")
    support(http(world.teresa), comment)
    http(world.amina).post(f"/comments/{comment}/retraction")
    brazil, offer = http(world.teresa), f'action="/comments/{comment}/support/withdrawal"'
    assert offer not in http(world.haruko).get(f"/comments/{comment}").text
    assert offer in brazil.get(f"/comments/{comment}").text
    assert brazil.post(f"/comments/{comment}/support/withdrawal").status_code == 303
    assert offer not in brazil.get(f"/comments/{comment}").text
    kept = select(Support).join(Comment, Comment.id == Support.comment_id)
    assert session.scalars(kept.where(Comment.name == comment)).all() == []


def test_the_page_without_scripts_supports_and_withdraws(world, http, post):
    comment = post("amina")
    brazil = http(world.teresa)

    assert brazil.post(f"/comments/{comment}/support").status_code == 303
    page = brazil.get(f"/comments/{comment}").text
    assert "Withdraw support" in page and f"/comments/{comment}/support/withdrawal" in page
    brazil.post(f"/comments/{comment}/support/withdrawal")
    assert "Withdraw support" not in brazil.get(f"/comments/{comment}").text


def test_after_an_edit_a_support_stands_for_the_earlier_wording_and_the_supporter_is_told(
    world, http, listen, session, post
):
    comment, brazil = post("amina"), http(world.teresa)
    support(brazil, comment)
    support(http(world.haruko), comment)
    for name in ("teresa", "caio", "haruko", "luc"):
        http(world[name]).post("/read-marks", data={"topic": TOPIC})
    own_page = listen(world.caio, TOPIC)
    http(world.amina).post(f"/comments/{comment}", data={"body": "Kenya proposes less."})

    (heard,) = own_page()
    assert heard["kind"] == "comment.edited" and "Supported by" not in heard["html"]
    assert 'data-supporters=""' in heard["html"]
    page = http(world.luc).get(CLAUSE).text
    item = page[page.index(f'id="comment-{comment}"') :].partition("</li>")[0]
    assert "Supported by" not in item
    assert re.search(
        rf'<a href="/comments/{comment}#wordings">Supported an earlier wording:</a> '
        "<bdi>Brazil</bdi>, <bdi>Japan</bdi>",
        item,
    )
    names_told = [
        name
        for name in ("teresa", "caio", "haruko", "luc", "amina")
        if f'href="/comments/{comment}#wordings">A comment that your delegation supported was reworded'
        in http(world[name]).get("/").text
    ]
    assert names_told == ["teresa", "caio", "haruko"]
    for name in names_told:
        assert TOPIC in http(world[name]).get(f"{RESOLUTION}/counts").json["new"]
    http(world.caio).post("/read-marks", data={"topic": TOPIC})
    assert "A comment that your" not in http(world.caio).get("/").text


def test_both_wordings_stand_on_the_comments_page_with_the_difference_and_who_supported_which(
    world, http, post
):
    comment = post("amina")
    support(http(world.teresa), comment)
    http(world.amina).post(f"/comments/{comment}", data={"body": "Kenya proposes less."})
    support(http(world.haruko), comment)
    page = http(world.luc).get(f"/comments/{comment}").text
    now, before = page.partition('id="wordings"')[2].split('id="wording-1"')

    assert "Kenya proposes less." in now and "<bdi>Japan</bdi>" in now and "Brazil" not in now
    assert "Kenya proposes." in before and "<bdi>Brazil</bdi>" in before
    assert re.search(r"<ins><span [^>]*>inserted: </span>\s*less</ins>", now)
    link = rf'<a class="comment__edited" href="/comments/{comment}#wordings">edited</a>'
    assert link in http(world.luc).get(CLAUSE).text


def test_support_can_be_renewed_for_the_present_wording_but_not_for_an_unseen_one(
    world, http, post
):
    comment, brazil = post("amina"), http(world.teresa)
    support(brazil, comment)
    http(world.amina).post(f"/comments/{comment}", data={"body": "Kenya proposes less."})
    own = brazil.get(f"/comments/{comment}").text
    assert "Brazil supported an earlier wording." in own and "Withdraw the earlier support" in own
    old = brazil.post(f"/comments/{comment}/support", data={"wording": 1}, headers=JSON)
    assert old.status_code == 409 and "have changed" in old.text
    assert support(brazil, comment).status_code == 200
    page = http(world.luc).get(CLAUSE).text
    assert "Supported by <bdi>Brazil</bdi>" in page
    item = page[page.index(f'id="comment-{comment}"') :].partition("</li>")[0]
    assert "earlier wording" not in item
    support(brazil, comment, "/withdrawal")
    assert "Supported by <bdi>Brazil</bdi>" not in http(world.luc).get(CLAUSE).text
