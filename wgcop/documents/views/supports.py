"""The actions that let a delegation support a document of others, and take its support back."""

from flask import request
from flask.typing import ResponseReturnValue

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.accounts.models import Delegation
from wgcop.contributions import policy
from wgcop.contributions.access import readable
from wgcop.contributions.models import Contribution
from wgcop.documents.supports import support, withdraw_support
from wgcop.numbering.blueprint import bp
from wgcop.web import commit_and_show, require


@bp.post("/contributions/<int:contribution_id>/support")
def give_support(contribution_id: int) -> ResponseReturnValue:
    contribution, delegation = supporting(contribution_id)
    revision = request.form.get("revision", contribution.current.number, type=int)
    support(contribution, delegation, revision=revision, by=current_person())
    return commit_and_show(f"{contribution.url}#support")


@bp.post("/contributions/<int:contribution_id>/support/withdrawal")
def take_support_back(contribution_id: int) -> ResponseReturnValue:
    contribution, delegation = supporting(contribution_id)
    withdraw_support(contribution, delegation, by=current_person())
    return commit_and_show(f"{contribution.url}#support")


def supporting(contribution_id: int) -> tuple[Contribution, Delegation]:
    """Load a document and the delegation for which this person speaks now."""
    contribution = readable(contribution_id)
    capacity = current_capacity()
    require(policy.can_support(capacity, contribution))
    assert capacity is not None and capacity.delegation is not None
    return contribution, capacity.delegation
