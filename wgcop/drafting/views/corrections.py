"""Stores what a corrigendum corrects."""

from flask import redirect, request
from flask.typing import ResponseReturnValue

from wgcop.accounts.identity import current_person
from wgcop.contributions.access import writable
from wgcop.database import db
from wgcop.drafting import correcting
from wgcop.drafting.forms import CorrigendumForm
from wgcop.drafting.views.papers import work_page
from wgcop.numbering.blueprint import bp


@bp.post("/contributions/<int:contribution_id>/correction")
def say_what_it_corrects(contribution_id: int) -> ResponseReturnValue:
    corrigendum = writable(contribution_id)
    form = CorrigendumForm(request.form)
    if not form.validate():
        revision = corrigendum.draft or corrigendum.current
        return work_page(corrigendum, revision, correcting=form), 422
    correcting.say_what_it_corrects(corrigendum, form.corrects.data, by=current_person())
    db.session.commit()
    return redirect(corrigendum.work_url, 303)
