"""Letters about the course of a paper to those who bring it, one to each person in their language."""

from collections.abc import Callable, Iterable

import structlog
from flask_babel import gettext as _
from sqlalchemy import and_, or_, select

from wgcop import clock, mail
from wgcop.accounts.letters import address
from wgcop.accounts.models import DelegationRole, Membership, Person
from wgcop.contributions.drafters import Drafter
from wgcop.contributions.models import Contribution
from wgcop.contributions.sources import Source
from wgcop.contributions.talk.readers import readers
from wgcop.database import db
from wgcop.following.queries import followers_of
from wgcop.i18n import day, written_to
from wgcop.numbering.deadlines.rule import Timing

log = structlog.get_logger(__name__)

Letter = tuple[str, list[str]]
"""The subject and the paragraphs of a letter."""


def write_received(contribution: Contribution) -> None:
    """Write that a paper came after the deadline: it waits for the secretariat, or is held as late.
    One that was changed on request keeps its first time of arrival.
    """

    def compose() -> Letter:
        title, meeting = contribution.title, contribution.meeting
        names = {"title": title, "meeting": meeting.title}
        if contribution.was_changed_on_request:
            again = _("“%(title)s” was submitted again for %(meeting)s.", **names)
            paragraphs = [f"{again} {contribution.when_it_came}"]
        else:
            paragraphs = [
                _("“%(title)s” was received for %(meeting)s, after the deadline.", **names)
            ]
        if contribution.timing == Timing.LATE:
            held = _("The secretariat holds it for the next meeting.")
            return _("Received late: %(title)s", title=title), [*paragraphs, held]
        if contribution.post_by:
            last = contribution.post_by.astimezone(meeting.time_zone).date()
            paragraphs.append(
                _(
                    "It is a delayed contribution: the secretariat posts it in its original language by "
                    "%(day)s.",
                    day=day(last),
                )
            )
        return _("Received: %(title)s", title=title), paragraphs

    write_to_source(contribution, compose)


def write_accepted(contribution: Contribution) -> None:
    def compose() -> Letter:
        symbol, title = contribution.symbol, contribution.title
        return _("%(symbol)s: %(title)s", symbol=symbol, title=title), [
            _(
                "“%(title)s” was accepted for %(meeting)s. Its number is %(symbol)s.",
                title=title,
                meeting=contribution.meeting.title,
                symbol=symbol,
            )
        ]

    write_to_source(contribution, compose)


def write_held(contribution: Contribution) -> None:
    def compose() -> Letter:
        return _("Held for the next meeting: %(title)s", title=contribution.title), [
            _(
                "The secretariat holds “%(title)s” for the meeting after %(meeting)s.",
                title=contribution.title,
                meeting=contribution.meeting.title,
            ),
        ]

    _write_with_remark(contribution, compose)


def write_change_asked(contribution: Contribution) -> None:
    def compose() -> Letter:
        return _("A change is requested: %(title)s", title=contribution.title), [
            _(
                "The secretariat asks for a change to “%(title)s”. Change the draft and "
                "submit it again.",
                title=contribution.title,
            ),
            contribution.when_it_came,
        ]

    _write_with_remark(contribution, compose)


def write_returned(contribution: Contribution) -> None:
    def compose() -> Letter:
        return _("Returned: %(title)s", title=contribution.title), [
            _(
                "The secretariat gave “%(title)s” back. It is a draft again, which you can change and "
                "submit to another meeting.",
                title=contribution.title,
            ),
        ]

    _write_with_remark(contribution, compose)


def write_said(contribution: Contribution, words: str, who: str, people: Iterable[Person]) -> None:
    """Tell `people` by letter what `who` said in the conversation about a waiting paper."""

    def compose() -> Letter:
        title = contribution.title
        return _("About your paper “%(title)s”", title=title), [
            _("%(who)s writes about “%(title)s”:", who=who, title=title),
            words,
        ]

    _write_to_all(contribution, people, compose, f"{contribution.work_url}/conversation")


def write_withdrawn(contribution: Contribution) -> None:
    def compose() -> Letter:
        name = contribution.symbol or contribution.title
        return _("Withdrawn: %(name)s", name=name), [_("“%(name)s” was withdrawn.", name=name)]

    write_to_source(contribution, compose)


def write_revised(contribution: Contribution) -> None:
    def compose() -> Letter:
        symbol = contribution.symbol
        return _("%(symbol)s was issued", symbol=symbol), [
            _("%(symbol)s was issued: “%(title)s”.", symbol=symbol, title=contribution.title),
            contribution.current.note,
        ]

    write_to_source(contribution, compose)


def write_asked(contribution: Contribution, source: Source) -> None:
    """Ask for consent: write to the heads of the delegation, or to the holder of the office."""

    def compose() -> Letter:
        title = contribution.draft.title if contribution.draft else contribution.title
        who = source.asked_by.name if source.asked_by else ""
        return _("Your consent is requested: %(title)s", title=title), [
            _(
                "%(who)s asks whether “%(title)s” may be submitted to %(meeting)s in the name of %(source)s.",
                who=who,
                title=title,
                meeting=contribution.meeting.title,
                source=source.name,
            ),
            _("Read the draft and answer on its page. You can take your answer back until it is submitted."),
        ]  # fmt: skip

    _write_to_all(contribution, _deciders(source), compose, contribution.work_url)


def write_ends_soon(draft: Contribution, people: Iterable[Person]) -> None:
    def compose() -> Letter:
        title = draft.title
        ends_at = draft.ends_at or clock.now()
        return _("Your draft will be deleted soon: %(title)s", title=title), [
            _(
                "nobody has changed “%(title)s” for a long time, and it was never submitted. It will be deleted after %(day)s, with the comments of its drafters.",
                title=title,
                day=day(ends_at.date()),
            ),
            _(
                "If it is still needed, press “Keep this draft” on its page, change it, or submit it. It can be downloaded there too."
            ),
        ]

    _write_to_all(draft, people, compose, draft.work_url)


def write_passed_on(contribution: Contribution, people: Iterable[Person]) -> None:
    """Tell `people` that they take over a paper that has no other drafters left."""

    def compose() -> Letter:
        title = contribution.title
        return _("You now draft: %(title)s", title=title), [
            _(
                "whoever drafted “%(title)s” for %(source)s has left. You are its drafter now: you can read, change, submit or "
                "withdraw it, and name others.",
                title=title,
                source=contribution.source,
            ),
        ]

    _write_to_all(contribution, people, compose, contribution.work_url)


def write_to_followers(document: Contribution, other: Contribution | None = None) -> None:
    """Tell the followers of a document that it has another wording or was withdrawn, or that
    `other` replaces it or is attached to it.
    """

    def compose() -> Letter:
        symbol, title = document.symbol, document.title
        if other is not None and other.parent_id == document.id:
            says = _("%(other)s was issued.", other=other.issued_symbol)
        elif other is not None:
            says = _(
                "%(other)s replaces %(symbol)s.", other=other.issued_symbol, symbol=document.issued_symbol
            )  # fmt: skip
        elif document.withdrawn_at is not None:
            says = _("“%(name)s” was withdrawn.", name=symbol)
        else:
            says = _("%(symbol)s was issued: “%(title)s”.", symbol=symbol, title=title)
        note = document.current.note if other is None and document.withdrawn_at is None else ""
        return _("%(symbol)s: %(title)s", symbol=document.issued_symbol, title=title), [
            says,
            note,
            _("You follow this document. You can stop following it on its page."),
        ]

    known = {person.id for person in recipients(other or document)}
    people = [each for each in followers_of(document.topic) if each.id not in known]
    _write_to_all(document, people, compose, (other or document).url)


def _deciders(source: Source) -> list[Person]:
    if source.delegation_id is None:
        return [source.office.person] if source.office and source.office.person.active else []
    heads = and_(
        Membership.role == DelegationRole.HEAD, Membership.delegation_id == source.delegation_id
    )
    return list(
        db.session.scalars(
            select(Person).where(Person.active, Person.memberships.any(heads)).order_by(Person.id)
        )
    )


def write_to_source(
    contribution: Contribution, compose: Callable[[], Letter], path: str = ""
) -> None:
    """Write to the drafters and the heads of the sources, with a link to the paper or to `path`."""
    _write_to_all(contribution, None, compose, path or contribution.url)


def _write_with_remark(contribution: Contribution, compose: Callable[[], Letter]) -> None:
    """Add the remark for those who read the conversation with the secretariat; the other recipients
    get the letter without it.
    """
    hear = {person.id for person in readers(contribution)}
    people = recipients(contribution)

    def with_remark() -> Letter:
        subject, paragraphs = compose()
        return subject, [*paragraphs, contribution.remark]

    told = [person for person in people if person.id in hear]
    _write_to_all(contribution, told, with_remark, contribution.url)
    others = [person for person in people if person.id not in hear]
    _write_to_all(contribution, others, compose, contribution.url)


def _write_to_all(
    contribution: Contribution,
    people: Iterable[Person] | None,
    compose: Callable[[], Letter],
    path: str,
) -> None:
    """Write a letter to each person in their language. If one cannot be written, log that and roll
    back only the letters.
    """
    try:
        with db.session.begin_nested():
            for person in recipients(contribution) if people is None else people:
                with written_to(person.language):
                    subject, paragraphs = compose()
                    _write(person, subject, paragraphs, path)
    except Exception:
        log.exception("letters_failed", paper=contribution.id)


def _write(person: Person, subject: str, paragraphs: Iterable[str], path: str) -> None:
    greeting = _("Dear %(name)s,", name=person.name)
    words = [greeting, *filter(None, paragraphs), address(path)]
    mail.write(person.email, subject[:300], "\n\n".join(words) + "\n")


def recipients(contribution: Contribution) -> list[Person]:
    """Return the drafters, and the heads of the delegations in whose name the paper went out. A
    later draft with other sources does not count.
    """
    wording = contribution.current if contribution.issued else contribution.submitted
    delegations = [source.delegation_id for source in wording.sources if source.delegation_id]
    drafting = select(Drafter.person_id).where(Drafter.contribution_id == contribution.id)
    heads = and_(Membership.role == DelegationRole.HEAD, Membership.delegation_id.in_(delegations))
    return list(
        db.session.scalars(
            select(Person)
            .where(Person.active, or_(Person.id.in_(drafting), Person.memberships.any(heads)))
            .order_by(Person.id)
        )
    )
