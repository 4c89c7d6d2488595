"""Letters about a silence procedure, to people whose silence counts: about its beginning, its
changes of deadline, and its end.
"""

from collections.abc import Callable

import structlog
from flask_babel import gettext as _

from wgcop import mail
from wgcop.accounts.letters import address
from wgcop.database import db
from wgcop.i18n import moment, written_to
from wgcop.outcomes.silence.models import SilenceAnswer, SilenceProcedure
from wgcop.outcomes.silence.queries import people_to_tell

log = structlog.get_logger(__name__)

Letter = tuple[str, list[str]]
"""The subject and the paragraphs of a letter."""


def write_circulated(procedure: SilenceProcedure) -> None:
    def compose() -> Letter:
        return _("Under silence: %(title)s", title=procedure.title), [
            _(
                "%(meeting)s: this text is adopted if no delegation objects until %(moment)s.",
                meeting=procedure.meeting.title,
                moment=_end(procedure),
            ),
            procedure.title,
            procedure.text,
            _("To object, or to ask for more time:"),
        ]

    _write(procedure, compose)


def write_extended(procedure: SilenceProcedure) -> None:
    def compose() -> Letter:
        return _("More time: %(title)s", title=procedure.title), [
            _(
                "The silence on “%(title)s” now ends on %(moment)s.",
                title=procedure.title,
                moment=_end(procedure),
            )
        ]

    _write(procedure, compose)


def write_broken(procedure: SilenceProcedure, objection: SilenceAnswer) -> None:
    def compose() -> Letter:
        return _("Silence broken: %(title)s", title=procedure.title), [
            _(
                "%(delegation)s objects to “%(title)s”, so it is not adopted:",
                delegation=objection.delegation.name,
                title=procedure.title,
            ),
            objection.reason,
        ]

    _write(procedure, compose)


def write_withdrawn(procedure: SilenceProcedure) -> None:
    def compose() -> Letter:
        return _("No longer under silence: %(title)s", title=procedure.title), [
            _(
                "“%(title)s” was withdrawn by those who circulated it. Nothing is adopted.",
                title=procedure.title,
            )
        ]

    _write(procedure, compose)


def write_adopted(procedure: SilenceProcedure) -> None:
    def compose() -> Letter:
        return _("Adopted by silence: %(title)s", title=procedure.title), [
            _(
                "No delegation objected to “%(title)s” until %(moment)s, so it is adopted.",
                title=procedure.title,
                moment=_end(procedure),
            )
        ]

    _write(procedure, compose)


def _end(procedure: SilenceProcedure) -> str:
    return moment(procedure.ends_at, procedure.zone, procedure.place)


def _write(procedure: SilenceProcedure, compose: Callable[[], Letter]) -> None:
    """Write a letter to everybody whose silence counts. A letter that cannot be written is logged;
    everything else stays in the transaction.
    """
    try:
        # A savepoint, so that an error in a letter does not undo the procedure.
        with db.session.begin_nested():
            for person in people_to_tell(procedure.meeting):
                with written_to(person.language):
                    subject, paragraphs = compose()
                    words = [
                        _("Dear %(name)s,", name=person.name),
                        *filter(None, paragraphs),
                        address(procedure.url),
                    ]
                    mail.write(person.email, subject[:300], "\n\n".join(words) + "\n")
    except Exception:
        log.exception("letters_failed", silence=procedure.id)
