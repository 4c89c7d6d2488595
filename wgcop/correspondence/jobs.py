"""The job that checks the mailbox for answers, and takes in each new message."""

import structlog
from flask import current_app

from wgcop.correspondence.mailbox import Mailbox, NotHandedOver, opened
from wgcop.correspondence.message import LARGEST
from wgcop.correspondence.receiving import receive
from wgcop.database import db, is_of_the_moment, writing
from wgcop.errors import Busy
from wgcop.mail import is_trial

log = structlog.get_logger(__name__)


def fetch_answers() -> int:
    """Take in the new messages of the mailbox, if there is one, and return how many were dealt
    with. A message that fails does not stop the others. A workspace that was restored for
    inspection leaves the mailbox to the one that people use.
    """
    address = current_app.config["REPLY_MAILBOX"]
    if not address or is_trial(current_app):
        return 0
    unencrypted = current_app.config["REPLY_MAILBOX_UNENCRYPTED"]
    with opened(address, unencrypted=unencrypted) as mailbox:
        return sum(_take_in(mailbox, uid) for uid in mailbox.new())


def _take_in(mailbox: Mailbox, uid: str) -> bool:
    """Delete the message if its words are kept here now. Otherwise leave it in the mailbox for an
    administrator, or to be fetched again if that may help.
    """
    try:
        data = mailbox.fetch(uid, LARGEST)
    except NotHandedOver as error:
        log.warning("mail_waits", error=error)
        return False
    try:
        with writing():
            is_taken = all(outcome.is_taken for outcome in receive(data))
            db.session.commit()
    except Exception as error:
        db.session.rollback()
        if isinstance(error, Busy) or is_of_the_moment(error):
            log.warning("mail_waits", error=error)
            return False
        log.exception("mail_unreadable")
        mailbox.leave(uid, flagged=True)
        return True
    if is_taken:
        mailbox.delete(uid)
    else:
        mailbox.leave(uid)
    return True
