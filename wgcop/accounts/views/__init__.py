"""The pages about people: invitations, the directory, letters that they get, unsent letters."""

from wgcop.accounts.views import (
    colleagues,
    delegations,
    invitations,
    letters,
    own_letters,
    people,
    regional,
    suggestions,
)

__all__ = [
    "colleagues",
    "delegations",
    "invitations",
    "letters",
    "own_letters",
    "people",
    "regional",
    "suggestions",
]
