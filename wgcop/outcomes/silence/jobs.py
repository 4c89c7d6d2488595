"""Records texts adopted by silence, soon after their deadline."""

import structlog

from wgcop.database import db, writing
from wgcop.outcomes.actions.silences import record_silence
from wgcop.outcomes.silence.models import SilenceProcedure
from wgcop.outcomes.silence.queries import ids_that_are_over

log = structlog.get_logger(__name__)


def record_adopted() -> int:
    """Record all texts whose deadline has passed, and return how many were adopted. One that cannot
    be recorded is logged and tried again next time, and does not stop the others.
    """
    ids = ids_that_are_over()
    # Ends the reading transaction: each text is recorded in one of its own.
    db.session.rollback()
    done = 0
    for procedure_id in ids:
        try:
            with writing():
                procedure = db.session.get_one(SilenceProcedure, procedure_id)
                done += record_silence(procedure)
                db.session.commit()
        except Exception:
            db.session.rollback()
            log.exception("silence_not_recorded", silence=procedure_id)
    return done
