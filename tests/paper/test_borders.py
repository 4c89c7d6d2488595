"""The border between two paragraphs, put in or taken out, is a marked change as words are, on every side of the workspace."""

import json
import random
import subprocess

import pytest
from docx.oxml.ns import qn

from tests.contributions.writing.clients import bundled
from tests.paper.papers import paper
from tests.reading.papers.test_round_trip import again, written
from wgcop.paper import from_text, has_marked_changes, validate
from wgcop.paper.blocks import taken_over
from wgcop.paper.borders import neighbours, settled
from wgcop.paper.html import to_html
from wgcop.paper.marked import marked_by
from wgcop.paper.schema import Misshapen
from wgcop.paper.steps import node_of, tree_of
from wgcop.paper.tree import children, plain
from wgcop.reading.papers.package import Package

AMINA = {"by": "Amina", "at": "2026-03-09T08:00:00Z"}


def text(typed, **borders):
    """`p1="insertion"`: of the second block."""
    tree = from_text(typed)
    for name, kind in borders.items():
        block = children(tree)[int(name[1:])]
        block["attrs"]["border"] = {"type": kind, "attrs": AMINA}
    return validate(tree)


def test_the_browser_and_the_server_take_the_same_paragraphs_for_neighbours(tmp_path):
    trees = [tree_of(node_of(paper(random.Random(seed), 6))) for seed in range(200)]
    script = bundled(tmp_path, "borders.js")
    run = subprocess.run(
        ["node", script], input=json.dumps(trees), capture_output=True, text=True, check=True
    )
    pairs = [
        [[one["attrs"]["id"], other["attrs"]["id"]] for one, other in neighbours(tree)]
        for tree in trees
    ]
    assert [sorted(each) for each in json.loads(run.stdout)] == [sorted(each) for each in pairs]
    assert sum(map(len, pairs)) > 400


def test_whoever_put_it_in_is_named_with_the_others_and_in_their_colour(app):
    tree = text("One.\n\nTwo.", p1="insertion")
    assert [(each.name, each.first) for each in marked_by(tree)] == [("Amina", AMINA["at"])]
    assert has_marked_changes(tree)
    with app.app_context():
        html = to_html(tree)
    assert '<ins class="by-1" datetime="2026-03-09T08:00:00Z" title="Amina, 9 March 2026">' in html
    assert "¶" in html.split("One.")[1]


def test_what_is_taken_over_from_a_text_has_its_borders_accepted():
    tree = text("One.\n\nTwo.\n\nThree.", p1="deletion", p2="insertion")
    blocks = taken_over(tree, level=2)
    assert [plain(block) for block in blocks] == ["One.Two.", "Three."]
    assert not has_marked_changes({"type": "doc", "content": blocks})


def test_two_items_become_one_with_what_follows_in_the_second():
    (items,) = children(from_text("- one\n- two\n    - inner\n"))
    _, second = children(items)
    children(second)[0]["attrs"]["border"] = {"type": "deletion", "attrs": AMINA}
    (item,) = settled(children(items))
    assert plain(item) == "onetwo\ninner"


@pytest.mark.parametrize(
    "border",
    [
        "insertion",
        {"type": "strong"},
        {"type": "insertion"},
        {"type": "insertion", "attrs": {"by": 3, "at": None}},
        {"type": "insertion", "attrs": {**AMINA, "x": 1}},
        {"type": "insertion", "attrs": AMINA, "marks": []},
    ],
)
def test_what_is_no_mark_of_a_change_is_no_border(border):
    tree = from_text("One.\n\nTwo.")
    children(tree)[1]["attrs"]["border"] = border
    with pytest.raises(Misshapen):
        validate(tree)


def ends_in_word(tree):
    """Per paragraph the changes of its mark, with who made them and when."""
    file = Package(written(tree))
    return [
        [
            (mark.tag.rpartition("}")[2], mark.get(qn("w:author")), mark.get(qn("w:date")))
            for mark in paragraph.iterfind(f"{qn('w:pPr')}/{qn('w:rPr')}/*")
        ]
        for paragraph in file.xml(file.main).iter(qn("w:p"))
    ]


def test_in_word_it_is_the_mark_of_the_paragraph_above():
    tree = text("One.\n\nTwo.\n\nThree.", p1="insertion", p2="deletion")
    assert ends_in_word(tree) == [
        [("ins", "Amina", AMINA["at"])],
        [("del", "Amina", AMINA["at"])],
        [],
    ]
    back = again(tree)
    assert [block["attrs"].get("border") for block in children(back.tree)] == [
        None,
        *(block["attrs"]["border"] for block in children(tree)[1:]),
    ]
    assert not back.not_understood


def test_in_word_a_paragraph_between_that_goes_takes_its_own_mark_along():
    tree = text("One.\n\nTwo.\n\nThree.", p2="deletion")
    children(tree)[1]["attrs"]["change"] = "deleted"
    of_whole, of_border = ("del", "", None), ("del", "Amina", AMINA["at"])
    assert ends_in_word(tree) == [[of_border], [of_whole], []]
    back = children(again(tree).tree)
    assert [block["attrs"].get("change") for block in back] == [None, "deleted", None]
    assert back[2]["attrs"]["border"] == children(tree)[2]["attrs"]["border"]
