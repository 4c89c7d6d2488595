"""A comment is translated by machine for its readers alone, and what is private leaves only if the head of delegation allowed it."""

from pathlib import Path

import pytest
from sqlalchemy import text

from tests.translator import TranslatorService
from wgcop import translator
from wgcop.database import db
from wgcop.mail import TRIAL
from wgcop.web import limiter

CLAUSE = "/clauses/wtdc-67.recs_recognizing__rec_b"
SAID = "La Suisse peut accepter cette formulation."
SECRET = "La délégation garde cette formulation pour elle."
PEOPLE = "/delegation/people"
SWITCH = f"{PEOPLE}/translation"
SIGNS = ("/translation", "data-translate", "by machine", "Allow translation")
"""What pages have of it."""
FRAGMENT = {"X-Fragment": "1"}
KENYA = ("amina", "wanjiru")
OTHERS = ("farid", "luc", "ines", "helena", "ruth")
"""The head of another delegation, one who speaks French, the secretariat, the chair, an observer."""

SIX = ["en", "fr", "es", "ru", "ar", "zh"]


@pytest.fixture
def service(app):
    opened = TranslatorService()
    app.config["TRANSLATOR_URL"] = opened.url
    translator.init_app(app)  # with no answers of another test
    yield opened
    app.config["TRANSLATOR_URL"] = ""
    opened.close()


@pytest.fixture
def say(world, http):
    def post(person, body=SAID, key="said", **fields):
        answer = http(person).post(
            f"{CLAUSE}/comments",
            data={"body": body, "key": key, **fields},
            headers={"Accept": "application/json"},
        )
        assert answer.status_code == 201, answer.text
        return answer.json["id"]

    return post


@pytest.fixture
def whisper(world, say):
    return say(world.amina, SECRET, audience=world.delegation("Kenya").audience)


def of(name):
    return f"/comments/{name}/translation"


def allow(http, person, *, ends=False):
    return http(person).post(f"{SWITCH}/end" if ends else SWITCH)


def test_a_reader_gets_the_words_in_their_language_marked_as_made_by_machine(
    world, http, service, say
):
    name = say(world.luc)
    answer = http(world.haruko).get(of(name))

    assert answer.status_code == 200
    assert "Translated by machine" in answer.text and "Show original" in answer.text
    assert 'lang="en" dir="ltr"><p>[en] ' + SAID in answer.text
    assert 'lang="fr"' in answer.text, "the words of the speaker are on the page too"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert service.asked == [{"q": SAID, "source": "fr", "target": "en", "format": "text"}]


@pytest.mark.settings(LANGUAGES=SIX)
def test_an_arabic_reader_gets_it_from_right_to_left(world, http, service, say):
    name = say(world.luc)
    service.answers.append((200, '{"translatedText": "توافق سويسرا على هذه الصيغة."}'))
    fragment = http(world.farid).get(of(name), headers=FRAGMENT).text

    assert "<html" not in fragment
    assert 'lang="ar" dir="rtl"><p>توافق' in fragment


def test_what_the_service_answers_is_text_and_nothing_else(world, http, service, say):
    name = say(world.luc)
    service.answers.append((200, '{"translatedText": "<script>x</script> **not bold**"}'))
    page = http(world.haruko).get(of(name)).text

    assert "<p>&lt;script&gt;x&lt;/script&gt; **not bold**</p>" in page


def test_the_key_goes_to_the_service_and_names_are_sent_as_names(app, world, http, service, say):
    app.config["TRANSLATOR_KEY"] = "a key"
    name = say(world.luc, f"{SAID} @[Amina Barasa](person:1)")
    http(world.haruko).get(of(name))
    app.config["TRANSLATOR_KEY"] = ""

    assert service.asked[0]["api_key"] == "a key"
    assert "](" not in service.words[0]


@pytest.mark.settings(LANGUAGES=SIX)
def test_three_readers_ask_the_service_once(world, http, service, say):
    name = say(world.luc)
    for person in (world.haruko, world.amina, world.haruko):
        assert "[en]" in http(person).get(of(name)).text
    assert len(service.asked) == 1
    http(world.mateo).get(of(name))
    assert [asked["target"] for asked in service.asked] == ["en", "es"]


@pytest.mark.databases
def test_nothing_of_it_is_stored(app, world, http, service, say):
    name = say(world.luc)
    http(world.haruko).get(of(name))

    with app.app_context():
        bodies = db.session.execute(text("SELECT body FROM comment")).scalars().all()
    assert SAID in bodies and not [body for body in bodies if body.startswith("[en]")]
    assert "[en]" not in http(world.haruko).get(CLAUSE).text


def test_without_a_service_nothing_of_it_shows(world, http, say):
    name = say(world.luc)
    haruko = http(world.haruko)

    assert haruko.get(of(name)).status_code == 404
    assert http(world.amina).post(SWITCH).status_code == 404
    for page in (f"/comments/{name}", CLAUSE, PEOPLE):
        shown = haruko.get(page).text
        assert not [sign for sign in SIGNS if sign in shown], page


def test_a_workspace_that_was_restored_for_a_look_sends_nothing(app, world, http, service, say):
    name = say(world.luc)
    mark = Path(app.config["DATA_DIR"]) / TRIAL
    mark.touch()
    try:
        assert http(world.haruko).get(of(name)).status_code == 404
    finally:
        mark.unlink()
    assert not service.asked


def test_a_guest_signs_in_first(world, http, service, say):
    answer = http().get(of(say(world.luc)))

    assert answer.status_code == 303 and "/sign-in" in answer.location
    assert not service.asked


@pytest.mark.settings(LANGUAGES=SIX)
def test_the_page_of_a_comment_offers_it_where_the_languages_differ(world, http, service, say):
    french, short = say(world.luc), say(world.luc, "OK.", "short")

    assert of(french) in http(world.haruko).get(f"/comments/{french}").text
    assert of(french) not in http(world.odile).get(f"/comments/{french}").text
    assert of(short) not in http(world.haruko).get(f"/comments/{short}").text
    assert http(world.odile).get(of(french)).status_code == 409
    assert http(world.haruko).get(of(short)).status_code == 409
    assert not service.asked


@pytest.mark.parametrize("name", KENYA)
def test_words_within_a_delegation_are_not_sent_unless_its_head_allows_it(
    world, http, service, whisper, name
):
    refused = http(world[name]).get(of(whisper))

    assert refused.status_code == 403
    assert "are not sent to a translation service" in refused.text
    assert of(whisper) not in http(world[name]).get(f"/comments/{whisper}").text
    assert "data-allows-translation" not in http(world[name]).get(CLAUSE).text
    assert not service.asked

    assert allow(http, world.amina).status_code == 303
    assert "[en] " + SECRET in http(world[name]).get(of(whisper)).text
    assert of(whisper) in http(world[name]).get(f"/comments/{whisper}").text
    assert "data-allows-translation" in http(world[name]).get(CLAUSE).text


def test_once_the_head_ends_it_not_even_what_is_known_is_shown(world, http, service, whisper):
    for _ in range(3):
        allow(http, world.amina)
        assert http(world.wanjiru).get(of(whisper)).status_code == 200
        allow(http, world.amina, ends=True)
        assert http(world.wanjiru).get(of(whisper)).status_code == 403
    assert service.words == [SECRET]


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_gets_or_sends_them(world, http, service, whisper, name):
    allow(http, world.amina)
    answer = http(world[name]).get(of(whisper))

    assert answer.status_code == 404 and SECRET not in answer.text
    assert not service.asked


def test_the_head_of_another_delegation_allows_it_for_their_own_alone(
    world, http, service, whisper
):
    assert allow(http, world.farid).status_code == 303

    assert http(world.wanjiru).get(of(whisper)).status_code == 403
    assert not service.asked


@pytest.mark.parametrize("name", ["wanjiru", "caio", "gabriel", "helena"])
def test_only_heads_decide(world, http, service, whisper, name):
    assert allow(http, world[name]).status_code == 403
    assert "Allow translation" not in http(world[name]).get(PEOPLE).text

    assert http(world.amina).get(of(whisper)).status_code == 403


def test_the_delegation_sees_what_was_decided_and_the_trail_has_it(world, http, service):
    assert "are not sent to the translation service" in http(world.wanjiru).get(PEOPLE).text
    for _ in range(2):
        allow(http, world.amina)
    assert "may be translated" in http(world.wanjiru).get(PEOPLE).text
    assert "are not sent to the translation service" in http(world.farid).get(PEOPLE).text

    trail = http(world.ines).get("/audit").text
    assert trail.count("Allowed comments within a delegation to be translated by machine") == 2
    # once in the trail, and once in the choice of deeds


def test_words_within_a_regional_group_never_leave(world, http, service, say):
    name = say(world.amina, SECRET, audience="regional:atu")
    allow(http, world.amina)
    allow(http, world.farid)

    assert http(world.amina).get(of(name)).status_code == 403
    assert http(world.farid).get(of(name)).status_code == 403
    assert of(name) not in http(world.farid).get(f"/comments/{name}").text
    assert not service.asked


def test_words_of_an_earlier_discussion_follow_the_same_decision(world, http, service, whisper):
    allow(http, world.amina)
    assert http(world.wanjiru).get(of(whisper)).status_code == 200


def test_a_retracted_comment_is_not_translated(world, http, service, say):
    name = say(world.luc)
    http(world.luc).post(f"/comments/{name}/retraction")
    answer = http(world.haruko).get(of(name))

    assert answer.status_code == 403 and SAID not in answer.text
    assert not service.asked


def test_a_released_comment_is_translated_and_its_original_is_not(world, http, service, whisper):
    allow(http, world.amina)
    http(world.amina).post(f"/comments/{whisper}/release", data={"wording": 1})

    assert http(world.amina).get(of(whisper)).status_code == 403
    assert not service.asked
    assert SECRET in http(world.haruko).get(CLAUSE).text


@pytest.mark.parametrize(
    ("status", "body", "answered", "sentence"),
    [
        (400, '{"error": "xx is not supported"}', 409, "does not take this text"),
        (403, '{"error": "Invalid API key"}', 503, "does not answer"),
        (429, '{"error": "Slowdown"}', 503, "has much to do"),
        (500, "<html>", 503, "does not answer"),
        (200, "no JSON", 503, "does not answer"),
        (200, '{"translatedText": " "}', 503, "does not answer"),
        (200, '{"translatedText": "' + "x" * 250_000 + '"}', 503, "does not answer"),
    ],
)
def test_a_service_that_fails_leaves_the_words_and_says_so(
    world, http, service, say, status, body, answered, sentence
):
    name, haruko = say(world.luc), http(world.haruko)
    service.answers += [(status, body)] * 2
    page, fragment = haruko.get(of(name)), haruko.get(of(name), headers=FRAGMENT)

    assert page.status_code == fragment.status_code == answered
    assert sentence in page.text and SAID in page.text
    assert sentence in fragment.json["error"]
    assert "[en]" in haruko.get(of(name)).text, "a failure is not kept"


def test_a_service_that_is_away_is_said(app, world, http, service, say):
    name = say(world.luc)
    app.config["TRANSLATOR_URL"] = "http://127.0.0.1:9"
    answer = http(world.haruko).get(of(name))

    assert answer.status_code == 503
    assert "does not answer" in answer.text and SAID in answer.text


@pytest.mark.parametrize(
    ("act", "form", "status"),
    [
        ("retraction", {}, 403),
        ("", {"body": "La Suisse a changé cette formulation."}, 409),
    ],
)
def test_words_that_are_gone_once_the_service_answers_are_not_shown(
    world, http, service, say, act, form, status
):
    name = say(world.luc)
    service.meanwhile = lambda: http(world.luc).post(
        f"/comments/{name}/{act}".rstrip("/"), data=form
    )
    answer = http(world.haruko).get(of(name))

    assert answer.status_code == status
    assert service.words == [SAID] and SAID not in answer.text


def test_no_redirect_is_followed(world, http, service, say):
    name = say(world.luc)
    service.answers.append((307, '{"translatedText": "elsewhere"}'))

    assert "elsewhere" not in http(world.haruko).get(of(name)).text


@pytest.mark.settings(RATELIMIT_ENABLED=True)
def test_a_person_asks_so_often_in_a_minute_and_others_can_go_on(world, http, service, say):
    name, haruko = say(world.luc), http(world.haruko)
    limiter.reset()
    asked = [haruko.get(of(name)) for _ in range(31)]

    assert {answer.status_code for answer in asked[:30]} == {200}
    assert asked[30].status_code == 429
    assert "many comments translated" in asked[30].text
    assert http(world.amina).get(of(name)).status_code == 200
    limiter.reset()


@pytest.mark.parametrize("name", ["wanjiru", "haruko", "helena"])
def test_a_thread_takes_no_more_statements_with_a_service(
    app, world, http, service, statements, say, whisper, name
):
    allow(http, world.amina)
    for number in range(6):
        say(world.luc, f"{SAID} {number}", f"l{number}")
    reader, made_anew = http(world[name]), f"{CLAUSE}/thread?made=anew"
    reader.get(made_anew)
    with statements() as with_service:
        assert "data-translate-control" in reader.get(made_anew).text
    app.config["TRANSLATOR_URL"] = ""
    with statements() as without:
        assert "data-translate-control" not in reader.get(made_anew).text

    assert len(with_service) == len(without), "\n".join(with_service)
