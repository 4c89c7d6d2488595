"""Answers for the editor of a text: clauses to quote, and the schema for which the editor must have
been built.
"""

from flask import Response, jsonify, request

from wgcop.accounts.identity import current_person
from wgcop.contributions import policy
from wgcop.numbering.blueprint import bp
from wgcop.paper.schema import SCHEMA_HASH
from wgcop.resolutions.models import Wording
from wgcop.resolutions.queries import clauses_named
from wgcop.web import require

MOST_CLAUSES = 12
LONGEST = 100

bp.add_app_template_global(lambda: SCHEMA_HASH, "schema_hash")


@bp.get("/contributions/clauses")
def clauses_to_quote() -> Response:
    """Return the clauses that `?q=` names, or that contain all its words. An exact citation comes
    first.
    """
    require(policy.can_draft(current_person()))
    clauses = clauses_named(request.args.get("q", "")[:LONGEST], most=MOST_CLAUSES)
    answer = jsonify(
        clauses=[
            {"wid": clause.clause.wid, "citation": cited(clause), "words": clause.text}
            for clause in clauses
        ]
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def cited(wording: Wording) -> str:
    return f"{wording.citation} · {wording.section.edition.name}"
