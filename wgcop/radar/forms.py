"""Forms for the decision on a hit and the judgement of a pair."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Form, RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, ValidationError

from wgcop.radar.answers import DUPLICATE_REFUSED, IfDuplicate
from wgcop.radar.check import RadarHit
from wgcop.radar.models import RELATION_NAMES, VERDICT_NAMES, Relation, Verdict
from wgcop.web.fields import at_most, choices, one_line


class ReasonForm(Form):
    reason = StringField(
        _l("Reason, in one line"),
        [DataRequired(_l("Enter a reason, in one line.")), at_most(300)],
        filters=[one_line],
    )


DUPLICATE_NAMES = {
    IfDuplicate.IS_WITHDRAWN: _l("It is a duplicate: withdraw this draft"),
    IfDuplicate.STAYS_BACK: _l("It is a duplicate: do not submit it"),
    IfDuplicate.IS_OUT_ALREADY: RELATION_NAMES[Relation.DUPLICATES],
}


class DecisionForm(ReasonForm):
    decision = RadioField(
        _l("How does your text relate to it?"), [InputRequired(_l("Choose one."))]
    )

    def __init__(self, hit: RadarHit, data: Any, if_duplicate: IfDuplicate) -> None:
        super().__init__(data, prefix=hit.work.id.replace(":", "-"))
        self.hit = hit
        self.if_duplicate = if_duplicate
        self.decision.choices = choices(
            RELATION_NAMES | {Relation.DUPLICATES: DUPLICATE_NAMES[if_duplicate]}
        )

    @property
    def is_begun(self) -> bool:
        return bool(self.decision.data or self.reason.data)

    def validate_decision(self, field: RadioField) -> None:
        if self.if_duplicate.refuses(field.data):
            raise ValidationError(DUPLICATE_REFUSED)

    @property
    def chosen(self) -> Relation:
        return Relation(self.decision.data)


class VerdictForm(ReasonForm):
    verdict = RadioField(
        _l("What is it?"), [InputRequired(_l("Choose one."))], choices=choices(VERDICT_NAMES)
    )

    @property
    def chosen(self) -> Verdict:
        return Verdict(self.verdict.data)
