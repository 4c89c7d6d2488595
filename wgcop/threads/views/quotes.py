"""The form that attaches a quote again to a passage of the clause or paper."""

from flask import request
from flask.typing import ResponseReturnValue

from wgcop.accounts.identity import current_person
from wgcop.database import db
from wgcop.threads import policy
from wgcop.threads.actions.quotes import attach_quote
from wgcop.threads.forms import EditForm, QuoteForm
from wgcop.threads.subjects import passages_of
from wgcop.threads.views.blueprint import bp
from wgcop.threads.views.comments import again, answer, comment_page, subject_of, visible
from wgcop.threads.views.limits import writing_limit
from wgcop.web import require


@bp.post("/comments/<comment_name>/quote")
@writing_limit
def attach(comment_name: str) -> ResponseReturnValue:
    comment = visible(comment_name)
    subject = subject_of(comment)
    require(policy.can_attach(current_person(), subject, comment))
    assert comment.quote is not None
    text = subject.text if subject else None
    if text is not None:
        text.lock()
    form = QuoteForm(request.form)
    form.passages = lambda: passages_of(comment.thread)
    form.quoted_kind = comment.thread.kind
    form.is_required = True
    if not form.validate():
        return again(comment_page(comment, EditForm.of(comment), quote_form=form), form)
    assert form.quote_anchor is not None
    attach_quote(
        comment,
        comment.quote,
        form.quote_anchor,
        form.quote_block,
        form.quote_language,
        by=current_person(),
        text=text,
    )
    db.session.commit()
    return answer(comment)
