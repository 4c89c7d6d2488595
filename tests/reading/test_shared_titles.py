"""Titles of the public texts, as they are and as people save them in Word, with lines broken inside a paragraph."""

import io
import re

import docx
import pytest

from wgcop.reading import plain, word

ENOUGH = 0.95


@pytest.fixture(scope="module")
def resolutions(shared):
    """Of the Security Council: number and year by the names of the files, and their texts without our own first line."""
    files = sorted((shared / "data" / "texts" / "unsc").glob("S_RES_*.txt"))
    names = (re.match(r"S_RES_(\d+)_(\d{4})", file.name).groups() for file in files)
    texts = (file.read_text("utf-8").partition("\n")[2].strip("\n") for file in files)
    return [(int(number), year, text) for (number, year), text in zip(names, texts, strict=True)]


def in_word(text):
    document = docx.Document()
    for paragraph in text[:4_000].replace("\f", "\n").split("\n\n"):
        document.add_paragraph(paragraph)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def is_right(title, number, year):
    return bool(re.search(rf"\b{number} ?\({year}\)", title)) and not re.search(
        r"The Security Council,|Having considered|Noting", title
    )


def test_resolutions_are_called_by_their_numbers(resolutions):
    right = [
        is_right(plain.read(text.encode(), "x.txt").title, number, year)
        for number, year, text in resolutions
    ]
    assert sum(right) >= ENOUGH * len(right)


def test_they_are_in_word_too(resolutions):
    """The first lines may stand in one paragraph."""
    some = resolutions[::5]
    right = [
        is_right(
            word.read(in_word(re.sub(r"\n\n", "\n", text, count=2)), "x.docx").title, number, year
        )
        for number, year, text in some
    ]
    assert sum(right) >= ENOUGH * len(right)


def test_resolutions_of_the_union_have_number_and_subject(shared):
    for file in sorted((shared / "data" / "texts").glob("itu-pp18-res-*.txt")):
        title = plain.read(file.read_bytes(), file.name).title
        number = int(file.stem.rpartition("-")[2])
        assert re.fullmatch(rf"RESOLUTION {number} \([^)]*\d{{4}}\): .{{12,}}", title), title
