"""What others changed against the positions of a delegation on proposals: on its desk, since its last
visit, in the document for a successor, and at the proposal.
"""

import io
from datetime import timedelta

import docx
import pytest

from tests.positions.test_desk import DESK, part
from tests.positions.test_positions import hidden, moved
from tests.proposals.acts import act, proposed
from tests.proposals.test_positions_on_proposals import CHANGE, MARKED, take
from wgcop.accounts.models import Person
from wgcop.clock import now
from wgcop.database import db
from wgcop.positions import movements

FROM_CLAUSE = "/clauses/wtdc-67.recs_recognizing__rec_a"
OTHER_CLAUSE = "/clauses/wtdc-67.recs_recalling__rec_a"
STEPS = (
    ("objects", "✕ Objects different from your position"),
    ("reserves", "✕ Objects, now ◇ Reserves its position moved toward your position"),
    ("agrees", ", now ● Agrees now the same as your position"),
)


@pytest.fixture
def offered(world, http):
    address = proposed(http(world.amina), change=CHANGE)
    assert act(http(world.amina), address, "release").status_code == 303
    return address


def mark_as_seen(visitor, page=None):
    page = page if page is not None else visitor.get(DESK).text
    names = ("seen", "seen_on_proposals", "speaking_as")
    return visitor.post(f"{DESK}/changes", data={name: hidden(page, name) for name in names})


def changes(visitor):
    return part(visitor.get(DESK).text, "changes")


@pytest.mark.databases
def test_what_changed_on_a_proposal_is_listed_until_each_reader_marks_it_as_seen(
    world, http, offered
):
    kenya, delegate, brazil = http(world.amina), http(world.wanjiru), http(world.teresa)
    take(kenya, offered, "agrees")
    assert changes(kenya).endswith("Nothing.")
    for stance, said in STEPS:
        take(brazil, offered, stance)
        assert said in changes(kenya)
        [line] = moved(kenya.get(f"{offered}/positions").text)
        assert said in line.replace(" ,", ",")
        assert mark_as_seen(kenya).status_code == 303
        assert changes(kenya).endswith("Nothing.")
        assert moved(kenya.get(f"{offered}/positions").text) == []
    assert "● Agrees now the same" in changes(delegate)
    assert f'href="{offered}/positions"' in delegate.get(DESK).text.split('id="changes"')[1]


def test_changes_on_clauses_and_on_proposals_are_marked_each_by_itself(world, http, offered):
    kenya, brazil = http(world.amina), http(world.teresa)
    take(kenya, offered, "agrees")
    take(kenya, FROM_CLAUSE, "agrees")
    page = kenya.get(DESK).text
    for stance, _said in STEPS:
        take(brazil, FROM_CLAUSE, stance)
        earlier, page = page, kenya.get(DESK).text
        take(brazil, offered, stance)
        mark_as_seen(kenya, page)
        assert changes(kenya).count("Brazil") == 1
        assert "I have seen these changes" in changes(kenya)
        mark_as_seen(kenya)
        if 'name="seen"' in earlier:
            mark_as_seen(kenya, earlier)
        assert changes(kenya).endswith("Nothing.")


def test_a_long_list_of_changes_on_proposals_is_seen_in_turns(world, http, offered, monkeypatch):
    """No table marks those that the desk does not name."""
    monkeypatch.setattr(movements, "LISTED", 1)
    kenya = http(world.amina)
    take(kenya, offered, "agrees")
    released = (("teresa", "agrees"), ("luc", "objects"), ("farid", "reserves"))
    for who, stance in released:
        take(http(world[who]), offered, stance)
    for turn, state in enumerate(("Brazil", "Switzerland", "Egypt")):
        others, told = len(released) - turn - 1, changes(kenya)
        assert state in told
        assert ("not shown here" in told) is (others > 0) and (f"{others} more" in told) is (
            others > 0
        )
        assert "table of positions" not in told + kenya.get(f"{offered}/positions").text
        assert mark_as_seen(kenya).status_code == 303
    assert changes(kenya).endswith("Nothing.")


def test_changes_on_clauses_that_the_desk_does_not_name_stay_when_those_on_proposals_are_seen(
    world, http, offered, monkeypatch
):
    monkeypatch.setattr(movements, "LISTED", 1)
    kenya, brazil = http(world.amina), http(world.teresa)
    for at in (offered, FROM_CLAUSE, OTHER_CLAUSE):
        take(kenya, at, "agrees")
        take(brazil, at, "objects")
    assert changes(kenya).count("Brazil") == 2
    assert mark_as_seen(kenya).status_code == 303
    assert changes(kenya).count("Brazil") == 1
    assert "The table of positions marks 1 more change." in changes(kenya)
    assert "I have seen these changes" not in changes(kenya)


def test_positions_within_others_and_on_proposals_without_an_own_one_are_no_changes(
    world, http, offered
):
    kenya, brazil, swiss = http(world.amina), http(world.teresa), http(world.luc)
    take(brazil, offered, "objects")
    take(kenya, offered, "agrees", "within")
    take(swiss, offered, "objects", "within")
    assert changes(kenya).endswith("Nothing.")
    take(swiss, offered, "reserves")
    assert changes(kenya).count("Reserves") == 1
    assert "Switzerland" in changes(kenya)
    # Brazil stands on it too, and Kenya's position stays within Kenya.
    assert "Agrees" not in changes(brazil)
    assert act(kenya, offered, "withdrawal").status_code == 303
    assert "Switzerland" not in changes(kenya)


def test_nothing_that_moved_on_a_withdrawn_proposal_is_told_and_it_comes_back_with_it(
    world, http, offered, clock
):
    """Nobody has to answer it: not on the desk, nor since the last visit, nor in the document."""
    kenya, delegate, brazil = http(world.amina), http(world.wanjiru), http(world.teresa)
    take(kenya, offered, "agrees")
    clock.advance(days=2)
    since = f"/catch-up?since={(now() - timedelta(days=1)).date().isoformat()}"
    take(brazil, offered, "objects", reason="It names no age.")

    def told(reader):
        document = docx.Document(io.BytesIO(reader.get("/delegation.docx").data))
        said = (
            changes(reader),
            part(reader.get(since).text, "moved-title"),
            " ".join(each.text for each in document.paragraphs),
        )
        return ["It names no age." in each for each in said]

    for _turn in range(3):
        assert told(kenya) == told(delegate) == [True, True, True]
        assert act(kenya, offered, "withdrawal").status_code == 303
        assert told(kenya) == told(delegate) == [False, False, False]
        assert act(kenya, offered, "restoration").status_code == 303


def test_a_newcomer_begins_with_nothing_that_moved_on_proposals(app, world, http, offered):
    take(http(world.amina), offered, "agrees")
    take(http(world.teresa), offered, "objects")
    with app.app_context():
        db.session.get(Person, world.wanjiru.id).joined_at = now()
        db.session.commit()
    newcomer = http(world.wanjiru)
    assert changes(newcomer).endswith("Nothing.")
    take(http(world.teresa), offered, "reserves")
    assert "✕ Objects, now ◇ Reserves" in changes(newcomer)


def test_the_day_of_the_last_visit_and_the_document_of_the_desk_name_them(
    world, http, offered, clock
):
    kenya = http(world.amina)
    take(kenya, offered, "agrees")
    clock.advance(days=2)
    since = (now() - timedelta(days=1)).date().isoformat()
    take(http(world.teresa), offered, "objects", reason="It names no age.")
    page = kenya.get(f"/catch-up?since={since}").text
    assert "✕ Objects" in part(page, "moved-title")
    assert "It names no age." in part(page, "moved-title")
    document = docx.Document(io.BytesIO(kenya.get("/delegation.docx").data))
    assert any("It names no age." in each.text for each in document.paragraphs)


def test_what_colleagues_changed_on_proposals_is_told_to_their_delegation_alone(
    world, http, offered, clock
):
    names = ("wanjiru", "amina", "teresa", "helena")
    visitors = {name: http(world[name]) for name in names}
    kenya = visitors["amina"]
    take(kenya, offered, "agrees", "red-line", "Before she left.")
    for stance, change in (
        ("objects", "Agrees, now ✕ Objects"),
        ("reserves", "Objects, now ◇ Reserves its position"),
        ("agrees", "Reserves its position, now ● Agrees"),
    ):
        clock.advance(days=2)
        since = (now() - timedelta(days=1)).date().isoformat()
        take(kenya, offered, "can-live-with", "red-line", "Changed and put back.")
        take(kenya, offered, stance, "red-line", MARKED)
        for who, visitor in visitors.items():
            page = visitor.get(f"/catch-up?since={since}").text
            assert ("Changed in the positions" in page) is (who == "wanjiru"), who
            assert (MARKED in page) is (who == "wanjiru"), who
        page = visitors["wanjiru"].get(f"/catch-up?since={since}").text
        told = part(page, "own-changes-title")
        assert change in told and "Red line" in told and "Amina Barasa" in told
        assert "Before she left." not in told and f'href="{offered}/positions"' in page


def test_the_desk_asks_as_many_statements_for_three_proposals_as_for_one(
    world, http, offered, statements
):
    kenya, brazil = http(world.amina), http(world.teresa)

    def sent():
        kenya.get(DESK)
        with statements() as each:
            kenya.get(DESK)
        return len(each)

    take(kenya, offered, "agrees")
    take(brazil, offered, "objects")
    one = sent()
    for change in (("youth forums", "forums"), ("active members", "members")):
        other = proposed(brazil, change=change)
        act(brazil, other, "release")
        take(kenya, other, "agrees")
        take(brazil, other, "objects")
    assert sent() == one


@pytest.mark.settings(LANGUAGES=["en", "ar"])
def test_in_arabic_the_facts_of_the_desk_stay_in_their_order(world, http):
    """A symbol in Latin letters does not come before the title that it belongs to."""
    kenya = http(world.amina)
    lines = {}
    for language in ("ar", "en"):
        kenya.get(f"/?language={language}")
        document = docx.Document(io.BytesIO(kenya.get("/delegation.docx").data))
        lines[language] = next(
            each.text for each in document.paragraphs if "WG-COP/3/1(Add.1)" in each.text
        )
    assert lines["ar"].partition("WG-COP")[0].endswith(" \u200f· ")
    assert lines["en"].partition("WG-COP")[0].endswith(" · ") and "\u200f" not in lines["en"]
