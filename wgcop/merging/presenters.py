"""Presents the chair's text on open pages, for members only and the same for each of them."""

from wgcop.events.presenters import Presentation, presents_row, replaced
from wgcop.merging.models import ChairsText
from wgcop.merging.queries import shown_text


@presents_row("chairs-text", ChairsText)
def chairs_text(text: ChairsText, _entry_kind: str) -> Presentation:
    """Present the text that is open on the clause now, or the empty place where one would be."""
    shown = shown_text(text.clause)
    return replaced(shown.dom_id, "merging/_text.html", shown=shown)
