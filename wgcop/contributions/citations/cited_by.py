"""The places that cite a document and that this reader may see: documents, comments, and other
works.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from urllib.parse import urlencode

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload, lazyload, selectinload

from wgcop.bodies.models import Group, Meeting
from wgcop.contributions.citation import Citation
from wgcop.contributions.citations.reading import LONGEST_KIND
from wgcop.contributions.models import Contribution
from wgcop.contributions.queries import is_visible_to
from wgcop.contributions.revisions import Revision
from wgcop.database import db
from wgcop.numbering.symbol import key_of
from wgcop.search.records import load
from wgcop.threads.models import MEMBERS, Comment, Thread


@dataclass(frozen=True)
class CitingPlace:
    """A place in a text that cites a document. `revision` is the number of the wording that it
    names, or None if it names none.
    """

    url: str
    words: str
    revision: int | None = None


@dataclass(frozen=True)
class CitingDocument:
    document: Contribution
    places: tuple[CitingPlace, ...]

    @property
    def at(self) -> datetime | None:
        return self.document.current.submitted_at


@dataclass(frozen=True)
class CitingThread:
    """The thread of a clause or of a paper, with the comments in it that cite the document,
    earliest first. `title` is the name of the clause or paper.
    """

    title: str
    address: str
    comments: tuple[Comment, ...]


@dataclass(frozen=True)
class CitingWork:
    title: str
    place: CitingPlace


@dataclass(frozen=True)
class CitedBy:
    """Everything that cites a document. All of it may be shown to this reader and counted."""

    documents: Sequence[CitingDocument] = ()
    threads: Sequence[CitingThread] = ()
    works: Sequence[CitingWork] = ()

    @property
    def count(self) -> int:
        comments = sum(len(thread.comments) for thread in self.threads)
        return len(self.documents) + comments + len(self.works)


def cited_by(document: Contribution, audiences: frozenset[str]) -> CitedBy:
    """Return everything that cites a document and that `audiences` may see, in two SQL statements,
    and a few more for each kind of citing text.
    """
    rows = _citations(document)
    by_record: dict[str, list[Citation]] = {}
    for row in rows:
        by_record.setdefault(row.record_id, []).append(row)
    return CitedBy(
        _documents(document, by_record, audiences),
        _threads(document, by_record, audiences),
        _works(document, by_record, audiences),
    )


def keys_of(document: Contribution) -> list[str]:
    """Return the document's symbol in its normal form for comparison, once for each name that its
    group has or had.
    """
    own = document.symbol_key
    if own is None:
        return []
    group: Group = document.meeting.group
    names = [key_of(name) for name in group.all_names]
    renamed = [
        other + own.removeprefix(name)
        for name in names
        if own.startswith(f"{name} ")
        for other in names
    ]
    return list(dict.fromkeys([own, *renamed]))


def short_keys_of(document: Contribution) -> list[str]:
    """Return the short names of the document within its meeting, such as `7` and `td 4`. A number
    without a kind means the first document that has it.
    """
    own = document.issued_symbol
    if own is None:
        return []
    base, *parts = key_of(own.base).split(), *(f"{part.kind} {part.number}" for part in own.parts)
    return [
        " ".join([*base[-length:], *parts])
        for length in (1, 2)
        if length == 1 or (len(base) > 1 and base[-2].isalpha() and len(base[-2]) <= LONGEST_KIND)
    ]


def _citations(document: Contribution) -> Sequence[Citation]:
    rows = db.session.scalars(
        select(Citation)
        .where(
            or_(
                and_(Citation.meeting_id.is_(None), Citation.key.in_(keys_of(document))),
                and_(
                    Citation.meeting_id == document.meeting_id,
                    Citation.key.in_(short_keys_of(document)),
                ),
            ),
            Citation.record_id != document.search_key,
        )
        .order_by(Citation.id)
    ).all()
    bare = [row for row in rows if row.meeting_id is not None and row.key[0].isdigit()]
    if bare and not _comes_first(document):
        rows = [row for row in rows if row not in bare]
    return rows


def _comes_first(document: Contribution) -> bool:
    """Return whether `Document 7` means this document: the first of the meeting's documents with
    that number.
    """
    first = db.session.scalar(
        select(Contribution.id)
        .where(
            Contribution.meeting_id == document.meeting_id,
            Contribution.number == document.number,
            Contribution.symbol_parts == document.symbol_parts,
        )
        .order_by(Contribution.symbol_order)
        .limit(1)
    )
    return first == document.id


def _keys(by_record: Iterable[str], kind: str) -> list[str]:
    return [each.partition(":")[2] for each in by_record if each.startswith(f"{kind}:")]


def _documents(
    document: Contribution, by_record: dict[str, list[Citation]], audiences: frozenset[str]
) -> list[CitingDocument]:
    keys = [int(key) for key in _keys(by_record, "contribution")]
    if not keys:
        return []
    papers = db.session.scalars(
        select(Contribution)
        .join(Contribution.meeting)
        .join(Meeting.group)
        .where(
            Contribution.id.in_(keys), Contribution.number.is_not(None), is_visible_to(audiences)
        )
        .options(
            selectinload(Contribution.revisions).options(
                lazyload(Revision.clause_links), lazyload(Revision.question_links)
            )
        )
        .order_by(Contribution.accepted_at, Contribution.symbol_order)
    )
    return [
        CitingDocument(
            paper,
            tuple(
                CitingPlace(f"{paper.url}#{row.place}".rstrip("#"), row.words, row.revision)
                for row in by_record[paper.search_key]
            ),
        )
        for paper in papers
    ]


def _threads(
    document: Contribution, by_record: dict[str, list[Citation]], audiences: frozenset[str]
) -> list[CitingThread]:
    """Return the citing comments that this reader may read now, each in a layer for its audience.
    The document's own thread is left out.
    """
    names = _keys(by_record, "comment")
    if not names:
        return []
    comments = db.session.scalars(
        select(Comment)
        .join(Comment.thread)
        .where(
            Comment.name.in_(names),
            Comment.audience.in_(audiences),
            Comment.stands,
            Thread.audience == MEMBERS,
            Thread.name != document.topic,
        )
        .options(
            joinedload(Comment.thread),
            joinedload(Comment.person),
            joinedload(Comment.delegation),
            joinedload(Comment.release),
        )
        .order_by(Thread.id, Comment.position)
    )
    return [
        CitingThread(thread.shown_title, thread.address, tuple(group))
        for thread, group in groupby(comments, key=lambda comment: comment.thread)
    ]


def _works(
    document: Contribution, by_record: dict[str, list[Citation]], audiences: frozenset[str]
) -> list[CitingWork]:
    """Return the prior works, clauses and entries of the registry that cite the document. Their
    search records say who may see them.
    """
    ids = [each for each in by_record if not each.startswith(("contribution:", "comment:"))]
    works = []
    for record_id, row in load(db.session, ids).items() if ids else ():
        record = row.search_record()
        if record is None or record.audience.isdisjoint(audiences):
            continue
        cited = by_record[record_id][0]
        url = record.url
        if row.is_read_in_parts and cited.place:
            parameters = {"at": cited.place, "q": f'"{document.symbol_base}"'}
            url = f"{url}?{urlencode(parameters)}#found"
        works.append(CitingWork(record.title, CitingPlace(url, cited.words, cited.revision)))
    return sorted(works, key=lambda work: work.title)
