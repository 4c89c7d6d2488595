"""Names of the states of contributions for the filters of a search."""

from collections.abc import Mapping

from wgcop.contributions.models import STATE_NAMES, PaperState
from wgcop.search.page.names import names_values


@names_values("state")
def states(values: list[str]) -> Mapping[str, str]:
    return {state: str(STATE_NAMES[state]) for state in PaperState if state in values}
