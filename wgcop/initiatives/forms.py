"""The form for an entry of the registry."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    Form,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Optional, ValidationError

from wgcop import dates
from wgcop.accounts.addresses import is_plausible
from wgcop.accounts.models import Delegation
from wgcop.bodies.countries import country, country_choices
from wgcop.bodies.levels import LEVEL_NAMES, REGION_NAMES, Level, Region
from wgcop.initiatives.facts import FACT_NAMES, RegistryFacts
from wgcop.initiatives.kinds import (
    CONFIDENCE_NAMES,
    INITIATIVE_KIND_NAMES,
    MEASURE_NAMES,
    PROJECT_STATE_NAMES,
    TARGET_GROUP_NAMES,
    Confidence,
    InitiativeKind,
    Measure,
    ProjectState,
    TargetGroup,
)
from wgcop.initiatives.models import OVERLAP_ANSWER_NAMES, Initiative, Overlap, OverlapAnswer
from wgcop.initiatives.queries import EntryChoices
from wgcop.resolutions.models import Wording
from wgcop.resolutions.naming import in_short
from wgcop.web.fields import (
    Boxes,
    LinesField,
    at_most,
    choices,
    is_web_address,
    one_line,
    trimmed,
)

MOST_LINES = 40
SECRETARIAT = ""
"""What the form sends where the secretariat answers for the entry."""
LONGEST_EXCERPT = 110


class InitiativeForm(Form):
    entry_choices: EntryChoices

    name = StringField(
        FACT_NAMES["name"],
        [DataRequired(_l("Give the initiative's name.")), at_most(300)],
        filters=[one_line],
    )
    acronym = StringField(FACT_NAMES["acronym"], [at_most(40)], filters=[one_line])
    kind = SelectField(
        FACT_NAMES["kind"],
        [DataRequired(_l("Choose a kind."))],
        choices=choices(INITIATIVE_KIND_NAMES, none=_l("Choose…")),
    )
    level = SelectField(
        FACT_NAMES["level"],
        [DataRequired(_l("Choose a level."))],
        choices=choices(LEVEL_NAMES, none=_l("Choose…")),
    )
    lead = StringField(
        FACT_NAMES["lead"],
        [at_most(300)],
        filters=[one_line],
        description=_l("The organization that leads it, with its full name or its acronym."),
    )
    partners = LinesField(FACT_NAMES["partners"], description=_l("Organizations, one to a line."))
    basis = StringField(
        FACT_NAMES["basis"],
        [at_most(300)],
        filters=[one_line],
        description=_l("What it rests on: “Memorandum of understanding, 2008”."),
    )
    regional_office = StringField(
        FACT_NAMES["regional_office"],
        [at_most(120)],
        filters=[one_line],
        description=_l("The office of the Union that works on it: “Addis Ababa”."),
    )
    budget_line = StringField(
        FACT_NAMES["budget_line"],
        [at_most(200)],
        filters=[one_line],
        description=_l("Only if it is public."),
    )
    project_state = SelectField(
        FACT_NAMES["project_state"],
        choices=choices(PROJECT_STATE_NAMES, none=_l("Not known")),
        default="",
    )
    scope = TextAreaField(
        FACT_NAMES["scope"],
        [DataRequired(_l("Say in a sentence or two what the initiative does.")), at_most(5000)],
        filters=[trimmed],
        description=_l("What it does, in our own words."),
    )
    countries = SelectMultipleField(
        FACT_NAMES["countries"],
        option_widget=Boxes.option_widget,
        widget=Boxes.widget,
        description=_l("Their regions are counted with them."),
    )
    regions = Boxes(
        FACT_NAMES["regions"],
        choices=choices(REGION_NAMES),
        description=_l("Regions of ITU-D as a whole. Choose none for what is worldwide."),
    )
    area = StringField(
        FACT_NAMES["area"],
        [at_most(120)],
        filters=[one_line],
        description=_l("What is neither a country nor a region: European Union, Pacific islands."),
    )
    target_groups = Boxes(FACT_NAMES["target_groups"], choices=choices(TARGET_GROUP_NAMES))
    measures = Boxes(FACT_NAMES["measures"], choices=choices(MEASURE_NAMES))
    clauses = SelectMultipleField(
        FACT_NAMES["clauses"],
        coerce=int,
        option_widget=Boxes.option_widget,
        widget=Boxes.widget,
        description=_l("What the initiative does is part of what these clauses ask for."),
    )
    started = StringField(
        FACT_NAMES["started"],
        filters=[trimmed],
        description=_l("As much as is known: 2009, 2008-11 or 2007-05-17."),
    )
    started_note = StringField(
        FACT_NAMES["started_note"],
        [at_most(60)],
        filters=[one_line],
        description=_l("If the date is not certain: “about”, “from memory”."),
    )
    ended = StringField(
        FACT_NAMES["ended"],
        filters=[trimmed],
        description=_l("Leave it empty if the initiative continues or if the end is not known."),
    )
    ended_note = StringField(FACT_NAMES["ended_note"], [at_most(60)], filters=[one_line])
    links = LinesField(
        FACT_NAMES["links"],
        description=_l("Addresses of pages on the web, one to a line: https://…"),
    )
    source = TextAreaField(
        FACT_NAMES["source"],
        [at_most(2000)],
        filters=[trimmed],
        description=_l("Where these facts can be checked: a document number, an address, a title."),
    )
    confidence = RadioField(
        FACT_NAMES["confidence"],
        choices=choices(CONFIDENCE_NAMES),
        default=Confidence.SOURCED.value,
    )
    contact_role = StringField(
        FACT_NAMES["contact_role"],
        [at_most(200)],
        filters=[one_line],
        description=_l(
            "Whom to ask, by role and never by name: “Focal point for child online protection”."
        ),
    )
    contact_address = StringField(
        FACT_NAMES["contact_address"],
        [at_most(254)],
        filters=[one_line],
        description=_l("An e-mail address of the office, not of a person. Everybody sees it."),
    )
    owner = SelectField(
        _l("Who answers for the entry"),
        description=_l("Its members may edit the entry and are told of entries that overlap."),
    )
    version = IntegerField(validators=[Optional()])

    @classmethod
    def to_fill_in(cls, data: Any, offered: EntryChoices) -> "InitiativeForm":
        return cls(data, owner=_key(offered.first_owner))._offering(offered, ())

    @classmethod
    def to_change(
        cls, data: Any, initiative: Initiative, offered: EntryChoices
    ) -> "InitiativeForm":
        """What the entry has already stays on offer, such as a clause of an earlier edition."""
        owner = _key(initiative.delegation)
        if data is not None:
            return cls(data, owner=owner)._offering(offered, initiative.countries, initiative)
        stored = vars(RegistryFacts.of(initiative)) | {
            "clauses": [clause.id for clause in initiative.clauses],
            "project_state": initiative.project_state or "",
            "owner": owner,
            "version": initiative.version,
        }
        for several in ("regions", "countries", "target_groups", "measures", "partners", "links"):
            stored[several] = list(stored[several])
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
        owners = {_key(each): each.name for each in offered.owners}
        if initiative and _key(initiative.delegation) not in owners and initiative.delegation:
            owners[_key(initiative.delegation)] = initiative.delegation.name
        none = _l("The secretariat") if offered.has_secretariat or not owners else None
        self.owner.choices = choices(owners, none=none)
        if len(self.owner.choices) < 2:
            del self.owner
        return self

    def validate_started(self, field: StringField) -> None:
        if field.data and not dates.is_partial_date(field.data):
            raise ValidationError(
                _l("Write a year, a month or a day: 2009, 2008-11 or 2007-05-17.")
            )

    def validate_ended(self, field: StringField) -> None:
        self.validate_started(field)
        started = self.started.data
        if (
            field.data
            and dates.is_partial_date(started or "")
            and dates.is_before(field.data, started)
        ):
            raise ValidationError(_l("This is before the start."))

    def validate_countries(self, field: SelectMultipleField) -> None:
        if self.level.data == Level.NATIONAL and not (field.data or self.area.data):
            raise ValidationError(_l("Name the country of a national initiative."))

    def validate_regions(self, field: SelectMultipleField) -> None:
        is_project = self.kind.data == InitiativeKind.REGIONAL_PROJECT
        if is_project and not (field.data or self.countries.data):
            raise ValidationError(_l("Choose the region of a regional project."))

    def validate_partners(self, field: LinesField) -> None:
        if self.kind.data == InitiativeKind.PARTNERSHIP and not field.data:
            raise ValidationError(_l("Name the partners, one to a line."))
        _refuse_long(field, 300)

    def validate_links(self, field: LinesField) -> None:
        _refuse_long(field, 500)
        for line in field.data:
            if not is_web_address(line):
                raise ValidationError(
                    _l(
                        "“%(address)s” is not the address of a web page. Write it in full: "
                        "https://…",
                        address=line[:80],
                    )
                )

    def validate_source(self, field: TextAreaField) -> None:
        if self.confidence.data == Confidence.SOURCED and not field.data:
            raise ValidationError(
                _l("Name the source, or mark the entry as “to be confirmed” until there is one.")
            )

    def validate_contact_address(self, field: StringField) -> None:
        if field.data and not is_plausible(field.data):
            raise ValidationError(_l("This is not an e-mail address."))

    @property
    def facts(self) -> RegistryFacts:
        """Only after the form was validated."""
        return RegistryFacts(
            name=self.name.data or "",
            acronym=self.acronym.data or "",
            kind=InitiativeKind(self.kind.data),
            level=Level(self.level.data),
            lead=self.lead.data or "",
            partners=tuple(self.partners.data or ()),
            basis=self.basis.data or "",
            regional_office=self.regional_office.data or "",
            budget_line=self.budget_line.data or "",
            project_state=next((k for k in ProjectState if k == self.project_state.data), None),
            scope=self.scope.data or "",
            countries=tuple(sorted(self.countries.data or ())),
            regions=tuple(Region(each) for each in self.regions.data or ()),
            area=self.area.data or "",
            target_groups=tuple(TargetGroup(each) for each in self.target_groups.data or ()),
            measures=tuple(Measure(each) for each in self.measures.data or ()),
            clauses=tuple(self._clauses[each] for each in self.clauses.data or ()),
            started=self.started.data or "",
            started_note=self.started_note.data or "",
            ended=self.ended.data or "",
            ended_note=self.ended_note.data or "",
            links=tuple(self.links.data or ()),
            source=self.source.data or "",
            confidence=Confidence(self.confidence.data),
            contact_role=self.contact_role.data or "",
            contact_address=self.contact_address.data or "",
        )

    def chosen_owner(self, otherwise: Delegation | None) -> Delegation | None:
        if "owner" not in self:
            return otherwise
        owners: Mapping[str, Delegation] = {_key(each): each for each in self.entry_choices.owners}
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
            "An office and its e-mail address. Those who proposed the other entry see it."
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
            raise ValidationError(_l("Say how they can join."))


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


def _refuse_long(field: LinesField, longest: int) -> None:
    if len(field.data or ()) > MOST_LINES:
        raise ValidationError(_l("Write at most %(count)d lines.", count=MOST_LINES))
    if any(len(line) > longest for line in field.data or ()):
        raise ValidationError(_l("Use at most %(max)d characters for a line.", max=longest))
