"""Letters to people about how they sign in, in their language."""

from wgcop.accounts.models import PasswordReset, Person
from wgcop.letters import address, write


def reset_link(token: str) -> str:
    return address(f"/reset/{token}")


def write_reset(reset: PasswordReset, token: str) -> None:
    link = reset_link(token)
    write(reset.person, "accounts/reset", link=link, secret_until=reset.expires_at)


def write_password_changed(person: Person) -> None:
    write(person, "accounts/password_changed")


def write_factors_changed(person: Person, deed: str) -> None:
    write(person, "accounts/factors_changed", deed=deed, page="/account")


def write_recovery_code_used(person: Person, left: int) -> None:
    write(person, "accounts/recovery_code_used", left=left, page="/account/second-factor")
