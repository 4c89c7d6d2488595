"""Loads a clause, an action, a piece of evidence or a request for a view, or answers 404 if this
reader may not see it.
"""

from flask import request

from wgcop.implementation import policy, queries
from wgcop.implementation.evidence import Evidence
from wgcop.implementation.models import ImplementationAction
from wgcop.implementation.replies import ReplyRequest
from wgcop.resolutions.models import Clause, SectionKind
from wgcop.resolutions.queries import clause_by_wid
from wgcop.web import current_audiences, found_or_404, site


def operative_clause(wid: str) -> Clause:
    clause = found_or_404(clause_by_wid(wid))
    is_operative = clause.wording.section.kind == SectionKind.OPERATIVE
    return found_or_404(clause if is_operative else None)


def readable_action(action_id: int) -> ImplementationAction:
    """Return the action, or answer 404 if this reader may not read it, so that nobody learns of a
    draft.
    """
    action = found_or_404(queries.action_with_log(action_id))
    return found_or_404(action if policy.can_read_action(current_audiences(), action) else None)


def readable_evidence(evidence_id: int) -> Evidence:
    evidence = found_or_404(queries.evidence_by_id(evidence_id))
    return found_or_404(
        evidence if policy.can_see_evidence(current_audiences(), evidence) else None
    )


def readable_request(request_id: int) -> ReplyRequest:
    asked = found_or_404(queries.request_by_id(request_id))
    return found_or_404(asked if policy.can_see_request(current_audiences(), asked) else None)


def sites() -> tuple[str, ...]:
    """Return the addresses under which this workspace is reached."""
    return tuple(dict.fromkeys((site(), request.host_url.rstrip("/"))))
