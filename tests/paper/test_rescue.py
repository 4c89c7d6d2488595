"""One writes where another deletes at the same time: the words are there afterwards, and only they."""

from hypothesis import assume, given
from hypothesis import strategies as st
from prosemirror.model import Fragment, Slice

from tests.paper.papers import papers
from tests.paper.test_steps import normal
from wgcop.paper.steps import applied, rebase
from wgcop.paper.steps.kinds import Replace
from wgcop.paper.steps.trees import PAPERS

WORD = "zebra"

CHANCE = st.randoms(use_true_random=False)


@given(papers(), CHANCE)
def test_words_stay_whose_place_was_deleted_meanwhile(tree, chance):
    text = normal(tree)
    typing, deleting = typed(chance, text), deleted(chance, text)
    alone = rebase(text, deleting).text
    assert words(rebase(alone, typing, deleting).text) == [*words(alone), *WORD]


@given(papers(), CHANCE)
def test_a_deletion_spares_words_that_its_writer_has_not_seen(tree, chance):
    text = normal(tree)
    typing, deleting = typed(chance, text), deleted(chance, text)
    alone = rebase(text, deleting).text
    after = rebase(rebase(text, typing).text, deleting, typing).text
    assert words(after) == [*words(alone), *WORD]


@given(papers(), CHANCE)
def test_words_stay_where_they_were_when_the_block_around_them_moves(tree, chance):
    text = normal(tree)
    typing = typed(chance, text)
    block = chance.choice(text.content.content)
    place = text.content.size
    for each in reversed(text.content.content):
        place -= each.node_size
        if each is block:
            break
    end = text.content.size
    moving = [
        Replace(end, end, Slice(Fragment.from_(block), 0, 0)),
        Replace(place, place + block.node_size, Slice.empty),
    ]
    moved = rebase(text, moving).text
    assert words(rebase(moved, typing, moving).text) == [*words(moved), *WORD]


def test_they_stay_in_the_sentence_of_which_the_rest_was_deleted():
    text = paper("Parents need guidance on safety.")
    deleting = [Replace(9, 22, Slice.empty)]
    typing = [Replace(14, 14, line("clear"))]
    assert lines(rebase(rebase(text, deleting).text, typing, deleting)) == [
        "Parents clear on safety."
    ]
    assert lines(rebase(rebase(text, typing).text, deleting, typing)) == [
        "Parents clear on safety."
    ]


def test_they_get_a_paragraph_if_theirs_is_gone():
    text = paper("One.", "Two.", "Three.")
    deleting = [Replace(6, 12, Slice.empty)]
    typing = [Replace(11, 11, line(" Yes")), Replace(15, 15, line("."))]
    assert lines(rebase(rebase(text, deleting).text, typing, deleting)) == [
        "One.",
        " Yes.",
        "Three.",
    ]
    assert lines(rebase(rebase(text, typing).text, deleting, typing)) == ["One.", " Yes.", "Three."]


def test_what_is_typed_over_a_selection_stands_whole_behind_the_words_that_were_in_it():
    text = paper("Parents need guidance.")
    replacing = typing_of("require", Replace(9, 13, line("r")))
    typing = [Replace(11, 11, line("KENYA"))]
    after = ["Parents KENYArequire guidance."]
    assert lines(rebase(rebase(text, typing).text, replacing, typing)) == after


def test_what_is_typed_into_a_word_that_another_types_over_stands_whole_behind_it():
    text = paper("Parents need guidance.")
    replacing = [Replace(9, 13, line("require"))]
    typing = typing_of("KENYA", Replace(11, 11, line("K")))
    after = ["Parents requireKENYA guidance."]
    assert lines(rebase(rebase(text, replacing).text, typing, replacing)) == after


def test_paragraphs_that_are_written_where_all_was_deleted_stay_apart_and_in_order():
    text = paper("One.", "Two.", "Three.")
    deleting = [Replace(0, 12, Slice.empty)]
    written = [
        *typing_of("First.", Replace(5, 5, line("F"))),
        Replace(11, 11, Slice(Fragment.from_array([paragraph(), paragraph()]), 1, 1)),
        *typing_of("Second.", Replace(13, 13, line("S"))),
    ]
    emptied = rebase(text, deleting).text
    assert lines(rebase(emptied, written, deleting)) == ["First.", "Second.", "Three."]


def typing_of(word, first):
    """A letter at a time; the first may replace something."""
    return [
        first,
        *(
            Replace(first.from_ + at, first.from_ + at, line(word[at]))
            for at in range(1, len(word))
        ),
    ]


def paragraph():
    return PAPERS.nodes["paragraph"].create()


def paper(*sentences):
    blocks = [PAPERS.nodes["paragraph"].create(None, PAPERS.text(each)) for each in sentences]
    return PAPERS.nodes["doc"].create(None, blocks)


def line(sentence):
    return Slice(Fragment.from_(PAPERS.text(sentence)), 0, 0)


def lines(rebased):
    return [block.text_content for block in rebased.text.content.content]


def typed(chance, text):
    """The word, a letter at a time, at any place where something can be written."""
    places = []
    text.descendants(
        lambda node, place, *_: (
            places.extend(range(place + 1, place + 2 + node.content.size))
            if node.inline_content and node.is_block
            else None
        )
    )
    steps = []
    place = chance.choice(places or [0])
    for at, letter in enumerate(WORD):
        steps.append(Replace(place + at, place + at, line(letter)))
    assume(len(rebase(text, steps).steps) == len(WORD))
    return steps


def deleted(chance, text):
    """Up to three deletions, each on what the one before has left."""
    steps = []
    for _ in range(20):
        start, end = sorted(chance.randint(0, text.content.size) for _ in range(2))
        step = Replace(start, end, Slice.empty)
        after = applied(text, step) if start < end else None
        if after is not None and len(steps) < 3:
            steps.append(step)
            text = after
    return steps


def words(text):
    """What the text says, with the word at the end if it is in one piece."""
    said = "\n".join(_said(text)).replace("\n", "")
    return [*said.replace(WORD, "", 1), *(WORD if WORD in said else ())]


def _said(node):
    if node.is_text:
        return [node.text]
    return [said for child in node.content.content for said in _said(child)]
