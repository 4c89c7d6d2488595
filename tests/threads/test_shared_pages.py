"""A page that is kept for a crowd is for each reader the page that would be rendered for them alone."""

import re
from datetime import timedelta
from itertools import permutations, product

import brotli
import pytest
from backports import zstd
from flask import g
from flask import session as cookie
from sqlalchemy import Engine, delete, event, select
from structlog.testing import capture_logs

from tests.conftest import apart
from tests.permissions.matrix import OF_THE_DEMO
from tests.threads.test_comments import CLAUSE, WID, say
from wgcop.accounts import kept_readers, nobody
from wgcop.accounts.delegate import delegate_of, delegate_who_reads
from wgcop.accounts.models import Membership, Person
from wgcop.accounts.regional import RegionalMembership
from wgcop.clock import now
from wgcop.database.stamp import SAID
from wgcop.languages import LANGUAGE_NAMES
from wgcop.threads import shared_pages
from wgcop.web.kept import CROWD, WAITING, KeptPage, KeptThings, gap

TEXT = "/resolutions/67-hyderabad-2010"
PAGES = (CLAUSE, f"{CLAUSE}/thread", TEXT, "/")
OWN = re.compile(r'(?:content|value)="[\w.-]{60,}"|name="key" value="\w+"|data-changes-in="\d+"')
DELEGATES = ("haruko", "caio", "wanjiru", "farid")
OFFICERS = ("ines", "helena", "elke")


def rendered_alone(monkeypatch, *places):
    """Gets a page as it is rendered for one reader, with nothing kept in these modules."""

    def get(visitor, address):
        with monkeypatch.context() as patch:
            for place in places:
                patch.setattr(f"wgcop.{place}.present_stamp", lambda: None)
            return page(visitor, address)

    return get


@pytest.fixture
def alone(monkeypatch):
    return rendered_alone(monkeypatch, "accounts.kept_readers", "contributions.talk.circles")


@pytest.fixture
def talk(world, http):
    """Said to all and within two delegations, changed, retracted, supported, released, mentioned, and led by the chair."""
    amina, teresa, helena = http(world.amina), http(world.teresa), http(world.helena)
    kenya, brazil = world.delegation("Kenya").audience, world.delegation("Brazil").audience
    first = say(amina, "Kenya can agree.", "k1").json["id"]
    say(teresa, "So can Brazil, as @Haruko said.", "b1", parent=first)
    say(amina, "Kenya alone reads this.", "k2", audience=kenya)
    say(teresa, "Brazil alone reads this.", "b2", audience=brazil)
    released = say(amina, "Kenya released this.", "k3", audience=kenya).json["id"]
    amina.post(f"/comments/{released}/release")
    teresa.post(f"/comments/{first}/support")
    amina.post(f"/comments/{first}", data={"body": "Kenya can agree, once the date is there."})
    say(amina, "The African group alone reads this.", "k5", audience="regional:atu")
    for_all = say(amina, "The African group released this.", "k6", audience="regional:atu")
    amina.post(f"/comments/{for_all.json['id']}/release")
    gone = say(amina, "Taken back.", "k4").json["id"]
    amina.post(f"/comments/{gone}/retraction")
    helena.post(f"/clauses/{WID}/note", data={"body": "Two options stand."})
    helena.post(f"/clauses/{WID}/thread/resolution")


def page(visitor, address):
    answer = visitor.get(address)
    assert answer.status_code in (200, 302, 303), answer.status
    return OWN.sub("", answer.text)


def everybody(world, http):
    return {who: http(world[name] if name else None) for who, name in OF_THE_DEMO.items()}


def test_each_reader_gets_what_they_would_get_alone(world, http, talk, alone):
    """The first of each kind fills what is kept, and the others find it."""
    for (who, reader), address in product(everybody(world, http).items(), PAGES):
        assert page(reader, address) == alone(reader, address), (who, address)


@pytest.mark.parametrize("names", [DELEGATES, OFFICERS])
def test_what_one_has_read_followed_or_said_is_theirs(names, world, http, talk, alone):
    readers = [http(world[name]) for name in names]
    for reader, address in product(readers, PAGES):
        page(reader, address)
    read, follows, says = readers[0], readers[1], readers[2]
    read.post("/read-marks", data={"topic": f"clause:{WID}"})
    follows.post("/follows", data={"topic": f"clause:{WID}"})
    say(says, "Said by a reader.", "own")
    for reader, address in product(readers, PAGES):
        assert page(reader, address) == alone(reader, address), (reader, address)


def test_a_private_layer_is_in_no_page_of_others(world, http, talk):
    insider = http(world.amina)
    assert "Kenya alone reads this." in page(insider, CLAUSE)
    for who, reader in everybody(world, http).items():
        shown = page(reader, CLAUSE)
        assert ("Kenya alone reads this." in shown) == (who in ("member", "head")), who
        assert "Brazil alone reads this." not in shown or who == "other", who
        in_group = who in ("member", "head", "vice-chair")
        assert ("The African group alone reads this." in shown) == in_group, who
        assert ("The African group released this." in shown) == (who != "guest"), who


@pytest.mark.settings(LANGUAGES=list(LANGUAGE_NAMES))
def test_the_same_delegation_is_named_in_the_language_of_each_who_reads(world, http, talk, alone):
    reader = http(world.wanjiru)
    labels = {"ar": "كينيا فقط", "fr": "Seulement Kenya", "zh": "仅限肯尼亚"}
    for language in ("ar", "fr", "zh", "ar"):
        reader.get(f"/?language={language}")
        shown = page(reader, CLAUSE)
        assert f"</svg>{labels[language]}</span>" in shown, language
        assert shown == alone(reader, CLAUSE), language


def test_delegations_share_a_page_and_keep_their_names(world, http, session, monkeypatch):
    session.execute(delete(RegionalMembership))
    session.commit()
    rendered = []
    render = shared_pages.filled_in
    monkeypatch.setattr(
        shared_pages,
        "filled_in",
        lambda page, beside: rendered.append(page) or render(page, beside),
    )
    say(http(world.amina), "To all.", "k1")
    people = [world[name] for name in ("haruko", "farid", "luc")]
    shown = {person: page(http(person), CLAUSE) for person in people}

    assert len(set(rendered)) == 2, "what is around the talk, and the whole page"
    for person, other in permutations(people, 2):
        for name in (person.name, person.memberships[0].delegation.name):
            assert name in shown[person] and not any(name in each for each in rendered)
        assert person.name not in shown[other]


def test_while_a_room_talks_only_what_was_said_is_rendered_again(world, http, alone, monkeypatch):
    amina, teresa, helena = http(world.amina), http(world.teresa), http(world.helena)
    readers = [http(world[name]) for name in DELEGATES]
    around = []
    for_templates = shared_pages.SharedPage.for_templates

    def rendered_anew():
        number = len(around)
        for reader, address in product(readers, (CLAUSE, f"{CLAUSE}/thread", TEXT)):
            kept = OWN.sub("", page(reader, address))
            assert kept == OWN.sub("", alone(reader, address)), address
        return len(around) > number

    def noted(kept, text=None):
        around.append(kept)
        return for_templates(kept, text)

    kenya = world.delegation("Kenya").audience
    first = say(amina, "Kenya can agree.", "k1").json["id"]
    say(amina, "Kenya alone reads this.", "k2", audience=kenya)
    for reader in readers:
        reader.post("/read-marks", data={"topic": f"clause:{WID}", "seq": 1})
    monkeypatch.setattr(shared_pages.SharedPage, "for_templates", noted)
    say(teresa, "News for all who have read.", "b0")
    assert rendered_anew()
    for act in (
        lambda: say(teresa, "So can Brazil.", "b1", parent=first),
        lambda: amina.post(f"/comments/{first}", data={"body": "Kenya can agree, @Haruko."}),
        lambda: teresa.post(f"/comments/{first}/support"),
        lambda: amina.post(f"/comments/{first}/retraction"),
    ):
        assert act().status_code < 400
        assert not rendered_anew()
    helena.post(f"/clauses/{WID}/note", data={"body": "Two options stand."})
    assert rendered_anew()


def test_what_is_kept_around_the_talk_reads_nothing_that_was_said(world, http, talk, monkeypatch):
    read, is_around = set(), []

    def note(_connection, _cursor, statement, *_):
        if is_around:
            tables = set(re.findall(r"\b(?:FROM|JOIN) \"?(\w+)", statement))
            # Up to where a page has what happened in a room, of which each thing has rows of its own.
            read.update(tables - {"topic"} if "meeting" in tables else tables)

    def made(_key, make):
        is_around.append(True)
        try:
            return make()
        finally:
            is_around.pop()

    monkeypatch.setattr(shared_pages, "kept_around_talk", made)
    event.listen(Engine, "before_cursor_execute", note)
    try:
        for reader, address in product(DELEGATES, (CLAUSE, f"{CLAUSE}/thread", TEXT)):
            page(http(world[reader]), address)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert "clause_standing" in read and not read & SAID


def test_what_many_ask_for_at_once_is_compressed_by_zstandard_and_the_rest_as_any_page(
    world, http, talk
):
    unpack = {"zstd": zstd.decompress, "br": brotli.decompress}
    haruko, ines = http(world.haruko), http(world.ines)
    for reader, waiting, encoding in ((haruko, 1, "zstd"), (haruko, 0, "br"), (ines, 1, "br")):
        for address in PAGES:
            headers, others = {"Accept-Encoding": "gzip, br, zstd"}, {WAITING: waiting}
            answer = reader.get(address, headers=headers, environ_overrides=others)
            assert answer.headers["Content-Encoding"] == encoding
            assert "Accept-Encoding" in answer.headers["Vary"]
            shown = unpack[encoding](answer.data).decode()
            assert OWN.sub("", shown) == OWN.sub("", page(reader, address)), address


def test_a_crowd_gets_its_page_compressed_in_less_time(world, http, talk):
    haruko, sizes = http(world.haruko), []
    for waiting in (1, CROWD):
        headers, others = {"Accept-Encoding": "zstd"}, {WAITING: waiting}
        answer = haruko.get(CLAUSE, headers=headers, environ_overrides=others)
        sizes.append(len(answer.data))
        shown = zstd.decompress(answer.data).decode()
        assert OWN.sub("", shown) == OWN.sub("", page(haruko, CLAUSE))
    few, in_a_crowd = sizes
    assert few < in_a_crowd < few * 1.2


def delegate_in(app, session_id, loaded=None):
    with app.test_request_context():
        cookie["_user_id"] = session_id
        if loaded:
            g._login_user = loaded
        return delegate_who_reads()


def test_a_delegate_is_known_as_their_rows_make_them(app, world, session):
    """By the small statement, from the rows, and once they are loaded; whoever is no delegate as others are is not."""
    people, delegates = session.scalars(select(Person)).all(), 0
    for person in people:
        made, asked = delegate_of(person), apart(delegate_in, app, person.get_id())
        if made is None or asked is None:
            assert made is asked is None
            assert person.offices or len(person.memberships) != 1
            continue
        delegates += 1
        assert vars(made) == vars(asked) == vars(delegate_in(app, person.get_id(), loaded=person))
        assert asked.audiences == person.audiences
        assert asked.delegation_ids == person.delegation_ids
        [membership] = person.memberships
        assert asked.layer == membership.delegation.audience
        assert asked.kind.is_observer == membership.delegation.is_observer
        assert asked.kind.is_head == person.heads(membership.delegation)
        with app.test_request_context():
            assert asked.fills["title"] == membership.capacity.title
    assert 10 < delegates < len(people)


@pytest.mark.parametrize("ends", ["signed out", "everywhere", "deactivated", "last day over"])
def test_no_kept_page_is_for_a_session_that_has_ended(ends, world, http, session, talk):
    haruko, farid = http(world.haruko), http(world.farid)
    assert "Kenya can agree" in page(haruko, CLAUSE)
    assert "Kenya can agree" in page(farid, CLAUSE)
    match ends:
        case "signed out":
            haruko.post("/sign-out")
        case "everywhere":
            world.haruko.epoch += 1
        case "deactivated":
            world.haruko.active = False
        case "last day over":
            world.haruko.last_day = now().date() - timedelta(days=1)
    session.commit()
    assert "Kenya can agree" not in page(haruko, CLAUSE)
    assert "Kenya can agree" in page(farid, CLAUSE)


@pytest.mark.settings(SECOND_FACTOR="everybody")
def test_no_kept_page_is_for_who_has_to_set_up_a_second_factor_first(world, http, session):
    for person in (world.amina, world.haruko):
        person.has_second_factor = True
    session.commit()
    say(http(world.amina), "Kenya can agree.", "k1")
    assert "Kenya can agree" in page(http(world.haruko), CLAUSE)
    assert "Kenya can agree" not in page(http(world.farid), CLAUSE)


def test_words_with_characters_of_gaps_are_only_words(world, http):
    says, reads = http(world.amina), http(world.haruko)
    say(says, "Between \ue000csrf\ue001 and \ue000none\ue001.", "k1")
    assert "\ue000csrf\ue001 and \ue000none\ue001" in page(reads, CLAUSE)


def test_whatever_is_changed_is_seen_at_once(world, http, session):
    haruko = http(world.haruko)
    before = page(haruko, CLAUSE)
    say(http(world.amina), "Just said.", "k1")
    assert "Just said." not in before and "Just said." in page(haruko, CLAUSE)
    world.amina.name = "Zahra Barasa"
    session.commit()
    assert "Zahra Barasa" in page(haruko, CLAUSE)
    world.haruko.active = False
    session.commit()
    assert "Just said." not in page(haruko, CLAUSE)


def test_an_officers_pages_end_with_their_office(world, http, session, talk):
    ines, helena = http(world.ines), http(world.helena)
    waits, chairs = "Waiting for the secretariat", f'action="/clauses/{WID}/standing"'
    assert waits in page(ines, "/") and chairs in page(helena, CLAUSE)
    for person in (world.ines, world.helena):
        for office in list(person.offices):
            session.delete(office)
    session.commit()
    assert waits not in page(ines, "/") and chairs not in page(helena, CLAUSE)


def test_officers_share_nothing_that_is_kept(world, http, talk):
    """Each has a name on their pages, and the chair's controls are for the chair."""
    shown = {who: page(http(world[who]), CLAUSE) for who in (*OFFICERS, "haruko")}
    for who, other in permutations(shown, 2):
        assert world[who].name in shown[who] and world[who].name not in header_of(shown[other])
    assert [who for who in shown if "data-chairing" in shown[who]] == [*OFFICERS]


def header_of(shown):
    return shown.partition("<header")[2].partition("</header>")[0]


def test_what_an_officer_speaks_as_is_part_of_their_page(world, http, session):
    chair = world.helena
    chair.memberships.append(Membership(delegation=world.delegation("Kenya")))
    session.commit()
    helena = http(chair)
    first, second = (each.key for each in chair.capacities[:2])
    seen = []
    for key in (first, second, first):
        helena.post("/account/capacity", data={"capacity": key})
        page(helena, CLAUSE)  # says once that it was changed
        seen.append(page(helena, CLAUSE))
    assert seen[0] == seen[2]
    assert seen[0] != seen[1]


def test_an_officers_page_asks_for_little_once_it_is_kept(world, http, statements, clock, talk):
    clock.stop()
    for who, (address, most) in product(OFFICERS, MOST_STATEMENTS.items()):
        reader = http(world[who])
        page(reader, address)
        with statements() as sent:
            page(reader, address)
        assert len(sent) <= most, (who, address, sent)


MOST_STATEMENTS = {CLAUSE: 3, f"{CLAUSE}/thread": 2, TEXT: 2, "/": 14}


def test_a_page_asks_for_little_once_it_is_kept(world, http, statements, clock):
    clock.stop()
    say(http(world.amina), "To all.", "k1")
    haruko, farid = http(world.haruko), http(world.farid)
    for reader in (haruko, farid):
        page(reader, CLAUSE)
    with statements() as sent:
        page(haruko, CLAUSE)

    assert len(sent) <= 3, "\n".join(sent)


def test_what_cannot_be_rendered_for_nobody_is_rendered_for_its_reader(world, http, monkeypatch):
    monkeypatch.setattr(kept_readers, "nobody_of", lambda _kind: nobody.Unasked())
    haruko = http(world.haruko)
    with capture_logs() as logged:
        for address in PAGES:
            assert haruko.get(address).status_code == 200
    assert [line["event"] for line in logged].count("page_not_kept") == len(PAGES)


def test_what_fills_a_gap_is_escaped(app):
    kept = KeptPage.of(f"<p>{gap('name')}</p>ü{gap('name')}{gap('other')}")
    with app.test_request_context():
        answer = kept.answer({"name": "<Ana>", "other": "", "unused": "x"}, of_many=True)

    assert answer.get_data(as_text=True) == "<p>&lt;Ana&gt;</p>ü&lt;Ana&gt;"


def test_what_was_kept_lasts_for_a_stamp_and_some_seconds(app, clock):
    kept, made = KeptThings(), []

    def make():
        made.append(1)
        return len(made)

    assert [kept.get(1, "page", make), kept.get(1, "page", make)] == [1, 1]
    assert kept.get(2, "page", make) == 2
    clock.advance(seconds=11)
    assert kept.get(2, "page", make) == 3
