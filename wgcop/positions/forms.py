"""The forms of a delegation's position, and of the grid's choices."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired

from wgcop.accounts.roles import CATEGORY_NAMES, Category
from wgcop.bodies.groups import Group
from wgcop.bodies.levels import REGION_NAMES, Region
from wgcop.positions.models import LONGEST_REASON, Position, mark_of
from wgcop.positions.policy import TAKE_POSITIONS
from wgcop.positions.stances import LAYER_NAMES, STANCE_NAMES, Layer, Stance
from wgcop.web.fields import at_most, choices, one_line


class PositionForm(Form):
    """The position of the delegation that the person speaks for. `seen` holds the numbers of its
    last rows, one for each layer, and `words_seen` the mark of the words that the page showed.
    """

    stance = RadioField(
        _l("Position"),
        [InputRequired(_l("Choose a position."))],
        choices=choices(STANCE_NAMES),
        coerce=str,
        invalid_choice_message=_l("Choose a position."),
    )
    reason = StringField(
        _l("Reason"),
        [at_most(LONGEST_REASON)],
        filters=[one_line],
        description=_l("One line, for those who read the position."),
    )
    layer = RadioField(
        _l("Who reads it"),
        choices=choices(LAYER_NAMES),
        coerce=str,
        invalid_choice_message=_l("Choose who reads the position."),
    )
    seen = HiddenField()
    words_seen = HiddenField()
    speaking_as = HiddenField()

    @classmethod
    def of(cls, data: Any, own: dict[Layer, Position], words: str, capacity: str) -> "PositionForm":
        """Return the form as it is sent or, without data, with the newest position within the
        delegation or else the released one filled in.
        """
        stands = [own[layer] for layer in (Layer.WITHIN, Layer.RELEASED) if layer in own]
        shown = next((each for each in stands if each.stance), None)
        stance = shown.stance.value if shown and shown.stance else None
        return cls(
            data,
            stance=stance,
            reason=shown.reason if shown else "",
            layer=Layer.WITHIN.value,
            seen=seen_in(own),
            words_seen=mark_of(words),
            speaking_as=capacity,
        )

    @property
    def chosen_stance(self) -> Stance:
        return Stance(self.stance.data)

    @property
    def chosen_layer(self) -> Layer:
        return Layer(self.layer.data)


def seen_in(own: dict[Layer, Position]) -> str:
    return " ".join(f"{layer}:{own[layer].id}" for layer in Layer if layer in own)


def row_seen(seen: str | None, layer: Layer) -> int:
    """Return the number of the layer's last row that the form showed; 0 if it showed none."""
    for each in (seen or "").split():
        name, _colon, number = each.partition(":")
        if name == layer:
            return _number_in(number)
    return 0


def _number_in(text: str) -> int:
    # a longer number is no row id, and the database could not be asked about it
    is_number = text.isascii() and text.isdigit() and len(text) < 19
    return int(text) if is_number else 0


class GridForm(Form):
    region = SelectField(
        _l("Region"),
        choices=choices(REGION_NAMES, none=_l("All")),
        default="",
        validate_choice=False,
    )
    category = SelectField(
        _l("Category"),
        choices=choices({each: CATEGORY_NAMES[each] for each in TAKE_POSITIONS}, none=_l("All")),
        default="",
        validate_choice=False,
    )
    show = SelectField(
        _l("Rows"),
        choices=choices({"all": _l("All delegations")}, none=_l("Delegations with a position")),
        default="",
        validate_choice=False,
    )

    @property
    def chosen_region(self) -> Region | None:
        return Region(self.region.data) if self.region.data in Region else None

    @property
    def chosen_category(self) -> str:
        return self.category.data if self.category.data in TAKE_POSITIONS else ""

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chosen_region or self.chosen_category)

    @property
    def chosen(self) -> dict[str, str]:
        """The choices that differ from those of a page that is opened without any, as parameters of
        its address.
        """
        region = self.chosen_region
        chosen = {
            "region": region.value if region else "",
            "category": self.chosen_category,
            "show": "all" if self.shows_all else "",
        }
        return {name: value for name, value in chosen.items() if value}

    @property
    def narrowing(self) -> str:
        """Return the choices that leave out delegations as the end of an address or of a name; empty
        if there are none.
        """
        chosen = {name: self.chosen[name] for name in ("region", "category") if name in self.chosen}
        return f"?{urlencode(chosen)}" if chosen else ""

    @property
    def narrowed_to(self) -> str:
        """Return the same in words."""
        region, category = self.chosen_region, self.chosen_category
        said = [
            _("Region: %(region)s", region=REGION_NAMES[region]) if region else "",
            _("Category: %(category)s", category=CATEGORY_NAMES[Category(category)])
            if category
            else "",
        ]
        return "; ".join(filter(None, said))

    @property
    def shows_all(self) -> bool:
        return bool(self.show.data == "all")


class NoticeForm(Form):
    """A word in confidence to those who preside over a group. Each group has a button of its own."""

    line = StringField(
        _l("What you want them to know"),
        [DataRequired(_l("Write one line.")), at_most(LONGEST_REASON)],
        filters=[one_line],
        description=_l("Such as: we will have trouble with this."),
    )
    group = RadioField(
        _l("Group"),
        [InputRequired(_l("Choose the group whose chair you tell."))],
        coerce=str,
        invalid_choice_message=_l("Choose the group whose chair you tell."),
    )

    @classmethod
    def for_groups(cls, data: Any, groups: Sequence[Group]) -> "NoticeForm":
        form = cls(data)
        form.group.choices = [(str(each.id), each.code) for each in groups]
        return form

    def chosen(self, groups: Sequence[Group]) -> Group:
        return next(each for each in groups if str(each.id) == self.group.data)
