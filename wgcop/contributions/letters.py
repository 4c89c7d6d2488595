"""Letters about the progress of a paper to those who bring it, one to each person in their
language.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from wgcop import clock, mail
from wgcop.accounts.models import DelegationRole, Membership, Person
from wgcop.accounts.receiving import reader_now, write_wished
from wgcop.accounts.wishes import LetterKind
from wgcop.contributions import policy
from wgcop.contributions.drafters import Drafter
from wgcop.contributions.models import Contribution
from wgcop.contributions.sources import Source
from wgcop.contributions.talk.circles import paper_with_people
from wgcop.contributions.talk.readers import readers
from wgcop.database import db
from wgcop.following.queries import followers_of
from wgcop.i18n import written_to
from wgcop.letters import fill_in, whole_text, written_in
from wgcop.mail import LetterWords, Message
from wgcop.thread_news.answers_by_mail import make_addresses
from wgcop.threads.comments.mentions import without_tokens
from wgcop.threads.models import Comment

SOURCE = "paper"
SAID = "said"
"""The letter about a comment."""


def write_received(contribution: Contribution) -> None:
    """Write that a paper came after the deadline: it waits for the secretariat, or is held as late.
    One that was changed on request keeps its first time of arrival.
    """
    write_to_source(contribution, "received")


def write_accepted(contribution: Contribution) -> None:
    write_to_source(contribution, "accepted")


def write_held(contribution: Contribution, reason: Comment | None) -> None:
    _write_with_remark(contribution, "held", reason)


def write_change_asked(contribution: Contribution, reason: Comment | None) -> None:
    _write_with_remark(contribution, "change_asked", reason)


def write_returned(contribution: Contribution, reason: Comment | None) -> None:
    _write_with_remark(contribution, "returned", reason)


def write_said(contribution: Contribution, comment: Comment, people: Iterable[Person]) -> None:
    """Tell `people` by letter what was said in the conversation about a waiting paper."""
    people = list(people)
    _write(
        people,
        SAID,
        contribution,
        page=_conversation_page(contribution),
        talk=True,
        said=comment.id,
        reply_to=_where_to_answer(comment, people),
        **_words_of(comment),
    )


def _words_of(comment: Comment) -> dict[str, Any]:
    who = f"{comment.person.name} ({comment.capacity_label})"
    return {"who": who, "words": without_tokens(comment.body)}


def _conversation_page(contribution: Contribution) -> str:
    return f"{contribution.work_url}/conversation"


def _where_to_answer(comment: Comment, people: Iterable[Person]) -> dict[int, str]:
    """Return the addresses at which these people answer the comment by e-mail, by their ids."""
    return {each.id: make_addresses(each, [comment]).get(comment.id, "") for each in people}


def write_withdrawn(contribution: Contribution) -> None:
    write_to_source(contribution, "withdrawn")


def write_revised(contribution: Contribution) -> None:
    write_to_source(contribution, "revised")


def write_asked(contribution: Contribution, source: Source) -> None:
    """Ask for consent: write to the heads of the delegation, or to the holder of the office."""
    people, page = _deciders(source), contribution.work_url
    _write(people, "consent_asked", contribution, page=page, kind=None, asked=source)


def write_ends_soon(draft: Contribution, people: Iterable[Person]) -> None:
    ends_at = draft.ends_at or clock.now()
    _write(people, "ends_soon", draft, page=draft.work_url, kind=None, ends_at=ends_at)


def write_passed_on(contribution: Contribution, people: Iterable[Person]) -> None:
    """Tell `people` that they take over a paper that has no other drafters left."""
    _write(people, "passed_on", contribution, page=contribution.work_url, kind=None)


def write_to_followers(document: Contribution, other: Contribution | None = None) -> None:
    """Tell the followers of a document that it has another wording or was withdrawn, or that
    `other` replaces it or is attached to it.
    """
    known = {person.id for person in recipients(other or document)}
    people = [each for each in followers_of(document.topic) if each.id not in known]
    _write(people, "followed", document, page=(other or document).url, other=other)


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
    contribution: Contribution, letter: str, *, page: str = "", **values: Any
) -> None:
    """Write to the drafters and the heads of the sources, with a link to the paper or to `page`."""
    people = recipients(contribution)
    _write(people, letter, contribution, page=page or contribution.url, **values)


def _write_with_remark(contribution: Contribution, letter: str, reason: Comment | None) -> None:
    """Add the remark for those who read the conversation with the secretariat, and where they answer
    it: `reason` is the comment that says the same there. The other recipients get the letter
    without both.
    """
    hear = {person.id for person in readers(contribution)}
    people, page = recipients(contribution), contribution.url
    told = [person for person in people if person.id in hear]
    reply_to = _where_to_answer(reason, told) if reason else {}
    _write(
        told,
        letter,
        contribution,
        page=page,
        talk=True,
        remark=contribution.remark,
        reply_to=reply_to,
    )
    others = [person for person in people if person.id not in hear]
    _write(others, letter, contribution, page=page, remark="")


def _write(
    people: Iterable[Person],
    letter: str,
    paper: Contribution,
    *,
    page: str,
    kind: LetterKind | None = LetterKind.PAPERS,
    talk: bool = False,
    said: int | None = None,
    **values: Any,
) -> None:
    """Write one letter to each of these people. `kind` is None if the letter asks something of its
    readers. `talk` says that it repeats what was said between the paper's drafters and the
    secretariat, and `said` is the id of the comment if it repeats nothing else.
    """
    write_wished(
        kind,
        people,
        f"contributions/{letter}",
        source=SOURCE,
        about={"paper": paper.id, "talk": talk, "said": said},
        page=page,
        paper=paper,
        **values,
    )


@mail.renews(SOURCE)
def as_written(message: Message) -> LetterWords | None:
    """Send the letter as it was written to whoever may still see what it tells of the paper. What
    was said is told as it stands now.
    """
    person = reader_now(message)
    paper = paper_with_people(message.about["paper"])
    if person is None or paper is None or not _may_be_told(person, paper, message.about["talk"]):
        return None
    if message.about.get("said") is None:
        return LetterWords(message.subject, message.text)
    comment = _to_tell(message, person)
    return _said_now(message, person, paper, comment) if comment else None


def _said_now(
    message: Message, person: Person, paper: Contribution, comment: Comment
) -> LetterWords:
    with written_to(person.language):
        letter = fill_in(f"contributions/{SAID}", paper=paper, **_words_of(comment))
        text = whole_text(
            person,
            letter,
            page=_conversation_page(paper),
            stop_address=message.stop_address,
            reply_to=message.reply_to,
        )
        return LetterWords(letter.subject, text, written_in())


def _to_tell(message: Message, person: Person) -> Comment | None:
    """Return the comment that the letter tells of. If it was retracted, it is the next one by
    somebody else, since whoever has not read the first gets no letter about those that follow;
    unless another letter to this person is about one of them.
    """
    said = db.session.get(Comment, message.about["said"])
    if said is None or said.stands:
        return said
    following = db.session.scalars(
        select(Comment)
        .where(
            Comment.thread_id == said.thread_id,
            Comment.audience == said.audience,
            Comment.id > said.id,
            Comment.stands,
            Comment.person_id != person.id,
        )
        .order_by(Comment.id)
        .limit(1)
    ).first()
    if following is None:
        return None
    others = db.session.scalars(
        select(Message.about).where(
            Message.source == SOURCE,
            Message.recipient == message.recipient,
            Message.id > message.id,
        )
    )
    told = (about.get("said") or 0 for about in others if about["paper"] == message.about["paper"])
    return None if any(said.id < each <= following.id for each in told) else following


def _may_be_told(person: Person, paper: Contribution, talk: bool) -> bool:
    if talk:
        return any(each.id == person.id for each in readers(paper))
    may = (policy.can_read, policy.can_read_draft, policy.can_see_submission)
    return any(each(person, paper) for each in may)


def recipients(*papers: Contribution, whole_delegations: bool = False) -> list[Person]:
    """Return the drafters of these papers, and the heads of the delegations in whose name they went
    out, or all their members. A later draft with other sources does not count.
    """
    wordings = [paper.current if paper.issued else paper.submitted for paper in papers]
    sources = [source for wording in wordings for source in wording.sources]
    delegations = [source.delegation_id for source in sources if source.delegation_id]
    drafting = select(Drafter.person_id).where(
        Drafter.contribution_id.in_([paper.id for paper in papers])
    )
    members: ColumnElement[bool] = Membership.delegation_id.in_(delegations)
    if not whole_delegations:
        members = and_(Membership.role == DelegationRole.HEAD, members)
    return list(
        db.session.scalars(
            select(Person)
            .where(Person.active, or_(Person.id.in_(drafting), Person.memberships.any(members)))
            .order_by(Person.id)
        )
    )
