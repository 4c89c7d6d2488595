"""The API for the text of a draft: programs read it, and write it through the same authority as
everybody who types.

`GET /api/v1/contributions/<id>/text` returns the version, the typed text and the tree. `PUT` takes
the version that was worked on, with the text as `typed` or as `tree`. Drafters who only comment or
read may get the text but not put it. Changes that others have made since are merged with it. If
both changed the same paragraph, nothing is stored: the answer is 409 and contains both texts.
"""

from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from wgcop import paper
from wgcop.accounts.identity import current_person
from wgcop.contributions import policy, queries
from wgcop.contributions.draft_desk import DRAFTS, stored_text
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.database import db
from wgcop.errors import Invalid, Refused
from wgcop.web import current_audiences, found_or_404, require
from wgcop.writing.reasons import Declined, message
from wgcop.writing.saving import TextContested, save_text, save_tree

bp = Blueprint("contributions_api", __name__, url_prefix="/api/v1/contributions")


@bp.get("/<int:contribution_id>/text")
def text(contribution_id: int) -> ResponseReturnValue:
    return text_answer(*stored_text(db.session, draft_of(contribution_id).id))


@bp.put("/<int:contribution_id>/text")
def write_text(contribution_id: int) -> ResponseReturnValue:
    sent: Any = request.get_json(silent=True)
    revision = draft_of(contribution_id)
    contribution, person = revision.contribution, current_person()
    require(policy.can_write(person, contribution), contribution.limits_of(person))
    if not isinstance(sent, dict) or type(sent.get("version")) is not int:
        raise Invalid(_("Send the version that you worked on, and the text as “typed” or “tree”."))
    version, by = sent["version"], person.id
    try:
        if isinstance(sent.get("typed"), str):
            typed = paper.from_text(sent["typed"])
            save_text(db.session, contribution_id, typed, desk=DRAFTS, version=version, by=by)
        else:
            save_tree(
                db.session,
                contribution_id,
                sent.get("tree") or {},
                desk=DRAFTS,
                version=version,
                by=by,
            )
    except paper.Misshapen as error:
        raise Invalid(str(error)) from error
    except Declined as turned_down:
        raise Refused(message(turned_down.reason)) from turned_down
    except TextContested as contested:
        db.session.rollback()
        answer = jsonify(
            error=_("Somebody else changed the same paragraphs. Combine the two, and write again."),
            version=contested.version,
            blocks=sorted(contested.blocks),
            stored={"typed": paper.to_text(contested.stored), "tree": contested.stored},
            joined={"typed": paper.to_text(contested.joined), "tree": contested.joined},
        )
        return answer, 409
    db.session.commit()
    return text_answer(*stored_text(db.session, revision.id))


def text_answer(version: int, tree: paper.Node) -> ResponseReturnValue:
    answer = jsonify(version=version, typed=paper.to_text(tree), tree=tree)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def draft_of(contribution_id: int) -> Revision:
    require(policy.can_list(current_user))
    readable = queries.contribution_with_text(contribution_id, current_audiences())
    contribution: Contribution = found_or_404(readable)
    require(policy.drafts(current_person(), contribution))
    if not contribution.is_being_written or contribution.draft is None:
        raise Refused(_("There is no longer a draft to write in. It may have just been submitted."))
    return contribution.draft
