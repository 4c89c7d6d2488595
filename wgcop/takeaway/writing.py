"""Writes a discussion as a Word file, as PDF, as a workbook and as JSON, all from the same list."""

import enum
import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import LazyString, pgettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from wgcop import paper, printing
from wgcop.fields.workbooks import XLSX, WorkbookSheet, as_workbook
from wgcop.languages import language_direction
from wgcop.paper.html import Surroundings
from wgcop.takeaway.composing import composed, written
from wgcop.takeaway.content import TakenDiscussion, TakenPart
from wgcop.takeaway.file_fields import (
    COMMENT_FIELDS,
    PAPER_FIELDS,
    POSITION_FIELDS,
    FileField,
    FileValue,
    T,
)
from wgcop.takeaway.volumes import in_volumes
from wgcop.word import MIME, WordDocument, WordRun, write_tree

ZIP = "application/zip"
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9.]+")


class FileForm(enum.StrEnum):
    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"
    JSON = "json"


FORM_NAMES: Mapping[FileForm, LazyString] = {
    FileForm.DOCX: _l("Word document (DOCX)"),
    FileForm.PDF: _l("PDF"),
    FileForm.XLSX: _l("Spreadsheet (XLSX)"),
    FileForm.JSON: _l("Data for programs (JSON)"),
}


@dataclass(frozen=True)
class WrittenFile:
    """A file to be sent. `ending` is the extension of its name."""

    content: bytes
    kind: str
    ending: str


@dataclass(frozen=True)
class ReadFile:
    """What was read for a file, by its keys, and the function that writes it without the database."""

    holds: list[str]
    made_at: datetime
    write: Callable[[], WrittenFile]


def file_name(of: str, at: datetime, ending: str, *, with_private: bool) -> str:
    """Return a name in plain letters, which says whether private parts are in the file."""
    words = [of, f"{at:%Y-%m-%d}", *(["private"] if with_private else [])]
    return f"{_NOT_IN_NAMES.sub('-', '-'.join(words)).strip('-')}.{ending}"


def write(discussion: TakenDiscussion, form: FileForm) -> WrittenFile:
    """Write the discussion in this form. A long one as PDF becomes a ZIP of several volumes."""
    if form != FileForm.PDF:
        kind = {FileForm.DOCX: MIME, FileForm.XLSX: XLSX, FileForm.JSON: "application/json"}[form]
        return WrittenFile(_WRITERS[form](discussion), kind, form.value)
    return of_volumes([as_pdf(each) for each in in_volumes(discussion)])


def of_volumes(printed: Sequence[bytes]) -> WrittenFile:
    """Return the print; several volumes become a ZIP."""
    if len(printed) == 1:
        return WrittenFile(printed[0], printing.MIME, "pdf")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for number, content in enumerate(printed, 1):
            archive.writestr(f"{number:02}-{len(printed):02}.pdf", content)
    return WrittenFile(out.getvalue(), ZIP, "zip")


def as_docx(discussion: TakenDiscussion) -> bytes:
    document = WordDocument(
        title=discussion.heading,
        language=discussion.language,
        created=discussion.made_at,
        author=discussion.made_for,
    )
    document.head(WordRun(discussion.heading))
    document.title(WordRun(discussion.heading))
    document.cover_fields([(line.label, [WordRun(line.words)]) for line in discussion.cover])
    write_tree(document, composed(discussion), language=discussion.language)
    return document.bytes()


def as_pdf(discussion: TakenDiscussion) -> bytes:
    """Print the discussion. The PDF is not cached on the shelf of printed papers, where it would
    outlast the file.
    """
    template = current_app.jinja_env.get_template("takeaway/_in_print.html")
    body = paper.to_html(composed(discussion), Surroundings(is_printed=True))
    return printing.print_page(template.render(discussion=discussion, body=body), {})


def as_xlsx(discussion: TakenDiscussion) -> bytes:
    site = discussion.site
    sheets = [
        WorkbookSheet(
            _("Cover"),
            [discussion.heading, ""],
            [[line.label, line.words] for line in discussion.cover],
            (24, 80),
        ),
        WorkbookSheet(
            _("Parts"),
            [
                pgettext("about what", "On"),
                _("Text"),
                _("Negotiation"),
                _("State of play"),
                _("Permanent link"),
            ],
            [_cells_of_part(part, site) for part in discussion.parts],
            (24, 60, 18, 60, 50),
        ),
    ]
    if discussion.is_grid:
        head = [_("Delegation"), *(part.title for part in discussion.parts)]
        sheets.insert(1, WorkbookSheet(_("Grid"), head, discussion.grid, [24] * len(head)))
    else:
        sheets.append(_sheet(_("Comments"), COMMENT_FIELDS, discussion.comments, site))
    if discussion.positions:
        sheets.append(_sheet(_("Positions"), POSITION_FIELDS, discussion.positions, site))
    if discussion.papers:
        sheets.append(_sheet(_("Papers"), PAPER_FIELDS, discussion.papers, site))
    return as_workbook(sheets, is_rtl=language_direction(discussion.language) == "rtl")


def as_json(discussion: TakenDiscussion) -> bytes:
    site = discussion.site
    whole = {
        "title": discussion.title,
        "language": discussion.language,
        "cover": {line.key: line.words for line in discussion.cover}
        | {"made_at": discussion.made_at.isoformat()},
        "parts": [
            {
                "title": part.title,
                "permalink": f"{site}{part.address}",
                "text": part.words,
                "negotiation": part.standing,
                "state_of_play": part.state_of_play,
                "positions": _objects(POSITION_FIELDS, part.positions, site),
                "papers": _objects(PAPER_FIELDS, part.papers, site),
                "comments": _objects(COMMENT_FIELDS, part.comments, site),
            }
            for part in discussion.parts
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _cells_of_part(part: TakenPart, site: str) -> list[str]:
    address = f"{site}{part.address}"
    return [part.title, part.words, part.standing, part.state_of_play, address]


def _sheet(
    name: str, fields: Sequence[FileField[T]], things: Sequence[T], site: str
) -> WorkbookSheet:
    return WorkbookSheet(
        name,
        [str(each.label) for each in fields],
        [[_cell(each, thing, site) for each in fields] for thing in things],
        [each.width for each in fields],
        frozen=2,
    )


def _cell(field: FileField[T], thing: T, site: str) -> str:
    value = _placed(field, thing, site)
    # Such moments sort as they should.
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else written(value)


def _objects(
    fields: Sequence[FileField[T]], things: Sequence[T], site: str
) -> list[dict[str, Any]]:
    return [{each.key: _plain(_placed(each, thing, site)) for each in fields} for thing in things]


def _placed(field: FileField[T], thing: T, site: str) -> FileValue:
    """Return the value of a field, with the address of the workspace before a path."""
    value = field.value(thing)
    return f"{site}{value}" if field.key == "permalink" else value


def _plain(value: FileValue) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


_WRITERS: Mapping[FileForm, Callable[[TakenDiscussion], bytes]] = {
    FileForm.DOCX: as_docx,
    FileForm.XLSX: as_xlsx,
    FileForm.JSON: as_json,
}
