"""Pages for the files that go with a paper: drafters add and remove them, and readers download
each.
"""

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from wgcop import files
from wgcop.accounts.identity import current_person
from wgcop.contributions import policy
from wgcop.contributions.access import being_written, readable, readable_in_part
from wgcop.contributions.enclosures.checking import (
    ACCEPTED,
    LARGEST,
    CheckedFile,
)
from wgcop.contributions.enclosures.reading import opened
from wgcop.contributions.models import Contribution
from wgcop.contributions.queries.enclosures import enclosure_of
from wgcop.database import db, unlocked
from wgcop.drafting.enclosing import MOST_BYTES, MOST_FILES, enclose_all, remove_enclosure
from wgcop.errors import Busy
from wgcop.numbering.blueprint import bp
from wgcop.reading.result import Unreadable
from wgcop.reading.sandbox import SECONDS_WHILE_WAITED_FOR, SandboxedReader
from wgcop.web import commit_and_show, found_or_404, is_of_a_draft, require, takes_files

ROOM_FOR_THE_FORM = 64 * 1024


@bp.get("/contributions/<int:contribution_id>/files")
def enclosures(contribution_id: int) -> str:
    contribution = being_written(contribution_id)
    return files_page(contribution)


@bp.post("/contributions/<int:contribution_id>/files")
@takes_files(MOST_BYTES + ROOM_FOR_THE_FORM, policy.can_draft)
def add_enclosures(contribution_id: int) -> ResponseReturnValue:
    """Attach every file that can be attached, even if others among them are refused."""
    being_written(contribution_id)  # refuse before any file is opened
    uploads = [each for each in request.files.getlist("files") if each.filename]
    if not uploads:
        return files_page(readable(contribution_id), refused=[("", _("Choose a file first."))]), 422
    with unlocked():
        good, unreadable = sorted_out(uploads)
    contribution = being_written(contribution_id)  # the draft may have been submitted since
    refused = enclose_all(contribution, good, by=current_person())
    db.session.commit()
    if unreadable or refused:
        page = files_page(
            readable(contribution_id),
            refused=unreadable + refused,
            added=len(good) - len(refused),
        )
        return page, 422
    flash(_("Attached."), "success")
    return redirect(f"{contribution.work_url}/files", 303)


@bp.post("/contributions/<int:contribution_id>/files/<int:enclosure_id>/removal")
def take_enclosure_away(contribution_id: int, enclosure_id: int) -> ResponseReturnValue:
    contribution = being_written(contribution_id)
    enclosure = found_or_404(enclosure_of(contribution, enclosure_id))
    remove_enclosure(contribution, enclosure, by=current_person())
    return commit_and_show(
        f"{contribution.work_url}/files", _("Removed: %(name)s", name=enclosure.name), kind="info"
    )


@bp.get("/contributions/<int:contribution_id>/files/<int:enclosure_id>")
def enclosure(contribution_id: int, enclosure_id: int) -> Response:
    """Send a file to everybody who may read the wording that it goes with."""
    contribution = readable_in_part(contribution_id)
    person = current_person()
    require(policy.can_read(person, contribution) or policy.can_read_draft(person, contribution))
    stored = found_or_404(enclosure_of(contribution, enclosure_id))
    if not policy.can_read_wording(person, stored.revision):
        found_or_404(None)
    if not stored.revision.is_issued:
        is_of_a_draft()
    media_type = stored.media_type
    response = files.answer(stored.file, stored.name)
    response.mimetype = media_type
    return response


def sorted_out(uploads: list[FileStorage]) -> tuple[list[CheckedFile], list[tuple[str, str]]]:
    """Return the files that can be attached, and the names of the others, each with the reason."""
    good, unreadable = [], []
    with SandboxedReader(seconds=SECONDS_WHILE_WAITED_FOR, waits=False) as reader:
        for upload in uploads:
            try:
                good.append(opened(upload.read(LARGEST + 1), upload.filename or "", reader))
            except (Unreadable, Busy) as error:
                unreadable.append((upload.filename or "", str(error)))
    return good, unreadable


def files_page(
    contribution: Contribution, *, refused: list[tuple[str, str]] | None = None, added: int = 0
) -> str:
    return render_template(
        "contributions/files.html",
        contribution=contribution,
        revision=contribution.draft,
        refused=refused or [],
        added=added,
        accepted=ACCEPTED,
        largest=LARGEST // 1024 // 1024,
        most=MOST_FILES,
        largest_together=MOST_BYTES // 1024 // 1024,
    )
