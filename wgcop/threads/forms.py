"""Forms for comments, quotes and their audience."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import uuid4

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    Form,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional, Regexp, ValidationError

from wgcop.accounts.models import Capacity
from wgcop.events.chapters import layer_of
from wgcop.i18n import comma
from wgcop.languages import LANGUAGE_NAMES, guessing
from wgcop.paper import anchor
from wgcop.paper.anchor import Anchor, Passages
from wgcop.resolutions.suggested import PassageGone, are_same, only_place
from wgcop.threads import names
from wgcop.threads.comments.mentions import without_tokens
from wgcop.threads.comments.suggestions import SuggestedWords
from wgcop.threads.comments.wordings import mark_of_words
from wgcop.threads.models import LONGEST, MEMBERS, TYPE_NAMES, Comment, CommentType
from wgcop.threads.subjects import ChangingText, ThreadLayer, ThreadSubject, passages_of
from wgcop.web.fields import at_most, trimmed
from wgcop.web.kept import for_each_reader

NOT_THERE = _l("The comment that you reply to is not there. Reload the page and reply again.")
OWN_DELEGATION = "delegation"
"""The value of the field that means the delegation that the person speaks for."""
LANGUAGE_CHOICES = [SelectChoice(tag, name) for tag, name in LANGUAGE_NAMES.items()]


def new_key() -> str:
    """Return a new key for a form, so that a comment that is sent twice is stored once. On a shared
    page each reader gets one of their own.
    """
    return for_each_reader("key", lambda: uuid4().hex)


class CommentBodyForm(Form):
    body = TextAreaField(
        _l("Comment"),
        [
            at_most(
                LONGEST,
                _l(
                    "A comment can have at most %(max)d characters. Put longer texts into a contribution."
                ),
            )
        ],
    )

    def validate_body(self, field: TextAreaField) -> None:
        field.data = (field.data or "").replace("\r\n", "\n").strip()
        if not field.data:
            raise ValidationError(_l("Write something first."))


class LanguageForm(Form):
    language = SelectField(
        _l("Language"),
        choices=[SelectChoice("", _l("Guess from the words")), *LANGUAGE_CHOICES],
        default="",
    )


class WordsForm(CommentBodyForm, LanguageForm):
    @property
    def chosen_language(self) -> str:
        """The language that was chosen, or the one guessed from the text."""
        return self.language.data or guessing.guess(self.body.data)


class QuoteForm(Form):
    """The fields of a quote: words with their surroundings and, in a paper, their block. They must
    occur in one of the `passages`.

    A block without words is quoted by its beginning. `passages` is called only if something is
    quoted. Words selected in a text that people are writing belong to its `quote_version`,
    regardless of later changes.
    """

    quote = StringField(_l("Quoted words"), [at_most(anchor.LONGEST)])
    quote_before = HiddenField()
    quote_after = HiddenField()
    block = HiddenField(validators=[Length(max=40)])
    quote_version = HiddenField()

    passages: Callable[[], Passages] = Passages
    quoted_kind = ""
    """The kind of thing that is quoted."""
    text: ChangingText | None = None
    is_required = False
    quote_anchor: Anchor | None = None
    quote_block = ""
    quote_language = ""
    quoted_text = ""
    """The whole text of the block in which the words were found."""
    quoted_at: int | None = None
    """The version in which the words were found, or None for the current one."""

    def validate_quote(self, field: StringField) -> None:
        field.data = (field.data or "").strip()
        block = self.block.data or ""
        if not (field.data or block or self.is_required):
            return
        passages = self.passages()
        before, after = self.quote_before.data or "", self.quote_after.data or ""
        for version, words in (*self._as_selected(passages), (None, passages)):
            place = words.quote(block, field.data, before[-200:], after[:200])
            if place:
                self.quote_block, self.quote_anchor = place
                self.quote_language = passages.language_of(self.quote_block)
                self.quoted_text = words.text_of(self.quote_block)
                self.quoted_at = version
                break
        if self.quote_anchor is None and (field.data or self.is_required):
            if self.quoted_kind == "proposal":
                raise ValidationError(
                    _l("These words are not in the proposal. Copy them exactly from its text.")
                )
            if block in LANGUAGE_NAMES:
                raise ValidationError(
                    _l(
                        "These words are not in this translation of the clause. Copy them exactly from its text."
                    )
                )
            if self.quoted_kind == "clause":
                raise ValidationError(
                    _l("These words are not in the clause. Copy them exactly from its text.")
                )
            raise ValidationError(
                _l(
                    "These words are not together in a paragraph of the paper. Copy them exactly from its text."
                )
            )

    def _as_selected(self, now: Passages) -> Iterator[tuple[int, Passages]]:
        """Yield the version and passages that the reader selected words in, if others have written
        since.
        """
        typed = self.quote_version.data or ""
        if self.text is None or not (typed.isascii() and typed.isdigit()):
            return
        version = int(typed[:18])
        if version != now.version and (words := self.text.passages_at(version)) is not None:
            yield version, words


class SuggestionFields(QuoteForm):
    """A quote with other words that are suggested in its place, if `suggests` is ticked."""

    suggests = BooleanField(_l("Suggest other words"))
    instead = TextAreaField(_l("The words instead"), [at_most(anchor.LONGEST)], filters=[trimmed])

    is_on_clause = False

    def validate_quote(self, field: StringField) -> None:
        super().validate_quote(field)
        if not self.suggests.data:
            return
        if not self.is_on_clause:
            raise ValidationError(
                _l("Other words can be suggested for the words of a clause only.")
            )
        if self.quote_anchor is None:
            raise ValidationError(_l("Quote the words for which you suggest others."))
        clause = self.quoted_text
        is_typed = not (self.quote_before.data or self.quote_after.data)
        if (is_typed and len(anchor.all_places(clause, field.data)) > 1) or isinstance(
            only_place(clause, self.quote_anchor), PassageGone
        ):
            raise ValidationError(
                _l("These words stand more than once in the clause. Quote more of the words there.")
            )

    def validate_instead(self, field: TextAreaField) -> None:
        if self.quote_anchor and self.suggests.data and are_same(self.quote.data, field.data):
            raise ValidationError(
                _l(
                    "These are the words of the clause. Write others, or nothing to suggest leaving them out."
                )
            )

    @property
    def suggested(self) -> tuple[Anchor, str] | None:
        """The place of the words and those in their place, or None if nothing is suggested."""
        if self.quote_anchor is None or not self.suggests.data:
            return None
        return self.quote_anchor, self.instead.data


class EditForm(WordsForm, SuggestionFields):
    """The form for the text and the language of a comment, and for what it suggests. Data without a
    language leaves it unchanged. `seen` is the mark of the words that its writer began with.
    """

    seen = HiddenField()

    suggestion: SuggestedWords | None = None

    @classmethod
    def of(cls, comment: Comment, data: Any = None) -> "EditForm":
        suggestion, quote = comment.suggestion, comment.quote
        stored = {
            "body": without_tokens(comment.body),
            "language": comment.language,
            "seen": mark_of_words(comment),
        }
        words = {}
        if suggestion and quote:
            words = {"quote": quote.exact, "instead": suggestion.instead}
            words |= {"quote_before": quote.prefix, "quote_after": quote.suffix}
            words |= {"block": quote.block}
        if data is None:
            form = cls(data=stored | words)
        else:
            sent = {"language": comment.language, **words, **data.to_dict()}
            if words and sent["quote"].strip() != words["quote"]:
                # Surroundings that came with the form belong to the former words.
                for name in ("quote_before", "quote_after"):
                    sent[name] = "" if sent[name] == words[name] else sent[name]
            form = cls(MultiDict(sent))
        form.suggestion = suggestion
        form.suggests.data = suggestion is not None
        form.is_on_clause = comment.thread.clause_id is not None
        form.passages = lambda: passages_of(comment.thread)
        return form

    def validate_quote(self, field: StringField) -> None:
        """Look at the words only if they are changed: those that are gone from the clause may stay."""
        suggestion = self.suggestion
        if suggestion is None:
            return
        field.data = (field.data or "").strip()
        if (field.data, self.instead.data) != (suggestion.quoted, suggestion.instead):
            super().validate_quote(field)


class CommentForm(WordsForm, SuggestionFields):
    audience = RadioField(_l("Who may read it"), default=MEMBERS, validate_choice=False)
    type = RadioField(
        _l("Kind of comment"),
        choices=[SelectChoice(kind.value, name) for kind, name in TYPE_NAMES.items()],
        default=CommentType.SUBSTANTIVE.value,
    )
    parent = HiddenField(validators=[Optional(), Regexp(f"{names.PATTERN}$", message=NOT_THERE)])
    key = HiddenField(default=new_key, validators=[Length(max=64)])
    speaking_as = HiddenField()

    capacity: Capacity | None = None

    def validate_speaking_as(self, field: HiddenField) -> None:
        """Refuse a comment that was written in another capacity, because the person has since
        changed it on another page.
        """
        if self.capacity and field.data and field.data != self.capacity.key:
            raise ValidationError(
                _l(
                    "After you opened this page, you chose to speak as %(capacity)s. If that is what you "
                    "want, send your words again from this page.",
                    capacity=self.capacity.words,
                )
            )

    def validate_audience(self, field: RadioField) -> None:
        if field.data not in [choice.value for choice in field.choices or ()]:
            raise ValidationError(
                _l(
                    "In your current capacity you can address only: %(audiences)s.",
                    audiences=comma().join(str(choice.label) for choice in field.choices or ()),
                )
            )

    @classmethod
    def for_layers(
        cls, data: Any, capacity: Capacity | None, layers: Sequence[ThreadLayer]
    ) -> "CommentForm":
        """Return the form with the audiences that a person in this capacity can choose from, the
        usual one first.
        """
        offered = layers or (ThreadLayer(MEMBERS, _("Everybody signed in")),)
        # A form without kind, audience or language gets the usual ones.
        usual = {
            "type": CommentType.SUBSTANTIVE.value,
            "audience": offered[0].audience,
            "language": "",
        }
        fields = data and {**usual, **data.to_dict()}
        delegation = capacity.delegation if capacity else None
        if fields and fields["audience"] == OWN_DELEGATION and delegation:
            fields["audience"] = delegation.audience
        if fields:  # whom a reply to an earlier chapter reaches is decided by what it answers
            fields["audience"] = layer_of(fields["audience"])
        form = cls(fields and MultiDict(fields), data={"audience": offered[0].audience})
        form.capacity = capacity
        form.audience.choices = [SelectChoice(each.audience, each.readers) for each in offered]
        return form

    @classmethod
    def into(cls, subject: ThreadSubject, capacity: Capacity, data: Any) -> "CommentForm":
        """Return the form, filled in with the `data` that was sent, for a comment on this subject."""
        form = cls.for_layers(data, capacity, subject.layers)
        form.passages, form.text = subject.passages, subject.text
        form.is_on_clause = subject.chaired
        form.quoted_kind = subject.kind
        return form

    @property
    def chosen_key(self) -> str:
        return self.key.data or new_key()

    def limit_to(self, audience: str) -> None:
        """Leave only this audience to choose, for a reply to a private comment."""
        layer = layer_of(audience)
        self.audience.choices = [c for c in self.audience.choices or [] if c.value == layer]
