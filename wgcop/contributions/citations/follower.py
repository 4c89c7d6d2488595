"""Keeps the citations in step with the texts: a follower of the search index, which is notified of
every record that changed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, selectinload, undefer_group

from wgcop.contributions.citation import Citation
from wgcop.contributions.citations.reading import Cited, CitingText, cited_in
from wgcop.contributions.fields import CITING
from wgcop.contributions.finding import names_of_groups
from wgcop.contributions.models import Contribution
from wgcop.contributions.quoting import is_cut, quotes_in
from wgcop.contributions.revisions import Revision
from wgcop.database import db
from wgcop.fields.showing import words_of
from wgcop.paper.tree import TEXTBLOCKS, Node, children, inline_words, walk
from wgcop.search.followers import Follower, Records, Update
from wgcop.search.records import Record
from wgcop.threads.models import Comment, Thread

KINDS = frozenset({"contribution", "comment", "document", "clause", "initiative"})
COVER = "cover"


class CitationFollower(Follower):
    def prepare(self, records: Records) -> Update:
        """Find the citations in the changed records. Papers are read as they are now; if one
        changed since the batch was read, its next change corrects this.
        """
        cited = {
            record_id: cited_in(_parts(record))
            for record_id, record in records.items()
            if record is not None and record.kind in KINDS and record.kind != "contribution"
        }
        meetings = _meetings_of_comments(_short(cited))
        papers = [
            int(record_id.partition(":")[2])
            for record_id, record in records.items()
            if record is not None and record.kind == "contribution" and "members" in record.audience
        ]
        quotes: list[Citation] = []
        for paper in _papers(papers):
            record_id, revision = paper.search_key, paper.current
            cited[record_id] = cited_in([*_cover(revision), *_blocks(revision.text)])
            meetings[record_id] = paper.meeting_id
            quotes += quotes_in(record_id, revision.text)
        names = (
            [n for of_group in names_of_groups() for n in of_group] if any(cited.values()) else []
        )
        rows = [
            row
            for record_id, rows_of_record in cited.items()
            for row in _rows(record_id, rows_of_record, meetings.get(record_id), names)
        ]
        affected = [each for each in records if each.partition(":")[0] in KINDS]
        return _CitationUpdate(affected, rows + quotes)

    def outdated_kinds(self, session: Session) -> frozenset[str]:
        """Return the kind of papers if a server of an older version, which cuts the names of quoted
        clauses, has read any: all papers are then read again.
        """
        return frozenset({"contribution"} if session.scalar(select(is_cut())) else ())


class _CitationUpdate(Update):
    def __init__(self, ids: list[str], rows: list[Citation]) -> None:
        self._ids = ids
        self._rows = rows

    def store(self, session: Session) -> None:
        session.execute(
            delete(Citation)
            .where(Citation.record_id.in_(self._ids))
            .execution_options(synchronize_session=False)
        )
        session.add_all(self._rows)


def _rows(
    record_id: str, cited: Iterable[Cited], meeting_id: int | None, names: list[str]
) -> Iterator[Citation]:
    for each in cited:
        if each.is_short and meeting_id is None:
            continue
        if not each.is_short and not each.is_sure and not each.is_named_after(names):
            continue
        yield Citation(
            record_id=record_id,
            key=each.key,
            meeting_id=meeting_id if each.is_short else None,
            revision=each.revision,
            place=each.place,
            words=each.words,
        )


def _parts(record: Record) -> Iterator[CitingText]:
    """Yield the passages of a long text, each with its place. A text without passages is one part."""
    if not record.passages:
        yield CitingText(record.text)
        return
    starts = [passage.start for passage in record.passages]
    for start, end in zip(starts, [*starts[1:], len(record.text)], strict=True):
        yield CitingText(record.text[start:end], str(start))


def _short(cited: Mapping[str, list[Cited]]) -> list[str]:
    return [
        record_id.partition(":")[2]
        for record_id, rows_of_record in cited.items()
        if record_id.startswith("comment:") and any(row.is_short for row in rows_of_record)
    ]


def _meetings_of_comments(names: list[str]) -> dict[str, int]:
    """Return the ids of the meetings of the comments on documents, by the name of the comment. In
    such a comment `Document 7` is a document of the same meeting; in other comments a short symbol
    is not understood.
    """
    if not names:
        return {}
    threads = db.session.execute(
        select(Comment.name, Thread.name).join(Comment.thread).where(Comment.name.in_(names))
    )
    papers = {
        comment: int(thread.removeprefix("document:"))
        for comment, thread in threads
        if thread.startswith("document:")
    }
    rows = db.session.execute(
        select(Contribution.id, Contribution.meeting_id).where(Contribution.id.in_(papers.values()))
    )
    meeting_of = {paper: meeting for paper, meeting in rows}
    return {
        f"comment:{comment}": meeting_of[paper]
        for comment, paper in papers.items()
        if paper in meeting_of
    }


def _papers(ids: list[int]) -> Sequence[Contribution]:
    """Load numbered documents with the texts of their wordings. Composed documents, such as an
    agenda, are left out: they list documents and cite none.
    """
    if not ids:
        return ()
    return db.session.scalars(
        select(Contribution)
        .where(
            Contribution.id.in_(ids),
            Contribution.number.is_not(None),
            Contribution.drafters.any(),
        )
        .options(selectinload(Contribution.revisions).options(undefer_group("words")))
    ).all()


def _cover(revision: Revision) -> Iterator[CitingText]:
    for words in (revision.title, *words_of(revision, CITING)):
        yield CitingText(words, COVER)


def _blocks(text: Node) -> Iterator[CitingText]:
    for node in walk(text):
        if node["type"] in TEXTBLOCKS:
            block = (node.get("attrs") or {}).get("id")
            yield CitingText(inline_words(children(node)), f"b-{block}" if block else "")
