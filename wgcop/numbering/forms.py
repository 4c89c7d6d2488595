"""The forms for the numbers of a group, and of a meeting with numbers of its own."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Form, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, ValidationError

from wgcop.bodies.models import Group, Meeting
from wgcop.errors import Invalid
from wgcop.numbering.kinds import KIND_NAMES, DocumentKind
from wgcop.numbering.patterns import DEFAULTS, Pattern, SymbolOccasion
from wgcop.numbering.series import Numbering
from wgcop.numbering.symbol import RevisionStyle, Symbol
from wgcop.web.fields import at_most, choices, one_line, trimmed

MOST_NAMES = 20

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9 ./-]{0,39}")
_NAME_WITH_YEARS = re.compile(
    r"(?P<name>[A-Za-z][A-Za-z0-9 ./-]*?)"
    r"(?:[\s,(]+(?P<since>(?:19|20)\d\d)?\s*(?P<dash>[-–—])?\s*(?P<until>(?:19|20)\d\d)?\)?)?"
)


class PatternsForm(Form):
    """A form with a field for the pattern of each kind. An empty field means the usual pattern."""

    contribution = StringField(KIND_NAMES[DocumentKind.CONTRIBUTION], filters=[one_line])
    temporary = StringField(KIND_NAMES[DocumentKind.TEMPORARY], filters=[one_line])
    information = StringField(KIND_NAMES[DocumentKind.INFORMATION], filters=[one_line])
    report = StringField(KIND_NAMES[DocumentKind.REPORT], filters=[one_line])
    liaison = StringField(KIND_NAMES[DocumentKind.LIAISON], filters=[one_line])
    administrative = StringField(KIND_NAMES[DocumentKind.ADMINISTRATIVE], filters=[one_line])
    version = HiddenField()

    @property
    def pattern_fields(self) -> list[StringField]:
        return [self[kind.value] for kind in DocumentKind]

    @property
    def patterns(self) -> dict[str, str]:
        """The patterns that were typed, by kind."""
        return {field.name: field.data for field in self.pattern_fields if field.data}

    def validate(self, extra_validators: Any = None) -> bool:
        """Validate the form and read the patterns too, so that all mistakes are reported at once."""
        is_valid = super().validate(extra_validators)
        for field in self.pattern_fields:
            try:
                if field.data:
                    Pattern.read(field.data)
            except Invalid as error:
                field.errors = [str(error)]
        return is_valid and not any(field.errors for field in self.pattern_fields)

    def describe(
        self, occasion: SymbolOccasion, style: RevisionStyle, usual: Mapping[str, str]
    ) -> None:
        """Show below each field an example of its symbols."""
        for field in self.pattern_fields:
            typed = field.data or usual.get(field.name) or DEFAULTS[DocumentKind(field.name)]
            try:
                example = Pattern.read(typed).example(occasion, style)
            except Invalid:
                continue
            field.description = (
                _l("For example %(symbol)s.", symbol=example)
                if field.data
                else _l(
                    "If empty: %(pattern)s, for example %(symbol)s.",
                    pattern=typed,
                    symbol=example,
                )
            )


class GroupNumbersForm(PatternsForm):
    symbol_name = StringField(
        _l("Name in symbols"),
        [DataRequired(_l("Enter the beginning of the symbols.")), at_most(40)],
        filters=[one_line],
        description=_l("What {group} stands for. Documents that have a number keep their symbol."),
    )
    earlier_names = TextAreaField(
        _l("Earlier names"),
        [at_most(1000)],
        filters=[trimmed],
        description=_l(
            "One on each line, with its years as far as they are known: WG-CP 2009–2010. Documents are "
            "found by all names."
        ),
    )
    style = RadioField(_l("Revisions are written"), default=RevisionStyle.SPACED.value)

    @classmethod
    def of(cls, data: Any, group: Group, numbering: Numbering, version: int) -> "GroupNumbersForm":
        form = cls(
            data,
            symbol_name=group.name_in_symbols,
            earlier_names="\n".join(
                " ".join(filter(None, (name.name, name.years))) for name in group.earlier_names
            ),
            style=numbering.style.value,
            version=version,
            **{kind.value: numbering.typed.get(kind, "") for kind in DocumentKind},
        )
        seven = Symbol(numbering.symbol(DocumentKind.CONTRIBUTION, 7).base)
        form.style.choices = choices(
            {style: str(replace(seven, revision=1, style=style)) for style in RevisionStyle}
        )
        return form

    def validate_symbol_name(self, field: StringField) -> None:
        if not _NAME.fullmatch(field.data):
            raise ValidationError(
                _l("Begin with a letter, and use letters, digits, spaces and the signs / - and .")
            )

    def validate_earlier_names(self, field: TextAreaField) -> None:
        lines = [line for line in field.data.split("\n") if line.strip()]
        if len(lines) > MOST_NAMES:
            raise ValidationError(_l("Up to %(num)d names can be kept.", num=MOST_NAMES))
        names = []
        for line in lines:
            match = _NAME_WITH_YEARS.fullmatch(line.strip())
            if match is None or not _NAME.fullmatch(match["name"]):
                raise ValidationError(
                    _l("“%(line)s” cannot be read. Write it as WG-CP 2009–2010.", line=line.strip())
                )
            since = int(match["since"]) if match["since"] else None
            until = int(match["until"]) if match["until"] else None
            if since and not match["dash"]:
                until = since
            if since and until and until < since:
                raise ValidationError(_l("“%(line)s” ends before it begins.", line=line.strip()))
            names.append((match["name"].strip(), since, until))
        if len({name.casefold() for name, _since, _until in names}) < len(names):
            raise ValidationError(_l("The same name is there twice."))
        self._names = names

    @property
    def revision_style(self) -> RevisionStyle:
        """The chosen style. While the form is not valid it may be none, and its examples are shown
        in the default one.
        """
        chosen = (each for each in RevisionStyle if each == self.style.data)
        return next(chosen, RevisionStyle.SPACED)

    @property
    def names(self) -> Sequence[tuple[str, int | None, int | None]]:
        """The earlier names, each with its first and last year. The form must have been validated."""
        return self._names


class MeetingNumbersForm(PatternsForm):
    @classmethod
    def of(
        cls, data: Any, meeting: Meeting, patterns: Mapping[str, str], version: int
    ) -> "MeetingNumbersForm":
        return cls(data, version=version, **patterns)
