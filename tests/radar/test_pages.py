"""The radar's page, the panel beside a draft and the command: who is told of what."""

import io
import json
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from markupsafe import escape
from sqlalchemy import select

from tests.radar.texts import ANOTHER_TOPIC, RADIO, REWORDED
from tests.search.world import record
from wgcop.database import db
from wgcop.errors import Invalid
from wgcop.initiatives.models import Initiative
from wgcop.radar import timed_check
from wgcop.radar.check import Check, ExcerptPart, PassageExcerpt, RadarHit
from wgcop.radar.cli import as_text, radar_command
from wgcop.radar.matching.overlap import Finding
from wgcop.search_engines.choice import EXTENSION

EVERYBODY = {
    "guest": None,
    "observer": "ruth",
    "delegate": "wanjiru",
    "head": "amina",
    "rapporteur": "elke",
    "chair": "helena",
    "secretariat": "ines",
}
TITLE = "Radio plays in Brazil"


@pytest.fixture
def visit(world, http):
    return lambda role: http(world[EVERYBODY[role]] if EVERYBODY[role] else None)


@pytest.fixture
def who_is_told(visit):
    """Of what the radar finds, on its page as well as beside a draft."""

    def asks(role, address):
        answer = visit(role).post(address, data={"text": REWORDED})
        assert answer.status_code in (200, 204)
        return TITLE in answer.text

    def who_is_told():
        told = {role: [asks(role, a) for a in ("/radar", "/radar/beside")] for role in EVERYBODY}
        assert all(len(set(same)) == 1 for same in told.values()), told
        return {role for role, same in told.items() if all(same)}

    return who_is_told


def test_who_is_told_of_a_paper_for_members(who_is_told, earlier):
    assert who_is_told() == EVERYBODY.keys() - {"guest"}


def test_a_draft_is_found_by_its_drafters_only(world, who_is_told, bring):
    bring(world.amina, TITLE, RADIO, number=None)
    assert who_is_told() == {"head"}


def test_the_three_words_and_the_passages_side_by_side(world, http, earlier):
    page = http(world.amina).post("/radar", data={"text": REWORDED}).text
    assert "earlier wording of the same document" in page
    assert re.search(r"<mark>with the help of local stations\. .*?</mark>", page.replace("\n", " "))
    assert page.count("compared__text") >= 2
    some = " ".join(RADIO.split()[:40]) + " " + ANOTHER_TOPIC
    page = http(world.amina).post("/radar", data={"text": some}).text
    assert "shares passages with" in page
    assert "earlier wording of the same document" not in page


def test_of_several_works_the_one_that_has_most_of_the_text_stands_first(world, http, bring):
    half = " ".join(RADIO.split()[:40])
    for number, (title, text) in enumerate(
        (("Half", f"{half} {ANOTHER_TOPIC}"), ("Most", REWORDED), ("Whole", RADIO)), start=80
    ):
        bring(world.teresa, f"{title} of the plays", text, number=number)
    page = http(world.amina).post("/radar", data={"text": RADIO}).text
    shown = re.findall(r"<h3[^>]*><a [^>]*>[^<]*?(\w+) of the plays", page)
    assert shown == ["Whole", "Most", "Half"]


def test_a_text_without_earlier_work_is_told_so_and_its_panel_stays_empty(world, http, earlier):
    page = http(world.amina).post("/radar", data={"text": ANOTHER_TOPIC}).text
    assert "No earlier work shares passages with this text" in page
    assert "in other words, or in another language, may not be found" in page
    answer = http(world.amina).post("/radar/beside", data={"text": "zymurgy " * 80})
    assert (answer.status_code, answer.text) == (204, "")


def test_below_sixty_words_nobody_is_alerted(world, http, earlier):
    page = http(world.amina).post("/radar", data={"text": " ".join(RADIO.split()[:50])}).text
    assert "fewer than 60 words" in page
    assert "earlier wording of the same document" not in page
    assert TITLE in page, "it is listed"


def test_five_passages_are_shown_in_the_order_of_the_text_and_the_rest_behind_a_click(
    world, http, bring
):
    sentences = [
        f"Measure {n} asks each school of district {n} to teach {n} hours of safety."
        for n in range(8)
    ]
    between = "  ".join(f"w{n}x{n} " * 9 for n in range(8)).split("  ")
    bring(world.teresa, TITLE, " ".join(reversed(sentences)))
    text = " ".join(part for both in zip(sentences, between, strict=True) for part in both)
    page = http(world.amina).post("/radar", data={"text": text}).text
    shown, more, rest = page.partition("3 more passages")
    assert more
    assert re.findall(r"<mark>Measure (\d)", shown) == [n for n in "01234" for _ in range(2)]
    assert re.findall(r"<mark>Measure (\d)", rest) == [n for n in "567" for _ in range(2)]


def test_of_a_law_that_was_pasted_whole_the_beginning_is_shown(world, http, bring):
    law = " ".join(f"Article {n} protects the children of province {n}." for n in range(200))
    bring(world.teresa, TITLE, law)
    page = http(world.amina).post("/radar", data={"text": law}).text
    evidence = page[page.index('class="compared"') : page.index("<textarea")]
    assert "Article 5 protects" in evidence and "Article 90 protects" not in evidence
    assert "1600 words agree" in evidence or "1,600 words agree" in evidence


def test_a_text_or_a_file_must_be_given(world, http):
    answer = http(world.amina).post("/radar", data={"text": "   "})
    assert answer.status_code == 422
    assert "Paste a text, or choose a file." in answer.text


def test_a_file_is_read(world, http, earlier):
    upload = {"file": (io.BytesIO(REWORDED.encode()), "draft.txt")}
    assert TITLE in http(world.amina).post("/radar", data=upload).text
    picture = {"file": (io.BytesIO(b"\x89PNG\r\n\x1a\n"), "x.png"), "text": "kept"}
    answer = http(world.amina).post("/radar", data=picture)
    assert answer.status_code == 422
    assert "It is a picture" in answer.text
    assert "kept</textarea>" in answer.text


def test_guests_paste_what_they_compare(http):
    upload = {"file": (io.BytesIO(REWORDED.encode()), "draft.txt"), "text": "kept"}
    answer = http(None).post("/radar", data=upload)
    assert answer.status_code == 422
    assert "Sign in to compare a file." in answer.text
    assert "kept</textarea>" in answer.text
    assert 'type="file"' not in http(None).get("/radar").text


def test_a_draft_is_not_told_of_itself(world, http, bring):
    own = bring(world.amina, TITLE, RADIO, number=None)
    answer = http(world.amina).post("/radar/beside", data={"text": RADIO, "besides": own})
    assert TITLE not in answer.text


def test_an_entry_of_the_same_name_and_lead_is_told_however_short(app, world, http, drain):
    with app.app_context():
        entry = db.session.scalar(select(Initiative).where(Initiative.lead != ""))
        name, lead, title, key = entry.name, entry.lead, entry.title, entry.search_key
    drain()
    ines = http(world.ines)

    def told(**form):
        answer = ines.post("/radar/beside", data=form)
        return "has this name and this lead" in answer.text and str(escape(title)) in answer.text

    assert told(name=name, lead=lead)
    assert told(name=name.upper(), lead=lead.lower())
    assert told(name=title, lead=lead)
    assert not told(name=name, lead="Somebody else")
    assert not told(name=f"{name} for parents and schools", lead=lead)
    assert not told(name=name, lead=lead, besides=key)


def test_talk_about_a_work_does_not_hide_it(app, world, http, earlier):
    with app.extensions[EXTENSION].writing() as index:
        index.put(record(str(n), RADIO, kind="comment", audience="members") for n in range(60))
    assert TITLE in http(world.amina).post("/radar", data={"text": REWORDED}).text


def test_a_form_as_it_is_being_filled_in_is_compared_whole(world, http, earlier):
    """The button within the form sends all of it to another tab."""
    half = RADIO.split()
    sent = {"name": "Plays", "scope": " ".join(half[:50]), "text": " ".join(half[50:])}
    assert TITLE in http(world.ines).post("/radar", data=sent).text


def test_a_radar_that_fails_says_so(world, http, monkeypatch):
    def fail(*_, **__):
        raise OSError("the index is gone")

    monkeypatch.setattr("wgcop.radar.timed_check.check", fail)
    answer = http(world.amina).post("/radar", data={"text": RADIO})
    assert answer.status_code == 503
    assert "The comparison did not finish" in answer.text
    assert http(world.amina).post("/radar/beside", data={"text": RADIO}).status_code == 204


@pytest.mark.settings(RATELIMIT_ENABLED=True)
def test_the_radar_answers_a_person_thirty_times_and_then_refuses(world, http):
    visitor = http(world.amina)
    answers = [visitor.post("/radar/beside", data={"text": "x"}).status_code for _ in range(31)]
    assert answers[-1] == 429
    assert 429 not in answers[:30]


def test_a_check_costs_the_same_however_much_is_found(world, http, bring, earlier, statements):
    visitor = http(world.amina)
    visitor.post("/radar", data={"text": REWORDED})
    with statements() as few:
        visitor.post("/radar", data={"text": REWORDED})
    for number in range(90, 94):
        bring(world.teresa, f"Again {number}", f"{RADIO} {number}", number=number)
    with statements() as many:
        assert "Again 93" in visitor.post("/radar", data={"text": REWORDED}).text
    assert len(many) == len(few)


def test_the_command_answers_like_the_page(app, world, earlier, tmp_path):
    file = tmp_path / "draft.txt"
    file.write_text(REWORDED)
    run = app.test_cli_runner().invoke
    answer = run(radar_command, [str(file), "--as", "amina@example.org", "--json"])
    (hit, *_) = json.loads(answer.stdout)["hits"]
    assert hit["title"].endswith(TITLE)
    assert hit["url"] == "/documents/WG-COP/3/80"
    assert hit["word"] == "earlier wording of the same"
    assert hit["score"] > 0.6
    assert hit["passages"][0]["draft"] in REWORDED
    assert hit["passages"][0]["found"] in RADIO
    assert TITLE not in run(radar_command, [str(file), "--json"]).stdout, "as a guest"
    said = run(radar_command, [str(file), "--as", "amina@example.org"]).stdout
    assert said.startswith(f"earlier wording of the same: WG-COP/3/80: {TITLE}")


def test_the_command_prints_the_beginning_of_a_passage_that_is_a_whole_document():
    whole = (ExcerptPart("protect children " * 500, True),)
    work = SimpleNamespace(title="A law", url="/priorwork/1", score=1.0, alike=1.0)
    hit = RadarHit(work, 1.0, Finding.EARLIER, (PassageExcerpt(whole, whole, 1000, 0),))
    said = as_text(Check(1000, (hit,))).splitlines()
    assert max(map(len, said)) < 410 and said[2].endswith("…")


def test_the_command_says_what_it_cannot_read(app, world, tmp_path):
    file = tmp_path / "draft.pdf"
    file.write_bytes(b"no pdf")
    answer = app.test_cli_runner().invoke(radar_command, [str(file)])
    assert isinstance(answer.exception, Invalid)
    assert "draft.pdf: Its name says PDF, but it is not a PDF." in str(answer.exception)


@pytest.mark.databases
def test_guests_who_wait_for_the_radar_keep_no_member_waiting(world, http, monkeypatch):
    may_end = threading.Event()

    def check(_text, *, audiences, **_):
        assert may_end.wait(20) or "members" in audiences
        raise LookupError

    def answer_members(text, *, audiences, **options):
        if audiences <= {"public"}:
            return check(text, audiences=audiences, **options)
        return real(text, audiences=audiences, **options)

    real = timed_check.check
    monkeypatch.setattr(timed_check, "check", answer_members)
    with ThreadPoolExecutor(8) as guests:
        asked = [
            guests.submit(lambda: http().post("/radar/beside", data={"text": RADIO}).status_code)
            for _ in range(8)
        ]
        assert http(world.amina).post("/radar", data={"text": RADIO}).status_code == 200
        may_end.set()
        assert {one.result() for one in asked} == {204}
