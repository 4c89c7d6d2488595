"""Where a clause stands, whether its thread is open, and the note that the chair pins on top."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from lxml import html
from sqlalchemy import select

from tests.redaction.test_redaction import redact
from tests.threads.test_permissions import EVERYBODY
from wgcop import clock as time_of_day
from wgcop.audit.models import AuditRow
from wgcop.database import db
from wgcop.redaction.models import Redaction
from wgcop.resolutions.models import LONGEST_WID, Clause

WID = "wtdc-67.recs_recognizing__rec_b"
OTHER = "wtdc-67.recs_recognizing__rec_a"
CLAUSE = f"/clauses/{WID}"
TOPIC = f"clause:{WID}"
RESOLUTION = "/resolutions/67-hyderabad-2010"
JSON = {"Accept": "application/json"}


def say(visitor, body, key, audience="members"):
    return visitor.post(
        f"{CLAUSE}/comments", data={"body": body, "audience": audience, "key": key}, headers=JSON
    )


def stand(visitor, standing, clause=CLAUSE):
    return visitor.post(f"{clause}/standing", data={"standing": standing}, headers=JSON)


def is_new(visitor):
    return TOPIC in visitor.get(f"{RESOLUTION}/counts").json["new"]


def read_all(visitor):
    visitor.post("/read-marks", data={"topic": TOPIC})


@pytest.fixture
def visit(world, http):
    return lambda role: http(world[EVERYBODY[role]] if EVERYBODY[role] else None)


@pytest.mark.parametrize(
    "address, data, roles",
    [
        ("standing", {"standing": "agreed"}, {"chair", "secretariat"}),
        ("thread/window", {"closes_at": "2030-01-01T10:00"}, {"chair", "secretariat"}),
        ("thread/resolution", {}, {"chair", "secretariat", "rapporteur"}),
        ("note", {"body": "Two options remain."}, {"chair"}),
    ],
)
@pytest.mark.parametrize("role", EVERYBODY)
def test_who_may_set_what(visit, role, address, data, roles):
    answer = visit(role).post(f"{CLAUSE}/{address}", data=data, headers=JSON)

    assert answer.status_code == (200 if role in roles else 403)


def test_the_chair_sets_the_standing_of_a_clause_and_each_change_is_stored(world, http):
    helena = http(world.helena)
    stand(helena, "in-small-group")
    stand(helena, "agreed")

    page = http(world.amina).get(CLAUSE).text
    assert 'data-standing="agreed"' in page
    history = http(world.amina).get(f"{CLAUSE}/chairing").text
    assert history.index("Agreed") < history.index("In small group") and "Helena Tavira" in history


def test_everybody_in_the_thread_hears_of_a_new_standing(world, http, listen):
    inside = listen(world.haruko, TOPIC)
    above = listen(world.haruko, "resolution:67-hyderabad-2010")
    guest = listen(None, "resolution:67-hyderabad-2010")
    stand(http(world.helena), "agreed")

    (heard,) = inside()
    assert (heard["kind"], heard["action"]) == ("clause.standing", "replace")
    assert heard["target"] == f"chaired-{TOPIC}" and "Agreed" in heard["html"]
    assert above.hear("changed") == [{"topic": TOPIC}]
    assert guest.hear("changed") == guest() == []


def test_guests_learn_nothing_of_standings(world, http):
    stand(http(world.helena), "parked")
    guest = http()

    assert "standings" not in guest.get(f"{RESOLUTION}/counts").json
    for address in (RESOLUTION, f"{RESOLUTION}?show=open", CLAUSE):
        assert "Parked" not in guest.get(address).text
        assert "still open" not in guest.get(address).text
    assert guest.get(f"{CLAUSE}/chairing").status_code == 303


def test_the_count_goes_down_and_the_filter_leaves_out_what_is_agreed(world, http):
    helena, amina = http(world.helena), http(world.amina)
    before = amina.get(f"{RESOLUTION}/counts").json["still_open"]
    stand(helena, "agreed")
    stand(helena, "agreed-ad-referendum", f"/clauses/{OTHER}")

    after = amina.get(f"{RESOLUTION}/counts").json["still_open"]
    assert int(after.split()[0]) == int(before.split()[0]) - 1
    page = amina.get(f"{RESOLUTION}?show=open").text
    assert after in page
    assert f'data-standing-of="{TOPIC}"' not in page
    assert f'data-standing-of="clause:{OTHER}"' in page


def test_setting_the_present_standing_again_is_no_news(world, http, listen):
    helena = http(world.helena)
    stand(helena, "parked")
    inside = listen(world.haruko, TOPIC)
    stand(helena, "parked")

    assert inside() == []
    assert stand(helena, "abolished").status_code == 422


def test_a_resolution_of_a_thread_is_news_only_to_those_who_took_part(world, http):
    amina, haruko, helena = http(world.amina), http(world.haruko), http(world.helena)
    say(amina, "A question.", "1")
    read_all(amina)
    read_all(haruko)
    read_all(helena)
    helena.post(f"{CLAUSE}/thread/resolution", headers=JSON)

    assert is_new(amina)
    assert not is_new(haruko) and not is_new(helena)
    assert "Resolved" in haruko.get(CLAUSE).text
    read_all(amina)
    assert not is_new(amina)


def test_what_was_unread_before_the_resolution_stays_unread(world, http):
    haruko = http(world.haruko)
    read_all(haruko)
    say(http(world.amina), "A question.", "1")
    http(world.helena).post(f"{CLAUSE}/thread/resolution", headers=JSON)

    assert is_new(haruko)


def test_a_comment_after_the_resolution_is_welcome_and_reopens_nothing(world, http):
    helena, haruko = http(world.helena), http(world.haruko)
    helena.post(f"{CLAUSE}/thread/resolution", headers=JSON)
    read_all(haruko)

    assert say(http(world.amina), "Thank you.", "1").status_code == 201
    assert is_new(haruko)
    assert "data-resolved" in haruko.get(CLAUSE).text
    assert helena.post(f"{CLAUSE}/thread/resolution", headers=JSON).status_code == 409
    assert helena.post(f"{CLAUSE}/thread/reopening", headers=JSON).status_code == 200
    assert "data-resolved" not in haruko.get(CLAUSE).text


def test_a_closed_window_refuses_and_says_why(world, http, clock):
    amina = http(world.amina)
    now = clock.stop()
    http(world.helena).post(
        f"{CLAUSE}/thread/window",
        data={
            "opens_at": f"{now + timedelta(hours=1):%Y-%m-%dT%H:%M}",
            "closes_at": f"{now + timedelta(hours=3):%Y-%m-%dT%H:%M}",
            "zone": "UTC",
        },
        headers=JSON,
    )
    early = say(amina, "Too early.", "early")
    clock.advance(hours=2)
    inside = say(amina, "In time.", "in")
    clock.advance(hours=2)
    late = say(amina, "Too late.", "late")

    assert (early.status_code, inside.status_code, late.status_code) == (409, 201, 409)
    for refused in (early, late):
        assert "Geneva time (CE" in refused.json["error"], "by the clock of the meeting that is on"
    assert "opens on" in early.json["error"] and "closed on" in late.json["error"]
    assert say(amina, "In time.", "in").status_code == 200
    assert "Too late." not in amina.get(CLAUSE).text


def test_a_window_may_have_a_beginning_and_no_end(world, http, clock):
    amina, opens = http(world.amina), clock.stop() + timedelta(hours=1)
    sent = http(world.helena).post(
        f"{CLAUSE}/thread/window", data={"opens_at": f"{opens:%Y-%m-%dT%H:%M}", "zone": "UTC"}
    )
    assert sent.status_code == 303
    assert say(amina, "Too early.", "early").status_code == 409
    clock.advance(days=90)
    assert say(amina, "In time.", "in").status_code == 201


def test_a_delegation_can_still_comment_in_its_private_layer(world, http, clock):
    now = clock.stop()
    http(world.helena).post(
        f"{CLAUSE}/thread/window",
        data={"closes_at": f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M}", "zone": "UTC"},
    )

    kenya = world.delegation("Kenya")
    assert say(http(world.amina), "Among us.", "p", kenya.audience).status_code == 201


def test_moments_are_typed_and_shown_in_the_zone_of_the_meeting(world, http):
    day = time_of_day.now() + timedelta(days=3)
    http(world.helena).post(
        f"{CLAUSE}/thread/window",
        data={"closes_at": f"{day:%Y-%m-%d}T18:00", "zone": "Asia/Kolkata"},
    )

    page = http(world.amina).get(CLAUSE).text
    closes = datetime.combine(day.date(), time(12, 30), UTC)
    assert f'Closes for comments: <time datetime="{closes:%Y-%m-%dT%H:%M:%SZ}">' in page
    assert re.search(r"1[34]:30 Geneva time \(CES?T, UTC\+[12]\)</time>", page)
    assert f'<own-time data-at="{closes:%Y-%m-%dT%H:%M:%SZ}"' in page
    lead = http(world.helena).get(CLAUSE).text
    assert "Give the times in Geneva time (CE" in lead


@pytest.mark.parametrize(
    "data",
    [
        {"opens_at": "2030-01-02T10:00", "closes_at": "2030-01-01T10:00"},
        {"opens_at": "tomorrow"},
        {"opens_at": "2030-01-02T10:00", "zone": "Nowhere/Atlantis"},
        {"opens_at": "2030-01-02T10:00", "zone": "../../etc/passwd"},
    ],
)
def test_a_window_that_makes_no_sense_is_sent_back(world, http, data):
    answer = http(world.helena).post(f"{CLAUSE}/thread/window", data=data, headers=JSON)

    assert answer.status_code == 422


def test_the_chair_pins_one_note_and_every_wording_is_kept(world, http, listen):
    helena, inside = http(world.helena), listen(world.haruko, TOPIC)
    helena.post(f"{CLAUSE}/note", data={"body": "**Two** options remain."})
    helena.post(f"{CLAUSE}/note", data={"body": "One option remains. <script>x</script>"})
    page = http(world.haruko).get(CLAUSE).text
    assert "One option remains." in page and "options remain." not in page
    assert "<script>x" not in page

    helena.post(f"{CLAUSE}/note/removal")
    assert "One option remains." not in http(world.haruko).get(CLAUSE).text
    first, _, removal = inside()
    assert "<strong>Two</strong>" in first["html"] and "state-of-play" not in removal["html"]
    history = http(world.haruko).get(f"{CLAUSE}/chairing").text
    assert "One option remains." in history and "<strong>Two</strong>" in history
    assert helena.post(f"{CLAUSE}/note/removal").status_code == 409


def test_two_who_set_times_on_old_pages_do_not_undo_what_the_other_set(world, http):
    helena, ines = http(world.helena), http(world.ines)
    address = f"{CLAUSE}/thread/window"
    opens, closes = {"opens_at": "2030-01-01T10:00"}, {"closes_at": "2030-01-02T10:00"}
    for turn in range(3):
        seen = shown(helena, "window")
        assert helena.post(address, data=opens | {"seen": seen}, headers=JSON).status_code == 200
        late = ines.post(address, data=closes | {"seen": seen}, headers=JSON)
        assert late.status_code == 409 and "other times" in late.json["error"]
        again = opens | {"seen": seen}
        assert helena.post(address, data=again, headers=JSON).status_code == 200, "sent twice"
        seen = shown(ines, "window")
        assert ines.post(address, data=closes | {"seen": seen}, headers=JSON).status_code == 200
        helena.post(address, data={"seen": shown(helena, "window")})
        assert shown(ines, "window") == "", turn


def test_two_who_write_the_note_on_old_pages_do_not_undo_what_the_other_wrote(world, http):
    helena, other = http(world.helena), http(world.helena)
    for turn in range(3):
        seen, words = shown(helena, "note"), f"{turn} options remain."
        assert pinned(helena, words, seen).status_code == 200
        assert pinned(other, "Nothing remains.", seen).status_code == 409
        assert pinned(helena, words, seen).status_code == 200, "sent twice"
        removal = other.post(f"{CLAUSE}/note/removal", data={"seen": seen}, headers=JSON)
        assert removal.status_code == 409 and words in other.get(CLAUSE).text
        assert pinned(other, f"{words} Or none.", shown(other, "note")).status_code == 200


def shown(visitor, what):
    """What a form of this clause sends back of the times or the note that its writer saw."""
    [form] = html.fromstring(visitor.get(CLAUSE).text).xpath(f"//form[@data-sees='{what}']")
    return form.xpath("string(.//input[@name='seen']/@value)")


def pinned(visitor, body, seen):
    return visitor.post(f"{CLAUSE}/note", data={"body": body, "seen": seen}, headers=JSON)


def test_a_page_that_was_offline_gets_the_chairs_settings_once(world, http):
    haruko, helena = http(world.haruko), http(world.helena)
    after = haruko.get(f"/live/{TOPIC}").json["seq"]
    stand(helena, "parked")
    stand(helena, "agreed")
    helena.post(f"{CLAUSE}/note", data={"body": "Done."})

    (told,) = haruko.get(f"/live/{TOPIC}?after={after}").json["entries"]
    assert "Agreed" in told["html"] and "Done." in told["html"]


def test_the_thread_of_a_clause_stands_at_the_clause_alone(http, world):
    address = f"/threads/clause:{WID}"
    for person in (world.helena, world.ines, world.amina):
        assert http(person).get(address).location.startswith(f"/clauses/{WID}")
        part = http(person).get(f"{address}/thread", headers={"X-Fragment": "1"})
        assert part.location == f"/clauses/{WID}/thread"
        refused = http(person).post(f"{address}/comments", data={"body": "", "audience": "members"})
        assert refused.status_code == 422


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_clause_with_the_longest_name_is_chaired_and_its_note_can_be_redacted(app, world, http):
    longest = WID.ljust(LONGEST_WID, "x")
    with app.app_context():
        db.session.scalars(select(Clause).where(Clause.wid == WID)).one().wid = longest
        db.session.commit()
    helena = http(world.helena)
    for standing in ("in-small-group", "agreed", "parked"):
        assert stand(helena, standing, f"/clauses/{longest}").status_code == 200
    helena.post(f"/clauses/{longest}/note", data={"body": "Two options remain."})
    redact(http(world.ines), "discussion", f"clause:{longest}")
    with app.app_context():
        of = {row.of_id for row in db.session.scalars(select(AuditRow))}
        redacted = db.session.scalars(select(Redaction.key)).one()
    assert redacted == f"clause:{longest}" and redacted in of
