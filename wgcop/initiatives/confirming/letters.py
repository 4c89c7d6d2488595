"""One letter to each person about all entries that they are asked to confirm, with a link for each."""

from collections.abc import Sequence

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.i18n import written_to
from wgcop.initiatives.confirming.tokens import GOOD_FOR, ConfirmationLink, sealed
from wgcop.initiatives.models import Initiative
from wgcop.letters import READER, fill_in, post

MOST = 40
"""The most entries that a letter lists with links; the rest are in the table."""


def write_request(person: Person, entries: Sequence[Initiative]) -> None:
    """Write one letter to `person` about `entries`. Its links are secrets of this person, so the
    stored letter is emptied once it is sent.
    """
    until = clock.now() + GOOD_FOR
    with written_to(person.language):
        letter = fill_in(
            "initiatives/to_confirm",
            entries=entries,
            links=[(entry, _link(entry, person)) for entry in entries[:MOST]],
            until=until,
        )
        post(person, letter.headed, secret_until=until, source=READER)


def _link(entry: Initiative, person: Person) -> str:
    assert entry.confirm_by
    return sealed(ConfirmationLink.until(entry.id, person.id, entry.confirm_by))
