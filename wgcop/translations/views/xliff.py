"""Language versions as files for translators' tools: taken out, and brought in again."""

from collections.abc import Sequence
from contextlib import closing

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from wgcop.accounts.identity import current_person
from wgcop.contributions.models import Contribution
from wgcop.contributions.policy import can_draft
from wgcop.errors import Invalid
from wgcop.languages import LANGUAGE_NAMES
from wgcop.numbering.blueprint import bp
from wgcop.translations import policy, queries
from wgcop.translations.access import draft_of, translatable
from wgcop.translations.forms import TranslationForm
from wgcop.translations.models import Translation
from wgcop.translations.segments import (
    BroughtChange,
    bring_in,
    changed_since,
    found_for,
    remembered,
    segments_of,
    units,
)
from wgcop.translations.views.work import edit_page
from wgcop.translations.xliff import (
    LARGEST,
    MIME,
    NotXliff,
    OtherVersion,
    XliffFile,
    as_xliff,
    read_xliff,
)
from wgcop.web import current_audiences, require, takes_files
from wgcop.web.downloads import name_download

ROOM_FOR_THE_FORM = 64 * 1024


@bp.get("/contributions/<int:contribution_id>/translations/<language>/text.xlf")
def xliff_of_translation(contribution_id: int, language: str) -> Response:
    """Give the latest wording as XLIFF, with what the versions in the language have for it."""
    contribution = translatable(contribution_id)
    original = contribution.current
    if language not in LANGUAGE_NAMES or language == original.language:
        raise NotFound
    current = queries.current_in(contribution, language)
    require(policy.can_work_on(current_person(), contribution, current))
    of_original = units(original)
    found = found_for(of_original, current, queries.draft_in(contribution, language))
    memory = remembered(queries.checked_elsewhere(contribution, language, current_audiences()))
    file = as_xliff(
        segments_of(of_original, found, memory),
        contribution=contribution.id,
        revision=original.number,
        name=f"{contribution.symbol} {original.title}",
        source=original.language,
        target=language,
    )
    answer = Response(file, mimetype=MIME)
    name_download(answer, f"{_file_name(contribution)}-{language}.xlf")
    return answer


@bp.get("/contributions/<int:contribution_id>/translations/<language>/xliff")
def choose_xliff(contribution_id: int, language: str) -> str:
    return choosing_page(draft_of(contribution_id, language))


@bp.post("/contributions/<int:contribution_id>/translations/<language>/xliff")
@takes_files(LARGEST + ROOM_FOR_THE_FORM, can_draft)
def bring_in_xliff(contribution_id: int, language: str) -> ResponseReturnValue:
    """Show the form of the version with the words of the file, and what they change. Nothing is
    stored before the form is saved.
    """
    draft = draft_of(contribution_id, language)
    try:
        file = sent_xliff(draft)
    except Invalid as error:
        return choosing_page(draft, str(error)), 422
    contribution, original = draft.contribution, draft.contribution.current
    of_original = units(original)
    if file.revision != original.number:
        why = _(
            "The original was changed after the file was taken. Take it again, and translate what changed."
        )
        return choosing_page(draft, why, changed_since(of_original, file.units)), 409
    current = queries.current_in(contribution, language)
    brought = bring_in(original, draft, found_for(of_original, current, draft), file.units)
    form = TranslationForm.of(None, draft)
    form.fill(brought.fields, brought.text, original)
    return edit_page(draft, form, brought=brought)


def sent_xliff(draft: Translation) -> XliffFile:
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise Invalid(_("Choose an XLIFF file first."))
    # A large one is kept in a file of the system's until it is closed.
    with closing(upload):
        data = upload.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Invalid(_("It is larger than %(size)d MB.", size=LARGEST // 1024 // 1024))
    try:
        file = read_xliff(data)
    except OtherVersion as error:
        raise Invalid(_("This is XLIFF of another version. Save it as XLIFF 1.2.")) from error
    except NotXliff as error:
        raise Invalid(_("This is no XLIFF file that was taken from here.")) from error
    if (file.contribution, file.language) != (draft.contribution_id, draft.language):
        raise Invalid(_("This file was taken for another document or another language."))
    if not any(each.target for each in file.units):
        raise Invalid(_("There is no translation in this file yet."))
    return file


def choosing_page(
    draft: Translation, error: str = "", changed: Sequence[BroughtChange] = ()
) -> str:
    return render_template(
        "contributions/xliff_choose.html",
        draft=draft,
        error=error,
        changed=changed,
        largest=LARGEST // 1024 // 1024,
    )


def _file_name(contribution: Contribution) -> str:
    return str(contribution.symbol).replace("/", "-")
