"""The cover of a contribution."""

from typing import Self

from wgcop.accounts.models import Capacity, Person
from wgcop.contributions.fields import FIELDS
from wgcop.contributions.kinds import Purpose
from wgcop.fields.facts import Facts
from wgcop.numbering.kinds import DocumentKind


class Cover(Facts):
    """The values of a cover. With `sole_language` it says “Original: English only”: no other
    language version is expected.
    """

    fields = FIELDS

    def for_kind(self, kind: DocumentKind) -> Self:
        """Return the cover for a document of this kind. An information document asks for no action,
        regardless of the chosen purpose.
        """
        if kind != DocumentKind.INFORMATION:
            return self
        return self.but(purpose=Purpose.INFORMATION)


def contact_of(person: Person, capacity: Capacity | None) -> str:
    """Return the contact that the cover of a new paper has at first."""
    printed = capacity.printed if capacity else ""
    return f"{person.name}, {printed}\n{person.email}"
