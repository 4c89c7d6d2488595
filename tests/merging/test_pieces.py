"""Whatever is taken, typed and removed, each word of the chair's text keeps its origin."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgcop.merging.pieces import (
    BASE,
    CHAIR,
    MergePiece,
    SamePlace,
    Splice,
    base_of,
    begun,
    given_back,
    is_taken,
    key_of,
    moved,
    origins_in,
    proposals_in,
    read,
    restored,
    taken,
    tidy,
    typed,
    within,
)
from wgcop.merging.places import (
    changes_between,
    choices_of,
    places_of,
    put_out_by_chair,
    splices_between,
)
from wgcop.merging.shown import OUT, ShownPiece, delta_between, shown_pieces
from wgcop.resolutions import typeset

BASE_WORDS = "that many children play online in youth forums;"
KENYA, BRAZIL, JAPAN = 1, 2, 3
WORDINGS = {
    KENYA: "that most children play online in youth forums;",
    BRAZIL: "that all children play online in youth forums and schools;",
    JAPAN: "that many children play in youth forums;",
}


def shares(pieces):
    """The words that stand, with their origins, and those that do not."""
    return [(piece.words, piece.origin if piece.stands else OUT) for piece in pieces]


def take_all(pieces, proposal, base=BASE_WORDS, wordings=None):
    """Take all that a proposal wants."""
    wordings = wordings or WORDINGS
    for choice in choices_of(proposal, places_of(base, wordings)):
        pieces = taken(pieces, choice.changes, choice.origin)
    return pieces


def type_in(pieces, old, new):
    at = read(pieces).index(old)
    return typed(pieces, Splice(at, at + len(old), new))


def test_words_taken_from_a_proposal_and_typed_between_them_keep_their_origins():
    text = take_all(begun(BASE_WORDS), KENYA)
    text = type_in(text, " online", " online, alone or together,")
    assert read(text) == "that most children play online, alone or together, in youth forums;"
    assert shares(text) == [
        ("that", BASE),
        (" many", OUT),
        (" most", key_of([KENYA])),
        (" children play", BASE),
        (" online", OUT),
        (" online, alone or together,", CHAIR),
        (" in youth forums;", BASE),
    ]
    assert origins_in(text) == [KENYA]


def test_another_alternative_in_the_same_place_takes_the_place_of_the_first():
    text = take_all(take_all(begun(BASE_WORDS), KENYA), BRAZIL)
    assert read(text) == WORDINGS[BRAZIL]
    assert origins_in(text) == [BRAZIL]
    back = take_all(text, KENYA)
    assert read(back) == "that most children play online in youth forums and schools;"


def test_two_that_only_insert_stand_beside_each_other():
    wordings = {
        KENYA: BASE_WORDS.replace("children", "children and parents"),
        BRAZIL: BASE_WORDS.replace("children", "children and teachers"),
    }
    text = begun(BASE_WORDS)
    for proposal in (KENYA, BRAZIL):
        text = take_all(text, proposal, wordings=wordings)
    assert "children and parents and teachers play" in read(text)


def test_what_was_taken_can_be_given_back_and_what_was_put_out_restored():
    text = begun(BASE_WORDS)
    choices = choices_of(BRAZIL, places_of(BASE_WORDS, WORDINGS))
    for choice in choices:
        text = taken(text, choice.changes, choice.origin)
        assert is_taken(text, choice.changes, [BRAZIL])
        assert not is_taken(text, choice.changes, [JAPAN])
    for choice in choices:
        text = given_back(text, choice.changes, [BRAZIL])
    assert text == begun(BASE_WORDS)
    text = type_in(text, " in youth forums", "")
    [out] = put_out_by_chair(text)
    assert out.words == " in youth forums"
    assert restored(text, out.start, out.stop) == begun(BASE_WORDS)


def test_the_chair_s_words_stay_where_words_of_the_clause_are_restored():
    text = type_in(take_all(begun(BASE_WORDS), KENYA), " most", " most, if not all,")
    place = places_of(BASE_WORDS, WORDINGS)[0]
    text = restored(text, place.start, place.stop)
    assert " many" in read(text) and " most, if not all," in read(text)


def test_whoever_deletes_words_and_types_them_again_has_changed_nothing():
    text = begun(BASE_WORDS)
    at = BASE_WORDS.index("many")
    for letter in range(4):
        text = typed(text, Splice(at + 3 - letter, at + 4 - letter, ""))
    assert shares(text)[1] == ("many", OUT)
    for number, letter in enumerate("many"):
        text = typed(text, Splice(at + number, at + number, letter))
    assert text == begun(BASE_WORDS)


def test_one_letter_after_another_is_one_piece_behind_the_words_that_it_replaces():
    text = type_in(begun(BASE_WORDS), "many", "")
    at = BASE_WORDS.index("many")
    for number, letter in enumerate("some"):
        text = typed(text, Splice(at + number, at + number, letter))
    assert shares(text)[:3] == [("that ", BASE), ("many", OUT), ("some", CHAIR)]


def test_words_typed_on_an_earlier_version_find_their_place():
    old = "one two three four"
    late = Splice(8, 13, "THREE")
    assert moved(late, [Splice(0, 3, "first and").trace]) == Splice(14, 19, "THREE")
    assert moved(late, [Splice(14, 18, "").trace]) == late
    assert old[late.start : late.stop] == "three"
    for other in (Splice(9, 10, ""), Splice(0, 18, "all"), Splice(10, 10, "x")):
        with pytest.raises(SamePlace):
            moved(late, [other.trace])
    with pytest.raises(SamePlace):
        moved(Splice(4, 4, "a"), [Splice(4, 4, "b").trace])


def test_a_text_of_nothing_takes_words_too():
    assert begun("") == ()
    assert typed((), Splice(0, 0, "new")) == (MergePiece("new", CHAIR),)
    assert read(taken((), changes_between("", "new words"), key_of([7]))) == "new words"


def test_signs_of_emphasis_are_not_shown_whoever_wrote_them():
    text = typed(begun("*recalling* that"), Splice(10, 10, " also"))
    assert shown_pieces(text) == (
        ShownPiece("recalling", BASE),
        ShownPiece(" also", CHAIR),
        ShownPiece(" that", BASE),
    )


def test_the_names_of_origins():
    assert proposals_in(key_of([12, 5])) == (5, 12)
    assert proposals_in(BASE) == proposals_in(CHAIR) == ()


_words = ["the", "Director", "and", "children", ",", "shall", "*resolves*", "孩", "أن", "👩‍👧"]
_texts = st.lists(st.sampled_from(_words), max_size=12).map(" ".join)
_wordings = st.dictionaries(st.sampled_from([KENYA, BRAZIL, JAPAN]), _texts, min_size=1)
_acts = st.lists(
    st.tuples(
        st.sampled_from(["take", "one", "back", "type", "remove", "restore", "undo"]),
        st.integers(0, 40),
        st.integers(0, 40),
        st.sampled_from(["", " ", "word", " two words", "é", "*"]),
    ),
    max_size=25,
)


def done(base, wordings, acts):
    """Every text on the way: the first is the base."""
    history = [begun(base)]
    places = places_of(base, wordings)
    choices = [choice for place in places for choice in place.choices]
    for kind, one, other, words in acts:
        text = history[-1]
        length = len(read(text))
        start, stop = sorted((one % (length + 1), other % (length + 1)))
        low, high = sorted((one % (len(base) + 1), other % (len(base) + 1)))
        if kind == "take":
            text = take_all(text, sorted(wordings)[one % len(wordings)], base, wordings)
        elif kind in ("one", "back") and choices:
            choice = choices[one % len(choices)]
            if kind == "one":
                text = taken(text, choice.changes, choice.origin)
            else:
                text = given_back(text, choice.changes, choice.proposals)
        elif kind in ("type", "remove"):
            new = words if kind == "type" else ""
            expected = read(text)[:start] + new + read(text)[stop:]
            text = typed(text, Splice(start, stop, new))
            assert read(text) == expected
        elif kind == "restore":
            text = restored(text, low, high)
            assert (
                read(piece for piece in within(text, low, high) if piece.is_base)
                == (base[low:high])
            )
        elif kind == "undo":
            text = history[one % len(history)]
        history.append(text)
    return history


@given(base=_texts, wordings=_wordings, acts=_acts)
def test_origins_add_up_whatever_is_done_in_any_order(base, wordings, acts):
    history = done(base, wordings, acts)
    assert history[0] == begun(base) and read(history[0]) == base
    for text in history:
        assert base_of(text) == base
        assert tidy(text) == text
        assert "".join(piece.words for piece in text if piece.stands) == read(text)
        assert {each for each in origins_in(text)} <= set(wordings)
        stands = [piece.words for piece in shown_pieces(text) if piece.origin != OUT]
        assert "".join(stands) == typeset.plain(read(text))
        for piece in text:
            assert piece.words and (piece.is_base or piece.stands)


@given(base=_texts, wordings=_wordings, acts=_acts)
def test_each_step_is_shown_by_what_it_changed_alone(base, wordings, acts):
    history = [shown_pieces(text) for text in done(base, wordings, acts)]
    for before, after in pairwise(history):
        delta = delta_between(before, after)
        pieces = list(before)
        pieces[delta.at : delta.at + delta.gone] = delta.come
        assert tuple(pieces) == after


@given(base=_texts, wordings=_wordings)
def test_all_changes_of_one_proposal_alone_are_its_words(base, wordings):
    for proposal, words in wordings.items():
        text = take_all(begun(base), proposal, base, wordings)
        assert read(text) == words
        alone = taken(begun(base), changes_between(base, words), key_of([proposal]))
        assert read(alone) == words
        assert given_back(alone, changes_between(base, words), [proposal]) == begun(base)


@given(base=_texts, wordings=_wordings, acts=_acts)
def test_restoring_everything_where_the_chair_wrote_nothing_is_the_base(base, wordings, acts):
    silent = [(kind, one, other, "") for kind, one, other, _words in acts]
    text = done(base, wordings, silent)[-1]
    assert restored(text, 0, len(base)) == begun(base)


@given(before=_texts, after=_texts)
def test_a_splice_without_what_stands_already_gives_the_same_text(before, after):
    whole = Splice(0, len(before), after)
    narrow = whole.narrowed(before)
    assert read(typed(begun(before), narrow)) == after
    assert len(narrow.words) <= len(after) and (before == after) is (
        narrow.words == "" and narrow.start == narrow.stop
    )


@given(before=_texts, after=_texts)
def test_a_whole_text_that_was_typed_is_made_of_its_splices(before, after):
    text = begun(before)
    for splice in splices_between(before, after):
        text = typed(text, splice)
    assert read(text) == after and base_of(text) == before


@given(
    base=_texts,
    one=st.tuples(st.integers(0, 60), st.integers(0, 60), st.sampled_from(["", "x", " yy"])),
    other=st.tuples(st.integers(0, 60), st.integers(0, 60), st.sampled_from(["", "z", " ww"])),
)
def test_two_who_type_in_different_places_end_in_one_text(base, one, other):
    mine, theirs = (
        Splice(*sorted((a % (len(base) + 1), b % (len(base) + 1))), words)
        for a, b, words in (one, other)
    )
    text = begun(base)
    try:
        there = typed(typed(text, theirs), moved(mine, [theirs.trace]))
    except SamePlace:
        with pytest.raises(SamePlace):
            moved(theirs, [mine.trace])
        return
    here = typed(typed(text, mine), moved(theirs, [mine.trace]))
    assert read(here) == read(there)
