"""The table of requirements that a paper must or should meet before it is submitted, each with its
reason.

The field in the form, the list beside it, the page of the draft and the refusal all show the same
sentence.
"""

from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from wgcop.contributions.cover import FIELD_NAMES, CoverField, Purpose


@dataclass(frozen=True)
class Demand:
    """A field that a paper needs. A missing required field prevents its submission; a missing
    recommended one does not.
    """

    field: CoverField
    why: LazyString
    is_required: bool = False
    for_action_only: bool = False

    @property
    def name(self) -> str:
        return str(FIELD_NAMES[self.field])

    def applies_to(self, purpose: Purpose) -> bool:
        return purpose == Purpose.ACTION or not self.for_action_only


DEMANDS = (
    Demand(
        CoverField.SOURCE,
        _l("The cover names those who bring the paper."),
        is_required=True,
    ),
    Demand(
        CoverField.TITLE,
        _l("Lists, agendas and searches show the paper by its title."),
        is_required=True,
    ),
    Demand(
        CoverField.TEXT,
        _l("Without a text there is nothing to read."),
        is_required=True,
    ),
    Demand(
        CoverField.ACTION_REQUIRED,
        _l("The meeting must know what a paper for action asks it to do."),
        is_required=True,
        for_action_only=True,
    ),
    Demand(CoverField.ABSTRACT, _l("Delegations use it to decide whether to read the paper.")),
    Demand(
        CoverField.ITEMS,
        _l("Without one, the secretariat chooses where the meeting discusses the paper."),
        for_action_only=True,
    ),
    Demand(CoverField.QUESTIONS, _l("Rapporteurs use it to find the papers on their Question.")),
    Demand(CoverField.KEYWORDS, _l("Searches find the paper by words that are not in its text.")),
    Demand(CoverField.CONTACT, _l("Readers who have a question know whom to ask.")),
)


def demand_of(field: CoverField) -> Demand | None:
    return next((demand for demand in DEMANDS if demand.field == field), None)


def unmet(filled: Collection[CoverField], purpose: Purpose) -> list[Demand]:
    """Return the demands, required or recommended, that a paper with these fields does not meet."""
    return [
        demand for demand in DEMANDS if demand.applies_to(purpose) and demand.field not in filled
    ]


def missing(filled: Collection[CoverField], purpose: Purpose) -> list[Demand]:
    return [demand for demand in unmet(filled, purpose) if demand.is_required]


def advisable(filled: Collection[CoverField], purpose: Purpose) -> list[Demand]:
    return [demand for demand in unmet(filled, purpose) if not demand.is_required]
