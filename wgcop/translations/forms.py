"""The forms of a language version: its text, the status under which it is issued, and who makes it
until when.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    Form,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import Optional, ValidationError

from wgcop import clock, paper
from wgcop.accounts.models import Person
from wgcop.accounts.roles import ROLE_NAMES, GroupRole
from wgcop.contributions.fields import LONGEST_TEXT, SOURCE, TEXT, TITLE, TRANSLATED
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.fields.controls import with_controls
from wgcop.fields.field import Needed, moved
from wgcop.i18n import comma, whole
from wgcop.languages import LANGUAGE_NAMES
from wgcop.paper import Misshapen
from wgcop.translations.models import (
    LANGUAGE_STATUS_NAMES,
    LanguageStatus,
    Translation,
    translated_fields,
)
from wgcop.translations.queries import Translators
from wgcop.translations.tasks import ChosenText, Translated
from wgcop.web.fields import choice, choices, trimmed

TYPED = moved(
    (
        replace(
            each,
            needed=Needed(_l("Enter the title.")) if each is TITLE else None,
            help=None,
            sent_as="",
        )
        for each in TRANSLATED
    ),
    source="title",
    action_required="abstract",
)
"""The fields of the cover that are translated. All others are those of the original."""
IN_FORM = moved((*TYPED, TEXT), text="keywords")


class BeginTranslationForm(Form):
    language = SelectField(_l("Language"))

    @classmethod
    def of(
        cls, data: Any, languages: Iterable[str], wanted: str | None = None
    ) -> "BeginTranslationForm":
        form = cls(data, language=wanted)
        form.language.choices = choices(
            {language: LANGUAGE_NAMES[language] for language in languages}
        )
        return form


@with_controls(TYPED)
class TranslationForm(Form):
    """The text of a language version. It has only the fields of the cover that the original has;
    contact, clauses and Questions are those of the original.
    """

    text = TextAreaField(
        _l("Text"),
        filters=[trimmed],
        description=_l(
            "It begins with the text of the original, so that headings, lists, tables and notes are in "
            "place. Write over the words, and leave the signs: # for a heading, - or 1. for a list item, "
            "#1. for a numbered paragraph, | between the cells of a table, and < and ^ where cells are joined."
        ),
    )
    made_from = RadioField(
        _l("Translated from"),
        coerce=int,
        description=_l("Readers are told as soon as the original has a later wording."),
    )
    version = IntegerField(validators=[Optional()])

    @classmethod
    def of(cls, data: Any, draft: Translation) -> "TranslationForm":
        form = cls(
            data,
            **translated_fields(draft),
            text=paper.to_text(draft.text).strip(),
            made_from=draft.made_from.number,
            version=draft.version,
        )
        form._draft = draft
        wordings = {revision.number: revision.name for revision in draft.contribution.issued}
        form.made_from.choices = choices(wordings)
        for name in {
            field.name for field in TYPED if not field.needed and field.name != SOURCE.name
        }:
            if not getattr(draft.made_from, name) and not form[name].data:
                del form[name]
        if len(wordings) == 1:
            del form.made_from
        return form

    _draft: Translation

    def fill(self, fields: dict[str, str], text: paper.Node, made_from: Revision) -> None:
        """Put these words in place of those of the draft."""
        for name, words in fields.items():
            if name in self:
                self[name].data = words
        self.text.data = paper.to_text(text).strip()
        if "made_from" in self:
            self.made_from.data = made_from.number

    def validate_text(self, field: TextAreaField) -> None:
        if len(field.data) > LONGEST_TEXT:
            raise ValidationError(_l("The text is longer than 200,000 characters."))
        try:
            self._tree = paper.from_text(field.data)
        except Misshapen as error:
            raise ValidationError(str(error)) from error

    @property
    def fields(self) -> dict[str, str]:
        """The fields of the cover that are translated; those that the form lacks are empty."""
        return {
            field.name: self[field.name].data or "" if field.name in self else "" for field in TYPED
        }

    @property
    def tree(self) -> paper.Node:
        """The text as a tree, after the form was validated. Untouched blocks keep what cannot be
        typed.
        """
        return paper.continued(self._tree, self._draft.text)

    @property
    def wording(self) -> Revision:
        """The wording of the original from which the version was made."""
        if "made_from" not in self:
            return self._draft.made_from
        issued = {revision.number: revision for revision in self._draft.contribution.issued}
        return issued[self.made_from.data]


class IssueForm(Form):
    status = RadioField(_l("Issue it as"))

    @classmethod
    def of(cls, data: Any, statuses: list[LanguageStatus]) -> "IssueForm":
        """Return the form with these statuses to choose from. The first one is preselected."""
        form = cls(data, status=statuses[0].value)
        form.status.choices = choices(
            {status: LANGUAGE_STATUS_NAMES[status] for status in statuses}
        )
        return form


def _name_with_papers(person: Person, papers: Sequence[Contribution]) -> str:
    """Return a drafter's name with what they may translate, since a choice shows nothing else."""
    symbols = comma().join(whole(str(paper.symbol)) for paper in papers)
    return f"{whole(person.name)} ({symbols})"


class AssignForm(Form):
    """Who translates the chosen texts, and until when. A text is chosen by its key and by the mark
    of the task that was shown: `paper-17:0a1b2c3d4e5f`.
    """

    text = SelectMultipleField(_l("Texts"), validate_choice=False)
    person = choice(_l("By whom"))
    due_on = DateField(_l("Due on"), [Optional()])

    @classmethod
    def of(cls, data: Any, people: Translators) -> "AssignForm":
        form = cls(data)
        everybody = [*people.secretariat, *people.drafters]
        form._people = {str(person.id): person for person in everybody}
        officers, drafters = str(ROLE_NAMES[GroupRole.SECRETARIAT]), _("Drafters")
        form.person.choices = [
            SelectChoice("", _("Nobody")),
            *(SelectChoice(str(each.id), each.name, {}, officers) for each in people.secretariat),
            *(
                SelectChoice(str(each.id), _name_with_papers(each, papers), {}, drafters)
                for each, papers in people.drafters.items()
            ),
        ]
        return form

    def validate_text(self, field: SelectMultipleField) -> None:
        if not field.data:
            raise ValidationError(_("Choose at least one text."))

    def validate_due_on(self, field: DateField) -> None:
        if field.data and field.data < clock.now().date():
            raise ValidationError(_("This day is over. Enter a later one."))

    @property
    def keys(self) -> set[str]:
        return {each.partition(":")[0] for each in self.text.data or ()}

    def chosen(self, texts: Mapping[str, Translated]) -> list[ChosenText]:
        """Return those of these texts, by their keys, that were chosen. Others are no longer in the
        list.
        """
        pairs = (each.partition(":")[::2] for each in self.text.data or ())
        return [ChosenText(texts[key], seen) for key, seen in pairs if key in texts]

    @property
    def who(self) -> Person | None:
        return self._people.get(self.person.data)

    @property
    def until(self) -> date | None:
        return self.due_on.data
