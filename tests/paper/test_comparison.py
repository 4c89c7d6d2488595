"""What changed between two papers, as a reader is told it."""

import copy
import time
from typing import Any

import pytest

from wgcop.paper import from_text
from wgcop.paper.comparison import accept, compare, reject
from wgcop.paper.comparison.marks import canonical, change_of, compared
from wgcop.paper.comparison.sides import slices
from wgcop.paper.tree import Node, children, walk


def lines(old: str, new: str) -> list[str]:
    """Each unit of the marked tree with what went in [-…], what came in [+…], and between ~ what is set otherwise."""
    return [
        _line(node)
        for node in walk(compare(from_text(old), from_text(new)).marked)
        if _is_unit(node)
    ]


def told(old: str | Node, new: str | Node) -> list[str]:
    before, after = (from_text(each) if isinstance(each, str) else each for each in (old, new))
    comparison = compare(before, after)
    assert accept(comparison.marked) == canonical(after)
    assert reject(comparison.marked) == canonical(before)
    return [f"{len(line.changes)} {line.part} {line.how}" for line in comparison.summary]


def _is_unit(node: Node) -> bool:
    return node["type"] in ("paragraph", "heading")


def _line(node: Node) -> str:
    about = compared(node)
    moved = "~" if "moved" in about else ""
    return moved + "".join(_piece(piece) for piece in children(node))


def _piece(piece: Node) -> str:
    inner = piece.get("text") or f"({''.join(map(_piece, children(piece)))})"
    inner = f"~{inner}~" if "was" in compared(piece) else inner
    return {"inserted": f"[+{inner}]", "deleted": f"[-{inner}]"}.get(change_of(piece) or "", inner)


def test_words_are_marked_where_they_stand() -> None:
    assert lines("It ran in four districts.", "It ran in nine districts.") == [
        "It ran in[- four][+ nine] districts."
    ]


@pytest.mark.parametrize(
    "old, new, shown",
    [
        ("儿童上网保护", "儿童在线保护", "儿童[-上网][+在线]保护"),
        ("子どもを守る", "子どもたちを守る", "子ども[+たち]を守る"),
        ("защита детей в сети", "защита молодёжи в сети", "защита[- детей][+ молодёжи] в сети"),
        (
            "حماية الأطفال على الإنترنت",
            "حماية الشباب على الإنترنت",
            "حماية[- الأطفال][+ الشباب] على الإنترنت",
        ),
        ("la protección de niños", "la protección de niñas", "la protección de[- niños][+ niñas]"),
        ("été 2018", "été 2022", "été[- 2018][+ 2022]"),
        ("so 👍🏽 far", "so 👍🏿 far", "so[- 👍🏽][+ 👍🏿] far"),
        ("a 👩‍👩‍👧‍👦 b", "a 👩‍👩‍👧 b", "a[- 👩‍👩‍👧‍👦][+ 👩‍👩‍👧] b"),
        ("see WG-COP/3/7 now", "see WG-COP/3/8 now", "see[- WG-COP/3/7][+ WG-COP/3/8] now"),
    ],
)
def test_in_every_script_a_word_is_a_word(old: str, new: str, shown: str) -> None:
    assert lines(old, new) == [shown]


def test_short_words_between_two_changes_are_no_islands() -> None:
    assert lines("in four of nine districts", "in five of ten districts") == [
        "in[- four of nine][+ five of ten] districts"
    ]
    assert lines(
        "instructs the Director of the Bureau to continue to report annually to the Council",
        "invites the Secretary-General and the Director to report every second year to the Council",
    ) == [
        "[-instructs][+invites the Secretary-General and] the Director[- of the Bureau to continue]"
        " to report[- annually][+ every second year] to the Council"
    ]


def test_the_summary_counts_what_happened() -> None:
    old = "# Head\n\nOne of the first.\n\nTwo of the second.\n\nThe third goes.\n\n| a | b |\n|---|---|\n| c | d |"
    new = "# Head\n\nOne of the very first.\n\nTwo of the other second.\n\n- new\n\n| a | b |\n|---|---|\n| c | d |\n| e | f |"
    assert told(old, new) == [
        "2 paragraph changed",
        "1 paragraph removed",
        "1 list added",
        "1 row added",
    ]


def test_what_grew_long_is_still_the_same_block() -> None:
    tail = " that goes on for longer than all it said before, and names many things."
    old = "Start.\n\nShort para here.\n\n- Answers stay in the list.\n\nOther words stand here.\n\n- Last answer of all.\n\nEnd."
    new = (
        f"Start.\n\nShort para here{tail}\n\n- Answers stay in the list{tail}\n\n"
        f"And now other words stand here{tail}\n\n- Last answer of all{tail}\n- Wholly new.\n\nEnd."
    )
    assert told(old, new) == ["2 paragraph changed", "2 item changed", "1 item added"]
    assert told(new, old) == ["2 paragraph changed", "2 item changed", "1 item removed"]
    assert lines(old, new)[1:3] == [
        f"Short para here[+{tail[:-1]}].",
        f"Answers stay in the list[+{tail[:-1]}].",
    ]


@pytest.mark.parametrize(
    "short",
    ["The end of it.", "It is the one of all.", "The list.", "The secretariat reports here."],
)
def test_few_words_that_stand_in_any_long_text_make_no_pair(short: str) -> None:
    long = (
        "It was said that the secretariat is, for all of the countries, the only one to keep what it "
        "reports in a list of all that was asked for."
    )
    assert told(f"A.\n\n{short}\n\nB.", f"A.\n\n{long}\n\nNothing else.\n\nB.") == [
        "1 paragraph removed",
        "2 paragraph added",
    ]


def test_of_a_few_words_one_that_changed_is_a_change_where_the_blocks_around_it_stayed() -> None:
    old = "- The first of all.\n- Yes\n- Report yearly\n- The last of all."
    new = "- The first of all.\n- No\n- Report monthly\n- The last of all."
    assert lines(old, new)[1:-1] == ["[-Yes][+No]", "Report[- yearly][+ monthly]"]
    assert told(old, new) == ["2 item changed"]
    more = new.replace("- No\n", "- No\n- Perhaps\n")
    assert "[-Yes]" in lines(old, more), "nobody can tell which of the two it was"


def test_its_lines_carry_the_id_of_the_changed_block() -> None:
    old, new = from_text("One.\n\nTwo is here."), from_text("One.\n\nTwo is not here.")
    (line,) = compare(old, new).summary
    assert [(c.block, c.words) for c in line.changes] == [
        (children(new)[1]["attrs"]["id"], "Two is not here.")
    ]


def test_a_paragraph_that_moved_is_said_to_have_moved() -> None:
    old = (
        "Teachers asked for material in their languages.\n\nAlpha.\n\nBeta has its words.\n\nGamma."
    )
    new = "Alpha.\n\nBeta has its words.\n\nGamma.\n\nTeachers asked for new material in their languages."
    assert told(old, new) == ["1 paragraph moved"]
    assert lines(old, new) == [
        "~[-Teachers asked for][- material in their languages.]",
        "Alpha.",
        "Beta has its words.",
        "Gamma.",
        "~[+Teachers asked for][+ new][+ material in their languages.]",
    ]


def test_inside_a_footnote_words_are_compared_too() -> None:
    old, new = "It ran.^[Figures of 2023.]", "It ran.^[Figures of 2024.]"
    assert lines(old, new) == ["It ran.(Figures of[- 2023][+ 2024].)"]
    assert told(old, new) == ["1 note changed"]


def names(old: str, new: str) -> list[str]:
    return [change.words for change in compare(from_text(old), from_text(new)).changes]


def test_a_change_is_named_by_the_words_of_its_paragraph_without_those_of_its_notes() -> None:
    assert names("It ran^[In 2023.] well.", "It ran^[In 2024.] very well.") == ["It ran very well."]
    assert names("One.", "One.\n\n^[Only a note.]") == ["Only a note."]


def test_a_change_is_named_without_the_words_that_the_paper_itself_strikes() -> None:
    assert names("- one\n- two", "- one\n- {--two--}{++**two**++}") == ["two"]
    assert names("One.\n\nIn {--2014--}{++2018++}.", "One.") == ["In 2018."]
    assert names("One.\n\nIn 2014.", "One.\n\n{--In 2014.--}") == ["In 2014."]


def test_a_heading_that_becomes_a_paragraph_keeps_its_words() -> None:
    assert told("# The costs\n\nText.", "The costs\n\nText.") == ["1 paragraph set"]
    assert told("# The costs\n\nText.", "### The costs\n\nText.") == ["1 heading set"]
    marked = compare(from_text("# The costs"), from_text("The costs")).marked
    assert compared(children(marked)[0])["setting"]["kind"] == "heading"


@pytest.mark.parametrize(
    "old, new",
    [
        ("1. one\n2. two", "a) one\nb) two"),
        ("- one\n- two", "1. one\n2. two"),
        ("- one\n- two\n  - three", "- one\n- two\n- three"),
        ("1. one\n2. two", "5. one\n6. two"),
    ],
)
def test_another_level_or_numbering_of_a_list_is_reported(old: str, new: str) -> None:
    (line,) = told(old, new)
    assert line.endswith("item set")


def test_a_list_that_a_program_cut_in_pieces_did_not_change() -> None:
    """As LibreOffice saves nested lists: what was one list is several, which go on counting."""
    whole = from_text("1. one\n2. two\n   a) alpha\n   b) beta\n3. three\n4. four")
    items = children(children(whole)[0])
    first = {**children(whole)[0], "content": items[:2]}
    rest = {**children(whole)[0], "content": items[2:]}
    rest["attrs"] = {**rest["attrs"], "id": "zzzzzzzz", "start": 3}
    assert told(whole, {"type": "doc", "content": [first, rest]}) == []
    assert told({"type": "doc", "content": [first, rest]}, whole) == []


def test_an_item_put_in_the_middle_leaves_its_list_whole() -> None:
    old, new = "1. one is here\n2. three is here", "1. one is here\n2. two\n3. three is here"
    marked = compare(from_text(old), from_text(new)).marked
    assert len(children(marked)) == 1
    assert told(old, new) == ["1 item added"]
    assert told(new, old) == ["1 item removed"]


def test_what_went_from_between_two_items_does_not_cut_the_list() -> None:
    old = from_text("1. one is here\n\nBetween them.\n\n2. two is here")
    new = from_text("1. one is here\n2. two is here")
    marked = compare(old, new).marked
    assert [node["type"] for node in children(marked)] == ["ordered_list"]
    assert told(old, new) == ["1 paragraph removed"]


def test_a_table_is_compared_by_rows_columns_and_cells() -> None:
    old = "| Year | Children |\n|---|---|\n| 2023 | 410 |\n| 2024 | 1,240 |"
    new = "| Year | Districts | Children |\n|---|---|---|\n| 2022 | 1 | 80 |\n| 2023 | 2 | 410 |\n| 2024 | 4 | 1,250 |"
    assert told(old, new) == ["1 table changed", "1 column added", "1 row added"]
    assert "[-1,240][+1,250]" in lines(old, new)


def test_a_table_that_lacks_a_cell_is_compared_too() -> None:
    whole = from_text("| Year | Children |\n|---|---|\n| 2023 | 410 |\n| 2024 | 1,240 |")
    lacking = copy.deepcopy(whole)
    children(children(lacking)[0])[1]["content"].pop()
    assert told(whole, lacking) == ["1 column removed"]
    assert told(lacking, whole) == ["1 column added"]


def test_bold_words_are_the_same_words() -> None:
    assert told("It shall be done.", "It **shall** be done.") == ["1 paragraph set"]
    assert told("See [here](https://a.example).", "See [here](https://b.example).") == [
        "1 paragraph changed"
    ], "it leads elsewhere"


def test_changes_that_a_paper_marks_itself_stay_its_own() -> None:
    assert told("in {--2014--}{++2018++}", "in {--2014--}{++2018++}") == []
    assert told("in 2014 already", "in {--2014--} already") == ["1 paragraph changed"]
    assert told("in {++2018++}", "in 2018") == ["1 paragraph changed"]


@pytest.mark.parametrize(
    "old, new, shown",
    [
        (
            "From {++inserted words++} {--deleted words--} to the end.",
            "From inserted words  to the end.",
            "From ~inserted words~ [-deleted words] to the end.",
        ),
        ("in {--2014--}{++2018++} already", "in 2018 already", "in [-2014]~2018~ already"),
        ("in {--2014--}{++2018++} already", "in 2014 already", "in ~2014~[-2018] already"),
        ("districts", "district{++s++}", "district~s~"),
    ],
)
def test_where_only_the_mark_of_the_paper_changed_the_words_stay(
    old: str, new: str, shown: str
) -> None:
    assert lines(old, new) == [shown]
    assert told(old, new) == ["1 paragraph changed"]


def test_blanks_stay_with_the_words_that_stay() -> None:
    assert lines("Radio plays now.", "New radio plays  now.") == [
        "[-Radio][+New radio] plays[+ ] now."
    ]
    assert lines("Plays now.", "All: Plays now.") == ["[+All: ]Plays now."]


def test_a_block_with_the_same_id_is_the_same_however_much_was_rewritten() -> None:
    old = from_text("One.\n\nAll of these words go.\n\nEnd.")
    new = from_text("One.\n\nNothing is left here now.\n\nEnd.")
    for before, after in zip(children(old), children(new), strict=True):
        after["attrs"] = before["attrs"]
    assert told(old, new) == ["1 paragraph changed"]


def test_an_id_that_went_to_other_words_misleads_nobody() -> None:
    """Enter at the beginning of a paragraph leaves its id with the empty one before it."""
    old = from_text("Background.\n\nThe trial ran in four districts.")
    new = from_text(
        "Background.\n\nSomething else was typed here.\n\nThe trial ran in four districts."
    )
    children(new)[0]["attrs"] = children(old)[0]["attrs"]
    children(new)[1]["attrs"] = children(old)[1]["attrs"]
    assert told(old, new) == ["1 paragraph added"]


def test_cut_into_units_a_change_has_its_number_beside_its_first_words_however_deep() -> None:
    [_, added] = slices(compare(from_text("One."), from_text("One.\n\n> - two")).marked)
    numbered = [(node["type"], compared(node).get("number")) for node in walk(added.both)]
    assert [each for each in numbered if each[1]] == [("paragraph", 1)]


def test_what_is_in_no_text_is_in_no_summary() -> None:
    old: Node = {"type": "doc", "content": [*children(from_text("One.")), _empty("aaaaaaaa")]}
    assert told(old, from_text("One.")) == []


def _empty(name: str) -> Node:
    return {"type": "paragraph", "attrs": {"id": name}}


WORDS = [
    "the",
    "child",
    "online",
    "protection",
    "of",
    "Council",
    "shall",
    "States",
    "invites",
    "Director",
    "to",
    "report",
    "on",
    "and",
    "safety",
]


def _paragraph(number: int, words: int) -> str:
    return " ".join(WORDS[(number * 7 + n * n) % len(WORDS)] for n in range(words))


@pytest.mark.parametrize(
    "old, new",
    [
        (["Same words here"] * 4000, ["Same words here"] * 3000 + ["Other"] * 900),
        ([_paragraph(n, 8) for n in range(3000)], [_paragraph(n + 5, 9) for n in range(3000)]),
        (
            [" ".join("ab"[n % 3 == 0] for n in range(40_000))],
            [" ".join("ab"[n % 5 == 0] for n in range(40_000))],
        ),
        ([f"{n}" for n in range(4000)], [f"{n}" for n in reversed(range(4000))]),
        ([_paragraph(n, 90) for n in range(250)], [_paragraph(n + 3, 90) for n in range(250)]),
    ],
    ids=["equal", "similar", "two words", "backwards", "fifty pages rewritten"],
)
def test_the_worst_texts_take_seconds_at_most(old: list[str], new: list[str]) -> None:
    before, after = _document(old), _document(new)
    began = time.process_time()
    marked = compare(before, after).marked
    assert time.process_time() - began < 6
    assert accept(marked) == after and reject(marked) == before


def _document(paragraphs: list[str]) -> Node:
    content: list[dict[str, Any]] = [
        {"type": "paragraph", "attrs": {"id": None}, "content": [{"type": "text", "text": words}]}
        for words in paragraphs
    ]
    return {"type": "doc", "content": content}
