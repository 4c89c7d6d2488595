"""A title stands out by its type, and what a publisher prints above it is none."""

import io

import docx
import pytest
from docx.shared import Pt

from tests.reading.pdfs import pdf as pdf_of
from wgcop.reading import pdf, word
from wgcop.reading.head import best_of, title_of
from wgcop.reading.head_sizes import SizedLine, title_in_large_type

TITLE = "Helplines that children call"


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ([("Left column of text", 10), (TITLE, 20), ("Right column of text", 10), ("More", 10)], TITLE),
        ([("International Telecommunication Union", 24), (TITLE, 20), ("text", 10), ("text", 10), ("text", 10)], TITLE),
        ([("Helplines that", 20), ("children call", 20), ("text", 10), ("text", 10), ("text", 10)], TITLE),
        ([(TITLE, 11), ("text", 10), ("text", 10)], ""),
        ([("2019", 30), ("text", 10), ("text", 10)], ""),
        ([(TITLE, 20)], ""),
        ([("儿童上网保护", 20), ("正文", 10), ("正文", 10)], "儿童上网保护"),
    ],
)  # fmt: skip
def test_the_largest_lines_that_can_be_a_title_are_it(lines, title):
    assert title_in_large_type(SizedLine(*line) for line in lines) == title


@pytest.mark.parametrize(
    "notice",
    [
        "Important legal notice",
        "Avis juridique important",
        "Aviso jurídico importante",
        "(This Convention was drawn up in French only.)",
        "[This Convention was drawn up in French only.]",
        "This document is meant purely as a documentation tool",
        "Unedited advance version",
        "Text with EEA relevance",
    ],
)
def test_a_formula_of_the_publisher_is_no_title(notice):
    assert title_of([notice, "", TITLE, "", "Nine countries took part in it."]) == TITLE


def test_a_designation_keeps_its_subject_whatever_is_larger():
    printed = "RESOLUTION 67: The role of the sector"
    assert best_of(printed, "The role of the sector") == printed
    assert best_of("Left column of text", TITLE) == TITLE
    assert best_of("Left column of text", "") == "Left column of text"


def saved(document):
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def test_a_soft_line_break_in_word_ends_a_line():
    document = docx.Document()
    document.add_paragraph(
        "Resolution 12 (1999)\nThe Security Council,\nHaving considered the report,\nNoting"
    )
    document.add_paragraph(
        "Decides to remain seized of the matter, as it was, for the whole of the year."
    )
    reading = word.read(saved(document), "x.docx")
    assert reading.title == "Resolution 12 (1999)"
    assert "Resolution 12 (1999) The Security Council," in reading.text  # one paragraph, as before


def test_large_type_in_word_is_the_title():
    document = docx.Document()
    document.add_paragraph("For whoever answers children")
    document.add_paragraph().add_run(TITLE).font.size = Pt(20)
    for _ in range(3):
        document.add_paragraph(
            "Nine countries took part, and each of them answered all of the questions."
        )
    assert word.read(saved(document), "x.docx").title == TITLE


def in_sizes(*lines):
    """A PDF of one page."""
    data = pdf_of([[text for text, _size in lines]])
    for number, (_text, size) in enumerate(lines):
        before = f"BT /F 10 Tf 40 {800 - 14 * number} Td"
        data = data.replace(before.encode(), before.replace("10 Tf", f"{size:2} Tf").encode())
    return data


def test_large_type_in_a_pdf_is_the_title():
    data = in_sizes(
        ("The left column begins here", 9),
        ("", 9),
        (TITLE, 20),
        ("", 9),
        *[("Its text goes on", 9)] * 4,
    )
    assert pdf.read(data, "x.pdf").title == TITLE
