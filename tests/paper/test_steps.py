"""Steps between two texts, and texts that several people change at once: nothing that anybody wrote is lost."""

import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from prosemirror.model import Slice

from tests.paper.papers import edited, papers
from wgcop.paper import plain, validate
from wgcop.paper.schema import Misshapen
from wgcop.paper.steps import (
    applied,
    check,
    join,
    node_of,
    plain_words,
    read_step,
    rebase,
    repairs,
    steps_between,
    tree_of,
    written,
)
from wgcop.paper.steps.kinds import ReplaceAround

CHANCE = st.randoms(use_true_random=False)


def normal(tree):
    """As the editor has it: neighbouring letters with the same marks in one piece, every attribute said."""
    node = node_of(tree)
    return node.copy(type(node.content).from_array([_joined(c) for c in node.content.content]))


def _joined(node):
    if node.is_text:
        return node
    return node.copy(type(node.content).from_array([_joined(c) for c in node.content.content]))


def test_a_step_whose_ends_were_moved_past_each_other_is_let_go():
    """Kept, it could be stored, and never be read again."""
    texts = [{"type": "text", "text": "One"}, {"type": "text", "text": "Two"}]
    text = node_of(
        {
            "type": "doc",
            "content": [
                {"type": "paragraph", "attrs": {"id": name}, "content": [words]}
                for name, words in zip(["aaaaaaaa", "bbbbbbbb"], texts, strict=True)
            ],
        }
    )
    crossed = ReplaceAround(5, 0, 5, 0, Slice.empty, 0, True)
    assert crossed.apply(text).failed


def steps_read(steps):
    return [read_step(json.loads(json.dumps(step.to_json()))) for step in steps]


@given(papers(), CHANCE, st.integers(1, 6))
def test_the_steps_between_two_texts_lead_from_one_to_the_other(tree, chance, edits):
    old, new = normal(tree), normal(edited(tree, chance, edits))
    text = old
    for step in steps_read(steps_between(old, new)):
        text = applied(text, step)
        assert text is not None
    assert tree_of(text) == tree_of(new)


@given(papers(), CHANCE)
def test_a_change_in_one_paragraph_touches_no_other(tree, chance):
    old, new = normal(tree), normal(edited(tree, chance, 1))
    for one, other in zip(old.content.content, new.content.content, strict=False):
        if one.eq(other):
            place = sum(b.node_size for b in old.content.content[: old.content.content.index(one)])
            for step in steps_between(old, new):
                span = (getattr(step, "from_", -1), getattr(step, "to", -1))
                assert not place < span[0] < place + one.node_size
        else:
            break


@given(papers(), CHANCE, st.integers(1, 5))
def test_what_is_known_block_by_block_is_what_the_whole_says(tree, chance, edits):
    text = normal(edited(tree, chance, edits))
    assert json.loads(written(text)) == tree_of(text)
    assert plain_words(text) == plain(tree_of(text))
    try:
        validate(tree_of(text))
    except Misshapen:
        with pytest.raises(Misshapen):
            check(text)
    else:
        check(text)


def words(node):
    return sorted(plain_words(node).split())


@given(papers(), CHANCE, CHANCE, st.integers(1, 4), st.integers(1, 4))
def test_two_texts_made_of_one_are_joined_or_contested_and_nothing_gets_lost(
    tree, one, other, mine_edits, their_edits
):
    base = normal(tree)
    mine, theirs = normal(edited(tree, one, mine_edits)), normal(edited(tree, other, their_edits))
    joined = join(base, mine, theirs)
    text = theirs
    for step in joined.steps:
        text = applied(text, step)
    if joined.contested:
        assert not joined.steps
        return
    assert tree_of(text) == tree_of(joined.text)
    here = faces(joined.text)
    for wanted in (mine, theirs):
        for block_id, face in faces(wanted).items():
            if face != faces(base).get(block_id):
                assert here[block_id] == face


def faces(node):
    return {
        each["attrs"]["id"]: (each["type"], each["attrs"], each.get("content"))
        for each in _blocks(tree_of(node))
        if each["type"] in ("paragraph", "heading")
    }


def _blocks(tree):
    for child in tree.get("content", ()):
        if "id" in child.get("attrs", {}):
            yield child
            yield from _blocks(child)


@given(papers(), CHANCE)
def test_a_text_joined_with_one_that_did_not_change_is_the_changed_one(tree, chance):
    base, changed = normal(tree), normal(edited(tree, chance, 3))
    assert tree_of(join(base, changed, base).text) == tree_of(changed)
    assert tree_of(join(base, base, changed).text) == tree_of(changed)
    assert tree_of(join(base, changed, changed).text) == tree_of(changed)


@given(papers(), CHANCE, CHANCE)
def test_ids_are_mended_after_any_two_writers(tree, one, other):
    base = normal(tree)
    one, other = normal(edited(tree, one, 3)), normal(edited(tree, other, 3))
    assume(_is_sound(one) and _is_sound(other))
    mine, theirs = steps_between(base, one), steps_between(base, other)
    moved = rebase(rebase(base, theirs).text, mine, theirs)
    mended = rebase(moved.text, repairs(moved.text, before=base, steps=moved.steps))
    ids = [each["attrs"]["id"] for each in _blocks(tree_of(mended.text))]
    assert len(ids) == len(set(ids))
    assert plain_words(mended.text) == plain_words(moved.text)


def _is_sound(text):
    """A step that puts in a list whose items begin with a heading can not be mended."""
    try:
        text.check()
    except ValueError:
        return False
    return True
