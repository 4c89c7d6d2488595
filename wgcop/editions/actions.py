"""Adopting the clean text of a resolution as its next edition."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from wgcop import clock
from wgcop.accounts.models import Capacity, Person
from wgcop.chairing.actions import set_standing
from wgcop.database import db
from wgcop.editions.composing import HandChoice, NextText
from wgcop.editions.models import EditionAdoption
from wgcop.editions.queries import (
    CleanText,
    adoption_after,
    clean_text,
    mark_of_next,
)
from wgcop.errors import Outdated, Refused
from wgcop.events.actions import lock_topics, write_recorded
from wgcop.events.models import Topic
from wgcop.following.actions import follow_instead
from wgcop.positions.carrying import hold_positions
from wgcop.resolutions.actions import DescendedClause, adopt_edition
from wgcop.resolutions.identify import edition_slug, work_of
from wgcop.resolutions.models import Clause, DescentKind, Edition, Resolution
from wgcop.resolutions.queries import newer_edition
from wgcop.resolutions.tree import Annex, Footnote, ParsedResolution
from wgcop.threads.chairing.standings import Standing


@dataclass(frozen=True)
class EditionName:
    """How the next edition is called."""

    place: str
    year: int
    title: str
    formula: str


class AlreadyAdopted(Refused):
    """Raised if the text has been adopted already; it holds how."""

    def __init__(self, adoption: EditionAdoption) -> None:
        super().__init__(
            _(
                "%(person)s has already adopted this text as %(edition)s.",
                person=adoption.person.name,
                edition=adoption.edition.name,
            )
        )
        self.adoption = adoption


def adopt_clean_text(
    last: Edition,
    name: EditionName,
    choices: Sequence[HandChoice] = (),
    *,
    seen: str,
    by: Person,
    capacity: Capacity,
) -> Edition:
    """Store the clean text as the next edition. `seen` is the mark of the text that the form showed.

    Two officers who press at once take turns: the second is told what the first has adopted.
    """
    _lock(last.resolution)
    require_last(last)
    clean = clean_text(last)
    require_settled(clean)
    following = clean.next(choices)
    if mark_of_next(clean, following) != seen:
        raise Outdated(
            _(
                "This is not the text that you looked at: lines by hand or the clauses have changed. Look at its clauses again."
            )
        )
    descents = _descents(following)
    edition = adopt_edition(_parsed(last, name, following), descents, last=last, by=by)
    db.session.add(
        EditionAdoption(
            edition=edition, last=last, person=by, capacity=capacity.title, at=clock.now()
        )
    )
    db.session.flush()
    _agree(clean, following, by=by, capacity=capacity)
    _let_followers_follow(descents)
    return edition


def require_last(edition: Edition) -> None:
    """Refuse if another edition has followed this one."""
    adoption = adoption_after(edition)
    if adoption is not None:
        raise AlreadyAdopted(adoption)
    newer = newer_edition(edition)
    if newer is not None:
        raise Refused(_("%(edition)s is the latest edition. Start from it.", edition=newer.name))


def require_settled(clean: CleanText) -> None:
    if clean.brackets:
        raise Refused(_("Brackets are still open in this text. Lift them before you adopt it."))
    if clean.chairs_texts:
        raise Refused(
            _(
                "A chair's text is still open. Agree to its words or put it away before you adopt the text."
            )
        )


def _lock(resolution: Resolution) -> None:
    """Let nobody else change what the next edition is made from until the commit: who adopts it, the
    positions that are carried over, and what is agreed, in brackets or merged on the clauses. Others
    take these locks in the same order.
    """
    # Rows that only refer to the resolution are stored meanwhile by those who hold other locks.
    db.session.refresh(resolution, with_for_update={"key_share": True})
    clauses = db.session.execute(
        select(Clause.id, Clause.wid).where(Clause.resolution_id == resolution.id)
    ).all()
    hold_positions([key for key, _wid in clauses])
    lock_topics([f"clause:{wid}" for _key, wid in clauses])


def _descents(following: NextText) -> list[DescendedClause]:
    found = []
    for clause in following.clauses:
        if clause.split_from:
            found.append(DescendedClause(clause.wid, clause.split_from.wid, DescentKind.SPLIT))
        for ancestor in clause.merged:
            found.append(DescendedClause(clause.wid, ancestor.wid, DescentKind.MERGED))
    return found


def _parsed(last: Edition, name: EditionName, following: NextText) -> ParsedResolution:
    resolution = last.resolution
    kind, number = resolution.kind.value, resolution.number
    body_code = resolution.work.removesuffix(work_of("", kind, number))
    return ParsedResolution(
        kind=kind,
        number=number,
        revised=True,
        title=name.title,
        body=resolution.body,
        place=name.place,
        year=name.year,
        formula=name.formula,
        sections=following.parsed,
        footnotes=tuple(Footnote(**note) for note in last.footnotes),
        annexes=tuple(Annex(**annex) for annex in last.annexes),  # type: ignore[arg-type]
        signature="",  # that of the last edition names another conference
        work=resolution.work,
        slug=edition_slug(body_code, kind, number, place=name.place, year=name.year),
        # A title is in the language of the text, whoever adopts it.
        designation=f"{kind.capitalize()} {number} (Rev. {name.place}, {name.year})",
    )


def _agree(clean: CleanText, following: NextText, *, by: Person, capacity: Capacity) -> None:
    """Record that the words of new clauses, and of those that lost words to them, are agreed. Of all
    others the agreement on their words stands.
    """
    changed = {
        each.wid
        for each in following.clauses
        if each.was is None or clean.agreed[each.was.id] != each.words
    }
    agreed = {
        each.wid
        for each in following.clauses
        if (home := each.was or each.split_from) is None
        or clean.standings.get(home.id, Standing.OPEN).agrees_to_words
    }
    clauses = db.session.scalars(select(Clause).where(Clause.wid.in_(changed & agreed)))
    for clause in sorted(clauses, key=lambda each: each.topic):
        set_standing(clause, Standing.AGREED, words="", by=by, capacity=capacity)


def _let_followers_follow(descents: Sequence[DescendedClause]) -> None:
    """Let those who follow a clause also follow the clauses that have words of it."""
    if not descents:
        return
    write_recorded()  # it creates the topics of new clauses
    names = {f"clause:{wid}" for each in descents for wid in (each.ancestor, each.wid)}
    topics = {
        topic.name: topic
        for topic in db.session.scalars(select(Topic).where(Topic.name.in_(names)))
    }
    for each in descents:
        old, new = (topics.get(f"clause:{wid}") for wid in (each.ancestor, each.wid))
        if old and new:
            follow_instead(old, new)
