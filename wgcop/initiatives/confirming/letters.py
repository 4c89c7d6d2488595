"""One letter to each person about all entries that they are asked to confirm, with a link for each."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from wgcop import clock, mail
from wgcop.accounts.letters import address
from wgcop.accounts.models import Person
from wgcop.i18n import day, written_to
from wgcop.initiatives.confirming.tokens import GOOD_FOR, ConfirmationLink, sealed
from wgcop.initiatives.models import Initiative

MOST = 40
"""The most entries that a letter lists with links; the rest are in the table."""


def write_request(person: Person, entries: Sequence[Initiative]) -> None:
    """Write one letter to `person` about `entries`. Its links are secrets of this person, so the
    stored letter is emptied once it is sent.
    """
    with written_to(person.language):
        subject = ngettext(
            "%(num)d entry of the registry is to be confirmed",
            "%(num)d entries of the registry are to be confirmed",
            len(entries),
        )
        today = clock.now()
        words = [
            _("Dear %(name)s,", name=person.name),
            ngettext(
                "you are asked whether this entry of the registry of initiatives is still correct. Open its link and press “Still correct”; you need not sign in.",
                "you are asked whether these entries of the registry of initiatives are still correct. Open the link of each and press “Still correct”; you need not sign in.",
                len(entries),
            ),
            *(_lines(each, person) for each in entries[:MOST]),
            *_rest(entries),
            _(
                "If something has changed, or the initiative has ended, you can say so on the same page. The links are for you alone and work until %(day)s.",
                day=day(today.date() + GOOD_FOR),
            ),
        ]
        mail.write(
            person.email,
            f"WG-COP: {subject}",
            "\n\n".join(words) + "\n",
            secret_until=today + GOOD_FOR,
        )


def _lines(entry: Initiative, person: Person) -> str:
    assert entry.confirm_by
    link = ConfirmationLink.until(entry.id, person.id, entry.confirm_by)
    on = day(entry.confirm_by)
    when = (
        _("Not confirmed since %(day)s", day=on)
        if entry.is_unconfirmed
        else _("Confirm by %(day)s", day=on)
    )
    owner = f" · {entry.delegation.name}" if entry.delegation else ""
    return "\n".join(
        (
            f"{entry.reference} {entry.title}".strip(),
            f"{when}{owner}",
            address(f"/confirmations/{sealed(link)}"),
        )
    )


def _rest(entries: Sequence[Initiative]) -> list[str]:
    more = len(entries) - MOST
    if more <= 0:
        return []
    words = ngettext("%(num)d more is in the registry:", "%(num)d more are in the registry:", more)
    return [f"{words}\n{address('/initiatives/?confirmed=no')}"]
