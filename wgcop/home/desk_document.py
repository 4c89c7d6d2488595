"""Writes the desk of a delegation as a Word document, for whoever takes it over."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from wgcop.bodies.place_names import state_in_words
from wgcop.contributions.models import Contribution
from wgcop.home.desk import MOST_HANDED_OVER, DelegationDesk
from wgcop.i18n import comma, day, days, dot, end_of_latin, whole
from wgcop.positions.directions import direction_name
from wgcop.positions.movements import Movement
from wgcop.positions.own import OwnClause
from wgcop.positions.stances import layer_name, stance_name
from wgcop.proposals.positions import OwnProposal
from wgcop.threads.models import Comment
from wgcop.word import WordDocument, WordRun

Thing = TypeVar("Thing")


def as_word(desk: DelegationDesk, *, site: str, language: str) -> bytes:
    """Return the document, in the language of the person who asks for it. Its addresses are on
    `site`.
    """
    name = desk.delegation.shown_name
    title = _("Desk of %(delegation)s", delegation=name)
    document = WordDocument(title=title, language=language, created=desk.at, author=name)
    writer = _DeskWriter(document, site)
    document.head(WordRun(name))
    document.title(WordRun(title))
    document.paragraph(
        WordRun(
            _(
                "As of %(day)s, %(time)s UTC. Only for those who speak for the delegation.",
                day=day(desk.at),
                time=f"{desk.at:%H:%M}",
            )
        )
    )
    if desk.reads_since:
        document.paragraph(
            WordRun(
                _(
                    "What was said within the delegation before %(moment)s is not in it: whoever made it does not read that.",
                    moment=_moment(desk.reads_since),
                )
            )
        )
    if desk.takes_positions:
        writer.part(_("Positions that are still open"), desk.open_clauses, writer.clause)
        writer.part(_("Other positions and red lines"), desk.settled_clauses, writer.clause)
        writer.part(_("Positions on proposals"), desk.proposals, writer.proposal)
        for notice in writer.begun(_("Said to the chair in confidence"), desk.notices):
            told = _("Told the chair of %(group)s", group=notice.group.code) if notice.group else ""
            writer.line(notice.clause.wording.citation, f"{notice.clause.url}/positions", told)
            writer.text(notice.line)
        moved = [*desk.moved.listed, *desk.moved_on_proposals.listed]
        writer.part(
            _("Changed against your positions since you last looked"), moved, writer.movement
        )
    writer.to_do(desk)
    writer.papers(desk)
    for each in writer.begun(_("Statements on record"), desk.statements):
        about = [each.clause.wording.citation] if each.clause else []
        writer.line(
            ": ".join([each.kind_name, *about]),
            each.url,
            each.item.meeting.title,
            day(each.delivered_at),
        )
        writer.text(each.text, each.language)
    writer.part(_("Released private comments"), desk.releases, writer.comment)
    waiting = [each for each in desk.calls if each.id in desk.unanswered]
    writer.part(_("Mentions and replies without an answer yet"), waiting, writer.comment)
    answered = [each for each in desk.calls if each.id not in desk.unanswered]
    writer.part(_("Mentions and replies that were answered"), answered, writer.comment)
    for talk in writer.begun(_("Discussed within the delegation"), desk.talk):
        line = ngettext("%(num)d comment", "%(num)d comments", talk.comments)
        writer.line(talk.title, talk.address, line, _("last on %(day)s", day=day(talk.at)))
    for attended in writer.begun(_("Who attends"), desk.meetings):
        meeting = attended.meeting
        writer.line(
            meeting.title, meeting.url, days((meeting.starts_on, meeting.ends_on)), meeting.place
        )
        who = comma().join(f"{one.who} ({one.planned_name})" for one in attended.people)
        writer.text(who or _("Nobody from your delegation is registered yet."))
    for topic_title, address in writer.begun(_("What your delegation follows"), desk.followed):
        writer.line(topic_title, address)
    if MOST_HANDED_OVER in map(len, (desk.documents, desk.releases, desk.statements, desk.calls)):
        document.paragraph(WordRun(_("The earliest lines of long parts are left out."), soft=True))
    return document.bytes()


class _DeskWriter:
    def __init__(self, document: WordDocument, site: str) -> None:
        self._document = document
        self._site = site

    def begun(self, title: str, things: Sequence[Thing]) -> Sequence[Thing]:
        """Begin a part of the document and return its entries. An empty part says that it is empty."""
        self._document.heading(1, WordRun(title))
        if not things:
            self._document.paragraph(WordRun(_("Nothing."), soft=True))
        return things

    def part(self, title: str, things: Sequence[Thing], write: Callable[[Thing], None]) -> None:
        for each in self.begun(title, things):
            write(each)

    def line(self, words: str, address: str, *facts: str) -> None:
        line = dot().join(each for each in facts if each)
        self._document.paragraph(
            WordRun(whole(words), strong=True, href=f"{self._site}{address}"),
            *([WordRun(f"{dot()}{line}", soft=True)] if line else []),
        )

    def text(self, words: str, language: str = "") -> None:
        for each in words.splitlines():
            self._document.paragraph(WordRun(each, language=language))

    def clause(self, own: OwnClause) -> None:
        standing = (
            _("Negotiation: %(standing)s", standing=own.standing.name) if own.standing else ""
        )
        self.line(own.citation, f"{own.clause.url}/positions", own.edition.name, standing)
        for position in own.in_order:
            self.text(_in_words(own, position))

    def proposal(self, own: OwnProposal) -> None:
        state = pgettext("a proposal", "Withdrawn") if own.proposal.is_withdrawn else ""
        self.line(
            own.proposal.title, f"{own.proposal.url}/positions", own.proposal.reference, state
        )
        for position in own.in_order:
            self.text(_in_words(own, position))

    def movement(self, one: Movement) -> None:
        self.line(one.title, one.address, state_in_words(one.now.delegation))
        before, now = one.before, one.now.stance
        if before and now:
            changed = _(
                "%(before)s, now %(now)s", before=stance_name(before.stance), now=stance_name(now)
            )
        elif before:
            changed = _("%(position)s, withdrawn", position=stance_name(before.stance))
        else:
            changed = stance_name(now) if now else ""
        facts = [direction_name(one.direction), one.now.reason]
        self.text(". ".join([changed, *(each for each in facts if each)]))

    def papers(self, desk: DelegationDesk) -> None:
        """Write the papers; for drafts, the wording that is being written."""
        being_written = [*desk.papers.requests, *desk.papers.drafts]
        listed = [*being_written, *desk.papers.sent, *desk.documents]
        for paper in self.begun(_("Drafts and papers"), listed):
            draft = paper.draft if paper in being_written else None
            self.line(
                (draft.title if draft else paper.title) or _("Untitled draft"),
                paper.work_url if draft else paper.url,
                str(paper.symbol or ""),
                _state_of(paper, desk),
                _who_opens(paper, desk),
            )
        self._document.paragraph(
            WordRun(
                _(
                    "Only its drafters can open a draft, and one of them has to name whoever takes over. Drafts in which whoever made this document takes no part are not listed."
                ),
                soft=True,
            )
        )

    def comment(self, comment: Comment) -> None:
        in_group = comment.is_private and comment.group
        within = _("Only %(delegation)s", delegation=comment.readers) if in_group else ""
        when = day(comment.posted_at)
        self.line(comment.thread.shown_title, comment.url, comment.capacity_label, when, within)
        self.text(comment.plain_words, comment.language)

    def to_do(self, desk: DelegationDesk) -> None:
        """Write what waits for the delegation, with the day on which it is due."""
        due: Iterable[tuple[str, str, str]] = [
            *((each.title, each.url, day(each.ends_at)) for each in desk.silences),
            *((each.text, each.url, day(each.due_on)) for each in desk.replies),
            *(
                (
                    f"{each.text} ({each.owner.name})",
                    each.url,
                    day(each.due_on) if each.due_on else "",
                )
                for each in desk.action_points
            ),
        ]
        for words, address, until in self.begun(_("To do"), list(due)):
            self.line(words, address, _("Due on %(day)s", day=until) if until else "")


def _in_words(own: OwnClause | OwnProposal, position: Any) -> str:
    assert position.stance
    line, end = f"{layer_name(position.layer)}: {stance_name(position.stance)}", end_of_latin()
    if position.reason:
        line = f"{line}. {position.reason}{end}"
    facts = [f"{position.person.name}{end}", _moment(position.at)]
    if own.is_outdated(position):
        facts.append(_("taken on an earlier wording"))
    return f"{line} ({comma().join(facts)})"


def _state_of(paper: Contribution, desk: DelegationDesk) -> str:
    if paper in desk.papers.requests:
        return _("Waits for the consent of your delegation")
    return _("Draft") if paper in desk.papers.drafts else str(paper.state_name)


def _who_opens(paper: Contribution, desk: DelegationDesk) -> str:
    """Say who can open a draft, since the link to it works for nobody else."""
    if paper in desk.papers.requests:
        return _("Only the heads of your delegation can open it")
    if paper in desk.papers.drafts:
        names = [each.person.name for each in paper.drafters]
        return _("Drafters: %(names)s", names=comma().join(names))
    return ""


def _moment(at: datetime) -> str:
    return _("%(day)s, %(time)s UTC", day=day(at), time=f"{at:%H:%M}")
