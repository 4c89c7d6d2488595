"""Tell the drafters of a paper, the members of the group and its officers what happens to it."""

from collections.abc import Callable, Collection

from wgcop.accounts.desks import tell_desks
from wgcop.accounts.models import Person
from wgcop.contributions.agendas import agendas
from wgcop.contributions.models import Contribution
from wgcop.contributions.talk.steps import record_step
from wgcop.events.actions import open_topic, record

DocumentFollower = Callable[[Contribution, str, Person], None]
_followers: list[DocumentFollower] = []


def follows_documents(follower: DocumentFollower) -> DocumentFollower:
    """Register a function that is called in the same transaction whenever members read another
    wording of a document than before: with the document, the kind of the entry and the person.
    """
    _followers.append(follower)
    return follower


PAPERS = "papers"
"""The parent of the topics of all numbered documents. Events about documents are found by it."""


def tell_drafters(contribution: Contribution, kind: str, *, by: Person | None) -> None:
    """Tell the drafters, each on a topic of their own, so that nobody else learns even that there
    is a draft, and the desks of those who see it there.
    """
    tell_desks(contribution.audience)
    people = [drafter.person for drafter in contribution.drafters]
    for person in sorted(people, key=lambda person: person.topic):
        topic = open_topic(person.topic, title=person.name, address="/", audience=person.topic)
        record(topic, kind, by=by, target_kind="draft", target_id=_target_of(contribution, person))


def _target_of(contribution: Contribution, person: Person) -> str:
    return f"{contribution.id}:{person.id}"


def tell_members(
    contribution: Contribution, kind: str, *, by: Person, joins: Collection[int] = ()
) -> None:
    """Tell the readers of the document, then those of the agenda, where the document joins the
    items in `joins`, and then those of the meeting's list of documents.
    """
    meeting = contribution.meeting
    document = open_topic(
        contribution.topic,
        title=str(contribution.symbol),
        address=contribution.url,
        audience="members",
        parent=PAPERS,
    )
    record(document, kind, by=by, target_kind="document", target_id=contribution.id)
    agendas().place_also(contribution, joins, by=by)
    agendas().show_change(contribution, by=by)
    followers = open_topic(
        meeting.members_topic,
        title=meeting.title,
        address=meeting.url,
        audience="members",
        parent=meeting.group.topic,
    )
    record(followers, kind, by=by, target_kind="contribution", target_id=contribution.id)
    for follower in _followers:
        follower(contribution, kind, by)


def tell_officers(contribution: Contribution, kind: str, *, by: Person) -> None:
    """Tell the officers in their queue, and then in the conversation with the source."""
    meeting = contribution.meeting
    queue = open_topic(
        meeting.officers_topic,
        title=meeting.title,
        address="/contributions/",
        audience=contribution.officers,
    )
    record(queue, kind, by=by, target_kind="waiting", target_id=contribution.id)
    record_step(contribution, kind, by=by)
