"""Pictures for the text of a paper: its drafters upload them, and everybody who may read the text
sees them.
"""

from flask import Response, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop import files
from wgcop.accounts.identity import current_person
from wgcop.contributions import policy
from wgcop.contributions.access import being_written, readable_in_part
from wgcop.database import db, unlocked
from wgcop.documents.pictures import (
    add_picture,
    is_in_a_translation,
    picture_of,
    pictures_in,
    was_issued_with,
)
from wgcop.errors import Invalid
from wgcop.numbering.blueprint import bp
from wgcop.reading.pictures import LARGEST
from wgcop.reading.sandbox import picture_at_once
from wgcop.translations.policy import can_translate
from wgcop.web import found_or_404, require, takes_files

ROOM_FOR_THE_FORM = 64 * 1024


@bp.post("/contributions/<int:contribution_id>/pictures")
@takes_files(LARGEST + ROOM_FOR_THE_FORM, policy.can_draft)
def send_picture(contribution_id: int) -> ResponseReturnValue:
    """Store a picture and answer with the data that the text then contains: the name of the file,
    and its size in pixels.
    """
    being_written(contribution_id)  # refuse before the picture is opened
    upload = request.files.get("picture")
    if upload is None or not upload.filename:
        raise Invalid(_("Choose a picture first."))
    data = upload.read()
    with unlocked():
        checked = picture_at_once(data)
    contribution = being_written(contribution_id)  # the draft may have been submitted since
    stored = add_picture(contribution, checked, by=current_person())
    db.session.commit()
    url = url_for(".picture", contribution_id=contribution_id, file=stored.file)
    return jsonify(file=stored.file, width=stored.width, height=stored.height, url=url), 201


@bp.get("/contributions/<int:contribution_id>/pictures/<file>")
def picture(contribution_id: int, file: str) -> Response:
    contribution = readable_in_part(contribution_id)
    person = current_person()
    may_read = policy.can_read(person, contribution)
    may_read_draft = policy.can_read_draft(person, contribution)
    require(may_read or may_read_draft)
    stored = found_or_404(picture_of(contribution, file))
    draft = contribution.draft if may_read_draft else None
    may = (
        policy.drafts(person, contribution)
        or (draft is not None and file in pictures_in(draft.text))
        or (may_read and was_issued_with(contribution, file))
        or (can_translate(person, contribution) and is_in_a_translation(contribution, file))
    )
    if not may:
        found_or_404(None)
    return files.show_picture(stored.file)
