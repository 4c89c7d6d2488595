"""Records what silence adopted, as soon as its time is out."""

import structlog

from wgcop.db import db, writing
from wgcop.meetings.actions import record_silence
from wgcop.meetings.silence.models import SilenceProcedure
from wgcop.meetings.silence.queries import ids_that_are_over

log = structlog.get_logger(__name__)


def record_adopted() -> int:
    """Returns how many. One that cannot be recorded stops no other; it is tried again the next time."""
    ids = ids_that_are_over()
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
