"""Shows changes on open pages: approved states to everybody, submitted ones to members, and drafts
in their own layers.
"""

from wgcop.bodies.levels import REGION_NAMES
from wgcop.events.presenters import (
    Presentation,
    appended,
    presents,
    presents_nothing,
    presents_row,
    removed,
    replaced,
)
from wgcop.implementation import policy, queries
from wgcop.implementation.chain import Figures, rate_by_region
from wgcop.implementation.evidence import Evidence
from wgcop.implementation.models import ImplementationAction
from wgcop.implementation.replies import ReplyRequest
from wgcop.resolutions.models import Edition

PUBLIC = frozenset({"public"})
MEMBERS = frozenset({"public", "members"})

# Pages that list what waits for a person fetch it again themselves.
presents_nothing("implementation-notice")


@presents("implementation-action")
def action(action_id: str, _: str) -> Presentation | None:
    """Present the current state of an action."""
    found = queries.action_alone(int(action_id))
    if found is None:
        return None
    return _action(found, MEMBERS if found.submitted_at else MEMBERS | found.draft_audience)


@presents("approved-action")
def approved_action(action_id: str, _: str) -> Presentation | None:
    found = queries.action_alone(int(action_id))
    return _action(found, PUBLIC) if found else None


@presents_row("clause-evidence", Evidence)
def evidence(row: Evidence, _: str) -> Presentation:
    return _evidence(row, MEMBERS)


@presents_row("approved-evidence", Evidence)
def approved_evidence(row: Evidence, _: str) -> Presentation:
    return _evidence(row, PUBLIC)


@presents_row("reply-request", ReplyRequest)
def request(asked: ReplyRequest, _: str) -> Presentation:
    return _request(asked)


@presents_row("approved-request", ReplyRequest)
def approved_request(asked: ReplyRequest, _: str) -> Presentation:
    return _request(asked)


@presents_row("member-replies", ReplyRequest)
def replies(asked: ReplyRequest, _: str) -> Presentation:
    """Present the replies to members, on the page of the request."""
    return replaced(
        f"replies-to-{asked.id}",
        "implementation/_replies.html",
        asked=asked,
        rate=asked.rate,
        by_region=rate_by_region(asked.replies),
        region_names=REGION_NAMES,
        sees_replies=True,
    )


@presents_row("implementation-figures", Edition)
def figures(edition: Edition, _: str) -> Presentation:
    return _figures(edition, MEMBERS)


@presents_row("approved-figures", Edition)
def approved_figures(edition: Edition, _: str) -> Presentation:
    return _figures(edition, PUBLIC)


def _action(found: ImplementationAction, readers: frozenset[str]) -> Presentation:
    things = [
        piece
        for piece in queries.evidence_of(found)
        if not piece.removed_at and policy.can_see_evidence(readers, piece)
    ]
    shown = queries.shown_to(readers, found, things)
    if shown is None:
        return removed(found.dom_id)
    return appended(f"actions-of-{found.clause_id}", "implementation/_action.html", shown=shown)


def _evidence(row: Evidence, readers: frozenset[str]) -> Presentation:
    if row.removed_at or not policy.can_see_evidence(readers, row):
        return removed(row.dom_id)
    return appended(f"evidence-of-{row.clause_id}", "implementation/_evidence.html", evidence=row)


def _request(asked: ReplyRequest) -> Presentation:
    return appended(
        f"requests-of-{asked.clause_id}",
        "implementation/_request.html",
        asked=asked,
        rate=asked.rate,
    )


def _figures(edition: Edition, readers: frozenset[str]) -> Presentation:
    chains = queries.implementation_of(edition, readers)
    return replaced(
        "implementation-figures", "implementation/_figures.html", figures=Figures.of(chains)
    )
