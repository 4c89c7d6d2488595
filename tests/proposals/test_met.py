"""A proposal is met if the words of the clause say what it said, whatever else changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgcop.proposals.met import is_met

BASE = "to continue the study of child online protection within its mandate;"
ASKED = BASE.replace("continue", "intensify").replace(" within its mandate", "")


@pytest.mark.parametrize(
    ("now", "met"),
    [
        (ASKED, True),
        (ASKED.replace("study", "careful study"), True),
        (BASE.replace("continue", "intensify"), False),
        (BASE, False),
        (ASKED.replace("intensify", "intensify and extend"), False),
        (f"{ASKED}\nto train teachers;", True),
        (f"{BASE}\n{ASKED}", False),
    ],
)
def test_all_that_was_asked_has_to_stand_there(now, met):
    assert is_met(BASE, ASKED, now) is met


def test_a_new_clause_below_does_not_hide_that_the_last_words_are_those_that_were_asked_for():
    base, asked = "beyond 26 June 1967,", "beyond 26 March 1968,"
    assert is_met(base, asked, f"{asked}\nNoting, from the report, the new conditions,")
    assert not is_met(f"{base}\nand after,", asked, f"{asked}\nand later,")


def test_who_asked_for_nothing_new_and_for_no_words_is_not_met_by_others():
    assert not is_met(BASE, BASE, ASKED)
    assert not is_met(BASE, "", ASKED)


_texts = st.lists(st.sampled_from(["the", "Director", "and", "children", ","]), max_size=9).map(
    " ".join
)


@given(base=_texts, wording=_texts)
def test_its_own_words_meet_it_and_the_words_it_changes_do_not(base, wording):
    assert is_met(base, wording, wording) is (base != wording)
    assert not is_met(base, wording, base)
