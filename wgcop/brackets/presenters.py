"""Presents brackets on the open pages of their clause."""

from wgcop.brackets.models import Bracket
from wgcop.brackets.queries import brackets_at
from wgcop.events.presenters import Presentation, presents_row, replaced


@presents_row("bracket", Bracket)
def on_clause(bracket: Bracket, _entry_kind: str) -> Presentation:
    """Present all brackets of the clause, since they stand in the order of its words."""
    shown = brackets_at(bracket.clause)
    return replaced(shown.dom_id, "brackets/_list.html", shown=shown)
