"""The speakers' list: who is next, what interrupts, and what a closed list still takes (pure)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wgcop.floor.speakers import (
    FloorKind,
    ListClosed,
    NobodySpeaks,
    NotPossible,
    NotWaiting,
    Speaker,
    SpeakersList,
    WaitsAlready,
)

KENYA, JAPAN, BRAZIL, EGYPT = (
    Speaker(number, name) for number, name in enumerate(["Kenya", "Japan", "Brazil", "Egypt"], 1)
)
ORDER = Speaker(5, "Egypt", FloorKind.POINT_OF_ORDER)
ANOTHER_ORDER = Speaker(6, "Brazil", FloorKind.POINT_OF_ORDER)
REPLY = Speaker(7, "Kenya", FloorKind.REPLY)


def list_of(*speakers):
    everybody = SpeakersList()
    for speaker in speakers:
        everybody = everybody.ask(speaker)
    return everybody


def test_the_floor_goes_to_whoever_waited_longest():
    speakers = list_of(KENYA, JAPAN).next()
    assert (speakers.speaking, speakers.waiting) == (KENYA, (JAPAN,))
    assert speakers.next().next().speaking is None


def test_a_point_of_order_goes_before_everybody_and_a_reply_after_all():
    speakers = list_of(REPLY, KENYA, ORDER, JAPAN, ANOTHER_ORDER)
    assert speakers.waiting == (ORDER, ANOTHER_ORDER, KENYA, JAPAN, REPLY)


def test_a_closed_list_takes_points_of_order_and_replies_only():
    closed = list_of(KENYA).close()
    with pytest.raises(ListClosed):
        closed.ask(JAPAN)
    assert closed.ask(ORDER).ask(REPLY).waiting == (ORDER, KENYA, REPLY)
    assert closed.reopen().ask(JAPAN).waiting == (KENYA, JAPAN)


def test_who_waits_does_not_wait_twice_but_may_ask_again_after_speaking():
    with pytest.raises(WaitsAlready):
        list_of(KENYA).ask(Speaker(9, "Kenya"))
    assert list_of(KENYA, REPLY).next().ask(Speaker(9, "Kenya")).waiting[0].id == 9


def test_a_point_of_order_that_is_given_the_floor_interrupts_and_the_speaker_goes_on():
    speaking = list_of(KENYA, JAPAN).next().ask(ORDER).ask(ANOTHER_ORDER)
    ruled = speaking.give(ORDER.id)
    assert (ruled.speaking, ruled.interrupted) == (ORDER, KENYA)
    # the second one is heard before Kenya goes on, and does not interrupt the first
    second = ruled.next()
    assert (second.speaking, second.interrupted) == (ANOTHER_ORDER, KENYA)
    assert (second.next().speaking, second.next().interrupted) == (KENYA, None)
    assert second.end().speaking == KENYA


def test_the_next_speaker_is_a_point_of_order_that_waits_and_it_only_interrupts():
    speaking = list_of(KENYA, JAPAN).next().ask(ORDER)
    assert speaking.next() == speaking.give(ORDER.id)
    back = speaking.next().next()
    assert (back.speaking, back.interrupted, back.waiting) == (KENYA, None, (JAPAN,))


def test_whoever_is_given_the_floor_out_of_turn_ends_the_speaker_and_whoever_was_interrupted():
    ruled = list_of(KENYA, JAPAN, BRAZIL).next().ask(ORDER).give(ORDER.id)
    given_to = ruled.give(BRAZIL.id)
    assert (given_to.speaking, given_to.interrupted, given_to.waiting) == (BRAZIL, None, (JAPAN,))


def test_the_chair_moves_speakers_among_those_of_the_same_turn_and_goes_back_to_arrival():
    speakers = list_of(KENYA, JAPAN, BRAZIL, ORDER, REPLY)
    moved = speakers.move(BRAZIL.id, -5)
    assert moved.waiting == (ORDER, BRAZIL, KENYA, JAPAN, REPLY)
    assert not moved.is_by_arrival
    assert moved.by_arrival() == speakers
    assert speakers.move(KENYA.id, 9).waiting == (ORDER, JAPAN, BRAZIL, KENYA, REPLY)


def test_the_floor_that_went_on_too_early_goes_back_and_the_next_one_waits_first():
    speaking = list_of(KENYA, JAPAN, BRAZIL, REPLY).next()
    assert speaking.next().back(KENYA) == speaking
    assert speaking.end().back(KENYA) == speaking
    # a point of order came in between, and still goes first
    raised = speaking.next().ask(ORDER).back(KENYA)
    assert (raised.speaking, raised.waiting) == (KENYA, (ORDER, JAPAN, BRAZIL, REPLY))
    with pytest.raises(NotPossible):
        speaking.ask(ORDER).give(ORDER.id).back(JAPAN)


def test_what_is_not_possible_is_refused():
    with pytest.raises(NotWaiting):
        list_of(KENYA).withdraw(JAPAN.id)
    with pytest.raises(NotWaiting):
        list_of(KENYA).next().give(KENYA.id)
    with pytest.raises(NobodySpeaks):
        list_of(KENYA).end()
    assert SpeakersList().next() == SpeakersList()


VERBS = st.one_of(
    st.tuples(
        st.just("ask"), st.sampled_from(["Kenya", "Japan", "Brazil"]), st.sampled_from(FloorKind)
    ),
    st.tuples(st.sampled_from(["give", "withdraw"]), st.integers(0, 5)),
    st.tuples(st.just("next")),
    st.tuples(st.just("move"), st.integers(0, 5), st.integers(-3, 3)),
    st.tuples(st.sampled_from(["next", "back", "end", "close", "reopen", "by_arrival", "leave"])),
)


def expected(before, verb, speaker):
    """Who has the floor after it and who was interrupted, in the words of the rules of procedure."""
    point = FloorKind.POINT_OF_ORDER
    now, waits = before.speaking, before.interrupted
    first = before.waiting[0] if before.waiting else None
    match verb:
        case "give" if speaker.kind == point and now and now.kind != point:
            return speaker, now
        case "give":
            return speaker, waits if speaker.kind == point else None
        case "next" if first and first.kind == point:
            return first, now if now and now.kind != point else waits
        case "next":
            return waits or first, None
        case "end":
            return waits, None
        case "back":
            return speaker, None
        case "leave":
            return None, None
        case _:
            return now, waits


def is_refused(before, verb, speaker):
    match verb:
        case "ask":
            closed = before.is_closed and speaker.kind == FloorKind.INTERVENTION
            return closed or any(each[1:] == speaker[1:] for each in before.waiting)
        case "give" | "withdraw" | "move":
            return speaker is None
        case "end":
            return before.speaking is None
        case "back":
            return before.interrupted is not None
        case _:
            return False


@settings(max_examples=4 * settings.default.max_examples)
@given(st.lists(VERBS, min_size=8, max_size=40))
def test_whatever_is_done_nobody_is_lost_or_stands_twice_and_turns_are_kept(verbs):
    speakers, asked, out, ended = SpeakersList(), [], set(), []
    for verb, *arguments in verbs:
        before, speaker = speakers, None
        if verb == "ask":
            speaker = Speaker(len(asked) + 1, *arguments)
            asked.append(speaker)
            arguments = [speaker]
        elif verb in ("give", "withdraw", "move"):
            waiting = speakers.waiting
            speaker = waiting[arguments[0] % len(waiting)] if waiting else None
            arguments[0] = speaker.id if speaker else 999
        elif verb == "back":
            if not ended:
                continue
            speaker = ended[-1]
            arguments = [speaker]
        try:
            speakers = getattr(speakers, verb)(*arguments)
        except NotPossible:
            assert is_refused(before, verb, speaker)
            if verb == "ask":
                out.add(speaker.id)
            continue
        assert not is_refused(before, verb, speaker)
        assert (speakers.speaking, speakers.interrupted) == expected(before, verb, speaker)

        # nobody is lost, and nobody stands twice
        gone = {each.id for each in before.everybody} - {each.id for each in speakers.everybody}
        out |= gone
        if verb == "back":
            out.remove(ended.pop().id)
        ended += [each for each in before.everybody if each.id in gone and verb != "withdraw"]
        there = [each.id for each in speakers.everybody]
        assert len(there) == len(set(there))
        assert set(there) | out == {each.id for each in asked}

        # turns are kept: who comes stands behind those of the same turn, who comes back before them
        waiting = [each for each in speakers.waiting if each not in before.waiting]
        assert waiting == {"ask": [speaker], "back": list(filter(None, [before.speaking]))}.get(
            verb, []
        )
        for each in waiting:
            place = speakers.waiting.index(each)
            mark = (each.turn, 0 if verb == "back" else 2)
            assert all((one.turn, 1) < mark for one in speakers.waiting[:place])
            assert all((one.turn, 1) > mark for one in speakers.waiting[place + 1 :])
        turns = [each.turn for each in speakers.waiting]
        assert turns == sorted(turns)
        if verb == "by_arrival":
            assert [*speakers.waiting] == sorted(before.waiting, key=lambda one: (one.turn, one.id))
        elif verb == "move":
            others = [each for each in before.waiting if each != speaker]
            assert [each for each in speakers.waiting if each != speaker] == others
        else:
            kept = [each for each in before.waiting if each in speakers.waiting]
            assert [each for each in speakers.waiting if each in before.waiting] == kept
        assert speakers.is_closed == {"close": True, "reopen": False}.get(verb, before.is_closed)
