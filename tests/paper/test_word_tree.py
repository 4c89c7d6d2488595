"""A paper in Word: its lists are counted by Word, with the labels that are stored."""

import io
import re
import zipfile
from datetime import UTC, datetime

import docx
import pytest

from wgcop.paper import from_text, plain
from wgcop.paper.word_document import WordDocument
from wgcop.paper.word_tree import write_tree
from wgcop.reading.sandbox import read_in_sandbox

TYPED = """# 1 Background

As *recalling a)* says, **so** [here](https://a.example).

a) recorded
b) broadcast
   (i) at noon
   (ii) at night
c) repeated

3. third
4. fourth

IV) four

y) ye
z) zed
aa) after the letters

(xviii) wide

| Year | Plays |
|---|---|
| 2025 | 9 |
"""


def written(typed: str) -> bytes:
    document = WordDocument(title="Plays", language="en", created=datetime.now(UTC))
    write_tree(document, from_text(typed), language="en")
    return document.bytes()


def xml(data: bytes, part: str) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(f"word/{part}.xml").decode()


@pytest.mark.parametrize(
    "typed, form, text, start",
    [
        ("a) one", "lowerLetter", "%1)", "1"),
        ("(c) three", "lowerLetter", "(%1)", "3"),
        ("3. third", "decimal", "%1.", "3"),
        ("iv) four", "lowerRoman", "%1)", "4"),
        ("B) two", "upperLetter", "%1)", "2"),
    ],
)
def test_word_counts_as_the_paper_does(typed: str, form: str, text: str, start: str) -> None:
    data = written(typed)
    number = re.search(r'<w:numId w:val="(\d+)"/>', xml(data, "document"))[1]
    numbering = xml(data, "numbering")
    assert re.search(
        rf'<w:num w:numId="{number}"[^>]*><w:abstractNumId w:val="{number}"/>', numbering
    )
    level = re.search(rf'w:abstractNumId="{number}".*?</w:lvl>', numbering, re.DOTALL)[0]
    assert f'<w:numFmt w:val="{form}"/>' in level
    assert f'<w:lvlText w:val="{text}"/>' in level
    assert f'<w:start w:val="{start}"/>' in level


def test_what_word_would_count_otherwise_is_written_out() -> None:
    paragraphs = [
        p.text for p in docx.Document(io.BytesIO(written("z) zed\naa) after"))).paragraphs
    ]
    assert paragraphs == ["z)\tzed", "aa)\tafter"]


def test_read_again_it_has_the_same_labels() -> None:
    labels = re.compile(r"^\(?\w{1,5}[.)] ", re.MULTILINE)
    read = read_in_sandbox(written(TYPED), "plays.docx").text.replace("\t", " ")
    assert labels.findall(read) == labels.findall(plain(from_text(TYPED)))
    assert "recalling a)" in read


def test_tables_headings_and_marks_are_words_own() -> None:
    document = docx.Document(io.BytesIO(written(TYPED)))
    assert document.paragraphs[0].style.name == "Heading 1"
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["Year", "Plays"],
        ["2025", "9"],
    ]
    says = document.paragraphs[1]
    assert [run.text for run in says.runs if run.italic] == ["recalling a)"]
