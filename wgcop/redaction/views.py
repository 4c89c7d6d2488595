"""The page on which the secretariat redacts a thing, and the list of redactions."""

import hashlib
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import NotFound

from wgcop.database import db
from wgcop.errors import Invalid
from wgcop.redaction import actions, policy, queries
from wgcop.redaction.actions import Chosen, Preview
from wgcop.redaction.forms import RedactionForm
from wgcop.redaction.models import REASON_NAMES
from wgcop.redaction.subjects import RedactionSubject, subject_of
from wgcop.web import commit_and_show, current_audiences, require

bp = Blueprint("redaction", __name__)


@bp.get("/redactions")
def index() -> ResponseReturnValue:
    require(policy.can_redact(current_user))
    made = queries.latest()
    return render_template(
        "redaction/index.html",
        made=made,
        names=queries.names_of_those_who_did(made),
        reasons=REASON_NAMES,
        kinds={each.kind: subject.name for each in made if (subject := subject_of(each.kind))},
    )


@bp.get("/redactions/<kind>/<path:key>")
def confirm(kind: str, key: str) -> ResponseReturnValue:
    require(policy.can_redact(current_user))
    subject, thing = _found(kind, key)
    form = RedactionForm()
    return _page(subject, thing, form)


@bp.post("/redactions/<kind>/<path:key>")
def redact(kind: str, key: str) -> ResponseReturnValue:
    require(policy.can_redact(current_user))
    subject, thing = _found(kind, key)
    form = RedactionForm.of(request.form)
    if not form.validate():
        return _page(subject, thing, form), 422
    if not form.parts.data:
        parts = queries.parts_of(subject, thing)
        form.parts.data = [part.key for part in parts if not part.is_unread]
    chosen = Chosen(
        parts=frozenset(form.parts.data),
        passage=form.passage.data or "",
        reason=form.chosen_reason,
        note=form.note.data or "",
        copies=frozenset(form.copies.data or ()),
    )
    try:
        if request.form.get("seen") != _seen(form):
            return _page(subject, thing, form, actions.preview(subject, thing, chosen))
        actions.redact(subject, thing, chosen, by=current_user._get_current_object())
    except Invalid as error:
        db.session.rollback()
        form.passage.errors = [*form.passage.errors, str(error)]
        return _page(*_found(kind, key), form), 422
    is_readable = subject.may_read(thing, current_audiences())
    name = subject.title(thing) if is_readable else str(subject.name)
    leads_to = subject.url(thing) if is_readable else url_for("redaction.index")
    return commit_and_show(
        leads_to,
        _(
            "The words are removed from “%(name)s”. Earlier backups still have them.",
            name=name,
        ),
    )


def _found(kind: str, key: str) -> tuple[RedactionSubject, Any]:
    subject = subject_of(kind)
    thing = subject and subject.find(key)
    if subject is None or thing is None:
        raise NotFound
    return subject, thing


def _seen(form: RedactionForm) -> str:
    return hashlib.sha256(form.as_seen.encode()).hexdigest()[:16]


def _page(
    subject: RedactionSubject, thing: Any, form: RedactionForm, seen: Preview | None = None
) -> str:
    """Show the places of a thing. For a private one, the secretariat sees only the names of the
    places and their lengths.
    """
    return render_template(
        "redaction/confirm.html",
        subject=subject,
        thing=thing,
        key=subject.key(thing),
        may_read=subject.may_read(thing, current_audiences()),
        form=form,
        parts=queries.parts_of(subject, thing),
        seen=seen,
        digest=_seen(form) if seen else "",
        letters_are_chosen=0 < len(form.passage.data or "") < actions.LONG_ENOUGH,
    )


def can_be_redacted(kind: str) -> bool:
    """Return whether pages offer redaction to this reader."""
    return policy.can_redact(current_user) and subject_of(kind) is not None
