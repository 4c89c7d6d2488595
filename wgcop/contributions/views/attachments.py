"""Pages that begin an addendum or a corrigendum and say what a corrigendum corrects."""

from flask import redirect, request
from flask.typing import ResponseReturnValue

from wgcop.accounts.identity import current_person
from wgcop.contributions import attaching
from wgcop.contributions.forms import AttachmentForm, CorrigendumForm
from wgcop.contributions.kinds import Attachment
from wgcop.contributions.views import bp
from wgcop.contributions.views.access import writable
from wgcop.contributions.views.documents import document_page
from wgcop.contributions.views.papers import work_page
from wgcop.database import db


@bp.post("/contributions/<int:contribution_id>/attachments")
def attach(contribution_id: int) -> ResponseReturnValue:
    document = writable(contribution_id)
    form = AttachmentForm.to(document, request.form)
    if not form.validate():
        return document_page(document, document.current, attaching=form), 422
    attached = attaching.attach(
        document, Attachment(form.kind.data), form.corrects.data, by=current_person()
    )
    db.session.commit()
    return redirect(f"{attached.work_url}/edit", 303)


@bp.post("/contributions/<int:contribution_id>/correction")
def say_what_it_corrects(contribution_id: int) -> ResponseReturnValue:
    corrigendum = writable(contribution_id)
    form = CorrigendumForm(request.form)
    if not form.validate():
        revision = corrigendum.draft or corrigendum.current
        return work_page(corrigendum, revision, correcting=form), 422
    attaching.say_what_it_corrects(corrigendum, form.corrects.data, by=current_person())
    db.session.commit()
    return redirect(corrigendum.work_url, 303)
