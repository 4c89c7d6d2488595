"""The page of the chair's text of a clause, and the page of its steps."""

from flask import render_template
from flask.typing import ResponseReturnValue

from wgcop.accounts.identity import current_person
from wgcop.merging import policy, queries
from wgcop.merging.views.blueprint import bp
from wgcop.merging.views.reading import readable_clause
from wgcop.merging.views.showing import page_of, part_of
from wgcop.web import is_fragment


@bp.get("/clauses/<wid>/chairs-text")
def show(wid: str) -> ResponseReturnValue:
    """Show the text, or only the part of the page that a script asks for."""
    clause = readable_clause(wid)
    return part_of(clause) if is_fragment() else page_of(clause)


@bp.get("/clauses/<wid>/chairs-text/steps")
def steps(wid: str) -> ResponseReturnValue:
    """Show every step of every chair's text that the clause had."""
    clause = readable_clause(wid)
    return render_template(
        "merging/steps.html",
        clause=clause,
        texts=queries.texts_of(clause),
        sources=queries.sources_on(clause),
        may_merge=policy.can_merge(current_person(), clause),
    )
