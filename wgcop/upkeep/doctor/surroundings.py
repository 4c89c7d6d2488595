"""Checks what the workspace depends on: Redis, mail, the mailbox for answers, the clock, LibreOffice, the certificate, and
the audit trail in the database.
"""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import text

from wgcop import clock as our_clock
from wgcop import translator
from wgcop.audit.verifying import doubts, verify
from wgcop.correspondence.mailbox import opened
from wgcop.database import db
from wgcop.errors import Away, Refused
from wgcop.health import checklist
from wgcop.health.diagnosis import Diagnosis, fault, ok, warning
from wgcop.mail import TRIAL, is_trial
from wgcop.observing import watched
from wgcop.reading.confined import can_be_confined
from wgcop.upkeep.doctor.examination import Examination
from wgcop.upkeep.setting_up.checks import require_mail, require_person, require_redis, test_letter

OLDEST_REDIS = 6
SKEW, FAR_OFF = 2.0, 30.0
"""The seconds by which clocks may differ, and those at which anything that depends on time fails.
"""


def redis(examined: Examination) -> Iterator[Diagnosis]:
    url = examined.app.config["REDIS_URL"]
    if not url:
        yield ok("redis", "It is not used.")
        return
    try:
        info = require_redis(url)
    except Refused as refusal:
        yield fault("redis", str(refusal), "See that it runs, and that REDIS_URL is right.")
        return
    if not info:
        yield warning(
            "redis",
            "It answers, but does not let its user ask how it is.",
            "Allow this user the command INFO, or see that maxmemory-policy is noeviction.",
        )
        return
    known = str(info["redis_version"])
    if int(known.partition(".")[0]) < OLDEST_REDIS:
        yield warning("redis", f"Version {known} is older than {OLDEST_REDIS}.", "Upgrade it.")
    elif info.get("maxmemory") and info.get("maxmemory_policy") != "noeviction":
        yield warning(
            "redis",
            f"It drops entries when it is full ({info['maxmemory_policy']}): people would seem to be away.",
            "Set maxmemory-policy to noeviction.",
        )
    else:
        yield ok("redis", f"Redis {known} answers.")


def mail(examined: Examination) -> Iterator[Diagnosis]:
    config = examined.app.config
    if is_trial(examined.app):
        yield warning(
            "mail",
            "This workspace was restored as a trial: no e-mail leaves.",
            f"To let e-mails leave, remove {config['DATA_DIR']}/{TRIAL} and start the server again.",
        )
        return
    recipient = examined.test_recipient
    if not config["MAIL_URL"]:
        if recipient:
            yield fault(
                "mail",
                f"No e-mail went to {recipient}: no mail server is set up.",
                "Set MAIL_URL, or run `wgcop setup`.",
            )
        else:
            yield ok("mail", "It is not set up; the secretariat passes e-mails on itself.")
        return
    letter = None
    try:
        if recipient:
            require_person(recipient)
            letter = test_letter(config["MAIL_SENDER"], recipient, config["PUBLIC_URL"])
        require_mail(config["MAIL_URL"], unencrypted=config["MAIL_UNENCRYPTED"], letter=letter)
    except Refused as refusal:
        yield fault("mail", str(refusal), "Mend that, or MAIL_URL, and run this again.")
        return
    sent = f" An e-mail went to {recipient}." if letter else ""
    yield ok("mail", f"The server answers and lets us in.{sent}")


def answers(examined: Examination) -> Iterator[Diagnosis]:
    """Sign in to the mailbox to which people answer, and look how many messages are new."""
    config = examined.app.config
    if not config["REPLY_ADDRESS"]:
        yield ok("answers", "No answers are taken by e-mail.")
        return
    if not config["REPLY_MAILBOX"]:
        yield ok(
            "answers",
            "The mail server passes answers to `wgcop mail listen` or `wgcop mail receive`.",
        )
        return
    unencrypted = config["REPLY_MAILBOX_UNENCRYPTED"]
    try:
        with opened(config["REPLY_MAILBOX"], unencrypted=unencrypted) as mailbox:
            new = len(mailbox.new())
    except Away as away:
        advice = "Mend that, or REPLY_MAILBOX, and run this again."
        yield fault("answers", str(away), advice)
        return
    yield ok("answers", f"The mailbox lets us in; new messages: {new}.")


def translation(_: Examination) -> Iterator[Diagnosis]:
    """Ask the translation service which languages it has. No words are sent."""
    if translator.address() is None:
        yield ok("translator", "No comments are translated by machine.")
        return
    try:
        missing = translator.missing_languages()
    except Away as away:
        advice = "See that it runs, and that TRANSLATOR_URL leads to it."
        yield warning("translator", str(away), advice)
        return
    if missing:
        yield warning(
            "translator",
            f"It lacks {', '.join(missing)}.",
            "Install these languages there (LibreTranslate: LT_LOAD_ONLY).",
        )
    else:
        yield ok("translator", "It has the six languages.")


def clock(_: Examination) -> Iterator[Diagnosis]:
    if db.engine.dialect.name == "sqlite":
        yield ok("clock", "The database has the clock of this machine.")
        return
    with db.engine.connect() as connection:
        theirs = connection.scalar(text("SELECT clock_timestamp()"))
    assert isinstance(theirs, datetime)
    yield differing("that of the database", (theirs - our_clock.now()).total_seconds())


def differing(whose: str, seconds: float) -> Diagnosis:
    says = f"This machine's clock and {whose} differ by {abs(seconds):.0f} seconds."
    advice = "Let both follow a time server (timedatectl set-ntp true)."
    if abs(seconds) > FAR_OFF:
        return fault("clock", says, advice)
    if abs(seconds) > SKEW:
        return warning("clock", says, advice)
    return ok("clock", f"It agrees with {whose}.")


def originals(_: Examination) -> Iterator[Diagnosis]:
    """Check that LibreOffice opens uploaded files only in a confinement where it can do no harm."""
    program = current_app.config["LIBREOFFICE"]
    if not program:
        return
    if shutil.which(program) is None:
        yield fault("originals", f"LIBREOFFICE names {program}, which is not there.", "Correct it.")
    elif not can_be_confined():
        yield warning(
            "originals",
            "The pages of Word files are not drawn: LibreOffice would see the network and the whole disk.",
            "Install bubblewrap (apt-get install bubblewrap), and see that this system lets it make namespaces.",
        )
    else:
        yield ok(
            "originals", "LibreOffice runs without network, and sees no files but the one it draws."
        )


def certificate(examined: Examination) -> Iterator[Diagnosis]:
    """Check the certificate as it is now, not as it was recorded."""
    url = examined.app.config["PUBLIC_URL"]
    if not url.startswith("https:"):
        yield ok("certificate", "PUBLIC_URL is not https.")
        return
    watched.look_at_certificate(Path(examined.app.config["DATA_DIR"]), url)
    yield from checklist.certificate()


def audit(_: Examination) -> Iterator[Diagnosis]:
    """Check the audit trail. Nothing is repaired here, even on request, because a trail that can be
    repaired proves nothing.
    """
    found = list(verify(db.session))
    for sentence in list(doubts(db.session))[-3:]:
        yield warning(
            "audit",
            sentence,
            "Run 'wgcop audit verify': it says how to accept it, if you know why.",
        )
    for sentence in found[:3]:
        yield fault("audit", sentence, "Compare the trail with the last backup, and keep both.")
    if not found:
        yield ok("audit", "The audit trail is whole.")
