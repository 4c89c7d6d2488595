"""Fills in letters, which are text templates in `templates/letters`, in the language of each recipient."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple, Protocol

import structlog
from flask import Flask, current_app, has_request_context
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user
from jinja2 import StrictUndefined

from wgcop import mail
from wgcop.database import db
from wgcop.i18n import written_to
from wgcop.mail import CalendarPart
from wgcop.web import site

log = structlog.get_logger(__name__)
TEMPLATES = "letter_templates"

READER = "reader"
"""The source of letters that are sent as they were written, to whoever still takes part and is among
their `readers`.
"""

Readers = Sequence[Collection[str]]
"""Sets of audiences. A person is a reader if they have an audience of each."""


@dataclass(frozen=True)
class WrittenLetter:
    """A letter without greeting. `text` has a blank line between paragraphs, and addresses in
    full, so that HTML can be made of it.
    """

    subject: str
    text: str

    @property
    def headed(self) -> WrittenLetter:
        """The same letter, with the name of the workspace before its subject."""
        return replace(self, subject=f"WG-COP: {self.subject}")


class Addressed(Protocol):
    """The addressee of a letter: a person, or a `Recipient`."""

    @property
    def email(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def language(self) -> str: ...


class Recipient(NamedTuple):
    """Somebody who may have no account."""

    email: str
    name: str
    language: str


def init_app(app: Flask) -> None:
    """Read the templates of letters as plain text: a line with nothing but a tag leaves no line, and a
    value that is missing is an error.
    """
    templates = app.jinja_env.overlay(
        trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    templates.globals = {**app.jinja_env.globals, "address": address}
    app.extensions[TEMPLATES] = templates


def address(path: str) -> str:
    """Return the full address of a page. Without PUBLIC_URL, the host of a request is trusted if
    the secretariat sent it.
    """
    return site(is_trusted=has_request_context() and current_user.is_secretariat) + path


def fill_in(template: str, **values: Any) -> WrittenLetter:
    """Fill in `templates/letters/<template>.txt`, which sets `subject`, in the language in force."""
    templates = current_app.extensions[TEMPLATES]
    letter = templates.get_template(f"letters/{template}.txt").make_module(values)
    return WrittenLetter(letter.subject, str(letter).strip("\n"))


def post(
    to: Addressed,
    letter: WrittenLetter,
    *,
    page: str = "",
    by_hand: bool = False,
    secret_until: datetime | None = None,
    calendar: CalendarPart | None = None,
    stop_address: str = "",
    source: str = "",
    about: Mapping[str, Any] | None = None,
    reply_to: str = "",
) -> None:
    """Store a letter with a greeting, and with the address of `page` at its end. `source` and
    `about` are as in `mail.renews`; at `stop_address` the reader stops such letters.
    """
    mail.write(
        to.email,
        letter.subject,
        whole_text(to, letter, page=page, stop_address=stop_address, reply_to=reply_to),
        by_hand=by_hand,
        secret_until=secret_until,
        calendar=calendar,
        stop_address=stop_address,
        language=written_in(),
        source=source,
        about=about,
        reply_to=reply_to,
    )


def whole_text(
    to: Addressed,
    letter: WrittenLetter,
    *,
    page: str = "",
    stop_address: str = "",
    reply_to: str = "",
) -> str:
    """Return the text of the letter with its greeting and its ending."""
    words = [
        _("Dear %(name)s,", name=to.name),
        letter.text,
        _("To answer by e-mail, write to: %(address)s", address=reply_to) if reply_to else "",
        address(page) if page else "",
        how_to_stop(stop_address) if stop_address else "",
    ]
    return "\n\n".join(filter(None, words)) + "\n"


def how_to_stop(stop_address: str) -> str:
    """Return the last lines of a letter that its reader may stop."""
    choose = address("/account/letters")
    return "\n\n".join(
        [
            _("Choose here when you get such e-mails: %(address)s", address=choose),
            _("To stop them without signing in, open: %(address)s", address=stop_address),
        ]
    )


def written_in() -> str:
    """Return the tag of the language in force."""
    return str(get_locale() or "en").replace("_", "-")


def write(
    to: Addressed,
    template: str,
    *,
    page: str = "",
    by_hand: bool = False,
    secret_until: datetime | None = None,
    stop_address: str = "",
    source: str = "",
    about: Mapping[str, Any] | None = None,
    reply_to: str = "",
    **values: Any,
) -> None:
    """Fill in and store a letter in the language of its recipient."""
    with written_to(to.language):
        post(
            to,
            fill_in(template, **values),
            page=page,
            by_hand=by_hand,
            secret_until=secret_until,
            stop_address=stop_address,
            source=source,
            about=about,
            reply_to=reply_to,
        )


def write_to_each(
    people: Iterable[Addressed],
    template: str,
    *,
    page: str = "",
    readers: Readers = (),
    **values: Any,
) -> None:
    """Write the same letter to each of these people. It is sent only to those who, at that time,
    still take part and are among the `readers`. If one letter cannot be written, none is; nothing
    else in the transaction is undone.
    """
    about = about_readers(readers)
    with apart(template, page=page):
        for person in people:
            write(person, template, page=page, source=READER, about=about, **values)


def about_readers(readers: Readers) -> dict[str, Any]:
    return {"readers": [sorted(each) for each in readers]}


@contextmanager
def apart(template: str, *, page: str = "") -> Iterator[None]:
    """Write letters within a savepoint. An error in one is logged and undoes only the letters, not
    the change that they report.
    """
    try:
        with db.session.begin_nested():
            yield
    except Exception:
        log.exception("letters_failed", letter=template, page=page)
