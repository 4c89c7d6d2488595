"""Which delegations the grid and the files of it show: those that take positions (pure)."""

from dataclasses import dataclass

from wgcop.accounts.narrowing import DelegationNarrowing
from wgcop.positions.policy import TAKE_POSITIONS


@dataclass(frozen=True)
class GridNarrowing(DelegationNarrowing):
    CATEGORIES = TAKE_POSITIONS


ALL = GridNarrowing()
