"""LibreOffice accepts or rejects all tracked changes of our files: what is left is the new text or the old one, with its structure."""

import io
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from itertools import product

import docx
import pytest

from tests.databases import IS_LONG
from tests.reading.papers.test_round_trip import written
from tests.reading.papers.trees import plain_shape
from tests.rest.libreoffice.changes import pair
from tests.rest.libreoffice.office import Convert, Way
from wgcop import paper
from wgcop.documents.tracked_cover import tracked_fields, tracked_lines
from wgcop.paper import Node
from wgcop.paper.borders import settled
from wgcop.paper.comparison import compare, signed, told_apart
from wgcop.reading.papers import read_paper
from wgcop.word.document import WordDocument, WordRun

HOW = ("Reject", "Accept")
Resolve = Callable[[Mapping[str, Node]], dict[str, dict[str, Node]]]
ResolveFiles = Callable[[Mapping[str, bytes]], dict[str, dict[str, bytes]]]


@pytest.fixture
def resolve(resolve_files: ResolveFiles) -> Resolve:
    """`resolve(trees)["Accept"]`: what is left of each, by its name."""

    def resolve(trees: Mapping[str, Node]) -> dict[str, dict[str, Node]]:
        left = resolve_files({name: written(tree) for name, tree in trees.items()})
        return {
            how: {name: read_paper(data, f"{name}.docx").tree for name, data in files.items()}
            for how, files in left.items()
        }

    return resolve


@pytest.fixture
def resolve_files(convert: Convert) -> ResolveFiles:
    """The same with whole files."""

    def resolve(files: Mapping[str, bytes]) -> dict[str, dict[str, bytes]]:
        came = convert(
            [
                Way(data, ("docx", "docx"), f"{how}AllTrackedChanges")
                for how in HOW
                for data in files.values()
            ]
        )
        return {
            how: dict(zip(files, came[side * len(files) :], strict=False))
            for side, how in enumerate(HOW)
        }

    return resolve


def shape(tree: Node) -> Node:
    return plain_shape(tree, with_ids=False)


def both_texts_are_left(resolve: Resolve, pairs: Mapping[str, tuple[Node, Node]]) -> None:
    marked = {
        name: told_apart(signed(compare(old, new).marked, by="Kenya", at="2026-11-20T00:00:00Z"))
        for name, (old, new) in pairs.items()
    }
    left = resolve(marked)
    for side, how in enumerate(HOW):
        for name, texts in pairs.items():
            assert shape(left[how][name]) == shape(texts[side]), f"{how} all of {name}"


BEFORE = """\
# Radio

One sentence here. Two sentences now.

| Region | Projects |
|---|---|
| Africa | planned |
| Asia | begun |

After.

a) first
b) second

Last words.
"""
REVISED = {
    "row": ("| Asia | begun |", "| Asia | begun |\n| Europe | done |"),
    "first-row": ("| Africa", "| Americas | all |\n| Africa"),
    "no-row": ("| Africa | planned |\n", ""),
    "column": ("Projects |\n|---|---|\n| Africa | planned |\n| Asia | begun |",
               "Projects | Who |\n|---|---|---|\n| Africa | planned | us |\n| Asia | begun | you |"),
    "paragraph-with-note": ("After.", "After.\n\nNew.^[A note of it.]"),
    "note": ("After.", "After.^[A note.]"),
    "paragraph-after-new-words": ("After.", "After. And more.\n\nNew words."),
    "paragraph-after-other-words": ("After.", "Afterwards and more\n\nNew words."),
    "heading-after-new-words": ("Last words.", "Last words. And more.\n\n# New words\n\nEnd."),
    "list-after-new-words": ("After.", "After. And more.\n\n- New words\n- Others"),
    "item": ("b) second", "b) between\nc) second"),
    "split-before-a-table": ("here. Two", "here.\n\nTwo"),
    "split-before-a-list": ("After.", "After a while.\n\nThen."),
    "heading": ("After.", "## After."),
    "list-at-the-end": ("Last words.", "Last words.\n\n- x\n- y"),
    "list-before-a-table": ("sentences now.", "sentences now.\n\n- x\n- y"),
    "table-at-the-end": ("Last words.", "Last words.\n\n| a | b |\n|---|---|\n| c | d |"),
    "moved": ("One sentence here. Two sentences now.\n\n", ""),
}  # fmt: skip


def test_whatever_a_revision_adds_or_removes_both_texts_are_left_exactly(resolve):
    pairs = {}
    for name, (old, new) in REVISED.items():
        assert old in BEFORE, name
        texts = paper.from_text(BEFORE), paper.from_text(BEFORE.replace(old, new))
        pairs[name], pairs[f"{name}-back"] = texts, texts[::-1]
    both_texts_are_left(resolve, pairs)


def test_both_texts_of_random_pairs_are_left_exactly(resolve):
    number = 500 if IS_LONG else 24
    both_texts_are_left(resolve, {f"pair-{seed}": pair(seed) for seed in range(number)})


BORDERS = {
    "paragraphs": ("One two.\n\nThree four.", [1]),
    "headings": ("# One two.\n\n# Three four.\n\nFive.", [1]),
    "three-paragraphs": ("One.\n\nTwo.\n\nThree.", [1, 2]),
    "before-a-table": ("One.\n\nTwo.\n\n| a | b |\n|---|---|\n| c | d |", [1]),
    "numbered": ("#1. One.\n\n#2. Two.\n\nThree.", [1]),
    "items": ("- One.\n- Two.\n- Three.\n\nFour.", [1, 2]),
}


def with_borders(typed: str, which: list[int], kind: str, *, is_border: bool) -> Node:
    """With those borders marked, or without them."""
    tree = paper.from_text(typed)
    first = tree["content"][0]
    rows = first["content"] if first["type"] == "bullet_list" else tree["content"]
    for number in which:
        block = rows[number]["content"][0] if rows is not tree["content"] else rows[number]
        block["attrs"]["border"] = {
            "type": kind if is_border else "deletion",
            "attrs": {"by": "Kenya", "at": "2026-11-20T00:00:00Z"},
        }
    if not is_border:
        rows[:] = settled(rows)
    return tree


def test_a_paragraph_that_somebody_split_or_joined_is_so_or_as_it_was(resolve):
    undone_by = {"insertion": "Reject", "deletion": "Accept"}
    left = resolve(
        {
            f"{kind} of {name}": with_borders(typed, which, kind, is_border=True)
            for kind in undone_by
            for name, (typed, which) in BORDERS.items()
        }
    )
    for how, kind, name in product(HOW, undone_by, BORDERS):
        typed, which = BORDERS[name]
        joined = with_borders(typed, which, kind, is_border=False)
        wanted = joined if how == undone_by[kind] else paper.from_text(typed)
        assert shape(left[how][f"{kind} of {name}"]) == shape(wanted), f"{how} the {kind} of {name}"


HEADS = (
    ["Document: WG-COP/3/7", "12 November 2026", "Original: English", "For action"],
    ["Document: WG-COP/3/7 Rev.1", "20 November 2026", "Original: English only", "For information", "Delayed"],
)  # fmt: skip
COVERS = (
    [("Source", ["Kenya"]), ("Abstract", ["Radio reaches parents."]), ("Keywords", ["radio"])],
    [("Source", ["Kenya", "Ghana"]), ("Keywords", ["radio, net"]), ("Contact", ["Amina", "a@b.org"])],
)  # fmt: skip


def cover_file(old: int, new: int) -> bytes:
    document = WordDocument(
        title="Radio",
        language="en",
        created=datetime(2026, 11, 20, tzinfo=UTC),
        author="Kenya",
        changed="2026-11-20T00:00:00Z",
    )
    for line in tracked_lines(HEADS[old], HEADS[new]):
        document.cover_line(*(WordRun(words, change=change) for words, change in line))
    rows = tracked_fields(COVERS[old], COVERS[new])
    document.cover_fields(
        [
            (label, [[WordRun(words, change=change) for words, change in line] for line in lines])
            for label, lines, _ in rows
        ],
        changes=[change for _, _, change in rows],
    )
    document.paragraph(WordRun("The text."))
    return document.bytes()


def words_in(data: bytes) -> list[list[str]]:
    file = docx.Document(io.BytesIO(data))
    rows = [[cell.text for cell in row.cells] for table in file.tables for row in table.rows]
    return [" ".join(lines).split() for lines in ([p.text for p in file.paragraphs], *rows)]


def test_of_a_tracked_cover_the_former_and_the_new_one_are_left(resolve_files):
    left = resolve_files({"forth": cover_file(0, 1), "back": cover_file(1, 0)})
    for side, how in enumerate(HOW):
        for name, cover in (("forth", side), ("back", 1 - side)):
            assert words_in(left[how][name]) == words_in(cover_file(cover, cover)), (
                f"{how} all of {name}"
            )
