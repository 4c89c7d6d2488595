"""The form of a next edition: how it is called, and what was put right by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, ValidationError

from wgcop import clock
from wgcop.editions.composing import ByHand, HandChoice, NextClause, NextText
from wgcop.editions.lines import place_of
from wgcop.resolutions.models import Edition
from wgcop.resolutions.reading import ReadText
from wgcop.web.fields import at_most, one_line, trimmed

HAND_NAMES = {
    ByHand.LEFT_OUT: _l("is left out"),
    ByHand.MERGED: _l("is left out, and its words stand in"),
    ByHand.AFTER: _l("stands after"),
    ByHand.CONTINUES: _l("continues"),
    ByHand.SPLIT: _l("was split from"),
    ByHand.NEW: _l("is a new clause"),
    ByHand.JOINED: _l("is a paragraph of the clause above"),
}


@dataclass(frozen=True)
class HandRow:
    """A line of what was put right, as it was typed, and what is wrong with it."""

    clause: str = ""
    how: str = ""
    other: str = ""
    error: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.clause or self.how or self.other)


class NextEditionForm(Form):
    place = StringField(
        _l("Place"),
        [DataRequired(_l("Enter the place of the conference.")), at_most(100)],
        filters=[one_line],
    )
    year = IntegerField(_l("Year"), [InputRequired(_l("Enter the year of the conference."))])
    title = StringField(
        _l("Title"),
        [DataRequired(_l("Enter the title of the resolution.")), at_most(500)],
        filters=[one_line],
    )
    formula = TextAreaField(
        _l("Who adopts it"),
        [DataRequired(_l("Enter the words that name the conference.")), at_most(2000)],
        filters=[trimmed],
        description=_l("The words before the first clause, with place and year."),
    )
    confirmed = HiddenField()
    """The mark of the text that the page showed."""

    last_year = 0

    @classmethod
    def of(cls, data: Any, last: Edition) -> "NextEditionForm":
        form = cls(
            data,
            year=max(clock.now().year, last.year),
            title=last.title,
            formula=last.formula,
        )
        form.last_year = last.year
        return form

    def validate_year(self, field: IntegerField) -> None:
        if not self.last_year <= (field.data or 0) <= 9999:
            raise ValidationError(_("Enter the year %(year)d or a later one.", year=self.last_year))

    def validate_formula(self, field: TextAreaField) -> None:
        """Refuse the formula of the last edition, which names another conference."""
        if self.place.data and self.place.data.lower() not in (field.data or "").lower():
            raise ValidationError(
                _(
                    "Name the place, %(place)s, in the words before the first clause.",
                    place=self.place.data,
                )
            )


class LineNames:
    """The names by which people choose clauses: as the last edition cites them, with the number of
    the line where the agreed words of a clause have several.
    """

    def __init__(self, text: ReadText) -> None:
        self._citations: dict[str, str] = {}
        used: set[str] = set()
        for clause in text.clauses:
            name = clause.citation if clause.citation not in used else clause.anchor
            used.add(name)
            self._citations[clause.wid] = name
        self._sections = {
            _("the beginning of %(section)s", section=section.heading): f"section:{at}"
            for at, section in enumerate(text.sections)
        }

    def of(self, key: str) -> str:
        citation = self._citations.get(key.partition("/")[0], "")
        if place_of(key) == 1:
            return citation
        return _("%(citation)s, line %(number)d", citation=citation, number=place_of(key))

    def keys(self, following: NextText) -> dict[str, str]:
        """Return what can be named, each with its key."""
        lines = {self.of(clause.key): clause.key for clause in following.clauses}
        clauses = {name: wid for wid, name in self._citations.items()}
        return {**self._sections, **clauses, **lines}


def hand_rows(form: Any) -> list[HandRow]:
    """Return the lines that were filled in."""
    lists = [form.getlist(name) for name in ("clause", "how", "other")]
    rows = [HandRow(*map(one_line, row)) for row in zip(*lists, strict=False)]
    return [row for row in rows if not row.is_empty]


def read_rows(
    rows: Sequence[HandRow], keys: Mapping[str, str]
) -> tuple[list[HandChoice], list[HandRow]]:
    """Return the choices, and the lines with what is wrong with them."""
    names = {name.casefold(): key for name, key in keys.items()}
    choices: list[HandChoice] = []
    read: list[HandRow] = []
    for row in rows:
        error = _error_in(row, names)
        read.append(HandRow(row.clause, row.how, row.other, error))
        if not error:
            how = ByHand(row.how)
            other = names[row.other.casefold()] if how.names_another else ""
            choices.append(HandChoice(names[row.clause.casefold()], how, other))
    return choices, read


def _error_in(row: HandRow, names: Mapping[str, str]) -> str:
    if row.how not in set(ByHand):
        return _("Choose what became of the clause.")
    names_another = ByHand(row.how).names_another
    for name in [row.clause, *([row.other] if names_another else [])]:
        if not name:
            return _("Name both clauses.") if names_another else _("Name the clause.")
        if name.casefold() not in names:
            return _("There is no clause called “%(name)s”. Choose one from the list.", name=name)
    return ""


def row_about(clause: NextClause, names: LineNames) -> HandRow:
    """Return the line that says what is found of a clause now, to be put right."""
    if clause.split_from:
        return HandRow(names.of(clause.key), ByHand.SPLIT, names.of(clause.split_from.wid))
    if clause.was:
        return HandRow(names.of(clause.key), ByHand.CONTINUES, names.of(clause.was.wid))
    return HandRow(names.of(clause.key), ByHand.NEW)
