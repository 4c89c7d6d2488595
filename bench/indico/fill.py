"""A meeting in Indico, as its own programs would make it: run by the Python of its environment.

Usage: fill_indico.py ITEMS DOCUMENTS PEOPLE; prints the number of the event. Every tenth item is a session with the nine after it.
"""

import sys
from datetime import timedelta
from io import BytesIO

from flask import session
from indico.core.db import db
from indico.modules.attachments.models.attachments import (
    Attachment,
    AttachmentFile,
    AttachmentType,
)
from indico.modules.attachments.models.folders import AttachmentFolder
from indico.modules.auth import Identity
from indico.modules.categories import Category
from indico.modules.events.contributions.operations import create_contribution
from indico.modules.events.models.events import EventType
from indico.modules.events.operations import create_event
from indico.modules.events.sessions.operations import create_session
from indico.modules.events.timetable.operations import create_session_block_entry
from indico.modules.users.operations import create_user
from indico.util.date_time import now_utc
from indico.web.flask.app import make_app

PASSWORD = "measured, and long enough"
LASTS = timedelta(minutes=10)
BELOW_EACH = 10


def main(items: int, documents: int, people: int) -> None:
    app = make_app()
    with app.test_request_context():
        everybody = [person(number) for number in range(people)]
        db.session.commit()
        session.set_session_user(everybody[0])
        starts = now_utc().replace(hour=8, minute=0, second=0, microsecond=0)
        event = create_event(
            Category.get_root(),
            EventType.meeting,
            {
                "title": "Third meeting",
                "start_dt": starts,
                "end_dt": starts + items * LASTS,
                "timezone": "UTC",
                "creator": everybody[0],
            },
        )
        db.session.commit()  # it numbers what belongs to an event in a transaction of its own
        block = None
        for number in range(items):
            title, at = f"Helplines, part {number}", starts + number * LASTS
            if number % BELOW_EACH == 0:
                item = create_session(event, {"title": title})
                block = create_session_block_entry(
                    item,
                    {
                        "title": "",
                        "start_dt": at,
                        "duration": min(BELOW_EACH, items - number) * LASTS,
                        "inherit_location": True,
                    },
                ).object
            else:
                item = create_contribution(
                    event,
                    {"title": title, "duration": LASTS, "start_dt": at},
                    session_block=block,
                )
            attach(item, range(number, documents, items), everybody[0])
        db.session.commit()
        print(event.id)


def person(number: int):
    name = f"reader{number}"
    identity = Identity(provider="indico", identifier=name, password=PASSWORD)
    data = {"first_name": "Reader", "last_name": str(number), "affiliation": "Measured"}
    return create_user(f"{name}@example.org", data, identity)


def attach(item, numbers: range, by) -> None:
    folder = AttachmentFolder.get_or_create_default(linked_object=item)
    for number in numbers:
        title = f"Experience with helplines, part {number}"
        attachment = Attachment(folder=folder, user=by, title=title, type=AttachmentType.file)
        attachment.file = AttachmentFile(
            user=by, filename=f"document-{number}.pdf", content_type="application/pdf"
        )
        attachment.file.save(BytesIO(f"%PDF-1.4 {number}".encode()))
        db.session.add(attachment)
        db.session.flush()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
