"""Supporting what another delegation said: once for each delegation, whoever clicks."""

import pytest
from sqlalchemy import select

from wgcop.history.models import Entry
from wgcop.threads.models import Comment

WID = "wtdc-67.recs_recognizing__rec_b"
CLAUSE = f"/clauses/{WID}"
TOPIC = f"clause:{WID}"


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


def test_delegations_are_named_once_whoever_clicks(world, http, post):
    comment = post("amina")
    for name in ("teresa", "haruko", "caio", "teresa"):
        assert support(http(world[name]), comment).status_code == 200

    html = support(http(world.daichi), comment).json["html"]
    assert "Supported by <bdi>Brazil</bdi>, <bdi>Japan</bdi></p>" in html


def test_it_is_told_live_and_kept_in_the_history(world, http, listen, session, post):
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


def test_what_is_private_or_retracted_is_not_supported(world, http, post):
    kenya = world.delegation("Kenya")
    private = post("amina", audience=kenya.audience)
    public = post("amina", key="t")
    http(world.amina).post(f"/comments/{public}/retraction")

    assert support(http(world.wanjiru), private).status_code == 403
    assert support(http(world.teresa), public).status_code == 403


def test_the_page_without_scripts_supports_and_withdraws(world, http, post):
    comment = post("amina")
    brazil = http(world.teresa)

    assert brazil.post(f"/comments/{comment}/support").status_code == 303
    page = brazil.get(f"/comments/{comment}").text
    assert "Withdraw support" in page and f"/comments/{comment}/support/withdrawal" in page
    brazil.post(f"/comments/{comment}/support/withdrawal")
    assert "Withdraw support" not in brazil.get(f"/comments/{comment}").text
