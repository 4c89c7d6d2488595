"""Presents changes to a paper on open pages: in the list, on the document, on the draft and in the
queue.

All four kinds of target are a `Contribution`. The kind says on which page it is shown:
`contribution` in the list of its meeting, `document` on the page of the numbered paper, `draft` on
the page of its drafters, `waiting` in the queue of the officers. The kinds are stored with each
entry.
"""

from wgcop.contributions.models import Contribution
from wgcop.contributions.queries import drafted_by
from wgcop.events.presenters import (
    Presentation,
    appended,
    presents,
    presents_row,
    removed,
    replaced,
)
from wgcop.translations.queries import languages_of


@presents_row("contribution", Contribution)
def in_list(contribution: Contribution, entry_kind: str) -> Presentation | None:
    if not contribution.is_numbered:
        return None
    row = "contributions/_row.html"
    shown = {"contribution": contribution, "other_languages": languages_of([contribution])}
    if entry_kind == "contribution.accepted":
        return appended(f"documents-{contribution.meeting.slug}", row, **shown)
    return replaced(f"contribution-{contribution.id}", row, **shown)


@presents_row("document", Contribution)
def document_status(contribution: Contribution, _: str) -> Presentation:
    """Replace the status of the document: readers of a wording learn that there is a newer one, and
    the text in front of them does not change.
    """
    return replaced(
        f"document-status-{contribution.id}",
        "contributions/_document_status.html",
        contribution=contribution,
    )


@presents("draft")
def draft_status(target_id: str, _: str) -> Presentation | None:
    """Replace the status of a draft. The target is `<paper>:<person>`. A person who no longer
    drafts the paper learns nothing of it.
    """
    contribution_id, _colon, person_id = target_id.partition(":")
    drafted = drafted_by(int(contribution_id), int(person_id or 0))
    if drafted is None:
        return None
    contribution, person = drafted
    return replaced(
        f"draft-status-{contribution.id}",
        "contributions/_draft_status.html",
        contribution=contribution,
        limits=contribution.limits_of(person),
    )


@presents_row("waiting", Contribution)
def in_queue(contribution: Contribution, _: str) -> Presentation:
    if contribution.is_waiting:
        return appended("waiting", "contributions/_waiting.html", contribution=contribution)
    return removed(f"waiting-{contribution.id}")
