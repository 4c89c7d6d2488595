"""The values that people fill in for an agenda item."""

from typing import Self

from flask_babel import gettext as _

from wgcop.agenda.fields import FIELDS
from wgcop.errors import Invalid
from wgcop.fields.facts import Facts


class ItemFacts(Facts):
    fields = FIELDS

    def checked(self) -> Self:
        """Return the facts as they are saved, without stray spaces. Raise Invalid if there is no
        title.
        """
        facts = self.tidied()
        if not facts.title:
            raise Invalid(_("An agenda item needs a title."))
        return facts
