"""Letters to people about their accounts, in their language."""

from flask_babel import get_locale

from wgcop.accounts.models import Invitation, Membership, Person
from wgcop.letters import Recipient, address, write


def invitation_link(token: str) -> str:
    return address(f"/invitations/{token}")


def write_invitation(invitation: Invitation, token: str, *, by_colleague: str = "") -> None:
    """Write in the language of whoever invites, since that of the invited person is not known.
    `by_colleague` is the head of delegation who invites, if it is not the secretariat.
    """
    write(
        Recipient(invitation.email, invitation.name or invitation.email, str(get_locale() or "en")),
        "accounts/invitation",
        invitation=invitation,
        by_colleague=by_colleague,
        link=invitation_link(token),
        by_hand=True,
        secret_until=invitation.expires_at,
    )


def write_added(person: Person, invitation: Invitation) -> None:
    write(person, "accounts/added", invitation=invitation, page="/", by_hand=True)


def write_earlier_opened(membership: Membership) -> None:
    write(
        membership.person,
        "accounts/earlier_opened",
        delegation=membership.delegation,
        page="/delegation",
    )


def write_trial(person: Person) -> None:
    write(person, "accounts/trial", page="/mail")
