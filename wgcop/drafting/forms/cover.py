"""The fields of the form of a contribution, in the order in which the cover is printed."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Form,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from wgcop import paper
from wgcop.contributions.cover import LONGEST_TEXT, Cover, CoverField, Purpose
from wgcop.languages import LANGUAGE_NAMES
from wgcop.numbering.kinds import DocumentKind
from wgcop.paper import Misshapen
from wgcop.web.fields import at_most, choices, one_line, trimmed


class CoverForm(Form):
    meeting = SelectField(_l("Meeting"), coerce=int, validate_choice=True)
    capacity = SelectField(
        _l("Source"),
        description=_l(
            "For whom you bring the paper. This is shown on the cover, in lists and in searches."
        ),
    )
    together_with = SelectMultipleField(
        _l("Together with"),
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        description=_l(
            "Their names are printed with yours. The head of each delegation must consent to the "
            "wording before the paper can be submitted."
        ),
    )
    kind = SelectField(_l("Kind of document"), default=DocumentKind.CONTRIBUTION.value)
    title = StringField(_l("Title"), [at_most(300)], filters=[one_line])
    purpose = RadioField(_l("For"), default=Purpose.ACTION.value)
    action_required = TextAreaField(
        _l("Action required"),
        [at_most(2000)],
        filters=[trimmed],
        description=_l("What you ask the group to do."),
    )
    keywords = StringField(_l("Keywords"), [at_most(300)], filters=[trimmed])
    questions = SelectMultipleField(
        _l("Questions"),
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        description=_l("The Questions that the paper contributes to."),
    )
    clauses = SelectMultipleField(
        _l("Clauses"),
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    items = SelectMultipleField(
        _l("Agenda items"),
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        description=_l("The items under which the meeting should discuss the paper."),
    )
    abstract = TextAreaField(
        _l("Abstract"),
        [at_most(4000)],
        filters=[trimmed],
        description=_l("A few sentences that help readers decide whether to read the paper."),
    )
    text = TextAreaField(
        _l("Text"),
        filters=[trimmed],
        description=_l(
            "Start a line with # for a heading, with -, a) or 1. for a list item, with > for a "
            "quotation, with #. for a numbered paragraph: the paper counts them. Write *emphasis* "
            "and **strong**. Rows between | make a table, in which < joins a cell with the one "
            "before it, and ^ with the one above. ^[Words] are a footnote, {++words++} are marked "
            "as inserted and {--words--} as deleted. An empty line starts a new paragraph. A "
            "backslash before a sign makes it a letter."
        ),
    )
    lessons = TextAreaField(
        _l("Lessons learned and suggested best practices"),
        [at_most(4000)],
        filters=[trimmed],
        description=_l("What others could take over, and what did not work."),
    )
    contact = TextAreaField(
        _l("Contact"),
        [at_most(500)],
        filters=[trimmed],
        description=_l("Name, organization, telephone, e-mail: printed at the end of the paper."),
    )
    language = SelectField(_l("Original language"), choices=choices(LANGUAGE_NAMES), default="en")
    sole_language = BooleanField(
        _l("In this language only"),
        description=_l("The cover then says “Original: English only”: no translation is expected."),
    )
    note = TextAreaField(
        _l("What changed"),
        [at_most(1000)],
        filters=[trimmed],
        description=_l("In one sentence, for readers who know the earlier wording."),
    )
    version = IntegerField(validators=[Optional()])
    steps = IntegerField(validators=[Optional()])
    """The number of the text's version with which the form was filled. `writing`
    merges newer versions.
    """
    marks = HiddenField()
    """Marks of the values that the other fields held when the form was opened. `web.joining` reads
    them.
    """
    key = HiddenField()

    def validate_text(self, field: TextAreaField) -> None:
        if len(field.data) > LONGEST_TEXT:
            # Checked before parsing, which would take seconds.
            raise ValidationError(
                _l("The text is longer than 200,000 characters. Split it into two papers.")
            )
        try:
            self._tree = paper.from_text(field.data)
        except Misshapen as error:
            raise ValidationError(str(error)) from error

    def tree(self, previous: paper.Node | None = None) -> paper.Node:
        """Return the text as a tree, after the form was validated. Blocks that did not change are
        taken from `previous`.
        """
        return self._tree if previous is None else paper.continued(self._tree, previous)

    @property
    def has_text(self) -> bool:
        """Whether the form was sent with its text. Beside the editor it is sent without it, because
        the text is written there.
        """
        return self.text.raw_data is None or bool(self.text.raw_data)

    @property
    def chosen_purpose(self) -> Purpose:
        """The chosen purpose, or “for action” if the form was sent without one."""
        return next((each for each in Purpose if each == self.purpose.data), Purpose.ACTION)

    @property
    def cover(self) -> Cover:
        return Cover(
            title=self.title.data,
            purpose=self.chosen_purpose,
            action_required=self.action_required.data,
            abstract=self.abstract.data,
            keywords=self.keywords.data,
            lessons=self.lessons.data,
            contact=self.contact.data,
            language=self.language.data,
            sole_language=self.sole_language.data,
        )

    @property
    def filled(self) -> set[CoverField]:
        """The fields of the cover that are filled in."""
        links = {
            CoverField.SOURCE: self.capacity.data,
            CoverField.QUESTIONS: self.questions.data,
            CoverField.ITEMS: self.items.data,
            CoverField.CLAUSES: self.clauses.data,
        }
        return self.cover.filled(self.text.data or "") | {
            name for name, has in links.items() if has
        }
