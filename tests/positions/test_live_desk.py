"""The open desk of a delegation hears that something changed, and only its own people do."""

import pytest

from tests.positions.test_desk import DESK, mark_as_seen
from tests.positions.test_positions import CLAUSE, MARKED, WID, see, take
from wgcop.accounts.models import DelegationRole, Membership
from wgcop.database import db

ATTENDS = "/meetings/wg-cop-3/registration"


@pytest.fixture
def topic(world):
    return f"delegation:{world.delegation('Kenya').id}"


@pytest.fixture
def asks_again(listen, world, topic):
    """Whether the open desk of Wanjiru was told to ask again since it was last asked."""
    desk, own = listen(world.wanjiru, topic), listen(world.wanjiru, world.wanjiru.topic)
    assert desk.answer["ok"] and own.answer["ok"]
    return lambda: bool([*desk.hear("changed"), *desk(), *own()])


def test_what_others_and_colleagues_do_is_heard_at_the_desk(world, http, asks_again, app):
    kenya, brazil = http(world.amina), http(world.teresa)
    call = f"What does @[Kenya](delegation:{world.delegation('Kenya').id}) think?"

    def say(visitor, body, audience):
        data = {"body": body, "audience": audience, "type": "substantive", "key": body}
        return visitor.post(f"{CLAUSE}/comments", data=data)

    acts = {
        "a position within": lambda: take(kenya, "agrees", "within"),
        "a red line": lambda: take(kenya, "objects", "red-line"),
        "another one's position": lambda: take(brazil, "objects"),
        "a mention": lambda: say(brazil, call, "members"),
        "a word among colleagues": lambda: say(kenya, "Between us.", "delegation"),
        "what a colleague follows": lambda: kenya.post(
            "/follows", data={"topic": "meeting:wg-cop-3@members"}
        ),
    }
    for name, act in acts.items():
        asks_again()
        assert act().status_code in (204, 303), name
        assert asks_again(), name
    asks_again()
    take(brazil, "objects", "within", MARKED)
    assert not asks_again(), "what stays within another delegation is heard by nobody here"


@pytest.mark.parametrize("mark", [mark_as_seen, see])
def test_what_is_seen_in_one_tab_is_seen_in_the_others_of_the_same_person(
    world, http, listen, topic, mark
):
    take(http(world.amina), "agrees", "within")
    own = [topic, f"clause:{WID}", "resolution:67-hyderabad-2010"]
    pages = [listen(world.amina, each) for each in own]
    others = [listen(world.wanjiru, each) for each in own]
    for stance in ("objects", "reserves", "agrees"):
        take(http(world.teresa), stance)
        for page in (*pages, *others):
            page.hear("changed")
        assert mark(http(world.amina)).status_code == 303
        assert [page.hear("changed") for page in pages] == [[{"topic": topic}]] * 3
        # Their marks are their own.
        assert [page.hear("changed") for page in others] == [[]] * 3


@pytest.mark.parametrize("name", ["teresa", "ines", "helena", "ruth", None])
def test_nobody_else_joins_the_desk_of_a_delegation(world, listen, topic, name):
    assert not listen(world[name] if name else None, topic).answer["ok"]


def test_who_leaves_the_delegation_hears_its_desk_no_more(app, world, http, listen, topic):
    desk = listen(world.wanjiru, topic)
    assert desk.answer["ok"]
    with app.app_context():
        gone = db.session.get(Membership, world.wanjiru.memberships[0].id)
        assert gone.role == DelegationRole.MEMBER
        db.session.delete(gone)
        db.session.commit()
    assert not desk.is_connected
    assert not listen(world.wanjiru, topic).answer["ok"]


def test_a_desk_that_shows_what_there_is_gets_an_empty_answer(world, http):
    kenya = http(world.wanjiru)

    def shown():
        return kenya.get(DESK).text.split('data-shown="')[1].split('"')[0]

    for stance in ("agrees", "objects", "reserves"):
        known = shown()
        answer = kenya.get(DESK, headers={"X-Shown": known})
        assert (answer.status_code, answer.data) == (204, b"")
        take(http(world.amina), stance, "within")
        answer = kenya.get(DESK, headers={"X-Shown": known})
        assert answer.status_code == 200 and shown() != known
