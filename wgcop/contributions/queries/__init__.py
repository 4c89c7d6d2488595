"""Queries for contributions as pages need them. Each returns only what its reader may see."""

from wgcop.contributions.queries.choices import (
    delegations_to_ask,
    meetings_to_choose,
    open_meetings,
)
from wgcop.contributions.queries.drafters import colleagues, drafted_by
from wgcop.contributions.queries.lists import (
    EMPTY_DESK,
    Desk,
    DocumentsPage,
    awaits,
    desk,
    documents,
    documents_in_force,
    documents_of,
    documents_to_send,
    something_on_desk,
)
from wgcop.contributions.queries.narrowing import ContributionFilters, filter_fields
from wgcop.contributions.queries.papers import (
    PEOPLE,
    contribution_with_text,
    contributions_with_text,
    quoted_clauses,
    texts_of,
)
from wgcop.contributions.queries.relations import (
    Replacements,
    attached_to,
    documents_about,
    replacements,
    unissued_beside,
)
from wgcop.contributions.queries.visibility import is_visible_to

__all__ = [
    "EMPTY_DESK",
    "PEOPLE",
    "ContributionFilters",
    "Desk",
    "DocumentsPage",
    "Replacements",
    "attached_to",
    "awaits",
    "colleagues",
    "contribution_with_text",
    "contributions_with_text",
    "delegations_to_ask",
    "desk",
    "documents",
    "documents_about",
    "documents_in_force",
    "documents_of",
    "documents_to_send",
    "drafted_by",
    "filter_fields",
    "is_visible_to",
    "meetings_to_choose",
    "open_meetings",
    "quoted_clauses",
    "replacements",
    "something_on_desk",
    "texts_of",
    "unissued_beside",
]
