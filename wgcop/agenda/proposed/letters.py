"""The letter with the answer to a proposal for an agenda, in the language of the person who made
it.
"""

import structlog
from flask_babel import gettext as _

from wgcop import mail
from wgcop.accounts.letters import address
from wgcop.agenda.proposed.models import ProposedItem, ProposedState
from wgcop.database import db
from wgcop.i18n import written_to

log = structlog.get_logger(__name__)


def write_answered(proposed: ProposedItem) -> None:
    """Write the letter, if the person's account is active. A letter that cannot be written is
    logged; everything else stays in the transaction.
    """
    to = proposed.proposed_by
    if not to.active:
        return
    try:
        # A savepoint, so that an error in a letter does not undo the answer.
        with db.session.begin_nested(), written_to(to.language):
            names = {"title": proposed.title, "meeting": proposed.meeting.title}
            if proposed.state == ProposedState.ACCEPTED:
                subject = _("On the agenda: %(title)s", title=proposed.title)
                words = [_("“%(title)s” is on the agenda of %(meeting)s now.", **names)]
            else:
                subject = _("Not on the agenda: %(title)s", title=proposed.title)
                words = [
                    _("“%(title)s” was not put on the agenda of %(meeting)s.", **names),
                    proposed.answer,
                ]
            greeting = _("Dear %(name)s,", name=to.name)
            page = address(
                proposed.item.url if proposed.item else f"{proposed.meeting.url}/proposals"
            )
            mail.write(to.email, subject[:300], "\n\n".join([greeting, *words, page]) + "\n")
    except Exception:
        log.exception("letters_failed", meeting=proposed.meeting_id)
