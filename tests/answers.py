"""What a person reads of an answer, also where it is packed."""

import io
import zipfile
from functools import lru_cache
from typing import Any

import pypdfium2


def words_in(answer: Any) -> str:
    if answer.mimetype == "application/pdf" or answer.data[:2] == b"PK":
        return unpacked(answer.data)
    return str(answer.data.decode("utf-8", "replace"))


@lru_cache(maxsize=64)  # many readers are given the same file
def unpacked(data: bytes) -> str:
    if data[:5] == b"%PDF-":
        return words_of_pdf(data)
    if data[:2] == b"PK":
        archive = zipfile.ZipFile(io.BytesIO(data))
        return "\n".join(unpacked(archive.read(name)) for name in archive.namelist())
    return data.decode("utf-8", "replace")


def words_of_pdf(data: bytes) -> str:
    pages = pypdfium2.PdfDocument(data)
    held = str(pages.get_metadata_dict())
    return held + "".join(page.get_textpage().get_text_range() for page in pages)
