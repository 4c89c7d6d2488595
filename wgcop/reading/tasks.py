"""The tasks of the sandbox, by their names. Each answer is written as JSON, and read again here."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from wgcop.reading import handing_out, read
from wgcop.reading.papers import WordPaper, read_paper
from wgcop.reading.passages import Passage
from wgcop.reading.pictures import Picture, read_picture
from wgcop.reading.reasons import Reason
from wgcop.reading.result import Reading, Unreadable
from wgcop.reading.workbooks import read_workbook, sheet_fields

TEXT, PICTURE, PAPER, CHECK, SHEET = "text", "picture", "paper", "check", "sheet"


def answer(task: str, data: bytes, name: str) -> bytes:
    """Do the task and return its answer in one line. Any error other than `Unreadable` ends the
    process; the caller concludes that the file cannot be read.
    """
    try:
        fields = _TASKS[task](data, name)
    except Unreadable as error:
        fields = {"reason": error.reason.as_list()}
    return json.dumps(fields, ensure_ascii=False).encode() + b"\n"


def parse_answer(line: bytes) -> dict[str, Any] | Reason:
    """Return the fields of an answer, or the reason why the file cannot be read. Raise `ValueError`
    for an incomplete answer.
    """
    fields = json.loads(line)
    if "reason" in fields:
        return Reason.from_list(fields["reason"])
    return dict(fields)


def reading_of(fields: dict[str, Any]) -> Reading:
    passages = tuple(Passage(**passage) for passage in fields["passages"])
    note = Reason.from_list(fields["note"]) if fields["note"] else None
    return Reading(**{**fields, "passages": passages, "note": note})


def picture_of(fields: dict[str, Any]) -> Picture:
    return Picture(**{**fields, "data": b64decode(fields["data"])})


def picture_fields(picture: Picture) -> dict[str, Any]:
    return {**asdict(picture), "data": b64encode(picture.data).decode()}


def paper_of(fields: dict[str, Any]) -> WordPaper:
    pictures = {file: picture_of(each) for file, each in fields["pictures"].items()}
    return WordPaper.from_fields(fields, pictures)


def _paper(data: bytes, name: str) -> dict[str, Any]:
    paper = read_paper(data, name)
    pictures = {file: picture_fields(each) for file, each in paper.pictures.items()}
    return {**paper.as_fields(), "pictures": pictures}


def _text(data: bytes, name: str) -> dict[str, Any]:
    reading = read(data, name)
    return {**asdict(reading), "note": reading.note.as_list() if reading.note else None}


def _picture(data: bytes, name: str) -> dict[str, Any]:
    return picture_fields(read_picture(data))


def _check(data: bytes, name: str) -> dict[str, Any]:
    handing_out.check(data, name)
    return {}


def _sheet(data: bytes, name: str) -> dict[str, Any]:
    return sheet_fields(read_workbook(data, name))


_TASKS: dict[str, Callable[[bytes, str], dict[str, Any]]] = {
    TEXT: _text,
    PICTURE: _picture,
    PAPER: _paper,
    CHECK: _check,
    SHEET: _sheet,
}
