"""The form for an entry of the registry."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Form, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Optional, ValidationError

from wgcop import dates
from wgcop.accounts.models import Delegation
from wgcop.bodies.countries import country, country_choices
from wgcop.fields.controls import FormPart, given, parts_of, typed, with_controls
from wgcop.initiatives.facts import RegistryFacts
from wgcop.initiatives.fields import FIELDS, IN_FORM, PARTS
from wgcop.initiatives.models import OVERLAP_ANSWER_NAMES, Initiative, Overlap, OverlapAnswer
from wgcop.initiatives.queries import EntryChoices
from wgcop.resolutions.models import Wording
from wgcop.resolutions.naming import in_short
from wgcop.web.fields import at_most, choices, one_line, trimmed

SECRETARIAT = ""
"""The value that the form sends if the secretariat answers for the entry."""
LONGEST_EXCERPT = 110


@with_controls(IN_FORM)
class InitiativeForm(Form):
    entry_choices: EntryChoices

    owner = SelectField(
        _l("Responsible for the entry"),
        description=_l("Its members may edit the entry and are notified of entries that overlap."),
    )
    version = IntegerField(validators=[Optional()])

    @classmethod
    def to_fill_in(cls, data: Any, offered: EntryChoices) -> "InitiativeForm":
        return cls(data, owner=_key(offered.first_owner))._offering(offered, ())

    @classmethod
    def to_change(
        cls, data: Any, initiative: Initiative, offered: EntryChoices
    ) -> "InitiativeForm":
        """Return the form for a change. It also offers what the entry already has, such as a clause
        of an earlier edition.
        """
        owner = _key(initiative.delegation)
        if data is not None:
            return cls(data, owner=owner)._offering(offered, initiative.countries, initiative)
        stored = given(RegistryFacts.of(initiative)) | {
            "owner": owner,
            "version": initiative.version,
        }
        return cls(None, **stored)._offering(offered, initiative.countries, initiative)

    def _offering(
        self,
        offered: EntryChoices,
        countries: Sequence[str],
        initiative: Initiative | None = None,
    ) -> "InitiativeForm":
        self.entry_choices = offered
        others = [(code, code) for code in countries if country(code) is None]
        self.countries.choices = [*country_choices(), *others]
        served = {wording.clause_id for wording in offered.clauses}
        older = [
            clause.wording
            for clause in (initiative.clauses if initiative else ())
            if clause.id not in served
        ]
        self._clauses = {each.clause_id: each.clause for each in [*offered.clauses, *older]}
        self.clauses.choices = [_clause_choice(each) for each in [*offered.clauses, *older]]
        owners = {_key(owner): owner.shown_name for owner in offered.owners}
        if initiative and _key(initiative.delegation) not in owners and initiative.delegation:
            owners[_key(initiative.delegation)] = initiative.delegation.shown_name
        none = _l("The secretariat") if offered.has_secretariat or not owners else None
        self.owner.choices = choices(owners, none=none)
        if len(self.owner.choices) < 2:
            del self.owner
        return self

    def validate_ended(self, field: StringField) -> None:
        started, ended = self.started.data or "", field.data or ""
        are_dates = dates.is_partial_date(started) and dates.is_partial_date(ended)
        if are_dates and dates.is_before(ended, started):
            raise ValidationError(_l("This is before the start."))

    @property
    def parts(self) -> Sequence[FormPart]:
        return parts_of(self, IN_FORM, PARTS)

    @property
    def facts(self) -> RegistryFacts:
        """Return the facts that were entered. The form must have been validated."""
        values = typed(self, FIELDS)
        clauses = tuple(self._clauses[wid] for wid in values["clauses"])
        return RegistryFacts(**(values | {"clauses": clauses}))

    def chosen_owner(self, otherwise: Delegation | None) -> Delegation | None:
        if "owner" not in self:
            return otherwise
        owners: Mapping[str, Delegation] = {
            _key(owner): owner for owner in self.entry_choices.owners
        }
        if otherwise and self.owner.data == _key(otherwise):
            return otherwise
        return owners.get(self.owner.data)


class OverlapForm(Form):
    answer = RadioField(
        _l("Your answer"),
        [DataRequired(_l("Choose an answer."))],
        choices=choices(OVERLAP_ANSWER_NAMES),
    )
    words = TextAreaField(
        _l("In your own words"),
        [at_most(2000)],
        filters=[trimmed],
        description=_l("How they can join, or what makes the two different."),
    )
    contact = StringField(
        _l("Whom to write to"),
        [at_most(254)],
        filters=[one_line],
        description=_l(
            "An office and its e-mail address. The people who proposed the other entry see it."
        ),
    )

    @classmethod
    def to_answer(cls, data: Any, overlap: Overlap) -> "OverlapForm":
        other = overlap.other
        known = ", ".join(filter(None, (other.contact_role, other.contact_address)))[:254]
        return cls(
            data, answer=overlap.answer, words=overlap.words, contact=overlap.contact or known
        )

    def validate_words(self, field: TextAreaField) -> None:
        if self.answer.data == OverlapAnswer.JOIN_US and not field.data:
            raise ValidationError(_l("Enter how they can join."))


def _key(delegation: Delegation | None) -> str:
    return str(delegation.id) if delegation else SECRETARIAT


def _clause_choice(wording: Wording) -> SelectChoice:
    words = " ".join(wording.text.split())
    excerpt = words if len(words) <= LONGEST_EXCERPT else f"{words[:LONGEST_EXCERPT]}…"
    heading = f"{in_short(wording.section.heading)} · {wording.section.edition.name}"
    return SelectChoice(
        wording.clause_id,
        in_short(wording.citation),
        render_kw={"data-also": excerpt, "data-heading": heading},
    )
