"""Names of sources for the filters and the hits of a search."""

from collections.abc import Mapping

from wgcop.accounts.roles import sources_in_words
from wgcop.search_page.names import names_values


@names_values("source")
def sources(values: list[str]) -> Mapping[str, str]:
    return {source: sources_in_words(source) for source in values}
