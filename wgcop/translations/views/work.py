"""Pages for work on the language versions of a document. `language_versions` has the page that
readers get.
"""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from wgcop.accounts.identity import current_person
from wgcop.contributions.models import Contribution
from wgcop.contributions.page_parts import paper_of
from wgcop.database import db, unlocked
from wgcop.errors import Outdated
from wgcop.languages import LANGUAGE_NAMES
from wgcop.numbering.blueprint import bp
from wgcop.translations import actions, policy, queries
from wgcop.translations.access import draft_of, translatable
from wgcop.translations.forms import IN_FORM, BeginTranslationForm, IssueForm, TranslationForm
from wgcop.translations.models import LanguageStatus, Translation
from wgcop.translations.segments import BroughtIn, remembered, segments_of, units
from wgcop.translations.versions import language_versions, languages_left
from wgcop.web import commit_and_show, current_audiences, filters_by_language, found_or_404, require


@bp.get("/contributions/<int:contribution_id>/translations")
@filters_by_language
def translations(contribution_id: int) -> ResponseReturnValue:
    """List the language versions of a document. `?language=` is chosen in the form that begins one."""
    contribution = translatable(contribution_id)
    return translations_page(contribution)


@bp.post("/contributions/<int:contribution_id>/translations")
def begin_translation(contribution_id: int) -> ResponseReturnValue:
    """Begin a version in a language that has none yet, or a new one to change the current version."""
    contribution = translatable(contribution_id)
    form = BeginTranslationForm.of(request.form, LANGUAGE_NAMES)
    if not form.validate():
        return translations_page(contribution, form), 422
    current = queries.current_in(contribution, form.language.data)
    require(policy.can_work_on(current_person(), contribution, current))
    draft = actions.begin(contribution, form.language.data, by=current_person())
    db.session.commit()
    return redirect(f"{draft.work_url}/edit", 303)


@bp.get("/contributions/<int:contribution_id>/translations/<language>")
def translation_draft(contribution_id: int, language: str) -> str:
    """Show the draft of a language version as it will look."""
    return draft_page(draft_of(contribution_id, language))


@bp.get("/contributions/<int:contribution_id>/translations/<language>/edit")
def edit_translation(contribution_id: int, language: str) -> str:
    draft = draft_of(contribution_id, language)
    return edit_page(draft, TranslationForm.of(None, draft))


@bp.post("/contributions/<int:contribution_id>/translations/<language>")
def save_translation(contribution_id: int, language: str) -> ResponseReturnValue:
    """Save the draft. Where it was issued or discarded meanwhile, show what was typed."""
    try:
        return _saved(contribution_id, language)
    except (NotFound, actions.VersionEnded):
        db.session.rollback()
        return ended_page(translatable(contribution_id)), 409


def _saved(contribution_id: int, language: str) -> ResponseReturnValue:
    draft = draft_of(contribution_id, language)
    form = TranslationForm.of(request.form, draft)
    with unlocked():
        is_valid = form.validate()
    draft = draft_of(contribution_id, language)  # it may be issued or discarded by now
    if not is_valid:
        return edit_page(draft, form), 422
    try:
        actions.save(
            draft,
            form.fields,
            form.tree,
            form.wording,
            version=form.version.data or 0,
            by=current_person(),
        )
    except Outdated as error:
        db.session.rollback()
        return both_translations(draft_of(contribution_id, language), form, str(error)), 409
    db.session.commit()
    writes_on = request.form.get("then") == "write"
    flash(_("Saved."))
    return redirect(f"{draft.work_url}/edit" if writes_on else draft.work_url, 303)


@bp.post("/contributions/<int:contribution_id>/translations/<language>/issue")
def issue_translation(contribution_id: int, language: str) -> ResponseReturnValue:
    draft, person = draft_of(contribution_id, language), current_person()
    form = IssueForm.of(request.form, policy.statuses(person, draft.contribution))
    if not form.validate():
        return draft_page(draft, form), 422
    actions.issue(draft, LanguageStatus(form.status.data), by=person)
    return commit_and_show(draft, _("Readers get it from now on."))


@bp.post("/contributions/<int:contribution_id>/translations/<language>/confirmation")
def confirm_translation(contribution_id: int, language: str) -> ResponseReturnValue:
    """Confirm that the translation also fits the latest wording. `revision` is the wording that was
    read.
    """
    contribution = translatable(contribution_id)
    current = found_or_404(queries.current_in(contribution, language))
    require(policy.can_work_on(current_person(), contribution, current))
    revision = request.form.get("revision", -1, type=int)
    confirmed = actions.confirm(contribution, language, revision=revision, by=current_person())
    return commit_and_show(confirmed, _("Confirmed for the latest wording."))


@bp.post("/contributions/<int:contribution_id>/translations/<language>/removal")
def discard_translation(contribution_id: int, language: str) -> ResponseReturnValue:
    """Discard the draft of a version; readers keep what they had."""
    draft = draft_of(contribution_id, language)
    actions.discard(draft)
    return commit_and_show(
        f"{draft.contribution.work_url}/translations", _("Discarded."), kind="info"
    )


@bp.post("/contributions/<int:contribution_id>/translations/<language>/withdrawal")
def withdraw_translation(contribution_id: int, language: str) -> ResponseReturnValue:
    contribution = translatable(contribution_id)
    require(policy.can_settle(current_person(), contribution))
    actions.withdraw(contribution, language, by=current_person())
    return commit_and_show(
        f"{contribution.work_url}/translations",
        _("Withdrawn. Readers get the original."),
        kind="info",
    )


def translations_page(
    contribution: Contribution, beginning: BeginTranslationForm | None = None
) -> str:
    person = current_person()
    issued, drafts = queries.issued(contribution), queries.drafts(contribution)
    current = {each.language: each for each in issued if each.is_current}
    left = languages_left(contribution, [*current.values(), *drafts])
    return render_template(
        "contributions/translations.html",
        contribution=contribution,
        versions=language_versions(contribution, issued),
        drafts=drafts,
        in_work={draft.language for draft in drafts},
        beginning=beginning
        or BeginTranslationForm.of(None, left, wanted=request.args.get("language")),
        may_begin=policy.can_begin(person, contribution),
        may_change={
            language
            for language, each in current.items()
            if policy.can_work_on(person, contribution, each)
        },
    )


def edit_page(
    draft: Translation,
    form: TranslationForm,
    *,
    error: str = "",
    stored: TranslationForm | None = None,
    brought: BroughtIn | None = None,
) -> str:
    contribution = draft.contribution
    original = contribution.current if brought else draft.made_from
    earlier = queries.checked_elsewhere(contribution, draft.language, current_audiences())
    return render_template(
        "contributions/translation_edit.html",
        **paper_of(contribution, original),
        draft=draft,
        form=form,
        remembered=[
            each for each in segments_of(units(original), {}, remembered(earlier)) if each.matches
        ],
        fields=IN_FORM,
        error=error,
        stored=stored,
        brought=brought,
        original=original,
    )


def both_translations(draft: Translation, form: TranslationForm, error: str) -> str:
    """Show what somebody else saved above the form as it was filled in. Saving again replaces it."""
    form.version.data, form.version.raw_data = draft.version, None
    return edit_page(draft, form, error=error, stored=TranslationForm.of(None, draft))


def ended_page(contribution: Contribution) -> str:
    form = TranslationForm(request.form)
    return render_template(
        "contributions/translation_ended.html",
        contribution=contribution,
        typed=[form[each.name] for each in IN_FORM],
    )


def draft_page(draft: Translation, issuing: IssueForm | None = None) -> str:
    contribution = draft.contribution
    statuses = policy.statuses(current_person(), contribution)
    return render_template(
        "contributions/translation_draft.html",
        **paper_of(contribution, draft),
        draft=draft,
        issuing=issuing or IssueForm.of(None, statuses),
    )
