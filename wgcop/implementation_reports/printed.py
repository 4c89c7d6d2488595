"""Writes a report on implementation as Word, PDF and HTML files, with the same cover and text as
its page.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from flask import current_app
from flask_babel import force_locale
from markupsafe import Markup

from wgcop import paper, printing
from wgcop.contributions.printed_cover import lines_of
from wgcop.documents.pdf import shelf
from wgcop.implementation_reports.composing import whole_text
from wgcop.implementation_reports.cover import CopySeal, Fields, PrintedCover, printed_cover
from wgcop.implementation_reports.frozen import seal_of, thaw
from wgcop.implementation_reports.models import AdoptedCopy
from wgcop.implementation_reports.pictures import as_png, in_page
from wgcop.implementation_reports.reported import HERE, ReportContent
from wgcop.observing.version import version
from wgcop.paper import Node
from wgcop.paper.html import QuotedClause, Surroundings
from wgcop.processes.shelf import key
from wgcop.word import FRAMED, WordDocument, WordRun, write_tree

FORMATS = ("docx", "pdf", "html")


@dataclass(frozen=True)
class PrintedReport:
    """Everything that a file needs, gathered while a database session is open. Printing takes
    seconds and does not need the database.
    """

    composed: ReportContent
    seal: CopySeal
    site: str
    """The address of the workspace. The links in files lead to it."""
    content: str = ""
    """The SHA-256 of an adopted copy's frozen content; empty for a draft. The files of the copy are
    made from that content.
    """

    @property
    def language(self) -> str:
        return self.composed.cover.language

    @property
    def cover(self) -> PrintedCover:
        with force_locale(self.language):
            return printed_cover(self.composed.cover, self.seal)

    @property
    def clauses(self) -> Mapping[str, QuotedClause]:
        """The clauses as they are cited in the edition of the report, regardless of how later
        editions cite them.
        """
        return {
            section.key: QuotedClause(
                f"{HERE}/clauses/{section.key}", f"{section.title} · {self.composed.edition}"
            )
            for section in self.composed
            if section.opening
        }

    def place(self, form: str) -> Path | None:
        """Return the path of the cached file of an adopted copy; None for a draft."""
        if not self.content:
            return None
        return shelf() / key("report", version(), form, self.site, self.content)

    def written_as(self, form: str) -> bytes:
        """Return the report as a file in `form`, which is one of `FORMATS`."""
        return {"docx": self.to_docx, "pdf": self.to_pdf, "html": self.to_html}[form]()

    def to_docx(self) -> bytes:
        cover = self.cover
        document = WordDocument(
            title=cover.title,
            language=cover.language,
            created=self.seal.as_at,
            author=self.composed.cover.source,
        )
        document.head(WordRun(cover.symbol))
        for line in (cover.conference, cover.place_and_dates, cover.number, *cover.head):
            if line:
                document.cover_line(WordRun(line))
        _write_fields(document, cover.above, cover.language)
        document.cover_line(WordRun(cover.title, language=cover.language), is_title=True)
        _write_fields(document, cover.box, cover.language, style=FRAMED)
        _write_fields(document, cover.contact, cover.language)
        for line in cover.foot:
            document.cover_line(WordRun(line, language=cover.language))
        write_tree(
            document,
            _placed(whole_text(self.composed.sections), self.site),
            language=cover.language,
            picture_data=self.picture,
            clauses={
                wid: replace(each, url=each.url.replace(HERE, self.site))
                for wid, each in self.clauses.items()
            },
        )
        return document.bytes()

    def to_pdf(self) -> bytes:
        names = {drawing.key: digest(drawing.svg) for drawing in self.composed.drawings}
        data = {names[drawing.key]: self.picture(drawing.key) for drawing in self.composed.drawings}
        around = Surroundings(
            picture_url=lambda key: f"picture:{names.get(key, key)}",
            clauses=self.clauses,
            is_printed=True,
        )
        html = self._page("implementation/reports/in_print.html", around)
        return printing.print_once(html, names.values(), data_of=data.get, shelf=shelf())

    def to_html(self) -> bytes:
        """Return a self-contained page, which fetches nothing."""
        drawn = in_page(self.composed.drawings, self.language)
        around = Surroundings(drawn=drawn, clauses=self.clauses)
        return self._page("implementation/reports/as_file.html", around).encode()

    def picture(self, key: str) -> bytes | None:
        drawing = next((drawing for drawing in self.composed.drawings if drawing.key == key), None)
        return as_png(drawing, self.language) if drawing else None

    def _page(self, name: str, around: Surroundings) -> str:
        template = current_app.jinja_env.get_template(name)
        with force_locale(self.language):
            body = placed(paper.to_html(whole_text(self.composed.sections), around), self.site)
            return template.render(cover=self.cover, seal=self.seal, body=body, style=file_style())


def printed_copy(copy: AdoptedCopy, site: str) -> PrintedReport:
    """Return an adopted copy to be printed. `copy` must be loaded with its content."""
    seal = seal_of(copy.content)
    printed = CopySeal(seal.as_at, copy.checksum, seal.meeting)
    content = hashlib.sha256(copy.content.encode()).hexdigest()
    return PrintedReport(thaw(copy.content), printed, site, content)


@cache
def file_style() -> Markup:
    """Return the style of an HTML file, which is self-contained. Pages of the workspace do not use
    it.
    """
    written = Path(__file__).with_name("file.css").read_text("utf-8")
    return Markup("<style>{}</style>").format(Markup(written))  # noqa: S704 (a file of ours)


def placed(page: Markup, site: str) -> Markup:
    """Return the page with its links pointing to the workspace at `site`; empty on the workspace's
    own pages.
    """
    return Markup(str(page).replace(f'="{HERE}', f'="{site}'))  # noqa: S704 (it was safe HTML, and only an address changes)


def _placed(node: Node, site: str) -> Node:
    """Return the tree with its links pointing to the workspace at `site`."""
    placed = dict(node)
    if "marks" in node:
        placed["marks"] = [
            {**mark, "attrs": {"href": mark["attrs"]["href"].replace(HERE, site, 1)}}
            if mark["type"] == "link"
            else mark
            for mark in node["marks"]
        ]
    if "content" in node:
        placed["content"] = [_placed(child, site) for child in node["content"]]
    return placed


def digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _write_fields(
    document: WordDocument, fields: Fields, language: str, *, style: str | None = None
) -> None:
    if fields:
        document.cover_fields(
            [
                (label, [WordRun(line, language=language) for line in lines_of(words)])
                for label, words in fields
            ],
            style=style,
        )
