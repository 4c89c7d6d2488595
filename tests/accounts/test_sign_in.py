import re
import statistics
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import select

from tests.live.room import wait_until
from wgcop.accounts import passwords
from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.demo.people import PASSWORD
from wgcop.errors import Busy
from wgcop.following.delivery import tell_own_pages
from wgcop.mail import Message
from wgcop.signing_in.actions.credentials import request_reset
from wgcop.signing_in.views import sign_in
from wgcop.web import limiter

AMINA = {"email": "amina@example.org", "password": PASSWORD}


def plain(page):
    """The page without the form tokens, which differ from one session to another."""
    return re.sub(r'(name="csrf-?_?token" (?:value|content)=")[^"]+', r"\1", page.text)


def name_on(page):
    match = re.search(r'class="menu__name">([^<]+)<', page.text)
    return match and match[1]


def test_amina_signs_in_and_arrives_where_she_wanted(http, world):
    browser = http()
    wanted = browser.get("/people/?region=africa")
    assert wanted.status_code == 303
    form = browser.get(wanted.location)
    assert 'name="next" value="/people/?region=africa"' in form.text
    answer = browser.post("/sign-in", data=AMINA | {"next": "/people/?region=africa"})
    assert (answer.status_code, answer.location) == (303, "/people/?region=africa")
    assert name_on(browser.get("/account")) == world.amina.name


def test_an_address_is_known_however_it_is_typed(http, world):
    assert http().post("/sign-in", data=AMINA | {"email": " Amina@Example.ORG "}).location == "/"


@pytest.mark.parametrize(
    "outside",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "\\/evil.example",
        "javascript:alert(1)",
        "http://localhost.evil.example/",
        "http://localhost@evil.example/",
        "evil.example",
        "/%0d%0aSet-Cookie:x=1\r\nX: y",
        "///evil.example",
        "\\\\evil.example",
        "http://localhost//evil.example",
        "http://localhost/\\evil.example",
        "http://localhosthttp://localhost//evil.example",
        "HTTP://evil.example/",
        "%2f%2fevil.example",
        "%68ttps://evil.example",
        " //evil.example",
        "/\u2028/evil.example",
        "/\r/evil.example",
        "data:text/html,hello",
        "jAvAsCrIpT://localhost/%0aalert(1)",
        "?next=//evil.example",
    ],
)
def test_nobody_is_sent_to_another_site_after_signing_in(http, world, outside):
    answer = http().post("/sign-in", data=AMINA | {"next": outside})
    assert answer.status_code == 303
    assert answer.location == "/"
    browser = http(world.amina)
    for address, data in (
        ("/language", {"language": "en"}),
        ("/account/proof", {"password": AMINA["password"]}),
    ):
        answer = browser.post(address, data=data | {"next": outside})
        assert answer.status_code == 303 and "evil" not in answer.location
        assert answer.location.startswith("/") and not answer.location.startswith(("//", "/\\"))
    page = http().get("/sign-in", query_string={"next": outside}).text
    assert not re.search(r'(href|src|action)="[^"]*(evil|script:|data:)', page)


def test_an_unknown_person_and_a_wrong_password_look_the_same(http, world):
    wrong = http().post(
        "/sign-in", data={"email": "amina@example.org", "password": "not the one she has"}
    )
    unknown = http().post(
        "/sign-in", data={"email": "amino@example.org", "password": "not the one she has"}
    )
    assert wrong.status_code == unknown.status_code == 422
    assert plain(wrong).replace("amina@", "amino@") == plain(unknown)
    assert "address or the password is wrong" in wrong.text
    assert 'value="amina@example.org"' in wrong.text
    assert "not the one she has" not in wrong.text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.settings(ARGON2_TIME_COST=4, ARGON2_MEMORY_COST=32768)
def test_unknown_person_and_wrong_password_take_the_same_time(http, world):
    """A hash is computed for nobody too; without it the answer would come many times sooner."""

    def median(email):
        times = []
        for _ in range(3):
            begun = time.process_time()
            http().post("/sign-in", data={"email": email, "password": "not the one she has"})
            times.append(time.process_time() - begun)
        return statistics.median(times)

    http().post("/sign-in", data=AMINA)  # the hash is made again at the cost that is set
    median("nobody@example.org")
    assert 0.4 < median("nobody@example.org") / median("amina@example.org") < 2.5


def test_a_deactivated_person_cannot_sign_in(http, world):
    http(world.ines).post(f"/people/{world.amina.id}/deactivation")
    assert http().post("/sign-in", data=AMINA).status_code == 422


def test_a_hash_that_is_too_cheap_by_now_is_renewed(app, http, world):
    app.config["ARGON2_TIME_COST"] = 2
    http().post("/sign-in", data=AMINA)
    with app.app_context():
        stored_hash = db.session.scalar(
            select(Person.password_hash).where(Person.email == AMINA["email"])
        )
        assert "t=2" in stored_hash
        assert not passwords.needs_rehash(stored_hash)


# The session


@pytest.mark.settings(WTF_CSRF_ENABLED=True)
def test_a_planted_session_ends_at_sign_in(http, world):
    browser = http()
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/sign-in").text)[1]
    with browser.session_transaction() as planted:
        planted["capacity"] = "office-1"
        planted["planted"] = "yes"
        before = planted["csrf_token"]
    assert browser.post("/sign-in", data=AMINA | {"csrf_token": token}).status_code == 303
    with browser.session_transaction() as kept:
        assert "planted" not in kept
        assert "capacity" not in kept
        assert kept["csrf_token"] != before
    assert (
        browser.post("/language", data={"language": "en", "csrf_token": token}).status_code == 400
    )


@pytest.mark.settings(WTF_CSRF_ENABLED=True)
def test_a_form_from_elsewhere_signs_nobody_in(http, world):
    assert http().post("/sign-in", data=AMINA).status_code == 400


@pytest.mark.settings(WTF_CSRF_ENABLED=True)
@pytest.mark.parametrize("headers", [{}, {"Accept": "application/json"}])
def test_whose_session_has_ended_is_told_so_and_not_that_the_form_is_too_old(http, world, headers):
    address = "/meetings/wg-cop-3/live/announcements"
    browser = http(world.helena)
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/account").text)[1]
    form = {"words": "Coffee at ten.", "csrf_token": token}
    browser.post("/sign-out", data=form)
    ended = browser.post(address, data=form, headers=headers)
    assert ended.status_code == 400 and "no longer signed in" in ended.text
    for reader, path in ((http(world.helena), address), (http(), "/sign-in")):
        old = reader.post(path, data=form, headers=headers)
        assert old.status_code == 400 and "form is too old" in old.text


def test_the_language_chosen_before_stays(app, http, world):
    app.extensions["languages"] = ["en", "fr"]
    browser = http()
    browser.post("/language", data={"language": "fr", "next": "/sign-in"})
    browser.post("/sign-in", data=AMINA)
    assert '<html lang="fr"' in browser.get("/account").text


def test_tabs_that_ask_at_once_after_signing_in_have_the_same_token(http, world):
    """Otherwise the cookie of the later answer makes the token of the other tab worthless."""
    browser = http()
    browser.post("/sign-in", data=AMINA)
    cookie = browser.get_cookie("wgcop").value
    tokens = set()
    for _ in range(3):
        tab = http()
        tab.set_cookie("wgcop", cookie)
        tab.get("/api/v1/session")
        with tab.session_transaction() as session:
            tokens.add(session["csrf_token"])
    assert len(tokens) == 1


def test_the_question_who_is_signed_in_gives_a_guest_no_cookie(http):
    """It may be answered after a sign-in in another tab, and would end that."""
    answer = http().get("/api/v1/session")
    assert answer.json == {"person": None, "name": None, "csrf": None}
    assert "Set-Cookie" not in answer.headers


@pytest.mark.settings(PUBLIC_URL="https://cop.example")
def test_the_cookie_is_hardened(http, world):
    cookie = http().post("/sign-in", data=AMINA).headers["Set-Cookie"]
    assert all(word in cookie for word in ("HttpOnly", "Secure", "SameSite=Lax", "Expires"))


def test_signing_out_ends_this_session_only(http, world):
    here, there = http(world.amina), http(world.amina)
    assert here.post("/sign-out").location == "/sign-in"
    assert here.get("/account").status_code == 303
    assert there.get("/account").status_code == 200


def test_a_page_left_open_hears_nothing_after_its_reader_signed_out(http, listen, world):
    page, other = (listen(person, person.topic) for person in (world.amina, world.ruth))
    http(world.amina).post("/sign-out")
    assert not page.is_connected
    assert other.is_connected


def test_a_copy_of_a_cookie_is_worthless_after_signing_out(http, listen, world):
    here, there, copied = http(), http(world.amina), http()
    here.post("/sign-in", data=AMINA)
    copied.set_cookie("wgcop", here.get_cookie("wgcop").value)
    assert copied.get("/account").status_code == 200
    here.post("/sign-out")
    assert copied.get("/account").status_code == 303
    assert copied.get("/api/v1/session").json["person"] is None
    assert there.get("/account").status_code == 200
    here.post("/sign-in", data=AMINA)
    assert here.get("/account").status_code == 200


def test_a_page_opened_with_such_a_copy_hears_nothing_of_what_its_person_reads(
    app, http, listen, world
):
    here, copied = http(), http()
    here.post("/sign-in", data=AMINA)
    copied.set_cookie("wgcop", here.get_cookie("wgcop").value)
    here.post("/sign-out")
    clause = "clause:wtdc-67.recs_recognizing__rec_b"
    page, own = listen(copied, clause), listen(world.amina, clause)
    assert page.is_connected and not page.answer["ok"]
    with app.app_context():
        raised = [(world.amina.id, clause, 1)]
        tell_own_pages(raised)
    assert own.hear("read") == [{"topic": clause, "seq": 1}]
    assert page.hear("read") == []


def test_loading_the_person_takes_one_statement(http, world, statements):
    elke = http(world.elke)
    with statements() as sent:
        elke.get("/api/v1/session")
    assert len(sent) == 1, sent


def test_signing_out_takes_a_form(http, world):
    assert http(world.amina).get("/sign-out").status_code == 405


def test_signing_out_everywhere_ends_every_session_and_socket(http, listen, world):
    here, there = http(world.amina), http(world.amina)
    page = listen(world.amina, world.amina.topic)
    other = listen(world.ruth, world.ruth.topic)
    answer = here.post("/sign-out/everywhere")
    assert answer.location == "/sign-in"
    assert "everywhere, including here" in here.get("/sign-in").text
    assert there.get("/account").status_code == 303
    assert here.get("/account").status_code == 303
    assert not page.is_connected
    assert other.is_connected


def test_signing_out_everywhere_ends_the_links_in_letters_written_before(http, world, app):
    with app.app_context():
        token = request_reset(world.amina.email)
        other = request_reset(world.ruth.email)
        db.session.commit()
    http(world.amina).post("/sign-out/everywhere")
    assert http().get(f"/reset/{token}").status_code == 410
    assert http().get(f"/reset/{other}").status_code == 200
    with app.app_context():
        waiting = db.session.scalars(
            select(Message.text).where(Message.recipient == world.amina.email)
        )
        assert set(waiting) == {""}


def test_an_old_cookie_is_worthless(http, world):
    before = world.amina
    http(before).post("/sign-out/everywhere")
    assert http(before).get("/account").status_code == 303
    assert http(world.amina).get("/account").status_code == 200


# Too many attempts


@pytest.fixture
def sent_at_once(http, monkeypatch):
    """`sent_at_once(address, …)` tries a wrong password with each at the same moment, and answers how many passwords
    were looked at, and all answers. Nobody is answered that theirs was wrong before all others were looked at or refused.
    """
    looked_at, all_there = [], Event()
    check = passwords.check

    def check_with_all_others(*args):
        looked_at.append(args)
        assert all_there.wait(30)
        return check(*args)

    monkeypatch.setattr(passwords, "check", check_with_all_others)

    def sent_at_once(*emails):
        def wrong(email):
            return http().post("/sign-in", data={"email": email, "password": "not this one"})

        with ThreadPoolExecutor(len(emails)) as threads:
            answers = [threads.submit(wrong, email) for email in emails]
            try:
                wait_until(lambda: len(looked_at) + sum(a.done() for a in answers) == len(emails))
            finally:
                all_there.set()
        return len(looked_at), Counter(each.result().status_code for each in answers)

    return sent_at_once


@pytest.mark.databases
@pytest.mark.settings(RATELIMIT_ENABLED=True)
def test_of_thirty_wrong_passwords_at_once_ten_are_looked_at(world, sent_at_once):
    """A try counts before it is looked at, and not after the answer."""
    assert sent_at_once(*[AMINA["email"]] * 30) == (10, {422: 10, 429: 20})


@pytest.mark.settings(RATELIMIT_ENABLED=True)
def test_of_all_that_are_sent_at_once_few_count_as_first_tries(world, sent_at_once):
    """Of ten with each of eight addresses three are first, and of the others forty are looked at."""
    emails = [f"p{number % 8}@example.org" for number in range(80)]
    assert sent_at_once(*emails) == (24 + 40, {422: 64, 429: 16})


def first_tries_left():
    return limiter.limiter.get_window_stats(
        sign_in.FIRST_TRIES, "first tries", f"email:{AMINA['email']} 127.0.0.1"
    ).remaining


@pytest.mark.settings(RATELIMIT_ENABLED=True)
def test_who_gets_in_has_all_first_tries_again(http, world):
    for _ in range(5):
        assert http().post("/sign-in", data=AMINA).status_code == 303
    assert first_tries_left() == 3


@pytest.mark.settings(RATELIMIT_ENABLED=True)
def test_who_is_asked_to_come_back_later_has_all_first_tries_then(http, world, monkeypatch):
    def busy(*_args):
        raise Busy("Many people are signing in. Try again in a minute.")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(passwords, "check", busy)
        for _ in range(5):
            assert http().post("/sign-in", data=AMINA).status_code == 503
    assert first_tries_left() == 3
    wrong = AMINA | {"password": "not this one"}
    assert http().post("/sign-in", data=wrong).status_code == 422
    assert first_tries_left() == 2


@pytest.mark.settings(RATELIMIT_ENABLED=True)
def test_right_passwords_are_given_back(http, world):
    for _each in range(15):
        assert http().post("/sign-in", data=AMINA).status_code == 303


@pytest.mark.settings(RATELIMIT_ENABLED=True)
def test_what_was_taken_in_a_time_that_is_over_is_not_given_back(http, world, monkeypatch):
    """Or whoever signs in at that moment might try once more than others."""
    check = passwords.check

    def check_until_it_is_over(*args):
        limiter.reset()
        return check(*args)

    with monkeypatch.context() as patched:
        patched.setattr(passwords, "check", check_until_it_is_over)
        assert http().post("/sign-in", data=AMINA).status_code == 303
    wrong = AMINA | {"password": "not this one"}
    answers = [http().post("/sign-in", data=wrong).status_code for _each in range(11)]
    assert answers == [422] * 10 + [429]


@pytest.mark.settings(RATELIMIT_ENABLED=True)
def test_a_try_that_cannot_be_given_back_takes_nobodys_answer_away(http, world, monkeypatch):
    def away(*_args, **_more):
        raise ConnectionError

    monkeypatch.setattr(FixedWindowRateLimiter, "get_window_stats", away)
    assert http().post("/sign-in", data=AMINA).status_code == 303


@pytest.mark.settings(RATELIMIT_ENABLED=True)
def test_after_ten_wrong_passwords_the_address_has_to_wait(http, world):
    browser = http()
    for _ in range(10):
        assert (
            browser.post("/sign-in", data=AMINA | {"password": "a wrong one, alas"}).status_code
            == 422
        )
    answer = browser.post("/sign-in", data=AMINA)
    assert answer.status_code == 429
    assert "Too many attempts" in answer.text
    assert int(answer.headers["Retry-After"]) > 0
    assert name_on(browser.get("/sign-in")) is None
    assert http().post("/sign-in", data=AMINA | {"email": "luc@example.org"}).status_code == 303


def wrong(browser, times, email=AMINA["email"], origin="127.0.0.1"):
    """What the last of so many attempts with a wrong password was answered."""
    data = {"email": email, "password": "a wrong one, alas"}
    for _ in range(times):
        answer = browser.post("/sign-in", data=data, environ_overrides={"REMOTE_ADDR": origin})
    return answer.status_code


@pytest.mark.settings(RATELIMIT_ENABLED=True)
def test_guessing_elsewhere_does_not_lock_the_owner_out(http, world):
    assert wrong(http(), 11, origin="192.0.2.7") == 429
    assert http().post("/sign-in", data=AMINA).status_code == 303


@pytest.mark.settings(RATELIMIT_ENABLED=True)
def test_guessing_in_the_same_network_does_not_lock_out_a_known_browser(http, world):
    own, foreign = http(), http()
    own.post("/sign-in", data=AMINA)
    own.post("/sign-out")
    foreign.post("/sign-in", data={"email": "luc@example.org", "password": PASSWORD})
    foreign.post("/sign-out")
    assert wrong(foreign, 11) == 429
    assert foreign.post("/sign-in", data=AMINA).status_code == 429
    assert wrong(own, 1) == 422
    assert own.post("/sign-in", data=AMINA).status_code == 303
    own.post("/sign-out")
    assert wrong(own, 10) == 429


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.settings(RATELIMIT_ENABLED=True)
def test_many_machines_cannot_guess_for_long_and_a_new_password_lets_the_owner_in(
    http, world, letters, links
):
    for machine in range(10):
        wrong(http(), 10, origin=f"192.0.2.{machine}")
    owner = http()
    assert owner.post("/sign-in", data=AMINA).status_code == 429
    ask(http, "amina@example.org")
    (link,) = links(letters("amina@example.org")[0].text)
    new = {"new_password": "copper lantern walks", "repeated": "copper lantern walks"}
    assert owner.post(link, data=new).status_code == 303
    signed_in = owner.post("/sign-in", data=AMINA | {"password": "copper lantern walks"})
    assert signed_in.status_code == 303


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.settings(RATELIMIT_ENABLED=True)
def test_one_machine_cannot_try_many_people_but_a_colleague_behind_it_gets_in(http, world):
    for number in range(8):
        wrong(http(), 10, email=f"p{number}@example.org")
    assert wrong(http(), 4, email="p9@example.org") == 429
    assert http().post("/sign-in", data=AMINA).status_code == 303
    # One try with each of very many is guessing too.
    assert [wrong(http(), 1, email=f"q{n}@example.org") for n in range(160)][-1] == 429
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert http().post("/sign-in", data=AMINA, environ_overrides=elsewhere).status_code == 303


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.settings(RATELIMIT_ENABLED=True)
def test_addresses_of_one_ipv6_network_count_as_one(http, world):
    tried = [wrong(http(), 1, origin=f"2001:db8:1:2::{number:x}") for number in range(11)]
    assert tried == [422] * 10 + [429]
    assert wrong(http(), 1, origin="2001:db8:1:3::1") == 422


@pytest.mark.settings(RATELIMIT_ENABLED=True)
def test_successful_sign_ins_are_not_limited(http, world):
    assert {http().post("/sign-in", data=AMINA).status_code for _ in range(15)} == {303}


# A forgotten password


def ask(http, email):
    return http().post("/forgotten-password", data={"email": email})


def test_the_answer_is_the_same_whether_there_is_such_a_person(http, world, letters):
    known, unknown = ask(http, "amina@example.org"), ask(http, "amino@example.org")
    assert known.status_code == unknown.status_code == 200
    assert plain(known) == plain(unknown)
    assert len(letters("amina@example.org")) == 1
    assert letters("amino@example.org") == []


def test_a_new_password_ends_the_old_one_and_every_session(http, world, letters, links):
    before = http(world.amina)
    ask(http, "amina@example.org")
    ask(http, "amina@example.org")
    newer, older = (links(letter.text)[0] for letter in letters("amina@example.org"))
    new = {"new_password": "copper lantern walks", "repeated": "copper lantern walks"}
    browser = http()
    assert world.amina.email in browser.get(newer).text
    assert browser.post(newer, data=new).location == "/sign-in"
    assert before.get("/account").status_code == 303
    assert http().post("/sign-in", data=AMINA).status_code == 422
    assert (
        http().post("/sign-in", data=AMINA | {"password": "copper lantern walks"}).status_code
        == 303
    )
    for link in (newer, older):
        assert http().get(link).status_code == 410
        assert http().post(link, data=new).status_code == 410


def test_a_poor_password_leaves_the_link_open(http, world, letters, links):
    ask(http, "amina@example.org")
    (link,) = links(letters("amina@example.org")[0].text)
    poor = http().post(link, data={"new_password": "short", "repeated": "short"})
    assert poor.status_code == 422
    assert "at least 12 characters" in poor.text
    differing = {"new_password": "copper lantern walks", "repeated": "copper lantern talks"}
    assert "differ" in http().post(link, data=differing).text
    assert http().get(link).status_code == 200


def test_a_link_works_for_two_hours(http, world, letters, links, clock):
    clock.stop()
    ask(http, "amina@example.org")
    (link,) = links(letters("amina@example.org")[0].text)
    clock.advance(hours=1, minutes=59)
    assert http().get(link).status_code == 200
    clock.advance(minutes=1)
    assert http().get(link).status_code == 410


def test_a_page_with_a_link_is_not_cached(http, world, letters, links):
    ask(http, "amina@example.org")
    (link,) = links(letters("amina@example.org")[0].text)
    assert http().get(link).headers["Cache-Control"] == "no-store"


def test_a_stranger_does_not_choose_the_host_of_the_link(http, world, letters):
    http().post(
        "/forgotten-password", data={"email": "amina@example.org"}, headers={"Host": "evil.example"}
    )
    assert "evil.example" not in letters("amina@example.org")[0].text


@pytest.mark.settings(PUBLIC_URL="https://cop.example")
def test_links_carry_the_public_address(http, world, letters):
    ask(http, "amina@example.org")
    assert "https://cop.example/reset/" in letters("amina@example.org")[0].text


@pytest.mark.settings(RATELIMIT_ENABLED=True)
def test_letters_to_one_address_are_limited(http, world, letters):
    answers = [ask(http, "amina@example.org").status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
    assert len(letters("amina@example.org")) == 5


# The language of the pages


def test_a_language_is_remembered_for_guests_and_for_people(app, http, world):
    app.extensions["languages"] = ["en", "fr"]
    guest, amina = http(), http(world.amina)
    answer = guest.post("/language", data={"language": "fr", "next": "/sign-in"})
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert '<html lang="fr"' in guest.get("/sign-in").text
    amina.post("/language", data={"language": "fr"})
    assert '<html lang="fr"' in http(world.amina).get("/account").text


def test_choosing_a_language_leads_back_to_the_page(http, world):
    here = {"Referer": "http://localhost/people/?region=africa"}
    outside = {"Referer": "https://evil.example/people/"}
    browser = http(world.amina)
    assert (
        browser.post("/language", data={"language": "en"}, headers=here).location
        == "/people/?region=africa"
    )
    assert browser.post("/language", data={"language": "en"}, headers=outside).location == "/"


def test_a_language_that_is_not_offered_changes_nothing(http, world):
    browser = http(world.amina)
    browser.post("/language", data={"language": "tlh", "next": "//evil.example"})
    assert '<html lang="en"' in browser.get("/account").text
