"""What the editor of a text asks for: clauses to quote, and the schema that it must have been made for."""

from flask import Response, jsonify, request

from wgcop.accounts.identity import current_person
from wgcop.contributions import policy
from wgcop.contributions.views import bp
from wgcop.paper.schema import SCHEMA_HASH
from wgcop.resolutions.models import Wording
from wgcop.resolutions.queries import clauses_to_choose
from wgcop.web import require

MOST_CLAUSES = 12
LONGEST = 100

bp.add_app_template_global(lambda: SCHEMA_HASH, "schema_hash")


@bp.get("/contributions/clauses")
def clauses_to_quote() -> Response:
    """Clauses whose name or text has all the words of `?q=`, those named by them first."""
    require(policy.can_draft(current_person()))
    wanted = request.args.get("q", "")[:LONGEST].casefold().split()
    matching = [wording for wording in clauses_to_choose() if wanted and has_all(wording, wanted)]
    matching.sort(key=lambda wording: not all(word in name(wording) for word in wanted))
    answer = jsonify(
        clauses=[
            {"wid": each.clause.wid, "citation": cited(each), "words": each.text}
            for each in matching[:MOST_CLAUSES]
        ]
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def cited(wording: Wording) -> str:
    return f"{wording.citation} · {wording.section.edition.name}"


def name(wording: Wording) -> str:
    return f"{cited(wording)} {wording.clause.wid}".casefold()


def has_all(wording: Wording, words: list[str]) -> bool:
    text = f"{name(wording)} {wording.text.casefold()}"
    return all(word in text for word in words)
