"""A paper typed without an editor, and typed again after an edit, keeps all that was in it."""

import re
import time
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.paper.papers import papers
from wgcop.paper import Misshapen, from_text, plain, to_text, validate
from wgcop.paper.ordinals import first, label
from wgcop.paper.schema import MARKS
from wgcop.paper.tree import Node, children, walk

PAPER = """\
# Age assurance

Kenya **proposes** the *following* text^[See https://example.org/42.]:
it replaces clause 2.

a) to invite [Sector Members](https://example.org/members);
b) to instruct the Director
   i) to report;
   ii) to collect 30 [or 40] replies;
c) to note ++this++.

(iv) a list may begin anywhere
(v) and goes on

> Resolution 67 says:
>
> - one thing
> - another

| Region | Projects |
|---|---|
| Africa | 3 \\| 4<br>planned |

النص العربي
"""


def shape(node: Node) -> Any:
    """A tree without its ids and directions."""
    if node["type"] == "text":
        return node["text"], node.get("marks", [])
    attrs = {k: v for k, v in node.get("attrs", {}).items() if k not in ("id", "dir")}
    return node["type"], attrs, node.get("marks", []), [shape(child) for child in children(node)]


def ids(tree: Node) -> dict[str, str]:
    """The id of each innermost block by its words."""
    blocks = [node for node in walk(tree) if node["type"] in ("paragraph", "heading")]
    return {plain(block): block["attrs"]["id"] for block in blocks}


def test_a_paper_is_read_as_it_looks() -> None:
    tree = validate(from_text(PAPER))
    kinds = [block["type"] for block in children(tree)]
    assert kinds == [
        *("heading", "paragraph", "ordered_list", "ordered_list", "blockquote", "table"),
        "paragraph",
    ]
    letters, romans = children(tree)[2:4]
    assert letters["attrs"] | {"start": 1, "style": "a", "delim": ")"} == letters["attrs"]
    assert romans["attrs"] | {"start": 4, "style": "i", "delim": "()"} == romans["attrs"]
    assert children(tree)[-1]["attrs"]["dir"] == "rtl"
    assert "ii) to collect 30 [or 40] replies;" in plain(tree)


def test_a_list_runs_as_its_words_do_whatever_its_labels_are() -> None:
    tree = from_text("a) ولما كان\nb) ولما كانت")
    assert children(tree)[0]["attrs"]["dir"] == "rtl"


def test_a_paper_is_written_as_it_was_typed() -> None:
    assert to_text(from_text(PAPER)) == PAPER


def test_typed_numbers_are_the_numbers_printed() -> None:
    tree = from_text("1. one\n3. three\n\nb) bee\nc) cee")
    assert plain(tree) == "1. one\n3. three\nb) bee\nc) cee"


def test_an_initial_or_an_abbreviation_begins_no_list() -> None:
    for words in ("A. Bee was here", "(EU) rules", "(ITU) text", "2.1 Scope", "e.g. this"):
        assert [block["type"] for block in children(from_text(words))] == ["paragraph"]


def test_square_brackets_round_words_not_yet_agreed_stay() -> None:
    words = "to [invite] [[all] Member States] [see 2](not a link)"
    assert plain(from_text(words)) == words


def test_a_wrapped_item_stays_one_item() -> None:
    tree = from_text("1. Kenya proposes\nthat this be one item\n2. and this another\n\nThe end.")
    assert [block["type"] for block in children(tree)] == ["ordered_list", "paragraph"]


def test_an_unsafe_link_stays_text() -> None:
    tree = from_text("[press](javascript:alert(1))")
    assert plain(tree) == "[press](javascript:alert(1))"


def test_code_that_begins_in_a_link_ends_there() -> None:
    tree = validate(from_text("[a`b](https://x.example) c` d [e](https://y.example)"))
    assert plain(tree) == "a`b c` d e"


def test_nothing_typed_is_an_empty_paragraph() -> None:
    assert shape(validate(from_text(" \n\n"))) == ("doc", {}, [], [("paragraph", {}, [], [])])


def test_unchanged_blocks_keep_their_ids_and_changed_ones_too() -> None:
    before = from_text(
        "# Title\n\nThe first paragraph stays.\n\nThe second one will change.\n\nLast."
    )
    edited = (
        to_text(before).replace("will change", "has changed").replace("# Title", "# Title\n\nNew.")
    )
    after = from_text(edited, previous=before)
    old, new = ids(before), ids(after)
    assert new["The first paragraph stays."] == old["The first paragraph stays."]
    assert new["The second one has changed."] == old["The second one will change."]
    assert new["Last."] == old["Last."]
    assert new["New."] not in old.values()
    validate(after)


def test_items_of_an_edited_list_keep_their_ids() -> None:
    before = from_text("a) to invite all\nb) to instruct the Director\nc) to note")
    edited = to_text(before).replace("c)", "d)").replace("b) to", "b) to urge all\nc) to")
    after = from_text(edited, previous=before)
    for words in ("to invite all", "to instruct the Director", "to note"):
        assert ids(after)[words] == ids(before)[words]
    validate(after)


def test_blocks_and_items_that_were_moved_keep_their_ids() -> None:
    before = from_text("# Aims\n\nFirst.\n\n- one\n- two\n- three\n\nSecond.\n\nThird.")
    after = from_text(
        "Third.\n\n# Aims\n\n- three\n- one\n- two and more\n\nSecond.\n\nFirst.", previous=before
    )
    old, new = ids(before), ids(after)
    for words in ("Third.", "Aims", "three", "one", "Second.", "First."):
        assert new[words] == old[words]
    assert new["two and more"] not in old.values() or new["two and more"] == old["two"]
    validate(after)


def test_paragraphs_of_a_cell_stay_apart_when_its_words_are_changed() -> None:
    before = from_text("| Aims | all children by 2030<br>and their parents |")
    cell = children(children(children(before)[0])[0])[1]
    words, _break, more = children(children(cell)[0])
    cell["content"] = [
        {**children(cell)[0], "content": [words]},
        {**from_text("x")["content"][0], "content": [more]},
    ]
    validate(before)
    after = from_text(to_text(before).replace("2030", "2031"), previous=before)
    changed = children(children(children(after)[0])[0])[1]
    assert [plain(part) for part in children(changed)] == [
        "all children by 2031",
        "and their parents",
    ]
    assert [part["attrs"]["id"] for part in children(changed)] == [
        part["attrs"]["id"] for part in children(cell)
    ]
    validate(after)


def test_what_cannot_be_typed_is_kept_in_blocks_that_did_not_change() -> None:
    before = from_text("One.\n\n| a | b |\n| c | d |")
    wide = children(children(before)[1])[0]
    children(wide)[0]["attrs"]["colspan"] = 2
    children(wide).pop()
    validate(before)
    after = from_text(to_text(before).replace("One.", "Two."), previous=before)
    assert children(after)[1] == children(before)[1]


@pytest.mark.parametrize(
    "number, style, delim, printed",
    [
        (3, "1", ".", "3."),
        (28, "a", ")", "ab)"),
        (14, "i", "()", "(xiv)"),
        (4, "I", ".", "IV."),
        (0, "1", ".", "0."),
    ],
)
def test_a_label_is_printed_in_its_style(number: int, style: str, delim: str, printed: str) -> None:
    assert label(number, style, delim) == printed


def test_what_begins_a_list() -> None:
    assert first("c") == ("a", 3)
    assert first("i") == ("i", 1)
    assert first("xiv") == ("i", 14)
    assert first("EU") is None
    assert first("iiii") is None
    assert first("007") is None


def test_who_marked_a_change_and_when_stays_with_the_words_around_an_edit() -> None:
    at = "2026-11-26T08:00:00Z"
    kenya = {"type": "insertion", "attrs": {"by": "Kenya", "at": at}}
    egypt = {"type": "deletion", "attrs": {"by": "Egypt", "at": at}}
    tree = from_text("The helpline is free.")
    children(tree)[0]["content"] = [
        {"type": "text", "text": "The national ", "marks": [kenya]},
        {"type": "text", "text": "helpline"},
        {"type": "text", "text": " is free", "marks": [egypt]},
        {"type": "text", "text": "."},
    ]
    typed = to_text(validate(tree))
    edited = from_text(typed.replace("helpline", "help line").replace("++}", "++}{++new ++}"), tree)
    assert children(children(validate(edited))[0]) == [
        {"type": "text", "text": "The national ", "marks": [kenya]},
        {
            "type": "text",
            "text": "new ",
            "marks": [{"type": "insertion", "attrs": {"by": None, "at": None}}],
        },
        {"type": "text", "text": "help line"},
        {"type": "text", "text": " is free", "marks": [egypt]},
        {"type": "text", "text": "."},
    ]


@given(papers())
def test_a_form_that_is_sent_back_as_it_came_changes_nothing(tree: Node) -> None:
    assert from_text(to_text(tree), tree) == tree


@given(papers())
def test_words_that_are_added_at_the_end_change_no_block_before_them(tree: Node) -> None:
    edited = from_text(f"{to_text(tree)}\n\nAdded words.", tree)
    assert plain(children(edited)[-1]).endswith("Added words.")
    for block in children(tree):
        if block["type"] in ("heading", "table", "blockquote"):  # lists may grow together
            assert block in children(edited)


def test_numbered_paragraphs_have_their_number_in_the_form_and_whatever_is_typed_they_run_on() -> (
    None
):
    tree = validate(
        from_text(
            "#1. One,\nin two lines.\n#7. Two.\n\n> #. Three.\n\n| #9. Four.<br>#. Five. | #not |\n\n\\#1. Six."
        )
    )
    numbered = [node for node in walk(tree) if node.get("attrs", {}).get("numbered")]
    assert [plain(each).split()[0] for each in numbered] == [
        *("One,", "Two.", "Three.", "Four.", "Five.")
    ]
    typed = "#1. One,\nin two lines.\n\n#2. Two.\n\n> #3. Three.\n\n| #4. Four.<br>#5. Five. | #not |\n\n\\#1. Six.\n"
    assert to_text(tree) == typed
    assert from_text(typed, tree) == tree
    third = children(from_text(typed.replace("#2. Two", "#2. New.\n\n#. Two"), tree))[2]
    assert third == children(tree)[1]
    assert "numbered" not in children(from_text(typed.replace("#2. ", ""), tree))[1]["attrs"]


def test_only_what_would_be_read_otherwise_gets_a_backslash() -> None:
    for words in (
        "Between.",
        "Between\nand.",
        "(EU) rules",
        "(ITU) text",
        "Said in\n2010. And on.",
    ):
        assert to_text(from_text(words)) == f"{words}\n"
    items = "".join(f"{label(number, 'a', ')')} x\n" for number in range(1, 28))
    assert to_text(from_text(f"{items}\nab) x")) == f"{items}ab) x\n"
    for words in (f"{items}\nab\\) x\n", f"{items}\nac) x\n", "a) x\n\n2010\\. And on.\n"):
        assert to_text(from_text(words)) == words


def test_joined_cells_are_seen_in_the_form_and_may_be_typed() -> None:
    typed = "| Region | < | Lines |\n|---|---|---|\n| Africa | 116 | yes |\n| ^ | 117 | \\< |\n| Arab | < | < |\n"
    tree = validate(from_text(typed))
    cells = [
        [(plain(c), c["attrs"]["colspan"], c["attrs"]["rowspan"]) for c in children(row)]
        for row in children(children(tree)[0])
    ]
    assert cells == [
        [("Region", 2, 1), ("Lines", 1, 1)],
        [("Africa", 1, 2), ("116", 1, 1), ("yes", 1, 1)],
        [("117", 1, 1), ("<", 1, 1)],
        [("Arab", 3, 1)],
    ]
    assert to_text(tree) == typed
    parted = from_text(typed.replace("| Arab | < | < |", "| Arab | < | |"), tree)
    assert [cell["attrs"]["colspan"] for cell in children(children(children(parted)[0])[3])] == [
        2,
        1,
    ]
    for words in (
        "| < | a |",
        "| a | b |\n| ^ | ^ |",
        "| a | b |\n| ^ | < |",
        "| a | ^ |\n| c | d |",
    ):
        kept = from_text(words)
        assert all(
            cell["attrs"]["colspan"] == cell["attrs"]["rowspan"] == 1
            for row in children(children(kept)[0])
            for cell in children(row)
        )
        assert re.findall(r"[<^]", plain(kept)) == re.findall(r"[<^]", words)


@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(
            st.lists(st.sampled_from(["a", "", "<", "^"]), min_size=width, max_size=width),
            min_size=1,
            max_size=4,
        )
    )
)
def test_a_table_that_was_typed_is_whole_and_typed_the_same_again(rows: list[list[str]]) -> None:
    tree = validate(from_text("\n".join(f"| {' | '.join(row)} |" for row in rows)))
    cells = [cell["attrs"] for row in children(children(tree)[0]) for cell in children(row)]
    assert sum(each["colspan"] * each["rowspan"] for each in cells) == len(rows) * len(rows[0])
    assert shape(from_text(to_text(tree))) == shape(tree)


def test_a_table_that_is_laid_out_wider_than_a_paper_costs_little() -> None:
    tree = from_text("| a |")
    table = children(tree)[0]
    cell = children(children(table)[0])[0]
    wide = {**cell, "attrs": {**cell["attrs"], "colspan": 99_999, "rowspan": 99_999}}
    table["content"] = [{**children(table)[0], "content": [wide] * 100} for _ in range(100)]
    began = time.process_time()
    to_text(tree)
    assert time.process_time() - began < 3


def test_an_edited_cell_leaves_the_table_as_wide_and_as_joined_as_it_was() -> None:
    tree = from_text(
        "| Region | Projects | Years |\n|---|---|---|\n| Africa | 3 projects | 4 |\n| all | 5 | 6 |"
    )
    first, second, third = children(children(tree)[0])
    children(first)[1]["attrs"]["colspan"] = 2
    children(first).pop()
    children(second)[2]["attrs"]["rowspan"] = 2
    children(second)[0]["type"] = "table_header"
    children(third).pop()
    validate(tree)
    edited = validate(from_text(to_text(tree).replace("3 projects", "3 new projects"), tree))
    table = children(children(edited)[0])
    assert [table[0], table[2]] == [first, third]
    assert [cell["attrs"] for cell in children(table[1])] == [c["attrs"] for c in children(second)]
    assert [cell["type"] for cell in children(table[1])] == [c["type"] for c in children(second)]
    assert plain(children(table[1])[1]) == "3 new projects"


LETTERS = st.text(alphabet="ab *_+^~`[](){}<>|\\-#.1)i!:/é儿א•", min_size=1, max_size=8)
SIMPLE_MARKS = [kind for kind in MARKS if kind not in ("link", "insertion", "deletion", "code")]


@st.composite
def marks(draw: st.DrawFn) -> list[Node]:
    kinds = set(draw(st.lists(st.sampled_from(SIMPLE_MARKS), max_size=3)))
    if {"sup", "sub"} <= kinds:
        kinds.remove("sub")
    found: list[Node] = []
    if draw(st.integers(0, 4)) == 0:
        href = draw(st.sampled_from(["https://a.example/x_(y)", "mailto:a@b.example"]))
        found.append({"type": "link", "attrs": {"href": href}})
    for kind in ("insertion", "deletion"):
        if draw(st.integers(0, 6)) == 0:
            found.append({"type": kind, "attrs": {"by": None, "at": None}})
    return found + [{"type": kind} for kind in MARKS if kind in kinds]


@st.composite
def leaf(draw: st.DrawFn, *, in_note: bool = False) -> Node:
    node: Node = {"type": "text", "text": draw(LETTERS)}
    choice = draw(st.integers(0, 9))
    if choice == 0:
        node = {"type": "hard_break"}
    elif choice == 1 and not in_note:
        content = draw(st.lists(leaf(in_note=True), min_size=1, max_size=3))
        node = {"type": "footnote", "content": content}
    if given_marks := draw(marks()):
        node["marks"] = given_marks
    return node


def paragraphs() -> st.SearchStrategy[Node]:
    return st.lists(leaf(), min_size=1, max_size=6).map(
        lambda nodes: {"type": "paragraph", "content": nodes}
    )


@given(paragraphs())
def test_a_paragraph_that_was_read_is_written_and_read_the_same(paragraph: Node) -> None:
    doc: Node = {"type": "doc", "content": [paragraph]}
    once = from_text(to_text(doc))
    again = from_text(to_text(once))
    assert shape(again) == shape(once)
    assert re.sub(r"\s", "", plain(once)) == re.sub(r"\s", "", plain(doc))


@given(st.text(alphabet="ab *_+^~`[](){}<>|\\-#.1)i\n !/é儿א•", max_size=120))
def test_whatever_is_typed_makes_a_paper_that_reads_the_same_again(typed: str) -> None:
    once = validate(from_text(typed))
    again = validate(from_text(to_text(once)))
    assert shape(again) == shape(once)


@given(st.text(alphabet="xyz *_+^~`[](){}|-#>\n", max_size=120))
def test_no_typed_word_disappears(typed: str) -> None:
    letters = re.sub("[^xyz]", "", typed.replace("{-", "{ -"))  # deleted words are not in plain
    assert re.sub("[^xyz]", "", plain(from_text(typed.replace("{-", "{ -")))) == letters


@given(st.lists(st.sampled_from([*PAPER.split("\n"), "new words"]), max_size=20))
def test_ids_stay_unique_whatever_is_edited(lines: list[str]) -> None:
    validate(from_text("\n".join(lines), previous=from_text(PAPER)))


@pytest.mark.parametrize(
    "hostile",
    [
        "*" * 50_000,
        "[" * 50_000,
        "^[" * 25_000,
        "[a](http://" * 5_000,
        "> " * 25_000,
        "- " * 25_000,
        "`" + "`a``" * 12_500,
        "a\n" * 25_000,
        "\n- a" * 5_000,
        "*a **b ++c " * 5_000,
        "|a" * 10_000 + "|",
        "|a" * 1_000 + "|\n" + "||\n" * 20_000,
        "".join(f"{' ' * depth}- x\n" for depth in range(300)),
        "http://" + ")" * 50_000,
    ],
    ids=lambda text: repr(text[:10]),
)
def test_hostile_text_costs_little(hostile: str) -> None:
    began = time.process_time()
    with suppress(Misshapen):
        to_text(validate(from_text(hostile)))
    assert time.process_time() - began < 3


def test_a_text_as_long_as_a_book_is_refused() -> None:
    for book in ("word " * 200_000, "|a" * 60_000 + "|"):
        with pytest.raises(Misshapen, match="Split it"):
            from_text(book)


def test_however_deep_it_is_typed_it_is_a_paper() -> None:
    deep = "".join(f"{'  ' * depth}- x\n" for depth in range(12))
    for innermost in ("| *y*^[z] |", "> y", "1. y"):
        tree = validate(from_text(f"{deep}{'  ' * 12}{innermost}"))
        assert "y" in plain(tree)


def test_a_picture_is_typed_as_a_sign_and_stays_when_the_words_around_it_change() -> None:
    picture = {"file": "a" * 64, "alt": "A [radio]", "width": 40, "height": None}
    tree = from_text("Before ")
    children(tree)[0]["content"] = [
        {"type": "text", "text": "Before "},
        {"type": "image", "attrs": picture},
        {"type": "text", "text": " after."},
    ]
    typed = to_text(validate(tree))
    assert typed == f"Before ![A \\[radio\\]](picture:{'a' * 64} 40x) after.\n"
    changed = from_text(typed.replace("Before", "Just before"), tree)
    assert children(children(validate(changed))[0])[1] == {"type": "image", "attrs": picture}


def test_what_cannot_be_typed_stays_with_the_block_whose_words_change() -> None:
    tree = from_text("A paragraph with a number of its own.\n\n> What a clause says in its words.")
    children(tree)[0]["attrs"]["numbered"] = True
    children(tree)[1]["attrs"]["clause"] = "r179.2"
    typed = to_text(tree).replace("its own", "its very own").replace("its words", "its own words")
    first, quote = children(from_text(typed, tree))
    assert first["attrs"]["numbered"] is True
    assert quote["attrs"]["clause"] == "r179.2"
