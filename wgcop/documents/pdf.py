"""Prints a paper as tagged PDF, with the cover and text of its page and its Word file, and notes at
the foot of each page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import current_app

from wgcop import files, paper, printing
from wgcop.contributions.printed_cover import (
    PrintedWording,
    attached_lines,
    dates_after_place,
    fields_above,
    fields_below,
    fields_of_contact,
    head_lines,
    legend,
    legend_of_own_marks,
    title_of,
)
from wgcop.documents.pictures import pictures_in
from wgcop.languages.cover_labels import cover_phrase
from wgcop.paper.comparison.html import printed_html
from wgcop.paper.html import QuotedClause, Surroundings


@dataclass(frozen=True)
class Printable:
    """Everything that the printer needs, gathered while a database session is open. Printing takes
    seconds and needs none.
    """

    html: str
    pictures: frozenset[str]

    def to_pdf(self) -> bytes:
        return printing.print_once(self.html, self.pictures, data_of=stored, shelf=shelf())

    @property
    def printed_before(self) -> bytes | None:
        return printing.printed_before(self.html, self.pictures, shelf=shelf())


def printable(
    wording: PrintedWording,
    *,
    clauses: Mapping[str, QuotedClause],
    marked: paper.Node | None = None,
    text: paper.Node | None = None,
) -> Printable:
    """Return a wording as a printable page. `marked` is the text of a comparison, in place of the
    wording's own; `text` is the text of a wording that is loaded without it.
    """
    tree = marked or text or wording.text
    meeting, language = wording.contribution.meeting, wording.language
    legends = [legend(tree, language), legend_of_own_marks(marked, language) if marked else ""]
    to_html = printed_html if marked else paper.to_html
    around = Surroundings(
        picture_url=lambda file: f"picture:{file}", clauses=clauses, is_printed=True
    )
    # Rendered without the variables that pages add about their reader: commands have none.
    template = current_app.jinja_env.get_template("contributions/_paper_in_print.html")
    html = template.render(
        wording=wording,
        title=title_of(wording),
        meeting=meeting,
        no_number=cover_phrase("no_number", language),
        head=[*head_lines(wording), *attached_lines(wording)],
        above=fields_above(wording),
        below=fields_below(wording),
        contact=fields_of_contact(wording),
        legends=[each for each in legends if each],
        dates=dates_after_place(meeting, language),
        body=to_html(tree, around),
    )
    return Printable(html, frozenset(pictures_in(tree)))


def stored(file: str) -> bytes | None:
    try:
        return files.read(file)
    except FileNotFoundError:
        return None


def shelf() -> Path:
    return Path(current_app.config["DATA_DIR"]) / "printed"
