"""Whatever is heard in whichever order, over lines that are cut at any moment: the text of JavaScript is that of Python."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contributions.writing.orders import WRITERS, Node, Trial

HAPPENINGS = ["write", "write", "write", "serve", "serve", "hear", "hear", "hear", "cut", "back"]


@settings(max_examples=max(25, settings.default.max_examples // 3))
@given(
    st.integers(0, 2**31),
    st.lists(
        st.tuples(st.integers(0, WRITERS - 1), st.sampled_from(HAPPENINGS), st.integers(0, 3)),
        min_size=10,
        max_size=60,
    ),
)
def test_any_order_of_hearing_ends_in_the_same_text(node, seed, happenings):
    trial = Trial(node, seed)
    for writer in range(WRITERS):
        trial.do(writer, "back", 0)
    for happening in happenings:
        trial.do(*happening)
    trial.finish()
    assert trial.reopened == 0


MISFIT = {"step": {"stepType": "replace", "from": 90_000, "to": 90_000}, "client": "another"}
"""A step that fits no text of this test: whoever hears it has another text than the server."""


@pytest.mark.parametrize("first", [0, 1], ids=["text", "steps"])
def test_whoever_opens_the_text_again_hears_what_others_write_meanwhile(node, first):
    trial = trial_astray(node)
    trial.do(0, "serve", 0)
    while not trial.lines[1].asked:
        trial.do(1, "write", 0)
    trial.do(1, "serve", 0)
    trial.do(0, "hear", first)
    trial.finish()
    assert trial.reopened == 1


def test_whoever_cannot_open_the_text_again_now_does_so_later(node):
    trial = trial_astray(node)
    trial.tell(0, "answer", {"ok": False, "reason": "busy"})
    trial.do(0, "cut", 0)
    trial.finish()
    assert trial.reopened == 1


def test_an_attribute_of_a_block_in_whose_place_words_are_fits_no_more(node):
    trial = trial_astray(node, {**MISFIT, "step": OF_WORDS})
    trial.do(0, "serve", 0)
    trial.finish()
    assert trial.reopened == 1


OF_WORDS = {"stepType": "attr", "pos": 1, "attr": "id", "value": "b1"}


def trial_astray(node: Node, misfit: dict[str, Any] = MISFIT) -> Trial:
    """The first writer finds that the server has another text, and asks for it."""
    trial = Trial(node, seed=1)
    trial.finish()
    trial.tell(0, "hear", {"from": trial.authority.version, "steps": [misfit]})
    assert trial.lines[0].asked and trial.lines[0].asked["name"] == "document:open"
    return trial
