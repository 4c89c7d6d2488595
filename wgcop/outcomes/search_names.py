"""Names of the states of action points for the filters of a search."""

from collections.abc import Mapping

from wgcop.outcomes.action_points import STATE_NAMES, ActionState
from wgcop.search_page.names import names_values


@names_values("state")
def states(values: list[str]) -> Mapping[str, str]:
    return {state: str(STATE_NAMES[state]) for state in ActionState if state in values}
