"""The page for two overlapping entries, with the answer of the owner of the earlier one."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from wgcop.accounts.identity import current_person
from wgcop.initiatives import policy
from wgcop.initiatives.blueprint import bp
from wgcop.initiatives.forms import OverlapForm
from wgcop.initiatives.models import Overlap, OverlapAnswer
from wgcop.initiatives.overlapping import actions
from wgcop.initiatives.overlapping.queries import overlap_with_sides
from wgcop.web import commit_and_show, found_or_404, require, require_sign_in


@bp.get("/initiatives/overlaps/<int:overlap_id>")
def overlap(overlap_id: int) -> ResponseReturnValue:
    found = overlap_or_404(overlap_id)
    return overlap_page(found, OverlapForm.to_answer(None, found))


@bp.post("/initiatives/overlaps/<int:overlap_id>")
def answer(overlap_id: int) -> ResponseReturnValue:
    found = overlap_or_404(overlap_id)
    require(policy.can_answer(current_person(), found))
    form = OverlapForm.to_answer(request.form, found)
    if not form.validate():
        return overlap_page(found, form), 422
    actions.answer(
        found,
        OverlapAnswer(form.answer.data),
        form.words.data or "",
        form.contact.data or "",
        by=current_person(),
    )
    return commit_and_show(found, _("Your answer is sent. You can change it here."))


def overlap_or_404(overlap_id: int) -> Overlap:
    require_sign_in()
    found = found_or_404(overlap_with_sides(overlap_id))
    return found_or_404(found if policy.can_see_overlap(current_person(), found) else None)


def overlap_page(found: Overlap, form: OverlapForm) -> str:
    return render_template(
        "initiatives/overlap.html",
        overlap=found,
        form=form,
        may_answer=policy.can_answer(current_person(), found),
        may_open=not current_user.audiences.isdisjoint(found.initiative.audiences),
    )
