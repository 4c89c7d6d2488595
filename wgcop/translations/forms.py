"""The forms of a language version: its text, and the status under which it is issued."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    Form,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Optional, ValidationError

from wgcop import paper
from wgcop.contributions.cover import LONGEST_TEXT
from wgcop.contributions.revisions import Revision
from wgcop.languages import LANGUAGE_NAMES
from wgcop.paper import Misshapen
from wgcop.translations.models import (
    LANGUAGE_STATUS_NAMES,
    TRANSLATED_FIELDS,
    LanguageStatus,
    Translation,
    translated_fields,
)
from wgcop.web.fields import at_most, choices, one_line, trimmed

ALWAYS = ("source", "title")


class BeginTranslationForm(Form):
    language = SelectField(_l("Language"))

    @classmethod
    def of(
        cls, data: Any, languages: Iterable[str], wanted: str | None = None
    ) -> "BeginTranslationForm":
        form = cls(data, language=wanted)
        form.language.choices = choices({each: LANGUAGE_NAMES[each] for each in languages})
        return form


class TranslationForm(Form):
    """The text of a language version. It has only the fields of the cover that the original has;
    contact, clauses and Questions are those of the original.
    """

    title = StringField(
        _l("Title"), [DataRequired(_l("Enter the title.")), at_most(300)], filters=[one_line]
    )
    source = StringField(_l("Source"), [at_most(300)], filters=[one_line])
    abstract = TextAreaField(_l("Abstract"), [at_most(4000)], filters=[trimmed])
    action_required = TextAreaField(_l("Action required"), [at_most(2000)], filters=[trimmed])
    keywords = StringField(_l("Keywords"), [at_most(300)], filters=[trimmed])
    lessons = TextAreaField(
        _l("Lessons learned and suggested best practices"), [at_most(4000)], filters=[trimmed]
    )
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
        wordings = {each.number: each.name for each in draft.contribution.issued}
        form.made_from.choices = choices(wordings)
        for name in TRANSLATED_FIELDS:
            if name not in ALWAYS and not getattr(draft.made_from, name) and not form[name].data:
                del form[name]
        if len(wordings) == 1:
            del form.made_from
        return form

    _draft: Translation

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
        return {name: self[name].data or "" if name in self else "" for name in TRANSLATED_FIELDS}

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
        issued = {each.number: each for each in self._draft.contribution.issued}
        return issued[self.made_from.data]


class IssueForm(Form):
    status = RadioField(_l("Issue it as"))

    @classmethod
    def of(cls, data: Any, statuses: list[LanguageStatus]) -> "IssueForm":
        """Return the form with these statuses to choose from. The first one is preselected."""
        form = cls(data, status=statuses[0].value)
        form.status.choices = choices({each: LANGUAGE_STATUS_NAMES[each] for each in statuses})
        return form
