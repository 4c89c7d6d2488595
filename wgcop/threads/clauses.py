"""Clauses as subjects of threads: every clause has one thread, which its chair leads."""

from sqlalchemy import select

from wgcop.accounts.models import Capacity
from wgcop.database import db
from wgcop.paper.anchor import Passages
from wgcop.resolutions.models import Clause
from wgcop.resolutions.typeset import plain
from wgcop.threads.models import Comment, Thread
from wgcop.threads.subjects import (
    Reader,
    ThreadSubject,
    open_audiences,
    open_layers,
    talk_about,
)


def about_clause(clause: Clause, reader: Reader, capacity: Capacity | None) -> ThreadSubject:
    wording = clause.wording
    return ThreadSubject(
        name=clause.topic,
        title=wording.citation,
        address=clause.url,
        root=f"/clauses/{clause.wid}",
        parent=wording.section.edition.topic,
        reads=open_audiences(reader.audiences),
        layers=open_layers(capacity),
        chaired=True,
        passages=lambda: Passages({"": words_of(clause)}),
    )


def words_of(clause: Clause) -> str:
    """Return the latest wording of the clause as readers see it. The places of quotes are positions
    in this text.
    """
    return plain(clause.wording.text)


class Clauses:
    def subject(self, key: str, reader: Reader, capacity: Capacity | None) -> ThreadSubject | None:
        if not open_audiences(reader.audiences):
            return None
        clause = db.session.scalar(select(Clause).where(Clause.wid == key))
        return about_clause(clause, reader, capacity) if clause else None

    def passages(self, thread: Thread) -> Passages:
        return Passages({"": words_of(thread.clause)} if thread.clause else {})

    def tag(self, audience: str) -> str:
        return ""

    def tell(self, comment: Comment, seq: int) -> None:
        """Do nothing, because no clause has a closed thread."""


talk_about("clause", Clauses())
