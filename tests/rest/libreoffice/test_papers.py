"""Independent programs: LibreOffice saves our files and makes its own, poppler reads what it prints; no word is lost."""

import subprocess
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.conftest import program
from tests.databases import IS_LONG
from tests.reading.papers.test_round_trip import PICTURES, again, written
from tests.reading.papers.trees import papers, plain_shape, without_changes
from tests.rest.libreoffice.office import Convert, Way
from wgcop.paper.schema import MARKS
from wgcop.paper.tree import Node, children
from wgcop.paper.typed import to_text
from wgcop.reading.papers import read_paper, words_of_tree
from wgcop.reading.papers.package import Package
from wgcop.reading.papers.word_count import words_of_file

takes_minutes = pytest.mark.skipif(not IS_LONG, reason="takes minutes: make test-long runs it")

MARKS_OF_BLOCKS = {"inserted": "insertion", "deleted": "deletion"}
INLINE = ("text", "image", "footnote", "hard_break")


def some_papers(number: int, *, with_changed_blocks: bool = False) -> list[Node]:
    trees: list[Node] = []

    @seed(20261126)
    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    # LibreOffice joins a paragraph behind a deleted break to the one before.
    @given(papers(tuple(PICTURES), with_changed_blocks=with_changed_blocks))
    def collect(tree: Node) -> None:
        trees.append(tree)

    collect()
    return trees


def as_libreoffice_keeps_it(node: Node, change: str = "") -> Node:
    """Without who changed something when, without columns that no cell ends at, and without links on pictures.

    It gives a picture beside a link the same link. Of two whole paragraphs that one person inserted, it calls the
    break between them inserted too, so a change of a block is compared as that of its words. In a note it moves
    a change on by one letter for each emoji before it, so changes in such notes are not compared.
    """
    node = dict(node)
    attrs = dict(node.get("attrs", {}))
    change = MARKS_OF_BLOCKS.get(attrs.pop("change", ""), change)
    dropped = ("link",) if node["type"] == "image" else ()
    marks = [
        {"type": mark["type"], **({"attrs": mark["attrs"]} if mark["type"] == "link" else {})}
        for mark in node.pop("marks", [])
        if mark["type"] not in dropped
    ]
    if change and node["type"] in INLINE and {"type": change} not in marks:
        marks.append({"type": change})
    if marks:
        node["marks"] = sorted(marks, key=lambda mark: list(MARKS).index(mark["type"]))
    if node["type"] == "image":
        attrs.pop("file")
    node.pop("attrs", None)
    if attrs:
        node["attrs"] = attrs
    if "content" in node:
        inner = "" if node["type"] == "footnote" else change
        node["content"] = [as_libreoffice_keeps_it(child, inner) for child in node["content"]]
    if node["type"] == "footnote" and any(map(_is_astral, words_of_tree(node))):
        without_changes(node)
    if node["type"] == "table":
        _drop_empty_columns(node)
    return node


def _is_astral(word: str) -> bool:
    return any(ord(letter) > 0xFFFF for letter in word)


def _drop_empty_columns(table: Node) -> None:
    edges: set[int] = set()
    places: list[tuple[Node, int, int]] = []
    down: dict[int, int] = {}
    for row in children(table):
        column, following = 0, {at: left - 1 for at, left in down.items() if left > 1}
        for cell in children(row):
            while column in down:
                column += 1
            attrs = cell.get("attrs", {})
            wide, tall = attrs.get("colspan", 1), attrs.get("rowspan", 1)
            places.append((cell, column, column + wide))
            edges |= {column, column + wide}
            if tall > 1:
                following |= {column + at: tall - 1 for at in range(wide)}
            column += wide
        down = following
    order = {edge: place for place, edge in enumerate(sorted(edges))}
    for cell, start, end in places:
        attrs = {name: v for name, v in cell.get("attrs", {}).items() if name != "colspan"}
        wide = order[end] - order[start]
        cell["attrs"] = attrs | ({"colspan": wide} if wide > 1 else {})


def compare_after_saving(convert: Convert, number: int) -> None:
    trees = some_papers(number)
    saved = convert([Way(written(tree), ("docx", "docx")) for tree in trees])
    for tree, data in zip(trees, saved, strict=True):
        paper = read_paper(data, "saved.docx")
        assert as_libreoffice_keeps_it(plain_shape(paper.tree)) == as_libreoffice_keeps_it(
            plain_shape(tree)
        )


def test_papers_come_back_equal_after_libreoffice_saved_them(convert):
    compare_after_saving(convert, 12)


@pytest.mark.long
@takes_minutes
def test_many_papers_come_back_equal_after_libreoffice_saved_them(convert):
    compare_after_saving(convert, 600)


MADE_IN_LIBREOFFICE = Path(__file__).with_name("contribution.fodt")
TYPED = """# 1. Background

Two **free** helplines answer{-- in two districts--}{++ in four districts++} by day.^[Since March 2025.]

## 1.1 Who calls

Children call most, [as the year shows](https://example.org/calls).^[Counted by the operators.]
"""
LISTS = """a) train those who answer
   1. for a week
      i.  by day
      ii.  by night
   2. and again each year
b) pay for the calls
"""


def test_a_document_made_in_libreoffice_comes_in_whole(convert):
    (data,) = convert([Way(MADE_IN_LIBREOFFICE.read_bytes(), ("fodt", "docx"))])
    paper = read_paper(data, "contribution.docx")
    assert (paper.words.left_out, paper.not_understood) == (0, [])
    assert paper.words.taken == paper.words.original
    assert paper.cover == {
        "source": "Kenya",
        "title": "Helplines on market days",
        "purpose": "action",
        "keywords": "helplines, radio",
        "abstract": "What a year of calls taught us.",
    }
    kinds = [block["type"] for block in paper.tree["content"]]
    assert kinds == [
        *("heading", "paragraph", "heading", "paragraph", "table", "heading"),
        *("ordered_list", "bullet_list", "paragraph", "blockquote", "paragraph"),
    ]
    typed = to_text(paper.tree)
    assert typed.startswith(TYPED) and LISTS in typed
    deletion, insertion = (node["marks"][0] for node in paper.tree["content"][1]["content"][3:5])
    assert deletion["attrs"] == {"by": "Wanjiru Mwangi", "at": "2026-11-21T10:00:00Z"}
    assert insertion["attrs"] == {"by": "Amina Barasa", "at": "2026-11-20T09:30:00Z"}
    head, first, *_rows = paper.tree["content"][4]["content"]
    assert [cell["type"] for cell in head["content"]] == ["table_header"] * 2
    assert head["content"][1]["attrs"]["colspan"] == first["content"][0]["attrs"]["rowspan"] == 2
    (picture,) = paper.tree["content"][8]["content"]
    assert picture["attrs"]["alt"] == "Calls by quarter" and len(paper.pictures) == 1
    assert paper.tree["content"][10]["attrs"]["dir"] == "rtl"


def real_texts(shared: Path) -> list[Path]:
    """By size, the smallest first."""
    return sorted((shared / "data" / "texts").rglob("*.txt"), key=lambda file: file.stat().st_size)


def come_in_and_go_out(convert: Convert, texts: list[Path]) -> None:
    files = convert([Way(text.read_bytes(), ("txt", "docx")) for text in texts])
    for text, data in zip(texts, files, strict=True):
        paper = read_paper(data, f"{text.stem}.docx")
        original = Counter(words_of_file(Package(data)))
        assert original.total() >= len(text.read_text("utf-8").split()) * 0.99
        if not paper.cover:
            assert Counter(words_of_tree(paper.tree)) == original, text.name
        assert paper.words.taken == paper.words.original == original.total(), text.name
        assert plain_shape(again(paper.tree).tree) == plain_shape(paper.tree), text.name


@pytest.mark.shared
def test_real_texts_come_in_without_losing_a_word_and_go_out_again(convert, shared):
    come_in_and_go_out(convert, real_texts(shared)[:300:25])


@pytest.mark.long
@takes_minutes
@pytest.mark.shared
def test_all_real_texts_come_in_without_losing_a_word_and_go_out_again(convert, shared):
    come_in_and_go_out(convert, real_texts(shared))


def words_that_are_not_printed(convert: Convert, number: int) -> list[str]:
    """Of those in Latin letters: poppler gives Arabic and Hebrew letters in the order in which they are drawn."""
    trees = some_papers(number)
    files = convert([Way(written(tree), ("docx", "pdf")) for tree in trees])
    pdftotext = program("pdftotext", of="Poppler")
    missing = []
    for tree, pdf in zip(trees, files, strict=True):
        run = subprocess.run([pdftotext, "-", "-"], input=pdf, capture_output=True, check=True)
        printed = "".join(run.stdout.decode().split())
        words = [w for w in words_of_tree(tree) if w.isascii() and w.isalnum() and len(w) > 3]
        missing += [word for word in words if word not in printed]
    return missing


def test_libreoffice_prints_our_files_with_all_their_words(convert):
    assert words_that_are_not_printed(convert, 5) == []


@pytest.mark.long
@takes_minutes
def test_libreoffice_prints_many_files_with_all_their_words(convert):
    assert words_that_are_not_printed(convert, 150) == []
