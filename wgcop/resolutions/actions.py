"""Imports a resolution into the workspace."""

from collections.abc import Callable, Iterator
from dataclasses import asdict

from flask_babel import gettext as _
from sqlalchemy import select

from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.errors import Refused
from wgcop.events.actions import open_topic, record
from wgcop.following.topics import follows_together
from wgcop.resolutions.models import (
    Clause,
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


def import_resolution(read: ParsedResolution, *, by: Person | None) -> Edition:
    """Store a parsed resolution as an edition. Clauses that an earlier edition had keep their
    identity.
    """
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
    topic = open_topic(edition.topic, title=edition.name, address=edition.url, audience=PUBLIC)
    for clause in clauses.values():
        open_topic(
            clause.topic,
            title=clause.wording.citation,
            address=clause.url,
            audience=MEMBERS,
            parent=edition.topic,
        )
    record(topic, "resolution.imported", by=by, target_kind="resolution", target_id=edition.id)
    for follower in _followers:
        follower(edition, by)
    return edition


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
