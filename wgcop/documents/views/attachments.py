"""Begins an addendum or a corrigendum."""

from flask import redirect, request
from flask.typing import ResponseReturnValue

from wgcop.accounts.identity import current_person
from wgcop.contributions.access import writable
from wgcop.database import db
from wgcop.documents import attaching
from wgcop.documents.forms import AttachmentForm
from wgcop.documents.views.documents import document_page
from wgcop.numbering.blueprint import bp
from wgcop.numbering.kinds import Attachment


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
