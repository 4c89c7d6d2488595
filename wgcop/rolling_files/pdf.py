"""The rolling text in print: with the changes of all sources, bracketed, or as one text."""

from datetime import datetime

from flask import current_app

from wgcop.documents.pdf import Printable
from wgcop.i18n import written_to
from wgcop.paper.html import Surroundings, to_html
from wgcop.paper.named_blocks import named
from wgcop.paper.tree import Node
from wgcop.resolutions.models import Edition
from wgcop.rolling_files.filed import FiledText
from wgcop.rolling_files.tracked import tracked_text
from wgcop.rolling_files.wording import brackets_of, head_of, help_of_print, list_in_print


def printable(edition: Edition, text: FiledText, *, at: datetime) -> Printable:
    """Return the page, which is printed without the database. The same text at the same moment is the
    same page, so that it is printed once.
    """
    with written_to(edition.language):
        head = head_of(edition, text, at=at, help_line=help_of_print())
        tree: Node = {
            "type": "doc",
            "content": [
                *tracked_text(text.sections, says_sources=True),
                *list_in_print(text.listed),
                *brackets_of(text.brackets),
            ],
        }
        body = to_html(named(tree, "rolling"), Surroundings(is_printed=True))
    template = current_app.jinja_env.get_template("rolling_files/in_print.html")
    html = template.render(language=edition.language, head=head, title=edition.title, body=body)
    return Printable(html, frozenset())
