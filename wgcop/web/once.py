"""Forms that create a thing create it once: sent twice, by a double click or after a lost answer,
they lead to what the first one made.

The form carries a key (`once()` in templates). A row with its digest is committed together with
what was created, so that either both exist or neither. The same form with other content has another
digest: a person who goes back and changes it means to create a second thing.
"""

import hashlib
from collections import OrderedDict
from datetime import datetime
from urllib.parse import urlsplit
from uuid import uuid4

from flask import Flask, flash, g, has_request_context, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy import String, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column
from werkzeug.wrappers import Response

from wgcop import clock
from wgcop.database import Base, db, only_read, retention, with_every_commit
from wgcop.web import is_fragment, local_path, wants_json

KEY = "once"
LEFT_OUT = frozenset({"csrf_token", "kept"})
REMEMBERED = 2_000


class PostedForm(Base):
    """A form that was sent, named by a digest of its sender, its key and its content. It stores no
    text that people typed.
    """

    __tablename__ = "posted_form"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    posted_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)


class SentAtOnce(Exception):
    """Raised when the same form was stored while this one was being worked on, which is possible
    because slow work releases the database.
    """

    def __init__(self, digest: str) -> None:
        super().__init__()
        self.digest = digest


retention.keeps_rows(
    PostedForm.posted_at,
    "forms",
    _l("Keys of forms that were sent"),
    why=_l("To store a form once when it is sent twice."),
    days=30,
)

_answers: OrderedDict[str, str] = OrderedDict()
"""The addresses to which the latest forms led. Another process, or this one after a restart, leads
back to the form and tells that it was stored.
"""


def init_app(app: Flask) -> None:
    app.before_request(lead_to_the_first)
    app.after_request(remember_answer)
    app.register_error_handler(SentAtOnce, sent_at_once)
    app.add_template_global(once)


def once() -> Markup:
    return Markup('<input type="hidden" name="{}" value="{}">').format(KEY, uuid4().hex)


def lead_to_the_first() -> ResponseReturnValue | None:
    if request.method != "POST" or not request.form.get(KEY) or not current_user.is_authenticated:
        return None
    digest = _digest()
    if db.session.get_bind().dialect.name == "postgresql":
        # Wait until the same form has been worked on. On SQLite writers wait for each other anyway.
        db.session.execute(select(func.pg_advisory_xact_lock(int(digest[:15], 16))))
    if db.session.get(PostedForm, digest) is None:
        g.posted_form = digest
        return None
    return sent_twice(digest)


def sent_at_once(error: SentAtOnce) -> ResponseReturnValue:
    only_read()
    return sent_twice(error.digest)


def sent_twice(digest: str) -> ResponseReturnValue:
    message = _("You sent this form twice. It was stored once.")
    if is_fragment() or wants_json():
        return jsonify(error=message), 409
    flash(message)
    return redirect(_answers.get(digest) or local_path(request.referrer) or "/", 303)


def _digest() -> str:
    content = [
        str(current_user.id),
        request.path,
        *sorted(
            f"{name}={value}"
            for name, value in request.form.items(multi=True)
            if name not in LEFT_OUT
        ),
    ]
    for name, file in sorted(request.files.items(multi=True), key=lambda each: each[0]):
        content.append(f"{name}={file.filename} {hashlib.sha256(file.stream.read()).hexdigest()}")
        file.stream.seek(0)
    return hashlib.sha256("\0".join(content).encode()).hexdigest()


def note_form(session: Session) -> None:
    """Store the digest of the form with the first commit of the request that sent it."""
    digest = g.pop("posted_form", None) if has_request_context() else None
    if digest:
        session.add(PostedForm(digest=digest))
        try:
            session.flush()
        except IntegrityError as error:
            raise SentAtOnce(digest) from error
        g.stored_form = digest


def remember_answer(response: Response) -> Response:
    digest = g.get("stored_form")
    if digest and response.status_code in (302, 303):
        leads_to = urlsplit(response.location or "/")
        _answers[digest] = leads_to._replace(scheme="", netloc="").geturl()
        while len(_answers) > REMEMBERED:
            _answers.popitem(last=False)
    return response


with_every_commit(note_form)
