"""Presents the packages of a clause on its open pages."""

from wgcop.brackets.packages.queries import packages_on
from wgcop.database import db
from wgcop.events.presenters import Presentation, presents, replaced
from wgcop.resolutions.models import Clause


@presents("package")
def on_clause(target_id: str, _entry_kind: str) -> Presentation | None:
    """Present all packages of a clause that the target names besides one of them."""
    _package, _colon, clause_id = target_id.partition(":")
    clause = db.session.get(Clause, int(clause_id) if clause_id.isdigit() else 0)
    if clause is None:
        return None
    shown = packages_on(clause)
    return replaced(shown.dom_id, "brackets/packages/_on_clause.html", shown=shown)
