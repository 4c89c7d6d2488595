"""The desk of a delegation: what is on it, who reads it, and what it says of changes by others."""

import io
import re

import docx
import pytest
from sqlalchemy import func, select

from tests.positions.test_positions import (
    CLAUSE,
    GRID,
    MARKED,
    PAGE,
    act,
    agree_on,
    hidden,
    moved,
    see,
    take,
)
from wgcop.accounts.actions.people import join_delegation, leave_delegation
from wgcop.accounts.models import Delegation, DelegationRole, Person
from wgcop.clock import now
from wgcop.database import db
from wgcop.events.models import Topic
from wgcop.positions import movements
from wgcop.positions.models import PositionMark
from wgcop.threads.models import Comment

DESK = "/delegation"
OTHER = "/clauses/wtdc-67.recs_recognizing__rec_a/positions"


def part(page, name):
    """The words of one part of the desk; empty if the page has no such part."""
    found = re.search(rf'aria-labelledby="{name}">(.*?)</section>', page, re.DOTALL)
    return " ".join(re.sub("<[^>]*>", " ", found[1]).split()).replace(" ,", ",") if found else ""


def take_on(visitor, page, stance, layer="within", reason=""):
    form = visitor.get(page).text
    names = ("seen", "words_seen", "speaking_as")
    hidden = {name: re.search(rf'name="{name}"[^>]*? value="([^"]*)"', form)[1] for name in names}
    data = {"stance": stance, "layer": layer, "reason": reason, **hidden}
    assert visitor.post(page, data=data).status_code == 303


def mark_as_seen(visitor, page=None):
    page = page if page is not None else visitor.get(DESK).text
    return visitor.post(
        f"{DESK}/changes", data={name: hidden(page, name) for name in ("seen", "speaking_as")}
    )


def test_open_positions_come_first_and_red_lines_are_among_them(app, world, http):
    kenya = http(world.amina)
    take_on(kenya, OTHER, "agrees")
    take(kenya, "reserves", "within", MARKED)
    take(kenya, "objects", "red-line", "Never a date.")
    desk = http(world.wanjiru).get(DESK).text
    assert MARKED in part(desk, "open-positions")
    assert "Red line, never released ✕ Objects Never a date." in part(desk, "open-positions")
    assert "recognizing a)" in part(desk, "settled-positions")
    assert "recognizing b)" not in part(desk, "settled-positions")

    take(kenya, "can-live-with", "within")
    assert "recognizing b)" in part(kenya.get(DESK).text, "settled-positions")
    agree_on("that children use the Internet,", app, world)
    assert "taken on an earlier wording" in part(kenya.get(DESK).text, "open-positions")


@pytest.mark.parametrize("name", ["teresa", "caio", "ruth", "elke", "salma", "odile"])
def test_no_other_delegation_reads_the_desk(world, http, name):
    take(http(world.amina), "objects", "within", MARKED)
    visitor = http(world[name])
    for address in (DESK, f"{DESK}.docx", f"{DESK}/people"):
        answer = visitor.get(address)
        assert answer.status_code == 200 and MARKED.encode() not in answer.data
        assert b"Wanjiru" not in answer.data
    assert MARKED not in " ".join(docx_words(visitor.get(f"{DESK}.docx")))


@pytest.mark.parametrize("name", ["helena", "ines"])
def test_nobody_reads_a_desk_in_an_office(world, http, name):
    for address in (DESK, f"{DESK}.docx", f"{DESK}/people"):
        assert http(world[name]).get(address).status_code == 403


def test_whoever_speaks_for_two_delegations_reads_one_desk_at_a_time(world, http):
    odile = http(world.odile)
    jura = next(c for c in world.odile.capacities if c.delegation.code == "JURA")
    assert "<h1><bdi>Switzerland</bdi></h1>" in odile.get(DESK).text
    odile.post("/account/capacity", data={"capacity": jura.key})
    assert "Jura Institute" in odile.get(DESK).text
    assert 'id="open-positions"' not in odile.get(DESK).text


def test_a_page_of_one_delegation_marks_nothing_for_another(world, http, session):
    odile = http(world.odile)
    spoken = [each for each in world.odile.capacities if each.delegation]
    swiss, jura = sorted(spoken, key=lambda each: each.delegation.code == "JURA")
    for present, other in ((jura, swiss), (swiss, jura), (jura, swiss)):
        odile.post("/account/capacity", data={"capacity": present.key})
        answer = odile.post(f"{DESK}/changes", data={"seen": "1", "speaking_as": other.key})
        assert answer.status_code == 409
    odile.post("/account/capacity", data={"capacity": swiss.key})
    data = {"seen": "1", "speaking_as": jura.key}
    assert odile.post(f"{GRID}/read-mark", data=data).status_code == 409
    assert session.scalar(select(func.count()).select_from(PositionMark)) == 0


def test_what_changed_against_a_position_is_shown_until_it_is_marked_as_seen(world, http):
    kenya, delegate, brazil = http(world.amina), http(world.wanjiru), http(world.teresa)
    take(kenya, "agrees", "within")
    assert part(kenya.get(DESK).text, "changes").endswith("Nothing.")
    for stance, said in (
        ("objects", "✕ Objects different from your position"),
        ("reserves", "✕ Objects, now ◇ Reserves its position moved toward your position"),
        ("agrees", ", now ● Agrees now the same as your position"),
    ):
        take(brazil, stance)
        assert said in part(kenya.get(DESK).text, "changes")
        assert mark_as_seen(kenya).status_code == 303
        assert "Brazil" not in part(kenya.get(DESK).text, "changes")
        assert moved(kenya.get(GRID).text) == []
    # Each of its people has seen what they have seen, on the desk or in the grid.
    assert "● Agrees now the same" in part(delegate.get(DESK).text, "changes")
    assert see(delegate).status_code == 303
    assert part(delegate.get(DESK).text, "changes").endswith("Nothing.")


def test_what_came_while_the_page_was_read_is_not_marked_with_it(world, http, session):
    kenya, brazil = http(world.amina), http(world.teresa)
    take(kenya, "agrees", "within")
    take(brazil, "objects")
    page = kenya.get(DESK).text
    take(brazil, "reserves")
    for _again in range(2):
        mark_as_seen(kenya, page)
        assert ", now ◇ Reserves" in part(kenya.get(DESK).text, "changes")
    assert len(session.scalars(select(PositionMark)).all()) == 1
    for wrong in ("", "yesterday", "-1"):
        assert kenya.post(f"{DESK}/changes", data={"seen": wrong}).status_code == 422
    assert ", now ◇ Reserves" in part(kenya.get(DESK).text, "changes")


def test_a_newcomer_begins_with_nothing_that_moved(app, world, http):
    take(http(world.amina), "agrees", "within")
    take(http(world.teresa), "objects")
    with app.app_context():
        wanjiru = db.session.get(Person, world.wanjiru.id)
        wanjiru.joined_at = now()
        # Of those who joined long ago it is not known when.
        wanjiru.memberships[0].joined_at = None
        db.session.commit()
    newcomer = http(world.wanjiru)
    assert part(newcomer.get(DESK).text, "changes").endswith("Nothing.")
    assert moved(newcomer.get(GRID).text) == []
    take(http(world.teresa), "reserves")
    assert "✕ Objects, now ◇ Reserves" in part(newcomer.get(DESK).text, "changes")


def test_whoever_joins_with_an_old_account_begins_with_nothing_that_moved(app, world, http, clock):
    take(http(world.amina), "agrees", "within")
    take(http(world.teresa), "objects")
    clock.advance(days=1)
    with app.app_context():
        haruko = db.session.get(Person, world.haruko.id)
        [present] = haruko.memberships
        leave_delegation(present, by=None)
        db.session.flush()
        kenya = db.session.get(Delegation, world.delegation("Kenya").id)
        join_delegation(haruko, kenya, DelegationRole.MEMBER, by=None)
        db.session.commit()
    newcomer = http(world.haruko)
    for before, stance in (("Objects", "reserves"), ("Reserves", "agrees"), ("Agrees", "objects")):
        assert part(newcomer.get(DESK).text, "changes").endswith("Nothing.")
        assert moved(newcomer.get(GRID).text) == []
        clock.advance(minutes=1)
        take(http(world.teresa), stance)
        told = part(newcomer.get(DESK).text, "changes")
        assert "Brazil" in told and before in told
        assert mark_as_seen(newcomer).status_code == 303
    # Whoever was there before is told of what moved since then.
    assert "✕ Objects different from your position" in part(
        http(world.wanjiru).get(DESK).text, "changes"
    )


def test_clauses_without_an_own_position_and_private_positions_of_others_are_no_changes(
    world, http
):
    kenya, brazil = http(world.amina), http(world.teresa)
    take(kenya, "agrees", "within")
    take(brazil, "objects", "within", MARKED)
    take_on(brazil, OTHER, "objects", "released")
    desk = kenya.get(DESK).text
    assert "Brazil" not in part(desk, "changes") and MARKED not in desk


def test_whoever_mentions_the_delegation_or_replies_to_it_is_on_its_desk(world, http):
    kenya, brazil = http(world.amina), http(world.caio)
    key = world.delegation("Kenya").id

    def say(visitor, body, **more):
        data = {"body": body, "audience": "members", "type": "substantive", "key": body, **more}
        answer = visitor.post(
            f"{CLAUSE}/comments", data=data, headers={"Accept": "application/json"}
        )
        assert answer.status_code == 201, answer.text
        return answer.json["id"]

    asked = say(kenya, "Kenya asks for a date.")
    say(brazil, "Brazil answers that one.", parent=asked)
    say(brazil, f"What does @[Kenya](delegation:{key}) think?")
    say(brazil, f"Between us: @[Kenya](delegation:{key}) hesitates.", audience="delegation")
    say(brazil, "Of no concern to others.")
    calls = part(http(world.wanjiru).get(DESK).text, "calls")
    assert "Brazil answers that one." in calls and "What does" in calls
    assert "hesitates" not in calls and "no concern" not in calls
    assert "recognizing b)" in part(kenya.get(DESK).text, "followed")


def test_released_private_comments_are_among_what_the_delegation_has_said(world, http, app):
    kenya = http(world.amina)
    data = {"body": "We can accept June.", "audience": "delegation", "type": "substantive"}
    kenya.post(f"{CLAUSE}/comments", data={**data, "key": "1"})
    assert "We can accept June." not in part(kenya.get(DESK).text, "promises")
    with app.app_context():
        query = select(Comment.name).where(Comment.body == "We can accept June.")
        name = db.session.scalars(query).one()
    assert kenya.post(f"/comments/{name}/release", data={"body": data["body"]}).status_code == 303
    assert "We can accept June." in part(kenya.get(DESK).text, "promises")
    assert "We can accept June." not in http(world.teresa).get(DESK).text


def test_handing_over_gives_the_same_as_a_word_document_with_its_date(world, http, clock):
    clock.stop(now())
    kenya = http(world.amina)
    take(kenya, "objects", "red-line", MARKED)
    answer = kenya.get(f"{DESK}.docx")
    day = f"{now():%Y-%m-%d}"
    assert f"delegation-ken-{day}.docx" in answer.headers["Content-Disposition"]
    words = docx_words(answer)
    assert any(MARKED in each and "Red line" in each for each in words)
    headings = (
        *("Positions that are still open", "To do", "Drafts and papers", "Statements on record"),
        *("Mentions and replies without an answer yet", "Discussed within the delegation"),
        *("Mentions and replies that were answered", "Who attends", "What your delegation follows"),
    )
    assert set(headings) <= set(words)
    assert any(each.startswith("As of ") for each in words)


@pytest.mark.settings(LANGUAGES=["en", "ar"])
def test_in_arabic_figures_and_brackets_stay_out_of_words_in_latin_letters(world, http):
    kenya = http(world.amina)
    take_on(kenya, OTHER, "objects", "red-line", "Never a date")
    kenya.post("/language", data={"language": "ar"})
    words = docx_words(kenya.get(f"{DESK}.docx"))
    [line] = [each for each in words if "Never a date" in each]
    assert "Never a date\u200f (Amina Barasa\u200f، " in line
    assert any(each.startswith("recognizing a)\u200e \u200f· ") for each in words)


def test_a_successor_reads_when_a_position_was_taken_and_which_calls_wait_for_an_answer(
    world, http, clock
):
    taken = clock.stop(now())
    kenya, brazil = http(world.amina), http(world.caio)
    key = world.delegation("Kenya").id

    def say(visitor, body, **more):
        data = {"body": body, "audience": "members", "key": body, **more}
        answer = visitor.post(
            f"{CLAUSE}/comments", data=data, headers={"Accept": "application/json"}
        )
        assert answer.status_code == 201, answer.text
        return answer.json["id"]

    take(kenya, "objects", "red-line", MARKED)
    first = say(brazil, f"What does @[Kenya](delegation:{key}) think of June?")
    say(brazil, f"And what of July, @[Kenya](delegation:{key})?")
    say(kenya, "June would do.", parent=first)
    say(kenya, "July would not do, but only we know that.", audience="delegation")
    words = docx_words(kenya.get(f"{DESK}.docx"))

    def under(heading):
        after = words[words.index(heading) + 1 :]
        titles = {each for each in words if each.startswith("Mentions") or each == "Who attends"}
        ends = [place for place, each in enumerate(after) if each in titles]
        return " ".join(after[: min(ends)])

    waiting = under("Mentions and replies without an answer yet")
    assert "July" in waiting and "June" not in waiting
    assert "June" in under("Mentions and replies that were answered")
    red_line = next(each for each in words if MARKED in each)
    assert f"{taken:%H:%M} UTC" in red_line and "Amina Barasa" in red_line
    within = words[words.index("Discussed within the delegation") + 1]
    assert "1 comment" in within
    assert not any("only we know" in each for each in words)


def test_a_delegation_with_nothing_is_told_where_to_begin(world, http):
    desk = http(world.priya).get(DESK).text
    assert "Nobody has mentioned your delegation" in desk
    assert "Positions that are still open" not in desk
    assert "Your delegation has no positions yet" in http(world.mateo).get(DESK).text


def test_the_desk_takes_as_many_statements_for_many_positions_as_for_one(world, http, statements):
    kenya, brazil = http(world.amina), http(world.teresa)
    take(kenya, "objects", "within")
    take(brazil, "agrees")
    kenya.get(DESK)
    with statements() as few:
        kenya.get(DESK)
    for letter in "abcd":
        page = f"/clauses/wtdc-67.recs_recalling__rec_{letter}/positions"
        take_on(kenya, page, "reserves")
        take_on(kenya, page, "objects", "red-line")
        take_on(brazil, page, "objects", "released")
    kenya.get(DESK)
    with statements() as many:
        kenya.get(DESK)
    assert len(many) == len(few)


def test_a_position_that_was_withdrawn_is_not_on_the_desk(world, http):
    kenya = http(world.amina)
    take(kenya, "objects", "within", MARKED)
    assert act(kenya, "within/withdrawal").status_code == 303
    assert MARKED not in kenya.get(DESK).text
    assert f'href="{PAGE}"' not in kenya.get(DESK).text


def test_whoever_left_the_delegation_reads_its_desk_no_more(app, world, http):
    wanjiru = http(world.wanjiru)
    assert wanjiru.get(DESK).status_code == 200
    membership = world.wanjiru.memberships[0].id
    person = world.wanjiru.id
    http(world.ines).post(f"/people/{person}/memberships/{membership}/end")
    for address in (DESK, f"{DESK}.docx", f"{DESK}/people"):
        assert wanjiru.get(address).status_code == 403


def docx_words(answer):
    return [each.text for each in docx.Document(io.BytesIO(answer.data)).paragraphs]


def test_topics_of_persons_and_private_layers_of_others_are_not_followed_by_a_delegation(
    world, http, session
):
    http(world.caio).post(
        f"{CLAUSE}/comments",
        data={"body": "Within.", "audience": "delegation", "type": "substantive", "key": "1"},
    )
    brazil = session.scalars(select(Delegation).where(Delegation.code == "BRA")).one()
    layer = session.scalars(select(Topic).where(Topic.audience == brazil.audience)).first()
    assert layer is not None
    assert "Caio" not in part(http(world.teresa).get(DESK).text, "followed")
    assert "/people/" not in part(http(world.teresa).get(DESK).text, "followed")


def test_the_desk_marks_nothing_as_seen_that_it_does_not_name(world, http, monkeypatch):
    monkeypatch.setattr(movements, "LISTED", 1)
    kenya, brazil = http(world.amina), http(world.teresa)
    for page in (PAGE, OTHER):
        take_on(kenya, page, "agrees")
    take_on(brazil, PAGE, "objects", "released")
    assert 'id="seen"' in kenya.get(DESK).text
    take_on(brazil, OTHER, "objects", "released")
    desk, grid = kenya.get(DESK).text, kenya.get(GRID).text
    assert 'id="seen"' not in desk and "marks 1 more change." in part(desk, "changes")
    assert len(moved(grid)) == 1 and grid.count("positions__way--different") == 3
    assert 'id="seen"' not in kenya.get(f"{GRID}?region=africa").text
    assert see(kenya).status_code == 303
    assert part(kenya.get(DESK).text, "changes").endswith("Nothing.")
