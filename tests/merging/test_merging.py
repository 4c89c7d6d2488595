"""The chair merges the words of a clause, and all members read it."""

import re
import threading
from time import sleep

import pytest
from sqlalchemy import select

from tests.merging.acts import (
    ASKS,
    TEXT,
    TOPIC,
    buttons,
    now,
    opened,
    press,
    read,
    release,
    shown,
    type_in,
    type_whole,
    unescaped,
    words,
)
from tests.positions.test_order_of_positions import somebody_waits
from tests.positions.test_positions import agree_on
from tests.proposals.acts import PAGE, RESOLUTION, WID, act, hidden, proposed, words_of
from tests.proposals.acts import TOPIC as CLAUSE_TOPIC
from tests.proposals.test_rolling_page import clause as rolling_clause
from tests.proposals.test_rolling_page import release as propose
from tests.redaction.test_redaction import redact
from wgcop.agenda.models import AgendaClause
from wgcop.chairing.actions import locked_thread, set_standing
from wgcop.database import db
from wgcop.merging.actions import hold_with_proposals, take_choices, type_words
from wgcop.merging.models import ChairsText, MergeStepKind, MergingStep
from wgcop.merging.pieces import Splice
from wgcop.merging.queries import shown_text, words_on_table
from wgcop.paper.tree import plain
from wgcop.positions.queries import words_of_clauses
from wgcop.proposals.models import Proposal
from wgcop.proposals.redacting import PROPOSAL
from wgcop.proposals.rolling_queries import rolling_text
from wgcop.redaction.actions import Chosen
from wgcop.redaction.actions import redact as take_words_out
from wgcop.redaction.models import RedactionReason
from wgcop.resolutions.models import Clause, Edition
from wgcop.rolling_files.composing import text_of_cut
from wgcop.rolling_files.filed import filed
from wgcop.threads.chairing.standings import Standing

DIRECTOR = "wtdc-67.instructs_the-director-of-the-telecommunication-development-bureau"
ON_AN_AGENDA = f"{DIRECTOR}__para_1"


@pytest.fixture
def base(world, http):
    return words_of(http(world.amina).get(f"{PAGE}/new").text)


@pytest.fixture
def kenya(world, http, base):
    return release(http(world.amina), "many", "most")


@pytest.fixture
def brazil(world, http, base):
    return release(http(world.teresa), "youth forums", "youth councils")


@pytest.fixture
def chair(world, http, kenya, brazil):
    return opened(http(world.helena))


def place_of(page, proposal):
    """The button that takes what a proposal wants in its only place."""
    [button] = [each for each in buttons(page) if re.fullmatch(rf"take-\d+-\d+-{proposal}", each)]
    return button


def test_the_chair_takes_types_restores_and_undoes_three_times(
    world, http, base, chair, kenya, brazil
):
    reader = http(world.ruth)
    for turn in range(3):
        start = read(reader.get(TEXT).text)
        assert start == base
        page = chair.get(TEXT).text
        step = re.search(r"Step (\d+)", page)[1]
        assert press(chair, place_of(page, kenya)).status_code == 303
        assert type_in(chair, "youth forums", f"forums {turn}").status_code == 200
        merged = shown(reader.get(TEXT).text)
        assert (" most", f"p{kenya}") in merged
        assert (f"forums {turn}", "chair") in merged
        assert (" many", "out") in merged
        assert press(chair, f"offer-{brazil}").status_code == 303
        out = next(each for each in buttons(chair.get(TEXT).text) if each.startswith("restore-"))
        assert press(chair, out).status_code == 303
        assert words(chair) != base
        assert press(chair, f"undo-{step}").status_code == 303
        assert words(chair) == base


def test_taking_is_given_back_by_the_same_button(world, http, base, chair, kenya):
    for _turn in range(3):
        button = place_of(chair.get(TEXT).text, kenya)
        assert "Take</button>" in chair.get(TEXT).text.replace(" <kbd", "</button><kbd")
        assert press(chair, button).status_code == 303
        assert words(chair) == base.replace("many", "most")
        assert press(chair, button).status_code == 303
        assert words(chair) == base


def test_a_new_clause_is_taken_below_the_clause_with_its_origin_and_given_back(
    world, http, base, chair, kenya
):
    amina, teresa, reader = http(world.amina), http(world.teresa), http(world.ruth)
    new = int(propose(amina, words="to train teachers;", place="after").rpartition("/")[2])
    same = int(propose(teresa, words="to train teachers;", place="after").rpartition("/")[2])
    other = int(propose(teresa, words="to train judges;", place="after").rpartition("/")[2])
    below = f"p{'+'.join(map(str, sorted((new, same))))}"
    for officer in (chair, http(world.ines), chair):
        assert press(officer, f"offer-{new}").status_code == 303
        assert press(officer, f"offer-{other}").status_code == 303
        page = reader.get(TEXT).text
        assert read(page) == f"{base}\nto train teachers;\nto train judges;"
        assert ("\nto train teachers;", below) in shown(page)
        assert ("\nto train judges;", f"p{other}") in shown(page)
        beside = page.split("chairs-text__beside")[1]
        assert "to train judges;" in beside.split("</section>")[0]
        assert press(officer, f"offer-{same}").status_code == 303, "it is in the text already"
        assert read(reader.get(TEXT).text) == f"{base}\nto train judges;"
        assert press(officer, place_of(officer.get(TEXT).text, kenya)).status_code == 303
        assert press(officer, f"offer-{other}").status_code == 303
        assert words(officer) == base.replace("many", "most")
        assert press(officer, f"offer-{kenya}").status_code == 303
        assert words(officer) == base
    assert f"offer-{new}" not in reader.get(TEXT).text


@pytest.mark.parametrize("name", ["helena", "ines", "elke"])
def test_chair_secretariat_and_rapporteur_merge(world, http, base, kenya, name):
    visitor = opened(http(world[name]))
    assert type_in(visitor, "many", "some").status_code == 200
    assert words(http(world.ruth)) == base.replace("many", "some")


@pytest.mark.parametrize("name", ["amina", "ruth", "teresa"])
def test_others_read_and_merge_nothing(world, http, base, chair, kenya, name):
    page, visitor = chair.get(TEXT).text, http(world[name])
    own = visitor.get(TEXT).text
    assert read(own) == base
    assert buttons(own) == {} and "<textarea" not in own
    assert visitor.post(TEXT).status_code == 403
    assert type_in(visitor, "many", "some").status_code == 403
    for button in buttons(page):
        assert press(visitor, button, page).status_code == 403, button
    assert words(chair) == base


def test_guests_do_not_learn_that_there_is_a_text(http, chair):
    for address in (TEXT, f"{TEXT}/steps"):
        assert http().get(address).status_code == 303


def test_a_vice_chair_merges_what_is_on_the_agenda_while_in_the_chair(world, http, base, chair):
    listed, vice = f"/clauses/{ON_AN_AGENDA}/chairs-text", http(world.salma)
    assert vice.post(listed).status_code == 403
    assert "Open the chair’s text" not in vice.get(listed).text
    meeting = "/meetings/wg-cop-3/live"
    assert vice.post(f"{meeting}/chair", data={"chair": ""}).status_code == 303
    assert "Open the chair’s text" in vice.get(listed).text
    assert vice.post(listed).status_code == 303
    typed = {"seen": 1, "start": 0, "stop": 0, "words": "first "}
    assert vice.post(f"{listed}/words", data=typed, headers=ASKS).status_code == 200
    # this clause is on no agenda
    assert "<textarea" not in vice.get(TEXT).text
    assert type_in(vice, "many", "some").status_code == 403
    assert words(chair) == base
    assert vice.post(f"{meeting}/chair/return").status_code == 303
    again = typed | {"seen": 2}
    assert vice.post(f"{listed}/words", data=again, headers=ASKS).status_code == 403
    assert "<textarea" not in vice.get(listed).text


def test_words_on_the_table_are_the_chair_s_while_the_text_is_open(app, base, chair):
    type_in(chair, "many", "some")
    with app.app_context():
        clause_id = db.session.scalar(select(Clause.id).where(Clause.wid == WID))
        ids = list(db.session.scalars(select(Clause.id)))
        table, agreed = words_on_table(ids), words_of_clauses(ids)
        assert table[clause_id] == base.replace("many", "some") and agreed[clause_id] == base
        del table[clause_id], agreed[clause_id]
        assert table == agreed
        assert words_on_table([]) == {}


# Two officers at once


def test_two_who_type_in_different_places_are_merged(world, http, base, chair):
    second, seen = http(world.ines), now(chair)
    assert type_in(chair, "many", "a great many", seen).status_code == 200
    assert type_in(second, "youth forums", "forums", seen).json["words"] == (
        base.replace("many", "a great many").replace("youth forums", "forums")
    )


def test_the_second_in_the_same_place_is_refused_with_what_changed_and_keeps_the_words(
    world, http, base, chair
):
    second, seen = http(world.ines), now(chair)
    page = second.get(TEXT).text
    assert type_in(chair, "many", "some", seen).status_code == 200
    answer = type_in(second, "many", "few", seen)
    assert answer.status_code == 409
    assert world.helena.name in answer.json["error"]
    assert answer.json["words"] == words(chair) == base.replace("many", "some")
    answer = type_whole(second, base.replace("many", "few"), page)
    assert answer.status_code == 409
    assert "that few" in words_of(answer.text) and world.helena.name in answer.text
    again = type_whole(second, words_of(answer.text), answer.text)
    assert again.status_code == 303 and words(chair) == base.replace("many", "few")


def test_a_step_on_a_place_that_changed_is_refused_and_elsewhere_it_is_made(
    world, http, base, chair, kenya, brazil
):
    second = http(world.ines)
    page = second.get(TEXT).text
    assert type_in(chair, "many", "some").status_code == 200
    refused = press(second, place_of(page, kenya), page)
    assert refused.status_code == 409 and "that some" in refused.text
    assert press(second, place_of(page, brazil), page).status_code == 303
    assert words(chair) == base.replace("many", "some").replace("youth forums", "youth councils")
    undo = press(second, "undo-1", chair.get(TEXT).text)
    assert undo.status_code == 303 and words(chair) == base
    assert press(second, "put-away", page).status_code == 409


def test_a_form_without_scripts_may_change_several_places(world, http, base, chair):
    page = chair.get(TEXT).text
    typed = base.replace("many", "some").replace("youth forums", "forums of young people")
    assert type_whole(chair, typed.replace("\n", "\r\n"), page).status_code == 303
    assert words(chair) == typed
    answer = type_whole(chair, "", page)
    assert answer.status_code == 422 and "without words" in answer.text
    assert words(chair) == typed


def test_what_one_person_types_without_a_pause_is_one_step(app, world, http, chair, clock):
    for old, new in (("many", "s"), ("that s", "that so"), ("that so", "that some")):
        assert type_in(chair, old, new).status_code == 200
    clock.advance(minutes=1)
    assert type_in(chair, "youth forums", "forums").status_code == 200
    with app.app_context():
        kinds = list(db.session.scalars(select(MergingStep.kind).order_by(MergingStep.id)))
    assert [str(kind) for kind in kinds[-3:]] == ["opened", "typed", "typed"]


def of_page(page):
    """What the form of the page says of the text that it shows."""
    return {name: unescaped(hidden(page, name)) for name in ("text", "before", "seen")}


def test_a_page_that_shows_an_earlier_text_changes_nothing_in_the_next(
    app, world, http, base, chair
):
    second = http(world.ines)
    page = second.get(TEXT).text
    agreed = base.replace("many", "some")
    agree_on(agreed, app, world)
    opened(chair)
    typed = base.replace("youth forums", "forums")
    answer = second.post(f"{TEXT}/words", data=of_page(page) | {"words": typed})
    assert answer.status_code == 409
    assert "another one is open" in answer.text and words_of(answer.text) == typed
    script = of_page(page) | {"start": 0, "stop": 0, "words": "x"}
    assert second.post(f"{TEXT}/words", data=script, headers=ASKS).status_code == 409
    assert press(second, "put-away", page).status_code == 409
    assert words(chair) == agreed
    again = second.post(f"{TEXT}/words", data=of_page(answer.text) | {"words": typed})
    assert again.status_code == 303 and words(chair) == typed


def test_what_was_typed_into_a_text_that_has_ended_comes_back(world, http, base, chair):
    second = http(world.ines)
    page = second.get(TEXT).text
    assert press(chair, "put-away").status_code == 303
    answer = second.post(f"{TEXT}/words", data=of_page(page) | {"words": "These words of mine"})
    assert answer.status_code == 409
    assert "What you typed" in answer.text and "These words of mine" in answer.text


def test_merged_words_are_taken_up_again_if_those_of_the_clause_were_agreed_instead(
    app, world, http, base, chair
):
    type_in(chair, "many", "some")
    agree_on(base, app, world)
    assert now(chair)["version"] is None
    assert "Other words were agreed" in chair.get(f"{TEXT}/steps").text
    assert "Take up the last text again" in chair.get(TEXT).text
    opened(chair)
    assert words(chair) == base.replace("many", "some")


@pytest.mark.databases
def test_words_typed_while_others_are_agreed_are_in_the_last_step(app, world, http, base, chair):
    agreeing = threading.Thread(target=agree_on, args=("Nothing.", app, world), daemon=True)
    with app.app_context():
        if db.engine.dialect.name != "postgresql":
            pytest.skip("On SQLite, writers wait for one another.")
        text = db.session.scalar(select(ChairsText).where(ChairsText.open_on.is_not(None)))
        helena = db.session.merge(world.helena)
        splice = Splice(0, 0, "Recalling ")
        capacity = helena.capacities[0]
        type_words(text, [splice], seen=text.version, by=helena, capacity=capacity)
        db.session.flush()
        agreeing.start()
        while agreeing.is_alive() and not somebody_waits():
            sleep(0.01)
        assert agreeing.is_alive(), "the text was closed while somebody typed into it"
        db.session.commit()
    agreeing.join(20)
    assert now(chair)["version"] is None
    with app.app_context():
        last = db.session.scalar(select(MergingStep).order_by(MergingStep.id.desc()).limit(1))
        assert last.kind == MergeStepKind.CLOSED and last.words == f"Recalling {base}"


@pytest.mark.databases
def test_a_text_that_is_put_away_while_words_are_agreed_ends_once(app, world, http, base, chair):
    answers = []
    page = chair.get(TEXT).text
    leaving = threading.Thread(
        target=lambda: answers.append(press(chair, "put-away", page)), daemon=True
    )
    with app.app_context():
        if db.engine.dialect.name != "postgresql":
            pytest.skip("On SQLite, writers wait for one another.")
        clause = db.session.scalar(select(Clause).where(Clause.wid == WID))
        locked_thread(clause)
        leaving.start()
        while leaving.is_alive() and not somebody_waits():
            sleep(0.01)
        helena = db.session.merge(world.helena)
        agreed = {"words": "Nothing.", "by": helena, "capacity": helena.capacities[0]}
        set_standing(clause, Standing.AD_REFERENDUM, **agreed)
        db.session.commit()
    leaving.join(20)
    assert [answer.status_code for answer in answers] == [409]
    assert "Other words were agreed" in chair.get(f"{TEXT}/steps").text


# Proposals that come and go


def test_a_late_proposal_slides_in_beside_the_text_and_not_into_it(world, http, base, chair, clock):
    clock.advance(minutes=5)
    late = release(http(world.haruko), "many", "several")
    page = chair.get(TEXT).text
    assert "Came in later" in page and read(page) == base
    assert press(chair, place_of(page, late)).status_code == 303
    assert words(chair) == base.replace("many", "several")


def test_all_who_see_the_text_see_each_proposal_come_and_go(world, http, base, chair, listen):
    hears, japan = listen(world.ruth, TOPIC), http(world.haruko)
    for turn in range(3):
        late = release(japan, "many", f"several {turn}")
        *_others, entry = hears()
        assert f"several {turn}" in entry["html"] and read(entry["html"]) == base
        assert act(japan, f"/proposals/{late}", "withdrawal").status_code == 303
        *_others, entry = hears()
        assert f"several {turn}" not in entry["html"]


def test_words_of_a_withdrawn_proposal_stay_with_their_origin(world, http, base, chair, kenya):
    press(chair, place_of(chair.get(TEXT).text, kenya))
    assert act(http(world.amina), f"/proposals/{kenya}", "withdrawal").status_code == 303
    page = chair.get(TEXT).text
    assert read(page) == base.replace("many", "most")
    assert "Kenya, withdrawn since" in page
    assert not any(each.endswith(f"-{kenya}") for each in buttons(page))


def test_words_on_an_earlier_wording_are_taken_only_once_they_are_confirmed(
    world, http, app, base, kenya, brazil
):
    japan = proposed(http(world.haruko), words="", symbol="SUP", reasons="It is said elsewhere.")
    assert act(http(world.haruko), japan, "release").status_code == 303
    old = {kenya, brazil, int(japan.rpartition("/")[2])}
    before = opened(http(world.helena)).get(TEXT).text
    agreed = base.replace("participate", "take part")
    assert agreed != base
    agree_on(agreed, app, world)
    chair = opened(http(world.helena))
    new = release(http(world.amina), "take part", "join")
    page = chair.get(TEXT).text
    asked = [each for each in buttons(page) if each.startswith(("take-", "offer-"))]
    assert len(asked) == 2 and all(each.endswith(f"-{new}") for each in asked)
    assert page.count("Can be taken as soon as its delegation confirms it") == 3
    assert page.count("Written on an earlier wording") >= 3
    seen = {"text": hidden(page, "text"), "seen": now(chair)["version"]}
    for proposal in old:
        answer = chair.post(f"{TEXT}/takes", data=seen | {"proposal": proposal})
        assert answer.status_code == 409 and "was written on an earlier wording" in answer.text
    for button in (place_of(before, kenya), place_of(before, brazil)):
        fields = buttons(before)[button][1] | seen
        assert chair.post(f"{TEXT}/takes", data=fields).status_code == 409
    assert words(chair) == agreed
    assert act(http(world.amina), f"/proposals/{kenya}", "confirmation").status_code == 303
    assert press(chair, f"offer-{kenya}").status_code == 303
    assert press(chair, f"offer-{new}").status_code == 303
    assert words(chair) == agreed.replace("many", "most").replace("take part", "join")


# What becomes of it


def test_agreed_words_end_the_text_and_the_proposals_in_them_are_met(
    app, world, http, base, chair, kenya, brazil
):
    press(chair, f"offer-{kenya}")
    agreed = words(chair)
    agree_on(agreed, app, world)
    page = http(world.ruth).get(PAGE).text
    assert page.count("Met: the clause now says so") == 1
    assert page.count("Written on an earlier wording") == 1
    assert "This proposal is met" in http(world.ruth).get(f"/proposals/{kenya}").text
    assert "data-chairs-words" not in http(world.ruth).get(TEXT).text
    assert "Agreed in these words" in chair.get(f"{TEXT}/steps").text
    rolling = http(world.ruth).get(f"{RESOLUTION}/rolling-text?view=clean").text
    assert "that most" in " ".join(rolling.split())
    opened(chair)
    assert words(chair) == agreed


def test_a_form_that_was_opened_on_an_earlier_text_agrees_nothing(world, http, app, kenya, session):
    chair = http(world.helena)
    link = session.scalars(select(AgendaClause).order_by(AgendaClause.id)).first()
    text = f"{link.clause.url}/chairs-text"
    address = f"{link.item.url}/wordings/{link.clause_id}"
    assert chair.post(text).status_code == 303
    page = chair.get(address).text
    first = words_of(page)
    typed = {"seen": 1, "start": 0, "stop": 0, "words": "first "}
    assert chair.post(f"{text}/words", data=typed, headers=ASKS).status_code == 200
    data = {"words": first, "standing": "agreed", "seen": hidden(page, "seen")}
    old = chair.post(address, data=data | {"on_table": hidden(page, "on_table")})
    assert old.status_code == 409 and "has changed since you opened this form" in old.text
    fresh = chair.get(address).text
    assert words_of(fresh) == f"first {first}"
    data = {"words": words_of(fresh), "standing": "agreed", "seen": hidden(fresh, "seen")}
    for _twice in range(2):
        sent = chair.post(address, data=data | {"on_table": hidden(fresh, "on_table")})
        assert sent.status_code == 303, sent.text
    assert "Agreed in these words" in chair.get(f"{text}/steps").text


def test_a_text_that_is_put_away_is_taken_up_again_with_its_steps(world, http, base, chair, kenya):
    press(chair, f"offer-{kenya}")
    for _turn in range(3):
        assert press(chair, "put-away").status_code == 303
        assert now(chair) == {"words": "", "version": None}
        refused = chair.post(f"{TEXT}/words", data={"words": "x", "seen": 1}, headers=ASKS)
        assert refused.status_code == 409
        assert "Take up the last text again" in chair.get(TEXT).text
        opened(chair)
        assert words(chair) == base.replace("many", "most")
    assert "Taken up again" in chair.get(f"{TEXT}/steps").text


# Where it shows


def test_the_rolling_text_shows_it_where_proposals_stand_and_not_where_it_is_clean(
    world, http, base, chair, kenya
):
    type_in(chair, "many", "some")
    visitor = http(world.ruth)
    for view, said in (
        ("proposals", "many most (Kenya)"),
        ("brackets", "[many (Brazil) / most (Kenya)]"),
    ):
        page = visitor.get(f"{RESOLUTION}/rolling-text?view={view}").text
        assert ("some", "chair") in shown(page), view
        assert said in rolling_clause(visitor, view), "the proposals stand above it"
    for view in ("base", "clean"):
        page = visitor.get(f"{RESOLUTION}/rolling-text?view={view}").text
        assert "data-chairs-words" not in page and "that some" not in page


def test_a_cut_of_the_rolling_text_names_it_as_the_chair_s(app, world, base, chair):
    type_in(chair, "many", "some")
    with app.test_request_context():
        edition = db.session.scalars(select(Edition)).first()
        said = plain(text_of_cut(filed(rolling_text(edition))))
        assert f"Chair’s text, not agreed: {base.replace('many', 'some')}" in said
        alone = filed(rolling_text(edition), delegation_id=1, source="Kenya")
        assert "Chair’s text" not in plain(text_of_cut(alone))


def test_the_page_of_the_clause_shows_it(world, http, chair):
    type_in(chair, "many", "some")
    thread = http(world.ruth).get(f"/clauses/{WID}/thread", headers={"X-Fragment": "1"}).text
    assert ("some", "chair") in shown(thread)


def test_each_step_reaches_pages_and_a_keystroke_is_sent_as_what_changed(
    world, http, base, chair, listen, kenya
):
    hears = listen(world.ruth, TOPIC)
    press(chair, f"offer-{kenya}")
    [entry] = [each for each in hears() if "html" in each]
    assert entry["kind"] == "merging.taken" and read(entry["html"]) == words(chair)
    fresh = http(world.ruth).get(TEXT, headers={"X-Fragment": "1"}).text
    assert shown(fresh) == shown(entry["html"])


def test_a_keystroke_reaches_pages_as_the_pieces_that_changed(world, http, chair, listen, kenya):
    hears, guest = listen(world.ruth, TOPIC), listen(None, TOPIC)
    assert hears.answer["ok"] and not guest.answer["ok"]
    pieces = [list(piece) for piece in shown(http(world.ruth).get(TEXT).text)]
    version = now(chair)["version"]
    for old, new in (("many", "s"), ("that s", "that so"), ("that so", "that some")):
        assert type_in(chair, old, new).status_code == 200
    for message in hears.hear("merging"):
        assert message["from"] == version and len(str(message)) < 600
        at, version = message["at"], message["version"]
        pieces[at : at + message["gone"]] = message["come"]
    assert version == now(chair)["version"]
    assert pieces == [list(piece) for piece in shown(http(world.ruth).get(TEXT).text)]
    assert ["some", "chair"] in pieces
    assert guest.hear("merging") == []


def test_a_keystroke_costs_few_statements_however_long_the_history(
    world, http, chair, statements, clock
):
    counted = []
    for turn in range(3):
        clock.advance(minutes=1)
        assert type_in(chair, "youth forums", f"forums {turn}, youth forums").status_code == 200
        seen = now(chair)
        with statements() as sent:
            assert type_in(chair, f"forums {turn}", f"forum {turn}", seen).status_code == 200
        counted.append(len(sent))
    assert counted[0] == counted[-1] <= 14


def test_opening_and_ending_are_heard_at_the_clause(world, http, kenya, listen):
    hears = listen(world.ruth, CLAUSE_TOPIC)
    chair = opened(http(world.helena))
    press(chair, "put-away")
    kinds = [each["kind"] for each in hears()]
    assert kinds == ["merging.opened", "merging.closed"]


# Redaction


def test_redacted_words_are_gone_from_the_text_and_from_every_step(world, http, app, chair, kenya):
    type_in(chair, "many", "Mary Smith and many")
    press(chair, f"offer-{kenya}")
    with app.app_context():
        text_id = db.session.scalar(select(ChairsText.id).order_by(ChairsText.id.desc()))
    redact(http(world.ines), "chairs-text", text_id, passage="Mary Smith")
    for address in (TEXT, f"{TEXT}/steps"):
        assert "Mary" not in http(world.ruth).get(address).text
    with app.app_context():
        for row in (
            *db.session.scalars(select(ChairsText)),
            *db.session.scalars(select(MergingStep)),
        ):
            assert "Mary" not in f"{row.words} {row.pieces_kept}"


def test_words_typed_on_a_text_that_was_redacted_since_are_put_nowhere(
    world, http, app, base, chair
):
    type_in(chair, "many", "Mary Smith and many")
    seen = now(chair)
    with app.app_context():
        text_id = db.session.scalar(select(ChairsText.id).order_by(ChairsText.id.desc()))
    redact(http(world.ines), "chairs-text", text_id, passage="Mary Smith")
    redacted = words(chair)
    answer = type_in(chair, "youth forums", "forums", seen)
    assert answer.status_code == 409 and answer.json["words"] == redacted == words(chair)
    assert type_in(chair, "youth forums", "forums").status_code == 200


@pytest.mark.databases
def test_a_step_begun_during_a_redaction_keeps_none_of_the_words(app, world, http, chair, clock):
    type_in(chair, "many", "Mary Smith and many")
    clock.advance(minutes=1)
    with app.app_context():
        _only_on_postgresql()
        text = db.session.scalar(select(ChairsText).where(ChairsText.open_on.is_not(None)))
        helena = db.session.merge(world.helena)
        done = {"by": helena, "capacity": helena.capacities[0]}
        type_words(text, [Splice(0, 0, "Recalling ")], seen=text.version, **done)
        db.session.flush()
        redacting = _beside(
            lambda: redact(http(world.ines), "chairs-text", text.id, passage="Mary Smith")
        )
        db.session.commit()
    redacting.join(20)
    assert words(chair).startswith("Recalling ")
    _nowhere(app, "Mary")


@pytest.mark.databases
def test_words_of_a_proposal_that_are_being_redacted_are_not_taken(app, world, http, base):
    kenya = release(http(world.amina), "many", "Mary Smith and many")
    chair = opened(http(world.helena))
    page, answers = chair.get(TEXT).text, []
    with app.test_request_context():
        _only_on_postgresql()
        parts = frozenset({"proposed-words", "proposal-wordings", "proposal-wordings-within"})
        take_out = Chosen(parts, "Mary Smith", RedactionReason.PERSON)
        proposal = db.session.get(Proposal, kenya)
        take_words_out(PROPOSAL, proposal, take_out, by=db.session.merge(world.ines))
        db.session.flush()
        taking = _beside(lambda: answers.append(press(chair, f"offer-{kenya}", page)))
        db.session.commit()
    taking.join(20)
    assert [answer.status_code for answer in answers] == [303]
    assert "redacted" in words(chair).lower()
    _nowhere(app, "Mary")


@pytest.mark.databases
def test_words_that_are_taken_during_a_redaction_go_with_it(app, world, http, base):
    kenya = release(http(world.amina), "many", "Mary Smith and many")
    opened(http(world.helena))
    with app.test_request_context():
        _only_on_postgresql()
        text = db.session.scalar(select(ChairsText).where(ChairsText.open_on.is_not(None)))
        hold_with_proposals(text)
        [offer] = [each for each in shown_text(text.clause).offers if each.proposal.id == kenya]
        helena = db.session.merge(world.helena)
        done = {"seen": text.version, "by": helena, "capacity": helena.capacities[0]}
        take_choices(text, offer.choices, proposal=kenya, **done)
        db.session.flush()
        redacting = _beside(
            lambda: redact(http(world.ines), "proposal", kenya, passage="Mary Smith")
        )
        db.session.commit()
    redacting.join(20)
    _nowhere(app, "Mary")


def _only_on_postgresql():
    if db.engine.dialect.name != "postgresql":
        pytest.skip("On SQLite, writers wait for one another.")


def _beside(act):
    """Begin an act in a thread; return when it waits for what this transaction has locked."""
    thread = threading.Thread(target=act, daemon=True)
    thread.start()
    while thread.is_alive() and not somebody_waits():
        sleep(0.01)
    assert thread.is_alive(), "it waited for nobody"
    return thread


def _nowhere(app, word):
    with app.app_context():
        for model in (ChairsText, MergingStep, Proposal):
            for row in db.session.scalars(select(model)):
                kept = row.text if model is Proposal else row.pieces_kept
                assert word not in f"{kept} {getattr(row, 'words', '')}"


@pytest.mark.databases
def test_verbs_of_merging_on_either_database(world, http, base, chair, kenya, brazil):
    seen = now(chair)
    button = place_of(chair.get(TEXT).text, kenya)
    for _turn in range(2):
        assert press(chair, button).status_code == 303
    assert type_in(chair, "many", "some", seen | {"version": now(chair)["version"]}).is_json
    assert press(http(world.ines), f"offer-{brazil}").status_code == 303
    late = type_in(http(world.ines), "many", "few", seen)
    assert late.status_code == 409
    out = next(each for each in buttons(chair.get(TEXT).text) if each.startswith("restore-"))
    assert press(chair, out).status_code == 303
    assert press(chair, "undo-1").status_code == 303
    assert words(chair) == base
    assert press(chair, "put-away").status_code == 303
