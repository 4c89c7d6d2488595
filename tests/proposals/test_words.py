"""The words of a proposal: taking its changes gives them, leaving its changes out gives the base."""

import random

import pytest

from wgcop.paper.schema import validate
from wgcop.paper.tree import plain, walk
from wgcop.proposals.overlap import change_the_same
from wgcop.proposals.words import accepted, as_typed, marked_words, rejected

SIGNED = {"by": "Kenya", "at": "2026-12-01T10:00:00+00:00"}
BASE = "that children use the Internet at home, in school and on the road,"
PIECES = [
    "that",
    "*considering*",
    "the",
    "Council",
    "shall",
    "[may]",
    "by",
    "2027,",
    "*instructs",
    "the",
    "Director*",
    "to",
    "report",
    ";\n",
    "invite",
    "بأن",
    "儿童",
    "всех",
]


def some_words(chance, most=25):
    typed = " ".join(chance.choice(PIECES) for _ in range(chance.randint(1, most)))
    return as_typed(typed) or "that"


def changed(words, chance):
    pieces = words.split(" ")
    for _ in range(chance.randint(0, 4)):
        place = chance.randrange(len(pieces))
        if chance.random() < 0.5:
            pieces.insert(place, chance.choice(PIECES).strip() or "that")
        elif len(pieces) > 1:
            pieces.pop(place)
    return as_typed(" ".join(pieces)) or "that"


@pytest.mark.parametrize("seed", range(20))
def test_any_change_can_be_taken_and_left_out_again(seed):
    chance = random.Random(seed)
    for _ in range(60):
        base = some_words(chance)
        words = changed(base, chance) if chance.random() < 0.6 else some_words(chance)
        tree = validate(marked_words(base, words, **SIGNED))
        assert (accepted(tree), rejected(tree)) == (words, base)


def test_every_mark_is_signed_by_its_source():
    tree = marked_words("that *all* agree\nthat few know", "that all agree\nnobody", **SIGNED)
    marks = [
        mark
        for node in walk(tree)
        for mark in node.get("marks", ())
        if mark["type"] in ("insertion", "deletion")
    ]
    assert marks and all(mark["attrs"] == SIGNED for mark in marks)


def test_a_clause_that_is_deleted_has_no_words_left():
    tree = marked_words(BASE, "", **SIGNED)
    assert (plain(tree), rejected(tree)) == ("", BASE)


@pytest.mark.parametrize(
    "one, other, is_so",
    [
        (("Internet", "net"), ("Internet", "telephone"), True),
        (("Internet", "net"), ("the Internet at home", "it"), True),
        (("Internet", "net"), ("school", "class"), False),
        (("at home", "at home or away"), ("at home", "at home and outside"), True),
        (("at home", "at home or away"), ("children", "young children"), False),
        ((BASE, ""), ("road", "street"), True),
        ((BASE, BASE), ("road", "street"), False),
    ],
)
def test_two_proposals_that_change_the_same_words(one, other, is_so):
    first, second = (marked_words(BASE, BASE.replace(*each), **SIGNED) for each in (one, other))
    assert change_the_same(first, second) is change_the_same(second, first) is is_so
