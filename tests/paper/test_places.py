"""Places in a text go with their words, whatever is written and deleted around them."""

import json

from hypothesis import given
from hypothesis import strategies as st
from prosemirror.model import Slice

from tests.paper.papers import papers
from wgcop.paper.steps import TextPlace, applied, node_of, read_step, tree_of, words_of_blocks
from wgcop.paper.steps.kinds import Replace

WORDS = "abcdefghij"


def text_of(*paragraphs):
    return node_of(
        {
            "type": "doc",
            "content": [
                {
                    "type": "paragraph",
                    "attrs": {"id": f"block-{n}"},
                    "content": [{"type": "text", "text": words}],
                }
                for n, words in enumerate(paragraphs)
            ],
        }
    )


def typed(place, words):
    return read_step(
        {
            "stepType": "replace",
            "from": place,
            "to": place,
            "slice": {"content": [{"type": "text", "text": words}]},
        }
    )


def cut(start, end):
    return Replace(start, end, Slice.empty)


@given(
    st.tuples(st.integers(0, 9), st.integers(1, 10)).filter(lambda ends: ends[0] < ends[1]),
    st.lists(
        st.tuples(st.sampled_from(["type", "cut"]), st.integers(0, 40), st.integers(1, 6)),
        max_size=12,
    ),
)
def test_a_place_holds_what_is_left_of_its_words_and_what_was_typed_between_them(ends, acts):
    """Each letter of the text says whether it is one of them."""
    text, place = text_of(WORDS), TextPlace(1 + ends[0], 1 + ends[1])
    letters = [ends[0] <= number < ends[1] for number in range(len(WORDS))]
    for act, at, size in acts:
        if not letters:
            break
        start = at % (len(letters) + 1)
        if act == "type":
            step = typed(1 + start, "x" * size)
            is_between = any(letters[:start]) and any(letters[start:])
            letters[start:start] = [is_between] * size
        else:
            end = min(start + size, len(letters))
            if start == end:
                continue
            step = cut(1 + start, 1 + end)
            del letters[start:end]
        text = applied(text, step)
        place = place.after(step)
    own = [number for number, is_own in enumerate(letters) if is_own]
    if own:
        assert (place.start, place.end) == (1 + own[0], 2 + own[-1])
    else:
        assert place.is_gone and 1 <= place.start <= 1 + len(letters)


def test_words_that_are_typed_over_as_a_whole_are_followed_by_what_replaced_them():
    step = Replace(3, 6, Slice(text_of("new words").first_child.content, 0, 0))
    assert TextPlace(3, 6).after(step) == TextPlace(3, 12)


def test_words_of_a_paragraph_that_is_split_stay_one_place():
    text = text_of("Radio reaches parents")
    split = read_step(
        {
            "stepType": "replace",
            "from": 10,
            "to": 10,
            "slice": {
                "content": [
                    {"type": "paragraph", "attrs": {"id": "block-0"}},
                    {"type": "paragraph", "attrs": {"id": "block-1"}},
                ],
                "openStart": 1,
                "openEnd": 1,
            },
        }
    )
    place = TextPlace(7, 14).after(split)
    assert applied(text, split).text_between(place.start, place.end, "|") == "rea|ches"


@given(papers(), st.data())
def test_letters_of_a_block_and_their_place_lead_to_each_other(tree, data):
    """Wherever the block stands: in a list, a table, a quotation, behind a note or a picture."""
    text = node_of(tree)
    for block in words_of_blocks(json.loads(json.dumps(tree_of(text)))):
        if not block.pieces:
            continue
        first = data.draw(st.integers(0, len(block.words) - 1))
        last = data.draw(st.integers(first + 1, len(block.words)))
        place = block.place(first, last)
        assert block.letters(place) == (first, last)
        assert block.start <= place.start < place.end <= block.end
        found = text.resolve(place.start)
        assert found.parent.attrs["id"] == block.id
        piece = text.text_between(
            place.start, place.end, "", lambda node: "\n" if node.type.name == "hard_break" else ""
        )
        if "footnote" not in json.dumps(tree) and "deletion" not in json.dumps(tree):
            assert piece == block.words[first:last]
