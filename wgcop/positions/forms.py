"""The forms of a delegation's position, and of the grid's choices."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Form, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired

from wgcop.accounts.narrowing import category_field, region_field
from wgcop.bodies.groups import Group
from wgcop.positions.models import LONGEST_REASON, HeldPosition, mark_of
from wgcop.positions.narrowing import GridNarrowing
from wgcop.positions.policy import TAKE_POSITIONS
from wgcop.positions.seen import row_number
from wgcop.positions.stances import LAYER_NAMES, STANCE_NAMES, WITHIN_GROUP, Layer, Stance
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
    def of(
        cls,
        data: Any,
        own: Mapping[Layer, HeldPosition],
        words: str,
        capacity: str,
        *,
        layers: Sequence[Layer] = tuple(Layer),
        is_of_group: bool = False,
    ) -> "PositionForm":
        """Return the form as it is sent or, without data, with the newest position within the
        delegation or the regional group, or else the released one, filled in. It offers these
        `layers`.
        """
        stands = [own[layer] for layer in (Layer.WITHIN, Layer.RELEASED) if layer in own]
        shown = next((each for each in stands if each.stance), None)
        stance = shown.stance.value if shown and shown.stance else None
        form = cls(
            data,
            stance=stance,
            reason=shown.reason if shown else "",
            layer=Layer.WITHIN.value,
            seen=seen_in(own),
            words_seen=mark_of(words),
            speaking_as=capacity,
        )
        names = {**LAYER_NAMES, Layer.WITHIN: WITHIN_GROUP} if is_of_group else LAYER_NAMES
        form.layer.choices = choices({each: names[each] for each in layers})
        return form

    @property
    def chosen_stance(self) -> Stance:
        return Stance(self.stance.data)

    @property
    def chosen_layer(self) -> Layer:
        return Layer(self.layer.data)


def seen_in(own: Mapping[Layer, HeldPosition]) -> str:
    return " ".join(f"{layer}:{own[layer].id}" for layer in Layer if layer in own)


def row_seen(seen: str | None, layer: Layer) -> int:
    """Return the number of the layer's last row that the form showed; 0 if it showed none."""
    for each in (seen or "").split():
        name, _colon, number = each.partition(":")
        if name == layer:
            return row_number(number)
    return 0


class GridForm(Form):
    region = region_field()
    category = category_field(TAKE_POSITIONS)
    show = SelectField(
        _l("Rows"),
        choices=choices({"all": _l("All delegations")}, none=_l("Delegations with a position")),
        default="",
        validate_choice=False,
    )

    @property
    def narrowing(self) -> GridNarrowing:
        return GridNarrowing.of(self.region.data, self.category.data)

    @property
    def chosen(self) -> dict[str, str]:
        """The choices that differ from those of a page that is opened without any, as parameters of
        its address.
        """
        return self.narrowing.chosen | ({"show": "all"} if self.shows_all else {})

    @property
    def shows_all(self) -> bool:
        return bool(self.show.data == "all")


class NoticeForm(Form):
    """A confidential note to those who preside over a group. Each group has its own button."""

    line = StringField(
        _l("What you want them to know"),
        [DataRequired(_l("Write one line.")), at_most(LONGEST_REASON)],
        filters=[one_line],
        description=_l("For example: “We will have trouble with this.”"),
    )
    group = RadioField(
        _l("Group"),
        [InputRequired(_l("Choose the group whose chair you want to tell."))],
        coerce=str,
        invalid_choice_message=_l("Choose the group whose chair you want to tell."),
    )

    @classmethod
    def for_groups(cls, data: Any, groups: Sequence[Group]) -> "NoticeForm":
        form = cls(data)
        form.group.choices = [(str(each.id), each.code) for each in groups]
        return form

    def chosen(self, groups: Sequence[Group]) -> Group:
        return next(each for each in groups if str(each.id) == self.group.data)
