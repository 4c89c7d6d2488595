"""A bracket is lifted, and what stands comes into the chair's text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.brackets.acts import PAGE, act, count, opened
from tests.merging.acts import TEXT, TOPIC, buttons, now, press, read, shown
from tests.positions.test_positions import agree_on
from tests.proposals.test_rolling_page import open_places, release
from wgcop.accounts.models import GroupRole, Office
from wgcop.brackets.models import BracketChange
from wgcop.brackets.outcomes import BracketDeed
from wgcop.brackets.spans import FoundSpan, in_place_of
from wgcop.merging.models import MergeStepKind, MergingStep
from wgcop.resolutions.typeset import plain as without_signs
from wgcop.resolutions.typeset import typed_place


def on_table(visitor):
    """The words of the chair's text, or none if no text is open."""
    page = visitor.get(TEXT).text
    return read(page) if "data-chairs-words" in page else ""


def outcome_of(page, words):
    """What the form sends for an alternative with these words."""
    found = re.findall(r'value="(alternative-\d+)"[^>]*><span>(.*?)</span>', page)
    return next(value for value, label in found if words in label)


@pytest.mark.databases
def test_the_chair_lifts_three_brackets_and_the_text_follows(world, http, listen):
    kenya, chair, reader = http(world.amina), http(world.helena), http(world.ruth)
    first = opened(kenya, "many", alternative_1="all")
    form = chair.get(f"{first}/lifting").text
    [box] = re.findall(r'<input[^>]*name="settles"[^>]*>', form)
    assert " checked" in box
    lifted = act(chair, first, "lifting", form, outcome=outcome_of(form, "all"), settles="y")
    assert lifted.status_code == 303
    assert "that all of them will" in on_table(reader)
    room, guest = listen(world.ruth, TOPIC), listen(None, TOPIC)
    second = opened(kenya, "of them", alternative_1="young people")
    form = chair.get(f"{second}/lifting").text
    outcome = outcome_of(form, "young people")
    assert act(chair, second, "lifting", form, outcome=outcome, settles="y").status_code == 303
    assert "that all young people will" in on_table(reader)
    third = opened(chair, "young people", owners=["KEN"])
    assert act(chair, third, "lifting", outcome="nothing", settles="y").status_code == 303
    assert "that all will" in on_table(reader)
    assert "[" not in on_table(reader) and count(reader) == 0
    assert [each["kind"] for each in room()] == ["merging.settled"] * 2
    assert guest() == []
    assert reader.get(f"{TEXT}/steps").text.count("Lifted a bracket") == 3
    for bracket in (first, second, third):
        assert "Its words are gone" not in reader.get(bracket).text
    assert "Its words are gone" not in reader.get(PAGE).text


def test_without_the_wish_or_with_the_words_as_they_are_no_text_is_opened(world, http):
    chair, reader = http(world.helena), http(world.ruth)
    bracket = opened(chair, alternative_1="all")
    form = chair.get(f"{bracket}/lifting").text
    act(chair, bracket, "lifting", form, outcome=outcome_of(form, "all"))
    act(chair, bracket, "reopening")
    act(chair, bracket, "lifting", outcome="words", settles="y")
    assert on_table(reader) == ""


def test_nothing_in_place_of_words_to_insert_opens_no_text(world, http):
    chair, reader = http(world.helena), http(world.ruth)
    bracket = opened(http(world.amina), "", alternative_1="Kindly", nothing="y")
    for _turn in range(3):
        assert act(chair, bracket, "lifting", outcome="nothing", settles="y").status_code == 303
        assert on_table(reader) == "" and count(reader) == 0
        assert act(chair, bracket, "reopening").status_code == 303
    form = chair.get(f"{bracket}/lifting").text
    outcome = outcome_of(form, "Kindly")
    assert act(chair, bracket, "lifting", form, outcome=outcome, settles="y").status_code == 303
    assert on_table(reader).startswith("Kindly that ")


def test_the_step_names_the_office_in_which_the_bracket_was_lifted(world, http, session):
    group = session.scalar(select(Office.group_id).where(Office.person_id == world.helena.id))
    session.add(
        Office(person_id=world.helena.id, group_id=group, role=GroupRole.RAPPORTEUR, scope="Q.3")
    )
    session.commit()
    chair = http(world.helena)
    for number in (1, 2, 3):
        own = session.scalars(
            select(Office.id).where(Office.person_id == world.helena.id).order_by(Office.id)
        ).all()
        chair.post("/account/capacity", data={"capacity": f"office-{own[number % 2]}"})
        bracket = opened(chair, "that", alternative_1="who")
        form = chair.get(f"{bracket}/lifting").text
        outcome = outcome_of(form, "who")
        assert act(chair, bracket, "lifting", form, outcome=outcome, settles="y").status_code == 303
        lifting = select(BracketChange).where(BracketChange.deed == BracketDeed.LIFTED)
        lifted = session.scalars(lifting.order_by(BracketChange.id.desc())).first()
        step = session.scalars(select(MergingStep).order_by(MergingStep.id.desc())).first()
        assert step.kind == MergeStepKind.SETTLED
        assert step.capacity == lifted.capacity
        assert ("Rapporteur" in step.capacity) is (number % 2 == 1)
        chair.post(f"{TEXT}/undo", data={"seen": step.version, "step": "1"})


def test_words_that_somebody_takes_out_meanwhile_are_told_and_the_bracket_stays(world, http):
    chair, secretariat, reader = http(world.helena), http(world.ines), http(world.ruth)
    inner = opened(chair, "many of them", alternative_1="all")
    outer = opened(chair, "that many of them will", owners=["KEN"])
    form = chair.get(f"{inner}/lifting").text
    assert act(secretariat, outer, "lifting", outcome="nothing", settles="y").status_code == 303
    sent = {"outcome": outcome_of(form, "all"), "reason": "Agreed in the corridor."}
    answer = act(chair, inner, "lifting", form, settles="y", **sent)
    assert answer.status_code == 409 and "Agreed in the corridor." in answer.text
    assert "are others in the chair" in answer.text
    assert count(reader) == 1 and "all" not in on_table(reader).split()
    assert act(chair, inner, "lifting", answer.text, **sent).status_code == 303
    assert count(reader) == 0


def test_only_who_merges_settles(world, http):
    chair, kenya = http(world.helena), http(world.amina)
    bracket = opened(kenya, alternative_1="all")
    form = chair.get(f"{bracket}/lifting").text
    refused = act(kenya, bracket, "lifting", form, outcome="nothing", settles="y")
    assert refused.status_code == 403
    act(kenya, bracket, "leaving", settles="y")
    assert on_table(http(world.ruth)) == ""


NEW = "to train *teachers*;"


def lifted(officer, bracket, words, **typed):
    form = officer.get(f"{bracket}/lifting").text
    answer = act(officer, bracket, "lifting", form, outcome=outcome_of(form, words), **typed)
    assert answer.status_code == 303


@pytest.mark.databases
def test_the_words_of_a_new_clause_come_below_the_text_from_their_source_and_are_taken_back(
    world, http, listen
):
    chair, secretariat, reader = http(world.helena), http(world.ines), http(world.ruth)
    kenya = release(http(world.amina), words=NEW, place="after")
    number = int(kenya.rpartition("/")[2])
    bracket = opened(chair, place="after", alternative_1="to train teachers;")
    assert chair.post(TEXT).status_code == 303
    base = read(reader.get(TEXT).text)
    room, guest = listen(world.ruth, TOPIC), listen(None, TOPIC)
    for officer in (chair, secretariat, chair):
        lifted(officer, bracket, "to train teachers;", settles="y")
        page = reader.get(TEXT).text
        assert read(page) == f"{base}\nto train teachers;"
        assert ("\nto train teachers;", f"p{number}") in shown(page)
        assert act(officer, bracket, "reopening").status_code == 303
        lifted(officer, bracket, "to train teachers;", settles="y")
        assert read(reader.get(TEXT).text).count("to train teachers;") == 1, "it stands there once"
        first = min(each for each in buttons(officer.get(TEXT).text) if each.startswith("undo-"))
        assert press(officer, first).status_code == 303
        assert read(reader.get(TEXT).text) == base
        assert act(officer, bracket, "reopening").status_code == 303
    assert "merging.taken" in [each["kind"] for each in room()] and guest() == []


def test_a_new_clause_that_no_proposal_wants_comes_as_words_of_the_chair(world, http):
    chair, reader = http(world.helena), http(world.ruth)
    bracket = opened(chair, place="after", alternative_1="to train judges;")
    lifted(chair, bracket, "to train judges;", settles="y")
    assert ("\nto train judges;", "chair") in shown(reader.get(TEXT).text)


def test_a_new_clause_of_which_nothing_stands_or_without_the_wish_opens_no_text(world, http):
    chair, reader = http(world.helena), http(world.ruth)
    bracket = opened(chair, place="after", alternative_1="to train judges;")
    assert act(chair, bracket, "lifting", outcome="nothing", settles="y").status_code == 303
    assert on_table(reader) == ""
    act(chair, bracket, "reopening")
    lifted(chair, bracket, "to train judges;")
    assert on_table(reader) == ""


def test_agreed_words_with_the_new_clause_close_its_place(world, http, app):
    chair, reader = http(world.helena), http(world.ruth)
    before = open_places(reader)
    kenya = release(http(world.amina), words=NEW, place="after")
    bracket = opened(chair, place="after", alternative_1="to train teachers;")
    lifted(chair, bracket, "to train teachers;", settles="y")
    agree_on(now(chair)["words"], app, world)
    assert open_places(reader) == before
    assert "in the words of this clause" in reader.get(kenya).text


@pytest.mark.parametrize(
    "typed, stands, reads",
    [
        ("that [many] of them", "all", "that all of them"),
        ("that [many] of them", "", "that of them"),
        ("that many[ of them];", "", "that many;"),
        ("that many [of them];", "", "that many;"),
        ("[that] many", "", "many"),
        ("that [many]", "", "that"),
        ("that many []of them", "young", "that many young of them"),
        ("that many[];", "of them", "that many of them;"),
        ("[]many", "that", "that many"),
        ("儿童[]上网", "都", "儿童都上网"),
    ],
)
def test_spaces_stay_in_order(typed, stands, reads):
    start, end = typed.index("["), typed.index("]") - 1
    words = typed.replace("[", "").replace("]", "")
    begin, stop, put = in_place_of(words, FoundSpan(start, end), stands)
    assert f"{words[:begin]}{put}{words[stop:]}" == reads


@given(st.text("ab *", max_size=14), st.data())
def test_a_place_without_asterisks_is_found_with_them(text, data):
    words = without_signs(text)
    start = data.draw(st.integers(0, len(words)))
    stop = data.draw(st.integers(start, len(words)))
    place = typed_place(text, start, stop)
    made = f"{text[: place.start]}{place.before}Ü{place.after}{text[place.stop :]}"
    assert made.replace("*", "") == f"{words[:start]}Ü{words[stop:]}".replace("*", "")


def test_emphasis_around_the_place_stays_and_that_of_its_words_goes():
    text = "*noting* that *many children* play"
    for inside, made in (
        ("noting", "Ü that *many children* play"),
        ("many", "*noting* that *Ü children* play"),
        ("that many", "*noting* Ü children play"),
        ("children play", "*noting* that many Ü"),
    ):
        words = without_signs(text)
        start = words.index(inside)
        place = typed_place(text, start, start + len(inside))
        put = f"{place.before}Ü{place.after}"
        assert f"{text[: place.start]}{put}{text[place.stop :]}" == made
