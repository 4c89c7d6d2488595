"""The next edition of a text: places, labels, citations and identity of its clauses."""

import pytest

from wgcop.editions.composing import ByHand, CannotFollow, HandChoice, NextState, compose
from wgcop.resolutions.models import SectionKind
from wgcop.resolutions.reading import ReadClause, ReadSection, ReadText

RESOLVES = [
    ("1", "to continue the work on the protection of children in all its activities"),
    ("2", "to invite Member States and Sector Members to share what they have learned"),
    ("3", "to hold a workshop on good practice in each region before the next conference"),
]


def text_of(*sections):
    """A text of sections, each with its heading and its labels and words; an indent is a depth."""
    found, number = [], 0
    for at, (heading, kind, clauses) in enumerate(sections):
        row = []
        for label, words in clauses:
            number += 1
            depth = len(label) - len(label.lstrip())
            label = label.strip()
            wid = f"w-1.{heading}_{number}"
            row.append(ReadClause(number, wid, number, depth, label, f"{heading} {label}", words))
        found.append(ReadSection(at, kind, heading, "", tuple(row)))
    return ReadText(tuple(found))


def resolves(*clauses):
    return text_of(("resolves", SectionKind.OPERATIVE, clauses or RESOLVES))


def shown(following):
    return [(each.label, each.wid, [str(one) for one in each.states]) for each in following.clauses]


def next_of(text, agreed=None, *choices):
    return compose(text, agreed or {}, choices, work="w-1")


ONE, TWO, THREE = (f"w-1.resolves_{n}" for n in (1, 2, 3))


def test_an_unchanged_text_keeps_every_clause():
    assert shown(next_of(resolves())) == [
        ("1", ONE, ["kept"]),
        ("2", TWO, ["kept"]),
        ("3", THREE, ["kept"]),
    ]


def test_a_second_line_is_a_new_clause_and_those_after_it_are_renumbered():
    agreed = {1: f"{RESOLVES[0][1]}\nto publish an annual report on this"}
    following = next_of(resolves(), agreed)
    assert [each[0] for each in shown(following)] == ["1", "2", "3", "4"]
    assert following.clauses[1].states == [NextState.NEW]
    assert following.clauses[1].citation == "resolves 2"
    assert following.clauses[1].wid not in (ONE, TWO, THREE)
    assert following.clauses[2].wid == TWO and "renumbered" in following.clauses[2].states


def test_a_split_clause_continues_in_its_larger_part():
    words = RESOLVES[1][1].split()
    agreed = {2: f"{' '.join(words[:4])}\n{' '.join(words[4:])}"}
    following = next_of(resolves(), agreed)
    first, second = following.clauses[1:3]
    assert second.was.wid == TWO and first.split_from.wid == TWO and not first.is_sure
    swapped = next_of(
        resolves(),
        agreed,
        HandChoice(TWO, ByHand.CONTINUES, TWO),
        HandChoice(f"{TWO}/2", ByHand.SPLIT, TWO),
    )
    assert swapped.clauses[1].was.wid == TWO and swapped.clauses[2].split_from.wid == TWO
    joined = next_of(resolves(), agreed, HandChoice(f"{TWO}/2", ByHand.JOINED))
    assert len(joined.clauses) == 3 and joined.clauses[1].words == agreed[2]


def test_a_clause_that_is_left_out_is_suppressed_or_found_where_its_words_stand():
    following = next_of(resolves(), {}, HandChoice(TWO, ByHand.LEFT_OUT))
    assert [each.clause.wid for each in following.suppressed] == [TWO]
    assert [(each.label, each.wid) for each in following.clauses] == [("1", ONE), ("2", THREE)]
    merged = next_of(
        resolves(),
        {1: f"{RESOLVES[0][1]}, and {RESOLVES[1][1]}"},
        HandChoice(TWO, ByHand.MERGED, ONE),
    )
    assert merged.clauses[0].merged[0].wid == TWO and not merged.suppressed
    assert NextState.MERGED in merged.clauses[0].states


def test_a_suppressed_clause_is_left_out_unless_somebody_says_where_its_words_stand():
    out = compose(resolves(), {2: ""}, (), work="w-1", suppressed=[TWO])
    assert [each.clause.wid for each in out.suppressed] == [TWO]
    assert [(each.label, each.wid) for each in out.clauses] == [("1", ONE), ("2", THREE)]
    agreed = {1: f"{RESOLVES[0][1]}, and {RESOLVES[1][1]}", 2: ""}
    by_hand = [HandChoice(TWO, ByHand.MERGED, ONE)]
    merged = compose(resolves(), agreed, by_hand, work="w-1", suppressed=[TWO])
    assert merged.clauses[0].merged[0].wid == TWO and not merged.suppressed
    text = resolves(("1", "to act:"), (" a)", "at home;"), (" b)", "abroad."), ("2", "to report."))
    whole = compose(text, {1: "", 2: "", 3: ""}, (), work="w-1", suppressed=[ONE, TWO, THREE])
    assert len(whole.suppressed) == 3
    assert [(each.label, each.words) for each in whole.clauses] == [("1", "to report.")]


def test_a_moved_clause_keeps_its_identity_in_another_section():
    text = text_of(
        (
            "recalling",
            SectionKind.PREAMBULAR,
            [("a)", "Resolution 1 of the conference;"), ("b)", "Resolution 2 of the conference,")],
        ),
        ("resolves", SectionKind.OPERATIVE, RESOLVES),
    )
    moved = "w-1.recalling_2"
    following = next_of(text, {}, HandChoice(moved, ByHand.AFTER, "w-1.resolves_3"))
    assert [each.label for each in following.clauses] == ["", "1", "2", "3", "4"] or [
        each.label for each in following.clauses
    ] == ["a)", "1", "2", "3", "4"]
    at = next(each for each in following.clauses if each.wid == moved)
    assert at.is_moved and at.citation == "resolves 2"
    first = next_of(text, {}, HandChoice(moved, ByHand.AFTER, "section:0"))
    assert [each.wid for each in first.clauses][:2] == [moved, "w-1.recalling_1"]


def test_items_go_along_with_the_clause_above_them():
    text = resolves(
        ("1", RESOLVES[0][1]),
        (" a)", "first of the items of one"),
        (" b)", "second of the items of one"),
        ("2", RESOLVES[1][1]),
    )
    following = next_of(text, {}, HandChoice("w-1.resolves_1", ByHand.AFTER, "w-1.resolves_4"))
    assert [(each.label, each.citation) for each in following.clauses] == [
        ("1", "resolves 1"),
        ("2", "resolves 2"),
        ("a)", "resolves 2 a)"),
        ("b)", "resolves 2 b)"),
    ]
    out = next_of(text, {}, HandChoice("w-1.resolves_1", ByHand.LEFT_OUT))
    assert len(out.suppressed) == 3 and [each.label for each in out.clauses] == ["1"]


@pytest.mark.parametrize(
    "choice",
    [
        HandChoice(ONE, ByHand.AFTER, ONE),
        HandChoice(ONE, ByHand.AFTER, "w-1.nothing"),
        HandChoice(f"{ONE}/7", ByHand.NEW),
        HandChoice(ONE, ByHand.MERGED, f"{ONE}/7"),
    ],
)
def test_what_cannot_be_followed_is_named(choice):
    with pytest.raises(CannotFollow) as refused:
        next_of(resolves(), {}, choice)
    assert refused.value.choice == choice


def test_two_clauses_cannot_continue_the_same():
    with pytest.raises(CannotFollow):
        next_of(
            resolves(),
            {},
            HandChoice(ONE, ByHand.CONTINUES, TWO),
            HandChoice(THREE, ByHand.CONTINUES, TWO),
        )


def test_a_text_that_numbers_its_sections_through_goes_on_doing_so():
    text = text_of(
        (
            "resolves",
            SectionKind.OPERATIVE,
            [("1", "first words of all of them"), ("2", "second words of all of them")],
        ),
        (
            "invites Member States",
            SectionKind.OPERATIVE,
            [("3", "third words of all of them"), ("4", "fourth words of all of them")],
        ),
    )
    following = next_of(text, {1: "first words of all of them\nnew words that nobody had before"})
    assert [each.label for each in following.clauses] == ["1", "2", "3", "4", "5"]
    assert following.clauses[3].wid == "w-1.invites Member States_3"


def test_labels_that_were_printed_out_of_order_stay_if_nothing_moved():
    text = resolves(
        ("1", "first words of all of them"),
        ("1bis", "more words of all of them"),
        ("4", "fourth words of all of them"),
    )
    assert [each.label for each in next_of(text).clauses] == ["1", "1bis", "4"]
