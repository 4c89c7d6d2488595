"""Background jobs: remove pictures, Word files, prints and drawn charts that nobody needs, and read
the files that go with papers.
"""

from datetime import timedelta

from wgcop import clock, drawing, printing
from wgcop.contributions.enclosures.models import Enclosure
from wgcop.contributions.enclosures.reading import text_of
from wgcop.contributions.queries.enclosures import unread_enclosures
from wgcop.database import db, writing
from wgcop.documents.pdf import shelf
from wgcop.documents.pictures import drop_unused_pictures
from wgcop.drafting.word_files import drop_old_word_files
from wgcop.reading.sandbox import SandboxedReader

AT_ONCE = 10
PRINTS_KEPT = timedelta(days=30)
"""How long a print is kept after a reader last asked for it."""


def drop_unused() -> int:
    with writing():
        removed = drop_old_word_files() + drop_unused_pictures()
        db.session.commit()
    before = clock.now() - PRINTS_KEPT
    return removed + printing.clear(shelf(), before=before) + drawing.clear(before=before)


def read_enclosures() -> int:
    """Read attached files one after another and return how many. No transaction is open while a
    file is read.
    """
    with SandboxedReader() as reader:
        ids = unread_enclosures(AT_ONCE)
        for enclosure_id in ids:
            row = db.session.get(Enclosure, enclosure_id)
            if row is None:
                continue
            name, kind, file = row.name, row.kind, row.file
            db.session.rollback()  # no transaction is open while the file is read
            text = text_of(reader, name, kind, file)
            with writing():
                row = db.session.get(Enclosure, enclosure_id)
                if row is not None:
                    row.text = text
                db.session.commit()
    return len(ids)
