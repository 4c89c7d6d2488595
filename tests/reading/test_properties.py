"""Whatever arrives is read or refused in words; nothing else happens."""

import io

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reading.pdfs import pdf
from wgcop.reading import Unreadable, read


def word() -> bytes:
    document = docx.Document()
    document.add_heading("Who answers", level=1)
    document.add_paragraph("Trained volunteers answer.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


WHOLE = {
    "a.pdf": pdf([["1 Introduction", "Twelve answered."], ["Nine have one."]], title="T"),
    "a.docx": word(),
    "a.html": b"<!doctype html><html lang=en><title>T</title><main><h1>H</h1><p>Words &amp; more</main>",
    "a.txt": "1 Scope\nAll of them: дети, الأطفال, 儿童\n\f2 Terms\nNone.".encode(),
}


def is_read_or_refused(data: bytes, name: str) -> None:
    try:
        reading = read(data, name)
    except Unreadable:
        return
    assert reading.text and reading.title and "\0" not in reading.text
    starts = [passage.start for passage in reading.passages]
    assert starts == sorted(set(starts)) and all(start < len(reading.text) for start in starts)
    fragments = [passage.fragment for passage in reading.passages]
    assert len(fragments) == len(set(fragments))


@pytest.mark.parametrize("name", WHOLE)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused_in_plain_words(name, data):
    whole = bytearray(WHOLE[name])
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=12)):
        whole[at] ^= 1 << data.draw(st.integers(0, 7))
    is_read_or_refused(bytes(whole[: data.draw(st.integers(0, len(whole)))]), name)


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html>", b"\xff\xfe", b"\xef\xbb\xbf"]),
    st.sampled_from([*WHOLE, "noname"]),
)
def test_any_bytes_are_read_or_refused_in_plain_words(data, start, name):
    is_read_or_refused(start + data, name)
