"""Letters about clauses, in the language of each reader: requests, reminders, and actions that were
sent back.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import structlog
from flask_babel import gettext as _
from flask_babel import ngettext

from wgcop import mail
from wgcop.accounts.letters import address
from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.i18n import day, written_to
from wgcop.implementation.models import ImplementationAction
from wgcop.implementation.queries import members_by_delegation
from wgcop.implementation.replies import MemberReply, ReplyRequest
from wgcop.resolutions.models import Edition

log = structlog.get_logger(__name__)

Letter = tuple[str, list[str]]
"""The subject and the paragraphs of a letter."""


def write_asked(request: ReplyRequest, people: Iterable[Person]) -> None:
    def compose() -> Letter:
        citation = request.clause.wording.citation
        return _("Please reply: %(citation)s", citation=citation), [
            _(
                "The working group asks your delegation about “%(citation)s”, until %(day)s:",
                citation=citation,
                day=day(request.due_on),
            ),
            request.text,
            _("“Nothing to report” is a reply too. To reply for your delegation:"),
            address(request.url),
        ]

    _write(((person, compose) for person in people), request=request.id)


def write_reminders(replies: Sequence[MemberReply]) -> int:
    """Write one letter to each member of these delegations, about all requests to which their
    delegations have not replied. Return the number of letters.
    """
    members = members_by_delegation({each.delegation_id for each in replies})
    theirs: defaultdict[Person, dict[int, ReplyRequest]] = defaultdict(dict)
    for reply in replies:
        for person in members.get(reply.delegation_id, ()):
            theirs[person][reply.request_id] = reply.request
    _write(
        ((person, _reminder([*requests.values()])) for person, requests in theirs.items()),
        reminders=len(theirs),
    )
    return len(theirs)


def _reminder(requests: Sequence[ReplyRequest]) -> Callable[[], Letter]:
    def compose() -> Letter:
        subject = ngettext(
            "A reply of your delegation is awaited",
            "%(num)d replies of your delegation are awaited",
            len(requests),
        )
        lines = [
            _("No information has been received from your delegation yet about what was asked:")
        ]
        for request in requests:
            lines += [
                f"{request.clause.wording.citation}: {request.text}",
                _("Due on %(day)s.", day=day(request.due_on)),
                address(request.url),
            ]
        return subject, [*lines, _("“Nothing to report” is a reply too.")]

    return compose


def write_release_asked(reply: MemberReply, heads: Iterable[Person]) -> None:
    def compose() -> Letter:
        citation = reply.request.clause.wording.citation
        return _("A reply waits for your release: %(citation)s", citation=citation), [
            _(
                "A member of your delegation wrote a reply on “%(citation)s”. It goes out when you "
                "release it:",
                citation=citation,
            ),
            address(reply.url),
        ]

    _write(((person, compose) for person in heads), reply=reply.id)


def write_sent_back(action: ImplementationAction, reason: str, people: Iterable[Person]) -> None:
    def compose() -> Letter:
        return _("Sent back: %(what)s", what=action.what), [
            _("“%(what)s” was sent back to be changed:", what=action.what),
            reason,
            address(action.url),
        ]

    _write(((person, compose) for person in people), action=action.id)


def write_still_valid(edition: Edition, asking: Mapping[Person, Sequence[object]]) -> None:
    """Ask each person in one letter whether their actions and evidence are still valid, however
    many these are.
    """

    def letter(number: int) -> Callable[[], Letter]:
        def compose() -> Letter:
            return _("Still valid? %(name)s rewords clauses", name=edition.name), [
                ngettext(
                    "%(name)s is in the workspace. One action or piece of evidence answers a clause that it words differently. Please compare both wordings and say whether it is still valid:",
                    "%(name)s is in the workspace. %(num)d actions and pieces of evidence answer clauses that it words differently. Please compare both wordings and say whether they are still valid:",
                    number,
                    name=edition.name,
                ),
                address(f"/implementation/{edition.slug}/validity"),
            ]

        return compose

    _write(((person, letter(len(things))) for person, things in asking.items()), edition=edition.id)


def _write(letters: Iterable[tuple[Person, Callable[[], Letter]]], **about: int) -> None:
    """Write the letters within a savepoint. A letter that cannot be written is logged, and nothing
    else is undone.
    """
    try:
        with db.session.begin_nested():
            for person, compose in letters:
                with written_to(person.language):
                    subject, paragraphs = compose()
                    words = [_("Dear %(name)s,", name=person.name), *filter(None, paragraphs)]
                    mail.write(person.email, subject[:300], "\n\n".join(words) + "\n")
    except Exception:
        log.exception("letters_failed", **about)
