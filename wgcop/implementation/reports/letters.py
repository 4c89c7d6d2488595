"""Letters to those who follow a report on implementation, when it or a revision of it was adopted."""

import structlog
from flask_babel import gettext as _

from wgcop import mail
from wgcop.accounts.letters import address
from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.following.queries import followers_of
from wgcop.i18n import written_to
from wgcop.implementation.reports.models import AdoptedCopy

log = structlog.get_logger(__name__)


def write_adopted(copy: AdoptedCopy, *, by: Person) -> None:
    """Write to all followers of the report except `by`, in their languages. A letter that cannot be
    written is logged, and nothing is undone.
    """
    try:
        with db.session.begin_nested():
            for person in followers_of(copy.report.topic):
                if person.id != by.id:
                    _write(copy, person)
    except Exception:
        log.exception("letters_failed", copy=copy.id)


def _write(copy: AdoptedCopy, person: Person) -> None:
    title = copy.report.title
    with written_to(person.language):
        if copy.number:
            says = _("%(revision)s of “%(title)s” was adopted.", revision=copy.name, title=title)
        else:
            says = _("“%(title)s” was adopted.", title=title)
        words = [
            _("Dear %(name)s,", name=person.name),
            says,
            copy.note,
            address(copy.report.url),
            _("You follow this report. You can stop following it on its page."),
        ]
        subject = _("Adopted: %(title)s", title=title)
        mail.write(person.email, subject[:300], "\n\n".join(filter(None, words)) + "\n")
