"""What the states of contributions are called in the results of a search."""

from collections.abc import Mapping

from wgcop.contributions.models import STATE_NAMES, State
from wgcop.search.names import names_values


@names_values("state")
def states(values: list[str]) -> Mapping[str, str]:
    known = set(State)
    return {value: str(STATE_NAMES[State(value)]) for value in values if value in known}
