"""The page of what was said on the clauses from which a clause comes."""

from flask import render_template
from flask.typing import ResponseReturnValue

from wgcop.editions.earlier import SHOWN, talk_before
from wgcop.editions.policy import can_read_earlier
from wgcop.editions.views.blueprint import bp
from wgcop.resolutions.queries import clause_by_wid
from wgcop.web import current_audiences, found_or_404, require


@bp.get("/clauses/<wid>/earlier")
def earlier(wid: str) -> ResponseReturnValue:
    clause = found_or_404(clause_by_wid(wid))
    require(can_read_earlier(current_audiences()))
    return render_template(
        "editions/earlier.html",
        clause=clause,
        before=talk_before(clause, current_audiences()),
        most=SHOWN,
    )
