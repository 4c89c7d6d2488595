"""Queries for actions, evidence and replies, for pages, letters and the report."""

from wgcop.implementation.queries.chains import (
    implementation_of,
    latest_edition,
    leads,
    operative_clauses,
    overview,
    shown_to,
)
from wgcop.implementation.queries.clauses import (
    ActionsOnClause,
    actions_by_clause,
    actions_on_clause,
)
from wgcop.implementation.queries.inbox import ImplementationInbox, implementation_inbox
from wgcop.implementation.queries.people import (
    delegations_addressed,
    members_by_delegation,
    members_of,
    secretariat,
    whom_asked,
)
from wgcop.implementation.queries.requests import (
    reply_of,
    request_by_id,
    requests_for,
)
from wgcop.implementation.queries.things import (
    TwoWordings,
    action_alone,
    action_with_log,
    asking_about,
    evidence_by_id,
    evidence_of,
    wordings_to_compare,
)

__all__ = [
    "ActionsOnClause",
    "ImplementationInbox",
    "TwoWordings",
    "action_alone",
    "action_with_log",
    "actions_by_clause",
    "actions_on_clause",
    "asking_about",
    "delegations_addressed",
    "evidence_by_id",
    "evidence_of",
    "implementation_inbox",
    "implementation_of",
    "latest_edition",
    "leads",
    "members_by_delegation",
    "members_of",
    "operative_clauses",
    "overview",
    "reply_of",
    "request_by_id",
    "requests_for",
    "secretariat",
    "shown_to",
    "whom_asked",
    "wordings_to_compare",
]
