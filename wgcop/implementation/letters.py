"""Letters about clauses, in the language of each reader: requests, reminders, and actions that were
sent back.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from wgcop.accounts.models import Person
from wgcop.implementation.models import ImplementationAction
from wgcop.implementation.queries import members_by_delegation
from wgcop.implementation.replies import MemberReply, ReplyRequest
from wgcop.letters import READER, apart, write, write_to_each
from wgcop.resolutions.models import Edition


def write_asked(request: ReplyRequest, people: Iterable[Person]) -> None:
    write_to_each(people, "implementation/asked", page=request.url, asked=request)


def write_reminders(replies: Sequence[MemberReply]) -> int:
    """Write one letter to each member of these delegations, about all requests to which their
    delegations have not replied. Return the number of letters.
    """
    members = members_by_delegation({reply.delegation_id for reply in replies})
    theirs: defaultdict[Person, dict[int, ReplyRequest]] = defaultdict(dict)
    for reply in replies:
        for person in members.get(reply.delegation_id, ()):
            theirs[person][reply.request_id] = reply.request
    with apart("implementation/reminder"):
        for person, requests in theirs.items():
            write(person, "implementation/reminder", requests=[*requests.values()], source=READER)
    return len(theirs)


def write_release_asked(reply: MemberReply, heads: Iterable[Person]) -> None:
    citation = reply.request.clause.wording.citation
    write_to_each(
        heads,
        "implementation/release_asked",
        page=reply.url,
        readers=[{reply.delegation.heads}],
        citation=citation,
    )


def write_sent_back(action: ImplementationAction, reason: str, people: Iterable[Person]) -> None:
    write_to_each(people, "implementation/sent_back", page=action.url, action=action, reason=reason)


def write_still_valid(edition: Edition, asking: Mapping[Person, Sequence[object]]) -> None:
    """Ask each person in one letter whether their actions and evidence are still valid, however
    many these are.
    """
    letter, page = "implementation/still_valid", f"/implementation/{edition.slug}/validity"
    with apart(letter, page=page):
        for person, things in asking.items():
            write(person, letter, page=page, source=READER, edition=edition, number=len(things))
