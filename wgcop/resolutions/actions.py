"""Imports a resolution into the workspace, also in other languages, adopts its next edition, and
records that one was suppressed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.audit.actions import Thing, note
from wgcop.database import db
from wgcop.errors import Outdated, Refused
from wgcop.events.actions import open_topic, record
from wgcop.following.topics import follows_together
from wgcop.languages import LANGUAGE_NAMES
from wgcop.resolutions.language_texts import (
    PartInLanguage,
    PartWords,
    mark_of,
    own_rows,
    parts_in,
)
from wgcop.resolutions.models import (
    Clause,
    ClauseDescent,
    DescentKind,
    Edition,
    InstrumentKind,
    Resolution,
    Section,
    SectionKind,
    Wording,
)
from wgcop.resolutions.queries import topics_of_resolutions
from wgcop.resolutions.tree import ParsedClause, ParsedResolution, ParsedSection

PUBLIC = "public"
MEMBERS = "members"

Follower = Callable[[Edition, Person | None], None]
_followers: list[Follower] = []


def follows_import(follower: Follower) -> Follower:
    """Register a function that is called with each new edition in the same transaction, because an
    edition may change the wording of clauses.
    """
    _followers.append(follower)
    return follower


TextFollower = Callable[[Edition, str], None]
_text_followers: list[TextFollower] = []


def follows_text(follower: TextFollower) -> TextFollower:
    """Register a function that is called with an edition and a language in the same transaction when
    the text in that language was changed.
    """
    _text_followers.append(follower)
    return follower


def import_resolution(read: ParsedResolution, *, by: Person | None) -> Edition:
    """Store a parsed resolution as an edition. Clauses that an earlier edition had keep their
    identity.
    """
    edition = _stored(read)
    _announce(edition, "resolution.imported", by=by)
    return edition


@dataclass(frozen=True)
class DescendedClause:
    """A clause that has words of another since an edition, both by their wids."""

    wid: str
    ancestor: str
    kind: DescentKind


def adopt_edition(
    read: ParsedResolution, descents: Sequence[DescendedClause], *, last: Edition, by: Person
) -> Edition:
    """Store the next edition of a text. A clause continues the one that has its wid, and descends
    from those that `descents` name. Pages that show the `last` edition are told.
    """
    edition = _stored(read)
    edition.language = last.language
    _keep_descents(edition, descents)
    _announce(edition, "resolution.adopted", by=by)
    topic = open_topic(last.topic, title=last.name, address=last.url, audience=PUBLIC)
    record(topic, "resolution.adopted", by=by, target_kind="resolution", target_id=last.id)
    note("resolution.adopted", by=by, of=Thing("resolution", edition.id, edition.name))
    return edition


def _keep_descents(edition: Edition, descents: Sequence[DescendedClause]) -> None:
    clauses = {clause.wid: clause for clause in edition.resolution.clauses}
    earlier = db.session.scalars(
        select(ClauseDescent).where(
            ClauseDescent.ancestor_id.in_([each.id for each in clauses.values()])
        )
    ).all()
    known = {(each.clause_id, each.ancestor_id) for each in earlier}
    for each in descents:
        clause, ancestor = clauses[each.wid], clauses[each.ancestor]
        found = [(ancestor.id, True)] + [
            (row.ancestor_id, False) for row in earlier if row.clause_id == ancestor.id
        ]
        for ancestor_id, is_direct in found:
            if (clause.id, ancestor_id) not in known and clause.id != ancestor_id:
                known.add((clause.id, ancestor_id))
                db.session.add(
                    ClauseDescent(
                        edition=edition,
                        clause=clause,
                        ancestor_id=ancestor_id,
                        kind=each.kind,
                        is_direct=is_direct,
                    )
                )
    db.session.flush()


def _stored(read: ParsedResolution) -> Edition:
    if db.session.scalar(select(Edition.id).where(Edition.slug == read.slug)):
        raise Refused(_("%(name)s is already in the workspace.", name=read.designation))
    resolution = _resolution(read)
    edition = Edition(
        resolution=resolution,
        slug=read.slug,
        revised=read.revised,
        title=read.title,
        place=read.place,
        year=read.year,
        formula=read.formula,
        footnotes=[asdict(note) for note in read.footnotes],
        annexes=[asdict(annex) for annex in read.annexes],
        signature="\n".join(filter(None, (read.adoption, read.signature))),
    )
    db.session.add(edition)
    clauses = {clause.wid: clause for clause in resolution.clauses}
    for position, section in enumerate(read.sections):
        edition.sections.append(_section(section, position, resolution, clauses))
    db.session.flush()
    return edition


def _announce(edition: Edition, deed: str, *, by: Person | None) -> None:
    topic = open_topic(edition.topic, title=edition.name, address=edition.url, audience=PUBLIC)
    for clause in _clauses_of(edition.resolution):
        open_topic(
            clause.topic,
            title=clause.wording.citation,
            address=clause.url,
            audience=MEMBERS,
            parent=edition.topic,
        )
    record(topic, deed, by=by, target_kind="resolution", target_id=edition.id)
    for follower in _followers:
        follower(edition, by)


def _clauses_of(resolution: Resolution) -> Sequence[Clause]:
    """Return the clauses of all editions with their wordings, in two SQL statements."""
    return db.session.scalars(
        select(Clause)
        .where(Clause.resolution_id == resolution.id)
        .order_by(Clause.id)
        .options(selectinload(Clause.wordings))
    ).all()


def suppress(
    resolution: Resolution, by_what: str, on: date, *, seen: str, by: Person | None
) -> None:
    """Record which conference or text suppressed the resolution, and when. `seen` is the mark of
    what the form showed. If the same is recorded already, nothing changes: a form may be sent twice.
    """
    _lock(resolution)
    if (resolution.suppressed_by, resolution.suppressed_on) == (by_what, on):
        return
    _require_seen(resolution, seen)
    resolution.suppressed_by, resolution.suppressed_on = by_what, on
    _tell_of_suppression(resolution, "resolution.suppressed", by=by)
    note("resolution.suppressed", by=by, of=_thing(resolution))


def lift_suppression(resolution: Resolution, *, seen: str, by: Person | None) -> None:
    """Record that the resolution is in force: it was marked as suppressed by mistake."""
    _lock(resolution)
    _require_seen(resolution, seen)
    if not resolution.is_suppressed:
        raise Refused(_("This resolution is not marked as suppressed."))
    resolution.suppressed_by, resolution.suppressed_on = "", None
    _tell_of_suppression(resolution, "resolution.in-force", by=by)
    note("resolution.in-force", by=by, of=_thing(resolution))


def put_text(
    edition: Edition, language: str, words: Mapping[str, PartWords], *, seen: str, by: Person
) -> None:
    """Store the words of the edition in another language by the keys of its parts; empty ones are
    taken away. `seen` is the mark of what the form showed. What is stored already keeps who put it:
    a form may be sent twice.
    """
    _lock(edition.resolution)
    rows = own_rows(edition, language)
    changed = False
    is_outdated = mark_of(edition, language) != seen
    for part in parts_in(edition, language):
        put, row = words.get(part.key, PartWords()), rows.get(part.key)
        if put == (PartWords(row.words, row.is_sure) if row else PartWords()):
            continue
        if is_outdated:
            raise Outdated(_("Somebody else has just recorded something else here."))
        changed = True
        if not put.words:
            if row:
                db.session.delete(row)
            continue
        if row is None:
            row = PartInLanguage(edition=edition, language=language, key=part.key)
            db.session.add(row)
        row.wording_id = part.clause.wording_id if part.clause else None
        row.words, row.is_sure = put.words, put.is_sure
        row.put_at, row.put_by = clock.now(), by
    if changed:
        db.session.flush()
        name = f"{edition.name} · {LANGUAGE_NAMES[language]}"
        note("resolution.translated", by=by, of=Thing("resolution", edition.id, name))
        for follower in _text_followers:
            follower(edition, language)


def _lock(resolution: Resolution) -> None:
    # Two officers who record at once take turns; the second sees what the first has recorded.
    db.session.refresh(resolution, with_for_update=True)


def _require_seen(resolution: Resolution, seen: str) -> None:
    if resolution.suppression_mark != seen:
        raise Outdated(_("Somebody else has just recorded something else here."))


def _tell_of_suppression(resolution: Resolution, deed: str, *, by: Person | None) -> None:
    db.session.flush()
    for edition in resolution.editions:
        topic = open_topic(edition.topic, title=edition.name, address=edition.url, audience=PUBLIC)
        record(topic, deed, by=by, target_kind="resolution", target_id=edition.id)


def _thing(resolution: Resolution) -> Thing:
    latest = max(resolution.editions, key=lambda each: each.id)
    return Thing("resolution", latest.id, latest.name)


def _resolution(read: ParsedResolution) -> Resolution:
    resolution = db.session.scalar(select(Resolution).where(Resolution.work == read.work))
    if resolution is None:
        resolution = Resolution(
            work=read.work,
            kind=InstrumentKind(read.kind),
            number=read.number,
            body=read.body,
        )
        db.session.add(resolution)
    return resolution


def _section(
    read: ParsedSection, position: int, resolution: Resolution, clauses: dict[str, Clause]
) -> Section:
    section = Section(
        position=position, kind=SectionKind(read.kind), heading=read.heading, intro=read.intro
    )
    for place, (clause, depth) in enumerate(_with_depth(read.clauses)):
        identity = clauses.get(clause.wid)
        if identity is None:
            identity = clauses[clause.wid] = Clause(wid=clause.wid, resolution=resolution)
        section.wordings.append(
            Wording(
                clause=identity,
                position=place,
                depth=depth,
                label=clause.label,
                citation=clause.citation,
                text=clause.text,
            )
        )
    return section


def _with_depth(
    clauses: tuple[ParsedClause, ...], depth: int = 0
) -> Iterator[tuple[ParsedClause, int]]:
    for clause in clauses:
        yield clause, depth
        yield from _with_depth(clause.children, depth + 1)


def _topics_of_editions(name: str) -> list[str]:
    """Return the topics of all editions of the resolution of this edition. A clause belongs to the
    one in which it appeared first.
    """
    slug = name.partition(":")[2]
    edition = db.session.scalar(select(Edition).where(Edition.slug == slug))
    return topics_of_resolutions([edition.resolution_id]) if edition else []


follows_together("resolution", _topics_of_editions)
