import pytest
from sqlalchemy import select

from wgcop.accounts.models import Person
from wgcop.agenda.models import AgendaItem
from wgcop.database import db
from wgcop.resolutions.models import Clause
from wgcop.threads.models import Comment

HUGE = "99999999999999999999"
WID = "wtdc-67.recs_recalling__rec_a"


def test_what_nobody_sees_is_not_kept(app, http, world):
    """NUL breaks PostgreSQL, and an override of direction breaks the names that follow."""
    answer = http(world.amina).post(
        "/account", data={"name": "Amina\0 \u202eBarasa", "language": "en"}
    )
    assert answer.status_code == 303
    with app.app_context():
        assert db.session.get(Person, world.amina.id).name == "Amina Barasa"


def test_a_comment_with_what_is_no_character_is_posted_without_it(app, http, world):
    form = {"body": "Educators\0 to\ufffeo\uffff", "key": "a\0b"}
    assert http(world.amina).post(f"/clauses/{WID}/comments", data=form).status_code == 303
    with app.app_context():
        newest = db.session.scalars(select(Comment).order_by(Comment.id.desc())).first()
        assert (newest.body, newest.key) == ("Educators too", "ab")


def test_an_address_that_nothing_can_have_is_not_found(http, world):
    ines = http(world.ines)
    for address in (
        "/clauses/a%00b",
        "/meetings/%00",
        "/resolutions/%00",
        "/initiatives/%00",
        "/live/%00",
        "/documents/%00",
        f"/comments/{HUGE}",
        f"/contributions/{HUGE}",
        f"/people/{HUGE}",
        f"/delegations/{HUGE}",
        f"/meetings/wg-cop-3/items/{HUGE}/edit",
    ):
        assert ines.get(address).status_code == 404, address


def test_unseen_characters_in_a_search_are_left_out(http, world):
    amina = http(world.amina)

    def found(query):
        answer = amina.get(f"/search?{query}")
        assert answer.status_code == 200, query
        return answer.text.partition('class="results"')[2]

    assert 'class="results__group"' in found("q=child")
    assert found("q=ch%00ild%E2%80%AE") == found("q=child&kind=%00&year=%00") == found("q=child")
    assert found("q=%00") == found("q=") != found("q=child")
    last = found("q=child&page=50")  # there are fewer
    assert last != found("q=child&page=3")
    assert found(f"q=child&page={HUGE}") == last


def test_a_number_beyond_all_keys_is_told_and_breaks_nothing(app, http, world):
    amina = http(world.amina)
    missed = amina.get(f"/live/resolution:67-hyderabad-2010?after={HUGE}")
    assert (missed.status_code, missed.json["entries"], missed.json["reload"]) == (200, [], True)
    form = {"body": "An answer", "key": "k", "parent": HUGE}
    assert amina.post(f"/clauses/{WID}/comments", data=form).status_code == 422
    with app.app_context():
        assert db.session.scalar(select(Comment).where(Comment.body == "An answer")) is None


EARLIEST, LATEST = "0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00"
EXTREMES = ["-1", "0", HUGE, "1e9", "١٢", "NaN", "", "%00", EARLIEST, LATEST, "0001-01-01", "24:99"]


def test_dates_and_numbers_of_addresses_may_be_any(http, world):
    amina = http(world.amina)
    saved = amina.post("/search/saved", data={"name": "All", "q": "child", "tell": "all"})
    own = f"/search/saved/{saved.location.rpartition('-')[2]}"
    pages = [
        f"{own}?since=",
        f"{own}?page=",
        "/search?q=child&page=",
        "/search?q=child&year=",
        "/search.json?q=child&page=",
        "/contributions/?page=",
        "/contributions/new?item=",
        "/priorwork/?page=",
        "/initiatives/?page=",
        f"/live/clause:{WID}?after=",
        f"/clauses/{WID}/thread/part?after=",
        f"/clauses/{WID}/thread/part?before=",
    ]
    broken = [
        page + extreme
        for page in pages
        for extreme in EXTREMES
        if amina.get(page + extreme).status_code >= 500
    ]
    assert broken == []


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_moment_beyond_the_calendar_is_told(http, world, moment):
    form = {"opens_at": moment, "closes_at": moment, "zone": "Asia/Tokyo"}
    answer = http(world.helena).post(f"/clauses/{WID}/thread/window", data=form)
    assert answer.status_code == 422


def test_an_agenda_item_is_not_moved_behind_what_is_none(http, world):
    ines = http(world.ines)
    moves = f"/meetings/wg-cop-2/items/{first_item(ines)}/moves"
    for key in (HUGE, "²", "-1", "x", "0"):
        assert ines.post(moves, data={"after": key}).status_code == 404, key


def test_an_agenda_item_points_to_no_clause_that_is_none(app, http, world):
    with app.app_context():
        clause = db.session.scalar(select(Clause.id).where(Clause.wid == WID))
    form = {"title": "Item", "fixed_on": "", "note": "", "clauses": [HUGE, clause, "-1"]}
    answer = http(world.ines).post("/meetings/wg-cop-2/items/new", data=form)
    assert answer.status_code == 303
    with app.app_context():
        item = db.session.scalars(select(AgendaItem).where(AgendaItem.title == "Item")).one()
        assert [each.id for each in item.clauses] == [clause]


@pytest.mark.parametrize("protected", [True, False])
def test_a_form_larger_than_any_is_refused(app, http, world, protected):
    app.config["WTF_CSRF_ENABLED"] = protected
    for address in (f"/clauses/{WID}/comments", "/sign-in", "/account"):
        answer = http(world.amina).post(address, data={"body": "x" * 3_000_000})
        assert answer.status_code == 413, address


def first_item(secretariat):
    page = secretariat.get("/meetings/wg-cop-2").text
    return page.partition('id="item-')[2].partition('"')[0]


def test_a_host_that_is_no_name_is_refused_in_words(http):
    for host in ("a..b", "x" * 300):
        answer = http().get("/sign-in", headers={"Host": host})
        assert (answer.status_code, answer.content_type) == (400, "text/plain; charset=utf-8")
        assert "names a host" in answer.text


def test_a_program_is_told_what_was_wrong_with_its_request(http, world):
    asks = {"Accept": "application/json"}
    nothing = http(world.amina).get("/api/v1/contributions/999999/text", headers=asks)
    assert (nothing.status_code, nothing.json["error"]) == (404, "There is nothing at this address")
    large = http(world.amina).post("/sign-in", data={"email": "x" * 3_000_000}, headers=asks)
    assert (large.status_code, large.json["error"]) == (413, "This is too large")
