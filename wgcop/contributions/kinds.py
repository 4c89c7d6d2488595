"""The purposes of a paper, and the kinds of values that only papers have."""

import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from wgcop.accounts.regional import RegionalGroup, groups_named
from wgcop.fields.kinds import FieldKind, LongText


class Purpose(enum.StrEnum):
    """The purpose of a paper. A paper for action is discussed; a paper for information is only
    distributed.
    """

    ACTION = "action"
    INFORMATION = "information"


PURPOSE_NAMES = {
    Purpose.ACTION: _l("For action"),
    Purpose.INFORMATION: _l("For information"),
}


class CommonProposal(enum.StrEnum):
    """The regional group of which a paper is the common proposal, by its key, in the order of the codes
    that references to common proposals have.
    """

    ACP = "apt"
    AFCP = "atu"
    ARB = "asmg"
    EUR = "cept"
    IAP = "citel"
    RCC = "rcc"

    @property
    def code(self) -> str:
        """The code in references, such as `AFCP/3/2`."""
        return self.name

    @property
    def group(self) -> RegionalGroup:
        [group] = groups_named(self.value)
        return group


COMMON_PROPOSAL_NAMES = {each: f"{each.group.code}: {each.group.name}" for each in CommonProposal}


class PaperText(LongText):
    """The text of a paper. Its form parses it, and refuses what is too long before that."""


@dataclass(frozen=True)
class Linked(FieldKind):
    """Rows of another table, chosen by their ids and printed by name. If they have an `order` of
    their own, another order of the same rows is no change.
    """

    name_of: Callable[[Any], str]
    order: Callable[[Any], Any] | None = None
    shape = "things"
    empty = ()

    def given(self, value: Iterable[Any]) -> list[int]:
        return [each.id for each in value]

    def kept(self, value: Iterable[Any]) -> list[str]:
        return [self.name_of(each) for each in value]

    def compared(self, value: Iterable[Any]) -> list[Any]:
        return sorted(value, key=self.order) if self.order else list(value)
