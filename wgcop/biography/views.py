"""The page with the biography of a clause."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from wgcop.biography.queries import biography_of
from wgcop.proposals.policy import can_read_proposals
from wgcop.resolutions.queries import clause_by_wid
from wgcop.web import current_audiences, found_or_404, require

bp = Blueprint("biography", __name__)


@bp.get("/clauses/<wid>/biography")
def show(wid: str) -> ResponseReturnValue:
    clause = found_or_404(clause_by_wid(wid))
    require(can_read_proposals(current_audiences()))
    return render_template("biography/show.html", clause=clause, biography=biography_of(clause))
