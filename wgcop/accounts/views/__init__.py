"""The pages about people: signing in, invitations, the directory, one's own account, kept mail."""

from wgcop.accounts.views import (
    account,
    delegations,
    invitations,
    letters,
    people,
    sign_in,
    suggestions,
)
from wgcop.accounts.views.blueprint import bp

__all__ = [
    "account",
    "bp",
    "delegations",
    "invitations",
    "letters",
    "people",
    "sign_in",
    "suggestions",
]
