"""How an entry of the registry looks to everybody who has it open."""

from flask import render_template

from wgcop.db import db
from wgcop.history.presenters import Presentation, presents
from wgcop.initiatives.models import Initiative


@presents("initiative")
def present_initiative(initiative_id: str, entry_kind: str) -> Presentation | None:
    initiative = db.session.get(Initiative, int(initiative_id))
    if initiative is None:
        return None
    html = render_template("initiatives/_entry.html", initiative=initiative)
    return Presentation("replace", f"initiative-{initiative.id}", html)
