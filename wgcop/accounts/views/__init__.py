"""The pages about people: sign-in, invitations, the directory, one's own account, unsent letters."""

from wgcop.accounts.views import (
    account,
    colleagues,
    delegations,
    invitations,
    letters,
    own_letters,
    passkeys,
    people,
    provider,
    second_factor,
    second_step,
    sign_in,
    suggestions,
)
from wgcop.accounts.views.blueprint import bp

__all__ = [
    "account",
    "bp",
    "colleagues",
    "delegations",
    "invitations",
    "letters",
    "own_letters",
    "passkeys",
    "people",
    "provider",
    "second_factor",
    "second_step",
    "sign_in",
    "suggestions",
]
