"""The digest: what is new in what a person follows since their last digest, as a part of the daily
letter.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, ForeignKey, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from wgcop import clock
from wgcop.accounts.models import DigestRhythm, Person
from wgcop.accounts.wishes import LetterKind, wishes
from wgcop.database import Base, db
from wgcop.events.circles import audiences_with_news
from wgcop.following.daily_letter import LetterPart, Round
from wgcop.following.inbox import InboxGroup, inbox_of
from wgcop.letters import fill_in

LONGEST = timedelta(days=8)
"""The longest period that a digest covers. Somebody who had chosen none for a year is not told
about the whole year.
"""


SETTLED = timedelta(minutes=1)
"""What happened within this time may still be on its way into the database; the next digest reports
it.
"""


class DigestMark(Base):
    """The time up to which a person was told by a digest."""

    __tablename__ = "digest_mark"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    told_at: Mapped[datetime]


@dataclass(frozen=True)
class DigestLine:
    """One line about a thing: words without quotations, and an address."""

    words: str
    url: str


@dataclass(frozen=True)
class DigestGroup:
    title: str
    lines: tuple[DigestLine, ...]


class FollowedNews:
    name = "followed"

    def readers(self, due: Round) -> Collection[int]:
        def waits(rhythm: DigestRhythm, moment: datetime) -> ColumnElement[bool]:
            told = or_(DigestMark.told_at.is_(None), DigestMark.told_at < moment)
            return and_(Person.digest == rhythm, told)

        return db.session.scalars(
            select(Person.id)
            .outerjoin(DigestMark, DigestMark.person_id == Person.id)
            .where(
                Person.active,
                or_(waits(DigestRhythm.DAILY, due.day), waits(DigestRhythm.WEEKLY, due.week)),
            )
        ).all()

    def waiting(self, people: Collection[int], due: Round) -> Mapping[int, DigestMark | None]:
        marks = db.session.scalars(
            select(DigestMark)
            .where(DigestMark.person_id.in_(people))
            .order_by(DigestMark.person_id)
            .with_for_update()
        )
        return dict.fromkeys(people) | {mark.person_id: mark for mark in marks}

    def part(self, person: Person, mark: DigestMark | None, due: Round) -> LetterPart | None:
        """Return the part, or None. A first digest covers only what happens from now on."""
        moment = {DigestRhythm.DAILY: due.day, DigestRhythm.WEEKLY: due.week}.get(person.digest)
        if moment is None:
            return None
        until = clock.now() - SETTLED
        if mark is None:
            db.session.add(DigestMark(person_id=person.id, told_at=until))
            return None
        if mark.told_at >= moment:
            return None
        since, mark.told_at = max(mark.told_at, until - LONGEST), until
        return _part(person, since, until)

    def again(self, person: Person, about: Mapping[str, str]) -> LetterPart | None:
        since, until = (datetime.fromisoformat(about[name]) for name in ("since", "until"))
        return _part(person, since, until) if wishes(person, LetterKind.DIGEST) else None


def _part(person: Person, since: datetime, until: datetime) -> LetterPart | None:
    """Return what happened in this time that the person has not read and may read now."""
    if not person.capacities:
        return None
    inbox = inbox_of(person, audiences_with_news(person), since)
    groups = [told for each in inbox.groups if (told := _told(each, person, until)).lines]
    if not groups:
        return None
    letter = fill_in("following/digest", groups=groups, goes_on=inbox.goes_on)
    about = {"since": since.isoformat(), "until": until.isoformat()}
    return LetterPart(letter, (LetterKind.DIGEST,), about)


def _told(group: InboxGroup, person: Person, until: datetime) -> DigestGroup:
    title = _("Addressed to you") if group.name == person.topic else group.title
    return DigestGroup(title, tuple(_lines(group, until)))


def _lines(group: InboxGroup, until: datetime) -> Iterator[DigestLine]:
    """Yield one line for all new comments on a thing and one for each other event. Comments are not
    quoted: mail is open to more people than the workspace.
    """
    rows = [row for row in group.rows if row.at is None or row.at <= until]
    comments = [row for row in rows if row.kind == "comment.posted"]
    if comments:
        number = len(comments)
        if group.goes_on:  # more than an inbox shows of one discussion
            words = ngettext(
                "At least %(num)d new comment", "At least %(num)d new comments", number
            )
        else:
            words = ngettext("%(num)d new comment", "%(num)d new comments", number)
        yield DigestLine(words, comments[0].url)
    for row in rows:
        if row.kind != "comment.posted":
            title = row.title if row.title != group.title else ""
            told = ": ".join(filter(None, (" ".join(filter(None, (row.symbol, title))), row.words)))
            yield DigestLine(" ".join([told, *row.changes]), row.url)
