"""What of a proposal map is shown (pure)."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from wgcop.accounts.narrowing import DelegationNarrowing
from wgcop.accounts.roles import Category
from wgcop.i18n import semicolon
from wgcop.proposals.symbols import Amendment


class MappedClauses(enum.StrEnum):
    """Which clauses have a row."""

    PROPOSED = ""
    OPEN = "open"
    ALL = "all"


CLAUSES_NAMES = {
    MappedClauses.OPEN: _l("Only what is still open"),
    MappedClauses.ALL: _l("All clauses"),
}
WITH_WITHDRAWN = "with"


@dataclass(frozen=True)
class MapNarrowing(DelegationNarrowing):
    delegation: int | None = None
    symbol: Amendment | None = None
    clauses: MappedClauses = MappedClauses.PROPOSED
    with_withdrawn: bool = False

    CATEGORIES = tuple(each for each in Category if each != Category.OBSERVER)

    @classmethod
    def asked(cls, data: Mapping[str, str | None]) -> Self:
        """Return the choices of the request, without those that do not exist."""
        of_delegations = DelegationNarrowing.of(data.get("region"), data.get("category"))
        delegation = data.get("delegation") or ""
        is_number = delegation.isascii() and delegation.isdigit() and len(delegation) < 19
        return cls(
            of_delegations.region,
            of_delegations.category if of_delegations.category in cls.CATEGORIES else None,
            int(delegation) if is_number else None,
            next((each for each in Amendment if each.value == data.get("symbol")), None),
            next(
                (each for each in MappedClauses if each.value == data.get("clauses")),
                MappedClauses.PROPOSED,
            ),
            data.get("withdrawn") == WITH_WITHDRAWN,
        )

    @property
    def chosen(self) -> dict[str, Any]:
        """The choices that differ from those of a page that is opened without any, as parameters of
        its address.
        """
        chosen = {
            "delegation": str(self.delegation or ""),
            "symbol": self.symbol.value if self.symbol else "",
            "clauses": self.clauses.value,
            "withdrawn": WITH_WITHDRAWN if self.with_withdrawn else "",
        }
        return super().chosen | {name: value for name, value in chosen.items() if value}

    @property
    def is_of_proposals(self) -> bool:
        """Whether only the proposals of some, or with one symbol, are asked for."""
        return bool(self.region or self.category or self.delegation or self.symbol)

    def in_words_with(self, delegation: str) -> str:
        """Return the choices in words. `delegation` is the name of the one that was chosen."""
        words = [
            *self.parts_in_words,
            _("Delegation: %(delegation)s", delegation=delegation) if delegation else "",
            _("Symbol: %(symbol)s", symbol=self.symbol.value) if self.symbol else "",
            str(CLAUSES_NAMES.get(self.clauses, "")),
            _("Withdrawn proposals too") if self.with_withdrawn else "",
        ]
        return semicolon().join(filter(None, words))


ALL_THAT_STANDS = MapNarrowing()
