"""Stores what a corrigendum corrects."""

from flask import request
from flask.typing import ResponseReturnValue

from wgcop.accounts.identity import current_person
from wgcop.contributions.access import writable
from wgcop.drafting import correcting
from wgcop.drafting.forms import CorrigendumForm
from wgcop.drafting.views.papers import work_page
from wgcop.numbering.blueprint import bp
from wgcop.web import commit_and_show


@bp.post("/contributions/<int:contribution_id>/correction")
def say_what_it_corrects(contribution_id: int) -> ResponseReturnValue:
    corrigendum = writable(contribution_id)
    form = CorrigendumForm(request.form)
    if not form.validate():
        revision = corrigendum.draft or corrigendum.current
        return work_page(corrigendum, revision, correcting=form), 422
    correcting.say_what_it_corrects(corrigendum, form.corrects.data, by=current_person())
    return commit_and_show(corrigendum.work_url)
