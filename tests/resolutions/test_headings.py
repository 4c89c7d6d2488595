"""Headings are known by their words, and one that ran into a paragraph only if that is unmistakable."""

import pytest

from wgcop.resolutions.headings import (
    heading_at_start,
    kind_of,
    stands_alone,
    verb_and_addressee,
)
from wgcop.resolutions.run_in import find_run_in


@pytest.mark.parametrize(
    "heading",
    [
        "considering",
        "considering further",
        "recognizing also",
        "noting with satisfaction and appreciation",
        "having taken into account",
        "bearing in mind",
        "deeply concerned",
        "aware of",
        "recognizing that",
        "recalling and reaffirming",
        "in view of",
        "taking into account the mandate of the group",
    ],
)
def test_preambular_headings(heading):
    assert kind_of(heading) == "preambular"


@pytest.mark.parametrize(
    "heading",
    [
        "resolves",
        "resolves further",
        "further resolves",
        "resolves that",
        "decides",
        "instructs the Secretary-General, in consultation with the Directors of the Bureaux",
        "invites ITU Member States",
        "calls upon developing countries",
        "resolves to instruct the Directors of the Bureaux",
        "encourages Member States and Sector Members",
        "authorizes the Secretary-General",
        "appeals to Member States",
        "taking into account best practices, invites Member States",
        "requests the ITU Council",
        "urges administrations",
    ],
)
def test_operative_headings(heading):
    assert kind_of(heading) == "operative"


@pytest.mark.parametrize(
    "text",
    [
        "that it is so",
        "the role of the Union",
        "inter alia",
        "",
        "x" * 400,
    ],
)
def test_other_words_are_no_heading(text):
    assert kind_of(text) is None


def test_an_unmarked_line_with_an_instruction_in_it_is_a_paragraph():
    assert stands_alone("instructs the Secretary-General") == "operative"
    assert stands_alone("instructs the Secretary-General to report") is None
    assert heading_at_start("instructs the Secretary-General to report;") == (
        "instructs the Secretary-General",
        "to report;",
    )


@pytest.mark.parametrize(
    "text",
    [
        "to apply Resolution 5, which invites Member States to act",
        "to see that the group meets, and invites the Council to act",
        "to recall Resolution 8, which resolves to act, instructs the Director to help",
        "to meet, encourages optimism to grow",
    ],
)
def test_a_sentence_is_left_alone(text):
    assert find_run_in(text, preambular=False) is None


def test_a_sentence_about_another_text_ends_with_its_stop():
    text = (
        "to apply Resolution 5, which invites Member States to act. instructs the Director to help"
    )
    found = find_run_in(text, preambular=False)
    assert found is not None and text[found.start : found.rest] == "instructs the Director "


def test_the_preamble_needs_a_numbered_item_to_be_sure():
    text = "that it is so, invites Member States to act"
    assert find_run_in(text, preambular=True) is None
    assert find_run_in(text, preambular=False) is not None
    assert find_run_in("that it is so, invites Member States 1 to act", preambular=True) is not None


def test_a_heading_is_a_verb_and_whom_it_addresses():
    assert verb_and_addressee("further invites the Council") == ("further invites", "the Council")
    assert verb_and_addressee("resolves") == ("resolves", "")
    assert verb_and_addressee("taking into account this, invites Member States") == (
        "invites",
        "Member States",
    )
