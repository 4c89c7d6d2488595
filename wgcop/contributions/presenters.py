"""How a contribution looks to those who have the list, the document, the draft or the queue open."""

from flask import render_template

from wgcop.contributions.models import Contribution, State
from wgcop.db import db
from wgcop.history.presenters import Presentation, presents


@presents("contribution")
def present_in_list(contribution_id: str, entry_kind: str) -> Presentation | None:
    contribution = db.session.get(Contribution, int(contribution_id))
    if contribution is None or not contribution.is_numbered:
        return None
    html = render_template("contributions/_row.html", contribution=contribution)
    if entry_kind == "contribution.accepted":
        return Presentation("append", f"documents-{contribution.meeting.slug}", html)
    return Presentation("replace", f"contribution-{contribution.id}", html)


@presents("document")
def present_document(contribution_id: str, _: str) -> Presentation | None:
    """Whoever reads a wording is told that there is a newer one; the text before him stays."""
    contribution = db.session.get(Contribution, int(contribution_id))
    if contribution is None:
        return None
    html = render_template("contributions/_document_status.html", contribution=contribution)
    return Presentation("replace", f"document-status-{contribution.id}", html)


@presents("draft")
def present_draft(contribution_id: str, _: str) -> Presentation | None:
    contribution = db.session.get(Contribution, int(contribution_id))
    if contribution is None:
        return None
    html = render_template("contributions/_draft_status.html", contribution=contribution)
    return Presentation("replace", f"draft-status-{contribution.id}", html)


@presents("waiting")
def present_waiting(contribution_id: str, _: str) -> Presentation | None:
    contribution = db.session.get(Contribution, int(contribution_id))
    if contribution is None:
        return None
    if contribution.state not in (State.SUBMITTED, State.HELD):
        return Presentation("remove", f"waiting-{contribution.id}", "")
    html = render_template("contributions/_waiting.html", contribution=contribution)
    return Presentation("append", "waiting", html)
