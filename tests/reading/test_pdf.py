"""PDF: the text layer page by page, in five scripts."""

import pypdfium2
import pytest

from tests.reading.pdfs import pdf
from wgcop.reading import Unreadable, read

ARABIC = "حماية الأطفال على الإنترنت في عام 2010"
# As it is printed: the letters from left to right, and numbers the other way.
ARABIC_PRINTED = "2010 " + ARABIC.removesuffix(" 2010")[::-1]


def test_each_page_is_a_passage_and_so_is_each_numbered_section():
    data = pdf(
        [
            ["1 Introduction", "Twelve countries answered.", "1 July was the last day."],
            ["Nine have one.", "1.1 Helplines", "They are free."],
        ],
        title="Helplines",
        language="en-GB",
        made="D:20100503120000Z",
    )
    reading = read(data, "report.pdf")

    assert (reading.title, reading.language, reading.pages) == ("Helplines", "en", 2)
    assert reading.dated == ""  # when the file was made is not when the text was written
    assert [(p.place, p.fragment) for p in reading.passages] == [
        ("p. 1, 1 Introduction", "p-1"),
        ("p. 2, 1 Introduction", "p-2"),
        ("p. 2, 1.1 Helplines", "s-1-1"),
    ]
    assert reading.text[reading.passages[2].start :] == "1.1 Helplines\nThey are free."


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("保护儿童上网安全需要各国合作", "zh"),
        ("Защита детей в Интернете", "ru"),
        ("La protection des enfants est un devoir à Genève", "fr"),
        ("The protection of children is a duty", "en"),
    ],
)
def test_every_script_is_read_in_its_own_order(line, language):
    reading = read(pdf([[line]]), "a.pdf")

    assert (reading.text, reading.language) == (line, language)


def test_arabic_is_stored_as_printed_and_read_as_spoken():
    reading = read(pdf([[ARABIC_PRINTED]]), "a.pdf")

    assert (reading.text, reading.language) == (ARABIC, "ar")


def test_running_heads_and_feet_are_left_out():
    sentences = ["Children first.", "Parents next.", "Schools too.", "Industry last."]
    pages = [["WG-COP/1/4", line, f"Page {n}"] for n, line in enumerate(sentences, 1)]

    assert read(pdf(pages), "a.pdf").text.split("\n") == sentences


def test_words_broken_at_a_line_end_are_joined():
    lines = ["Nine well-known exam-", "ples of protec-", "tion, all well-", "known to us"]

    assert read(pdf([lines]), "a.pdf").text.replace("\n", " ") == (
        "Nine well-known examples of protection, all well-known to us"
    )


def test_a_pdf_without_a_text_layer_is_refused_with_the_reason():
    with pytest.raises(Unreadable) as refused:
        read(pdf([[], []]), "scan.pdf")

    assert str(refused.value) == "It has no text layer (page images only)."


def test_pages_without_text_are_reported():
    reading = read(pdf([["Words."], [], []]), "half.pdf")

    assert str(reading.note) == "Pages without text (page images): 2 of 3."
    assert reading.pages == 3


def test_a_damaged_pdf_is_refused_as_damaged():
    with pytest.raises(Unreadable, match="damaged"):
        read(b"%PDF-1.7 and then nothing", "a.pdf")


def test_a_protected_pdf_is_refused_as_protected(monkeypatch):
    def refuse(data):
        raise pypdfium2.PdfiumError("Password error", err_code=4)

    monkeypatch.setattr(pypdfium2, "PdfDocument", refuse)
    with pytest.raises(Unreadable, match="protected by a password"):
        read(pdf([["x"]]), "a.pdf")
