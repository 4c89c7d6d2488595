"""The addresses at which people answer comments by e-mail. The feature that receives such e-mail
registers them; without it, there are none.
"""

from collections.abc import Collection, Mapping
from typing import Protocol

from flask_babel import gettext as _

from wgcop.accounts.models import Person
from wgcop.threads.models import Comment

Addresses = Mapping[int, str]
"""The addresses by the ids of the comments that are answered there."""


class AnswersByMail(Protocol):
    def make(self, person: Person, comments: Collection[Comment]) -> Addresses:
        """Return an address for each comment that the person may answer, and store what is new."""

    def made(self, person: Person, comments: Collection[Comment]) -> Addresses:
        """Return those that were made and still accept answers. This changes nothing."""


_answers: list[AnswersByMail] = []


def take_answers(answers: AnswersByMail) -> None:
    _answers[:] = [answers]


def make_addresses(person: Person, comments: Collection[Comment]) -> Addresses:
    return _answers[0].make(person, comments) if _answers else {}


def made_addresses(person: Person, comments: Collection[Comment]) -> Addresses:
    return _answers[0].made(person, comments) if _answers else {}


def how_to_answer(address: str, comment: Comment) -> str:
    """Return the line of a letter that says where to answer, and who will read the answer."""
    if comment.is_public:
        return _("To answer by e-mail, for everybody signed in: %(address)s", address=address)
    if comment.group:
        return _(
            "To answer by e-mail, within %(group)s: %(address)s",
            group=comment.readers,
            address=address,
        )
    if comment.is_private:
        return _("To answer by e-mail, within the delegation: %(address)s", address=address)
    return _("To answer by e-mail, for those who read this comment: %(address)s", address=address)
