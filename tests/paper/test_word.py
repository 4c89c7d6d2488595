"""A paper in Word: its lists are counted by Word, with the labels that are stored."""

import io
import re
import zipfile
from datetime import UTC, datetime

import docx
import pytest

from wgcop.paper import from_text, plain
from wgcop.paper.comparison import accept, compare, reject, signed
from wgcop.paper.comparison.marks import canonical
from wgcop.paper.tree import walk
from wgcop.paper.word import write_tree
from wgcop.paper.word.document import WordDocument
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


def test_a_paragraph_stands_between_tables_that_different_items_hold() -> None:
    text = xml(written("- one\n\n  |a|\n  |---|\n\n|b|\n|---|"), "document")
    assert text.count("<w:tbl>") == 2
    assert "</w:tbl><w:tbl>" not in text


def test_what_a_comparison_found_is_signed_and_marks_of_the_paper_keep_their_own() -> None:
    old = from_text("In {++2018++} it ran.\n\nThis paragraph goes.\n\nEnd.")
    new = from_text("In {++2018++} it ran well.\n\nEnd.\n\n{++2020++} | 2021")
    for tree in (old, new):
        for node in walk(tree):
            for mark in node.get("marks", ()):
                mark["attrs"] = {"by": "Fiji", "at": "2019-01-02T00:00:00Z"}
    marked = signed(compare(old, new).marked, by="Kenya", at="2026-03-04T00:00:00Z")
    assert accept(marked) == canonical(new) and reject(marked) == canonical(old)
    document = WordDocument(title="Plays", language="en", created=datetime.now(UTC))
    write_tree(document, marked, language="en")
    changes = re.findall(
        r'<w:(ins|del) w:id="\d+" w:author="([^"]*)" w:date="([^"T]*)',
        xml(document.bytes(), "document"),
    )
    assert set(changes) == {
        ("ins", "Fiji", "2019-01-02"),
        ("ins", "Kenya", "2026-03-04"),
        ("del", "Kenya", "2026-03-04"),
    }
    assert [who for _kind, who, _at in changes].count("Fiji") == 2
    assert 'w:author=""' not in xml(document.bytes(), "document")
