"""What our own Word files say is read again without losing a word, a mark, a list, a table or an id."""

import hashlib
import io
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from PIL import Image

from tests.reading.papers.trees import papers, plain_shape
from wgcop.paper import validate
from wgcop.paper.tree import Node
from wgcop.reading.papers import WordPaper, read_paper
from wgcop.reading.pictures import read_picture
from wgcop.word import WordDocument, write_tree


def png(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), colour).save(out, "PNG")
    return read_picture(out.getvalue()).data


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


PICTURES = {digest(data): data for data in (png("red"), png("blue"))}


def written(tree: Node, language: str = "en") -> bytes:
    document = WordDocument(title="A paper", language=language, created=datetime.now(UTC))
    write_tree(document, tree, language=language, picture_data=PICTURES.get)
    return document.bytes()


def again(tree: Node) -> WordPaper:
    return read_paper(written(tree), "paper.docx")


@given(papers(tuple(PICTURES)))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_what_goes_out_comes_in_again(tree: Node) -> None:
    validate(tree)
    paper = again(tree)
    assert plain_shape(paper.tree) == plain_shape(tree)
    assert paper.words.original == paper.words.taken + paper.words.left_out
