"""Clauses as subjects of threads: every clause has one thread, which its chair leads."""

from collections.abc import Callable, Mapping

from sqlalchemy import select

from wgcop.accounts.models import Capacity
from wgcop.database import db
from wgcop.paper.anchor import Passages
from wgcop.resolutions.language_texts import clauses_in_languages
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
        passages=lambda: passages_of_clause(clause),
    )


def words_of(clause: Clause) -> str:
    """Return the latest wording of the clause as readers see it. The places of quotes are positions
    in this text.
    """
    return plain(clause.wording.text)


def passages_of_clause(clause: Clause) -> Passages:
    return passages_in(
        clause.wording.text,
        lambda: clause.wording.section.edition.language,
        lambda: clauses_in_languages([clause.wid])[clause.wid],
    )


def passages_in(
    text: str, language: Callable[[], str], translations: Callable[[], Mapping[str, str]]
) -> Passages:
    """Return the passages of a clause with this text, whose translations are blocks of their own."""
    return Passages({"": plain(text)}, language=language, translations=translations)


class Clauses:
    def subject(self, key: str, reader: Reader, capacity: Capacity | None) -> ThreadSubject | None:
        if not open_audiences(reader.audiences):
            return None
        clause = db.session.scalar(select(Clause).where(Clause.wid == key))
        return about_clause(clause, reader, capacity) if clause else None

    def passages(self, thread: Thread) -> Passages:
        return passages_of_clause(thread.clause) if thread.clause else Passages()

    def tag(self, audience: str) -> str:
        return ""

    def tell(self, comment: Comment, seq: int) -> None:
        """Do nothing, because no clause has a closed thread."""


talk_about("clause", Clauses())
