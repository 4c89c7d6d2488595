"""Documents and resolutions as files for translators' tools: taken out, and brought in again."""

from collections.abc import Sequence
from contextlib import closing

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import NotFound

from wgcop.accounts.identity import current_person
from wgcop.contributions.models import Contribution
from wgcop.contributions.policy import can_draft
from wgcop.errors import Invalid
from wgcop.languages import LANGUAGE_NAMES
from wgcop.numbering.blueprint import bp
from wgcop.resolutions.models import Edition
from wgcop.resolutions.policy import can_put_text
from wgcop.resolutions.queries import (
    beside_url,
    edition_called,
    editions_in_force,
    languages_beside,
    mark_of,
    parts_in,
)
from wgcop.translations import policy, queries
from wgcop.translations.access import draft_of, translatable
from wgcop.translations.edition_units import (
    bring_in_parts,
    remembered_of_others,
    waiting_units,
)
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
from wgcop.translations.tasks import Translated
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
from wgcop.web import current_audiences, found_or_404, require, takes_files
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
        text=_text(contribution),
        wording=str(original.number),
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
        file = sent_xliff(_text(draft.contribution), draft.language)
    except Invalid as error:
        return choosing_page(draft, str(error)), 422
    contribution, original = draft.contribution, draft.contribution.current
    of_original = units(original)
    if file.wording != str(original.number):
        why = _(
            "The original was changed after the file was taken. Take it again, and translate what changed."
        )
        return choosing_page(draft, why, changed_since(of_original, file.units)), 409
    current = queries.current_in(contribution, language)
    brought = bring_in(original, draft, found_for(of_original, current, draft), file.units)
    form = TranslationForm.of(None, draft)
    form.fill(brought.fields, brought.text, original)
    return edit_page(draft, form, brought=brought)


@bp.get("/resolutions/<slug>/in/<language>/text.xlf")
def xliff_of_edition(slug: str, language: str) -> Response:
    """Give as XLIFF what is missing, outdated or not checked of an edition in a language, with what
    there is of it.
    """
    edition = _edition(slug, language)
    memory = remembered_of_others(edition, editions_in_force(), language)
    file = as_xliff(
        waiting_units(parts_in(edition, language), memory),
        text=_text(edition.resolution),
        wording=edition.slug,
        name=f"{edition.name} {edition.title}",
        source=edition.language,
        target=language,
    )
    answer = Response(file, mimetype=MIME)
    name_download(answer, f"{edition.slug}-{language}.xlf")
    return answer


@bp.get("/resolutions/<slug>/in/<language>/xliff")
def choose_xliff_of_edition(slug: str, language: str) -> str:
    return choosing_page_of_edition(_edition(slug, language), language)


@bp.post("/resolutions/<slug>/in/<language>/xliff")
@takes_files(LARGEST + ROOM_FOR_THE_FORM, can_put_text)
def bring_in_xliff_of_edition(slug: str, language: str) -> ResponseReturnValue:
    """Show the form of the text with the words of the file, what they change, and what has no place.
    Nothing is stored before the form is saved.
    """
    edition = _edition(slug, language)
    try:
        file = sent_xliff(_text(edition.resolution), language)
    except Invalid as error:
        return choosing_page_of_edition(edition, language, str(error)), 422
    brought = bring_in_parts(parts_in(edition, language), file.units)
    return render_template(
        "resolutions/xliff_brought_in.html",
        edition=edition,
        language=language,
        beside=languages_beside(edition),
        seen=mark_of(edition, language),
        brought=brought,
        parts=brought.parts,
    )


def _edition(slug: str, language: str) -> Edition:
    require(can_put_text(current_user))
    edition = found_or_404(edition_called(slug))
    if language not in languages_beside(edition):
        raise NotFound
    return edition


def _text(text: Translated) -> str:
    """Return the name of a text in files."""
    if isinstance(text, Contribution):
        return f"contributions/{text.id}"
    return f"resolutions/{text.work}"


def sent_xliff(text: str, language: str) -> XliffFile:
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
    if (file.text, file.language) != (text, language):
        raise Invalid(_("This file was taken for another document or another language."))
    if not any(each.target for each in file.units):
        raise Invalid(_("There is no translation in this file yet."))
    return file


def choosing_page(
    draft: Translation, error: str = "", changed: Sequence[BroughtChange] = ()
) -> str:
    return render_template(
        "contributions/xliff_choose.html",
        name=f"{draft.contribution.symbol} · {draft.language_name}",
        language=draft.language,
        address=draft.work_url,
        back=f"{draft.work_url}/edit",
        error=error,
        changed=changed,
        largest=LARGEST // 1024 // 1024,
    )


def choosing_page_of_edition(edition: Edition, language: str, error: str = "") -> str:
    address = beside_url(edition, language)
    return render_template(
        "contributions/xliff_choose.html",
        name=f"{edition.name} · {LANGUAGE_NAMES[language]}",
        language=language,
        address=address,
        back=f"{address}/words",
        error=error,
        changed=(),
        largest=LARGEST // 1024 // 1024,
    )


def _file_name(contribution: Contribution) -> str:
    return str(contribution.symbol).replace("/", "-")
