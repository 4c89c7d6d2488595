"""The form that releases a delegation's private comment."""

from flask import request
from flask.typing import ResponseReturnValue

from wgcop.accounts.identity import current_person
from wgcop.database import db
from wgcop.threads import policy
from wgcop.threads.actions.releases import release_comment
from wgcop.threads.views.blueprint import bp
from wgcop.threads.views.comments import answer, visible
from wgcop.threads.views.limits import writing_limit
from wgcop.web import require


@bp.post("/comments/<comment_name>/release")
@writing_limit
def release(comment_name: str) -> ResponseReturnValue:
    comment = visible(comment_name)
    # A comment that is already released is refused with a reason, and not forbidden.
    require(policy.can_release(current_person(), comment) or comment.is_released)
    released = release_comment(
        comment, by=current_person(), seen=request.form.get("wording", type=int)
    )
    db.session.commit()
    return answer(released.comment, seq=released.seq, status=201)
