"""Where two texts say the same, to the letter."""

import random
from itertools import pairwise

import pytest

from wgcop.radar.matching.overlap import words
from wgcop.radar.matching.passages import shared_passages

DRAFT = (
    "Kenya has tried radio plays in four districts. The plays reach parents whom posters do not "
    "reach, and they cost little. We propose to keep one list of such trials."
)
FOUND = (
    "Summary. The PLAYS reach parents whom posters do not reach; moreover they cost little! "
    "Another matter is the budget."
)


def texts(passage, draft, found):
    def whole(pieces, text):
        return "".join(text[p.start : p.end] for p in pieces)

    return whole(passage.draft, draft), whole(passage.other, found)


def test_a_passage_is_shown_as_it_stands_in_each_text():
    passage = shared_passages(DRAFT, FOUND)[0]
    in_draft, in_found = texts(passage, DRAFT, FOUND)
    assert in_draft == "The plays reach parents whom posters do not reach, and they cost little"
    assert (
        in_found == "The PLAYS reach parents whom posters do not reach; moreover they cost little"
    )
    shared = [DRAFT[p.start : p.end] for p in passage.draft if p.is_shared]
    assert shared == ["The plays reach parents whom posters do not reach", "they cost little"]


def test_pieces_follow_one_another_without_a_gap():
    for passage in shared_passages(DRAFT, FOUND):
        for pieces in (passage.draft, passage.other):
            assert all(a.end == b.start for a, b in pairwise(pieces))
            assert pieces[0].is_shared and pieces[-1].is_shared


def test_the_same_text_is_one_passage_from_beginning_to_end():
    (passage,) = shared_passages(DRAFT, DRAFT)
    assert texts(passage, DRAFT, DRAFT) == (DRAFT.rstrip("."), DRAFT.rstrip("."))


def test_texts_without_three_words_in_common_share_nothing():
    assert shared_passages(DRAFT, "Nothing of this stands there.") == []
    assert shared_passages("", DRAFT) == shared_passages(DRAFT, "") == []


def test_the_longest_are_kept_and_stand_in_the_order_of_the_draft():
    one = "a b c d e f g h x1 x2 x3 x4 x5 x6 x7 x8 k l m n o p q r s t u v"
    other = "k l m n o p q r s t u v y1 y2 y3 y4 y5 y6 y7 a b c d e f g h"
    assert [passage.words for passage in shared_passages(one, other)] == [8, 12]
    assert [passage.words for passage in shared_passages(one, other, most=1)] == [12]


def test_a_script_without_spaces():
    draft, found = (
        "我们建议保护上网儿童工作组保存一份清单",
        "上届会议决定保护上网儿童工作组另行讨论",
    )
    (passage,) = shared_passages(draft, found)
    assert texts(passage, draft, found) == ("保护上网儿童工作组",) * 2


def made(seed):
    chance = random.Random(seed)
    vocabulary = [f"w{n}" for n in range(30)]
    one = [chance.choice(vocabulary) for _ in range(80)]
    other = [chance.choice(vocabulary) for _ in range(20)] + one[10:50] + one[60:75]
    return " ".join(one), ", ".join(other)


@pytest.mark.parametrize("seed", range(40))
def test_whatever_the_texts_both_sides_say_the_same_words(seed):
    draft, found = made(seed)
    for passage in shared_passages(draft, found):
        sides = [
            [word.text for p in pieces if p.is_shared for word in words(text[p.start : p.end])]
            for pieces, text in ((passage.draft, draft), (passage.other, found))
        ]
        assert sides[0] == sides[1]
        assert len(sides[0]) == passage.words


@pytest.mark.parametrize("seed", range(40))
def test_no_word_stands_in_two_passages(seed):
    draft, found = made(seed)
    for side in ("draft", "other"):
        spans = sorted(
            (p.start, p.end)
            for passage in shared_passages(draft, found, most=1_000)
            for p in getattr(passage, side)
            if p.is_shared
        )
        assert all(a[1] <= b[0] for a, b in pairwise(spans))


@pytest.mark.parametrize("seed", range(20))
def test_two_texts_share_the_same_long_passages_whichever_is_the_draft(seed):
    draft, found = made(seed)
    there = {texts(p, draft, found) for p in shared_passages(draft, found) if p.words >= 15}
    back = {texts(p, found, draft)[::-1] for p in shared_passages(found, draft) if p.words >= 15}
    assert there and {draft_text for draft_text, _ in there} & {text for text, _ in back}


def test_a_text_that_repeats_itself_for_ever_is_answered():
    assert shared_passages("a b c " * 20_000, "c a b " * 20_000)
