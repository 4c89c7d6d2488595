"""Accepting all changes gives the new text, and rejecting all the old one: exactly, whatever the two are."""

import copy
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.paper.papers import chances, edited, papers
from wgcop.paper.comparison import accept, compare, reject
from wgcop.paper.comparison.marks import canonical
from wgcop.paper.tree import Node


@settings(max_examples=150, deadline=None)
@given(papers(), chances(), st.integers(0, 12))
def test_after_any_edits_both_texts_come_back(old: Node, chance: random.Random, edits: int) -> None:
    new = edited(old, chance, edits)
    before, after = copy.deepcopy(old), copy.deepcopy(new)
    marked = compare(old, new).marked
    assert accept(marked) == canonical(new)
    assert reject(marked) == canonical(old)
    assert (old, new) == (before, after)


@settings(max_examples=100, deadline=None)
@given(papers(), papers())
def test_two_texts_that_have_nothing_to_do_with_each_other_come_back_too(
    old: Node, new: Node
) -> None:
    marked = compare(old, new).marked
    assert accept(marked) == canonical(new)
    assert reject(marked) == canonical(old)


@settings(max_examples=50, deadline=None)
@given(papers())
def test_a_text_compared_with_itself_has_no_changes(tree: Node) -> None:
    comparison = compare(tree, tree)
    assert comparison.marked == canonical(tree)
    assert not comparison.changes
