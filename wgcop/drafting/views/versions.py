"""Pages for the kept versions of a draft's text: their authors, times and texts, and the means to
restore one.
"""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_person
from wgcop.contributions import policy
from wgcop.contributions.access import readable, writable
from wgcop.contributions.draft_desk import DRAFTS
from wgcop.contributions.models import Contribution
from wgcop.contributions.page_parts import around
from wgcop.contributions.revisions import Revision
from wgcop.database import db
from wgcop.documents.comparing.wordings import key_of, key_of_version, name_of
from wgcop.errors import Refused
from wgcop.numbering.blueprint import bp
from wgcop.paper.html import to_html
from wgcop.web import commit_and_show, found_or_404, require
from wgcop.writing import versions as kept
from wgcop.writing.reasons import Declined, message
from wgcop.writing.saving import restore


@bp.get("/contributions/<int:contribution_id>/versions")
def versions(contribution_id: int) -> str:
    """List the kept versions of a wording, newest first. `?wording=` is the number of the wording,
    by default the one that is being written or was written last.
    """
    contribution = drafted(contribution_id)
    revision = chosen_wording(contribution)
    page = kept.versions_of(revision.id, desk=DRAFTS, page=request.args.get("page", 1, type=int))
    return render_template(
        "contributions/versions.html",
        contribution=contribution,
        revision=revision,
        wordings=wordings_of(contribution),
        page=page,
        now=key_of(revision),
        key_of=key_of_version,
    )


@bp.get("/contributions/<int:contribution_id>/versions/<int:number>")
def version(contribution_id: int, number: int) -> str:
    contribution = drafted(contribution_id)
    revision = chosen_wording(contribution)
    stored = found_or_404(kept.version_of(revision.id, number, desk=DRAFTS))
    return render_template(
        "contributions/version.html",
        contribution=contribution,
        revision=revision,
        version=stored,
        body=to_html(stored.text, around(contribution, stored.text)),
        now=key_of(revision),
        key=key_of_version(stored),
        may_restore=revision is contribution.draft
        and policy.can_edit(current_person(), contribution),
    )


@bp.post("/contributions/<int:contribution_id>/versions/<int:number>/restoration")
def restore_version(contribution_id: int, number: int) -> ResponseReturnValue:
    contribution = writable(contribution_id)
    found_or_404(kept.version_of(contribution.revisions[-1].id, number, desk=DRAFTS))
    try:
        restore(db.session, contribution.id, number, desk=DRAFTS, by=current_person().id)
    except Declined as turned_down:
        raise Refused(message(turned_down.reason)) from turned_down
    return commit_and_show(
        f"{contribution.work_url}/versions",
        _("The draft has the words of version %(number)d again.", number=number),
        kind="info",
    )


def wordings_of(contribution: Contribution) -> list[tuple[Revision, str]]:
    """Return the wordings whose versions this reader may read, each with its name, latest first.
    Replaced ones from before the paper had a number are among them.
    """
    person = current_person()
    readable = [r for r in contribution.revisions if policy.can_read_wording(person, r)]
    in_order = sorted(
        readable, key=lambda r: (r.submitted_at is None, r.submitted_at or r.changed_at)
    )
    return [(revision, name_of(revision)) for revision in reversed(in_order)]


def chosen_wording(contribution: Contribution) -> Revision:
    number = request.args.get("wording", type=int)
    if number is None:
        return contribution.revisions[-1]
    wordings = (revision for revision, _name in wordings_of(contribution))
    chosen: Revision = found_or_404(next((r for r in wordings if r.number == number), None))
    return chosen


def drafted(contribution_id: int) -> Contribution:
    """Load a paper for its drafters only, even once it is submitted."""
    contribution = readable(contribution_id)
    require(policy.drafts(current_person(), contribution))
    return contribution
