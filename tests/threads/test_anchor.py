"""Where quoted words stand in a text that has changed since."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgcop.paper import anchor
from wgcop.paper.anchor import Anchor

TEXT = (
    "to continue with the activities of the initiative, encouraging collaboration with the Question, "
    "with a view to providing guidance to Member States on strategies and best practices"
)


def quoted_text_in(text, quoted):
    place = anchor.find(text, quoted)
    return place and text[place.start : place.end]


def test_words_are_found_at_their_place():
    assert quoted_text_in(TEXT, anchor.make(TEXT, "providing guidance")) == "providing guidance"


def test_line_breaks_do_not_matter():
    assert quoted_text_in(TEXT, anchor.make(TEXT, "providing\n  guidance")) == "providing guidance"


def test_missing_words_have_no_anchor():
    assert anchor.make(TEXT, "giving advice") is None
    assert anchor.make(TEXT, "   ") is None


def test_surroundings_decide_between_several_places():
    text = "the report of the first year, and the report of the second year"
    second = anchor.make(text, "the report", prefix="year, and ", suffix=" of the second")

    assert anchor.find(text, second).start == text.rindex("the report")
    longer = f"In short: {text}, both of them."
    assert anchor.find(longer, second).start == longer.rindex("the report")


@pytest.mark.parametrize(
    "new, expected",
    [
        (
            TEXT.replace("providing guidance", "providing timely guidance"),
            "providing timely guidance",
        ),
        (TEXT.replace("guidance", "advice"), "providing advice to Member States"),
        ("2 " + TEXT.replace("activities", "work"), "providing guidance to Member States"),
    ],
)
def test_a_new_wording_keeps_the_quote(new, expected):
    quoted = anchor.make(
        TEXT, expected if expected in TEXT else "providing guidance to Member States"
    )

    assert expected in quoted_text_in(new, quoted) or quoted_text_in(new, quoted) in expected


def test_a_quote_stays_in_its_own_block_as_long_as_that_exists():
    """Even if its words are gone from there, and stand in another."""
    other = "Four districts answered; the four districts of the trial were asked again."
    quoted = Anchor("four districts", "A trial in ", ".")
    changed = anchor.find_among(
        {"own": "A trial in five districts.", "other": other}, "own", quoted
    )
    assert changed.block == "own"
    gone = anchor.find_among({"own": "Nothing of it is left.", "other": other}, "own", quoted)
    assert (gone.block, gone.words) == ("own", None)
    moved = anchor.find_among({"other": other}, "own", quoted)
    assert (moved.block, moved.words.start) == ("other", other.index("four districts"))


def test_a_quote_whose_words_are_gone_is_an_orphan():
    quoted = anchor.make(TEXT, "providing guidance to Member States")

    assert anchor.find("to submit a report to the next conference", quoted) is None
    assert anchor.find("", quoted) is None


def test_chinese_is_compared_by_the_character():
    text = "继续通过第二项计划开展保护上网儿童举措的活动"
    quoted = anchor.make(text, "保护上网儿童")

    assert (
        quoted_text_in(text.replace("保护上网儿童", "保护上网的儿童"), quoted) == "保护上网的儿童"
    )


@pytest.mark.parametrize("character", ["々", "〇", "𠀀"])
def test_every_ideograph_is_a_word_of_its_own(character):
    text = f"保{character}的{character}护"

    assert quoted_text_in(text, Anchor(f"保{character}{character}护")) == text


words = st.lists(st.text("abcde é中", min_size=1, max_size=6), min_size=1, max_size=30).map(
    " ".join
)


@given(before=words, quoted=words, after=words)
def test_whatever_is_quoted_is_found_again(before, quoted, after):
    text = f"{before} {quoted} {after}"
    quote = anchor.make(text, quoted)

    if quoted.split():
        assert quoted_text_in(text, quote) == quote.exact
        assert quote.exact.split() == quoted.split()
    else:
        assert quote is None


@given(text=words, exact=words, prefix=words, suffix=words)
def test_a_place_is_always_within_the_text(text, exact, prefix, suffix):
    place = anchor.find(text, Anchor(exact, prefix, suffix))

    assert place is None or 0 <= place.start < place.end <= len(text)
