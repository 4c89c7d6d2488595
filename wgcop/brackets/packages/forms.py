"""The forms of packages: what is linked, and why one is dissolved."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form, HiddenField, TextAreaField

from wgcop.brackets.models import Bracket
from wgcop.brackets.packages.models import LONGEST_WORDS, MOST_MEMBERS
from wgcop.resolutions.reading import ReadClause
from wgcop.web.fields import Boxes, at_most, choices, trimmed


class LinkPackageForm(Form):
    """The brackets and the whole clauses that are agreed only together, and a remark."""

    brackets = Boxes(_l("Brackets"))
    clauses = Boxes(_l("Whole clauses"))
    words = TextAreaField(
        _l("Words"),
        [at_most(LONGEST_WORDS)],
        filters=[trimmed],
        description=_l(
            "What depends on what, such as: clause 4 only with 2 and 7. All members read it."
        ),
    )
    speaking_as = HiddenField()

    offered: Sequence[Bracket] = ()
    clause_ids: Sequence[int] = ()

    @classmethod
    def of(
        cls,
        data: Any,
        brackets: Sequence[Bracket],
        clauses: Sequence[ReadClause],
        *,
        speaking_as: str,
        bracket: str = "",
        wid: str = "",
    ) -> "LinkPackageForm":
        """Return the form as it is sent or, without data, with one bracket or clause chosen."""
        filled = {
            "brackets": [bracket] if bracket else [],
            "clauses": [wid] if wid else [],
            "speaking_as": speaking_as,
        }
        form = cls(data) if data is not None else cls(None, **filled)
        form.offered = brackets
        form.clause_ids = [each.id for each in clauses]
        form.brackets.choices = choices({each.id: each.title for each in brackets})
        form.clauses.choices = choices({each.wid: each.citation for each in clauses})
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        chosen = len(self.brackets.data or ()) + len(self.clauses.data or ())
        if not 2 <= chosen <= MOST_MEMBERS:
            self.brackets.errors = [
                _("Choose at least two brackets or clauses, and at most %(max)d.", max=MOST_MEMBERS)
            ]
            return False
        return True

    @property
    def chosen_brackets(self) -> list[Bracket]:
        return [each for each in self.offered if str(each.id) in (self.brackets.data or ())]


class DissolvePackageForm(Form):
    why = TextAreaField(
        _l("Reason"),
        [at_most(LONGEST_WORDS)],
        filters=[trimmed],
        description=_l("All members read it."),
    )
