"""Pages that bring in a Word file: choose it, compare the result with the original, then use it or
not.
"""

from collections.abc import Iterable

from flask import Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop import files, paper
from wgcop.accounts.identity import current_capacity, current_person
from wgcop.accounts.models import Capacity
from wgcop.bodies.models import Meeting
from wgcop.contributions import policy, queries
from wgcop.contributions.access import being_written
from wgcop.contributions.fields import FIELDS
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.database import db, unlocked
from wgcop.drafting import word_files
from wgcop.drafting.views.offers import contact_lines
from wgcop.drafting.word_comments import word_comments_in_words
from wgcop.drafting.word_files import WordFile, brought_in
from wgcop.errors import Away, Invalid, Refused
from wgcop.fields.comparing import in_words
from wgcop.fields.field import Field
from wgcop.languages import LANGUAGE_NAMES
from wgcop.numbering.blueprint import bp
from wgcop.paper.html import Surroundings
from wgcop.reading.page_images import page_images
from wgcop.reading.papers import LARGEST, LeftOut, WordPaper
from wgcop.reading.result import Unreadable
from wgcop.reading.sandbox import SECONDS_FOR_A_PAPER, SandboxedReader
from wgcop.translations.access import draft_of
from wgcop.translations.models import Translation
from wgcop.web import commit_and_show, found_or_404, require, takes_files

ROOM_FOR_THE_FORM = 64 * 1024
LONGEST_PLACE = 40


@bp.get("/contributions/word")
def choose_word_file() -> ResponseReturnValue:
    """Show the form to choose a Word file. It will replace the text of the draft `?contribution=`,
    or begin a new one for `?meeting=`.
    """
    require(policy.can_draft(current_person()))
    return choosing_page(draft_to_replace(request.args.get("contribution", 0, type=int)))


@bp.post("/contributions/word")
@takes_files(LARGEST + ROOM_FOR_THE_FORM, policy.can_draft)
def bring_in_word_file() -> ResponseReturnValue:
    require(policy.can_draft(current_person()))
    number = request.form.get("contribution", 0, type=int)
    draft_to_replace(number)  # refuse before the file is read
    try:
        name, readings = sent_word_file()
        file = word_files.bring_in(
            name, *readings, contribution=draft_to_replace(number), by=current_person()
        )
    except (Invalid, Away) as error:
        return choosing_page(draft_to_replace(number), str(error)), 422
    db.session.commit()
    meeting = request.form.get("meeting") or None
    return redirect(url_for(".check_word_file", file_id=file.id, meeting=meeting), 303)


@bp.get("/contributions/<int:contribution_id>/translations/<language>/word")
def choose_word_translation(contribution_id: int, language: str) -> ResponseReturnValue:
    require(policy.can_draft(current_person()))
    draft = draft_of(contribution_id, language)
    return choosing_page(draft.contribution, draft=draft)


@bp.post("/contributions/<int:contribution_id>/translations/<language>/word")
@takes_files(LARGEST + ROOM_FOR_THE_FORM, policy.can_draft)
def bring_in_word_translation(contribution_id: int, language: str) -> ResponseReturnValue:
    require(policy.can_draft(current_person()))
    draft_of(contribution_id, language)  # refuse before the file is read
    try:
        name, readings = sent_word_file()
        contribution = draft_of(contribution_id, language).contribution
        file = word_files.bring_in(
            name, *readings, contribution=contribution, language=language, by=current_person()
        )
    except (Invalid, Away) as error:
        draft = draft_of(contribution_id, language)
        return choosing_page(draft.contribution, str(error), draft=draft), 422
    db.session.commit()
    return redirect(url_for(".check_word_file", file_id=file.id), 303)


@bp.get("/contributions/word/<int:file_id>")
def check_word_file(file_id: int) -> ResponseReturnValue:
    """Show what was read from the file, as it will look, beside the original."""
    return checking_page(own_file(file_id))


@bp.post("/contributions/word/<int:file_id>/use")
def use_word_file(file_id: int) -> ResponseReturnValue:
    file, person = own_file(file_id), current_person()
    names = [name for name in request.form.getlist("take") if name in file.fields]
    comments = new = 0 if file.language else len(file.result.comments)
    if file.contribution is not None and file.language:
        contribution, draft = file.contribution, draft_of(file.contribution.id, file.language)
        edit_url = f"{draft.work_url}/edit"
        word_files.use_in_translation(file, draft, names, by=person)
    elif file.contribution is not None:
        contribution = being_written(file.contribution.id)
        edit_url = f"{contribution.work_url}/edit"
        new = word_files.use_in(file, contribution, names, chosen_capacity(), by=person)
    else:
        require(policy.can_draft(person))
        capacity = chosen_capacity()
        contribution = word_files.start_with(
            file, names, chosen_meeting(), capacity, contact=contact_lines(capacity), by=person
        )
        edit_url = f"{contribution.work_url}/edit"
    name, left_out = file.name, gathered(file.left_out)
    db.session.commit()
    flash(_("The text of %(file)s is in the draft now.", file=name), "success")
    for told in word_comments_in_words(new, comments - new):
        flash(told)
    for remark in remarks(left_out):
        flash(remark, "remark")
    return redirect(edit_url, 303)


@bp.post("/contributions/word/<int:file_id>/cancellation")
def cancel_word_file(file_id: int) -> ResponseReturnValue:
    file = own_file(file_id)
    back = f"{file.contribution.work_url}/edit" if file.contribution else url_for(".new")
    if file.contribution and file.language:
        back = f"{file.contribution.work_url}/translations/{file.language}/edit"
    db.session.delete(file)
    return commit_and_show(back)


@bp.get("/contributions/word/<int:file_id>/pictures/<sha>")
def picture_of_word_file(file_id: int, sha: str) -> Response:
    file = own_file(file_id)
    if sha not in file.pictures and sha not in file.pages:
        abort(404)
    return files.show_picture(sha)


def own_file(file_id: int) -> WordFile:
    require(policy.can_draft(current_person()))
    return found_or_404(brought_in(file_id, current_person()))


def draft_to_replace(number: int) -> Contribution | None:
    if not number:
        return None
    return being_written(number)


def sent_word_file() -> tuple[str, tuple[WordPaper, str, list[bytes]]]:
    """Return the name of the uploaded file and what was read from it. The database is not locked
    while the file is read.
    """
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise Invalid(_("Choose a Word file first."))
    try:
        with unlocked():
            return upload.filename, readings_of(upload.read(), upload.filename)
    except Unreadable as error:
        raise Invalid(f"{upload.filename}: {error.reason}") from error


def readings_of(data: bytes, name: str) -> tuple[WordPaper, str, list[bytes]]:
    """Return the file as a paper, the plain lines that a second reader finds in it, and images of
    its pages.
    """
    paper, original = read_twice(data, name)
    program = current_app.config["LIBREOFFICE"]
    return paper, original, page_images(data, program) if program else []


def read_twice(data: bytes, name: str) -> tuple[WordPaper, str]:
    """Read the file as a paper, and as plain lines with a second reader, which may find parts that
    the first one missed.
    """
    with SandboxedReader(seconds=SECONDS_FOR_A_PAPER, waits=False) as reader:
        result = reader.paper(data, name)
        try:
            return result, reader.read(data, name).text
        except Unreadable:
            return result, ""


def chosen_meeting() -> Meeting:
    meetings = queries.open_meetings()
    if not meetings:
        raise Refused(
            _("There is no meeting to bring a paper to. The secretariat creates it first.")
        )
    return next((m for m in meetings if m.slug == request.values.get("meeting")), meetings[0])


def chosen_capacity() -> Capacity:
    capacities = current_person().capacities
    wanted = request.form.get("capacity")
    chosen = next(
        (capacity for capacity in capacities if capacity.key == wanted), current_capacity()
    )
    return chosen or capacities[0]


def way_back(
    contribution: Contribution | None, draft: Revision | Translation | None
) -> tuple[str, str]:
    """Return the name and address of the thing that the file is for."""
    if isinstance(draft, Translation):
        return f"{draft.contribution.symbol} · {draft.language_name}", draft.work_url
    if contribution is None:
        return _("New"), url_for(".new")
    return (draft and draft.title) or _("Untitled draft"), contribution.work_url


def choosing_page(
    contribution: Contribution | None, error: str = "", *, draft: Translation | None = None
) -> str:
    return render_template(
        "contributions/word_choose.html",
        contribution=contribution,
        translation=draft,
        way_back=way_back(contribution, draft or (contribution.draft if contribution else None)),
        meeting=request.values.get("meeting", ""),
        error=error,
        largest=LARGEST // 1024 // 1024,
    )


def checking_page(file: WordFile) -> str:
    result, contribution = file.result, file.contribution
    around = Surroundings(
        picture_url=lambda sha: url_for(".picture_of_word_file", file_id=file.id, sha=sha),
        clauses=queries.quoted_clauses(result.tree),
    )
    draft: Revision | Translation | None = contribution.draft if contribution else None
    if contribution and file.language:
        draft = draft_of(contribution.id, file.language)
    return render_template(
        "contributions/word_check.html",
        file=file,
        way_back=way_back(contribution, draft),
        contribution=contribution,
        result=result,
        body=paper.to_html(result.tree, around),
        left_out=gathered(file.left_out),
        fields=[
            (name, field.title, in_words(field, value, {}), now_of(field, draft))
            for name, value in file.fields.items()
            for field in FIELDS
            if field.name == name
        ],
        replaces=draft is not None and bool(draft.plain.strip()),
        meetings=queries.open_meetings() if contribution is None else [],
        chosen=request.args.get("meeting", ""),
        may_write_as=current_person().capacities if contribution is None else [],
        capacity=current_capacity(),
        language_name=LANGUAGE_NAMES.get(result.language, result.language),
    )


def gathered(left_out: Iterable[LeftOut]) -> list[tuple[str, list[str]]]:
    """Group what was left out by kind, each with its places. The rarest come first, because the
    frequent ones are parts of covers and page margins.
    """
    places: dict[str, list[str]] = {}
    for each in left_out:
        found = places.setdefault(str(each.what), [])
        if each.where:
            found.append(each.where)
    return sorted(places.items(), key=lambda kind: len(kind[1]))


def remarks(left_out: list[tuple[str, list[str]]]) -> list[str]:
    """Return a remark for each kind of content that was left out, for the page on which the drafter
    can add it.

    Each names only the first place, because the messages travel in a cookie; the page before lists
    all.
    """
    return [f"{what} “{shortened(places[0])}”" if places else what for what, places in left_out]


def shortened(place: str) -> str:
    return place if len(place) <= LONGEST_PLACE else f"{place[:LONGEST_PLACE].rstrip()}…"


def now_of(field: Field, draft: Revision | Translation | None) -> str:
    """Return what the draft has in this field, so that a filled field is replaced only if the
    drafter confirms it.

    A field of a translation that still has the original's text counts as empty.
    """
    if draft is None or not field.kind.has_words:
        return ""
    value: str = getattr(draft, field.name)
    is_original = isinstance(draft, Translation) and value == getattr(draft.made_from, field.name)
    return "" if is_original else value
