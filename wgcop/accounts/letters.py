"""Letters to people about their accounts, in their language."""

from datetime import datetime

from flask import has_request_context
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user

from wgcop import mail
from wgcop.accounts.models import Invitation, PasswordReset, Person
from wgcop.i18n import written_to
from wgcop.web import site


def address(path: str) -> str:
    """Return the full address of a page. Without PUBLIC_URL, the host of a request is trusted if
    the secretariat sent it.
    """
    return site(is_trusted=has_request_context() and current_user.is_secretariat) + path


def invitation_link(token: str) -> str:
    return address(f"/invitations/{token}")


def reset_link(token: str) -> str:
    return address(f"/reset/{token}")


def write_invitation(invitation: Invitation, token: str) -> None:
    paragraphs = [
        _("Dear %(name)s,", name=invitation.name or invitation.email),
        _(
            "the secretariat invites you to the workspace of the Council Working Group on Child Online Protection."
        ),
    ]
    if invitation.delegation:
        paragraphs.append(_("You would take part for: %(name)s.", name=invitation.delegation.name))
    paragraphs += [
        _("Open this link, choose a password, and you are in:"),
        invitation_link(token),
        _(
            "The link works once and until %(day)s. It is for you alone: please do not pass it on.",
            day=f"{invitation.expires_at:%Y-%m-%d}",
        ),
    ]
    subject = _("Your invitation to the WG-COP workspace")
    _write(
        invitation.email,
        subject,
        paragraphs,
        by_hand=True,
        secret_until=invitation.expires_at,
    )


def write_added(person: Person, invitation: Invitation) -> None:
    with written_to(person.language):
        added = [invitation.delegation.name] if invitation.delegation else []
        added += [appointment.label for appointment in invitation.appointments]
        _write(
            person.email,
            _("You may now speak in another capacity in the WG-COP workspace"),
            [
                _("Dear %(name)s,", name=person.name),
                _("the secretariat has added to your account: %(what)s.", what="; ".join(added)),
                _(
                    "Sign in as usual. In the menu at the top of the page you can choose for whom you "
                    "speak."
                ),
                address("/"),
            ],
            by_hand=True,
        )


def write_reset(reset: PasswordReset, token: str) -> None:
    person = reset.person
    with written_to(person.language):
        _write(
            person.email,
            _("Choose a new password"),
            [
                _("Dear %(name)s,", name=person.name),
                _(
                    "somebody, probably you, asked for a new password for the WG-COP workspace. Open this link within two hours:"
                ),
                reset_link(token),
                _(
                    "It works once and signs you out everywhere. If you did not ask for it, do nothing: "
                    "your password stays the same."
                ),
            ],
            secret_until=reset.expires_at,
        )


def write_password_changed(person: Person) -> None:
    with written_to(person.language):
        _write(
            person.email,
            _("Your password was changed"),
            [
                _("Dear %(name)s,", name=person.name),
                _(
                    "the password of your account in the WG-COP workspace was just changed. If you did "
                    "not change it, ask for a new one immediately:"
                ),
                address("/forgotten-password"),
                _(
                    "All other browsers are signed out, and the addresses of your calendar and of feeds no longer work: make new ones."
                ),
            ],
        )


WHAT_CHANGED = {
    "person.app-added": _l("An authenticator app was added to your account."),
    "person.app-removed": _l("The authenticator app was removed from your account."),
    "person.passkey-added": _l("A passkey was added to your account."),
    "person.passkey-removed": _l("A passkey was removed from your account."),
    "person.factors-reset": _l(
        "The secretariat has reset the second factor of your account. Until you set up a new one, your password is enough to sign in."
    ),
    "person.provider-linked": _l("An account of your organization was linked to your account."),
    "person.provider-unlinked": _l("The account of your organization was unlinked."),
}


def write_factors_changed(person: Person, deed: str) -> None:
    with written_to(person.language):
        _write(
            person.email,
            _("How you sign in was changed"),
            [
                _("Dear %(name)s,", name=person.name),
                str(WHAT_CHANGED[deed]),
                _(
                    "If that was not you, sign out everywhere, choose a new password and tell the secretariat:"
                ),
                address("/account"),
            ],
        )


def write_recovery_code_used(person: Person, left: int) -> None:
    with written_to(person.language):
        _write(
            person.email,
            _("A recovery code was used"),
            [
                _("Dear %(name)s,", name=person.name),
                ngettext(
                    "somebody, probably you, signed in to your account with a recovery code. %(num)d is left.",
                    "somebody, probably you, signed in to your account with a recovery code. %(num)d are left.",
                    left,
                ),
                _("Make new ones, or say that it was not you, here:"),
                address("/account/second-factor"),
            ],
        )


def _write(
    recipient: str,
    subject: str,
    paragraphs: list[str],
    *,
    by_hand: bool = False,
    secret_until: datetime | None = None,
) -> None:
    text = "\n\n".join(paragraphs) + "\n"
    mail.write(recipient, subject, text, by_hand=by_hand, secret_until=secret_until)
