"""The forms that support a comment for one's delegation, and withdraw support."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.accounts.models import Delegation
from wgcop.database import db
from wgcop.errors import Refused
from wgcop.threads import policy
from wgcop.threads.actions import supports as actions
from wgcop.threads.views.blueprint import bp
from wgcop.threads.views.comments import answer, visible
from wgcop.threads.views.limits import writing_limit
from wgcop.web import require


@bp.post("/comments/<comment_name>/support")
@writing_limit
def support(comment_name: str) -> ResponseReturnValue:
    comment = visible(comment_name)
    require(policy.can_support(current_capacity(), comment))
    actions.support(
        comment, supporter(), by=current_person(), seen=request.form.get("wording", type=int)
    )
    db.session.commit()
    return answer(comment)


@bp.post("/comments/<comment_name>/support/withdrawal")
@writing_limit
def withdraw_support(comment_name: str) -> ResponseReturnValue:
    comment = visible(comment_name)
    require(policy.can_withdraw_support(current_capacity(), comment))
    actions.withdraw_support(comment, supporter(), by=current_person())
    db.session.commit()
    return answer(comment)


def supporter() -> Delegation:
    capacity = current_capacity()
    assert capacity is not None and capacity.delegation is not None
    if request.form.get("delegation", capacity.delegation.id, type=int) != capacity.delegation.id:
        raise Refused(
            _(
                "After you opened this page, you chose to speak for %(delegation)s. Reload the page first.",
                delegation=capacity.delegation.shown_name,
            )
        )
    return capacity.delegation
