"""Our Word files keep to the format, as the validator of those who made it says."""

from pathlib import Path

from tests.reading.papers.files import word
from tests.reading.papers.test_round_trip import written
from tests.rest.libreoffice.test_papers import some_papers
from tests.validators import faults_in_word
from wgcop.paper.tree import Node, children


def all_in_one(trees: list[Node]) -> Node:
    return {"type": "doc", "content": [block for tree in trees for block in children(tree)]}


def test_papers_of_every_shape_are_valid_word_files(tmp_path: Path) -> None:
    tree = all_in_one(some_papers(25, with_changed_blocks=True))
    assert faults_in_word(written(tree), tmp_path) == []
    assert faults_in_word(written(tree, "ar"), tmp_path) == []


def test_a_file_that_breaks_the_format_is_noticed(tmp_path: Path) -> None:
    assert faults_in_word(word("<w:p><w:r><w:rPr/><w:pPr/></w:r></w:p>"), tmp_path) != []
