"""The preview of a comment, made with the same renderer that shows it."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from wgcop.accounts.identity import current_capacity
from wgcop.languages import LANGUAGE_NAMES, guessing
from wgcop.threads import policy
from wgcop.threads.actions.mentions import with_ids
from wgcop.threads.forms import CommentForm
from wgcop.threads.models import LONGEST
from wgcop.threads.views.blueprint import bp
from wgcop.web import require


@bp.post("/comments/preview")
def preview() -> ResponseReturnValue:
    require(policy.can_comment(current_capacity()))
    form = CommentForm(request.form)
    body = (form.body.data or "")[:LONGEST].strip()
    language = form.language.data or ""
    if language not in LANGUAGE_NAMES:
        language = guessing.guess(body)
    return render_template("threads/_preview.html", body=with_ids(body), language=language)
